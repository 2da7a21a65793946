"""Claims of compliance: which words of the bill carry which element of which treaty."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from billwright.draft import Draft, DraftClause
from billwright.spelling import respelling


@dataclass(frozen=True, slots=True)
class Claim:
    """A clause's claim to carry an element, ``budapest:2.intent``; found: the words as the bill prints them, if any."""

    element: str
    clause: DraftClause
    words: tuple[str, ...]
    found: str | None


def claims(draft: Draft) -> Iterator[Claim]:
    """Every claim of the draft's clauses, checked against their rendered words in the state's spelling."""
    spelling = tuple(sorted(draft.plan.loaded.profile.spelling.items()))
    for clause in draft.units:
        carries = clause.planned.clause.carries
        if carries:
            tried = tuple((words,) if isinstance(words, str) else tuple(words) for words in carries.values())
            for element, words, found in zip(carries, tried, _found(spoken(clause), tried, spelling), strict=True):
                yield Claim(element, clause, words, found)


@lru_cache(maxsize=1024)
def _found(
    text: str, tried: tuple[tuple[str, ...], ...], spelling: tuple[tuple[str, str], ...]
) -> tuple[str | None, ...]:
    """Of each choice of words, the passage of the text that says one of them; a clause often says the same again."""
    respell, low = respelling(spelling) or str, text.lower()

    def said(words: tuple[str, ...]) -> str | None:
        found = (passage(respell(one), low) for one in words)
        place = next((place for place in found if place is not None), None)
        return text[place[0] : place[1]] if place else None

    return tuple(said(words) for words in tried)


def spoken(clause: DraftClause) -> str:
    """The words of a clause in one line, numbers of paragraphs left out."""
    return " ".join(" ".join([paragraph.text for paragraph in clause.paragraphs]).split())


def passage(words: str, text: str) -> tuple[int, int] | None:
    """Where `text`, in small letters, says `words`, ``…`` standing for any words; None if it does not."""
    start, place = None, 0
    for piece in _pieces(words):
        place = text.find(piece, place)
        if place < 0:
            return None
        start = place if start is None else start
        place += len(piece)
    return None if start is None else (start, place)


@lru_cache(maxsize=4096)
def _pieces(words: str) -> tuple[str, ...]:
    """What stands between the ``…``, each in small letters and in one line."""
    return tuple(piece for part in words.lower().split("…") if (piece := " ".join(part.split())))
