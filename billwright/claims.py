"""Claims of compliance: which words of the bill carry which element of which treaty."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from billwright.draft import Draft, DraftClause
from billwright.spelling import respelling


@dataclass(frozen=True, slots=True)
class Claim:
    """A clause's claim to carry an element, ``budapest:2.intent``.

    found: the passage that says the words as the bill prints it, if any; quoted: of a long one, the words themselves.
    """

    element: str
    clause: DraftClause
    words: tuple[str, ...]
    found: str | None
    quoted: str = ""


def claims(draft: Draft) -> Iterator[Claim]:
    """Every claim of the draft's clauses, checked against their rendered words in the state's spelling."""
    spelling = tuple(sorted(draft.plan.loaded.profile.spelling.items()))
    for clause in draft.units:
        carries = clause.planned.clause.carries
        if carries:
            tried = tuple((words,) if isinstance(words, str) else tuple(words) for words in carries.values())
            for element, words, found in zip(carries, tried, _found(spoken(clause), tried, spelling), strict=True):
                yield Claim(element, clause, words, *(found or (None, "")))


@lru_cache(maxsize=1024)
def _found(
    text: str, tried: tuple[tuple[str, ...], ...], spelling: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, str] | None, ...]:
    """Of each choice of words, the passage of the text that says one of them; a clause often says the same again."""
    respell, low = respelling(spelling) or str, text.lower()

    def said(words: tuple[str, ...]) -> tuple[str, str] | None:
        found = (passage(respell(one), low) for one in words)
        places = next((places for places in found if places is not None), None)
        if places is None:
            return None
        whole = text[places[0][0] : places[-1][1]]
        quoted = " … ".join(text[start:end] for start, end in places) if len(whole) > QUOTED else whole
        return whole, quoted

    return tuple(said(words) for words in tried)


def spoken(clause: DraftClause) -> str:
    """The words of a clause in one line, numbers of paragraphs left out."""
    return " ".join(" ".join([paragraph.text for paragraph in clause.paragraphs]).split())


QUOTED = 250
"""The most signs of a passage that is quoted whole."""


def passage(words: str, text: str) -> list[tuple[int, int]] | None:
    """Where `text`, in small letters, says `words`, ``…`` standing for any words: each piece of them, as near to one
    another as anywhere; None if it does not.
    """
    pieces = _pieces(words)
    best: list[tuple[int, int]] | None = None
    at = text.find(pieces[0]) if pieces else -1
    while at >= 0:
        places, end = [(at, at + len(pieces[0]))], at + len(pieces[0])
        for piece in pieces[1:]:
            start = text.find(piece, end)
            if start < 0:
                return best
            end = start + len(piece)
            places.append((start, end))
        if best is None or end - at < best[-1][1] - best[0][0]:
            best = places
        if len(pieces) == 1:
            return best
        at = text.find(pieces[0], at + 1)
    return best


@lru_cache(maxsize=4096)
def _pieces(words: str) -> tuple[str, ...]:
    """What stands between the ``…``, each in small letters and in one line."""
    return tuple(piece for part in words.lower().split("…") if (piece := " ".join(part.split())))
