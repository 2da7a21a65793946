"""A model law of a few clauses, written in the test that needs it, with the facts of one state.

The model law's own texts change under review; what is tested with these clauses does not.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

from billwright import bill as bills_module
from billwright import package, plaintext, textform, wordfile, yamlfile
from billwright.bill import Bill
from billwright.errors import BillError, Finding
from billwright.library import Library

STATE = "testland"
TRADITION = "templates/common-law"
CHOICES = frozenset({"tradition", "clauses", "spelling", "phrases", "wording", "sources"})
HIGH = {"cite": "The test.", "confidence": "high"}

Clauses = Mapping[str, str]


class SmallLaw:
    """A workspace whose model law is what the test says.

    parts: folder → slug → the text form of the clause without its heading; schedules: slug → the same;
    entries: slug → what part.yaml says of the clause beyond its slug and heading; terms: as in bill.yaml;
    later: clauses that others may ask about; facts: dotted path → value, over the facts of Jamaica, which here have no
    explanatory note, so that the frame has no comment of its own;
    sources: dotted path → source, over “high” for all; None: no source.
    """

    def __init__(
        self,
        root: Path,
        parts: Mapping[str, Clauses],
        *,
        schedules: Clauses | None = None,
        entries: Mapping[str, Mapping[str, Any]] | None = None,
        terms: Mapping[str, Sequence[str]] | None = None,
        later: Sequence[str] = (),
        facts: Mapping[str, Any] | None = None,
        sources: Mapping[str, Mapping[str, Any] | None] | None = None,
    ) -> None:
        self.root, self.library = root, Library((root, ROOT))
        entries = entries or {}
        model = packaged(f"{TRADITION}/bill.yaml")
        model.update(
            parts=list(parts),
            schedules="appended" if schedules else None,
            terms={term: list(forms) for term, forms in (terms or {}).items()},
            later=list(later),
        )
        self.yaml(f"{TRADITION}/bill.yaml", model)
        for folder, clauses in parts.items():
            self._part(folder, folder.partition("-")[2].capitalize(), clauses, entries, "ClauseHeading")
        if schedules:
            self._part("appended", "Schedules", schedules, entries, "ScheduleHeading")
        profile = packaged("countries/jamaica.yaml")
        profile["clauses"] = {}
        given = {key: dict(HIGH) for key in profile if key not in CHOICES} | dict(sources or {})
        profile["sources"] = {path: source for path, source in given.items() if source is not None}
        profile["bill"]["units"] = {"bill": "clause"}
        profile["bill"]["explanatory_note"] = {"title": None}
        for path, value in (facts or {}).items():
            *above, last = path.split(".")
            here = profile
            for step in above:
                here = here.setdefault(step, {})
            here[last] = value
        self.yaml(f"countries/{STATE}.yaml", profile)

    def yaml(self, name: str, data: Any) -> Path:
        """Writes a YAML file of the workspace, as JSON, which is YAML too."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
        return path

    def clause(self, name: str, text: str, heading: str = "ClauseHeading") -> Path:
        """Writes a clause file of the workspace, `name` without its ending; its heading comes first."""
        path = self.root / f"{name}.docx"
        blocks = textform.from_text(f"{heading}: {{{{ heading }}}}\n{text}", name)
        package.write(path, wordfile.write(blocks, ROOT / "templates/clause.docx", name))
        return path

    def _part(
        self, folder: str, title: str, clauses: Clauses, entries: Mapping[str, Mapping[str, Any]], heading: str
    ) -> None:
        for slug, text in clauses.items():
            self.clause(f"{TRADITION}/{folder}/{slug}", text, heading)
        said = [{"slug": slug, "heading": slug.capitalize(), **entries.get(slug, {})} for slug in clauses]
        self.yaml(f"{TRADITION}/{folder}/part.yaml", {"title": title, "clauses": said})

    def make(self, *settings: str, overlays: Sequence[Path] = ()) -> Bill:
        """The bill."""
        return bills_module.make(self.library, STATE, overlays, settings)

    def faults(self, *settings: str) -> list[Finding]:
        """The findings that stop the bill."""
        with pytest.raises(BillError) as caught:
            self.make(*settings)
        return list(caught.value.findings)


@cache
def _json(name: str) -> str:
    return json.dumps(yamlfile.read(ROOT / name, name).data)


def packaged(name: str) -> Any:
    """A YAML file of the checkout as data, to change at will."""
    return json.loads(_json(name))


def said(bill: Bill, slug: str) -> list[str]:
    """A clause as printed, a line for each paragraph, the heading first."""
    return [words for paragraph, words in plaintext.printed(bill.draft) if paragraph.clause == slug]


def maker(folder: Path) -> Callable[..., SmallLaw]:
    """Makes small laws in `folder`, each in a workspace of its own: of one Part where clauses stand without Parts."""
    count = 0

    def make(clauses: Mapping[str, Any], **more: Any) -> SmallLaw:
        nonlocal count
        count += 1
        parts = clauses if all(isinstance(text, Mapping) for text in clauses.values()) else {"1-only": clauses}
        return SmallLaw(folder / f"office{count}", parts, **more)

    return make
