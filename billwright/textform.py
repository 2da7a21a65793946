"""Word files as readable text, and text as Word files: the form of docs/writing-clauses.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from billwright.content import Block, Para, Run, Table, joined
from billwright.errors import BillError, Finding
from billwright.wordfile import TAG, TAG_ALONE, TAGS

_PIECES: Final = re.compile(
    rf"(?P<tag>{TAGS})|(?P<escape>\\.)|(?P<bold>\*\*)|(?P<italic>\*)|(?P<under>__)"
    r"|(?P<open>\[)|(?P<close>\]\{(?P<style>[\w-]+)\})",
    re.DOTALL,
)
_SPECIAL: Final = re.compile(rf"({TAGS})|(\\|\*|\[|\](?=\{{)|__|^_|_$|\n|\t)", re.DOTALL)
_LINE: Final = re.compile(r"([^\W\d_][\w-]*):(?: (.*))?$", re.DOTALL)
_ESCAPED: Final = {"n": "\n", "t": "\t"}
_SIGNS: Final = ("**", "*", "__")
_END_BLANKS: Final = re.compile(r"(?<!\\)[ \t\r]+$")


def to_text(blocks: list[Block]) -> str:
    """The blocks as text, a line a paragraph."""
    return "".join(f"{line}\n" for line in _lines(blocks))


def _lines(blocks: list[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Para):
            yield _paragraph(block)
        else:
            yield "Table: " + " ".join(str(width) for width in block.widths)
            for row in block.rows:
                yield "Row:"
                for cell in row:
                    yield "Cell:"
                    for para in cell:
                        yield _paragraph(para)
            yield "End:"


def _paragraph(para: Para) -> str:
    if para.style == TAG:
        return para.text.strip()
    words = _words(para.runs)
    return f"{para.style}: {words}" if words else f"{para.style}:"


def _words(runs: list[Run]) -> str:
    """The words with a sign wherever the look changes, brackets round what has a character style."""
    words, look, style = "", (False, False, False), None
    for run in [*runs, Run("")]:
        if run.style != style and style is not None:
            words += _changed(look, (False, False, False)) + f"]{{{style}}}"
            look = (False, False, False)
        if run.style != style and run.style is not None:
            words += _changed(look, (False, False, False)) + "["
            look = (False, False, False)
        words += _changed(look, run.look[:3]) + _escaped(run.text)
        look, style = run.look[:3], run.style
    return words[:-1] + "\\ " if words.endswith(" ") else words


def _changed(before: tuple[bool, ...], after: tuple[bool, ...]) -> str:
    return "".join(sign for sign, was, now in zip(_SIGNS, before, after, strict=True) if was != now)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(
        lambda found: found[1] or {"\n": "\\n", "\t": "\\t", "__": "\\_\\_"}.get(found[2], "\\" + found[2]),
        text,
    )


def read(path: Path) -> str:
    """A text file. Raises BillError (``text-missing``, ``text-encoding``)."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        problem, remedy = f"The file cannot be read: {error.strerror}.", "Check the name and that you may read it."
        raise BillError(Finding("text-missing", problem, remedy, str(path))) from error
    except UnicodeDecodeError as error:
        problem = f"The file is not UTF-8 text (byte {error.start})."
        raise BillError(Finding("text-encoding", problem, "Save it again as UTF-8.", str(path))) from error


def from_text(text: str, name: str) -> list[Block]:
    """The blocks that a text says. Raises BillError (``text-line``, ``text-mark``, ``text-table``) with the line."""
    return _Parser(name).blocks(text)


class _Parser:
    def __init__(self, name: str) -> None:
        self.name = name
        self.findings: list[Finding] = []

    def blocks(self, text: str) -> list[Block]:
        blocks: list[Block] = []
        table: Table | None = None
        lines = text.removeprefix("\ufeff").split("\n")
        for number, line in enumerate(lines, start=1):
            line = _END_BLANKS.sub("", line.lstrip(" \t\r"))
            if not line:
                continue
            if TAG_ALONE.fullmatch(line):
                block = Para(TAG, [Run(line)])
            else:
                parsed = _LINE.match(line)
                if parsed is None:
                    self._fault("text-line", number, line, "Begin the line with a style and a colon: “Subsection: …”.")
                    continue
                style, words = parsed[1], parsed[2] or ""
                if style in {"Table", "Row", "Cell", "End"}:
                    table = self._table(table, style, words, number, blocks)
                    continue
                block = Para(style, self._runs(words, number))
            if table is None:
                blocks.append(block)
            elif table.rows and table.rows[-1]:
                table.rows[-1][-1].append(block)
            else:
                self._fault("text-table", number, line, "Write “Row:” and “Cell:” before the text of a cell.")
        if table is not None:
            self._fault("text-table", len(lines), "", "Close the table with “End:”.")
        if self.findings:
            raise BillError(self.findings)
        return blocks

    def _table(self, table: Table | None, word: str, rest: str, number: int, blocks: list[Block]) -> Table | None:
        if word == "Table":
            widths = rest.split()
            if table is not None or not widths or not all(re.fullmatch("[0-9]{1,3}", width) for width in widths):
                self._fault("text-table", number, rest, "Write the column widths in per cent: “Table: 40 60”.")
                return table
            table = Table([int(width) for width in widths], [])
            blocks.append(table)
            return table
        if table is None or (word == "Cell" and not table.rows):
            self._fault("text-table", number, word, "Begin a table with “Table: 40 60”, then “Row:”, then “Cell:”.")
            return table
        if rest:
            self._fault(
                "text-table", number, rest, f"Write “{word}:” alone, the words of a cell in lines of their own."
            )
        if word == "Row":
            table.rows.append([])
        elif word == "Cell":
            table.rows[-1].append([])
            if len(table.rows[-1]) > len(table.widths):
                self._fault("text-table", number, word, "Give “Table:” a width for every cell of a row.")
        else:
            return None
        return table

    def _runs(self, words: str, number: int) -> list[Run]:
        runs: list[Run] = []
        look: dict[str, Any] = {"bold": False, "italic": False, "underline": False}
        opened: int | None = None
        place = 0

        def add(text: str) -> None:
            if text:
                runs.append(Run(text, **look))

        for found in _PIECES.finditer(words):
            add(words[place : found.start()])
            place = found.end()
            kind = found.lastgroup if found.lastgroup != "style" else "close"
            if kind == "tag":
                add(found[0])
            elif kind == "escape":
                add(_ESCAPED.get(found[0][1], found[0][1]))
            elif kind == "open":
                if opened is not None:
                    self._fault("text-mark", number, words, "Put a backslash before “[” where it is only a bracket.")
                opened = len(runs)
            elif kind == "close":
                if opened is None:
                    self._fault("text-mark", number, words, "A “]{Style}” needs a “[” before it.")
                for index in range(opened or 0, len(runs)):
                    runs[index].style = found["style"]
                opened = None
            else:
                key = {"bold": "bold", "italic": "italic", "under": "underline"}[kind or ""]
                look[key] = not look[key]
        add(words[place:])
        if opened is not None or any(look.values()):
            self._fault(
                "text-mark",
                number,
                words,
                "Close “[words]{Style}”, “**”, “*” and “__”, or put a backslash before them.",
            )
        return joined(runs)

    def _fault(self, rule: str, line: int, excerpt: str, remedy: str) -> None:
        self.findings.append(Finding(rule, "This line cannot be read.", remedy, self.name, line, excerpt=excerpt[:200]))
