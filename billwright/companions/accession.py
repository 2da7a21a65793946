"""The accession checklist: what a state designates, declares and reserves for the bill that it has chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from billwright import model
from billwright.bill import Bill
from billwright.companions import document
from billwright.companions.document import Document
from billwright.coverage import Standing, standing
from billwright.instruments import Instrument
from billwright.model import Absence, Choice, Further, Joining, Option, plain_heading
from billwright.plan import Planned
from billwright.profile import filled
from billwright.words import Fact

NAME = "companions/accession.docx"


@dataclass(frozen=True, slots=True)
class Item:
    """A declaration, a reservation or a departure that a choice of the state calls for.

    article: of the treaty; where: the clause, in words; option: its option with the value, empty for a clause that is
    not there; meaning: what the choice does; deposit: the words to deposit; cost: what it costs; reason: the profile's.
    """

    hook: str
    article: str
    where: str
    option: str
    meaning: str
    deposit: str = ""
    cost: str = ""
    reason: str = ""


def made(bill: Bill, instruments: Sequence[Instrument], standings: Sequence[Standing]) -> Document:
    """The checklist of a state's bill and its companion, treaty by treaty, as the model law's `accession.yaml` has it.

    Raises BillError as `document.made`.
    """
    phrases = bill.words.phrases["accession"]
    by_id = {instrument.id: instrument for instrument in instruments}
    entries = model.accession(bill.draft.plan.library, bill.draft.plan.model, bill.draft.plan.loaded.language)
    said = [_entry(bill, joining, by_id[joining.instrument], standings, phrases) for joining in entries]
    title = filled(phrases["title"], title=bill.draft.title)
    return document.made(bill, NAME, title, text=phrases, instruments=said)


def _entry(
    bill: Bill, joining: Joining, instrument: Instrument, standings: Sequence[Standing], phrases: Mapping[str, Any]
) -> dict[str, Any]:
    """What the template says of a treaty."""
    items = list(_items(bill, joining, phrases))
    carried = {f"{one.instrument.id}:{one.element.id}": one.passages for one in standings}
    present = {planned.clause.module for planned in _planned(bill)}
    return {
        "title": instrument.title,
        "citation": instrument.citation,
        "joining": joining.joining,
        "served": joining.module is None or joining.module in present,
        "module": joining.module or "",
        "status": _fact(bill, joining.fact),
        "designations": [
            {
                "article": _article(entry.treaty, phrases),
                "what": entry.what,
                "who": _fact(bill, entry.fact),
                "where": _where(bill, entry.clause),
            }
            for entry in joining.designations
        ],
        "declarations": [asdict(item) for item in items if item.hook == "declaration"],
        "reservations": [asdict(item) for item in items if item.hook == "reservation"],
        "departures": [asdict(item) for item in items if item.hook == "non-compliance"],
        "missing": list(_missing(instrument, standings, phrases)),
        "permitted": [
            {
                "article": _article(entry.treaty, phrases),
                "what": entry.what,
                "where": _where(bill, entry.clause),
                "deposit": _deposit(bill, entry.hook, entry.treaty, entry.deposit, phrases),
            }
            for entry in joining.declarations
        ],
        "arrangements": [
            {
                "article": _article(one.treaty, phrases),
                "what": one.what,
                "where": ", ".join(dict.fromkeys(passage.where for passage in carried.get(one.treaty, ()))),
            }
            for one in joining.arrangements
        ],
    }


def _missing(
    instrument: Instrument, standings: Sequence[Standing], phrases: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    """What the treaty asks for and no clause carries, the elements of an article with one reason together."""
    groups: dict[tuple[str, str, bool], list[str]] = {}
    for one in standings:
        if one.instrument is instrument and one.in_bill and not one.passages and one.obligation != "optional":
            article = _article(f"{instrument.id}:{one.element.id}", phrases)
            key = article, one.reason or phrases["unsaid"], one.obligation == "reservable"
            groups.setdefault(key, []).append(one.element.text)
    for (article, reason, reservable), texts in groups.items():
        yield {"article": article, "text": "; ".join(texts), "reason": reason, "reservable": reservable}


def _items(bill: Bill, joining: Joining, phrases: Mapping[str, Any]) -> Iterator[Item]:
    """What the state's options, the clauses that it has not and the treaty's further asks call for."""
    here = f"{joining.instrument}:"
    present = {planned.slug: planned for planned in _planned(bill)}
    for planned in present.values():
        for name, option in planned.clause.options.items():
            value = planned.options[name]
            if option.hook != "none" and (option.treaty or "").startswith(here) and _due(option, value):
                yield _item(bill, planned, name, value, option.hook, option.treaty, option.meaning, option.deposit,
                            option.cost, phrases)  # fmt: skip
    modules = {planned.clause.module for planned in present.values()}
    for part in bill.draft.plan.model.all_parts:
        for clause in part.clauses:
            if clause.slug not in present and (clause.module is None or clause.module in modules):
                for absence in clause.absent:
                    if absence.treaty.startswith(here):
                        yield _absent(bill, clause.slug, absence, phrases)
    for further in joining.further:
        found = present.get(further.clause)
        if found is not None and _further_due(further, found):
            value = found.options[further.option] if further.option else ""
            yield _item(bill, found, further.option or "", value, further.hook, further.treaty, further.meaning,
                        further.deposit, None, phrases)  # fmt: skip


def _planned(bill: Bill) -> Iterator[Planned]:
    for one in bill.bills:
        for unit in one.draft.units:
            yield unit.planned


def _due(option: Option, value: Choice) -> bool:
    """Whether the hook of an option is due at this value."""
    return value != option.default if option.due is None else _among(value, option.due)


def _further_due(further: Further, planned: Planned) -> bool:
    return further.option is None or (further.due is not None and _among(planned.options[further.option], further.due))


def _among(value: Choice, values: Sequence[Choice]) -> bool:
    return any(type(value) is type(one) and value == one for one in values)


def _item(
    bill: Bill,
    planned: Planned,
    name: str,
    value: Choice,
    hook: str,
    treaty: str | None,
    meaning: str,
    deposit: str | None,
    cost: str | None,
    phrases: Mapping[str, Any],
) -> Item:
    reasons = [departure.reason for departure in planned.departures if departure.name == name and departure.reason]
    shown = phrases["on" if value else "off"] if isinstance(value, bool) else value
    return Item(
        hook,
        _article(treaty or "", phrases),
        _where(bill, planned.slug),
        filled(phrases["option"], name=name, value=shown) if name else "",
        filled(meaning, value=value),
        _deposit(bill, hook, treaty or "", filled(deposit, value=value) if deposit else None, phrases),
        cost or "",
        "; ".join(reasons),
    )


def _absent(bill: Bill, slug: str, absence: Absence, phrases: Mapping[str, Any]) -> Item:
    return Item(
        absence.hook,
        _article(absence.treaty, phrases),
        filled(phrases["absent"], clause=_heading(bill, slug)),
        "",
        absence.meaning,
        _deposit(bill, absence.hook, absence.treaty, absence.deposit, phrases),
    )


def _heading(bill: Bill, slug: str) -> str:
    """The heading of a clause that the bill has not."""
    found = bill.draft.plan.model.clause(slug)
    return plain_heading(found[1]) if found is not None else slug


def _deposit(bill: Bill, hook: str, treaty: str, words: str | None, phrases: Mapping[str, Any]) -> str:
    """The words of a declaration or a reservation."""
    if not words:
        return ""
    state = bill.words.facts["state"]
    names = {"state": state["official_name"], "name": state["name"]}
    return filled(phrases[hook], **names, article=_article(treaty, phrases), deposit=words)


def _article(treaty: str, phrases: Mapping[str, Any]) -> str:
    """The article of an element: ``budapest:27.2.c.notify`` is of Article 27."""
    return filled(phrases["article"], number=treaty.rpartition(":")[2].partition(".")[0])


def _where(bill: Bill, slug: str | None) -> str:
    """Where a clause stands in the state's bills; nothing where it does not."""
    for one in bill.bills:
        unit = one.draft.unit(slug) if slug else None
        if unit is not None:
            return standing(one, unit)
    return ""


def _fact(bill: Bill, path: str | None) -> Fact | str:
    """What the profile says at a path; nothing where it does not know."""
    value: Any = bill.words.facts
    for step in path.split(".") if path else ("",):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value or ""
