"""What a state's law carries of a treaty: each element, the words that carry it, or the reason why none do."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from billwright.bill import Bill
from billwright.claims import spoken
from billwright.content import DEFINED_TERM, DEFINITION, IN_DEFINITION
from billwright.draft import DraftClause, Paragraph
from billwright.instruments import Element, Instrument, Obligation, Provision
from billwright.model import ModelLaw, plain_heading
from billwright.number import clause_place
from billwright.profile import filled


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that carry an element, as the bill prints them, where they stand, ``section 5(1)``, and in which clause."""

    where: str
    words: str
    slug: str


@dataclass(frozen=True, slots=True)
class Standing:
    """An element and what the law does with it: the passages that carry it, else the reason why none do."""

    instrument: Instrument
    provision: Provision
    element: Element
    passages: tuple[Passage, ...]
    reason: str

    @property
    def obligation(self) -> Obligation:
        """The element's own, else its provision's."""
        return self.element.obligation or self.provision.obligation

    @property
    def in_bill(self) -> bool:
        """Whether a bill can carry it at all."""
        return self.element.via is None


def coverage(instruments: Iterable[Instrument], bills: Sequence[Bill]) -> Iterator[Standing]:
    """The standing of every element in a state's bills: its cybercrime bill and any companion."""
    explain = _Reasons(bills)
    claimed: dict[str, list[Passage]] = {}
    for bill in bills:
        for clause, made in itertools.groupby(bill.claims, key=lambda claim: claim.clause):
            places = _Places(bill, clause)
            for claim in made:
                if claim.found is not None:
                    passage = Passage(places.where(claim.found), claim.quoted, clause.slug)
                    claimed.setdefault(claim.element, []).append(passage)
    for instrument in instruments:
        for provision, element in instrument.elements:
            name = f"{instrument.id}:{element.id}"
            passages = tuple(claimed.get(name, ()))
            reason = "" if passages else explain.reason(name, provision, element)
            yield Standing(instrument, provision, element, passages, reason)


class _Places:
    """Where the words of a clause stand."""

    def __init__(self, bill: Bill, clause: DraftClause) -> None:
        self.bill, self.clause, self.text = bill, clause, spoken(clause)
        self.paragraphs = list(clause.paragraphs)
        lengths = (len(" ".join(paragraph.text.split())) + 1 for paragraph in self.paragraphs)
        self.ends = list(itertools.accumulate(lengths))
        self.known: dict[int, str] = {}

    def where(self, words: str) -> str:
        """Where the words begin."""
        index = bisect.bisect_right(self.ends, self.text.find(words))
        if index not in self.known:
            paragraph = self.paragraphs[index] if 0 < index < len(self.paragraphs) else self.clause.numbered
            self.known[index] = self._defined(index) or standing(self.bill, self.clause, paragraph)
        return self.known[index]

    def _defined(self, index: int) -> str:
        """Where a definition stands: ``section 2(1), “traffic data”``; nothing for other words."""
        if index >= len(self.paragraphs) or self.paragraphs[index].style not in IN_DEFINITION:
            return ""
        while index and self.paragraphs[index].style != DEFINITION:
            index -= 1
        head = self.paragraphs[index]
        term = "".join(span.text for span in head.spans if span.style == DEFINED_TERM).strip()
        above = standing(self.bill, self.clause, head.above[-1] if head.above else None)
        return filled(self.bill.words.phrases["defined_at"], place=above, term=term)


def standing(bill: Bill, clause: DraftClause, paragraph: Paragraph | None = None) -> str:
    """Where a clause, or a paragraph of it, stands in a state's bills; in the companion, with the companion's title."""
    where = clause_place(clause, bill.words, paragraph)
    if bill.first is None:
        return where
    return filled(bill.words.phrases["of_bill"], reference=where, title=bill.words.facts["bill"]["short_title"])


class _Reasons:
    """Why an element is not carried."""

    def __init__(self, bills: Sequence[Bill]) -> None:
        self.model: ModelLaw = bills[0].draft.plan.model
        self.phrases = self.model.phrases["coverage"]
        present = {unit.slug for bill in bills for unit in bill.draft.units}
        left_out = {slug: why for bill in bills for slug, why in bill.draft.plan.left_out.items()}
        self.lost = {claim.element: claim for bill in bills for claim in bill.claims if claim.found is None}
        self.headings = {clause.slug: plain_heading(clause) for part in self.model.all_parts for clause in part.clauses}
        self.absent: dict[str, tuple[str, str]] = {}
        for part in self.model.all_parts:
            for clause in part.clauses:
                if clause.slug in left_out and clause.slug not in present:
                    for name in clause.carries:
                        self.absent.setdefault(name, (clause.slug, left_out[clause.slug]))

    def reason(self, name: str, provision: Provision, element: Element) -> str:
        if element.via is not None:
            return str(self.phrases[element.via])
        if name in self.lost:
            planned = self.lost[name].clause.planned
            options = ", ".join(departure.name for departure in planned.departures)
            return filled(self.phrases["lost"], clause=planned.slug, options=options or "–")
        if name in self.absent:
            slug, why = self.absent[name]
            return filled(self.phrases["left_out"], clause=self.headings[slug], reason=why)
        above = name
        while above:
            if above in self.model.not_carried:
                return self.model.not_carried[above]
            above = above.rpartition("." if "." in above else ":")[0]
        optional = (element.obligation or provision.obligation) == "optional"
        return str(self.phrases["optional"]) if optional else ""


@dataclass(slots=True)
class Count:
    """How much of an instrument a state's law carries, of what a bill can carry; `mandatory`: of what it must."""

    carried: int = 0
    possible: int = 0
    mandatory_carried: int = 0
    mandatory: int = 0


def counts(standings: Iterable[Standing]) -> dict[str, Count]:
    """Instrument → its count."""
    found: dict[str, Count] = {}
    for standing in standings:
        count = found.setdefault(standing.instrument.id, Count())
        if standing.in_bill:
            carried = bool(standing.passages)
            must = standing.obligation == "mandatory"
            count.possible += 1
            count.carried += carried
            count.mandatory += must
            count.mandatory_carried += must and carried
    return found


HEADING = ("instrument", "carried", "of those a bill can carry", "mandatory ones carried", "of")


def rows(instruments: Iterable[Instrument], counts: Mapping[str, Count]) -> Iterator[tuple[str, ...]]:
    """A row a count, under `HEADING`."""
    for instrument in instruments:
        count = counts[instrument.id]
        numbers = (count.carried, count.possible, count.mandatory_carried, count.mandatory)
        yield (instrument.title, *(str(number) for number in numbers))


def listed(standings: Iterable[Standing]) -> Iterator[str]:
    """The standings as lines: each instrument, each provision, each element with its passages or the reason."""
    instrument: Instrument | None = None
    provision: Provision | None = None
    for standing in standings:
        if standing.instrument is not instrument:
            if instrument is not None:
                yield ""
            instrument = standing.instrument
            yield f"{instrument.title} ({instrument.citation})"
        if standing.provision is not provision:
            provision = standing.provision
            doubt = "" if provision.verified == "text" else f" [numbered from {_SOURCES[provision.verified]}; confirm]"
            yield f"  {provision.article} {provision.title}{doubt}"
        yield f"    {instrument.id}:{standing.element.id} ({standing.obligation})  {standing.element.text}"
        for passage in standing.passages:
            yield f"      {passage.where}: “{passage.words}”"
        if not standing.passages:
            yield f"      not carried: {standing.reason or 'no clause carries it, and nobody has said why'}"


_SOURCES = {"excerpt": "an excerpt of the text", "memory": "memory"}
