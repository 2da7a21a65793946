"""The manifest of a batch: what each bill was made from.

A line for each state, read and written one at a time, so that a thousand states need no more memory than twelve.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from billwright import __version__
from billwright.package import replaced

NAME = "manifest.json"
_HEAD = '{{"tool": "billwright {version}", "states": {{\n'
_FOOT = "\n}}\n"


def entries(folder: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The states of a folder's manifest with their entries, one at a time; none where it cannot be read."""
    try:
        with (folder / NAME).open(encoding="utf-8") as stream:
            for line in stream:
                if line.startswith('"'):
                    yield from json.loads("{" + line.rstrip().rstrip(",") + "}").items()
    except (OSError, ValueError):
        return


def merged(folder: Path, new: Iterable[tuple[str, str | None]]) -> None:
    """Writes the manifest: `new` states in order with their entries as JSON, other states' as they were.

    An entry of None keeps the old one. Raises BillError (``write-failed``).
    """
    with replaced(folder / NAME) as file, io.TextIOWrapper(file, encoding="utf-8") as stream:
        stream.write(_HEAD.format(version=__version__))
        old = entries(folder)
        before = next(old, None)
        first = True

        def line(state: str, text: str) -> None:
            nonlocal first
            stream.write(f"{'' if first else ',' + chr(10)}{json.dumps(state)}: {text}")
            first = False

        for state, text in new:
            while before is not None and before[0] < state:
                line(before[0], _text(before[1]))
                before = next(old, None)
            if before is not None and before[0] == state:
                text = text or _text(before[1])
                before = next(old, None)
            line(state, text or "{}")
        while before is not None:
            line(before[0], _text(before[1]))
            before = next(old, None)
        stream.write(_FOOT)


def _text(entry: Mapping[str, Any]) -> str:
    return json.dumps(entry, ensure_ascii=False)
