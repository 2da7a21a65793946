"""Haiti in French and Suriname in Dutch: what a civil-law state needs is data, never a change of the program."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from pathlib import Path

import civillaw
import pytest
import wordcheck
from lxml import etree

from billwright import bill as bills
from billwright import model, plaintext
from billwright.definitions import alphabetical
from billwright.errors import BillError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A workspace with both traditions."""
    root = tmp_path_factory.mktemp("office")
    return root, civillaw.write(root)


@pytest.fixture(scope="module")
def haiti(office):
    return bills.make(office[1], "haiti")


@pytest.fixture(scope="module")
def decree(office):
    root, library = office
    return bills.make(library, "haiti", (root / "decret.yaml",))


@pytest.fixture(scope="module")
def suriname(office):
    return bills.make(office[1], "suriname")


@pytest.fixture
def make(office):
    _, library = office
    return lambda state, *settings: bills.make(library, state, (), settings)


def clause(made, slug):
    """The lines of a clause as they are printed, no-break spaces and all."""
    found = next((one for one in made.draft.clauses if one.slug == slug), None)
    return found and [f"{one.label} {one.prefix}{one.text}".strip() for one in found.paragraphs]


def said(made, style):
    return [paragraph.text for paragraph in made.draft.paragraphs if paragraph.style == style]


def document(made) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(made.word())) as file:
        return etree.fromstring(file.read("word/document.xml"))


# -- the penalty of an offence ----------------------------------------------------------------------------------------


def test_an_offence_has_one_penalty_from_a_least_to_a_most_or_one_of_the_two_alone(haiti):
    """No mode of trial; a range of years and of gourdes; “ou de l’une de ces deux peines seulement”."""
    assert clause(haiti, "acces-illegal")[4] == (
        "Le délit que prévoit l’alinéa 1 est puni d’un emprisonnement de un (1) an à deux (2) ans et d’une amende de "
        "vingt-cinq mille (25,000.00) gourdes à cinquante mille (50,000.00) gourdes, ou de l’une de ces deux peines "
        "seulement."
    )
    assert "peine unique" not in plaintext.text(haiti.draft)


def test_a_range_may_begin_in_months_and_end_in_years(haiti):
    assert " de six (6) mois à trois (3) ans et " in clause(haiti, "faux")[2]


@pytest.mark.parametrize(
    ("penalty", "words"),
    [
        ("{fine: null, years: {least: 1, most: 3}}", "d’un emprisonnement de un (1) an à trois (3) ans."),
        ("{fine: null, months: {least: 12, most: 18}}", "d’un emprisonnement de un (1) an à dix-huit (18) mois."),
        ("{fine: 500, months: 18}", "d’un emprisonnement de dix-huit (18) mois au plus et d’une amende de cinq cents "
         "(500.00) gourdes au plus, ou de l’une de ces deux peines seulement."),
        ("{fine: null, life: true}", "d’une réclusion à perpétuité."),
    ],
)  # fmt: skip
def test_a_penalty_may_be_a_range_or_a_most_of_either_kind(penalty, words, make):
    made = make(
        "haiti", f"penalties.tiers.forgery={{peine: {penalty}}}", "penalties.tiers.access={peine: {fine: 1, years: 2}}"
    )
    assert clause(made, "faux")[2] == f"Le délit que prévoit l’alinéa 1 est puni {words}"


def test_a_fine_and_a_term_may_go_together(make):
    made = make("haiti", "penalties.style.join=and")
    assert clause(made, "faux")[2].endswith(" (200,000.00) gourdes.")


def test_a_fine_may_be_of_a_category_with_a_term_that_has_only_a_most(suriname):
    assert clause(suriname, "computervredebreuk")[-1] == (
        "2. Hij die handelt in strijd met lid 1, wordt gestraft met gevangenisstraf van ten hoogste vier jaren en "
        "geldboete van de vierde categorie."
    )


@pytest.mark.parametrize(("category", "word"), [(1, "eerste"), (4, "vierde"), (6, "zesde")])
def test_the_word_of_a_category_is_the_phrases(category, word, make):
    made = make("suriname", f"penalties.tiers.access={{straf: {{fine: {{category: {category}}}, years: 4}}}}")
    assert clause(made, "computervredebreuk")[-1].endswith(f"geldboete van de {word} categorie.")


def test_the_floor_of_extradition_is_the_traditions(office, make):
    assert make("haiti", "penalties.tiers.access={peine: {fine: 1, months: 12}}")
    with pytest.raises(BillError) as caught:
        make("haiti", "penalties.tiers.access={peine: {fine: 1, months: 11}}")
    assert [finding.rule for finding in caught.value.findings] == ["profile-tier-floor"]


def test_a_body_corporate_pays_a_multiple_in_the_words_of_the_tradition(haiti):
    assert clause(haiti, "personnes-morales")[1].startswith(
        "Article 6.- La personne morale est punie d’une amende de cinq fois "
    )


# -- amounts ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "settings", "expected"),
    [
        ("haiti", (), "deux cent mille (200,000.00) gourdes"),
        ("haiti", ("penalties.style.amounts=figures",), "200,000.00 gourdes"),
        ("suriname", (), "SRD 200.000,-"),
        ("suriname", ("money.format=#,##0.00", 'money.decimal=","', "phrases.money.figures={{ symbol }} {{ number }}"), "SRD 200.000,00"),
        ("suriname", ("penalties.style.amounts=words", "money.name=Surinaamse dollar"), "tweehonderdduizend Surinaamse dollar"),
        ("haiti", ("penalties.style.amounts=figures", 'money.group="\u202f"', 'money.decimal=","'), "200\u202f000,00 gourdes"),
    ],
)  # fmt: skip
def test_amounts_have_the_figures_of_the_state(state, settings, expected, make):
    made = make(state, *settings)
    assert str(made.words.money(200_000)) == expected
    printed = " ".join(paragraph.text for paragraph in made.draft.paragraphs)
    smaller = str(made.words.money(50_000))
    assert smaller in printed


def test_dates_and_periods_are_in_the_language(haiti, suriname):
    assert haiti.words.date("2026-08-20") == "20 août 2026"
    assert suriname.words.date("2026-05-20") == "20 mei 2026"
    assert "dans les six (6) mois du fait" in clause(haiti, "perquisition")[1]
    assert str(suriname.words.period(90, "days", "words")) == "negentig dagen"


# -- the frame: recitals, loi or décret, the end ----------------------------------------------------------------------


def test_there_is_one_title_and_no_clause_that_gives_another(haiti):
    assert said(haiti, "BillTitle") == ["Projet de loi relative à la lutte contre la cybercriminalité"]
    assert said(haiti, "LongTitle") == []
    assert haiti.draft.title == said(haiti, "BillTitle")[0]
    assert next(haiti.draft.clauses).slug == "objet"


def test_the_recitals_are_a_list_and_the_formula_stands_alone(haiti, suriname):
    recitals = said(haiti, "Preamble")
    assert len(recitals) == 5
    assert [recital.partition(" ")[0] for recital in recitals] == ["Vu", "Vu", "Considérant", "Sur", "Et,"]
    assert said(haiti, "EnactingWords") == [
        "Le Pouvoir Exécutif a proposé et le Pouvoir Législatif a voté la loi suivante\u00a0:"
    ]
    assert said(suriname, "BillHead")[0] == "DE PRESIDENT VAN DE REPUBLIEK SURINAME,"
    assert said(suriname, "EnactingWords") == [
        "Heeft, de Staatsraad gehoord, na goedkeuring door De Nationale Assemblée, bekrachtigd de onderstaande wet:"
    ]


def test_an_overlay_turns_the_law_into_a_decree_head_verb_agreement_and_end(haiti, decree):
    assert said(decree, "EnactingWords") == ["DÉCRÈTE"]
    assert "LE CONSEIL DES MINISTRES" in said(decree, "BillCaption")
    assert decree.draft.title == "Décret relatif à la lutte contre la cybercriminalité"
    law, order = clause(haiti, "abrogation")[1], clause(decree, "abrogation")[1]
    assert law.startswith("Article 8.- La présente loi abroge ")
    assert order.startswith("Article 8.- Le présent Décret abroge ")
    assert " sera publiée et exécutée à la diligence du Ministre " in law
    assert " sera publié et exécuté à la diligence du Ministre " in order
    assert clause(decree, "definitions")[1].startswith("Article 2.- Au sens du présent Décret, ")
    assert "loi" not in " ".join(said(decree, "EndingText") + said(decree, "BillTitle"))


def test_the_votes_of_the_chambers_end_a_law_and_the_ministers_a_decree(haiti, decree):
    assert said(haiti, "EndingText") == [
        "Donnée à la Chambre des Députés, le …, An 223e de l’Indépendance.",
        "Donnée au Sénat de la République, le …, An 223e de l’Indépendance.",
        "Par les présentes, le Président de la République ordonne que la présente loi soit publiée et exécutée.",
    ]
    assert said(decree, "EndingText") == [
        "Donné au Palais National, à Port-au-Prince, le …, An 223e de l’Indépendance."
    ]
    assert said(decree, "SignatureLine")[0] == "Le Premier Ministre"


def test_the_year_of_independence_is_reckoned_from_the_year_of_the_bill(make):
    assert "An 224e de l’Indépendance" in said(make("haiti", "bill.year=2027"), "EndingText")[0]


def test_what_the_drafter_chooses_is_no_fact_and_wants_no_source(decree):
    facts = {note.fact for paragraph in decree.draft.paragraphs for note in paragraph.notes}
    assert "wording.this_text" not in facts


def test_the_last_article_has_the_citation_the_promulgation_the_commencement_and_the_minister(haiti, suriname):
    assert list(suriname.draft.clauses)[-1].slug == "slot"
    assert clause(suriname, "slot")[2:] == [
        "1. Deze wet wordt aangehaald als: Wet Cybercriminaliteit.",
        "2. Zij wordt in het Staatsblad van de Republiek Suriname afgekondigd.",
        "3. Zij treedt in werking met ingang van de dag volgende op die van haar afkondiging.",
        "4. De Minister van Justitie en Politie is belast met de uitvoering van deze wet.",
    ]
    assert list(haiti.draft.clauses)[-1].slug == "abrogation"
    assert clause(haiti, "abrogation")[1].endswith("Elle est citée par sa date et son titre.")


# -- articles ---------------------------------------------------------------------------------------------------------


def test_articles_carry_their_word_and_the_first_its_ordinal(haiti):
    numbered = [clause(haiti, one.slug)[1] for one in haiti.draft.clauses]
    assert [line.partition("- ")[0] for line in numbered] == [
        "Article 1er.",
        *(f"Article {number}." for number in range(2, 9)),
    ]
    assert [part.heading.number for part in haiti.draft.parts] == [
        f"CHAPITRE {sign}" for sign in ("I", "II", "III", "IV")
    ]


def test_the_text_follows_its_number_by_what_the_house_style_puts_between(haiti, make):
    """A blank in Haiti's list, which needs no tab; in the packaged style the list puts nothing, and the bill a tab."""

    def tabs(made):
        return sum(
            1
            for paragraph in document(made).iter(f"{W}p")
            if (paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val") or "").endswith("Section")
            and paragraph.find(f".//{W}tab") is not None
        )

    assert tabs(haiti) == 0
    assert tabs(make("haiti", "house_style.base=heading-in-text")) == 8


def test_paragraphs_of_an_article_have_no_number_but_are_counted_and_begin_their_lists_anew(haiti):
    lines = clause(haiti, "acces-illegal")
    assert [line[:2] for line in lines[2:4]] == ["a)", "b)"]
    assert [line[:2] for line in lines[6:8]] == ["a)", "b)"]
    assert lines[4].startswith("Le délit ")
    assert lines[5].startswith("La peine ")


def test_references_are_said_in_the_words_of_the_language(haiti, suriname):
    assert clause(haiti, "tentative")[1] == (
        "Article 5.- La tentative des délits prévus par les articles 3 et 4, notamment par l’article 3, alinéa 1, a) et par "
        "l’article 3, alinéa 3, est punie comme le délit même."
    )
    assert clause(suriname, "bevel")[2].startswith(
        "1. Het bevel van de rechter-commissaris is vereist voor artikel 2 lid 1 onder a, "
    )
    assert clause(suriname, "bevel")[3].startswith("2. Artikel 2 lid 1 geldt ook ")


def test_a_number_that_word_cannot_repeat_is_a_link_and_any_other_a_live_field(haiti, suriname):
    """Word would repeat “Article 3.-” whole, and knows no number of an alinéa; “(1)” and “a)” it knows."""
    links = ["".join(text.text or "" for text in link.iter(f"{W}t")) for link in document(haiti).iter(f"{W}hyperlink")]
    assert {"3", "4", "1", "5"} <= set(links)
    fields = [text.text for text in document(suriname).iter(f"{W}instrText") if "REF" in text.text]
    assert any("_onder" in field or "beveiliging" in field for field in fields)
    for made in (haiti, suriname):
        assert wordcheck.faults(made.word()) == []


def test_the_number_may_stand_on_a_line_of_its_own_under_the_heading(suriname):
    assert clause(suriname, "computervredebreuk")[:3] == [
        "Computervredebreuk",
        "Artikel 2",
        "1. Het is verboden wederrechtelijk binnen te dringen in een geautomatiseerd werk:",
    ]
    assert clause(suriname, "definities")[2] == "In deze wet wordt verstaan onder:"


def test_the_articles_of_an_amending_law_have_roman_numbers(make):
    made = make("suriname", "house_style.base=suriname-amending")
    assert clause(made, "computervredebreuk")[1] == "ARTIKEL II"
    assert "voor artikel II lid 1 onder a" in clause(made, "bevel")[2]


def test_the_arrangement_lists_the_articles_as_they_are_numbered(suriname):
    toc = [
        "".join((node.text or "") if node.tag == f"{W}t" else "\t" for node in paragraph.iter(f"{W}t", f"{W}tab"))
        for paragraph in document(suriname).iter(f"{W}p")
        if paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val") == "TOC2"
    ]
    assert toc == [
        "Artikel 1\tDefinities",
        "Artikel 2\tComputervredebreuk",
        "Artikel 3\tBevel",
        "Artikel 4\tSlotbepaling",
    ]


# -- definitions ------------------------------------------------------------------------------------------------------


def test_definitions_follow_the_order_of_the_language_and_its_spacing(haiti):
    """É stands with e and œ with oe; each definition ends with “ ;”, the last with a stop."""
    assert clause(haiti, "definitions")[2:] == [
        "1) «\u00a0donnée informatique\u00a0»\u00a0: toute représentation de faits\u00a0;",
        "2) «\u00a0élément de preuve\u00a0»\u00a0: toute donnée informatique qui sert de preuve\u00a0;",
        "3) «\u00a0œuvre numérique\u00a0»\u00a0: toute œuvre sous forme de données informatiques\u00a0;",
        "4) «\u00a0preuve\u00a0»\u00a0: ce qui établit un fait\u00a0;",
        "5) «\u00a0système informatique\u00a0»\u00a0: tout dispositif qui traite des données informatiques.",
    ]


def test_definitions_may_be_lettered(suriname):
    assert [line[:2] for line in clause(suriname, "definities")[3:]] == ["a.", "b."]


def test_the_alphabet_of_a_language_knows_accents_and_ligatures():
    terms = ["zone", "œuvre", "été", "eau", "ovale", "odeur", "être", "Élan", "île", "ĳs", "iets"]
    assert sorted(terms, key=alphabetical) == [
        *("eau", "Élan", "été", "être", "iets", "ĳs", "île", "odeur", "œuvre", "ovale", "zone")
    ]


def test_the_regular_forms_of_a_term_are_those_of_its_language(office):
    english, french, dutch = (
        set(model.load(office[1], name).inflections.forms("body"))
        for name in ("common-law", "civil-law-fr", "civil-law-nl")
    )
    assert "bodies" in english
    assert french == {"bodys"}
    assert dutch == set()


def test_a_definition_that_no_article_uses_is_left_out(haiti):
    assert "zone franche" not in plaintext.text(haiti.draft)


# -- who acts ---------------------------------------------------------------------------------------------------------


def test_where_there_is_no_attorney_general_the_prosecutor_acts(haiti, suriname, make):
    assert "à la requête du Commissaire du Gouvernement" in clause(haiti, "perquisition")[1]
    assert "op vordering van de Procureur-Generaal bij het Hof van Justitie" in clause(suriname, "bevel")[2]
    named = make("haiti", "institutions.attorney_general=Procureur général")
    assert "à la requête du Procureur général" in clause(named, "perquisition")[1]


def test_the_order_of_a_judge_has_the_languages_name(haiti, suriname):
    assert "par ordonnance motivée du juge d’instruction" in clause(haiti, "perquisition")[1]
    assert "bevel van de rechter-commissaris" in clause(suriname, "bevel")[2]


def test_the_attempt_has_an_article_where_no_general_law_covers_it(haiti, suriname, make):
    assert clause(haiti, "tentative") is not None
    assert clause(suriname, "poging") is None
    without = make("haiti", "clauses.tentative={on: false, reason: Le Code le dit.}")
    assert clause(without, "tentative") is None
    assert "dans les cas de" not in clause(without, "perquisition")[1]
    asked = make("suriname", "clauses.poging={on: true, reason: Anders.}")
    assert clause(asked, "poging")[2] == "Poging tot het feit in artikel 2 is strafbaar."


def test_a_clause_may_wait_for_a_new_code(haiti, make):
    assert clause(haiti, "nouveau-code") is None
    made = make("haiti", "clauses.nouveau-code={on: true, reason: Décret du 24 décembre 2025.}")
    assert clause(made, "nouveau-code")[1].startswith("Article 8.- Le jour où le nouveau Code pénal entre en vigueur")
    assert clause(made, "abrogation")[1].startswith("Article 9.- ")


# -- the language of all the rest -------------------------------------------------------------------------------------


def test_no_break_spaces_of_french_reach_the_word_file(haiti):
    text = "".join(node.text or "" for node in document(haiti).iter(f"{W}t"))
    assert "a voté la loi suivante\u00a0:" in text
    assert "«\u00a0œuvre numérique\u00a0»\u00a0: " in text
    assert not re.search(r"\w [;:?!»]", text.replace("\u00a0", "_"))


def test_the_comments_speak_the_language_of_the_law(haiti, make):
    comments = plaintext.comments(haiti.draft)
    assert "Confiance faible" in comments
    changed = plaintext.comments(make("haiti", "institutions.prosecutor=Parquet").draft)
    assert "Posé dans --set institutions.prosecutor=Parquet" in changed
    option = plaintext.comments(make("haiti", "clauses.acces-illegal={options: {etat: false}}").draft)
    assert "L’option «\u00a0etat\u00a0» est non (le modèle a oui)\u00a0: Aggrave aussi" in option
    assert "Le profil ne donne pas de motif." in option


def test_the_word_file_says_its_language(haiti, suriname):
    for made, tag in ((haiti, "fr-HT"), (suriname, "nl-SR")):
        with zipfile.ZipFile(io.BytesIO(made.word())) as file:
            assert f'w:lang w:val="{tag}"'.encode() in file.read("word/styles.xml")
            assert f"<dc:language>{tag}</dc:language>".encode() in file.read("docProps/core.xml")


ENGLISH = re.compile(
    r"\b(the|and|of|or|section|subsection|paragraph|Act|Bill|Part|Schedule|liable|offence|fine|years?|confidence)\b"
)


@pytest.mark.parametrize("bill", ["haiti", "decree", "suriname"])
def test_the_program_adds_no_word_of_english(bill, request):
    made = request.getfixturevalue(bill)
    text = plaintext.text(made.draft) + plaintext.comments(made.draft)
    assert [word for word in ENGLISH.findall(text) if (bill, word) != ("suriname", "of")] == []


def test_libreoffice_reads_every_number_and_reference_alike(haiti, suriname, soffice, tmp_path):
    for name, made in (("haiti", haiti), ("suriname", suriname)):
        (tmp_path / f"{name}.docx").write_bytes(made.word())
    subprocess.run(
        [soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
        + ["--outdir", str(tmp_path), str(tmp_path / "haiti.docx"), str(tmp_path / "suriname.docx")],
        check=True,
        capture_output=True,
        timeout=300,
    )
    for name, made in (("haiti", haiti), ("suriname", suriname)):
        printed = pdf_text(tmp_path / f"{name}.pdf", made.draft.title)
        hidden = {"ClauseHeading"} if name == "haiti" else set()
        body = [text for paragraph, text in plaintext.printed(made.draft) if paragraph.style not in hidden]
        start = next(index for index, text in enumerate(body) if text.startswith(("CHAPITRE", "HOOFDSTUK")))
        assert "".join("".join(text.split()) for text in body[start:]) in printed
        assert "Error" not in printed


def pdf_text(path: Path, running: str) -> str:
    """The text of a PDF without blanks, running heads and page numbers."""
    run = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True)
    lines = [line.strip() for line in run.stdout.decode().replace("\f", "\n").splitlines()]
    return "".join("".join(line.split()) for line in lines if line != running and not line.isdigit())
