"""From the draft to the Word file: paragraphs in the house style, live numbers, fields, comments, provenance."""

from __future__ import annotations

import datetime
import functools
import itertools
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any, Final

from billwright import __version__, marks
from billwright.clausefile import patched
from billwright.content import (
    ARRANGEMENT,
    DEFINITION,
    DEPTH,
    FORM_SIGNATURE,
    NEW_PAGE,
    PART_HEADING,
    SCHEDULE_HEADING,
    SECTION,
    Run,
    Table,
)
from billwright.draft import Block, Control, Draft, Grid, Listing, Note, Paragraph, Span
from billwright.housestyle import HouseStyle, Level, part_list
from billwright.package import pack
from billwright.wordfile import TABLE_WIDTH, run_xml, table_xml
from billwright.words import Words

AUTHOR: Final = "billwright"
PROVENANCE: Final = "urn:billwright:provenance:1"
_BEGIN = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
_SEPARATE = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
_PAPER = {"a4": (11906, 16838), "letter": (12240, 15840), "legal": (12240, 20160)}


def write(draft: Draft, style: HouseStyle, words: Words, *, clean: bool = False) -> bytes:
    """The bill as the bytes of a .docx; the same bytes for the same draft. `clean` leaves the comments out.

    The date in its properties and comments is SOURCE_DATE_EPOCH, else the first of January of the bill's year.
    """
    return Writer(draft, style, words, clean).package()


class Writer:
    """Writes a bill; what writes its companions begins with it."""

    def __init__(self, draft: Draft, style: HouseStyle, words: Words, clean: bool) -> None:
        self.draft, self.style, self.words, self.clean = draft, style, words, clean
        self.profile = draft.plan.loaded.profile
        self.title = draft.title
        self.ids = 0
        self.comments: list[str] = []
        self.files: dict[str, str] = {}
        self.new_page = False
        self.beside = False
        self.lists = _lists(draft, style)
        blocks = list(draft.paragraphs) if style.frames else []
        self.following = {id(one): other for one, other in itertools.pairwise(blocks)}
        self.date = moment(self.profile.bill.year).strftime("%Y-%m-%dT%H:%M:%SZ")

    # -- the package --------------------------------------------------------------------------------------------------

    def package(self) -> bytes:
        """The bytes of the .docx."""
        parts = dict(self.style.parts)
        parts["word/document.xml"] = self.document().encode()
        form = self.profile.bill.parts
        for name in ("word/styles.xml", "word/settings.xml"):
            parts[name] = _in_language(parts[name], self.draft.language)
        parts["word/numbering.xml"] = _numbering(parts["word/numbering.xml"], form.word, form.word_format)
        if self.lists:
            parts["word/numbering.xml"] = _with_lists(parts["word/numbering.xml"], self.lists)
        parts["docProps/core.xml"] = self._properties().encode()
        for name in [name for name in parts if re.fullmatch(r"word/(header|footer)\d*\.xml", name)]:
            parts[name] = self._running(parts[name].decode()).encode()
        types, relations = [], []
        if self.comments:
            parts["word/comments.xml"] = (
                '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:comments xmlns:w='
                f'"http://schemas.openxmlformats.org/wordprocessingml/2006/main">{"".join(self.comments)}</w:comments>'
            ).encode()
            types.append(
                '<Override PartName="/word/comments.xml" ContentType='
                '"application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"/>'
            )
            relations.append(_relation("rIdComments", "comments", "comments.xml"))
        parts["customXml/item1.xml"] = self._provenance().encode()
        parts["customXml/itemProps1.xml"] = _ITEM_PROPERTIES.encode()
        parts["customXml/_rels/item1.xml.rels"] = _relations(
            _relation("rId1", "customXmlProps", "itemProps1.xml")
        ).encode()
        types.append(
            '<Override PartName="/customXml/itemProps1.xml" ContentType='
            '"application/vnd.openxmlformats-officedocument.customXmlProperties+xml"/>'
        )
        relations.append(_relation("rIdProvenance", "customXml", "../customXml/item1.xml"))
        relations += [_relation(name, "hyperlink", file, outside=True) for file, name in self.files.items()]
        parts["[Content_Types].xml"] = _inserted(parts["[Content_Types].xml"], "</Types>", types)
        parts["word/_rels/document.xml.rels"] = _inserted(
            parts["word/_rels/document.xml.rels"], "</Relationships>", relations
        )
        return pack(parts)

    def _running(self, xml: str) -> str:
        """A header or footer: docxtpl's tags filled in, the marks of facts taken out."""
        return marks.PATTERN.sub("", patched(xml, self.facts)) if "{" in xml else xml

    @property
    def facts(self) -> Mapping[str, Any]:
        """What the tags of headers and footers may call."""
        return self.words.facts

    def _properties(self) -> str:
        title, language = escape(self.title), escape(self.draft.language)
        return (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties xmlns:cp='
            '"http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc='
            '"http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi='
            f'"http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title>'
            f"<dc:subject>{escape(self.profile.state.name)}</dc:subject><dc:creator>{AUTHOR}</dc:creator>"
            f"<cp:lastModifiedBy>{AUTHOR}</cp:lastModifiedBy><cp:revision>1</cp:revision>"
            f'<dcterms:created xsi:type="dcterms:W3CDTF">{self.date}</dcterms:created>'
            f'<dcterms:modified xsi:type="dcterms:W3CDTF">{self.date}</dcterms:modified>'
            f"<dc:language>{language}</dc:language></cp:coreProperties>"
        )

    def _provenance(self) -> str:
        clauses = "".join(
            f"<clause slug={quoteattr(unit.slug)} number={quoteattr(unit.number)} "
            f"file={quoteattr(unit.planned.file.shown)} sha256={quoteattr(unit.planned.file.digest)}>"
            + "".join(
                f"<option name={quoteattr(name)} value={quoteattr(str(value).lower())}/>"
                for name, value in unit.planned.options.items()
            )
            + "</clause>"
            for unit in self.draft.units
        )
        files = "".join(
            f"<profile file={quoteattr(layer.file.name)}/>" for layer in self.draft.plan.loaded.merged.layers
        )
        return (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<bill xmlns="{PROVENANCE}" state='
            f"{quoteattr(self.draft.plan.loaded.slug)} tool={quoteattr(f'{AUTHOR} {__version__}')} "
            f"houseStyle={quoteattr(self.style.name)}>{files}{clauses}</bill>"
        )

    # -- the document -------------------------------------------------------------------------------------------------

    def document(self) -> str:
        """The main part: all that is printed."""
        body = [*self._blocks(self.draft.front)]
        body += self._front_section() if self.profile.house_style.line_numbers else ()
        for part in self.draft.parts:
            body.append(self._part(part.heading))
            body += self._blocks(part.lead)
            for clause in part.clauses:
                body += self._blocks(clause.blocks)
        body += self._blocks(list(self.draft.end))
        body.append(self._section(self.profile.house_style.line_numbers))
        return self._whole(body)

    def _whole(self, body: list[str]) -> str:
        xml = "".join(body)
        root = self.style.root.replace("<w:document ", _WITH_TICKS) if "<w14:" in xml else self.style.root
        return f"{root}<w:body>{xml}</w:body></w:document>"

    def _section(self, line_numbers: bool) -> str:
        wide, high = _PAPER[self.profile.house_style.paper]
        section = re.sub(r"<w:pgSz [^>]*/>", f'<w:pgSz w:w="{wide}" w:h="{high}"/>', self.style.section)
        if line_numbers:
            section = re.sub(r"(<w:pgMar [^>]*/>)", r'\1<w:lnNumType w:countBy="5" w:restart="newPage"/>', section)
        return section

    @functools.cached_property
    def text_width(self) -> int:
        """Of the text of a page, in twentieths of a point."""
        section = self._section(line_numbers=False)
        wide, *margins = (int(re.search(rf'w:{name}="(\d+)"', section)[1]) for name in ("w", "left", "right"))  # type: ignore[index]
        return wide - sum(margins)

    @property
    def table_width(self) -> int:
        """Of a table, in twentieths of a point: one that is wider than the text runs into the margin."""
        return min(TABLE_WIDTH, self.text_width)

    def _front_section(self) -> Iterator[str]:
        """The front matter as a section of its own, where the bill's lines are numbered and its are not."""
        yield f"<w:p><w:pPr>{self._section(line_numbers=False)}</w:pPr></w:p>"

    def _blocks(self, blocks: Sequence[Block]) -> Iterator[str]:
        for index, block in enumerate(blocks):
            if isinstance(block, Grid):
                signed = index + 1 < len(blocks) and _signs(blocks[index + 1])
                cell = functools.partial(self._paragraph, leads=signed)
                yield table_xml(Table(block.widths, block.rows), cell, self.table_width)  # type: ignore[arg-type]
            elif isinstance(block, Listing):
                yield from self._listing(block)
            elif block.style == ARRANGEMENT:
                yield from self._arrangement()
            elif block.style == NEW_PAGE:
                self.new_page = True
            else:
                leads = index + 1 < len(blocks) and _leads(block, blocks[index + 1])
                yield self._paragraph(block, leads=leads)

    def _part(self, heading: Paragraph) -> str:
        return self._paragraph(heading, [Span(self.profile.bill.parts.joint), *heading.spans] if heading.text else [])

    def _paragraph(self, paragraph: Paragraph, spans: list[Span] | None = None, *, leads: bool = False) -> str:
        spans = paragraph.spans if spans is None else spans
        if paragraph.style == SCHEDULE_HEADING and paragraph.number:
            spans = [Span(f"{paragraph.number}\n"), *spans]
        style = paragraph.word_style
        opening = f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{"<w:keepNext/>" if leads else ""}'
        if self.new_page:
            opening += "<w:pageBreakBefore/>"
            self.new_page = False
        level = self.style.levels.get(style) if self.lists else None
        if level is not None and (own := self.lists.get((level.number_list, paragraph.clause))) is not None:
            opening += f'<w:numPr><w:ilvl w:val="{level.depth}"/><w:numId w:val="{own[0]}"/></w:numPr>'
        frame = self.style.frames.get(paragraph.style, "")
        prefix = ""
        if paragraph.prefix:
            prefix = f'<w:r><w:t xml:space="preserve">{escape(paragraph.prefix)}</w:t></w:r>{_GAP}'
        elif paragraph.style == SECTION and self._gap(style):
            prefix = _GAP
        return f"{opening}{frame}</w:pPr>{self._runs(paragraph, spans, prefix)}</w:p>"

    def _gap(self, style: str) -> bool:
        """Whether the number of a section without subsections needs a gap of its own: its level has no suffix."""
        level = self.style.levels.get(style)
        return level is not None and level.suffix == "nothing"

    def _runs(self, paragraph: Paragraph, spans: list[Span], prefix: str) -> str:
        notes = () if self.clean or not spans else self._notes(paragraph)
        if not notes and not paragraph.bookmark:
            return prefix + "".join(map(self._span, spans))
        opening, closing = self._bookmark(paragraph)
        if not notes:
            said = [self._span(span) for span in spans]
            lead = prefix or (said.pop(0) if said else "")
            return f"{opening}{lead}{closing}{''.join(said)}"
        starts: dict[int, list[int]] = {}
        ends: dict[int, list[int]] = {}
        for note in notes:
            first, last = _extent(note, spans)
            number = self._comment(note)
            starts.setdefault(first, []).append(number)
            ends.setdefault(last, []).append(number)
        # Round the first words only: LibreOffice loses a bookmark that a comment after a frame ends in.
        pieces = [opening, prefix + closing] if prefix else [opening]
        for index, span in enumerate(spans):
            pieces += [f'<w:commentRangeStart w:id="{number}"/>' for number in starts.get(index, ())]
            pieces.append(self._span(span))
            if index == 0 and not prefix:
                pieces.append(closing)
            for number in ends.get(index, ()):
                pieces.append(
                    f'<w:commentRangeEnd w:id="{number}"/><w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr>'
                    f'<w:commentReference w:id="{number}"/></w:r>'
                )
        return "".join(pieces) if prefix or spans else opening + closing

    def _bookmark(self, paragraph: Paragraph) -> tuple[str, str]:
        if not paragraph.bookmark:
            return "", ""
        self.ids += 1
        return (
            f'<w:bookmarkStart w:id="{self.ids}" w:name="{paragraph.bookmark}"/>',
            f'<w:bookmarkEnd w:id="{self.ids}"/>',
        )

    def _notes(self, paragraph: Paragraph) -> Sequence[Note]:
        """The comments to put on a paragraph.

        Those of a paragraph beside a marginal note go onto the note: LibreOffice takes a paragraph with a comment that
        follows a frame into the frame.
        """
        beside, self.beside = self.beside, paragraph.style in self.style.frames
        if beside and not self.beside:
            return []
        following = self.following.get(id(paragraph)) if self.beside else None
        return [*paragraph.notes, *(Note(note.text) for note in following.notes)] if following else paragraph.notes

    def _listing(self, listing: Listing) -> Iterator[str]:
        raise NotImplementedError("a bill has no long table")

    def _span(self, span: Span) -> str:
        if span.control is not None:
            self.ids += 1
            return control_xml(span, span.control, self.ids, self.draft.language)
        run = _run(span.text, span.bold, span.italic, span.underline, span.style) if span.text else ""
        if span.file is not None:
            return self.outside(span.file, run)
        if span.target is span.linked:  # neither, as in most
            return run
        if span.target is not None:
            return field(rf"REF {span.target.bookmark} \n \h", run)
        if span.linked is not None and span.linked.bookmark:
            return f'<w:hyperlink w:anchor="{span.linked.bookmark}" w:history="1">{run}</w:hyperlink>'
        return run

    def outside(self, file: str, runs: str, anchor: str = "") -> str:
        """Runs that lead to a file of the same folder, to a bookmark in it."""
        there = f' w:anchor="{anchor}"' if anchor else ""
        return f'<w:hyperlink r:id="{self.related(file)}"{there} w:history="1">{runs}</w:hyperlink>'

    def related(self, file: str) -> str:
        """The name of the relation to a file of the same folder."""
        return self.files.setdefault(file, f"rIdFile{len(self.files) + 1}")

    def _comment(self, note: Note) -> int:
        number = len(self.comments)
        lines = [line.strip() for line in note.text.splitlines() if line.strip()]
        reference = '<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:annotationRef/></w:r>'
        content = "".join(
            f'<w:p><w:pPr><w:pStyle w:val="CommentText"/></w:pPr>{reference if index == 0 else ""}'
            f'<w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
            for index, line in enumerate(lines)
        )
        self.comments.append(
            f'<w:comment w:id="{number}" w:author="{AUTHOR}" w:date="{self.date}" w:initials="bw">{content}</w:comment>'
        )
        return number

    # -- the arrangement ----------------------------------------------------------------------------------------------

    def _arrangement(self) -> Iterator[str]:
        """The list of Parts, clauses and schedules.

        Where the headings carry the numbers it is a TOC field, which Word can make anew. Where they do not, Word would
        make it without numbers; there it is lines of our own with live numbers (LibreOffice, too, shows no field inside
        a TOC).
        """
        lines = list(self._lines())
        if not lines or not self.style.heading_numbered:
            for style, content in lines:
                yield f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{content}</w:p>'
            return
        opening = (
            f'{_BEGIN}<w:r><w:instrText xml:space="preserve"> '
            rf'TOC \o "1-2" \n \h \z \u </w:instrText></w:r>{_SEPARATE}'
        )
        for index, (style, content) in enumerate(lines):
            start = opening if index == 0 else ""
            end = _END if index == len(lines) - 1 else ""
            yield f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{start}{content}{end}</w:p>'

    def _lines(self) -> Iterator[tuple[str, str]]:
        form = self.profile.bill.parts
        for part in self.draft.parts:
            yield "TOC1", self._live(part.heading) + self._title(part.heading, form.joint if part.heading.text else "")
            for clause in part.clauses:
                label = clause.numbered.label
                stop = label[len(label.rstrip(".")) :]
                yield "TOC2", self._live(clause.numbered) + run_xml(Run(f"{stop}\t")) + self._title(clause.heading)
        for schedule in self.draft.schedules:
            yield "TOC1", run_xml(Run(schedule.heading.number)) + self._title(schedule.heading, "\n")

    def _live(self, paragraph: Paragraph) -> str:
        """A number in the arrangement, with the words that Word prints with it; inside a TOC field it is text."""
        run = run_xml(Run(paragraph.label.rstrip(".")))
        return run if self.style.heading_numbered else field(rf"REF {paragraph.bookmark} \n \h", run)

    def _title(self, heading: Paragraph, joint: str = "") -> str:
        runs = run_xml(Run(joint)) if joint else ""
        words = "".join(run_xml(Run(span.text, False, span.italic)) for span in heading.spans)
        return f'{runs}<w:hyperlink w:anchor="{heading.bookmark}" w:history="1">{words}</w:hyperlink>'


@lru_cache(maxsize=64)
def _in_language(xml: bytes, language: str) -> bytes:
    return re.sub(rb'(<w:(?:lang|themeFontLang) w:val=")[^"]*', rb"\g<1>" + language.encode(), xml)


@lru_cache(maxsize=64)
def _numbering(xml: bytes, word: str, word_format: str) -> bytes:
    """The Parts' numbers in the state's form: the word before the number, roman or arabic."""

    def level(found: re.Match[str]) -> str:
        made = re.sub(r'(<w:numFmt w:val=")[^"]*', rf"\g<1>{word_format}", found[0])
        return re.sub(r'<w:lvlText w:val="[^"]*"', lambda _: f"<w:lvlText w:val={quoteattr(word + '%1')}", made)

    return re.sub(
        rf'<w:lvl [^>]*>(?:(?!</w:lvl>).)*<w:pStyle w:val="{PART_HEADING}"/>(?:(?!</w:lvl>).)*</w:lvl>',
        level,
        xml.decode(),
        flags=re.DOTALL,
    ).encode()


_Lists = dict[tuple[str, str], tuple[int, Level | None]]


def _lists(draft: Draft, style: HouseStyle) -> _Lists:
    """The lists that some clauses have for themselves: list of the house style and clause → number, first level.

    Those of an article of an amending law count together; the definitions of each clause begin anew where they show a
    number.
    """
    found: _Lists = {}
    for number, part in enumerate((part for part in draft.parts if part.amending is not None), start=100):
        level = part_list(part, style)
        found |= {(style.clause_list, clause.slug): (number, level) for clause in part.clauses}
    listed = style.definition_list
    defining = [unit.slug for unit in draft.units if any(one.style == DEFINITION for one in unit.paragraphs)]
    if listed is not None:
        found |= {(listed, slug): (number, None) for number, slug in enumerate(defining[1:], start=200)}
    return found


def _with_lists(xml: bytes, lists: _Lists) -> bytes:
    """The numbering with the lists that some clauses have for themselves."""
    text = xml.decode()
    made = {}
    for (abstract, _), (number, level) in lists.items():
        first = ""
        if level is not None:
            body = text[text.index(f'<w:abstractNum w:abstractNumId="{abstract}"') :]
            first = body[body.index('<w:lvl w:ilvl="0"') :]
            first = first[: first.index("</w:lvl>") + len("</w:lvl>")]
            first = re.sub(r"<w:pStyle [^>]*/>", "", first)
            first = re.sub(r'(<w:numFmt w:val=")[^"]*', rf"\g<1>{level.format}", first)
            words = f"<w:lvlText w:val={quoteattr(level.text)}"
            first = re.sub(r'<w:lvlText w:val="[^"]*"', words.replace("\\", r"\\"), first)
        made[number] = (
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>'
            f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>{first}</w:lvlOverride></w:num>'
        )
    return text.replace("</w:numbering>", f"{''.join(made.values())}</w:numbering>").encode()


def _signs(block: Block) -> bool:
    """Whether it is the line of a signature, which should not stand on a page without what is signed."""
    return isinstance(block, Paragraph) and block.style == FORM_SIGNATURE


def _leads(block: Paragraph, following: Block) -> bool:
    """Whether a paragraph leads into a list, whose first item should not stand on the next page without it."""
    if not isinstance(following, Paragraph):
        return False
    deep = DEPTH.get(following.style, 0)
    return deep > 1 and deep > DEPTH.get(block.style, deep)


def moment(year: int) -> datetime.datetime:
    """The date of a file: SOURCE_DATE_EPOCH where that is a moment, else the beginning of the year."""
    try:
        return datetime.datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "")), datetime.UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.datetime(year, 1, 1, tzinfo=datetime.UTC)


def quoteattr(text: str) -> str:
    """A text as the value of an XML attribute, with its quotation marks."""
    return f'"{escape(text)}"'


_GAP = "<w:r><w:tab/></w:r>"


@lru_cache(maxsize=8192)
def _run(text: str, bold: bool, italic: bool, underline: bool, style: str | None) -> str:
    """A run, made once in a process: many bills say the same."""
    return run_xml(Run(text, bold, italic, underline, style))


def control_xml(span: Span, control: Control, number: int, language: str) -> str:
    """A content control; an empty one shows its hint, which Word takes away as soon as somebody writes.

    The order of its properties is that of ISO/IEC 29500-1, 17.5.2; a tick box is Word 2010's ([MS-DOCX], 2.6.1).
    """
    empty = control.value is None
    look = "" if control.kind == "tick" or not empty else "Blank"
    if control.kind == "tick":
        run = f"<w:r>{_TICK_FONT}<w:t>{control.text}</w:t></w:r>"
    else:
        run = run_xml(Run(control.text, span.bold, span.italic, span.underline, look or span.style))
    match control.kind:
        case "tick":
            kind = f'<w14:checkbox><w14:checked w14:val="{int(bool(control.value))}"/>{_TICK_STATES}</w14:checkbox>'
        case "choice":
            items = "".join(
                f"<w:listItem w:displayText={quoteattr(one)} w:value={quoteattr(one)}/>" for one in control.choices
            )
            kind = f"<w:dropDownList>{items}</w:dropDownList>"
        case "date":
            day = "" if empty or control.words is None else f' w:fullDate="{control.value}T00:00:00Z"'
            kind = (
                f'<w:date{day}><w:dateFormat w:val="d MMMM yyyy"/><w:lid w:val="{language}"/>'
                '<w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/></w:date>'
            )
        case "text":
            kind = '<w:text w:multiLine="1"/>'
        case _:
            kind = "<w:text/>"
    shows = "<w:showingPlcHdr/>" if empty and control.kind != "tick" else ""
    alias = f"<w:alias w:val={quoteattr(control.hint[:64] or control.name)}/>"
    return (
        f"<w:sdt><w:sdtPr>{alias}<w:tag w:val={quoteattr(control.name[:64])}/>"
        f'<w:id w:val="{number}"/>{shows}{kind}</w:sdtPr><w:sdtContent>{run}</w:sdtContent></w:sdt>'
    )


_WITH_TICKS: Final = (
    '<w:document xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:w14='
    '"http://schemas.microsoft.com/office/word/2010/wordml" mc:Ignorable="w14" '
)
_TICK_FONT: Final = (
    '<w:rPr><w:rFonts w:ascii="MS Gothic" w:hAnsi="MS Gothic" w:eastAsia="MS Gothic" w:hint="eastAsia"/></w:rPr>'
)
_TICK_STATES: Final = (
    '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/><w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/>'
)


def field(instruction: str, result: str) -> str:
    """A field with its result."""
    return (
        f'{_BEGIN}<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>{_SEPARATE}{result}{_END}'
    )


def _extent(note: Note, spans: list[Span]) -> tuple[int, int]:
    """The first and last span of what a comment is about."""
    if note.fact is not None:
        own = [index for index, span in enumerate(spans) if span.fact == note.fact]
        if own:
            last = own[0]
            while last + 1 in own:
                last += 1
            return own[0], last
    return 0, len(spans) - 1


def _relation(identity: str, kind: str, target: str, *, outside: bool = False) -> str:
    mode = ' TargetMode="External"' if outside else ""
    return (
        f'<Relationship Id="{identity}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        f'{kind}" Target="{target}"{mode}/>'
    )


def _relations(*relations: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns='
        f'"http://schemas.openxmlformats.org/package/2006/relationships">{"".join(relations)}</Relationships>'
    )


def _inserted(xml: bytes, before: str, pieces: list[str]) -> bytes:
    return xml.replace(before.encode(), ("".join(pieces) + before).encode())


_ITEM_PROPERTIES: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<ds:datastoreItem ds:itemID='
    '"{6F1B2C0E-5B0B-4B57-9D53-62696C6C7772}" xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml">'
    f'<ds:schemaRefs><ds:schemaRef ds:uri="{PROVENANCE}"/></ds:schemaRefs></ds:datastoreItem>'
)
