"""A state's law on co-operation as a companion bill: the same clauses, read with the first bill's numbers and words."""

from __future__ import annotations

import json

import pytest
from smalllaw import maker, packaged, said

from billwright import plaintext

POWERS = {
    "title": "Section: This Act may be cited as the {{ bill.citation }}.",
    "words": "Subsection: In this Act—\n"
    "Definition: “[lamp]{DefinedTerm}” means a thing that gives light;\n"
    "Definition: “[wick]{DefinedTerm}” means what burns in it;",
    "power": "Subsection: One.\n"
    "Subsection: {{ anchor('seizing') }}An officer may seize—\n"
    "Paragraph: {{ anchor('lamps') }}a lamp; or\n"
    "Paragraph: a match."
    '{% if "foreign" is present %} See {{ ref("foreign") }}.{% endif %}',
    "other": "Section: Two.",
}
FOREIGN = {
    "foreign": "Subsection: {{ anchor('asked') }}A State may ask for a wick under {{ cybercrime_act }}.\n"
    "Subsection: {{ ref('power#lamps') }} and {{ ref('power') }} and {{ part_ref('1-powers') }}.\n"
    "Subsection: {{ refs(['power', 'other'], 'or') }}; {{ refs(['foreign', 'other']) }}; {{ ref('#asked') }}.",
}
ENTRIES = {"words": {"glossary": True}, "foreign": {"requires": ["power"]}}
OWN = {"co_operation.place": "companion", "law.mutual_assistance": "Lamp Assistance Act"}


@pytest.fixture
def law(tmp_path):
    make = maker(tmp_path)

    def made(facts):
        law = make(
            {"1-powers": POWERS, "2-abroad": FOREIGN},
            entries=ENTRIES,
            terms={"lamp": ["lamps"], "wick": ["wicks"]},
            facts=facts,
        )
        model = packaged("templates/common-law/bill.yaml")
        written = json.loads((law.root / "templates/common-law/bill.yaml").read_text(encoding="utf-8"))
        written["companion"] = {**model["companion"], "parts": ["2-abroad"], "opening": "0-opening"}
        law.yaml("templates/common-law/bill.yaml", written)
        law._part(
            "0-opening",
            "Opening",
            {"opening": "Section: This Act is to be read as one with the {{ law.mutual_assistance }}."},
            {},
            "ClauseHeading",
        )
        return law

    return made


def test_without_a_companion_all_is_one_bill(law):
    made = law({}).make()
    assert made.companion is None
    assert len(made.draft.parts) == 2
    assert "See section 5" in " ".join(said(made, "power"))
    assert "under this Act" in " ".join(said(made, "foreign"))


def test_the_companion_has_the_part_and_the_first_bill_has_it_not(law):
    made = law(OWN).make()
    assert [part.folder for part in made.draft.parts] == ["1-powers"]
    assert made.companion is not None
    assert [part.folder for part in made.companion.draft.parts] == ["0-opening", "2-abroad"]
    assert "See section" not in " ".join(said(made, "power"))
    assert made.draft.plan.left_out["foreign"] == "it stands in the companion bill"
    assert "Lamp Assistance Act" in " ".join(said(made.companion, "opening"))


def test_the_companion_refers_to_the_first_act_by_its_numbers_and_its_name(law):
    made = law(OWN).make()
    act = "the Cybercrimes Act, 2026"
    text = said(made.companion, "foreign")
    assert f"under {act}" in text[1]
    assert f"section 3(2)(a) of {act} and section 3 of {act} and Part I of {act}" in text[2].replace(
        "Section", "section"
    )
    assert f"section 3 or 4 of {act}; section 2 and section 4 of {act}; subsection (1)" in text[3].replace(
        "Section", "section"
    )


def test_a_definition_that_only_the_companion_uses_stays_in_the_first_bill(law):
    made = law(OWN).make()
    assert "“wick”" in " ".join(said(made, "words"))
    assert "“" not in " ".join(said(made.companion, "foreign"))


def test_a_term_that_neither_bill_defines_is_an_error(law):
    made = law(OWN)
    made.clause("templates/common-law/2-abroad/foreign", "Section: A torch.")
    written = json.loads((made.root / "templates/common-law/bill.yaml").read_text(encoding="utf-8"))
    written["terms"]["torch"] = []
    made.yaml("templates/common-law/bill.yaml", written)
    assert [finding.rule for finding in made.faults()] == ["term-undefined"]


def test_the_companion_s_title_is_its_own_and_doubt_about_it_is_said(law):
    made = law(OWN).make()
    assert made.companion.draft.title == "Mutual Assistance in Criminal Matters (Cybercrime) Bill, 2026"
    assert any("subject" in note or "Set in" in note for note in plaintext.comments(made.companion.draft).splitlines())


def test_both_files_are_written_and_have_other_names(law):
    files = dict(law(OWN).make().files("testland"))
    assert list(files) == ["testland.docx", "testland-co-operation.docx"]
    assert len(set(files.values())) == 2


def test_a_reference_to_a_clause_that_neither_bill_has_is_an_error(law):
    made = law(OWN)
    made.clause("templates/common-law/2-abroad/foreign", "Section: See {{ ref('power#matches') }}.")
    assert [finding.rule for finding in made.faults()] == ["ref-anchor"]
