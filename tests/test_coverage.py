"""What a state's law carries of each treaty, as `billwright claims` says it."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from conftest import ROOT, STATES, WHOLE
from smalllaw import maker, packaged

from billwright import coverage, instruments
from billwright.cli import main
from billwright.errors import BillError


def markdown(heading, rows):
    """A table in Markdown."""
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heading, ["---"] * len(heading), *rows))


TREATY = {
    "id": "lamps",
    "title": "Convention on Lamps",
    "citation": "1 January 2020",
    "provisions": [
        {
            "article": "1",
            "title": "Light",
            "kind": "offence",
            "obligation": "mandatory",
            "elements": [
                {"id": "1.lamp", "text": "a lamp"},
                {"id": "1.off", "text": "a lamp that is off"},
                {"id": "1.lost", "text": "a lamp that is lost"},
                {"id": "1.bare", "text": "a lamp that nobody thought of"},
                {"id": "1.may", "text": "a lamp that may be", "obligation": "optional"},
                {"id": "1.named", "text": "a lamp that is named", "via": "executive"},
            ],
        },
        {
            "article": "2",
            "title": "Oil",
            "kind": "power",
            "obligation": "reservable",
            "verified": "memory",
            "elements": [{"id": "2.oil", "text": "oil"}, {"id": "2.oil.lamp", "text": "lamp oil"}],
        },
    ],
}


@pytest.fixture
def standings(tmp_path):
    law = maker(tmp_path)(
        {"one": "Subsection: Nothing.\nSubsection: A person may\\nlight a lamp.", "two": "Section: Off."},
        entries={
            "one": {"carries": {"lamps:1.lamp": "light … lamp", "lamps:1.lost": "is lost"}},
            "two": {"default": "off", "carries": {"lamps:1.off": "Off"}},
        },
    )
    law.yaml("templates/common-law/not-carried.yaml", {"lamps:2": "Oil is left to the Oil Act."})
    law.yaml("instruments/lamps.yaml", TREATY)
    found = coverage.coverage(instruments.load(law.library, "lamps"), law.make().bills)
    return {standing.element.id: standing for standing in found}


def test_an_element_that_is_carried_has_its_place_and_its_words(standings):
    (passage,) = standings["1.lamp"].passages
    assert passage.where == "section 1(2)"
    assert passage.words == "light a lamp"
    assert standings["1.lamp"].reason == ""


@pytest.mark.parametrize(
    ("element", "words"),
    [
        ("1.off", "The bill has no clause “Two”: it is optional and was not chosen."),
        ("1.lost", "“one” no longer says it"),
        ("1.bare", ""),
        ("1.may", "only permits"),
        ("1.named", "designation"),
        ("2.oil", "Oil is left to the Oil Act."),
        ("2.oil.lamp", "Oil is left to the Oil Act."),
    ],
)
def test_an_element_that_is_not_carried_has_the_reason(element, words, standings):
    assert standings[element].passages == ()
    assert standings[element].reason == words if not words else words in standings[element].reason


def test_what_no_bill_can_carry_is_not_counted(standings):
    count = coverage.counts(standings.values())["lamps"]
    assert (count.carried, count.possible) == (1, 7)
    assert (count.mandatory_carried, count.mandatory) == (1, 4)


def test_an_article_whose_number_nobody_has_read_says_so(standings):
    lines = list(coverage.listed(standings.values()))
    assert "  2 Oil [numbered from memory; confirm]" in lines
    assert "  1 Light" in lines
    assert "      section 1(2): “light a lamp”" in lines


def test_the_command_prints_one_instrument_and_its_count():
    result = CliRunner().invoke(main, ["claims", "jamaica", "--instrument", "budapest"])
    assert result.exit_code == 0
    assert "budapest:2.intent (mandatory)  committed intentionally" in result.stdout
    assert "“intentionally”" in result.stdout
    assert "un-cybercrime" not in result.stdout


def test_a_misspelt_instrument_gets_the_nearest_name():
    result = CliRunner().invoke(main, ["claims", "jamaica", "--instrument", "budapst"])
    assert result.exit_code == 1
    assert "[instrument-unknown]" in result.stderr
    assert "budapest" in result.stderr


def test_a_damaged_instrument_is_named_with_its_line(tmp_path):
    law = maker(tmp_path)({"one": "Section: Nothing."})
    law.yaml(
        "instruments/lamps.yaml", {"id": "lamps", "title": "Lamps", "citation": "1", "provisions": [{"article": "1"}]}
    )
    with pytest.raises(BillError) as caught:
        instruments.load(law.library, "lamps")
    assert {finding.rule for finding in caught.value.findings} == {"instrument-missing-key"}
    assert caught.value.findings[0].file == "instruments/lamps.yaml"


# -- the model law ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def everything(library, bills):
    known = instruments.load(library)
    return {state: list(coverage.coverage(known, bills[state].bills)) for state in (*STATES, WHOLE)}


@pytest.mark.parametrize("state", STATES)
def test_each_element_of_each_instrument_is_carried_or_has_a_reason(state, everything):
    unexplained = [
        f"{standing.instrument.id}:{standing.element.id}"
        for standing in everything[state]
        if not standing.passages and not standing.reason
    ]
    assert unexplained == []


@pytest.mark.parametrize("state", STATES)
def test_each_mandatory_element_of_the_budapest_convention_is_carried(state, everything):
    """Under a code, what its general part says already is left to it, and the reason names it."""
    count = coverage.counts(one for one in everything[state] if one.instrument.id == "budapest")["budapest"]
    assert count.mandatory > 200
    assert count.mandatory_carried == count.mandatory - CODES.get(state, 0)


CODES = {"suriname": 12}
"""Elements that a code carries: in Suriname attempt, participation, legal persons, and jurisdiction at home."""


def test_no_reason_is_given_for_what_is_carried_everywhere_or_stands_nowhere(library, everything):
    known = {
        name
        for instrument in instruments.load(library)
        for provision, element in instrument.elements
        for name in (instrument.id, f"{instrument.id}:{element.id}", f"{instrument.id}:{provision.article}")
    }
    reasons = packaged("templates/common-law/not-carried.yaml")
    said = {standing.reason for standings in everything.values() for standing in standings}
    assert [
        name for name in reasons if name not in known and not any(one.startswith(f"{name}.") for one in known)
    ] == []
    assert [name for name, reason in reasons.items() if reason not in said] == []


def test_the_readme_counts_what_is_carried(library, everything, request):
    known = instruments.load(library)
    counted = {state: coverage.counts(standings) for state, standings in everything.items()}
    shown = [one.id for one in known if counted[WHOLE][one.id].carried]
    rows = [
        (
            "Jamaica with every module" if state == WHOLE else state,
            *(f"{counted[state][name].carried} of {counted[state][name].possible}" for name in shown),
        )
        for state in (*STATES, WHOLE)
    ]
    table = markdown(("", *shown), rows)
    path = ROOT / "README.md"
    text = path.read_text(encoding="utf-8")
    before, start, rest = text.partition("<!-- coverage -->\n")
    _, end, after = rest.partition("<!-- /coverage -->")
    assert start
    assert end
    made = f"{before}{start}{table}\n{end}{after}"
    if request.config.getoption("--bless"):
        path.write_text(made, encoding="utf-8")
    assert text == made or request.config.getoption("--bless")
