"""YAML with the line of every value, for profiles and the model law's own files.

Stricter than YAML where YAML surprises a lawyer: ``on``, ``no`` and dates stay words, a key may stand only once, and
aliases are refused (they are what YAML bombs are made of, and nobody finds the anchor).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path as FilePath
from typing import Any

import yaml
from yaml.constructor import SafeConstructor
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.resolver import BaseResolver

from billwright import LANGUAGES
from billwright.errors import BillError, Finding
from billwright.marks import FORBIDDEN

Path = tuple[str | int, ...]
LIMIT = 1_000_000
"""The largest YAML file that is read, in bytes; the largest profile has about 30,000."""
DEPTH = 40
"""How deep keys may lie in one another; a profile's lie at most eight deep."""


class _Resolver(BaseResolver):
    """YAML 1.2's core schema: only true and false are truth values, and dates are text."""


_Resolver.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_Resolver.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:~|null|)$"), ["~", "n", ""])
_Resolver.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^[-+]?(?:0|[1-9][0-9_]*)$"), list("-+0123456789"))
_Resolver.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^[-+]?[0-9][0-9_]*\.[0-9]+$"), list("-+0123456789")
)

try:
    from yaml.cyaml import CParser  # type: ignore[attr-defined]

    class _Loader(CParser, SafeConstructor, _Resolver):
        def __init__(self, text: str) -> None:
            CParser.__init__(self, text)
            SafeConstructor.__init__(self)
            _Resolver.__init__(self)

except ImportError:  # PyYAML built without libyaml: slower, the same result
    from yaml.composer import Composer
    from yaml.parser import Parser
    from yaml.reader import Reader
    from yaml.scanner import Scanner

    class _Loader(Reader, Scanner, Parser, Composer, SafeConstructor, _Resolver):  # type: ignore[no-redef]
        def __init__(self, text: str) -> None:
            Reader.__init__(self, text)
            Scanner.__init__(self)
            Parser.__init__(self)
            Composer.__init__(self)
            SafeConstructor.__init__(self)
            _Resolver.__init__(self)


@dataclass(frozen=True, slots=True, eq=False)
class YamlFile:
    """A YAML file's data with the line of each value; equal to itself alone.

    data: mappings, lists and scalars; name: the file as the user would name it;
    lines: path of keys and indexes → line counted from 1; text: the lines themselves.
    """

    data: dict[str, Any]
    name: str
    lines: dict[Path, int] = field(default_factory=dict)
    text: tuple[str, ...] = ()

    def line(self, path: Path) -> int | None:
        """The line of the value at `path`, or of the nearest value above it."""
        while path not in self.lines and path:
            path = path[:-1]
        return self.lines.get(path)

    def finding(self, rule: str, path: Path, message: str, remedy: str = "") -> Finding:
        """A finding at the line of `path`, with three lines of context."""
        line = self.line(path)
        return Finding(rule, message, remedy, self.name, line, excerpt=self.excerpt(line))

    def excerpt(self, line: int | None) -> str:
        """The line with the one before and the one after, numbered, the line itself marked."""
        if line is None or not self.text:
            return ""
        first, last = max(1, line - 1), min(len(self.text), line + 1)
        return "\n".join(
            f"{'>' if number == line else ' '} {number:4} | {self.text[number - 1]}"
            for number in range(first, last + 1)
        )


@lru_cache(maxsize=64)
def in_language(file: YamlFile, language: str | None) -> YamlFile:
    """The file with each text that it gives in several languages, ``{fr: …, en: …}``, in one.

    language: two letters; what a text has not in it, or None, is the first that it has.
    """
    return YamlFile(_in_language(file.data, language), file.name, file.lines, file.text)


def _in_language(data: Any, language: str | None) -> Any:
    if isinstance(data, dict):
        if len(data) > 1 and all(key in LANGUAGES for key in data):
            return data[language if language in data else next(iter(data))]
        return {key: _in_language(value, language) for key, value in data.items()}
    return [_in_language(value, language) for value in data] if isinstance(data, list) else data


def read(path: FilePath, name: str | None = None) -> YamlFile:
    """The YAML file at `path`.

    Raises BillError (``yaml-missing``, ``yaml-too-large``, ``yaml-encoding`` and those of `parse`).
    """
    shown = name or str(path)
    try:
        size = path.stat().st_size
        if size > LIMIT:
            raise BillError(
                Finding(
                    "yaml-too-large",
                    f"The file has {size:,} bytes; a profile has at most {LIMIT:,}.",
                    "Keep in the profile only what the bill needs.",
                    shown,
                )
            )
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise BillError(
            Finding(
                "yaml-missing",
                f"The file cannot be read: {error.strerror}.",
                "Check the name and that you may read it.",
                shown,
            )
        ) from error
    except UnicodeDecodeError as error:
        raise BillError(
            Finding(
                "yaml-encoding", f"The file is not UTF-8 text (byte {error.start}).", "Save it again as UTF-8.", shown
            )
        ) from error
    return _parsed(text, shown)


@lru_cache(maxsize=32)
def _parsed(text: str, name: str) -> YamlFile:
    """`parse`, once for what is read again; nobody changes the data of a file."""
    return parse(text, name)


def parse(text: str, name: str) -> YamlFile:
    """The data in `text`, a mapping at the top.

    Raises BillError with every fault found: ``yaml-control-character``, ``yaml-syntax``, ``yaml-alias``,
    ``yaml-duplicate-key``, ``yaml-tag``, ``yaml-not-a-mapping``.
    """
    lines = tuple(text.splitlines())
    file = YamlFile({}, name, {}, lines)
    bad = {text.count("\n", 0, found.start()) + 1: found[0] for found in FORBIDDEN.finditer(text)}
    if bad:
        raise BillError(_unprintable(file, line, sign) for line, sign in bad.items())
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        at: int | None = mark.line + 1 if mark else None
        problem = getattr(error, "problem", None) or "it is nested too deeply"
        raise BillError(
            Finding(
                "yaml-syntax",
                f"This is not well-formed YAML: {problem}.",
                "Check the indentation, and put quotation marks round text that holds “: ” or “#”.",
                name,
                at,
                excerpt=file.excerpt(at),
            )
        ) from error
    if node is None:
        return file
    builder = _Builder(loader, file)
    data = builder.build(node, ())
    if not isinstance(data, dict):
        builder.fault("yaml-not-a-mapping", (), "The file must be made of “key: value” lines.", "")
    if builder.findings:
        raise BillError(builder.findings)
    return YamlFile(data, name, file.lines, lines)


def _unprintable(file: YamlFile, line: int | None, sign: str) -> Finding:
    return Finding(
        "yaml-control-character",
        f"A character that cannot be printed (U+{ord(sign[0]):04X}).",
        "Delete it; it usually comes from copying out of a PDF.",
        file.name,
        line,
        excerpt=file.excerpt(line),
    )


def scalar(value: object) -> str:
    """A value that is no list and no mapping, as a profile writes it: ``true``, ``null``, ``5``."""
    return "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


class _Builder:
    """Turns nodes into values, noting lines and faults on the way."""

    def __init__(self, loader: Any, file: YamlFile) -> None:
        self.loader, self.file = loader, file
        self.findings: list[Finding] = []
        self.seen: set[int] = set()

    def fault(self, rule: str, path: Path, message: str, remedy: str) -> None:
        self.findings.append(self.file.finding(rule, path, message, remedy))

    def build(self, node: Node, path: Path) -> Any:
        if id(node) in self.seen:
            self.fault(
                "yaml-alias",
                path,
                "An alias (“*name”) stands here; profiles have no anchors and aliases.",
                "Write the value out.",
            )
            return None
        self.seen.add(id(node))
        self.file.lines.setdefault(path, node.start_mark.line + 1)
        if len(path) > DEPTH:
            self.fault("yaml-syntax", path, "The keys lie too deep in one another.", "Check the indentation.")
            return None
        if isinstance(node, ScalarNode):
            return self._scalar(node, path)
        self._tagged(node, path, node.tag in _COLLECTIONS)
        if isinstance(node, SequenceNode):
            return [self.build(child, (*path, index)) for index, child in enumerate(node.value)]
        assert isinstance(node, MappingNode)
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value) if isinstance(key_node, ScalarNode) else repr(key_node.tag)
            self._printable(key, key_node)
            first = self.file.lines.get((*path, key))
            self.file.lines[(*path, key)] = key_node.start_mark.line + 1
            if key in mapping:
                self.fault(
                    "yaml-duplicate-key",
                    (*path, key),
                    f"“{key}” stands twice at this place.",
                    f"Keep one; the first is in line {first}.",
                )
            mapping[key] = self.build(value_node, (*path, key))
        return mapping

    def _scalar(self, node: ScalarNode, path: Path) -> Any:
        self._printable(node.value, node)
        kind = node.tag.removeprefix("tag:yaml.org,2002:")
        as_written = kind == "str" or node.tag == self.loader.resolve(ScalarNode, node.value, (True, False))
        if not self._tagged(node, path, kind in _CONSTRUCT and as_written):
            return None
        try:
            return _CONSTRUCT[kind](node.value)
        except ValueError:
            self._tagged(node, path, known=False)  # a number of thousands of figures
            return None

    def _tagged(self, node: Node, path: Path, known: bool) -> bool:
        if not known:
            self.fault("yaml-tag", path, f"The tag “{node.tag}” is not allowed.", "Write plain text or a number.")
        return known

    def _printable(self, text: str, node: Node) -> None:
        """Notes what does not print although it is written so that it does: an escape in quotation marks."""
        bad = FORBIDDEN.search(text)
        if bad:
            self.findings.append(_unprintable(self.file, node.start_mark.line + 1, bad[0]))


_COLLECTIONS = frozenset({"tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"})
_CONSTRUCT: dict[str, Any] = {
    "str": str,
    "null": lambda _: None,
    "bool": lambda text: text == "true",
    "int": lambda text: int(text.replace("_", "")),
    "float": lambda text: float(text.replace("_", "")),
}
