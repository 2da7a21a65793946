"""The schema that an editor checks profiles with."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from conftest import ROOT, STATES

from billwright import yamlfile
from billwright.schema import schema

SHIPPED = Path(ROOT / "countries/schema.json")


def test_the_shipped_schema_is_the_one_that_the_program_makes(library, expected):
    expected(SHIPPED, schema(library))


@pytest.fixture(scope="module")
def check():
    return jsonschema.Draft202012Validator(json.loads(SHIPPED.read_text(encoding="utf-8")))


def profile(state):
    return yamlfile.read(ROOT / f"countries/{state}.yaml").data


@pytest.mark.parametrize("state", STATES)
def test_every_profile_meets_the_schema(state, check):
    assert [f"{list(fault.path)}: {fault.message}" for fault in check.iter_errors(profile(state))] == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data.update(stat={}),
        lambda data: data["state"].pop("name"),
        lambda data: data["clauses"].update({"ilegal-access": {"on": False}}),
        lambda data: data["clauses"].update({"illegal-access": {"options": {"dishonest-intent": "maybe"}}}),
        lambda data: data["house_style"].update(paper="A3"),
    ],
)
def test_the_schema_refuses_what_the_program_refuses(spoil, check):
    data = profile("jamaica")
    spoil(data)
    assert list(check.iter_errors(data))
