"""Definitions follow use: what the bill uses is defined once, in the order of the alphabet, and nothing else is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from billwright.content import DEFINED_TERM, DEFINITION, DEFINITION_CLOSING, HEADING, IN_DEFINITION, IN_MEMORANDUM
from billwright.draft import Block, Draft, DraftClause, Paragraph, paragraphs
from billwright.errors import BillError, Finding

_OF_NO_USE = IN_MEMORANDUM | {HEADING}
"""Where a term may be used that the bill does not define."""
_INSIDE = frozenset({*IN_DEFINITION, DEFINITION_CLOSING}) - {DEFINITION}


def alphabetical(term: str) -> tuple[str, str]:
    """The place of a term in the alphabet: letters first, accents and capitals only to part what is else alike."""
    letters = unicodedata.normalize("NFKD", term.casefold().translate(_LIGATURES))
    plain = "".join(sign for sign in letters if not unicodedata.combining(sign))
    return re.sub(r"[^\w ]", "", plain), term


_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ĳ": "ij"})


def define(draft: Draft, ends: Mapping[str, str], companion: Draft | None = None, first: Draft | None = None) -> None:
    """Drops the definitions that nothing uses, sorts the others and ends each as the state does, in place.

    ends: the signs that end a definition: ``each``, and ``last`` for the last of a list; companion: a bill that uses
    these definitions, too; first: the bill whose definitions hold here, too, as it is after it was defined itself.

    Raises BillError: ``term-undefined`` for a term that is used and not defined, ``term-twice`` for one defined twice,
    ``term-unmarked`` for a definition without its term.
    """
    findings: list[Finding] = []
    glossary: dict[str, tuple[DraftClause, list[Block]]] = {}
    local: dict[str, dict[str, list[Block]]] = {}
    for clause in draft.units:
        for group in _groups(clause.blocks):
            head = group[0]
            assert isinstance(head, Paragraph)
            term = _term(head)
            if not term:
                findings.append(
                    _finding(
                        "term-unmarked",
                        head,
                        "The definition does not mark its term.",
                        "Give the term at its beginning the character style DefinedTerm.",
                    )
                )
                continue
            here = local.setdefault(clause.slug, {})
            whole = clause.planned.clause.glossary
            same = [glossary[term][1]] if term in glossary else []
            same += [words[term] for words in (local.values() if whole else [here]) if term in words]
            if same:
                where = same[0][0]
                assert isinstance(where, Paragraph)
                findings.append(
                    _finding(
                        "term-twice",
                        head,
                        f"“{term}” is defined twice.",
                        f"Keep one definition; the other is in {where.place}.",
                    )
                )
            elif whole:
                glossary[term] = clause, group
            else:
                here[term] = group
    known = draft.plan.model.terms
    regular = draft.plan.model.inflections.forms
    terms = _terms(tuple((term, (*regular(term), *known.get(term, ()))) for term in sorted({*glossary, *known})))
    defined = {id(block) for _, group in glossary.values() for block in group}
    theirs = set(_defined(first)) if first is not None else set()
    used: dict[str, None] = {}
    places: dict[tuple[str, str], Paragraph] = {}  # term and clause → where the clause first uses the term
    pending = list(_uses(terms, (p for p in draft.paragraphs if id(p) not in defined and p.style not in _OF_NO_USE)))
    if companion is not None:
        own = set(_defined(companion))
        pending += [
            (term, paragraph)
            for term, paragraph in _uses(terms, companion.paragraphs)
            if term in glossary and term not in own
        ]
    while pending:
        fresh = []
        for term, paragraph in pending:
            places.setdefault((term, paragraph.clause), paragraph)
            if term not in used and term in glossary:
                fresh += list(_uses(terms, paragraphs(glossary[term][1]), but=term))
            used[term] = None
        pending = fresh
    findings += [
        _finding(
            "term-undefined",
            paragraph,
            f"“{term}” is used here but defined nowhere.",
            "Define it in the interpretation clause, or use other words.",
        )
        for (term, clause), paragraph in places.items()
        if term not in glossary and term not in theirs and term not in local.get(clause, {})
    ]
    if findings:
        raise BillError(findings)
    drop = {id(block) for term, (_, group) in glossary.items() if term not in used for block in group}
    for clause in draft.units:
        if any(isinstance(block, Paragraph) and block.style == DEFINITION for block in clause.blocks):
            clause.blocks = _sorted([block for block in clause.blocks if id(block) not in drop], ends)


def _defined(draft: Draft) -> Iterator[str]:
    """The terms that a bill defines."""
    for clause in draft.units:
        for group in _groups(clause.blocks):
            yield _term(group[0])


def _groups(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Each definition with its own paragraphs."""
    group: list[Block] = []
    for block in blocks:
        style = block.style if isinstance(block, Paragraph) else ""
        if style == DEFINITION:
            if group:
                yield group
            group = [block]
        elif group and style in _INSIDE:
            group.append(block)
        elif group:
            yield group
            group = []
    if group:
        yield group


def _sorted(blocks: list[Block], ends: Mapping[str, str]) -> list[Block]:
    """The blocks with each unbroken run of definitions in the order of the alphabet."""
    result: list[Block] = []
    run: list[list[Block]] = []

    def flush() -> None:
        run.sort(key=lambda group: alphabetical(_term(group[0])))
        for group in run:
            _end(group[-1], ends["last" if group is run[-1] else "each"])
        result.extend(block for group in run for block in group)
        run.clear()

    for block in blocks:
        style = block.style if isinstance(block, Paragraph) else ""
        if style == DEFINITION:
            run.append([block])
        elif run and style in _INSIDE:
            run[-1].append(block)
        else:
            flush()
            result.append(block)
    flush()
    return result


def _end(block: Block, sign: str) -> None:
    if isinstance(block, Paragraph) and block.spans and block.spans[-1].text.endswith((";", ".")):
        block.end(block.spans[-1].text[:-1].rstrip() + sign)


def _term(block: Block) -> str:
    assert isinstance(block, Paragraph)
    return "".join(span.text for span in block.spans if span.style == DEFINED_TERM).strip()


@lru_cache(maxsize=16)
def _terms(terms: tuple[tuple[str, tuple[str, ...]], ...]) -> Callable[[str], tuple[str, ...]]:
    """What finds the terms in a text, whatever their form; terms: each with its other forms."""
    table: dict[str, str] = {}
    for term, more in terms:
        for form in (term, *more):
            table.setdefault(form, term)
            if form[:1].islower():
                table.setdefault(form[:1].upper() + form[1:], term)
    pattern = re.compile(rf"\b(?:{'|'.join(_alternatives(table))})\b" if table else r"(?!)")

    @lru_cache(maxsize=8192)  # many bills say the same
    def found(text: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(table[form] for form in pattern.findall(text)))

    return found


def _alternatives(forms: Iterable[str]) -> Iterator[str]:
    """The forms, longest first, grouped by their first two letters: a word that begins otherwise is passed at once."""
    by_start: dict[str, list[str]] = {}
    for form in sorted(forms, key=len, reverse=True):
        by_start.setdefault(form[:2], []).append(re.escape(form[2:]))
    for start, rest in by_start.items():
        yield f"{re.escape(start)}(?:{'|'.join(rest)})"


def _uses(
    terms: Callable[[str], tuple[str, ...]], where: Iterable[Paragraph], but: str = ""
) -> Iterator[tuple[str, Paragraph]]:
    for paragraph in where:
        for term in (*terms(paragraph.text), *paragraph.terms):
            if term != but:
                yield term, paragraph


def _finding(rule: str, paragraph: Paragraph, message: str, remedy: str) -> Finding:
    return Finding(
        rule, message, remedy, paragraph.file or None, paragraph=paragraph.line or None, excerpt=paragraph.text[:300]
    )
