"""The bill as data: what every output, check and comment reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from billwright.content import FIRST, LEVEL, OPENING, SCHEDULES
from billwright.plan import Plan, Planned
from billwright.profile import Amending


@dataclass(frozen=True, slots=True)
class Control:
    """A place of a form to fill in, which Word shows as a content control.

    kind: line, text (several lines), date, choice (one of `choices`), tick; hint: what the empty control says;
    value: what it is filled with, if anything; of a date, the day as ``2026-11-25``, of a tick, yes or no;
    words: how the value is printed, if otherwise than it is given.
    """

    name: str
    hint: str
    kind: str = "line"
    choices: tuple[str, ...] = ()
    value: str | bool | None = None
    words: str | None = None

    @property
    def text(self) -> str:
        """What it shows."""
        if self.kind == "tick":
            return "☒" if self.value else "☐"
        return f"[{self.hint}]" if self.value is None else self.words or str(self.value)


@dataclass(slots=True)
class Span:
    """Words of one look. A finished one is a value: drafts share it, and replace it instead of changing it.

    fact: path of the profile's fact that the words print; target: the paragraph whose number the words are, which makes
    them a live field; linked: the paragraph that the words lead to when they are no number; file: the file of the same
    folder that the words lead to; control: what is filled in in their place.
    """

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    style: str | None = None
    fact: str | None = None
    target: Paragraph | None = None
    linked: Paragraph | None = None
    file: str | None = None
    control: Control | None = None

    def saying(self, text: str) -> Span:
        """Other words of the same look, of the same fact."""
        return replace(self, text=text)


@dataclass(slots=True)
class Reference:
    """A reference that waits for its number: the marks' payload, and what the spans around it look like."""

    kind: str
    payload: str
    like: Span


@dataclass(slots=True)
class Note:
    """A comment for the drafter on some words of a paragraph; `fact`: on the words of this fact, else on all."""

    text: str
    fact: str | None = None


@dataclass(slots=True, eq=False, repr=False)
class Paragraph:
    """A paragraph of the bill. Drafts share what its words were read as: all but `notes` is replaced, never changed.

    style: what it is;
    clause: the slug of its clause, empty in the frame;
    file, line: the Word file and the paragraph in it that it was written in;
    anchors: the names that clauses refer to it by;
    number: its own number as a reference prints it, ``5``, ``(2)``, ``(a)``;
    label: the number as it stands before the paragraph, ``5.``;
    above: the numbered paragraphs that it lies in, outermost first;
    prefix: words between its number and its text, such as ``—(1)``;
    subsection: the number of the first subsection that it is at the same time;
    first: it lies in a first subsection that stands so;
    opening: it carries the number of the first clause, which the house style prints otherwise;
    bookmark: its name where something refers to it;
    waiting: where in its spans references wait for their numbers;
    terms: words that it says must be defined.
    """

    style: str
    spans: list[Span] = field(default_factory=list)
    clause: str = ""
    file: str = ""
    line: int = 0
    anchors: list[str] = field(default_factory=list)
    number: str = ""
    label: str = ""
    above: tuple[Paragraph, ...] = ()
    prefix: str = ""
    subsection: str = ""
    first: bool = False
    opening: bool = False
    bookmark: str = ""
    notes: list[Note] = field(default_factory=list)
    waiting: dict[int, Reference] = field(default_factory=dict)
    terms: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words, without the number."""
        spans = self.spans
        return spans[0].text if len(spans) == 1 else "".join([span.text for span in spans])

    def end(self, text: str) -> None:
        """Gives its last words another text."""
        self.spans = [*self.spans[:-1], self.spans[-1].saying(text)]

    @property
    def word_style(self) -> str:
        """The style that it has in the Word file."""
        if self.opening:
            return OPENING[self.style]
        return FIRST.get(self.style, self.style) if self.first else self.style

    @property
    def live(self) -> bool:
        """Whether a field prints its number as references do: Word prints the label without its last stop."""
        return bool(self.label) and self.label.rstrip(".") == self.number

    @property
    def place(self) -> str:
        """Where it was written."""
        return f"{self.file}, paragraph {self.line}" if self.file else "the bill"


@dataclass(slots=True)
class Grid:
    """A table of the bill; the first row is its heading."""

    widths: list[int]
    rows: list[list[list[Paragraph]]]


Line = tuple[str, str]
"""A line of a `Listing`: its words, and the slug of the clause that they lead to, if any."""


@dataclass(slots=True)
class Listing:
    """A long table of plain words: column widths in per cent, the heading row, then rows of cells of lines."""

    widths: tuple[int, ...]
    heading: tuple[str, ...]
    rows: list[tuple[tuple[Line, ...], ...]]


Block = Paragraph | Grid | Listing


@dataclass(slots=True)
class DraftClause:
    """A clause of the bill with its paragraphs, the heading first.

    explanation: what the memorandum says of it; counted: the paragraph that carries its number, once it is numbered.
    """

    planned: Planned
    blocks: list[Block] = field(default_factory=list)
    explanation: list[Paragraph] = field(default_factory=list)
    counted: Paragraph | None = None

    @property
    def slug(self) -> str:
        """The clause's name."""
        return self.planned.slug

    @property
    def paragraphs(self) -> Iterator[Paragraph]:
        """Every paragraph, those of tables too."""
        return paragraphs(self.blocks)

    @property
    def heading(self) -> Paragraph:
        """Its heading."""
        return next(self.paragraphs)

    @property
    def numbered(self) -> Paragraph:
        """The paragraph that carries the clause's number."""
        return self.counted or next(
            (paragraph for paragraph in self.paragraphs if paragraph.style in LEVEL or paragraph.number), self.heading
        )

    @property
    def number(self) -> str:
        """The clause's number, ``5``; of a schedule, the words of its heading."""
        return self.numbered.number


@dataclass(slots=True)
class DraftPart:
    """A Part of the bill. amending: of an amending law, the article that it is; lead: its words before the clauses."""

    folder: str
    heading: Paragraph
    clauses: list[DraftClause]
    amending: Amending | None = None
    lead: list[Block] = field(default_factory=list)


@dataclass(slots=True, repr=False)
class Draft:
    """A state's bill. anchors: clause and name → the paragraph of that name, once it is numbered."""

    plan: Plan
    title: str
    front: list[Block]
    parts: list[DraftPart]
    schedules: list[DraftClause]
    back: list[Block]
    anchors: dict[tuple[str, str], Paragraph] = field(default_factory=dict, init=False, repr=False)
    _by_slug: dict[str, DraftClause] = field(default_factory=dict, init=False, repr=False)

    def unit(self, slug: str) -> DraftClause | None:
        """A clause or schedule by its slug."""
        if not self._by_slug:
            self._by_slug = {unit.slug: unit for unit in self.units}
        return self._by_slug.get(slug)

    @property
    def language(self) -> str:
        """Language tag, ``en-JM``."""
        return self.plan.loaded.profile.state.language

    @property
    def clauses(self) -> Iterator[DraftClause]:
        """Every clause in order, without the schedules."""
        for part in self.parts:
            yield from part.clauses

    @property
    def units(self) -> Iterator[DraftClause]:
        """Every clause, then every schedule."""
        yield from self.clauses
        yield from self.schedules

    @property
    def blocks(self) -> Iterator[Block]:
        """All that is printed, in order, but the arrangement."""
        yield from self.front
        for part in self.parts:
            yield part.heading
            yield from part.lead
            for clause in part.clauses:
                yield from clause.blocks
        yield from self.end

    @property
    def end(self) -> Iterator[Block]:
        """What stands after the Parts: the schedules, where the frame has no other place for them, and what it has."""
        places = [isinstance(block, Paragraph) and block.style == SCHEDULES for block in self.back]
        at = places.index(True) if True in places else 0
        yield from self.back[:at]
        for schedule in self.schedules:
            yield from schedule.blocks
        yield from self.back[at + (True in places) :]

    @property
    def paragraphs(self) -> Iterator[Paragraph]:
        """Every paragraph in order, those of tables too."""
        return paragraphs(list(self.blocks))


def paragraphs(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """Every paragraph of the blocks."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        elif isinstance(block, Grid):
            for row in block.rows:
                for cell in row:
                    yield from cell
