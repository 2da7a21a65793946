"""Checks of a Word file that the validators leave out, and a few that they have, as plain functions.

Each check takes a `Package` and returns the faults that it finds as sentences; an empty list is a clean file. They know
nothing of the program that made the file, so that the program cannot hide its faults from them.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_w, _r = f"{{{W}}}", f"{{{R}}}"


class Package:
    """A Word file taken apart: `parts`, and the tree of each that is XML."""

    def __init__(self, content: bytes | Path) -> None:
        with zipfile.ZipFile(io.BytesIO(content) if isinstance(content, bytes) else content) as archive:
            names = archive.namelist()
            self.parts = {name: archive.read(name) for name in names}
        self.twice = sorted({name for name in names if names.count(name) > 1})
        self._trees: dict[str, etree._Element] = {}

    def tree(self, name: str) -> etree._Element:
        """The XML of a part; an empty element where the package has no such part."""
        if name not in self._trees:
            content = self.parts.get(name)
            self._trees[name] = etree.Element("none") if content is None else etree.fromstring(content)
        return self._trees[name]

    @property
    def stories(self) -> list[str]:
        """The parts that hold text: the document, comments, headers, footers and notes."""
        pattern = re.compile(r"word/(document|comments|header\d*|footer\d*|footnotes|endnotes)\.xml")
        return [name for name in self.parts if pattern.fullmatch(name)]


@dataclass
class Field:
    """A field: its instruction, and its cached result (None: it was never separated)."""

    instruction: str = ""
    result: str | None = None
    words: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """REF, PAGEREF, PAGE, TOC …"""
        return self.words[0].upper() if self.words else ""


def fields(tree: etree._Element, faults: list[str] | None = None) -> list[Field]:
    """The fields of a part in the order of their beginnings; what is out of balance goes into `faults`."""
    made: list[Field] = []
    opened: list[Field] = []
    wrong: list[str] = [] if faults is None else faults
    for element in tree.iter():
        if element.tag == f"{_w}fldSimple":
            simple = Field(element.get(f"{_w}instr", ""), "".join(t.text or "" for t in element.iter(f"{_w}t")))
            made.append(simple)
        elif element.tag == f"{_w}fldChar":
            kind = element.get(f"{_w}fldCharType")
            if kind == "begin":
                opened.append(Field())
                made.append(opened[-1])
            elif not opened:
                wrong.append(f"a field’s “{kind}” has no “begin”")
            elif kind == "separate":
                if opened[-1].result is not None:
                    wrong.append(f"the field “{opened[-1].instruction.strip()}” is separated twice")
                opened[-1].result = opened[-1].result or ""
            elif kind == "end":
                opened.pop()
        elif element.tag == f"{_w}instrText":
            if opened and opened[-1].result is None:
                opened[-1].instruction += element.text or ""
            else:
                wrong.append(f"the instruction “{element.text}” stands outside a field")
        elif element.tag == f"{_w}t":
            for one in opened:
                if one.result is not None:
                    one.result += element.text or ""
    wrong.extend(f"the field “{one.instruction.strip()}” has no “end”" for one in opened)
    for one in made:
        one.words = one.instruction.split()
    return made


def bookmarks(package: Package) -> dict[str, etree._Element]:
    """Name → the start of each bookmark of the document."""
    return {start.get(f"{_w}name", ""): start for start in package.tree("word/document.xml").iter(f"{_w}bookmarkStart")}


def package_faults(package: Package) -> list[str]:
    """Parts that stand twice, are no XML, have no content type, or are related to and not there."""
    faults = [f"{name} stands twice in the archive" for name in package.twice]
    for name in package.parts:
        if name.endswith((".xml", ".rels")):
            try:
                package.tree(name)
            except etree.XMLSyntaxError as error:
                faults.append(f"{name} is no XML: {error.msg}")
    if faults:
        return faults
    types = package.tree("[Content_Types].xml")
    defaults = {entry.get("Extension", "").lower() for entry in types.iter(f"{{{TYPES}}}Default")}
    overrides = [entry.get("PartName", "") for entry in types.iter(f"{{{TYPES}}}Override")]
    for name in package.parts:
        if name != "[Content_Types].xml" and f"/{name}" not in overrides and name.rpartition(".")[2] not in defaults:
            faults.append(f"{name} has no content type")
    faults += [
        f"the content types name {name}, which is not there" for name in overrides if name[1:] not in package.parts
    ]
    faults += [f"the content types name {name} twice" for name in sorted(set(overrides)) if overrides.count(name) > 1]
    for name in package.parts:
        if name.endswith(".rels"):
            faults += _relation_faults(package, name)
    return faults


def _relation_faults(package: Package, name: str) -> list[str]:
    folder = PurePosixPath(name).parent.parent
    source = str(folder / PurePosixPath(name).name.removesuffix(".rels"))
    faults, ids = [], []
    for relation in package.tree(name).iter(f"{{{RELATIONS}}}Relationship"):
        ids.append(relation.get("Id", ""))
        if relation.get("TargetMode") == "External":
            beside = re.fullmatch(r"(?:\.\./)?[\w./-]+\.(?:docx|xlsx)", relation.get("Target", ""))
            if not beside or not relation.get("Type", "").endswith("/hyperlink"):
                faults.append(f"{name} leads out of its folder, to {relation.get('Target')}")
            continue
        target = _joined(folder, relation.get("Target", ""))
        if target not in package.parts:
            faults.append(f"{name} leads to {target}, which is not there")
    faults += [f"{name} has the id {one} twice" for one in sorted(set(ids)) if ids.count(one) > 1]
    if source in package.parts:
        for element in package.tree(source).iter():
            for key, value in element.attrib.items():
                if key.startswith(_r) and value not in ids:
                    faults.append(f"{source} uses the relationship {value}, which {name} has not")
    return faults


def _joined(folder: PurePosixPath, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    steps: list[str] = []
    for step in (*folder.parts, *target.split("/")):
        if step == "..":
            steps.pop()
        elif step != ".":
            steps.append(step)
    return "/".join(steps)


def tag_faults(package: Package) -> list[str]:
    """Tags that nobody carried out, and characters of the private use area, in any part."""
    faults = []
    for name, content in package.parts.items():
        text = content.decode("utf-8", "replace")
        faults += [f"{name} still says {found!r}" for found in re.findall(r"(?:\{\{|\{%|\{#).{0,40}", text)]
        faults += [f"{name} holds U+{ord(found):04X}" for found in sorted(set(re.findall("[\ue000-\uf8ff]", text)))]
    for name in package.stories:
        for paragraph in package.tree(name).iter(f"{_w}p"):
            text = "".join(one.text or "" for one in paragraph.iter(f"{_w}t"))
            found = re.search(r"(?:\{\{|\{%|\{#).{0,40}", text)
            if found and found[0] not in package.parts[name].decode("utf-8", "replace"):
                faults.append(f"{name} still says {found[0]!r}, in pieces")
    return faults


def bookmark_faults(package: Package) -> list[str]:
    """Bookmarks whose ends are missing or elsewhere, whose ids or names are not unique, or whose names Word refuses."""
    faults = []
    document = package.tree("word/document.xml")
    starts, ends = list(document.iter(f"{_w}bookmarkStart")), list(document.iter(f"{_w}bookmarkEnd"))
    ids = [start.get(f"{_w}id", "") for start in starts]
    closed = [end.get(f"{_w}id", "") for end in ends]
    names = [start.get(f"{_w}name", "") for start in starts]
    faults += [f"the bookmark id {one} stands twice" for one in sorted(set(ids)) if ids.count(one) > 1]
    faults += [f"the bookmark {one} ends twice" for one in sorted(set(closed)) if closed.count(one) > 1]
    lower = [name.casefold() for name in names]  # Word knows no capitals here
    faults += [f"the bookmark “{one}” stands twice" for one in sorted(set(lower)) if lower.count(one) > 1]
    faults += [f"the bookmark {one} has no end" for one in sorted(set(ids) - set(closed))]
    faults += [f"the bookmark {one} has no start" for one in sorted(set(closed) - set(ids))]
    faults += [f"“{name}” is no name for a bookmark" for name in names if not re.fullmatch(r"[^\W\d]\w{0,39}", name)]
    place = {element: index for index, element in enumerate(document.iter())}
    last = {end.get(f"{_w}id", ""): end for end in ends}
    for start in starts:
        end = last.get(start.get(f"{_w}id", ""))
        if end is not None and (place[end] < place[start] or _paragraph(end) is not _paragraph(start)):
            faults.append(f"the bookmark “{start.get(f'{_w}name')}” does not end in its paragraph")
    return faults


def _paragraph(element: etree._Element) -> etree._Element | None:
    return next(element.iterancestors(f"{_w}p"), None)


def field_faults(package: Package) -> list[str]:
    """Fields out of balance, without an instruction, or without a cached result."""
    faults: list[str] = []
    for name in package.stories:
        wrong: list[str] = []
        for one in fields(package.tree(name), wrong):
            if not one.kind:
                wrong.append("a field has no instruction")
            elif not (one.result or "").strip():
                wrong.append(f"the field “{one.instruction.strip()}” has no cached result")
        faults += [f"{name}: {fault}" for fault in wrong]
    return faults


def reference_faults(package: Package) -> list[str]:
    """REF, PAGEREF, NOTEREF and links to bookmarks that are not there; STYLEREF to a style that is not."""
    faults = []
    known = {name.casefold() for name in bookmarks(package)}
    styles = {style.get(f"{_w}styleId", "") for style in package.tree("word/styles.xml").iter(f"{_w}style")}
    styles |= {name.get(f"{_w}val", "") for name in package.tree("word/styles.xml").iter(f"{_w}name")}
    for name in package.stories:
        for one in fields(package.tree(name)):
            target = one.words[1].strip('"') if len(one.words) > 1 else ""
            if one.kind == "HYPERLINK" and r"\l" in one.words:
                target = one.words[one.words.index(r"\l") + 1].strip('"')
            elif one.kind == "STYLEREF":
                if target not in styles:
                    faults.append(f"{name}: STYLEREF names the style “{target}”, which is not there")
                continue
            elif one.kind not in {"REF", "PAGEREF", "NOTEREF"}:
                continue
            if target.casefold() not in known:
                faults.append(f"{name}: {one.kind} names the bookmark “{target}”, which is not there")
        for link in package.tree(name).iter(f"{_w}hyperlink"):
            anchor = link.get(f"{_w}anchor")
            if link.get(f"{_r}id") is None and anchor is not None and anchor.casefold() not in known:
                faults.append(f"{name}: a link leads to the bookmark “{anchor}”, which is not there")
            if anchor is None and link.get(f"{_r}id") is None:
                faults.append(f"{name}: a link leads nowhere")
    return faults


def comment_faults(package: Package) -> list[str]:
    """Comments whose range, reference or text is missing, doubled or out of order; a comments part without comments."""
    faults = []
    document = package.tree("word/document.xml")
    place: dict[str, dict[str, int]] = {"commentRangeStart": {}, "commentRangeEnd": {}, "commentReference": {}}
    for index, element in enumerate(document.iter()):
        kind = etree.QName(element).localname if isinstance(element.tag, str) else ""
        if kind in place:
            number = element.get(f"{_w}id", "")
            if number in place[kind]:
                faults.append(f"the {kind} of comment {number} stands twice")
            place[kind][number] = index
    texts: dict[str, str] = {}
    for comment in package.tree("word/comments.xml").iter(f"{_w}comment"):
        number = comment.get(f"{_w}id", "")
        if number in texts:
            faults.append(f"comment {number} stands twice")
        texts[number] = "".join(one.text or "" for one in comment.iter(f"{_w}t"))
        if not texts[number].strip():
            faults.append(f"comment {number} says nothing")
        faults += [f"comment {number} has no {key}" for key in ("author", "date") if not comment.get(f"{_w}{key}")]
    if "word/comments.xml" in package.parts and not texts:
        faults.append("the comments part is empty")
    for kind, found in place.items():
        faults += [f"the {kind} of comment {one} has no comment" for one in sorted(set(found) - set(texts))]
        faults += [f"comment {one} has no {kind}" for one in sorted(set(texts) - set(found))]
    for number in sorted(set.intersection(*(set(found) for found in place.values()))):
        start, end, reference = (found[number] for found in place.values())
        if not start < end < reference:
            faults.append(f"the range of comment {number} is out of order")
    return faults


def style_faults(package: Package) -> list[str]:
    """Styles that a paragraph, run, table or other style names and that are not defined, or are of another kind."""
    faults = []
    kinds: dict[str, str] = {}
    for style in package.tree("word/styles.xml").iter(f"{_w}style"):
        label = style.get(f"{_w}styleId", "")
        if label in kinds:
            faults.append(f"the style “{label}” is defined twice")
        kinds[label] = style.get(f"{_w}type", "paragraph")
    wanted = {"pStyle": "paragraph", "rStyle": "character", "tblStyle": "table"}
    for name in [*package.stories, "word/numbering.xml", "word/styles.xml"]:
        for element in package.tree(name).iter():
            tag = etree.QName(element).localname if isinstance(element.tag, str) else ""
            label = element.get(f"{_w}val", "")
            if tag in wanted and kinds.get(label) != wanted[tag]:
                faults.append(f"{name} uses the {wanted[tag]} style “{label}”, which is not defined")
            elif tag in {"basedOn", "next", "link"} and label not in kinds:
                faults.append(f"{name}: a style names “{label}”, which is not defined")
    return sorted(set(faults))


def list_faults(package: Package) -> list[str]:
    """Lists that a paragraph or style names and that are not defined; levels and styles that do not name each other."""
    faults = []
    numbering = package.tree("word/numbering.xml")
    abstract = {one.get(f"{_w}abstractNumId", ""): one for one in numbering.iter(f"{_w}abstractNum")}
    lists: dict[str, etree._Element | None] = {}
    for one in numbering.iter(f"{_w}num"):
        reference = one.find(f"{_w}abstractNumId")
        target = reference.get(f"{_w}val", "") if reference is not None else ""
        lists[one.get(f"{_w}numId", "")] = abstract.get(target)
        if target not in abstract:
            faults.append(f"the list {one.get(f'{_w}numId')} has no definition {target!r}")
    for name in [*package.stories, "word/styles.xml"]:
        for one in package.tree(name).iter(f"{_w}numId"):
            if one.get(f"{_w}val") not in {*lists, "0"}:
                faults.append(f"{name} uses the list {one.get(f'{_w}val')}, which is not defined")
    for style in package.tree("word/styles.xml").iter(f"{_w}style"):
        label = style.get(f"{_w}styleId", "")
        number = style.find(f"{_w}pPr/{_w}numPr/{_w}numId")
        definition = lists.get(number.get(f"{_w}val", "")) if number is not None else None
        if definition is not None:
            depth = style.find(f"{_w}pPr/{_w}numPr/{_w}ilvl")
            at = depth.get(f"{_w}val", "0") if depth is not None else "0"
            back = [
                level.find(f"{_w}pStyle").get(f"{_w}val")  # type: ignore[union-attr]
                for level in definition.iter(f"{_w}lvl")
                if level.get(f"{_w}ilvl") == at and level.find(f"{_w}pStyle") is not None
            ]
            if back != [label]:
                faults.append(f"the style “{label}” is numbered by a level that does not name it")
    return faults


def control_faults(package: Package) -> list[str]:
    """Content controls without a name or a kind, whose ids are not unique, or that are empty and do not show it."""
    faults = []
    controls = list(package.tree("word/document.xml").iter(f"{_w}sdt"))
    ids = [one.find(f"{_w}sdtPr/{_w}id").get(f"{_w}val") for one in controls]  # type: ignore[union-attr]
    faults += [f"the control id {one} stands twice" for one in sorted(set(ids)) if ids.count(one) > 1]
    for control in controls:
        properties = control.find(f"{_w}sdtPr")
        kinds = {etree.QName(child).localname for child in properties}
        words = "".join(one.text or "" for one in control.iter(f"{_w}t"))
        if not kinds & {"text", "date", "dropDownList", "checkbox"}:
            faults.append(f"the control “{words}” is of no kind")
        if not {"alias", "tag"} <= kinds or not words:
            faults.append(f"the control “{words}” has no name or says nothing")
        if words.startswith("[") != ("showingPlcHdr" in kinds):
            faults.append(f"the control “{words}” does not show whether it is empty")
    return faults


CHECKS = (
    control_faults,
    package_faults,
    tag_faults,
    bookmark_faults,
    field_faults,
    reference_faults,
    comment_faults,
    style_faults,
    list_faults,
)


def faults(content: bytes | Path) -> list[str]:
    """All that is wrong with a Word file."""
    package = Package(content)
    broken = package_faults(package)
    return broken or [fault for check in CHECKS if check is not package_faults for fault in check(package)]


def comments(package: Package) -> Iterator[tuple[str, str, str]]:
    """Each comment of the document: its text, the words that it stands on, and the style of their paragraph."""
    texts = {
        comment.get(f"{_w}id", ""): "\n".join(
            "".join(one.text or "" for one in paragraph.iter(f"{_w}t")) for paragraph in comment.iter(f"{_w}p")
        )
        for comment in package.tree("word/comments.xml").iter(f"{_w}comment")
    }
    opened: dict[str, str] = {}
    for element in package.tree("word/document.xml").iter():
        number = element.get(f"{_w}id", "") if isinstance(element.tag, str) else ""
        if element.tag == f"{_w}commentRangeStart":
            opened[number] = ""
        elif element.tag == f"{_w}commentRangeEnd":
            paragraph = _paragraph(element)
            style = paragraph.find(f"{_w}pPr/{_w}pStyle") if paragraph is not None else None
            yield texts[number], opened.pop(number), style.get(f"{_w}val", "") if style is not None else ""
        elif element.tag == f"{_w}t":
            for one in opened:
                opened[one] += element.text or ""
