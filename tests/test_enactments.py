"""Kinds of enactment: loi and décret in Haiti, a law of its own and an amending law in Suriname."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import zipfile

import pytest
from conftest import ROOT

from billwright import bill as bills_module
from billwright import plaintext, profiles
from billwright.errors import BillError


@pytest.fixture(scope="module")
def make(library):
    return lambda state, *settings: bills_module.make(library, state, settings=settings)


@pytest.fixture(scope="module")
def decree(make):
    return make("haiti", "enactment=decret")


@pytest.fixture(scope="module")
def amending(make):
    return make("suriname", "enactment=wijzigingswet")


def text(bill) -> str:
    return plaintext.text(bill.draft)


# -- Haiti ------------------------------------------------------------------------------------------------------------


def test_a_law_and_a_decree_have_their_own_head_verb_and_end(bills, decree):
    law, order = text(bills["haiti"]), text(decree)
    assert "Le Pouvoir Exécutif a proposé et le Pouvoir Législatif a voté la loi suivante" in law
    assert "DÉCRÈTE" in order
    assert "DÉCRÈTE" not in law
    assert "a voté" not in order
    assert "An 223e de l’Indépendance" in law
    assert "An 223e de l’Indépendance" in order
    assert "Donnée à la Chambre des Députés" in law
    assert "Donnée à la Chambre" not in order


def test_all_that_agrees_agrees(bills, decree):
    assert "la présente loi" in text(bills["haiti"])
    assert "le présent décret" not in text(bills["haiti"]).lower()
    body = text(decree).lower()
    assert "le présent décret" in body
    assert "la présente loi" not in body


def test_a_decree_is_submitted_for_ratification_and_a_law_is_not(bills, decree):
    assert "ratification" in {clause.slug for clause in decree.draft.clauses}
    assert "ratification" not in {clause.slug for clause in bills["haiti"].draft.clauses}


def test_the_first_article_is_1er_and_the_alineas_have_no_number(bills):
    first, second, *_ = bills["haiti"].draft.clauses
    assert first.numbered.label == "Article 1er.-"
    assert second.numbered.label == "Article 2.-"
    alineas = [one for one in bills["haiti"].draft.paragraphs if one.style == "Subsection"]
    assert len(alineas) > 200
    assert not [one.label for one in alineas if one.label]


def test_an_enactment_that_the_profile_has_not_is_named_with_those_that_it_has(library):
    with pytest.raises(BillError) as caught:
        profiles.load(library, "haiti", settings=["enactment=decre"])
    (finding,) = caught.value.findings
    assert finding.rule == "profile-enactment"
    assert "decret" in finding.remedy


def test_what_an_enactment_says_keeps_its_line_and_its_source(library):
    loaded = profiles.load(library, "suriname", settings=["enactment=wijzigingswet"])
    name, line = loaded.merged.place(("bill", "title"))
    assert name == "countries/suriname.yaml"
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    assert "title: >-" in lines[line - 1] or "title:" in lines[line - 1]
    assert line > lines.index("enactments:")
    source = loaded.source("amending")
    assert source is not None
    assert source.confidence == "low"


# -- Suriname ---------------------------------------------------------------------------------------------------------


def test_an_amending_law_puts_its_parts_into_other_laws_under_letters(amending):
    heads = [(part.heading.label, part.heading.text) for part in amending.draft.parts]
    assert heads[0][0] == "ARTIKEL I"
    assert [label for label, _ in heads] == [f"ARTIKEL {roman}" for roman in "I II III IV V VI VII VIII IX".split()]
    first, second = amending.draft.parts[0], amending.draft.parts[1]
    assert "wordt na titel … een titel ingevoegd, luidende" in first.lead[0].text
    assert [clause.numbered.label for clause in first.clauses][:3] == ["Artikel [A]a", "Artikel [A]b", "Artikel [A]c"]
    assert second.clauses[0].numbered.label == "Artikel [B]a"


def test_a_reference_into_another_law_names_it_and_one_within_it_does_not(amending):
    said = text(amending)
    assert re.search(r"artikel \[B\]\w+(?: lid \d+)?(?: onder \w)? van het Wetboek van Strafvordering", said)
    powers = " ".join(paragraph.text for clause in amending.draft.parts[1].clauses for paragraph in clause.paragraphs)
    assert re.search(r"artikel \[B\]\w+", powers)
    assert "van het Wetboek van Strafvordering van het" not in said


def test_the_number_that_the_letters_follow_is_the_profiles(library):
    loaded = profiles.load(library, "suriname", settings=["enactment=wijzigingswet"])
    articles = [article.model_dump() for article in loaded.profile.amending]
    articles[0]["stem"] = "187"
    import json

    made = bills_module.make(
        library, "suriname", settings=["enactment=wijzigingswet", f"amending={json.dumps(articles)}"]
    )
    first = made.draft.parts[0].clauses
    assert [clause.numbered.label for clause in first][:2] == ["Artikel 187a", "Artikel 187b"]
    assert "artikel 187a" in text(made)


def test_the_last_provisions_are_articles_of_the_amending_law_itself(amending):
    last = amending.draft.parts[-1]
    (clause,) = last.clauses
    assert clause.slug == "short-title"
    assert clause.number == "IX"
    assert [one.label for one in clause.paragraphs if one.style == "Subsection"][:2] == ["1.", "2."]


def test_an_article_that_holds_nothing_is_a_mistake(library):
    with pytest.raises(BillError) as caught:
        profiles.load(library, "suriname", settings=["enactment=wijzigingswet", "amending=[{title: Leeg}]"])
    assert any("parts" in finding.message for finding in caught.value.findings)


def test_a_law_of_its_own_has_no_amending_articles(bills):
    assert all(part.amending is None for part in bills["suriname"].draft.parts)
    assert next(bills["suriname"].draft.clauses).numbered.label == "Artikel 1"


def test_the_numbers_of_definitions_begin_anew_in_every_article(bills):
    for state in ("haiti", "suriname"):
        for clause in bills[state].draft.clauses:
            labels = [one.label for one in clause.paragraphs if one.style == "Definition"]
            assert not labels or labels[0] in {"a.", "1)"}, f"{state} {clause.slug} {labels[:2]}"


def test_nothing_that_the_general_part_of_the_code_covers_is_said_again(bills):
    slugs = {clause.slug for clause in bills["suriname"].draft.clauses}
    assert not slugs & {"attempt-and-participation", "corporate-liability"}
    slugs = {clause.slug for clause in bills["haiti"].draft.clauses}
    assert {"attempt-and-participation", "corporate-liability"} <= slugs


# -- both -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("state", "language"), [("haiti", "fr-HT"), ("suriname", "nl-SR")])
def test_the_word_file_speaks_the_language(state, language, bills):
    with zipfile.ZipFile(io.BytesIO(bills[state].word())) as file:
        assert f"<dc:language>{language}<" in file.read("docProps/core.xml").decode()
        assert f'w:val="{language}"' in file.read("word/styles.xml").decode()


@pytest.mark.parametrize("name", ["decree", "amending"])
def test_libreoffice_counts_every_number_alike(name, request, tmp_path):
    office = shutil.which("soffice")
    if office is None:
        if os.environ.get("CI"):
            pytest.fail("LibreOffice is missing: apt-get install libreoffice-writer")
        pytest.skip("LibreOffice is not installed")
    made = request.getfixturevalue(name)
    path = tmp_path / "bill.docx"
    path.write_bytes(made.word())
    subprocess.run(
        [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "txt:Text (encoded):UTF8"]
        + ["--outdir", str(tmp_path), str(path)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    read = re.sub(r"\s+", "", (tmp_path / "bill.txt").read_text(encoding="utf-8-sig"))
    engine = re.sub(r"\s+", "", "".join(words for _, words in plaintext.printed(made.draft)))
    start = re.sub(r"\s+", "", made.draft.parts[0].heading.label + made.draft.parts[0].heading.text)
    assert read[read.rindex(start) :] == engine[engine.rindex(start) :]
