"""The table of correspondence: every element, the words that carry it found in the clause, or the reason why none do."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from conftest import ROOT, STATES, WHOLE
from lxml import etree

from billwright import instruments
from billwright.bill import Bill
from billwright.companions import correspondence
from billwright.coverage import coverage
from billwright.draft import Listing

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def standings(bill: Bill):
    model = bill.draft.plan.model
    language = bill.draft.plan.loaded.language
    found = [one for one in instruments.load(bill.draft.plan.library, language=language) if one.id in model.treaties]
    return list(coverage(sorted(found, key=lambda one: model.treaties.index(one.id)), bill.bills))


def rows(bill: Bill) -> list[correspondence.Row]:
    return list(correspondence.rows(standings(bill), bill.words.phrases["correspondence"]))


def plain(words: str) -> str:
    return re.sub(r"\s+", " ", words).casefold()


@pytest.mark.parametrize("state", [*STATES, WHOLE])
def test_the_words_that_carry_an_element_are_in_the_clause_that_is_named(state, bills):
    bill = bills[state]
    looked = 0
    for row in rows(bill):
        for place, slug, words in row.passages:
            unit = next(unit for one in bill.bills if (unit := one.draft.unit(slug)) is not None)
            clause = plain(" ".join(paragraph.text for paragraph in unit.paragraphs))
            for piece in plain(words)[1:-1].strip("“”«» ").split(" … "):
                assert piece in clause, f"{row.element}: {words}"
            assert re.sub(r"\D", "", unit.number) in place
            looked += 1
    assert looked > 600


@pytest.mark.parametrize("state", [*STATES, WHOLE])
def test_every_element_of_every_instrument_is_in_the_table_once_with_words_or_a_reason(state, bills):
    bill = bills[state]
    found = rows(bill)
    names = [(row.instrument.id, row.element) for row in found]
    assert len(names) == len(set(names))
    wanted = {
        (one.id, element.id)
        for one in instruments.load(bill.draft.plan.library)
        if one.id in bill.draft.plan.model.treaties
        for _, element in one.elements
    }
    assert set(names) == wanted
    unsaid = bill.words.phrases["correspondence"]["unsaid"]
    assert not [row.element for row in found if not row.passages and unsaid in row.reason]
    assert not [row.element for row in found if not row.passages and not row.reason.strip()]


@pytest.mark.parametrize("state", STATES)
def test_every_mandatory_element_of_budapest_that_a_bill_can_carry_is_carried(state, bills):
    missing = [
        one.element.id
        for one in standings(bills[state])
        if one.instrument.id == "budapest" and one.in_bill and one.obligation == "mandatory" and not one.passages
    ]
    assert not [name for name in missing if not reason(bills[state], name)]
    assert len(missing) < 20


def reason(bill: Bill, element: str) -> str:
    return next(one.reason for one in standings(bill) if one.instrument.id == "budapest" and one.element.id == element)


@pytest.mark.parametrize("state", ["jamaica", "barbados", WHOLE])
def test_the_table_in_words(state, bills, expected):
    table = correspondence.made(bills[state], standings(bills[state]), rows(bills[state]))
    expected(ROOT / f"tests/companions/{state}.correspondence.txt", table.text)


def test_the_counts_of_the_table_are_those_of_its_rows(bills):
    bill = bills["jamaica"]
    table = correspondence.made(bill, standings(bill), rows(bill))
    listings = [block for block in table.blocks if isinstance(block, Listing)]
    assert [len(one.rows) for one in listings] == [
        sum(1 for _ in one.elements)
        for name in bill.draft.plan.model.treaties
        for one in instruments.load(bill.draft.plan.library, name)
    ]
    assert "the bill carries 257" in table.text


def test_a_clause_of_the_companion_bill_is_named_with_its_title(bills):
    said = [place for row in rows(bills["barbados"]) for place, slug, _ in row.passages if slug == "extradition"]
    assert said
    assert all(place.endswith("(Cybercrime) Act, 2026") for place in said)


def test_a_module_that_is_off_is_a_reason(bills):
    (row,) = [row for row in rows(bills["jamaica"]) if row.element == "3.1.intent" or row.element == "3.intent.x"] or [
        next(row for row in rows(bills["jamaica"]) if row.instrument.id == "budapest-protocol-1" and not row.passages)
    ]
    assert "racis" in row.reason or "off" in row.reason


# -- the spreadsheet ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sheet(packages):
    with zipfile.ZipFile(io.BytesIO(packages["jamaica"]["correspondence.xlsx"])) as file:
        return {name: file.read(name) for name in file.namelist()}


def cells(sheet) -> list[list[str]]:
    tree = etree.fromstring(sheet["xl/worksheets/sheet1.xml"])
    shared: list[str] = []
    if "xl/sharedStrings.xml" in sheet:
        shared = ["".join(one.itertext()) for one in etree.fromstring(sheet["xl/sharedStrings.xml"]).iter(f"{S}si")]

    def said(cell) -> str:
        if cell.get("t") == "s":
            return shared[int(cell.find(f"{S}v").text)]
        return "".join(cell.itertext())

    return [[said(cell) for cell in row.iter(f"{S}c")] for row in tree.iter(f"{S}row")]


def test_the_spreadsheet_has_the_rows_of_the_table(sheet, bills):
    heading, *found = cells(sheet)
    wanted = rows(bills["jamaica"])
    assert heading == bills["jamaica"].words.phrases["correspondence"]["columns"]
    assert [row[2] for row in found] == [row.element for row in wanted]
    assert [row[3] for row in found] == [row.text for row in wanted]
    assert all(row[6] for row in found)


def test_the_spreadsheet_can_be_filtered_and_its_heading_stays(sheet):
    tree = etree.fromstring(sheet["xl/worksheets/sheet1.xml"])
    assert tree.find(f"{S}autoFilter").get("ref") == f"A1:G{len(cells(sheet))}"
    assert tree.find(f".//{S}pane").get("ySplit") == "1"


def test_words_that_begin_like_a_formula_are_words(bills):
    import datetime

    from billwright.companions import spreadsheet

    row = rows(bills["jamaica"])[0]
    spoilt = correspondence.Row(row.instrument, "=1+1", "x", "=HYPERLINK(1)", "", (), "http://here")
    content = spreadsheet.made(
        [spoilt],
        "x",
        bills["jamaica"].words.phrases["correspondence"],
        datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
    )
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        xml = file.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in xml
    assert "hyperlink" not in xml
