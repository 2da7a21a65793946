"""Paragraphs, runs and tables as data: what a clause file holds and what a draft is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

HEADING, SECTION, SUBSECTION = "ClauseHeading", "Section", "Subsection"
PARAGRAPH, SUBPARAGRAPH, ITEM = "Paragraph", "Subparagraph", "Item"
CLOSING, PARAGRAPH_CLOSING = "Closing", "ParagraphClosing"
DEFINITION, DEFINITION_PARAGRAPH = "Definition", "DefinitionParagraph"
DEFINITION_SUBPARAGRAPH, DEFINITION_CLOSING = "DefinitionSubparagraph", "DefinitionClosing"
SCHEDULE_HEADING, SCHEDULE_REFERENCE = "ScheduleHeading", "ScheduleReference"
SCHEDULE_PARAGRAPH, SCHEDULE_SUBPARAGRAPH = "ScheduleParagraph", "ScheduleSubparagraph"
PART_HEADING, LEAD = "PartHeading", "Preamble"
ARRANGEMENT, PARTS, SCHEDULES = "Arrangement", "Parts", "Schedules"
NEW_PAGE, EXPLANATIONS = "NewPage", "Explanations"
"""What the program builds where a frame says ``{{p arrangement }}``, ``{{p parts }}``, ``{{p schedules }}`` (else the
schedules follow the Parts), ``{{p new_page }}``, ``{{p explanations }}``."""
TABLE_HEADING, TABLE_TEXT = "TableHeading", "TableText"
LISTING_HEADING, LISTING_TEXT = "ListingHeading", "ListingText"
"""Inside the long table of a companion, in small print."""
DEFINED_TERM = "DefinedTerm"

LEVEL = {SECTION: 0, SUBSECTION: 1, PARAGRAPH: 2, SUBPARAGRAPH: 3, ITEM: 4}
"""How deep a numbered unit of a clause lies."""
FIRST = {PARAGRAPH: "FirstParagraph", SUBPARAGRAPH: "FirstSubparagraph", ITEM: "FirstItem"}
"""The styles in Word of what stands in the first subsection of “5.—(1)”.

Word counts a level that is skipped: an (a) between a section and its subsection (2) would make that one (3). These
levels lie between the section's and the subsection's, so that nothing is skipped.
"""
CLAUSE_NUMBER = "ClauseNumber"
"""The style of a line that holds only the clause's number, under the heading, in house styles that have one."""
OPENING = {HEADING: "OpeningHeading", SECTION: "OpeningSection", CLAUSE_NUMBER: "OpeningNumber"}
"""The styles in Word of the first clause's number, in house styles that number it otherwise: Article 1er."""
IN_DEFINITION = {DEFINITION: 0, DEFINITION_PARAGRAPH: 1, DEFINITION_SUBPARAGRAPH: 2}
DEPTH = LEVEL | {style: depth + 2 for style, depth in IN_DEFINITION.items()}
"""How deep a paragraph lies in its clause, a definition as deep as a paragraph of a subsection."""
IN_SCHEDULE = {SCHEDULE_HEADING: 0, SCHEDULE_PARAGRAPH: 1, SCHEDULE_SUBPARAGRAPH: 2}
UNNUMBERED = frozenset({CLOSING, PARAGRAPH_CLOSING, DEFINITION_CLOSING, SCHEDULE_REFERENCE, TABLE_HEADING, TABLE_TEXT})
NOTE_HEADING, NOTE_CLAUSE, NOTE_TEXT = "NoteHeading", "NoteClause", "NoteText"
EXPLANATION = "Explanation"
"""What the memorandum says of a clause: the last paragraphs of its file, which the bill does not print."""
IN_MEMORANDUM = frozenset({"NoteTitle", NOTE_HEADING, NOTE_CLAUSE, NOTE_TEXT, EXPLANATION})
FORM_SIGNATURE = "FormSignature"
IN_FORM = frozenset({"FormTitle", "FormCitation", "FormHeading", "FormText", FORM_SIGNATURE})
CLAUSE_STYLES = frozenset({HEADING, *LEVEL, *IN_DEFINITION, *IN_SCHEDULE, *UNNUMBERED, *IN_FORM, EXPLANATION, NEW_PAGE})
"""The styles that a paragraph of a clause may have."""


@dataclass(slots=True)
class Run:
    """Words in one look. `text` holds tabs and line breaks as such; `style` is a character style."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    style: str | None = None

    @property
    def look(self) -> tuple[bool, bool, bool, str | None]:
        """All but the words."""
        return self.bold, self.italic, self.underline, self.style


@dataclass(slots=True)
class Para:
    """A paragraph of a Word file: the id of its style and its runs."""

    style: str
    runs: list[Run] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(run.text for run in self.runs)


@dataclass(slots=True)
class Table:
    """A table: column widths in per cent, then rows of cells of paragraphs; the first row is the heading."""

    widths: list[int]
    rows: list[list[list[Para]]]


Block = Para | Table


def paragraphs(blocks: list[Block]) -> Iterator[Para]:
    """Every paragraph in order, those of tables too."""
    for block in blocks:
        if isinstance(block, Para):
            yield block
        else:
            for row in block.rows:
                for cell in row:
                    yield from cell


def joined(runs: list[Run]) -> list[Run]:
    """The runs with neighbours of the same look made one, empty ones dropped."""
    result: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        if result and result[-1].look == run.look:
            result[-1] = Run(result[-1].text + run.text, *run.look)
        else:
            result.append(run)
    return result
