"""Many states at once: each on its own, so that a bad one stops no other, and nothing is made twice."""

from __future__ import annotations

import functools
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from billwright import __version__, bill, package
from billwright.errors import BillError, Finding
from billwright.library import Library
from billwright.number import place
from billwright.report import table as text_table

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a state: its entry in the manifest, or the findings that stopped it."""

    state: str
    entry: dict[str, Any] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    skipped: bool = False


def run(
    library: Library, states: Sequence[str], folder: Path, *, jobs: int = 1, clean: bool = False, force: bool = False,
    done: Callable[[str], None] = lambda state: None,
) -> list[Outcome]:
    """Writes ``<state>.docx`` for each state into `folder`, and the manifest.

    A state whose inputs and whose file are what the manifest says is skipped unless `force`. `done` is called with each
    state that is finished.

    Raises BillError only for a folder that cannot be written.
    """
    known = _manifest(folder)
    one = functools.partial(_one, library, folder, known, clean, force)
    outcomes = []
    for outcome in _each(one, states, jobs):
        outcomes.append(outcome)
        done(outcome.state)
    entries = {**known, **{outcome.state: outcome.entry for outcome in outcomes if outcome.entry}}
    for outcome in outcomes:
        if outcome.findings:
            entries[outcome.state] = {"failed": [str(finding) for finding in outcome.findings]}
    manifest = {"tool": f"billwright {__version__}", "states": dict(sorted(entries.items()))}
    package.write(folder / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1).encode() + b"\n")
    return outcomes


def table(outcomes: Iterable[Outcome]) -> str:
    """The closing table."""
    return text_table(("bill", "clauses", "options", "comments", ""), [
        (outcome.state, *(str(outcome.entry.get(key, "–")) for key in ("sections", "options", "comments_count")),
         "failed" if outcome.findings else "unchanged" if outcome.skipped else "written") for outcome in outcomes])


def _each(one: Callable[[str], Outcome], states: Sequence[str], jobs: int) -> Iterator[Outcome]:
    if jobs == 1 or len(states) < 2:
        yield from map(one, states)
        return
    with ProcessPoolExecutor(min(jobs, len(states))) as pool:
        yield from pool.map(one, states, chunksize=max(1, len(states) // (jobs * 8)))


def _one(library: Library, folder: Path, known: dict[str, Any], clean: bool, force: bool, state: str) -> Outcome:
    path = folder / f"{state}.docx"
    try:
        inputs = fingerprint(library, state, clean)
        entry = known.get(state, {})
        if not force and entry.get("inputs") == inputs and _digest(path) == entry.get("sha256"):
            return Outcome(state, entry, skipped=True)
        made = bill.make(library, state)
        content = made.word(clean=clean)
        package.write(path, content)
        return Outcome(state, {**_entry(made), "file": path.name, "sha256": hashlib.sha256(content).hexdigest(),
                               "inputs": inputs})
    except BillError as error:
        return Outcome(state, findings=error.findings)
    except Exception as error:  # noqa: BLE001 - a fault of ours in one state must not take the others with it
        return Outcome(state, findings=(Finding("internal", f"{type(error).__name__}: {error}.",
                                                "This is a fault of the program; please report it.", state),))


def _entry(made: bill.Bill) -> dict[str, Any]:
    draft = made.draft
    carried: dict[str, list[str]] = {}
    for claim in made.claims:
        if claim.found is not None:
            carried.setdefault(claim.clause.slug, []).append(claim.element)
    return {
        "title": draft.title,
        "sections": sum(1 for _ in draft.clauses),
        "options": made.options,
        "comments_count": made.comments,
        "house_style": made.style.name,
        "clauses": [
            {"clause": unit.slug, "number": unit.number, "file": unit.planned.file.shown,
             "sha256": unit.planned.file.digest, "options": dict(unit.planned.options),
             "carries": carried.get(unit.slug, [])}
            for unit in draft.units
        ],
        "comments": [{"at": place(draft, paragraph, made.words) or "front", "text": note.text}
                     for paragraph in draft.paragraphs for note in paragraph.notes],
    }


def fingerprint(library: Library, state: str, clean: bool) -> str:
    """SHA-256, hexadecimal, of all that a state's bill is made from: profile, templates, own clauses, program."""
    made = hashlib.sha256(f"{__version__} {clean} {os.environ.get('SOURCE_DATE_EPOCH', '')} {_program()}".encode())
    profile = library.profile(state)
    made.update(profile.read_bytes())
    for file, digest in _templates(library):
        made.update(f"{file} {digest}\n".encode())
    for root in library.roots:
        for path in sorted((root / "countries" / state).glob("*.docx")):
            made.update(f"{path.name} {_digest(path)}\n".encode())
    return made.hexdigest()


@functools.lru_cache(maxsize=4)
def _templates(library: Library) -> tuple[tuple[str, str], ...]:
    """Every file of the templates with its digest; read once for a batch."""
    return tuple((path.relative_to(root).as_posix(), _digest(path) or "") for root in library.roots
                 for path in sorted((root / "templates").rglob("*")) if path.suffix in {".docx", ".yaml"})


@functools.cache
def _program() -> str:
    """A digest of the program itself: a new release or a changed module writes its bills anew."""
    made = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        made.update(path.read_bytes())
    return made.hexdigest()


def _digest(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        states = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["states"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return states if isinstance(states, dict) else {}
