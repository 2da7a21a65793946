"""A document beside the bill, in the bill's own look: its numbers are the bill's and lead to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any, Final

from billwright.bill import Bill
from billwright.content import LISTING_HEADING, LISTING_TEXT, NOTE_CLAUSE, Run
from billwright.draft import Block, Line, Listing, Paragraph, Span, paragraphs
from billwright.number import refer
from billwright.plaintext import line
from billwright.render import document
from billwright.wordfile import run_xml, table_opening
from billwright.write import Writer, field

MARGIN: Final = 1134
"""Of a companion's page, in twentieths of a point: 2 cm."""


@dataclass(frozen=True, slots=True, repr=False)
class Document:
    """A companion as data. title: for its properties; broad: its pages lie on their side."""

    bill: Bill
    title: str
    blocks: list[Block]
    broad: bool = False

    @property
    def text(self) -> str:
        """It as lines of plain text."""
        said = []
        for block in self.blocks:
            if isinstance(block, Listing):
                said += ["\t".join(block.heading), *("\t".join(map(_words, row)) for row in block.rows)]
            else:
                said += [line(paragraph, self.bill.draft) for paragraph in paragraphs([block])]
        return "\n".join(filter(None, said)) + "\n"

    def word(self, files: Mapping[str, str], *, clean: bool = False) -> bytes:
        """It as a Word file. files: clause or schedule → the file of its bill, as this document reaches it."""
        return _Writer(self, files, clean).package()


def made(bill: Bill, name: str, title: str, *, broad: bool = False, **values: Any) -> Document:
    """The companion that the template `name` makes of a bill; values: what it may call besides the bill's words.

    Raises BillError as `render` and `number.refer`.
    """
    blocks = document(bill.draft, bill.words, name, **values)
    refer(blocks, bill.draft, bill.style, bill.words, bill.first)
    return Document(bill, title, blocks, broad)


def _words(cell: tuple[Line, ...]) -> str:
    return " / ".join(words for words, _ in cell)


class _Writer(Writer):
    def __init__(self, document: Document, files: Mapping[str, str], clean: bool) -> None:
        super().__init__(document.bill.draft, document.bill.style, document.bill.words, clean)
        self.companion, self.bills, self.title = document, files, document.title
        self.following = {}
        self.headed = {
            span.target.bookmark
            for paragraph in paragraphs(document.blocks)
            if paragraph.style == NOTE_CLAUSE
            for span in paragraph.spans
            if span.target is not None and span.text.isdecimal()
        }
        self.heading = False
        self.counted = 0

    @property
    def facts(self) -> Mapping[str, Any]:
        """The running head has the document's own title."""
        facts = self.words.facts
        return {**facts, "bill": {**facts["bill"], "title": self.title}}

    @property
    def table_width(self) -> int:
        return self.text_width

    def document(self) -> str:
        return self._whole([*self._blocks(self.companion.blocks), self._section(line_numbers=False)])

    def _section(self, line_numbers: bool) -> str:
        section = _MARGINS.sub(_NARROW, super()._section(line_numbers))
        return _SIZE.sub(_ON_ITS_SIDE, section) if self.companion.broad else section

    def _paragraph(self, paragraph: Paragraph, spans: list[Span] | None = None, *, leads: bool = False) -> str:
        self.heading = paragraph.style == NOTE_CLAUSE
        return super()._paragraph(paragraph, spans, leads=leads)

    def _span(self, span: Span) -> str:
        there = span.target or span.linked
        if there is None or span.control is not None or span.file is not None:
            return super()._span(span)
        run = run_xml(Run(span.text, span.bold, span.italic, span.underline, span.style))
        if span.target is not None and there.bookmark in self.headed:
            return self._number(there.bookmark, span.text, run)
        file = self.bills.get(there.clause)
        return self.outside(file, run, there.bookmark) if file else run

    def _number(self, bookmark: str, text: str, run: str) -> str:
        """A number of a memorandum that stands apart: its headings count the clauses, its references follow them."""
        if not self.heading:
            return field(rf"REF {bookmark} \h", run)
        self.counted += 1
        anew = "" if int(text) == self.counted else rf" \r {text}"
        self.counted = int(text)
        self.ids += 1
        return (
            f'<w:bookmarkStart w:id="{self.ids}" w:name="{bookmark}"/>{field(f"SEQ clause{anew}", run)}'
            f'<w:bookmarkEnd w:id="{self.ids}"/>'
        )

    def _listing(self, listing: Listing) -> Iterator[str]:
        widths = tuple(self.table_width * width // 100 for width in listing.widths)
        yield table_opening(widths)
        yield _row(widths, tuple(((words, "", ""),) for words in listing.heading), LISTING_HEADING)
        places = {
            slug: self._place(slug) for slug in {slug for row in listing.rows for cell in row for _, slug in cell}
        }
        for row in listing.rows:
            cells = tuple(tuple((words, *places[slug]) for words, slug in cell) for cell in row)
            yield _row(widths, cells, LISTING_TEXT)
        yield "</w:tbl>"

    def _place(self, slug: str) -> tuple[str, str]:
        """The relation and the bookmark that lead to a clause; nothing for none."""
        file = self.bills.get(slug)
        units = (bill.draft.unit(slug) for bill in self.companion.bill.bills)
        unit = next((unit for unit in units if unit is not None), None)
        return (self.related(file), unit.numbered.bookmark) if file and unit is not None else ("", "")


@lru_cache(maxsize=16384)
def _row(widths: tuple[int, ...], cells: tuple[tuple[tuple[str, str, str], ...], ...], style: str) -> str:
    """A row of a long table, made once in a process: the tables of many states say much alike."""
    head = (
        "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
        if style == LISTING_HEADING
        else "<w:trPr><w:cantSplit/></w:trPr>"
    )
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f"{''.join(_line(*said, style) for said in cell) or _line('', '', '', style)}</w:tc>"
        for width, cell in zip(widths, cells, strict=True)
    )
    return f"<w:tr>{head}{made}</w:tr>"


def _line(words: str, relation: str, bookmark: str, style: str) -> str:
    run = f'<w:r><w:t xml:space="preserve">{escape(words, quote=False)}</w:t></w:r>'
    if relation:
        run = f'<w:hyperlink r:id="{relation}" w:anchor="{bookmark}" w:history="1">{run}</w:hyperlink>'
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run}</w:p>'


_MARGINS: Final = re.compile(r"<w:pgMar [^>]*/>")
_NARROW: Final = (
    f'<w:pgMar w:top="{MARGIN}" w:right="{MARGIN}" w:bottom="{MARGIN}" w:left="{MARGIN}" w:header="567" w:footer="567" '
    'w:gutter="0"/>'
)
_SIZE: Final = re.compile(r'<w:pgSz w:w="(\d+)" w:h="(\d+)"/>')
_ON_ITS_SIDE: Final = r'<w:pgSz w:w="\2" w:h="\1" w:orient="landscape"/>'
