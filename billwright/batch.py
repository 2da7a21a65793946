"""Many states at once: each on its own, so that a bad one stops no other, and nothing is made twice."""

from __future__ import annotations

import functools
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from billwright import __version__, bill, manifest, package, program
from billwright.errors import BillError, Finding, internal
from billwright.library import Library
from billwright.number import place
from billwright.report import table as text_table


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a state.

    counts: clauses, options taken otherwise than the model, comments; findings: what stopped it; entry: its entry in
    the manifest as JSON, None where that has not changed.
    """

    state: str
    counts: tuple[int, int, int] | None = None
    findings: tuple[Finding, ...] = ()
    skipped: bool = False
    entry: str | None = None


def run(
    library: Library,
    states: Sequence[str],
    folder: Path,
    *,
    jobs: int | None = None,
    clean: bool = False,
    whole: bool = False,
    force: bool = False,
    language: str | None = None,
    done: Callable[[str], None] | None = None,
) -> list[Outcome]:
    """Writes ``<state>.docx`` for each state into `folder`, and the manifest.

    whole: the package of each state instead, in a folder of its own.

    A state whose inputs and whose file are what the manifest says is skipped unless `force`. jobs: how many at a time;
    None: one for each processor where that is worth it; language: of the comments, else each bill's own. `done` is
    called with each state that is finished.

    Raises BillError only for a folder that cannot be written.
    """
    wanted = sorted({_slug(library, state) for state in states})
    known = {
        state: _Known(entry.get("inputs", ""), entry.get("files", {}), tuple(entry.get("counts", ())))
        for state, entry in manifest.entries(folder)
    }
    how = _How(clean, whole, force, language)
    one = functools.partial(_one, library, folder, templates_digest(library), how)
    outcomes: list[Outcome] = []

    def finished() -> Iterator[tuple[str, str | None]]:
        for outcome in _each(one, [(state, known.get(state)) for state in wanted], jobs):
            outcomes.append(replace(outcome, entry=None))
            if done is not None:
                done(outcome.state)
            yield outcome.state, outcome.entry

    manifest.merged(folder, finished())
    return outcomes


def _slug(library: Library, state: str) -> str:
    """The state's name as its profile's file has it; as it is given where there is none, which is found out later."""
    try:
        return library.profile(state).stem
    except BillError:
        return state


def table(outcomes: Iterable[Outcome]) -> str:
    """The closing table."""
    return text_table(
        ("bill", "clauses", "options", "comments", ""),
        [
            (
                outcome.state,
                *(str(count) for count in outcome.counts or "–––"),
                "failed" if outcome.findings else "unchanged" if outcome.skipped else "written",
            )
            for outcome in outcomes
        ],
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """What the manifest of an earlier batch says of a state."""

    inputs: str
    files: Mapping[str, str]
    counts: tuple[int, ...]

    def written(self, folder: Path) -> bool:
        """Whether the files are there as they were written."""
        return all(_digest(folder / name) == sha256 for name, sha256 in self.files.items())


def _each(
    one: Callable[[tuple[str, _Known | None]], Outcome], states: Sequence[tuple[str, _Known | None]], jobs: int | None
) -> Iterator[Outcome]:
    count = min(jobs or max(1, min(os.cpu_count() or 1, len(states) // 4)), len(states))
    if count < 2:
        yield from map(one, states)
        return
    from concurrent.futures import ProcessPoolExecutor  # here, as one state alone needs none

    with ProcessPoolExecutor(count) as pool:
        yield from pool.map(one, states, chunksize=max(1, min(25, len(states) // (count * 3))))


@dataclass(frozen=True, slots=True)
class _How:
    """How the files are written: without comments, as whole packages, though nothing has changed, in which language."""

    clean: bool
    whole: bool
    force: bool
    language: str | None


def _one(library: Library, folder: Path, templates: str, how: _How, given: tuple[str, _Known | None]) -> Outcome:
    state, known = given
    try:
        inputs = fingerprint(library, state, templates, how)
        if not how.force and known is not None and known.inputs == inputs and known.files and known.written(folder):
            return Outcome(state, known.counts, skipped=True)  # type: ignore[arg-type]
        made = bill.make(library, state, language=how.language)
        files = dict(_files(made, state, how))
        for name, content in files.items():
            package.write(folder / name, content)
        counts = tuple(sum(numbers) for numbers in zip(*(_counts(one) for one in made.bills), strict=True))
        entry = {
            "files": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
            "inputs": inputs,
            "counts": counts,
            "bills": [_entry(one) for one in made.bills],
        }
        return Outcome(state, counts, entry=json.dumps(entry, ensure_ascii=False))
    except BillError as error:
        return _failed(state, error.findings)
    except Exception as error:
        return _failed(state, (internal(error, state),))


def _files(made: bill.Bill, state: str, how: _How) -> Iterator[tuple[str, bytes]]:
    if not how.whole:
        yield from made.files(state, clean=how.clean)
        return
    from billwright.companions import bundle  # here, as bills alone need none of it

    for name, content in bundle.files(made, clean=how.clean):
        yield f"{state}/{name}", content


def _counts(made: bill.Bill) -> tuple[int, int, int]:
    return made.clauses, made.options, made.comments


def _failed(state: str, findings: tuple[Finding, ...]) -> Outcome:
    said = [str(finding) for finding in findings]
    return Outcome(state, findings=findings, entry=json.dumps({"failed": said}, ensure_ascii=False))


def _entry(made: bill.Bill) -> dict[str, Any]:
    """What a bill is made of: its clauses with their files, options and treaty elements, and its comments."""
    draft = made.draft
    carried: dict[str, list[str]] = {}
    for claim in made.claims:
        if claim.found is not None:
            carried.setdefault(claim.clause.slug, []).append(claim.element)
    return {
        "title": draft.title,
        "house_style": made.style.name,
        "clauses": [
            {
                "clause": unit.slug,
                "number": unit.number,
                "file": unit.planned.file.shown,
                "sha256": unit.planned.file.digest,
                "options": dict(unit.planned.options),
                "carries": carried.get(unit.slug, []),
            }
            for unit in draft.units
        ],
        "comments": [
            {"at": place(draft, paragraph, made.words), "text": note.text}
            for paragraph in draft.paragraphs
            for note in paragraph.notes
        ],
    }


def fingerprint(library: Library, state: str, templates: str, how: _How) -> str:
    """SHA-256, hexadecimal, of all that a state's files are made from: profile, templates, own clauses, program."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    said = f"{__version__} {how.clean} {how.whole} {how.language} {epoch} {program.digest()} {templates}\n"
    made = hashlib.sha256(said.encode())
    made.update(library.profile(state).read_bytes())
    for root in library.roots:
        for path in sorted((root / "countries" / state).glob("*.docx")):
            made.update(f"{path.name} {_digest(path)}\n".encode())
    return made.hexdigest()


def templates_digest(library: Library) -> str:
    """SHA-256, hexadecimal, of every file of the templates and the instruments: the same for all states of a batch."""
    made = hashlib.sha256()
    for root in library.roots:
        for path in sorted((*(root / "templates").rglob("*"), *(root / "instruments").rglob("*"))):
            if path.suffix in {".docx", ".yaml"}:
                made.update(f"{path.relative_to(root).as_posix()} {_digest(path)}\n".encode())
    return made.hexdigest()


def _digest(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None
