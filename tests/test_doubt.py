"""What nobody has confirmed is said at the place: comments for the drafter."""

from __future__ import annotations

import pytest
import smalllaw
import wordcheck
from wordcheck import Package

CSIRT = "Jamaica Cyber Incident Response Team"
PATH = "institutions.csirt"
LOW = {"cite": "Gazette of 1 May.", "confidence": "low", "note": "Ask the Ministry."}


@pytest.fixture
def law(tmp_path):
    return smalllaw.maker(tmp_path)


def notes(bill, *of: str) -> list[tuple[str, str, str]]:
    """The comments that hold all these words: clause, the paragraph's words, the comment."""
    return [
        (paragraph.clause, paragraph.text, note.text)
        for paragraph in bill.draft.paragraphs
        for note in paragraph.notes
        if all(words in note.text for words in of)
    ]


# -- facts ------------------------------------------------------------------------------------------------------------

PRINTING = {
    "one": "Section: Ask {{ institutions.csirt }} or the {{ institutions.csirt }}.",
    "two": "Subsection: Nothing.\nSubsection: It is {{ institutions.csirt }}.\n"
    "Subsection: Say—\nParagraph: no;\nParagraph: {{ institutions.csirt }}.",
    "three": "Section: The {{ institutions.csirt | upper }}.",
}


@pytest.mark.parametrize("confidence", ["low", "medium"])
def test_a_doubtful_fact_is_said_once_where_it_is_first_printed_with_the_other_places(law, confidence):
    bill = law(PRINTING, sources={PATH: {**LOW, "confidence": confidence}}).make()
    ((clause, words, text),) = notes(bill, "Gazette of 1 May")
    assert (clause, words) == ("one", f"Ask {CSIRT} or the {CSIRT}.")
    assert confidence in text.lower()
    assert CSIRT in text
    assert "Ask the Ministry." in text
    assert "section 2(2), section 2(3)(b), section 3" in text
    assert "section 1" not in text


def test_a_fact_of_high_confidence_is_not_doubted(law):
    assert notes(law(PRINTING).make()) == []
    assert notes(law(PRINTING, sources={PATH: {**LOW, "confidence": "high"}}).make()) == []


def test_a_doubtful_fact_that_the_bill_does_not_print_is_not_said(law):
    assert notes(law({"one": "Section: Nothing."}, sources={PATH: LOW}).make()) == []


def test_a_fact_printed_again_in_the_same_clause_only_has_no_other_places(law):
    text = "Subsection: It is {{ institutions.csirt }}.\nSubsection: It is {{ institutions.csirt }}."
    bill = law({"one": text}, sources={PATH: LOW}).make()
    assert [(clause, "section" in text) for clause, _, text in notes(bill, "Gazette")] == [("one", False)]


def test_the_source_of_what_holds_a_fact_counts_for_it(law):
    bill = law(PRINTING, sources={"institutions": LOW}).make()
    assert len(notes(bill, "Gazette of 1 May", CSIRT)) == 1
    nearer = law(PRINTING, sources={"institutions": LOW, PATH: {**LOW, "confidence": "high"}}).make()
    assert notes(nearer, CSIRT) == []


def test_two_doubtful_facts_of_one_paragraph_have_a_comment_each_on_their_own_words(law):
    text = "Subsection: Zero.\nSubsection: The {{ institutions.csirt }} and the {{ institutions.police_force }}."
    sources = {PATH: LOW, "institutions.police_force": {"cite": "Memory.", "confidence": "medium"}}
    bill = law({"one": text}, sources=sources).make()
    found = {about: text for text, about, _ in wordcheck.comments(Package(bill.word()))}
    assert found.keys() == {CSIRT, "Jamaica Constabulary Force"}
    assert "Gazette" in found[CSIRT]
    assert "Memory" in found["Jamaica Constabulary Force"]


@pytest.mark.parametrize(
    ("style", "about"), [("headings-above", CSIRT), ("heading-in-text", CSIRT), ("marginal-notes", "One.")]
)
def test_in_word_the_comment_stands_on_the_words_or_on_the_note_beside_them(law, style, about):
    bill = law(PRINTING, sources={PATH: LOW}, facts={"house_style.base": style}).make()
    ((text, words, where),) = wordcheck.comments(Package(bill.word()))
    assert words == about
    assert where.endswith("Heading") == (style == "marginal-notes")
    assert "Also" in text


def test_a_value_that_is_changed_for_one_bill_is_doubted_whatever_its_source_was(law, tmp_path):
    made = law(PRINTING)
    ((_, _, text),) = notes(made.make(f"{PATH}=Our Team"))
    assert "Our Team" in text
    assert f"--set {PATH}=Our Team" in text
    overlay = tmp_path / "wish.yaml"
    overlay.write_text("institutions:\n  csirt: Our Team\n", encoding="utf-8")
    ((_, _, text),) = notes(made.make(overlays=[overlay]))
    assert "wish.yaml" in text


def test_an_overlay_may_bring_its_own_source(law, tmp_path):
    overlay = tmp_path / "wish.yaml"
    for confidence, count in (("high", 0), ("medium", 1)):
        overlay.write_text(
            "institutions:\n  csirt: Our Team\n"
            f"sources:\n  institutions.csirt: {{cite: Cabinet note, confidence: {confidence}}}\n",
            encoding="utf-8",
        )
        assert len(notes(law(PRINTING).make(overlays=[overlay]), "Cabinet note")) == count


def test_words_of_the_tradition_are_not_doubted(law):
    clause = {"one": "Section: Under {{ constitution.name }}."}
    facts = {"constitution": {"rights": {}}}
    assert notes(law(clause, facts=facts, sources={"constitution": None}).make()) == []
    own = law(clause, facts={"constitution.name": "our Constitution"}, sources={"constitution": LOW}).make()
    assert len(notes(own, "our Constitution")) == 1


def test_a_doubtful_penalty_is_said_where_it_is_printed(law):
    clauses = {"one": 'Subsection: An offence.\n{{p penalty("compliance") }}', "two": "Section: See."}
    made = law(clauses, entries={"one": {"penalty": "compliance"}}, sources={"penalties.tiers.compliance": LOW})
    ((clause, words, _),) = notes(made.make(), "Gazette")
    assert clause == "one"
    assert words.startswith("A person who commits")


# -- facts that are not known, or not printed -------------------------------------------------------------------------


def test_a_fact_that_is_not_known_is_said_at_the_beginning(law):
    bill = law({"one": "Section: Nothing."}, facts={PATH: None}, sources={PATH: LOW}).make()
    ((clause, words, text),) = notes(bill)
    assert (clause, words) == ("", next(bill.draft.paragraphs).text)
    assert PATH in text
    assert "Ask the Ministry." in text


def test_a_fact_that_is_null_because_there_is_none_is_not_said(law):
    """Only a source for the very fact says that somebody looked and found nothing."""
    assert notes(law({"one": "Section: Nothing."}, facts={PATH: None}).make()) == []


def test_a_clause_that_relies_on_an_unknown_fact_says_so_at_its_heading_instead(law):
    made = law(
        {"one": "Section: Nothing.", "two": "Section: Nothing."},
        facts={PATH: None},
        sources={PATH: LOW},
        entries={"two": {"relies_on": [PATH]}},
    )
    ((clause, words, text),) = notes(made.make())
    assert (clause, words) == ("two", "Two.")
    assert PATH in text


@pytest.mark.parametrize(("confidence", "count"), [("low", 1), ("medium", 1), ("high", 0)])
def test_a_clause_that_relies_on_a_doubtful_fact_says_so_at_its_heading(law, confidence, count):
    made = law(
        {"one": "Section: Nothing."},
        sources={PATH: {**LOW, "confidence": confidence}},
        entries={"one": {"relies_on": [PATH]}},
    )
    found = notes(made.make(), CSIRT, "Gazette of 1 May")
    assert [(clause, words) for clause, words, _ in found] == [("one", "One.")] * count


# -- options and notes ------------------------------------------------------------------------------------------------

OPTION = {"default": False, "meaning": "Requires malice.", "cost": "A declaration."}
CHOICE = {"default": "short", "choices": ["short", "long"], "meaning": "How long."}
OFF = {"default": "off"}


def test_an_option_that_is_not_the_default_is_said_at_the_heading_with_its_cost_and_reason(law):
    chosen = {"options": {"strict": True, "length": "long"}, "reason": "The Cabinet asked."}
    made = law(
        {"zero": "Section: Zero.", "one": "Section: One."},
        entries={"one": {"options": {"strict": OPTION, "length": CHOICE}}},
        facts={"clauses.one": chosen},
    )
    bill = made.make()
    (strict,) = notes(bill, "Requires malice.", "The Cabinet asked.", "A declaration.")
    (length,) = notes(bill, "How long.", "long", "short", "The Cabinet asked.")
    assert strict[:2] == length[:2] == ("one", "One.")
    assert len(notes(bill)) == 2
    assert bill.options == 2


def test_an_option_without_a_reason_is_said_too(law):
    made = law({"one": "Section: One."}, entries={"one": {"options": {"strict": OPTION}}})
    assert notes(made.make()) == []
    assert len(notes(made.make("clauses.one.options.strict=true"), "strict", "Requires malice.")) == 1


def test_an_option_that_the_profile_sets_to_the_default_is_not_said(law):
    entries = {"one": {"options": {"strict": OPTION, "length": CHOICE}}}
    chosen = {"options": {"strict": False, "length": "short"}, "reason": "As ever."}
    bill = law({"one": "Section: One."}, entries=entries, facts={"clauses.one": chosen}).make()
    assert notes(bill) == []
    assert bill.options == 0


def test_a_clause_that_only_this_profile_asks_for_is_said_at_its_heading(law):
    made = law({"zero": "Section: Zero.", "one": "Section: One."}, entries={"one": OFF})
    assert [clause.slug for clause in made.make().draft.clauses] == ["zero"]
    on = law(
        {"zero": "Section: Zero.", "one": "Section: One."},
        entries={"one": OFF},
        facts={"clauses.one": {"on": True, "reason": "The Cabinet asked."}, "clauses.zero": {"on": True}},
    ).make()
    ((clause, words, _),) = notes(on)
    assert (clause, words) == ("one", "One.")
    assert len(notes(on, "The Cabinet asked.")) == 1
    assert on.options == 1


def test_the_note_of_a_clause_is_a_comment_on_its_heading(law):
    bill = law(
        {"one": "Section: One.", "two": "Section: Two."},
        entries={"two": {"note": "Why it says so.\n"}},
        schedules={"list": "ScheduleParagraph: L."},
    ).make()
    assert notes(bill) == [("two", "Two.", "Why it says so.")]


def test_a_note_in_the_text_is_a_comment_at_its_place(law):
    text = 'Subsection: One.\nSubsection: Two{{ note("Look <here> & there.") }} ends.'
    bill = law({"one": text}).make()
    assert notes(bill) == [("one", "Two ends.", "Look <here> & there.")]
    ((said, about, _),) = wordcheck.comments(Package(bill.word()))
    assert (said, about) == ("Look <here> & there.", "Two ends.")


# -- claims -----------------------------------------------------------------------------------------------------------

ELEMENT = "budapest:2.without-right"
CARRYING = "Section: Nobody enters the gates of the city without leave."


def test_a_claim_that_the_state_s_own_clause_drops_is_said_at_its_heading(law):
    made = law(
        {"zero": "Section: Zero.", "one": CARRYING},
        entries={"one": {"carries": {ELEMENT: "enters the gates … without leave"}}},
    )
    before = made.make()
    assert notes(before) == []
    assert [claim.found for claim in before.claims] == ["enters the gates of the city without leave"]
    made.clause(f"countries/{smalllaw.STATE}/one", "Section: Nobody enters the gates of the city at night.")
    after = made.make()
    ((clause, words, text),) = notes(after)
    assert (clause, words) == ("one", "One.")
    assert ELEMENT in text
    assert "enters the gates … without leave" in text
    assert [claim.found for claim in after.claims] == [None]


def test_one_of_several_wordings_is_enough_for_a_claim(law):
    made = law({"one": CARRYING}, entries={"one": {"carries": {ELEMENT: ["without permission", "without LEAVE"]}}})
    assert notes(made.make()) == []
    made.clause(f"countries/{smalllaw.STATE}/one", "Section: Nobody enters.")
    ((_, _, text),) = notes(made.make())
    assert "without permission" in text
    assert "without LEAVE" in text


def test_the_words_of_a_claim_must_stand_in_their_order(law):
    made = law({"one": CARRYING}, entries={"one": {"carries": {ELEMENT: "without leave … enters the gates"}}})
    assert len(notes(made.make(), ELEMENT)) == 1
