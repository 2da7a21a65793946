"""The accession checklist: what the options of a bill call for, read from their values."""

from __future__ import annotations

import pytest
from conftest import ROOT, STATES, WHOLE

from billwright import instruments, model
from billwright.bill import Bill
from billwright.companions import accession
from billwright.coverage import coverage


def checklist(bill: Bill) -> str:
    treaties = [
        one
        for one in instruments.load(bill.draft.plan.library, language=bill.draft.plan.loaded.language)
        if one.id in bill.draft.plan.model.treaties
    ]
    return accession.made(bill, treaties, list(coverage(treaties, bill.bills))).text


@pytest.fixture
def said(workspace):
    return lambda *settings: checklist(workspace.make("jamaica", *settings))


@pytest.mark.parametrize("state", [*STATES, WHOLE])
def test_the_checklist_in_words(state, bills, expected):
    expected(ROOT / f"tests/companions/{state}.accession.txt", checklist(bills[state]))


def test_an_option_that_adds_an_element_calls_for_its_declaration_with_words_to_deposit(said):
    words = (
        "“In accordance with Article 2, Jamaica declares that it requires, for the offence of Article 2, that it be "
        "committed by infringing security measures.”"
    )
    assert words not in said()
    changed = said(
        "clauses.illegal-access.options.security-measures=true", "clauses.illegal-access.reason=Cabinet of 2026"
    )
    assert words in changed
    assert "option security-measures: on" in changed
    assert "Cabinet of 2026" in changed


def test_an_option_that_leaves_out_calls_for_its_reservation(said):
    words = (
        "“In accordance with Article 4, Jamaica reserves the right to require that the conduct described in Article 4(1) "
        "result in serious harm.”"
    )
    assert words not in said()
    assert words in said("clauses.data-interference.options.serious-harm=true")


def test_a_hook_may_be_due_at_the_default_value(bills, workspace):
    """The Second Protocol's notice and supervision are on by default, and each calls for a declaration."""
    text = checklist(bills[WHOLE])
    part = text[text.index("Second Additional Protocol") : text.index("United Nations Convention")]
    assert "option judicial-supervision: on" in part
    plan = bills[WHOLE].draft.unit("direct-subscriber-information").planned
    assert plan.options["judicial-supervision"] == plan.clause.options["judicial-supervision"].default


def test_a_departure_without_a_hook_is_said_in_plain_words(said):
    words = "neither a declaration nor a reservation"
    changed = said("clauses.child-abuse-possession.options.possession=false")
    assert words in changed
    assert "Article 14(1)(c) asks that possessing and controlling such material be offences" in changed


def test_a_clause_that_is_not_there_calls_for_what_its_absence_costs(said):
    words = "the bill has no clause “Racist insult”"
    assert words not in said()  # without the module there is nothing to reserve
    assert words in said("modules=[racism]", "clauses.racist-insult.on=false")
    assert words not in said("modules=[racism]", "clauses.racist-insult.on=true")


def test_an_authority_that_nobody_has_named_is_said_to_be_missing(bills):
    text = checklist(bills["jamaica"])
    assert "Not known: whom the state names must be settled before deposit." in text
    assert "In this bill: Director of Public Prosecutions." in text


def test_an_instrument_whose_module_is_off_asks_for_nothing(bills):
    text = checklist(bills["jamaica"])
    assert text.count("There is nothing to do unless Jamaica decides to join it.") == 2
    assert "There is nothing to do" not in checklist(bills[WHOLE])


def test_what_no_clause_carries_of_the_united_nations_convention_is_listed_with_its_reason(bills):
    text = checklist(bills["jamaica"])
    assert "What this bill does not carry, and why" in text
    assert "nobody has said why" not in text


def test_every_hook_of_every_option_is_an_element_and_says_what_to_deposit(library):
    """A declaration or reservation without its words, or of an article that no instrument has, would be of no use."""
    law = model.load(library, "common-law")
    articles = {f"{one.id}:{provision.article}" for one in instruments.load(library) for provision in one.provisions}
    for part in law.all_parts:
        for clause in part.clauses:
            for name, option in clause.options.items():
                if option.hook in {"declaration", "reservation"}:
                    assert option.deposit, f"{clause.slug}.{name}"
                if option.hook != "none":
                    where, _, element = (option.treaty or "").partition(":")
                    assert f"{where}:{element.partition('.')[0]}" in articles, f"{clause.slug}.{name}: {option.treaty}"
                    assert option.cost, f"{clause.slug}.{name}"
                for value in option.due or ():
                    assert value in option.allowed, f"{clause.slug}.{name}: {value}"


def test_every_designation_and_declaration_of_the_instruments_is_on_the_checklist_once(library):
    law = model.load(library, "common-law")
    listed = [
        one.treaty
        for joining in model.accession(library, law)
        for one in (*joining.designations, *joining.declarations, *joining.arrangements, *joining.rules)
    ]
    assert len(listed) == len(set(listed))
    wanted = {
        f"{one.id}:{element.id}"
        for one in instruments.load(library)
        if one.id in {joining.instrument for joining in model.accession(library, law)}
        for _, element in one.elements
        if element.via is not None
    }
    assert wanted <= set(listed)
