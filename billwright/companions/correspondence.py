"""The table of correspondence: each element of each instrument, the words that carry it, or why none do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

from billwright.bill import Bill
from billwright.companions import document
from billwright.companions.document import Document
from billwright.content import LISTING_TEXT
from billwright.coverage import Standing, counts
from billwright.draft import Block, Line, Listing, Paragraph
from billwright.instruments import Instrument
from billwright.profile import filled

NAME = "companions/correspondence.docx"
WIDTHS = (17, 28, 10, 13, 32)


@dataclass(frozen=True)
class Row:
    """An element in the words of the table; `passages`: where the law carries it, in which clause, in which words."""

    instrument: Instrument
    provision: str
    element: str
    text: str
    obligation: str
    passages: tuple[tuple[str, str, str], ...]
    reason: str

    @cached_property
    def cells(self) -> tuple[tuple[Line, ...], ...]:
        """The row as the Word table has it."""
        where = tuple(dict.fromkeys((place, slug) for place, slug, _ in self.passages))
        said: tuple[Line, ...] = tuple((words, "") for words in dict.fromkeys(words for _, _, words in self.passages))
        return (
            ((self.provision, ""),),
            ((self.text, ""),),
            ((self.obligation, ""),),
            where,
            said or ((self.reason, ""),),
        )


def rows(standings: Sequence[Standing], phrases: dict[str, Any]) -> Iterator[Row]:
    """The rows of the table in the words of `phrases`, the tradition's ``correspondence``."""
    for standing in standings:
        provision, element = standing.provision, standing.element
        doubt = "" if provision.verified == "text" else " *"
        yield Row(
            standing.instrument,
            f"{provision.article} {provision.title}{doubt}",
            element.id,
            element.text,
            phrases["obligations"][standing.obligation],
            tuple((one.where, one.slug, phrases["quoted"].replace("{words}", one.words)) for one in standing.passages),
            "" if standing.passages else filled(phrases["not_carried"], reason=standing.reason or phrases["unsaid"]),
        )


def made(bill: Bill, standings: Sequence[Standing], found_rows: Sequence[Row]) -> Document:
    """The table of a state's bill and its companion as a Word document, with these rows."""
    phrases = bill.words.phrases["correspondence"]
    found = counts(standings)
    instruments = list(dict.fromkeys(row.instrument for row in found_rows))
    said = [
        {
            "title": instrument.title,
            "citation": instrument.citation,
            "count": filled(phrases["count"], **asdict(found[instrument.id])),
            "doubt": any(one.verified != "text" for one in instrument.provisions),
        }
        for instrument in instruments
    ]
    title = filled(phrases["title"], title=bill.draft.title)
    draft = document.made(bill, NAME, title, broad=True, text=phrases, instruments=said)
    listings = iter(_listings(found_rows, instruments, phrases))
    blocks: list[Block] = [
        next(listings) if isinstance(block, Paragraph) and block.style == LISTING_TEXT else block
        for block in draft.blocks
    ]
    return replace(draft, blocks=blocks)


def _listings(found: Sequence[Row], instruments: Sequence[Instrument], phrases: dict[str, Any]) -> Iterator[Listing]:
    for instrument in instruments:
        cells = [row.cells for row in found if row.instrument is instrument]
        yield Listing(WIDTHS, tuple(phrases["headings"]), cells)
