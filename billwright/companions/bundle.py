"""The package of a state: its bill and all that goes with it, in one folder, with an index of what each file is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from billwright import instruments
from billwright.bill import Bill
from billwright.companions import accession, correspondence, document, forms, memorandum, spreadsheet
from billwright.coverage import coverage
from billwright.profile import filled
from billwright.write import moment

INDEX = "companions/index.docx"


def files(bill: Bill, *, clean: bool = False) -> Iterator[tuple[str, bytes]]:
    """The names of the files, ``forms/01-preservation-notice.docx``, and what is in them.

    Raises BillError as what makes each.
    """
    phrases = bill.words.phrases["package"]
    names, model = phrases["files"], bill.draft.plan.model
    rows: list[dict[str, Any]] = []
    bills = dict(bill.files(names["bill"], clean=clean))
    for one, (name, content) in zip(bill.bills, bills.items(), strict=True):
        yield name, content
        rows.append(_row(name, one.draft.title, filled(phrases["bill"], summary=one.summary)))
    places = {unit.slug: name for one, name in zip(bill.bills, bills, strict=True) for unit in one.draft.units}
    for one, name in zip(bill.bills, bills, strict=True):
        apart = memorandum.made(one)
        if apart is None:
            rows.append(_row(name, memorandum.title(one), phrases["memorandum_inside"]))
        else:
            own = f"{names['memorandum']}{name.removeprefix(names['bill'])}"
            yield own, apart.word(places, clean=clean)
            rows.append(_row(own, apart.title, phrases["memorandum"]))
    loaded = instruments.load(bill.draft.plan.library, language=bill.draft.plan.loaded.language)
    by_id = {one.id: one for one in loaded}
    treaties = [by_id[name] for name in model.treaties if name in by_id]
    standings = list(coverage(treaties, bill.bills))
    lines = list(correspondence.rows(standings, bill.words.phrases["correspondence"]))
    table = correspondence.made(bill, standings, lines)
    yield f"{names['correspondence']}.docx", table.word(places, clean=clean)
    rows.append(_row(f"{names['correspondence']}.docx", table.title, phrases["correspondence"]))
    date = moment(bill.draft.plan.loaded.profile.bill.year)
    yield (
        f"{names['correspondence']}.xlsx",
        spreadsheet.made(lines, table.title, bill.words.phrases["correspondence"], date),
    )
    rows.append(_row(f"{names['correspondence']}.xlsx", table.title, phrases["spreadsheet"]))
    checklist = accession.made(bill, treaties, standings)
    yield f"{names['accession']}.docx", checklist.word(places, clean=clean)
    rows.append(_row(f"{names['accession']}.docx", checklist.title, phrases["accession"]))
    above = {slug: f"../{name}" for slug, name in places.items()}
    listed = []
    for blank in forms.forms(bill):
        name = f"{names['forms']}/{blank.file}"
        yield name, blank.document().word(above, clean=clean)
        listed.append(_row(name, blank.form.title, blank.form.summary))
    title = filled(phrases["title"], title=bill.draft.title)
    index = document.made(bill, INDEX, title, text=phrases, files=rows, forms=listed)
    yield f"{names['index']}.docx", index.word(places, clean=clean)


def _row(file: str, title: str, what: str) -> dict[str, Any]:
    return {"file": file, "title": title, "what": what}
