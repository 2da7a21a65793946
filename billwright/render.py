"""From the plan to a draft without numbers: every clause rendered for the state."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from html import unescape
from typing import Any, Final

from lxml import etree
from markupsafe import Markup

from billwright import marks
from billwright.clausefile import ClauseFile, ClauseLoader, environment, fault, open_clause, paragraph_xml, wrapped
from billwright.content import (
    ARRANGEMENT,
    CLAUSE_STYLES,
    EXPLANATION,
    EXPLANATIONS,
    HEADING,
    LEAD,
    NEW_PAGE,
    NOTE_CLAUSE,
    NOTE_HEADING,
    PART_HEADING,
    PARTS,
    SCHEDULE_HEADING,
    SCHEDULES,
    SECTION,
    SUBSECTION,
)
from billwright.draft import Block, Control, Draft, DraftClause, DraftPart, Grid, Note, Paragraph, Reference, Span
from billwright.errors import BillError, Finding, did_you_mean
from billwright.plan import Plan, Planned
from billwright.profile import filled
from billwright.spelling import respelling
from billwright.wordfile import LONGEST, TAG, W, too_long
from billwright.words import Words, option_words, printed

_w = f"{{{W}}}"
_P, _R, _T, _TAB, _BR, _LOOK, _VAL = (f"{_w}{name}" for name in ("p", "r", "t", "tab", "br", "rPr", "val"))
_PLAIN: Final = Span("")
_SLOTS = {
    "arrangement": ARRANGEMENT,
    "parts": PARTS,
    "schedules": SCHEDULES,
    "new_page": NEW_PAGE,
    "explanations": EXPLANATIONS,
}
_EMPTY = frozenset(_SLOTS.values())


def render(plan: Plan, act: str = "") -> tuple[Draft, Words]:
    """Every clause of the plan in the state's words, and these words; `act`: the Act that a companion belongs to.

    Raises BillError with every fault of every clause: those of `wordfile.read`; ``clause-tag``, ``clause-name``,
    ``clause-include``, ``clause-unsafe``; ``clause-style``, ``clause-heading``, ``clause-order``, ``clause-empty``.
    """
    renderer = _Renderer(plan, act)
    parts = []
    for part, planned in plan.parts:
        clauses = [clause for entry in planned if (clause := renderer.clause(entry)) is not None]
        title = part.title.upper() if plan.loaded.profile.bill.parts.title_case == "capitals" else part.title
        made = DraftPart(part.folder, Paragraph(PART_HEADING, [Span(title)]), clauses, plan.amending.get(part.folder))
        if made.amending is not None and made.amending.lead is not None:
            made.lead.append(Paragraph(LEAD, [Span(made.amending.lead, fact="amending")]))
        parts.append(made)
    schedules = [clause for entry in plan.schedules if (clause := renderer.clause(entry)) is not None]
    front, back = renderer.frame()
    if renderer.findings:
        raise BillError(dict.fromkeys(renderer.findings))
    draft = Draft(plan, str(renderer.words.facts["bill"]["title"]), front, parts, schedules, back)
    draft.front, draft.back = list(explained(front, draft)), list(explained(back, draft))
    return draft, renderer.words


def document(draft: Draft, words: Words, name: str, **values: Any) -> list[Block]:
    """The blocks of a companion of the bill, from the Word file that an `include` by `name` would find.

    values: what its template may call besides the words of the bill. Raises BillError as `render`.
    """
    renderer = _Renderer(draft.plan, words.act, words)
    blocks = renderer.document(name, values)
    if blocks is None or renderer.findings:
        raise BillError(dict.fromkeys(renderer.findings))
    return list(explained(blocks, draft))


def explained(blocks: list[Block], draft: Draft) -> Iterator[Block]:
    """The blocks with what the memorandum says of each clause in its place."""
    for block in blocks:
        if not isinstance(block, Paragraph) or block.style != EXPLANATIONS:
            yield block
            continue
        phrase = draft.plan.model.phrases["chosen"]
        for part in draft.parts:
            yield _waiting(NOTE_HEADING, marks.PART_REF, part.folder, part.heading.spans)
            for clause in part.clauses:
                yield from _explained(clause, phrase)
        for schedule in draft.schedules:
            yield from _explained(schedule, phrase)


def _explained(clause: DraftClause, phrase: str) -> Iterator[Block]:
    """What the memorandum says of a clause; phrase: how it gives the profile's reason for a choice."""
    yield _waiting(NOTE_CLAUSE, marks.REF, clause.slug, clause.heading.spans)
    yield from clause.explanation
    for reason in dict.fromkeys(departure.reason for departure in clause.planned.departures if departure.reason):
        said = filled(phrase, reason=reason.rstrip(".") + ".")
        yield Paragraph(EXPLANATION, [Span(said)], clause.slug)


def _waiting(style: str, kind: str, payload: str, title: list[Span]) -> Paragraph:
    """A heading of the memorandum: the number of what it is about, then its title."""
    words = [Span(span.text.rstrip(".") if span is title[-1] else span.text, italic=span.italic) for span in title]
    number = Reference(kind, payload, _PLAIN)
    return Paragraph(style, [Span(""), Span(". "), *words], waiting={0: number})


class _Renderer:
    def __init__(self, plan: Plan, act: str, words: Words | None = None) -> None:
        self.plan, self.words = plan, words or Words(plan, act)
        self.findings: list[Finding] = []
        self.files: dict[str, ClauseFile] = {}
        spelling = tuple(sorted(plan.loaded.profile.spelling.items()))
        self.respell = respelling(spelling)
        self.loader = ClauseLoader(self._include, repr(spelling) if spelling else "")
        self.environment = environment(self.loader, self.words.globals, printed, self.respell)
        self.environment.allow(self.words.filters)
        self.environment.tests.update(self.words.tests)
        self.environment.globals["new_page"] = _slot(NEW_PAGE)

    def _include(self, name: str) -> ClauseFile | None:
        file = self.plan.include(name)
        if file is not None:
            self.files[file.shown] = file
        return file

    def _rendered(self, file: ClauseFile, **values: Any) -> list[Block] | None:
        """The blocks of a file, or None with the fault noted."""
        self.files[file.shown] = file
        try:
            template = self.loader.template(self.environment, file, self.environment.globals)
            xml = template.render(**values)
        except BillError as error:
            self.findings += error.findings
            return None
        except Exception as error:
            names = {*self.environment.globals, *values}
            self.findings.append(fault(error, file, self.files, self.environment, names))
            return None
        if xml.count("<w:p ") > LONGEST:
            self.findings.append(too_long(file.shown))
            return None
        try:
            return list(_blocks(xml, file))
        except BillError as error:
            self.findings += error.findings
            return None

    def _heading(self, planned: Planned) -> str | None:
        text = planned.clause.heading
        try:
            source = self.respell(text) if self.respell and "{" not in text else text
            return str(self.loader.words(self.environment, source).render()) if "{" in source else source
        except Exception as error:
            self.findings.append(
                Finding(
                    "model-heading",
                    f"The heading of “{planned.slug}” cannot be read: {error}.",
                    "Mend it in part.yaml.",
                    f"templates/{self.plan.model.tradition}/{planned.folder}/part.yaml",
                )
            )
            return None

    def clause(self, planned: Planned) -> DraftClause | None:
        """A clause, or None with its faults noted."""
        heading = self._heading(planned)
        article = self.plan.amending.get(planned.part)
        values = {"this_act": article.this} if article is not None and article.this is not None else {}
        blocks = self._rendered(planned.file, heading=heading or planned.slug, option=option_words(planned), **values)
        if heading is None or blocks is None:
            return None
        said = [
            block
            for block in blocks
            if not (isinstance(block, Paragraph) and not block.spans and not block.waiting and not block.anchors)
        ]
        clause = DraftClause(planned, said)
        for paragraph in clause.paragraphs:
            paragraph.clause = planned.slug
        found = list(_shape(clause))
        self.findings += found
        if found:
            return None
        clause.explanation = [block for block in said if isinstance(block, Paragraph) and block.style == EXPLANATION]
        clause.blocks = [block for block in said if not isinstance(block, Paragraph) or block.style != EXPLANATION]
        stop = self.plan.loaded.profile.house_style.heading_stop
        first = clause.heading
        if first.style == HEADING and stop and first.spans and not first.text.endswith("."):
            first.end(f"{first.spans[-1].text}.")
        dash = self.plan.loaded.profile.house_style.list_dash
        if dash != "—":
            for paragraph in clause.paragraphs:
                if paragraph.spans and paragraph.spans[-1].text.endswith("—"):
                    paragraph.end(paragraph.spans[-1].text[:-1] + dash)
        return clause

    def document(self, name: str, values: Mapping[str, Any]) -> list[Block] | None:
        """The blocks of a companion, or None with the fault noted."""
        file = self._include(name)
        if file is None:
            shown = f"templates/{self.plan.model.tradition}/{name}"
            self.findings.append(Finding("model-missing", "There is no such template.", "Restore the file.", shown))
            return None
        self.environment.globals.update({name: _slot(style) for name, style in _SLOTS.items()})
        blocks = self._rendered(file, **values)
        return blocks and [
            block for block in blocks if not isinstance(block, Paragraph) or block.spans or block.style in _EMPTY
        ]

    def frame(self) -> tuple[list[Block], list[Block]]:
        """What stands before the Parts and after them, with the arrangement's place marked."""
        path = self.plan.library.find(f"templates/{self.plan.model.tradition}/bill.docx")
        shown = f"templates/{self.plan.model.tradition}/bill.docx"
        if path is None:
            self.findings.append(Finding("model-missing", "The model law has no frame.", "Restore the file.", shown))
            return [], []
        file = open_clause(path, shown)
        slots = {name: _slot(style) for name, style in _SLOTS.items()}
        self.environment.globals.update(slots)
        blocks = self._rendered(file)
        if blocks is None:
            return [], []
        blocks = [block for block in blocks if not isinstance(block, Paragraph) or block.spans or block.style in _EMPTY]
        styles = [block.style if isinstance(block, Paragraph) else "" for block in blocks]
        if PARTS not in styles:
            self.findings.append(
                Finding(
                    "frame-slot",
                    "The frame has no place for the Parts.",
                    "Give it a paragraph that holds only {{p parts }}.",
                    shown,
                )
            )
            return [], []
        at = styles.index(PARTS)
        return blocks[:at], blocks[at + 1 :]


def _slot(style: str) -> Markup:
    return paragraph_xml(style, Markup(""))


_PLACE: Final = re.compile(r'<w:p n="([^"]*):(\d+)">')


def _blocks(xml: str, file: ClauseFile) -> Iterator[Block]:
    """Rendered WordprocessingML as blocks of a draft, the marks as data.

    Raises BillError (``clause-tag``) where paragraphs and tags do not nest.
    """
    line = at = 0
    while (start := xml.find("<w:", at)) >= 0:
        table = xml.startswith("<w:tbl>", start)
        close = "</w:tbl>" if table else "</w:p>"
        end = xml.find(close, start) + len(close)
        if xml[at:start].strip() or end < start:
            break
        block, at = xml[start:end], end
        try:
            read = _table(block) if table else _paragraph(block)
        except etree.XMLSyntaxError as error:
            raise BillError(_unnested(str(error.msg), block, file)) from error
        if isinstance(read, Grid):
            yield Grid(
                read.widths, [[[_own(one, file, one.line) for one in cell] for cell in row] for row in read.rows]
            )
        else:
            line = read.line or line  # what a word such as penalty() makes stands where the word is called
            yield _own(read, file, line)
    if xml[at:].strip():
        raise BillError(_unnested("words outside a paragraph", xml[at:], file))


def _own(read: Paragraph, file: ClauseFile, line: int) -> Paragraph:
    """A paragraph of one draft from what many drafts share."""
    return Paragraph(
        read.style,
        read.spans,
        file=read.file or file.shown,
        line=line,
        anchors=read.anchors,
        notes=[*read.notes],
        waiting=read.waiting,
        terms=read.terms,
    )


def _unnested(fault: str, block: str, file: ClauseFile) -> Finding:
    place = _PLACE.search(block)
    if len(re.findall("<w:p[ >]", block)) > 1:
        message = "A tag puts whole paragraphs inside a paragraph, where they would be lost."
        remedy = "Write {{p … }} or {%p … %}, alone in a paragraph."
    else:
        message = f"The tags of the clause do not nest with its paragraphs: {fault}."
        remedy = "Write {%p if … %}, {%p for … %}, {{p … }}, each alone in a paragraph, when they hold paragraphs."
    return Finding(
        "clause-tag",
        message,
        remedy,
        unescape(place[1]) if place else file.shown,
        paragraph=int(place[2]) if place else None,
    )


@lru_cache(maxsize=1024)
def _table(xml: str) -> Grid:
    tree = etree.fromstring(wrapped(xml))[0]
    widths = [int(column.get(f"{_w}w", "0")) for column in tree.iter(f"{_w}gridCol")]
    total = sum(widths) or 1
    rows = [
        [[_read(paragraph) for paragraph in cell.iter(_P)] for cell in row.findall(f"{_w}tc")]
        for row in tree.findall(f"{_w}tr")
    ]
    return Grid([round(100 * width / total) for width in widths], rows)


@lru_cache(maxsize=8192)
def _paragraph(xml: str) -> Paragraph:
    """A rendered paragraph, read once in a process: most of a model law's paragraphs say the same in many bills."""
    return _read(etree.fromstring(wrapped(xml))[0])


def _read(element: etree._Element) -> Paragraph:
    """A paragraph with its words and what its marks say."""
    place = element.get("n", "")
    file, _, line = place.rpartition(":")
    paragraph = Paragraph(element[0][0].get(_VAL, ""), file=file, line=int(line or 0))
    fact: str | None = None
    italic = False
    for run in element.iterchildren(_R):
        like = _PLAIN
        for child in run:
            tag = child.tag
            if tag == _T:
                text = child.text or ""
            elif tag == _TAB:
                text = "\t"
            elif tag == _BR:
                text = "\n"
            else:
                if tag == _LOOK:
                    like = _look(child)
                continue
            if marks.START not in text:
                _add(paragraph, text, like, fact, italic)
                continue
            at = 0
            for found in marks.PATTERN.finditer(text):
                _add(paragraph, text[at : found.start()], like, fact, italic)
                at = found.end()
                kind, payload = found[1], found[2]
                if kind == marks.FACT:
                    fact = payload
                elif kind == marks.FACT_END:
                    fact = None
                elif kind == marks.ITALIC:
                    italic = True
                elif kind == marks.ITALIC_END:
                    italic = False
                elif kind == marks.ANCHOR:
                    paragraph.anchors.append(payload)
                elif kind == marks.NOTE:
                    paragraph.notes.append(Note(payload))
                elif kind == marks.TERM:
                    paragraph.terms.append(payload)
                elif kind == marks.CONTROL:
                    control = _control(payload)
                    paragraph.spans.append(replace(like, text=control.text, fact=fact, control=control))
                elif kind == marks.LINK:
                    file, _, words = payload.partition("|")
                    paragraph.spans.append(replace(like, text=words, file=file))
                else:
                    paragraph.waiting[len(paragraph.spans)] = Reference(kind, payload, like)
                    paragraph.spans.append(Span("", like.bold, like.italic, like.underline, like.style, fact))
            _add(paragraph, text[at:], like, fact, italic)
    _tidy(paragraph)
    return paragraph


def _add(paragraph: Paragraph, text: str, like: Span, fact: str | None, italic: bool) -> None:
    if not text:
        return
    span = paragraph.spans[-1] if paragraph.spans else None
    slanted = like.italic or italic
    if (
        span is not None
        and len(paragraph.spans) - 1 not in paragraph.waiting
        and span.control is None
        and span.file is None
        and span.fact == fact
        and span.italic == slanted
        and span.bold == like.bold
        and span.style == like.style
        and span.underline == like.underline
    ):
        span.text += text
    else:
        paragraph.spans.append(Span(text, like.bold, slanted, like.underline, like.style, fact))


def _tidy(paragraph: Paragraph) -> None:
    """Without the blanks that switches leave behind: at the ends, and doubled inside."""
    spans = paragraph.spans
    if not spans:
        return
    spans[0].text = spans[0].text.lstrip(" \n") if 0 not in paragraph.waiting else spans[0].text
    last = len(spans) - 1
    if last not in paragraph.waiting:
        spans[last].text = spans[last].text.rstrip(" \n\t")
    for span in spans:
        if "  " in span.text:
            span.text = re.sub(" {2,}(?! *\\S* *_)", " ", span.text) if paragraph.style in CLAUSE_STYLES else span.text
    if not paragraph.waiting and not any(span.text for span in spans):
        spans.clear()


def _control(payload: str) -> Control:
    said = json.loads(payload)
    return Control(said["name"], said["hint"], said["kind"], tuple(said.get("choices", ())))


def _look(element: etree._Element) -> Span:
    span = Span("")
    for child in element:
        name = etree.QName(child).localname
        if name == "b":
            span.bold = True
        elif name == "i":
            span.italic = True
        elif name == "u":
            span.underline = True
        elif name == "rStyle":
            span.style = child.get(f"{_w}val")
    return span


_MAY_FOLLOW = {
    "Paragraph": {SECTION, SUBSECTION, "Paragraph", "Subparagraph", "Item", "ParagraphClosing", "Closing"},
    "Subparagraph": {"Paragraph", "Subparagraph", "Item", "ParagraphClosing"},
    "Item": {"Subparagraph", "Item"},
    "DefinitionParagraph": {"Definition", "DefinitionParagraph", "DefinitionSubparagraph"},
    "DefinitionSubparagraph": {"DefinitionParagraph", "DefinitionSubparagraph"},
}


def _shape(clause: DraftClause) -> Iterator[Finding]:
    """What is wrong with the order and the styles of a clause's paragraphs."""
    found = list(clause.paragraphs)

    def finding(rule: str, paragraph: Paragraph | None, message: str, remedy: str) -> Finding:
        if paragraph is None:
            return Finding(rule, message, remedy, clause.planned.file.shown)
        return Finding(rule, message, remedy, paragraph.file, paragraph=paragraph.line, excerpt=paragraph.text[:300])

    wanted = SCHEDULE_HEADING if found and found[0].style == SCHEDULE_HEADING else HEADING
    if not found or found[0].style != wanted:
        yield finding(
            "clause-heading",
            found[0] if found else None,
            "The clause does not begin with its heading.",
            f"Make the first paragraph {{{{ heading }}}} in the style {HEADING}.",
        )
        return
    whole = any(paragraph.style == SECTION for paragraph in found)
    if len(found) < 2:
        yield finding(
            "clause-empty",
            found[0],
            "The clause says nothing with the options of this state.",
            "Check its {%p if … %} tags, or leave the clause out in the profile.",
        )
    before = found[0].style
    for paragraph in found[1:]:
        style = paragraph.style
        if style not in CLAUSE_STYLES:
            alone = style == TAG
            yield finding(
                "clause-style",
                paragraph,
                "A tag that holds paragraphs is not closed."
                if alone
                else f"A clause has no paragraphs in the style “{style}”.",
                did_you_mean(style, CLAUSE_STYLES) or "Use a style of docs/writing-clauses.md.",
            )
        elif style == HEADING:
            yield finding(
                "clause-heading", paragraph, "The clause has a second heading.", "Make it a clause of its own."
            )
        elif style in _MAY_FOLLOW and before not in _MAY_FOLLOW[style]:
            yield finding(
                "clause-order",
                paragraph,
                f"A {style} cannot follow a {before}.",
                "Put it under a paragraph one level up, or give it that level's style.",
            )
        elif before == EXPLANATION and style != EXPLANATION:
            yield finding(
                "clause-order",
                paragraph,
                f"A {style} cannot follow an {EXPLANATION}.",
                "Move what the memorandum says of the clause to the end of its file.",
            )
        elif style == SUBSECTION and whole:
            yield finding(
                "clause-order",
                paragraph,
                "The clause has both a Section and Subsections.",
                "Use Subsection throughout; a single one is printed without “(1)”.",
            )
        before = style
    if wanted == HEADING and len(found) > 1 and found[1].style not in {SECTION, SUBSECTION}:
        yield finding(
            "clause-order",
            found[1],
            f"A clause cannot begin with a {found[1].style}.",
            "Begin it with a Section or a Subsection.",
        )
