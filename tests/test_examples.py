"""The examples are what the program makes today."""

from __future__ import annotations

import io
import zipfile

import pytest
from conftest import ROOT

from billwright import bill, plaintext
from billwright.library import Library

EXAMPLES = ROOT / "examples"


def parts(content: bytes) -> dict[str, bytes]:
    """What is in a package: the bytes of the archive differ from one zlib to another, these do not."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize(
    "state", ["jamaica", "barbados", "barbados-co-operation", "antigua-and-barbuda", "haiti", "suriname"]
)
def test_the_example_is_the_bill_of_today(state, bills, request):
    path = EXAMPLES / f"{state}.docx"
    made = bills[state].word()
    if request.config.getoption("--bless") and (not path.exists() or parts(path.read_bytes()) != parts(made)):
        path.write_bytes(made)
    assert parts(path.read_bytes()) == parts(made), "run pytest --bless"


def test_the_examples_show_every_house_style(bills):
    assert len({bills[path.stem].style.name for path in EXAMPLES.glob("*.docx")}) == 5


def test_the_office_uses_its_own_clause_and_overlay():
    library = Library.around(EXAMPLES / "office")
    text = plaintext.text(bill.make(library, "jamaica").draft)
    assert "by means of the password of another person" in text
    decided = bill.make(library, "jamaica", (EXAMPLES / "office/cabinet-decision.yaml",))
    assert "by infringing a security measure" in plaintext.text(decided.draft)
    assert decided.options == 1
