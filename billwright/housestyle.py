"""A house style: a base Word document whose styles and lists say how a bill looks and how it is numbered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from lxml import etree

from billwright.content import CLAUSE_NUMBER, DEFINITION, HEADING, SECTION
from billwright.draft import DraftPart
from billwright.errors import BillError, Finding
from billwright.package import parse, unpack
from billwright.wordfile import W

_w: Final = f"{{{W}}}"


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """A level of a list: which list, how deep, its number format, text, first number and suffix, as Word has them.

    Equal to itself alone.
    """

    number_list: str
    depth: int
    format: str
    text: str
    start: int
    suffix: str = "tab"

    def label(self, count: str) -> str:
        """The number as it stands before its paragraph: ``5.``, ``Article 5.-``; empty where it is only counted."""
        return self.text.replace(f"%{self.depth + 1}", count)

    def number(self, count: str) -> str:
        """The number as a reference prints it, without the words before it: ``5``, ``(2)``."""
        lead, sign, _ = self.text.partition(f"%{self.depth + 1}")
        if not sign:
            return count
        label = self.label(count)
        words = lead.rpartition(" ")[0]
        worded = any(letter.isalpha() for letter in words or lead)
        return label[len(words) if words else len(lead) :].strip(" .-–—:") if worded else label.rstrip(".")


@dataclass(frozen=True, slots=True)
class HouseStyle:
    """A base document taken apart.

    parts: its package; levels: style → the level that numbers it; frames: style → its ``w:framePr``, which Word honours
    in the style but LibreOffice only in the paragraph; section: its ``w:sectPr``.
    """

    name: str
    parts: Mapping[str, bytes]
    levels: Mapping[str, Level]
    frames: Mapping[str, str]
    section: str
    root: str

    @property
    def heading_numbered(self) -> bool:
        """Whether the number stands on the clause's heading rather than in its text."""
        return HEADING in self.levels

    @property
    def clause_list(self) -> str:
        """The list that numbers the clauses."""
        return next(
            self.levels[style].number_list for style in (CLAUSE_NUMBER, HEADING, SECTION) if style in self.levels
        )

    @property
    def definition_list(self) -> str | None:
        """The list that numbers definitions where they show a number, so that each clause's begin anew."""
        level = self.levels.get(DEFINITION)
        return level.number_list if level is not None and level.text else None

    @property
    def number_apart(self) -> bool:
        """Whether the number stands before the clause's text, on its heading or a line of its own, and not in it."""
        return self.heading_numbered or CLAUSE_NUMBER in self.levels


def part_list(part: DraftPart, style: HouseStyle) -> Level:
    """The number of a clause in an article of an amending law.

    What is put into another law follows an article there by letters, ``Artikel 187a``; the amending law's own
    provisions are lettered, ``A.``
    """
    assert part.amending is not None
    first = next(level for level in style.levels.values() if level.number_list == style.clause_list and not level.depth)
    number_list = f"{style.clause_list}/{part.folder}"
    if part.amending.law is None:  # a single provision is the article itself
        text = "%1." if len(part.clauses) > 1 else ""
        return replace(first, number_list=number_list, format="upperLetter", text=text, start=1)
    return replace(
        first,
        number_list=number_list,
        format="lowerLetter",
        text=first.text.replace("%1", f"{part.amending.stem}%1"),
        start=1,
    )


def load(path: Path, name: str) -> HouseStyle:
    """The house style in the Word file at `path`.

    Raises BillError as `package.unpack` and `package.parse`, and ``house-style-unfit``.
    """
    stat = path.stat()
    try:
        return _load(path, name, stat.st_mtime_ns, stat.st_size)
    except (LookupError, ValueError) as error:
        raise BillError(
            Finding(
                "house-style-unfit",
                "The Word file has not the lists, styles and sections of a house style.",
                "Begin with a copy of a packaged house style and change that in Word.",
                name,
            )
        ) from error


_NEEDED: Final = (
    "word/document.xml",
    "word/styles.xml",
    "word/settings.xml",
    "word/_rels/document.xml.rels",
    "[Content_Types].xml",
)


@lru_cache(maxsize=16)
def _load(path: Path, name: str, _changed: int, _size: int) -> HouseStyle:
    parts = unpack(path, name)
    for part in _NEEDED:
        parse(parts[part], name)
    numbering = parse(parts["word/numbering.xml"], name)
    abstract = {element.get(f"{_w}abstractNumId", ""): element for element in numbering.iter(f"{_w}abstractNum")}
    lists = {}
    for number in numbering.iter(f"{_w}num"):
        reference = number.find(f"{_w}abstractNumId")
        if reference is not None:
            lists[number.get(f"{_w}numId", "")] = abstract[reference.get(f"{_w}val", "")]
    levels, frames = {}, {}
    for style in parse(parts["word/styles.xml"], name).iter(f"{_w}style"):
        label = style.get(f"{_w}styleId", "")
        frame = style.find(f"{_w}pPr/{_w}framePr")
        if frame is not None:
            attributes = "".join(f' w:{etree.QName(key).localname}="{value!s}"' for key, value in frame.attrib.items())
            frames[label] = f"<w:framePr{attributes}/>"
        number_id = style.find(f"{_w}pPr/{_w}numPr/{_w}numId")
        if number_id is not None:
            depth_element = style.find(f"{_w}pPr/{_w}numPr/{_w}ilvl")
            depth = int(depth_element.get(f"{_w}val", "0")) if depth_element is not None else 0
            definition = lists[number_id.get(f"{_w}val", "")]
            for level in definition.iter(f"{_w}lvl"):
                if level.get(f"{_w}ilvl") == str(depth):
                    levels[label] = Level(
                        definition.get(f"{_w}abstractNumId", ""),
                        depth,
                        _value(level, "numFmt", "decimal"),
                        _value(level, "lvlText", ""),
                        int(_value(level, "start", "1")),
                        _value(level, "suff", "tab"),
                    )
    document = parts["word/document.xml"].decode()
    start = document.rindex("<w:sectPr")
    return HouseStyle(
        name,
        parts,
        levels,
        frames,
        document[start : document.rindex("</w:body>")],
        document[: document.index("<w:body>")],
    )


def _value(level: etree._Element, name: str, default: str) -> str:
    element = level.find(f"{_w}{name}")
    return element.get(f"{_w}val", default) if element is not None else default
