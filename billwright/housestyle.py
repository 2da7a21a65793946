"""A house style: a base Word document whose styles and lists say how a bill looks and how it is numbered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from lxml import etree

from billwright.content import CLAUSE_NUMBER, HEADING
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
        worded = any(letter.isalpha() for letter in lead)
        return label[len(lead) :].rstrip(" .-–—:") if worded else label.rstrip(".")


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
    def number_apart(self) -> bool:
        """Whether the number stands before the clause's text, on its heading or a line of its own, and not in it."""
        return self.heading_numbered or CLAUSE_NUMBER in self.levels


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
