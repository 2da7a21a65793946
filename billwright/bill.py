"""The road of a bill: profile → plan → render → define → number → comment → write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from billwright import housestyle, profiles
from billwright.claims import Claim, claims
from billwright.definitions import define
from billwright.doubt import comment
from billwright.draft import Draft
from billwright.housestyle import HouseStyle
from billwright.library import Library
from billwright.number import number
from billwright.plan import plan
from billwright.profiles import Loaded
from billwright.render import render
from billwright.words import Words
from billwright.write import write


@dataclass(frozen=True, slots=True)
class Bill:
    """A state's bill as data, with what it takes to write it."""

    draft: Draft
    style: HouseStyle
    words: Words
    claims: tuple[Claim, ...]

    def word(self, *, clean: bool = False) -> bytes:
        """The bill as a Word file; `clean` leaves the comments out."""
        return write(self.draft, self.style, self.words, clean=clean)

    @property
    def comments(self) -> int:
        """How many comments it has for the drafter."""
        return sum(len(paragraph.notes) for paragraph in self.draft.paragraphs)

    @property
    def options(self) -> int:
        """How many choices it takes otherwise than the model law."""
        return sum(len(unit.planned.departures) for unit in self.draft.units) + sum(
            1 for choice in self.draft.plan.loaded.profile.clauses.values() if choice.on is False
        )

    @property
    def summary(self) -> str:
        """What it holds, in a few words."""
        units = self.draft.plan.loaded.profile.bill.units
        clauses, schedules = sum(1 for _ in self.draft.clauses), len(self.draft.schedules)
        pieces = [f"{clauses} {units.act}s in {len(self.draft.parts)} {units.part}s"]
        if schedules:
            pieces.append(f"{schedules} {units.schedule}{'s' if schedules > 1 else ''}")
        return ", ".join(
            [*pieces, f"{self.options} option{'' if self.options == 1 else 's'} taken otherwise than the model"]
        )


def make(library: Library, state: str, overlays: Sequence[Path] = (), settings: Sequence[str] = ()) -> Bill:
    """The bill of a state, with overlay files and ``key.path=value`` settings over its profile.

    Raises BillError with every fault that the first step to fail has found.
    """
    return make_from(library, profiles.load(library, state, overlays, settings))


def make_from(library: Library, loaded: Loaded) -> Bill:
    """The bill of a loaded profile."""
    planned = plan(loaded, library)
    style_name = loaded.profile.house_style.base
    style = housestyle.load(library.house_style(style_name), f"templates/house-styles/{style_name}.docx")
    draft, words = render(planned)
    define(draft, words.phrases["definitions"])
    number(draft, style, words)
    claimed = tuple(claims(draft))
    comment(draft, words, claimed)
    return Bill(draft, style, words, claimed)
