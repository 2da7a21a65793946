"""The road of a bill: profile → plan → render → define → number → comment → write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from billwright.plan import companion_plan, companion_wanted, plan
from billwright.profile import filled
from billwright.profiles import Loaded
from billwright.render import render
from billwright.words import Words
from billwright.write import write


@dataclass(frozen=True, slots=True, repr=False)
class Bill:
    """A state's bill as data, with what it takes to write it.

    companion: the second bill that the state has beside it; first: the bill that this one is the companion of.
    """

    draft: Draft
    style: HouseStyle
    words: Words
    claims: tuple[Claim, ...]
    companion: Bill | None = None
    first: Draft | None = None

    @property
    def bills(self) -> tuple[Bill, ...]:
        """The bill itself, and its companion if it has one."""
        return (self, self.companion) if self.companion else (self,)

    def files(self, stem: str, *, clean: bool = False) -> Iterator[tuple[str, bytes]]:
        """The names of the Word files, ``barbados.docx`` and ``barbados-co-operation.docx``, and what is in them."""
        yield f"{stem}.docx", self.word(clean=clean)
        if self.companion is not None and self.draft.plan.model.companion is not None:
            yield f"{stem}-{self.draft.plan.model.companion.file}.docx", self.companion.word(clean=clean)

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
        units, phrases = self.draft.plan.loaded.profile.bill.units, self.words.phrases["summary"]
        schedules = len(self.draft.schedules)
        clauses, parts = self._counted(self.clauses, units.bill), self._counted(len(self.draft.parts), units.part)
        pieces = [filled(phrases["clauses"], clauses=clauses, parts=parts)]
        if schedules:
            pieces.append(self._counted(schedules, units.schedule))
        pieces.append(filled(phrases["option" if self.options == 1 else "options"], count=self.options))
        return ", ".join(pieces)

    @property
    def clauses(self) -> int:
        """How many clauses it has, without the schedules."""
        return sum(1 for _ in self.draft.clauses)

    def _counted(self, count: int, unit: str) -> str:
        return f"{count} {unit if count == 1 else self.words.phrases['plural'].get(unit, unit)}"


def make(
    library: Library,
    state: str,
    overlays: Sequence[Path] = (),
    settings: Sequence[str] = (),
    language: str | None = None,
) -> Bill:
    """The bill of a state, with overlay files and ``key.path=value`` settings over its profile.

    language: of the comments, two letters; else the bill's own.

    Raises BillError with every fault that the first step to fail has found.
    """
    return make_from(library, profiles.load(library, state, overlays, settings, language))


def make_from(library: Library, loaded: Loaded) -> Bill:
    """The bill of a loaded profile, with its companion where the state has one."""
    style_name = loaded.profile.house_style.base
    style = housestyle.load(library.house_style(style_name), f"templates/house-styles/{style_name}.docx")
    first = plan(loaded, library)
    draft, words = render(first)
    other = other_words = None
    if companion_wanted(loaded):
        second = companion_plan(profiles.companion(library, loaded), library, first)
        other, other_words = render(second, str(words.facts["bill"]["short_title"]))
    define(draft, words.phrases["definitions"], companion=other)
    number(draft, style, words)
    companion = None
    if other is not None and other_words is not None:
        define(other, other_words.phrases["definitions"], first=draft)
        number(other, style, other_words, draft)
        companion = _commented(other, style, other_words, first=draft)
    return _commented(draft, style, words, companion)


def _commented(
    draft: Draft, style: HouseStyle, words: Words, companion: Bill | None = None, first: Draft | None = None
) -> Bill:
    claimed = tuple(claims(draft))
    comment(draft, words, claimed)
    return Bill(draft, style, words, claimed, companion, first)
