"""The bills of all states as text: a change of the law is a diff that a lawyer can read."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import BILLS, STATES

from billwright import plaintext

EXPECTED = Path(__file__).parent / "bills"


@pytest.mark.parametrize("state", BILLS)
def test_the_bill_reads_as_expected(state, bills, expected):
    expected(EXPECTED / f"{state}.txt", plaintext.text(bills[state].draft))


@pytest.mark.parametrize("state", BILLS)
def test_the_comments_read_as_expected(state, bills, expected):
    expected(EXPECTED / f"{state}.comments.txt", plaintext.comments(bills[state].draft))


@pytest.mark.parametrize("state", BILLS)
def test_every_claim_of_the_model_law_holds(state, bills):
    lost = [(claim.clause.slug, claim.element) for claim in bills[state].claims if claim.found is None]
    assert lost == []


def test_every_claimed_element_stands_in_its_instrument(bills):
    import yaml

    known = set()
    for path in (Path(__file__).parents[1] / "instruments").glob("*.yaml"):
        instrument = yaml.safe_load(path.read_text(encoding="utf-8"))
        for provision in instrument["provisions"]:
            for entry in (*provision.get("elements", ()), *provision.get("options", ())):
                known.add(f"{instrument['id']}:{entry['id']}")
    claimed = {claim.element for bill in bills.values() for claim in bill.claims}
    assert len(claimed) > 100
    assert sorted(claimed - known) == []


def test_twelve_states_have_a_bill():
    assert len(STATES) >= 12
