"""What nobody has confirmed, said at the place: comments for the drafter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from billwright.claims import Claim
from billwright.content import IN_MEMORANDUM
from billwright.draft import Draft, Note, Paragraph
from billwright.number import place
from billwright.plan import Departure
from billwright.profile import filled
from billwright.profiles import NOT_FACTS
from billwright.words import Words


def comment(draft: Draft, words: Words, claimed: Iterable[Claim]) -> None:
    """Puts the comments into the draft: doubtful facts where they are first printed, options, notes, lost claims."""
    phrases = words.phrases["comments"]
    said: set[str] = set()
    lost: dict[str, list[Claim]] = {}
    for claim in claimed:
        if claim.found is None:
            lost.setdefault(claim.clause.slug, []).append(claim)
    for clause in draft.units:
        notes = clause.heading.notes
        for departure in clause.planned.departures:
            notes.append(Note(_departure(departure, phrases)))
        if clause.planned.clause.note:
            notes.append(Note(clause.planned.clause.note.strip()))
        for path in clause.planned.clause.relies_on:
            notes += _relied(draft, path, phrases, said)
        notes += [
            Note(filled(phrases["claim_lost"], element=claim.element, words=" / ".join(claim.words)))
            for claim in lost.get(clause.slug, ())
        ]
    _printed_facts(draft, words, phrases)
    first = next(draft.paragraphs, None)
    if first is not None:
        unknown = list(_unknown(draft, said, phrases))
        if unknown:
            first.notes.append(Note("\n".join(unknown)))


def _departure(departure: Departure, phrases: Mapping[str, Any]) -> str:
    option = departure.option
    text: str
    if option is None:
        text = phrases["clause_on"]
    else:
        text = filled(
            phrases["option"],
            name=departure.name,
            value=_value(departure.value, phrases),
            default=_value(option.default, phrases),
            meaning=option.meaning,
        )
    text += "\n" + (filled(phrases["reason"], reason=departure.reason) if departure.reason else phrases["no_reason"])
    if option is not None and option.cost:
        text += "\n" + filled(phrases["cost"], cost=option.cost)
    return text


def _value(value: object, phrases: Mapping[str, Any]) -> str:
    return str(phrases["on" if value else "off"]) if isinstance(value, bool) else str(value)


def _printed_facts(draft: Draft, words: Words, phrases: Mapping[str, Any]) -> None:
    where: dict[str, list[Paragraph]] = {}
    values: dict[str, str] = {}
    # A doubt is said where the bill prints the fact, rather than in the memorandum, which may stand before it.
    for paragraph in sorted(draft.paragraphs, key=lambda one: one.style in IN_MEMORANDUM):
        for span in paragraph.spans:
            if span.fact:
                places = where.setdefault(span.fact, [])
                if not places or places[-1] is not paragraph:
                    places.append(paragraph)
                    values.setdefault(span.fact, paragraph_fact(paragraph, span.fact))
    for path, places in where.items():
        if path.partition(".")[0] in NOT_FACTS:
            continue
        source = draft.plan.loaded.source(path)
        if source is not None and source.confidence == "high":
            continue
        if source is None:
            if path in draft.plan.loaded.defaulted:
                continue
            text = filled(phrases["unsourced"], value=values[path])
        else:
            text = filled(
                phrases["fact"],
                confidence=phrases["confidence"][source.confidence],
                value=values[path],
                cite=source.cite.rstrip("."),
            )
            if source.note:
                text += "\n" + source.note
        also = list(
            dict.fromkeys(
                filter(None, (place(draft, other, words) for other in places[1:] if other.clause != places[0].clause))
            )
        )
        if also:
            shown = ", ".join(also[:6]) + (" …" if len(also) > 6 else "")
            text += "\n" + filled(phrases["also"], places=shown)
        places[0].notes.append(Note(text, path))


def paragraph_fact(paragraph: Paragraph, path: str) -> str:
    """The words of a paragraph that print a fact."""
    return "".join(span.text for span in paragraph.spans if span.fact == path).strip()


def _relied(draft: Draft, path: str, phrases: Mapping[str, Any], said: set[str]) -> Iterator[Note]:
    source = draft.plan.loaded.source(path)
    value: Any = draft.plan.loaded.facts
    for step in path.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    said.add(path)
    if value is None or value == []:
        yield Note(filled(phrases["unknown"], path=path) + (f"\n{source.note}" if source and source.note else ""))
    elif source is None or source.confidence != "high":
        shown = ", ".join(_shown(value))
        cite = source.cite.rstrip(".") if source else "–"
        yield Note(
            filled(
                phrases["fact"],
                confidence=phrases["confidence"][source.confidence if source else "low"],
                value=shown,
                cite=cite,
            )
            + (f"\n{source.note}" if source and source.note else "")
        )


def _shown(value: Any) -> Iterator[str]:
    """A fact in words: the items of a list, the keys of a mapping with what is known of them."""
    if isinstance(value, Mapping):
        yield from (f"{key}: {one}" for key, one in value.items() if one is not None)
    else:
        yield from (str(one) for one in (value if isinstance(value, list) else [value]))


def _unknown(draft: Draft, said: set[str], phrases: Mapping[str, str]) -> Iterator[str]:
    """Facts that the profile names as unknown and that no clause has spoken of."""
    loaded = draft.plan.loaded
    for path in loaded.unknown:
        if path not in said:
            note = loaded.profile.sources[path].note
            yield filled(phrases["unknown"], path=path) + (f" {note}" if note else "")
