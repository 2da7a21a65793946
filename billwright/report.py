"""Tables for the terminal, plain where there is none."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Sequence


def table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table as text: with rules and colours on a terminal (NO_COLOR is honoured), in plain columns elsewhere."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    terminal = sys.stdout.isatty()
    made = Table(box=None if not terminal else Table(title="").box, pad_edge=False, header_style="bold")
    for word in heading:
        made.add_column(word, overflow="fold")
    for row in rows:
        made.add_row(*(Text(cell) for cell in row))
    console = Console(file=io.StringIO(), force_terminal=terminal, width=None if terminal else 200)
    console.print(made)
    assert isinstance(console.file, io.StringIO)
    return "\n".join(line.rstrip() for line in console.file.getvalue().rstrip().splitlines())
