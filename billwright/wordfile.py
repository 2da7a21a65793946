"""The body of a Word file as paragraphs and runs, and back.

Word saves far more than a clause means: revision ids, proofing marks, bookmarks, theme fonts. Reading keeps what the
clause says and what it is, and refuses what a bill cannot carry, so that nothing of a clause disappears in silence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Final

from lxml import etree

from billwright.content import TABLE_HEADING, TABLE_TEXT, Block, Para, Run, Table, joined, paragraphs
from billwright.errors import BillError, Finding, did_you_mean
from billwright.marks import FORBIDDEN
from billwright.package import pack, parse, unpack

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LONGEST: Final = 5_000
"""The most paragraphs that a clause may have; the schedule of forms has under 3,000, any other clause under 100."""
TAG: Final = "Tag"
"""The style of a paragraph that is only a tag."""
TAG_ALONE: Final = re.compile(r"\s*(\{%p\s.*?%\}|\{\{p\s.*?\}\}|\{#p\s.*?#\})\s*", re.DOTALL)
_BODY: Final = r"(?:(?!\{[{%#]).)*?"
TAGS: Final = rf"\{{\{{{_BODY}\}}\}}|\{{%{_BODY}%\}}|\{{#{_BODY}#\}}"
"""A whole tag; it ends before another begins, so that looking for tags takes no longer in a text that closes none."""
_w = f"{{{W}}}"
_PARTS = frozenset({"word/document.xml", "word/styles.xml"})
_REFUSED = {
    "drawing": "a picture or a text box",
    "pict": "a picture or a text box",
    "object": "an embedded object",
    "footnoteReference": "a footnote",
    "endnoteReference": "an endnote",
    "sym": "a symbol of a symbol font",
    "oMath": "an equation",
    "AlternateContent": "a picture or a text box",
    "tbl": "a table inside a table",
    "altChunk": "an embedded document",
    "control": "a form control",
}
_PASSED = frozenset({"hyperlink", "smartTag", "sdt", "sdtContent", "customXml", "dir", "bdo"})


def read(path: Path, name: str, *, template: bool = True) -> list[Block]:
    """What the Word file at `path` says.

    A template may not hold pictures, notes, fields or tracked changes; of any other Word file the cached text of fields
    is read, insertions are taken as made and deletions as done.

    Raises BillError: those of `package.unpack` and `package.parse`; ``clause-unsupported``, ``clause-tracked-changes``,
    ``clause-field``, ``clause-control-character`` with the paragraph.
    """
    parts = unpack(path, name, _PARTS)
    document = parse(parts["word/document.xml"], name)
    body = document.find(f"{_w}body")
    if body is None:
        raise BillError(Finding("word-not-a-word-file", "The Word file has no body.", "Save it again in Word.", name))
    return _Reader(name, _style_names(parts.get("word/styles.xml"), name), template).blocks(body)


def _style_names(styles: bytes | None, name: str) -> dict[str, str]:
    """Style id → name without spaces: Word may rename the id of a style that it copies, never its name."""
    if styles is None:
        return {}
    names = {}
    for style in parse(styles, name).iter(f"{_w}style"):
        label = style.find(f"{_w}name")
        if label is not None:
            names[style.get(f"{_w}styleId", "")] = _NO_NAME.sub("", label.get(f"{_w}val", ""))
    return names


_NO_NAME: Final = re.compile(r"[^\w-]")


def too_long(name: str) -> Finding:
    """What is wrong with a clause of more than `LONGEST` paragraphs."""
    problem = f"The clause has more than {LONGEST:,} paragraphs."
    return Finding("clause-too-long", problem, "Divide it, or look where the file came from.", name)


class _Reader:
    def __init__(self, name: str, styles: dict[str, str], template: bool) -> None:
        self.name, self.styles, self.template = name, styles, template
        self.count, self.findings = 0, list[Finding]()

    def blocks(self, body: etree._Element) -> list[Block]:
        blocks = self._blocks(body)
        if self.template and self.count > LONGEST:
            self.findings.append(too_long(self.name))
        if self.findings:
            raise BillError(self.findings)
        return blocks

    def _blocks(self, parent: etree._Element) -> list[Block]:
        blocks: list[Block] = []
        for child in parent:
            tag = etree.QName(child).localname if isinstance(child.tag, str) else ""
            if tag == "p":
                blocks.append(self._paragraph(child))
            elif tag == "tbl":
                blocks.append(self._table(child))
            elif tag in _PASSED:
                blocks += self._blocks(child)
            elif tag in _REFUSED:
                self._refuse(tag, "")
        return blocks

    def _table(self, table: etree._Element) -> Table:
        sizes = [column.get(f"{_w}w", "") for column in table.findall(f"{_w}tblGrid/{_w}gridCol")]
        columns = [int(size) if size.isdecimal() and len(size) < 7 else 0 for size in sizes]
        rows = [[self._cell(cell) for cell in row.findall(f"{_w}tc")] for row in table.findall(f"{_w}tr")]
        total = sum(columns)
        count = max((len(row) for row in rows), default=0) or 1
        widths = [round(100 * column / total) for column in columns] if total and len(columns) >= count else []
        return Table(widths or [100 // count] * count, rows)

    def _cell(self, cell: etree._Element) -> list[Para]:
        blocks = self._blocks(cell)
        if any(isinstance(block, Table) for block in blocks):
            self._refuse("tbl", "")
        return [block for block in blocks if isinstance(block, Para)]

    def _paragraph(self, paragraph: etree._Element) -> Para:
        self.count += 1
        style_element = paragraph.find(f"{_w}pPr/{_w}pStyle")
        style_id = style_element.get(f"{_w}val", "") if style_element is not None else ""
        style = self._style(style_id) or "Normal"
        self.field = 0
        before = len(self.findings)
        runs = _whole_tags(joined(self._runs(paragraph)))
        text = "".join(run.text for run in runs)
        self.findings[before:] = [
            found if found.excerpt else replace(found, excerpt=text[:200]) for found in self.findings[before:]
        ]
        bad = FORBIDDEN.search(text)
        if bad:
            self._fault(
                "clause-control-character",
                f"A character that cannot be printed (U+{ord(bad[0]):04X}).",
                "Delete it; it usually comes from copying out of a PDF.",
                text,
            )
        return Para(TAG, [Run(text.strip())]) if TAG_ALONE.fullmatch(text) else Para(style, runs)

    def _style(self, style_id: str) -> str:
        return self.styles.get(style_id) or _NO_NAME.sub("", style_id)

    def _runs(self, parent: etree._Element) -> list[Run]:
        runs: list[Run] = []
        for child in parent:
            tag = etree.QName(child).localname if isinstance(child.tag, str) else ""
            if tag == "r":
                runs += self._run(child)
            elif tag in {"ins", "moveTo"}:
                if self.template:
                    self._tracked(child)
                runs += self._runs(child)
            elif tag in {"del", "moveFrom"} and self.template:
                self._tracked(child)
            elif tag == "fldSimple":
                if self.template:
                    self._field(child)
                runs += self._runs(child)
            elif tag in _PASSED:
                runs += self._runs(child)
            elif tag in _REFUSED:
                self._refuse(tag, _words(child))
        return runs

    def _run(self, run: etree._Element) -> list[Run]:
        text = ""
        for child in run:
            tag = etree.QName(child).localname if isinstance(child.tag, str) else ""
            if tag == "fldChar":
                kind = child.get(f"{_w}fldCharType")
                self.field += {"begin": 1, "end": -1}.get(kind or "", 0)
                if kind == "begin" and self.template:
                    self._field(run)
            elif tag == "t":
                text += (child.text or "").replace("\n", " ")
            elif tag in {"tab", "ptab"}:
                text += "\t"
            elif tag in {"br", "cr"}:
                text += "\n" if child.get(f"{_w}type") in {None, "textWrapping"} else ""
            elif tag == "noBreakHyphen":
                text += "\u2011"
            elif tag in _REFUSED and self.template:
                self._refuse(tag, "")
        if not text:
            return []
        look = run.find(f"{_w}rPr")
        if look is None:
            return [Run(text)]
        style = look.find(f"{_w}rStyle")
        style_id = style.get(f"{_w}val", "") if style is not None else ""
        return [Run(text, _on(look, "b"), _on(look, "i"), _on(look, "u"), self._style(style_id) or None)]

    def _tracked(self, change: etree._Element) -> None:
        text = _words(change)
        if text:
            self._fault(
                "clause-tracked-changes",
                "The clause holds a tracked change.",
                "Accept or reject it in Word (Review), then save.",
                text,
            )

    def _field(self, element: etree._Element) -> None:
        self._fault(
            "clause-field",
            "The clause holds a Word field, such as a cross-reference or a date.",
            'Write a tag instead: {{ ref("penalties") }} for a reference; the program makes the field.',
            _words(element),
        )

    def _refuse(self, tag: str, text: str) -> None:
        if self.template:
            self._fault(
                "clause-unsupported",
                f"The clause holds {_REFUSED[tag]}, which a bill cannot carry.",
                "Take it out; say it in words.",
                text,
            )

    def _fault(self, rule: str, message: str, remedy: str, text: str) -> None:
        self.findings.append(Finding(rule, message, remedy, self.name, paragraph=self.count, excerpt=text[:200]))


def _whole_tags(runs: list[Run]) -> list[Run]:
    """The runs with every tag whole, in the look of its first sign, its tabs and line breaks as blanks."""
    text = "".join(run.text for run in runs)
    tags = [found.span() for found in re.finditer(TAGS, text, re.DOTALL)]
    if not tags or (len(runs) == 1 and "\n" not in text and "\t" not in text):
        return runs
    looks = [run.look for run in runs for _ in run.text]
    signs = list(text)
    for start, end in tags:
        looks[start:end] = [looks[start]] * (end - start)
        signs[start:end] = [" " if sign in "\n\t" else sign for sign in signs[start:end]]
    return joined([Run(sign, *look) for sign, look in zip(signs, looks, strict=True)])


def _words(element: etree._Element) -> str:
    return "".join(str(text) for text in element.itertext())


def _on(look: etree._Element, name: str) -> bool:
    element = look.find(f"{_w}{name}")
    return element is not None and element.get(f"{_w}val", "true") not in {"0", "false", "off", "none"}


def write(blocks: list[Block], base: Path, name: str) -> bytes:
    """A Word file with these blocks in the look of the base document `base`.

    Raises BillError (``clause-style-unknown``) for a style that the base has not.
    """
    parts = unpack(base, name)
    document = parts["word/document.xml"].decode()
    styles = _style_names(parts["word/styles.xml"], name)
    ids = {label: style for style, label in styles.items()}
    findings = [
        Finding(
            "clause-style-unknown",
            f"There is no style “{style}”.",
            did_you_mean(style, ids),
            name,
            paragraph=number,
            excerpt=para.text[:200],
        )
        for number, para in enumerate(paragraphs(blocks), start=1)
        for style in dict.fromkeys((para.style, *(run.style for run in para.runs if run.style)))
        if style not in ids
    ]
    if findings:
        raise BillError(findings)
    start = document.index("<w:body>") + len("<w:body>")
    end = document.rindex("<w:sectPr")
    body = "".join(block_xml(block, ids) for block in blocks)
    parts["word/document.xml"] = (document[:start] + body + document[end:]).encode()
    return pack(parts)


def block_xml(block: Block, ids: dict[str, str] | None = None) -> str:
    """A block as WordprocessingML; `ids`: style name → id, where they differ."""
    ids = ids or {}
    if isinstance(block, Para):
        runs = "".join(run_xml(run, ids) for run in block.runs)
        return f'<w:p><w:pPr><w:pStyle w:val="{escape(ids.get(block.style, block.style))}"/></w:pPr>{runs}</w:p>'
    return table_xml(block, lambda para: block_xml(para, ids))


TABLE_WIDTH: Final = 9000
"""The width of a table, in twentieths of a point."""


def table_xml(table: Table, cell_xml: object, total: int = TABLE_WIDTH) -> str:
    """A table; `cell_xml` writes a paragraph of it. A first row of headings comes again on every page."""
    assert callable(cell_xml)
    widths = [total * width // 100 for width in table.widths]
    rows = []
    for number, row in enumerate(table.rows):
        headed = number == 0 and all(para.style == TABLE_HEADING for cell in row for para in cell)
        head = f"<w:trPr><w:cantSplit/>{'<w:tblHeader/>' * headed}</w:trPr>"
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
            f"{''.join(cell_xml(para) for para in cell) or cell_xml(Para(TABLE_TEXT))}</w:tc>"
            for width, cell in zip(widths, row, strict=False)
        )
        rows.append(f"<w:tr>{head}{cells}</w:tr>")
    return f"{table_opening(widths)}{''.join(rows)}</w:tbl>"


def table_opening(widths: Sequence[int]) -> str:
    """A table up to its first row; widths of its columns in twentieths of a point."""
    border = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{border}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    )


_PIECE = re.compile(r"[\t\n]|[^\t\n]+")


def run_xml(run: Run, ids: dict[str, str] | None = None) -> str:
    """A run as WordprocessingML."""
    if not (run.style or run.bold or run.italic or run.underline):
        return f"<w:r>{text_xml(run.text)}</w:r>"
    look = ""
    if run.style:
        look += f'<w:rStyle w:val="{escape((ids or {}).get(run.style, run.style))}"/>'
    look += "<w:b/>" * run.bold + "<w:i/>" * run.italic + '<w:u w:val="single"/>' * run.underline
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{text_xml(run.text)}</w:r>"


def text_xml(text: str) -> str:
    """Text with its tabs and line breaks as the children of a run."""
    if "\t" not in text and "\n" not in text:
        return f'<w:t xml:space="preserve">{escape(text, quote=False)}</w:t>'
    return "".join(
        "<w:tab/>"
        if piece == "\t"
        else "<w:br/>"
        if piece == "\n"
        else f'<w:t xml:space="preserve">{escape(piece, quote=False)}</w:t>'
        for piece in _PIECE.findall(text)
    )
