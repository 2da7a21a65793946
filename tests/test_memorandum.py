"""The memorandum: what it says of each clause, where it stands, and that its numbers are live."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

import pytest
import wordcheck
from conftest import BILLS, ROOT, STATES

from billwright.companions import memorandum
from billwright.content import EXPLANATION, NOTE_CLAUSE, NOTE_TEXT, PART_HEADING

W = f"{{{wordcheck.W}}}"


def of_a_clause(block) -> bool:
    """Whether a block heads what is said of a clause."""
    spans = getattr(block, "spans", [])
    return getattr(block, "style", "") == NOTE_CLAUSE and any(one.target or one.linked for one in spans)


@pytest.mark.parametrize("name", BILLS)
def test_each_clause_and_schedule_is_explained(name, bills):
    silent = [unit.slug for unit in bills[name].draft.units if not " ".join(one.text for one in unit.explanation)]
    assert not silent


@pytest.mark.parametrize("name", BILLS)
def test_an_explanation_is_a_few_plain_sentences(name, bills):
    for unit in bills[name].draft.units:
        said = " ".join(one.text for one in unit.explanation)
        assert 50 < len(said) < 3000, unit.slug
        assert said.endswith(".")


@pytest.mark.parametrize("state", STATES)
def test_it_stands_where_the_state_has_it(state, bills):
    bill = bills[state]
    note = bill.draft.plan.loaded.profile.bill.explanatory_note
    paragraphs = list(bill.draft.paragraphs)
    where = [index for index, one in enumerate(paragraphs) if of_a_clause(one)]
    parts = [index for index, one in enumerate(paragraphs) if one.style == PART_HEADING]
    apart = memorandum.made(bill)
    if note.title is None:
        assert not where
        assert apart is not None
        assert sum(of_a_clause(one) for one in apart.blocks) == len(list(bill.draft.units))
        return
    assert apart is None
    assert len(where) == len(list(bill.draft.units))
    assert max(where) < min(parts) if note.place == "front" else min(where) > max(parts)


@pytest.mark.parametrize("state", STATES)
def test_each_heading_has_the_number_of_its_clause_as_a_field(state, bills):
    bill = bills[state]
    unit = bill.draft.plan.loaded.profile.bill.units.bill
    headings = [one for one in bill.draft.paragraphs if of_a_clause(one)]
    for heading, clause in zip(headings, bill.draft.clauses, strict=False):
        assert heading.text.startswith(f"{unit.capitalize()} {clause.number}. ")
        assert any(clause.numbered in (span.target, span.linked) for span in heading.spans)


def test_it_states_the_rights_that_the_bill_touches_by_the_constitutions_own_numbers(bills):
    for state in STATES:
        bill = bills[state]
        rights = bill.draft.plan.loaded.profile.constitution.rights
        document = memorandum.made(bill)
        said = (
            document.text if document else " ".join(one.text for one in bill.draft.paragraphs if one.style == NOTE_TEXT)
        )
        for right in filter(None, (rights.privacy, rights.expression, rights.fair_trial)):
            assert right in said, f"{state}: {right}"


def test_a_special_majority_is_said(bills):
    said = " ".join(one.text for one in bills["trinidad-and-tobago"].draft.paragraphs if one.style == NOTE_TEXT)
    majority = bills["trinidad-and-tobago"].draft.plan.loaded.profile.constitution.special_majority
    assert majority.fraction in said
    assert not any(
        "special majority" in one.text for one in bills["jamaica"].draft.paragraphs if one.style == NOTE_TEXT
    )


def test_it_says_the_choice_that_was_made(workspace):
    def said(*settings):
        made = workspace.make("jamaica", *settings)
        return " ".join(one.text for one in made.draft.unit("illegal-access").explanation)

    assert "security measure" not in said()
    assert "security measure" in said("clauses.illegal-access.options.security-measures=true")


def test_a_reason_of_the_profile_is_printed_with_the_clause(workspace):
    made = workspace.make(
        "jamaica",
        "clauses.illegal-access.options.security-measures=true",
        "clauses.illegal-access.reason=The Act of 2015 asks for it",
    )
    texts = [one.text for one in made.draft.paragraphs if one.style == EXPLANATION]
    assert any("The Act of 2015 asks for it." in text for text in texts)


def test_what_an_explanation_says_counts_for_no_treaty_and_defines_no_term(workspace):
    text = (
        "ClauseHeading: {{ heading }}\nSection: A person commits an offence if the person enters.\n"
        "Explanation: This is about a virtual asset that a person intentionally holds."
    )
    workspace.clause("illegal-access", text, state="jamaica")
    made = workspace.make("jamaica")
    assert not [one for one in made.claims if one.clause.slug == "illegal-access" and one.found is not None]


def test_words_after_an_explanation_are_a_mistake(workspace):
    text = "ClauseHeading: {{ heading }}\nSection: One.\nExplanation: Two.\nSubsection: Three."
    workspace.clause("illegal-access", text, state="jamaica")
    (finding,) = workspace.faults("jamaica")
    assert (finding.rule, finding.paragraph) == ("clause-order", 4)


def test_the_memorandum_apart_in_words(bills, expected):
    expected(ROOT / "tests/companions/belize.memorandum.txt", memorandum.made(bills["belize"]).text)


def test_libreoffice_counts_the_clauses_of_a_memorandum_apart_and_follows_its_references(bills, packages, tmp_path):
    office = shutil.which("soffice")
    if office is None:
        if os.environ.get("CI"):
            pytest.fail("LibreOffice is missing: apt-get install libreoffice-writer poppler-utils")
        pytest.skip("LibreOffice is not installed")
    path = tmp_path / "memorandum.docx"
    path.write_bytes(packages["belize"]["memorandum.docx"])
    subprocess.run(
        [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "txt:Text (encoded):UTF8"]
        + ["--outdir", str(tmp_path), str(path)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    read = re.sub(r"\s+", "", (tmp_path / "memorandum.txt").read_text(encoding="utf-8-sig"))
    engine = re.sub(r"\s+", "", memorandum.made(bills["belize"]).text)
    assert read == engine
    fields = wordcheck.fields(wordcheck.Package(path).tree("word/document.xml"))
    assert sum(one.kind == "SEQ" for one in fields) == len(list(bills["belize"].draft.clauses))
    assert sum(one.kind == "REF" for one in fields) > 20
