"""Claims of compliance: which words of the bill carry which element of which treaty."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from billwright.draft import DraftClause


@dataclass(frozen=True, slots=True)
class Claim:
    """A clause's claim to carry an element, ``budapest:2.intent``; `found`: the words as the bill prints them, or None."""

    element: str
    clause: DraftClause
    words: tuple[str, ...]
    found: str | None


def claims(clauses: Iterable[DraftClause]) -> Iterator[Claim]:
    """Every claim of these clauses, checked against their rendered words."""
    for clause in clauses:
        carries = clause.planned.clause.carries
        if carries:
            text = spoken(clause)
            for element, words in carries.items():
                tried = (words,) if isinstance(words, str) else tuple(words)
                yield Claim(element, clause, tried, next(filter(None, (find(one, text) for one in tried)), None))


def spoken(clause: DraftClause) -> str:
    """The words of a clause in one line, numbers of paragraphs left out."""
    text = " ".join(paragraph.text for paragraph in clause.paragraphs)
    return re.sub(r"\s+", " ", text)


def find(words: str, text: str) -> str | None:
    """The passage of `text` that says `words`, capitals aside, ``…`` standing for any words; None if there is none."""
    low, start, place = text.casefold(), None, 0
    for piece in re.split(r"\s*…\s*", words):
        piece = re.sub(r"\s+", " ", piece).strip().casefold()
        if not piece:
            continue
        place = low.find(piece, place)
        if place < 0:
            return None
        start = place if start is None else start
        place += len(piece)
    return None if start is None else text[start:place]
