"""Definitions follow use: what the bill uses is defined once, in the order of the alphabet, and nothing else is."""

from __future__ import annotations

import pytest
import smalllaw
from smalllaw import said

from billwright.definitions import alphabetical

GLOSSARY = {"words": {"glossary": True}}


@pytest.fixture
def law(tmp_path):
    return smalllaw.maker(tmp_path)


def definitions(*terms: str, **more: str) -> str:
    """The interpretation clause: each term, or each with its meaning."""
    meanings = {**dict.fromkeys(terms, "a thing"), **{term.replace("_", " "): text for term, text in more.items()}}
    lines = [f"Definition: “[{term}]{{DefinedTerm}}” means {meaning};" for term, meaning in meanings.items()]
    return "\n".join(["Section: In this Act—", *lines])


def defined(bill, slug: str = "words") -> list[str]:
    """The terms that a clause of the bill defines, in its order."""
    return [line.partition("”")[0].removeprefix("“") for line in said(bill, slug) if line.startswith("“")]


# -- what is defined --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("gadget", "a gadget"),
        ("gadget", "two gadgets"),
        ("gadget", "Gadgets"),
        ("gadget", "the gadget’s owner"),
        ("service company", "service companies"),
        ("copy", "copies"),
        ("switch", "switches"),
        ("seize", "seized"),
        ("seize", "seizing"),
        ("intercept", "intercepted"),
        ("storage medium", "storage media"),
    ],
)
def test_a_definition_stands_where_its_term_is_used_in_any_of_its_forms(law, term, text):
    made = law(
        {"words": definitions(term, "unheard-of"), "use": f"Section: It says {text}, and no more."},
        entries=GLOSSARY,
        terms={"storage medium": ["storage media"]},
    )
    assert defined(made.make()) == [term]


@pytest.mark.parametrize("text", ["gadgetry", "a megagadget", "GADGET"])
def test_another_word_that_holds_the_term_does_not_use_it(law, text):
    clauses = {"words": definitions("gadget", "kept"), "use": f"Section: It says {text}, and what is kept."}
    assert defined(law(clauses, entries=GLOSSARY).make()) == ["kept"]


def test_a_heading_does_not_use_a_term(law):
    clauses = {"words": definitions("gadget", "kept"), "use": "Section: What is kept."}
    entries = {**GLOSSARY, "use": {"heading": "The gadget"}}
    assert defined(law(clauses, entries=entries).make()) == ["kept"]


def test_a_term_that_only_a_used_definition_uses_is_defined_too(law):
    text = definitions(
        gadget="a widget", widget="a bolt", bolt="a screw", orphan="a lonely nut", nut="a thing", self_made="self made"
    )
    clauses = {"words": text, "use": "Section: A gadget."}
    assert defined(law(clauses, entries=GLOSSARY).make()) == ["bolt", "gadget", "widget"]


def test_the_paragraphs_of_a_dropped_definition_go_with_it_and_use_nothing(law):
    text = """
Section: In this Act—
Definition: “[gone]{DefinedTerm}” means—
DefinitionParagraph: a widget—
DefinitionSubparagraph: of any kind,
DefinitionClosing: and its parts;
Definition: “[kept]{DefinedTerm}” means—
DefinitionParagraph: a bolt;
Definition: “[bolt]{DefinedTerm}” means a thing;
Definition: “[widget]{DefinedTerm}” means a thing;
"""
    bill = law({"words": text, "use": "Section: What is kept."}, entries=GLOSSARY).make()
    assert said(bill, "words")[2:] == ["“bolt” means a thing;", "“kept” means—", "(a) a bolt."]


def test_a_clause_that_an_option_switches_off_uses_nothing(law):
    clauses = {"words": definitions("gadget", "widget"), "one": "Section: A gadget.", "two": "Section: A widget."}
    made = law(clauses, entries=GLOSSARY)
    assert defined(made.make()) == ["gadget", "widget"]
    assert defined(made.make("clauses.two.on=false")) == ["gadget"]


def test_a_term_in_a_schedule_or_a_table_is_used(law):
    table = "Section: See.\nTable: 50 50\nRow:\nCell:\nTableHeading: Head\nCell:\nTableHeading: Head\n"
    table += "Row:\nCell:\nTableText: A gadget\nCell:\nTableText: none\nEnd:"
    clauses = {"words": definitions("gadget", "widget", "bolt"), "use": table}
    bill = law(clauses, entries=GLOSSARY, schedules={"list": "ScheduleParagraph: A widget."}).make()
    assert defined(bill) == ["gadget", "widget"]


def test_a_longer_term_is_not_a_use_of_the_shorter_one_in_it(law):
    clauses = {"words": definitions("asset", "virtual asset"), "use": "Section: Only a virtual asset."}
    assert defined(law(clauses, entries=GLOSSARY).make()) == ["virtual asset"]


# -- their order and their ends ---------------------------------------------------------------------------------------


def test_definitions_stand_in_the_order_of_the_alphabet_whatever_their_accents_and_capitals(law):
    terms = ["zone", "Éclair", "e-mail", "electronic", "Minister", "ebony", "minimum", "data set", "database"]
    use = "Section: " + ", ".join(terms) + "."
    bill = law({"words": definitions(*terms), "use": use}, entries=GLOSSARY).make()
    assert defined(bill) == [
        "data set",
        "database",
        "ebony",
        "Éclair",
        "electronic",
        "e-mail",
        "minimum",
        "Minister",
        "zone",
    ]


def test_the_order_does_not_depend_on_the_order_of_writing():
    terms = ["éa", "ea", "Ea", "eb", "e-b"]
    assert sorted(terms, key=alphabetical) == sorted(reversed(terms), key=alphabetical)


def test_every_definition_ends_as_the_state_ends_it_and_the_last_as_the_last(law):
    clauses = {"words": definitions("zebra", "ant"), "use": "Section: A zebra and an ant."}
    assert said(law(clauses, entries=GLOSSARY).make(), "words")[2:] == [
        "“ant” means a thing;",
        "“zebra” means a thing.",
    ]
    other = law(clauses, entries=GLOSSARY, facts={"phrases.definitions": {"each": ".", "last": ";"}}).make()
    assert said(other, "words")[2:] == ["“ant” means a thing.", "“zebra” means a thing;"]


def test_definitions_are_sorted_within_their_subsection_and_not_across_it(law):
    text = """
Subsection: In this Act—
Definition: “[delta]{DefinedTerm}” means a thing;
Definition: “[beta]{DefinedTerm}” means a thing;
Subsection: And—
Definition: “[gamma]{DefinedTerm}” means a thing;
Definition: “[alpha]{DefinedTerm}” means a thing;
"""
    bill = law({"words": text, "use": "Section: The alpha, beta, gamma and delta."}, entries=GLOSSARY).make()
    assert said(bill, "words")[1:] == [
        "1.—(1) In this Act—",
        "“beta” means a thing;",
        "“delta” means a thing.",
        "(2) And—",
        "“alpha” means a thing;",
        "“gamma” means a thing.",
    ]


# -- a clause's own definitions ---------------------------------------------------------------------------------------

OWN = """
Subsection: One.
Subsection: In this section—
Definition: “[widget]{DefinedTerm}” means a thing;
Definition: “[bolt]{DefinedTerm}” means a thing;
"""


def test_a_clause_keeps_its_own_definitions_sorted_used_or_not(law):
    bill = law({"words": definitions("gadget"), "own": OWN}, entries=GLOSSARY).make()
    assert defined(bill, "own") == ["bolt", "widget"]
    assert defined(bill) == []


def test_two_clauses_may_each_define_a_word_for_themselves(law):
    bill = law({"one": OWN, "two": OWN}).make()
    assert defined(bill, "one") == defined(bill, "two") == ["bolt", "widget"]


def test_a_clause_s_own_definition_holds_for_that_clause_alone(law):
    clauses = {"own": f"{OWN}Subsection: A widget.", "other": "Subsection: One.\nSubsection: A widget."}
    made = law({"own": clauses["own"]}, terms={"widget": []})
    assert defined(made.make(), "own") == ["bolt", "widget"]
    (finding,) = law(clauses, terms={"widget": []}).faults()
    assert (finding.rule, finding.paragraph) == ("term-undefined", 3)
    assert finding.file.endswith("other.docx")


# -- faults -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["storage medium", "Storage media", "storage mediums"])
def test_a_term_of_the_model_that_is_used_but_not_defined_is_an_error(law, text):
    made = law(
        {"words": definitions("gadget"), "use": f"Subsection: One.\nSubsection: {text} here."},
        entries=GLOSSARY,
        terms={"storage medium": ["storage media"]},
    )
    (finding,) = made.faults()
    assert (finding.rule, finding.paragraph) == ("term-undefined", 3)
    assert finding.file.endswith("use.docx")
    assert "“storage medium”" in str(finding)


def test_a_term_that_only_a_definition_uses_must_be_defined_where_that_definition_stands(law):
    clauses = {"words": definitions(gadget="a widget"), "use": "Section: A gadget."}
    (finding,) = law(clauses, entries=GLOSSARY, terms={"widget": []}).faults()
    assert (finding.rule, finding.paragraph) == ("term-undefined", 3)
    assert finding.file.endswith("words.docx")
    unused = {"words": definitions(gadget="a widget"), "use": "Section: Nothing."}
    assert defined(law(unused, entries=GLOSSARY, terms={"widget": []}).make()) == []


def test_a_term_that_is_defined_twice_is_an_error_that_names_both_places(law):
    text = definitions("gadget") + "\nDefinition: “[gadget]{DefinedTerm}” means another thing;"
    (finding,) = law({"words": text, "use": "Section: A gadget."}, entries=GLOSSARY).faults()
    assert (finding.rule, finding.paragraph) == ("term-twice", 4)
    assert "words.docx, paragraph 3" in finding.remedy


@pytest.mark.parametrize("order", [("words", "own"), ("own", "words")])
def test_a_term_of_the_whole_bill_may_not_be_defined_again_by_a_clause_before_or_after(law, order):
    texts = {"words": definitions("widget"), "own": OWN}
    (finding,) = law({slug: texts[slug] for slug in order}, entries=GLOSSARY).faults()
    assert finding.rule == "term-twice"
    assert finding.file.endswith(f"{order[1]}.docx")
    assert f"{order[0]}.docx" in finding.remedy


def test_a_clause_that_defines_a_word_twice_for_itself_is_an_error(law):
    (finding,) = law({"own": OWN + "Definition: “[bolt]{DefinedTerm}” means a nut;"}).faults()
    assert (finding.rule, finding.paragraph) == ("term-twice", 6)


def test_a_definition_that_does_not_mark_its_term_is_an_error(law):
    text = (
        "Section: In this Act—\nDefinition: “gadget” means a thing;\nDefinition: “[bolt]{DefinedTerm}” means a thing;"
    )
    (finding,) = law({"words": text, "use": "Section: A bolt."}, entries=GLOSSARY).faults()
    assert (finding.rule, finding.paragraph) == ("term-unmarked", 3)
    assert "DefinedTerm" in finding.remedy


def test_all_faults_of_the_definitions_are_said_at_once(law):
    text = definitions("gadget") + "\nDefinition: “[gadget]{DefinedTerm}” again;\nDefinition: nothing;"
    findings = law(
        {"words": text, "use": "Section: A gadget, a widget."}, entries=GLOSSARY, terms={"widget": []}
    ).faults()
    assert sorted(finding.rule for finding in findings) == ["term-twice", "term-undefined", "term-unmarked"]


# -- term() -----------------------------------------------------------------------------------------------------------


def test_term_prints_the_term_and_its_definition_follows(law):
    clauses = {"words": definitions("virtual asset", "other"), "use": 'Section: A {{ term("virtual asset") }}.'}
    bill = law(clauses, entries=GLOSSARY).make()
    assert said(bill, "use")[1] == "2. A virtual asset."
    assert defined(bill) == ["virtual asset"]


def test_term_without_a_definition_is_an_error(law):
    clauses = {"words": definitions("other"), "use": 'Subsection: One.\nSubsection: A {{ term("virtual asset") }}.'}
    (finding,) = law(clauses, entries=GLOSSARY).faults()
    assert (finding.rule, finding.paragraph) == ("term-undefined", 3)
    assert finding.file.endswith("use.docx")
    assert "“virtual asset”" in str(finding)


def test_term_is_content_with_the_clause_s_own_definition(law):
    text = OWN + 'Subsection: A {{ term("widget") }}.'
    assert said(law({"own": text}).make(), "own")[-1] == "(3) A widget."


def test_term_keeps_what_its_definition_uses_even_where_a_longer_term_hides_it(law):
    text = definitions(gear="a bolt", gear_box="a case", bolt="a screw", nut="a thing")
    made = law({"words": text, "use": 'Section: A {{ term("gear") }} box.'}, entries=GLOSSARY)
    assert defined(made.make()) == ["bolt", "gear", "gear box"]


def test_term_in_a_definition_that_is_dropped_uses_nothing(law):
    text = definitions(gadget='a {{ term("gear") }} box', gear="a bolt", gear_box="a case", kept="a thing")
    made = law({"words": text, "use": "Section: What is kept."}, entries=GLOSSARY)
    assert defined(made.make()) == ["kept"]


def test_a_state_s_own_clause_may_use_a_term_of_the_model_law(workspace):
    """The same through a real state: the packaged interpretation follows what an office's own clause says."""
    assert "storage medium" in defined(workspace.make("jamaica"), "interpretation")
    workspace.clause(
        "illegal-access",
        'ClauseHeading: {{ heading }}\nSection: No person shall enter a {{ term("unheard-of engine") }}.',
        state="jamaica",
    )
    (finding,) = workspace.faults("jamaica")
    assert (finding.rule, finding.file, finding.paragraph) == (
        "term-undefined",
        "countries/jamaica/illegal-access.docx",
        2,
    )
