"""Marks: how what a template calls travels through the rendered text to the draft.

A word such as ``ref("penalties")`` cannot know its number while the bill is being rendered. It leaves a mark in the
text instead, and the draft is read with the marks as data. A mark is ``START kind payload STOP`` with two characters
of Unicode's private use area, which profiles and clause files may not contain.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from markupsafe import Markup

START: Final = "\ue000"
STOP: Final = "\ue001"
PATTERN: Final = re.compile(f"{START}(.)([^{STOP}]*){STOP}")

FACT, FACT_END = "F", "f"
ANCHOR, REF, PART_REF, SCHEDULE_REF = "A", "R", "P", "S"
ITALIC, ITALIC_END = "I", "i"
NOTE, TERM = "N", "T"
CONTROL, LINK = "C", "L"

FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ue000-\ue0ff]")
"""What neither a profile nor a Word file may contain: control characters and our own marks."""


@lru_cache(maxsize=8192)
def mark(kind: str, payload: str = "") -> Markup:
    """One mark as safe markup; the payload is escaped for XML, as the mark stands inside ``w:t``."""
    escaped = payload.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return Markup(f"{START}{kind}{escaped}{STOP}")  # noqa: S704 - escaped in the line above
