"""The bill as plain text, numbers and all.

A lawyer reads it in a diff; another program's idea of every number is held against it.
"""

from __future__ import annotations

from collections.abc import Iterator

from billwright.content import (
    ARRANGEMENT,
    IN_DEFINITION,
    IN_SCHEDULE,
    LEVEL,
    NEW_PAGE,
    NOTE_CLAUSE,
    NOTE_HEADING,
    PART_HEADING,
    SCHEDULE_HEADING,
)
from billwright.draft import Draft, Paragraph

_INDENT = {
    **LEVEL,
    **{style: depth + 1 for style, depth in IN_DEFINITION.items()},
    **IN_SCHEDULE,
    "Closing": 1,
    "ParagraphClosing": 2,
    "DefinitionClosing": 1,
}
_AIR_BEFORE = frozenset(
    {
        PART_HEADING,
        "ClauseHeading",
        SCHEDULE_HEADING,
        "LongTitle",
        "EnactingWords",
        "EndingText",
        "NoteTitle",
        NOTE_HEADING,
        NOTE_CLAUSE,
    }
)


def text(draft: Draft) -> str:
    """The bill in lines, one for each paragraph, indented by level."""
    lines: list[str] = []
    for paragraph, said in printed(draft):
        if paragraph.style in _AIR_BEFORE and lines:
            lines.append("")
        lines.append("    " * _INDENT.get(paragraph.style, 0) + said)
    return "\n".join(lines) + "\n"


def comments(draft: Draft) -> str:
    """The comments for the drafter, each under the words of its paragraph."""
    lines: list[str] = []
    for paragraph, said in printed(draft):
        if paragraph.notes:
            lines.append(said[:100] + ("…" if len(said) > 100 else ""))
            lines += ["    » " + " / ".join(note.text.split("\n")) for note in paragraph.notes]
    return "\n".join(lines) + "\n"


def printed(draft: Draft) -> Iterator[tuple[Paragraph, str]]:
    """Each paragraph with its words as printed: number, then text in one line."""
    for paragraph in draft.paragraphs:
        if paragraph.style not in {ARRANGEMENT, NEW_PAGE}:
            yield paragraph, line(paragraph, draft)


def line(paragraph: Paragraph, draft: Draft) -> str:
    """A paragraph of a bill, or beside it, in one line: number, then text."""
    joint = draft.plan.loaded.profile.bill.parts.joint
    after = joint if paragraph.style == PART_HEADING else " " if paragraph.label else ""
    return " ".join(f"{paragraph.label}{paragraph.prefix}{after}{paragraph.text}".split())
