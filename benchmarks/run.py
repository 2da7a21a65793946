"""Measures billwright beside plain docxtpl, in one run: ``python benchmarks/run.py [--quick]``.

Every figure comes from a process of its own, so that this one stays small and none sees another's memory. Times are
the least and the median of several runs; where other work shares the machine, read the least, and the processor time.
"""

from __future__ import annotations

import argparse
import datetime
import importlib.metadata
import importlib.util
import io
import json
import os
import platform
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
NAMES = {"billwright": "billwright", "subdocs": "docxtpl, a Subdoc a clause (a)", "template": "docxtpl, one file (b)"}
COLD_SECONDS, TIMES_SUBDOCS, TIMES_TEMPLATE, FLAT_MB = 1.0, 50, 8, 10
PACKAGE = 3
"""The targets: a batch from a cold process; a warm bill against (a) and (b); what a process may grow by; how
many times the time of the bills their packages may take."""


@dataclass(slots=True)
class Timed:
    """Runs of one thing: wall and processor time in seconds; peak memory in MB of the process and its largest child."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    peak: float = 0.0
    peak_child: float = 0.0


# -- what runs in a process of its own --------------------------------------------------------------------------------


def child(task: str, arguments: Sequence[str]) -> None:
    """One measurement; its result is the last line that it prints, as JSON."""
    sys.path[:0] = [str(ROOT), str(HERE)]
    start = time.perf_counter()
    result: dict[str, Any] = {}
    if task == "prepare":
        import plain

        result["states"] = plain.prepare(ROOT, Path(arguments[0]))
    elif task == "warm":
        result["runs"] = _warm(Path(arguments[0]), json.loads(arguments[1]), int(arguments[2]), int(arguments[3]))
    elif task == "docxtpl":
        import plain

        plain.main(arguments[0], Path(arguments[1]), Path(arguments[2]))
    else:  # "batch": what `cli.py batch` does, and the memory of this process apart from its workers'
        from billwright.cli import main

        os.chdir(arguments[0])
        main(["batch", "--force", "-o", *arguments[1:]], standalone_mode=False)
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    result |= {
        "wall": time.perf_counter() - start,
        "cpu": sum((own.ru_utime, own.ru_stime, others.ru_utime, others.ru_stime)),
        "peak": own.ru_maxrss / unit,
        "peak_child": others.ru_maxrss / unit,
    }
    print(json.dumps(result))


def _warm(folder: Path, ways: Iterable[str], rounds: int, many: int) -> dict[str, Any]:
    """Each way's times for a bill, turn about, after a first round that is not counted."""
    import plain

    from billwright import bill
    from billwright.library import Library

    library = Library.around(ROOT)
    states = list(library.states())[:many]
    makers: dict[str, Callable[[str], bytes]] = {"billwright": lambda state: bill.make(library, state).word()}
    makers |= {way: lambda state, make=make: make(folder, state) for way, make in plain.WAYS.items()}
    result: dict[str, Any] = {way: {"wall": [], "cpu": [], "size": []} for way in ways}
    for turn in range(rounds + 1):
        for state in states:
            for way, entry in result.items():
                wall, cpu = time.perf_counter(), time.process_time()
                made = makers[way](state)
                if turn:
                    entry["wall"].append(time.perf_counter() - wall)
                    entry["cpu"].append(time.process_time() - cpu)
                else:
                    entry["size"].append(_size(made))
    return result


def _size(made: bytes) -> tuple[int, int]:
    """How many paragraphs and characters a bill has."""
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        xml = archive.read("word/document.xml").decode()
    text = re.sub(r"<[^>]+>", "", re.sub(r"<w:instrText.*?</w:instrText>", "", xml))
    return len(re.findall(r"<w:p[ >]", xml)), len(text)


# -- measuring --------------------------------------------------------------------------------------------------------


class Bench:
    """The measurements, with a temporary folder to work in."""

    def __init__(self, work: Path, *, quick: bool) -> None:
        self.work, self.quick = work, quick
        self.plain = work / "plain"
        self.rows: list[tuple[str, ...]] = []
        self.targets: list[str] = []
        self.bills: Timed | None = None
        self.environment = {
            **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
            "PYTHONPYCACHEPREFIX": str(work / "pyc"),
            "BILLWRIGHT_CACHE": str(work / "cache"),
        }
        self.subdocs = importlib.util.find_spec("docxcompose") is not None
        self.states = self._child("prepare", str(self.plain))["states"]

    def _run(self, *command: str) -> tuple[str, Timed]:
        """What a command prints, and its times with those of its children."""
        start = time.perf_counter()
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, text=True, check=True
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return done.stdout, Timed([time.perf_counter() - start], [cpu])

    def _child(self, task: str, *arguments: str) -> Any:
        return json.loads(self._run(str(HERE / "run.py"), "--child", task, *arguments)[0].splitlines()[-1])

    def _row(self, what: str, way: str, timed: Timed, *, against: float = 0.0, per: int = 1) -> None:
        least, middle = min(timed.wall) / per, statistics.median(timed.wall) / per
        self.rows.append(
            (
                what,
                way,
                str(len(timed.wall)),
                _time(least),
                _time(middle),
                _time(min(timed.cpu) / per),
                f"{min(timed.cpu) / against:.1f} ×" if against else "",
                f"{timed.peak:.0f}" + (f" + {timed.peak_child:.0f}" if timed.peak_child else "") if timed.peak else "",
            )
        )
        print(" | ".join(self.rows[-1]), file=sys.stderr, flush=True)

    def warm(self) -> None:
        """Time of a bill in a process that has made it before."""
        ways = ["billwright", "template", *(["subdocs"] if self.subdocs else [])]
        many, rounds = (3, 3) if self.quick else (12, 5)
        runs = self._child("warm", str(self.plain), json.dumps(ways), str(rounds), str(many))["runs"]
        own = min(runs["billwright"]["cpu"])
        for way in NAMES:
            if way in runs:
                paragraphs, signs = (statistics.mean(sizes) for sizes in zip(*runs[way]["size"], strict=True))
                what = f"a bill, warm ({paragraphs:.0f} paragraphs, {signs / 1000:.1f} k characters)"
                self._row(what, NAMES[way], Timed(runs[way]["wall"], runs[way]["cpu"]), against=own)
        for way, times in (("subdocs", TIMES_SUBDOCS), ("template", TIMES_TEMPLATE)):
            if way in runs:
                middle = statistics.median(runs[way]["cpu"]) / statistics.median(runs["billwright"]["cpu"])
                self._target(
                    f"a warm bill against {NAMES[way]}: {min(runs[way]['cpu']) / own:.1f} × by the least, "
                    f"{middle:.1f} × by the median; wanted {times} ×",
                    min(runs[way]["cpu"]) / own >= times,
                )

    def cold(self) -> None:
        """A batch of all states from a cold process."""
        what, count = f"batch of {len(self.states)}, cold process", 3 if self.quick else 10
        out = str(self.work / "out")
        batch = ("cli.py", "batch", "-o", out, "--force")
        self._run(*batch)  # compiles the modules, as an installation does
        own = 0.0
        for way, more, empty in (
            ("billwright", (), False),
            ("billwright, one job", ("--jobs", "1"), False),
            ("billwright, no clause compiled before", (), True),
            ("billwright, no clause compiled before, one job", ("--jobs", "1"), True),
            ("billwright, whole packages", ("--package",), False),
            ("billwright, whole packages, one job", ("--package", "--jobs", "1"), False),
        ):
            timed = Timed()
            for _ in range(count):
                if empty:
                    shutil.rmtree(self.work / "cache", ignore_errors=True)
                _, once = self._run(*batch, *more)
                timed.wall += once.wall
                timed.cpu += once.cpu
            seen = self._child("batch", str(ROOT), out, *more)
            timed.peak, timed.peak_child = seen["peak"], seen["peak_child"]
            own = own or min(timed.cpu)
            self._row(what, way, timed, against=own)
            if more == ("--package",):
                bills = min(self.bills.wall) if self.bills else 0.0
                self._target(
                    f"packages of {len(self.states)} states: {min(timed.wall) / bills:.1f} × the bills; wanted {PACKAGE} ×",
                    min(timed.wall) <= PACKAGE * bills,
                )
            if not more:
                self.bills = self.bills or timed
                compiled = "no clause compiled before" if empty else "clauses compiled before"
                self._target(
                    f"{what}, {compiled}: {min(timed.wall):.2f} s; wanted {COLD_SECONDS:g} s",
                    min(timed.wall) <= COLD_SECONDS,
                )
        for way in ("template", *(["subdocs"] if self.subdocs else [])):
            timed = Timed()
            for _ in range(1 if self.quick else 3):
                _, once = self._run(str(HERE / "plain.py"), way, str(self.plain), out)
                timed.wall += once.wall
                timed.cpu += once.cpu
            timed.peak = self._child("docxtpl", way, str(self.plain), out)["peak"]
            self._row(what, NAMES[way], timed, against=own)

    def many(self) -> None:
        """Cost and memory as the states grow in number: copies of them under other names."""
        for jobs in ("1", ""):
            peak: dict[int, float] = {}
            cost: dict[int, float] = {}
            way = "one job" if jobs else "jobs by default"
            for count in (12, 120) if self.quick else (12, 120, 1200):
                place = self._workspace(count)
                timed = Timed()
                for _ in range(3):
                    seen = self._child("batch", str(place), str(place / "bills"), *(["--jobs", jobs] if jobs else []))
                    timed.wall.append(seen["wall"])
                    timed.cpu.append(seen["cpu"])
                    timed.peak = max(timed.peak, seen["peak"])
                    timed.peak_child = max(timed.peak_child, seen["peak_child"])
                peak[count], cost[count] = timed.peak + timed.peak_child, min(timed.cpu) / count
                self._row(f"{count:,} states, each", f"billwright, {way}", timed, per=count)
                shutil.rmtree(place)
            first, last = min(peak), max(peak)
            self._target(
                f"flat memory, {way}: {peak[first]:.0f} MB for {first} states, {peak[last]:.0f} for {last:,}",
                peak[last] - peak[first] < FLAT_MB * (1 if jobs else 2),
            )
            self._target(
                f"linear time, {way}: {cost[120] * 1000:.0f} ms a state of 120, {cost[last] * 1000:.0f} of {last:,}",
                cost[last] < cost[120] * 1.1,
            )

    def _workspace(self, count: int) -> Path:
        place = self.work / f"states-{count}"
        shutil.copytree(ROOT / "templates", place / "templates")
        (place / "countries").mkdir()
        for index in range(count):
            state = self.states[index % len(self.states)]
            copy = f"{state}-{index // len(self.states):03}" if index >= len(self.states) else state
            shutil.copyfile(ROOT / "countries" / f"{state}.yaml", place / "countries" / f"{copy}.yaml")
            if (ROOT / "countries" / state).is_dir():
                shutil.copytree(ROOT / "countries" / state, place / "countries" / copy)
        return place

    def _target(self, text: str, met: bool) -> None:
        self.targets.append(f"- {'met' if met else 'MISSED'}: {text}")

    def report(self) -> None:
        """The table, the targets, and on what they were measured."""
        heading = ("", "with", "runs", "least", "median", "processor, least", "against billwright", "peak MB, + worker")
        rows = [heading, *self.rows]
        widths = [max(len(row[column]) for row in rows) for column in range(len(heading))]
        rule = ("-" * width if column < 2 else "-" * (width - 1) + ":" for column, width in enumerate(widths))
        for row in (heading, tuple(rule), *self.rows):
            cells = (
                cell.ljust(width) if column < 2 else cell.rjust(width)
                for column, (cell, width) in enumerate(zip(row, widths, strict=True))
            )
            print(f"| {' | '.join(cells)} |")
        print("\n" + "\n".join(self.targets))
        versions = (f"{name} {importlib.metadata.version(name)}" for name in ("docxtpl", "jinja2", "lxml"))
        load = os.getloadavg()[1]
        print(
            f"\n{datetime.datetime.now(tz=datetime.UTC):%Y-%m-%d}; {os.cpu_count()} cores; load {load:.1f} over 5 "
            f"minutes; Python {platform.python_version()}; {', '.join(versions)}."
        )


def _time(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"


def main() -> None:
    """All measurements, then the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer runs, and no 1,200 states")
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), quick=parser.parse_args().quick)
        if not bench.subdocs:
            print('(a) is left out: it needs pip install "docxtpl[subdoc]".', file=sys.stderr)
        bench.warm()
        bench.cold()
        bench.many()
        bench.report()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2], sys.argv[3:])
    else:
        main()
