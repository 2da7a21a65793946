"""Police and court forms: each field a control, filled from a case file, and nothing filled that is not on the form."""

from __future__ import annotations

import io
import zipfile

import pytest
from click.testing import CliRunner
from conftest import ROOT, STATES, WHOLE
from lxml import etree

from billwright.cli import main
from billwright.companions import forms
from billwright.companions.forms import controls
from billwright.errors import BillError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMED = {
    "preservation-notice", "partial-disclosure-demand", "production-application", "production-order",
    "search-information", "search-warrant", "inventory-and-receipt", "assistance-order", "real-time-application",
    "real-time-order", "interception-application", "interception-order", "contact-point-request",
    "contact-point-record", "mutual-assistance-request", "subscriber-order", "subscriber-order-decision",
    "foreign-order", "emergency-disclosure", "consent-to-access", "preservation-application", "assistance-application",
    "contact-point-preservation", "notice-to-person-affected", "removal-application", "removal-order",
    "victim-removal-application",
}  # fmt: skip
"""The forms that practitioners want, and those that readers of whole packages missed."""
EVERY_FORM = {"reference", "made_on", "case_number", "applicant_name", "applicant_rank", "signed_by"}


@pytest.fixture(scope="module")
def jamaica(bills):
    return bills["jamaica"]


def fill(bill, slug, text, tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text(text, encoding="utf-8")
    blank = forms.chosen(bill, slug)
    return forms.filled([blank.document()], forms.case(bill, path))[0]


def faults(bill, slug, text, tmp_path):
    with pytest.raises(BillError) as caught:
        fill(bill, slug, text, tmp_path)
    return caught.value.findings


def tree(content: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return etree.fromstring(file.read("word/document.xml"))


def control(content: bytes, name: str) -> etree._Element:
    """A content control of a Word file by its tag."""
    return next(one for one in tree(content).iter(f"{W}sdt") if one.find(f"{W}sdtPr/{W}tag").get(f"{W}val") == name)


def words(element: etree._Element) -> str:
    return "".join(one.text or "" for one in element.iter(f"{W}t"))


def test_a_law_with_every_clause_has_every_form_that_is_wanted(bills):
    assert {blank.slug for blank in forms.forms(bills[WHOLE])} >= NAMED


@pytest.mark.parametrize("state", STATES)
def test_a_state_has_a_form_for_each_of_its_clauses_and_none_for_a_clause_that_it_has_not(state, bills):
    present = {unit.slug for bill in bills[state].bills for unit in bill.draft.units}
    found = forms.forms(bills[state])
    assert all(blank.form.clause in present for blank in found)
    assert [blank.number for blank in found] == list(range(1, len(found) + 1))
    assert len(found) >= 15


@pytest.mark.parametrize("state", [*STATES, WHOLE])
def test_what_every_form_has_is_on_every_form(state, bills):
    for blank in forms.forms(bills[state]):
        missing = EVERY_FORM - set(controls(blank.document()))
        assert not missing, f"{blank.slug}: {missing}"


@pytest.mark.parametrize("slug", sorted(NAMED))
def test_the_forms_in_words(slug, bills, expected):
    blank = forms.chosen(bills[WHOLE], slug)
    expected(ROOT / f"tests/companions/forms/{slug}.txt", blank.document().text)


def test_an_empty_field_is_a_control_that_shows_what_to_write(jamaica):
    content = forms.chosen(jamaica, "search-warrant").document().word({})
    empty = control(content, "case_number")
    assert empty.find(f"{W}sdtPr/{W}showingPlcHdr") is not None
    assert words(empty).startswith("[number of the")
    assert empty.find(f"{W}sdtContent/{W}r/{W}rPr/{W}rStyle").get(f"{W}val") == "Blank"


def test_a_case_fills_lines_days_choices_ticks_and_rows(jamaica, tmp_path):
    filled = fill(
        jamaica,
        "inventory-and-receipt",
        'case_number: "PN 12/2026"\nitems:\n  - description: Telephone\n    serial: "123"\n  - description: Computer\n',
        tmp_path,
    )
    content = filled.word({})
    for name, said in {"case_number": "PN 12/2026", "items.1.serial": "123",
                       "items.2.description": "Computer"}.items():  # fmt: skip
        found = control(content, name)
        assert words(found) == said
        assert found.find(f"{W}sdtPr/{W}showingPlcHdr") is None
    assert words(control(content, "items.2.serial")).startswith("[")


def test_a_choice_is_one_of_its_list(jamaica, tmp_path):
    filled = fill(jamaica, "preservation-notice", "served_by: by hand\n", tmp_path)
    chosen = control(filled.word({}), "served_by")
    assert words(chosen) == "by hand"
    assert "by hand" in [one.get(f"{W}value") for one in chosen.iter(f"{W}listItem")]


def test_a_day_is_printed_as_the_state_writes_days_and_kept_as_a_date(jamaica, tmp_path):
    filled = fill(jamaica, "preservation-notice", "expires: 2026-12-01\ndata_traffic: true\n", tmp_path)
    content = filled.word({})
    day = control(content, "expires")
    assert words(day) == "1 December 2026"
    assert day.find(f"{W}sdtPr/{W}date").get(f"{W}fullDate") == "2026-12-01T00:00:00Z"
    assert words(control(content, "data_traffic")) == "☒"
    assert words(control(content, "data_content")) == "☐"


def test_a_field_that_is_on_no_form_is_an_error_at_its_line_with_the_nearest(jamaica, tmp_path):
    (finding,) = faults(jamaica, "search-warrant", "case_number: 1\ncase_numbr: 2\n", tmp_path)
    assert (finding.rule, finding.line) == ("case-field-unknown", 2)
    assert "case_number" in finding.remedy


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("served_by: by pigeon", "by hand"),
        ("expires: next week", "2026-11-25"),
        ("expires: 2026-02-30", "no such day"),
        ("data_traffic: perhaps", "true or false"),
        ("case_number: true", "words"),
        ("case_number: [1, 2]", "case_number"),
    ],
)
def test_a_value_that_its_field_cannot_take_is_an_error(text, remedy, jamaica, tmp_path):
    (finding, *_) = faults(jamaica, "preservation-notice", text + "\n", tmp_path)
    assert finding.line == 1
    assert remedy in f"{finding.message} {finding.remedy}"


def test_more_rows_than_the_form_has_are_an_error(jamaica, tmp_path):
    rows = "items:\n" + "  - description: x\n" * 7
    (finding,) = faults(jamaica, "inventory-and-receipt", rows, tmp_path)
    assert (finding.rule, finding.line) == ("case-field-unknown", 8)
    assert "6 rows" in finding.message


def test_every_fault_of_a_case_file_is_said_at_once(jamaica, tmp_path):
    found = faults(jamaica, "preservation-notice", "nonsense: 1\nserved_by: by pigeon\n", tmp_path)
    assert [one.rule for one in found] == ["case-field-unknown", "case-value"]


def test_the_sections_of_a_form_are_those_of_the_state(bills):
    for state in ("jamaica", "barbados"):
        unit = bills[state].draft.unit("search-warrant")
        said = forms.chosen(bills[state], "search-warrant").document().text
        assert f"section {unit.number}" in said


def test_a_form_of_the_companion_bill_bears_its_title(bills):
    said = forms.chosen(bills["barbados"], "mutual-assistance-request").document().text
    assert str(bills["barbados"].companion.words.facts["bill"]["short_title"]) in said


def test_a_form_of_an_absent_clause_says_which(bills, jamaica):
    with pytest.raises(BillError) as caught:
        forms.chosen(jamaica, "foreign-order")
    (finding,) = caught.value.findings
    assert "foreign-order-effect" in finding.message
    with pytest.raises(BillError) as caught:
        forms.chosen(jamaica, "serch-warrant")
    assert "search-warrant" in caught.value.findings[0].remedy


def test_the_command_writes_one_form_or_all_and_says_what_is_empty(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    case = tmp_path / "case.yaml"
    case.write_text("case_number: 7\n", encoding="utf-8")
    one = CliRunner().invoke(main, ["forms", "jamaica", "search-warrant", "--data", str(case)])
    assert one.exit_code == 0, one.output
    assert "to fill in → jamaica-search-warrant.docx" in one.output
    assert words(control((tmp_path / "jamaica-search-warrant.docx").read_bytes(), "case_number")) == "7"
    every = CliRunner().invoke(main, ["forms", "jamaica", "--data", str(case), "-o", "here"])
    assert every.exit_code == 0, every.output
    assert len(list((tmp_path / "here").glob("*.docx"))) == len(every.output.splitlines())
    case.write_text("no_such_field: 7\n", encoding="utf-8")
    bad = CliRunner().invoke(main, ["forms", "jamaica", "--data", str(case), "-o", "there"])
    assert bad.exit_code == 1
    assert "case.yaml, line 1" in bad.output or "case.yaml:1" in bad.output
    assert not (tmp_path / "there").exists()


def test_the_forms_can_be_a_schedule_of_the_bill(workspace):
    made = workspace.make("jamaica", "clauses.forms.on=true")
    schedule = made.draft.unit("forms")
    said = [paragraph.text for paragraph in schedule.paragraphs]
    assert "Form 1" in said
    assert any(span.control is not None for paragraph in schedule.paragraphs for span in paragraph.spans)
    assert "may be used for the document that it names" in " ".join(
        paragraph.text for paragraph in made.draft.unit("forms-by-order").paragraphs
    )


def test_the_example_of_a_case_fills_forms_of_the_example_state(jamaica):
    case = forms.case(jamaica, ROOT / "examples/case.yaml")
    filled = forms.filled([blank.document() for blank in forms.forms(jamaica)], case)
    assert all("CID 118/2026" in one.text for one in filled)
