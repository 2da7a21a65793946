"""How the states differ, each difference shown with the states that need it.

The twelve are named by their ISO codes. What is compared is the state's own, the words that its profile makes the bill
print, never a passage of the model law. Amounts are left out of the penalties, as they may rise.
"""

from __future__ import annotations

import io
import re
import zipfile

import conftest
import pytest

from billwright import plaintext
from billwright.content import IN_MEMORANDUM
from billwright.profile import limbs

STATES = {
    "AG": "antigua-and-barbuda",
    "BB": "barbados",
    "BS": "bahamas",
    "BZ": "belize",
    "DM": "dominica",
    "GD": "grenada",
    "GY": "guyana",
    "JM": "jamaica",
    "KN": "saint-kitts-and-nevis",
    "LC": "saint-lucia",
    "TT": "trinidad-and-tobago",
    "VC": "saint-vincent-and-the-grenadines",
}


@pytest.fixture
def bill(bills):
    """The bill of a state by its code."""
    return lambda code: bills[STATES[code]]


def each(table):
    """A parametrised table: state → what is expected of it."""
    return pytest.mark.parametrize(("code", "expected"), table.items(), ids=list(table))


def profile(bill):
    return bill.draft.plan.loaded.profile


def said(bill, style):
    """The text of each paragraph of a style, in one line."""
    return [" ".join(paragraph.text.split()) for paragraph in bill.draft.paragraphs if paragraph.style == style]


def clause(bill, slug):
    return next((found for found in bill.draft.units if found.slug == slug), None)


def last(bill, slug):
    """The text of a clause's last paragraph."""
    return [paragraph.text for paragraph in clause(bill, slug).paragraphs][-1]


def printing(bill, fact):
    """The paragraphs that print a fact of the profile, or one below it."""
    return [
        paragraph
        for paragraph in bill.draft.paragraphs
        if any(span.fact == fact or (span.fact or "").startswith(f"{fact}.") for span in paragraph.spans)
    ]


def penalty(bill, tier):
    """What stands after “is liable” in the first penalty of a tier, a line a paragraph, with # for every amount."""
    style = profile(bill).penalties.style
    amounts = set()
    for mode in profile(bill).penalties.tiers[tier].values():
        for limb in limbs(mode):
            unit = "years" if limb.years is not None else "months"
            if isinstance(limb.fine, int):
                amounts.add(str(bill.words.money(limb.fine)))
            if limb.years or limb.months:
                amounts.add(str(bill.words.period(limb.years or limb.months, unit, style.terms)))
    found = printing(bill, f"penalties.tiers.{tier}")
    lines = []
    for paragraph in (one for one in found if one.clause == found[0].clause):
        text = paragraph.text
        for amount in sorted(amounts, key=len, reverse=True):
            text = text.replace(amount, "#")
        lines.append(text if lines else text.partition("is liable")[2].strip())
        lines[-1] = f"{paragraph.label} {lines[-1]}" if len(lines) > 1 else lines[-1]
    return "\n".join(lines)


def test_every_state_of_the_tables_has_a_bill(bills):
    assert sorted(STATES.values()) == conftest.COMMON_LAW


# -- enacting words ---------------------------------------------------------------------------------------------------

KING = "BE IT ENACTED by the King’s Most Excellent Majesty, by and with the advice and consent of "
ENACTING_WORDS = {
    "AG": "ENACTED by the Parliament of Antigua and Barbuda as follows:",
    "BB": "ENACTED by the Parliament of Barbados as follows:",
    "BS": "Enacted by the Parliament of The Bahamas",
    "BZ": "BE IT ENACTED, by and with the advice and consent of the House of Representatives and Senate of Belize and "
    "by the authority of the same, as follows:",
    "DM": "BE IT ENACTED by the Parliament of the Commonwealth of Dominica as follows:",
    "GD": KING + "the Senate and the House of Representatives and by the authority of the same as follows–",
    "GY": "Enacted by the Parliament of Guyana:-",
    "JM": "BE IT ENACTED by the Parliament of Jamaica, by and with the advice and consent of the Senate and House of "
    "Representatives of Jamaica, and by the authority of the same, as follows:—",
    "KN": KING + "the National Assembly of Saint Christopher and Nevis and by the authority of the same as follows:",
    "LC": KING + "the House of Assembly and the Senate of Saint Lucia, and by the authority of the same, as follows:",
    "TT": "ENACTED by the Parliament of Trinidad and Tobago as follows:",
    "VC": KING
    + "the House of Assembly of Saint Vincent and the Grenadines and by the authority of the same, as follows:",
}


@each(ENACTING_WORDS)
def test_the_enacting_words_are_the_states_whole_formula(code, expected, bill):
    assert said(bill(code), "EnactingWords") == [expected]


@pytest.mark.parametrize("code", STATES)
def test_no_bill_is_enacted_by_the_queen(code, bill):
    assert "Queen" not in plaintext.text(bill(code).draft)


# -- the head of the bill ---------------------------------------------------------------------------------------------

HEADS = {
    "AG": (["ANTIGUA AND BARBUDA", "No. of 2026"], "AN ACT to "),
    "BB": (["BARBADOS", "A Bill entitled"], "An Act to "),
    "BS": ([], "A BILL FOR AN ACT TO "),
    "BZ": (["A BILL", "for"], "AN ACT to "),
    "DM": (["COMMONWEALTH OF DOMINICA", "ACT NO. of 2026"], "A BILL FOR AN ACT to "),
    "GD": (["GRENADA", "ACT NO. OF 2026"], "AN ACT to "),
    "GY": (["A BILL", "Intituled"], "AN ACT to "),
    "JM": (["A BILL", "Entitled"], "AN ACT to "),
    "KN": (["SAINT CHRISTOPHER AND NEVIS", "No. of 2026"], "A BILL to "),
    "LC": (["SAINT LUCIA", "No. of 2026"], "AN ACT to "),
    "TT": (["BILL"], "AN ACT to "),
    "VC": (["SAINT VINCENT AND THE GRENADINES", "BILL FOR", "ACT NO. OF 2026"], "AN ACT to "),
}


@each(HEADS)
def test_the_bill_opens_with_the_states_caption_and_long_title(code, expected, bill):
    caption, opening = expected
    assert said(bill(code), "BillCaption") == caption
    (long_title,) = said(bill(code), "LongTitle")
    assert long_title.startswith(opening)


def test_belize_ends_every_long_title_in_the_same_words(bill):
    (long_title,) = said(bill("BZ"), "LongTitle")
    assert long_title.endswith("; and to provide for matters connected therewith or incidental thereto.")


def test_the_bahamas_prints_the_long_title_in_capitals(bill):
    (long_title,) = said(bill("BS"), "LongTitle")
    assert long_title == long_title.upper()


ARRANGEMENTS = {
    "AG": ["ARRANGEMENT OF CLAUSES"],
    "BB": ["Arrangement of Sections"],
    "BS": ["ARRANGEMENT OF SECTIONS"],
    "BZ": ["ARRANGEMENT OF CLAUSES"],
    "DM": ["ARRANGEMENT OF SECTIONS", "SECTION"],
    "GD": ["ARRANGEMENT OF CLAUSES"],
    "GY": ["ARRANGEMENT OF SECTIONS", "SECTION"],
    "JM": ["ARRANGEMENT OF SECTIONS"],
    "KN": ["ARRANGEMENT OF SECTIONS", "Section"],
    "LC": ["ARRANGEMENT OF CLAUSES", "Clause"],
    "TT": ["Arrangement of Clauses"],
    "VC": ["ARRANGEMENT OF SECTIONS", "SECTION"],
}


@each(ARRANGEMENTS)
def test_the_arrangement_is_of_clauses_or_of_sections(code, expected, bill):
    made = bill(code)
    assert said(made, "ArrangementHeading") + said(made, "ArrangementLabel") == expected


@pytest.mark.parametrize("code", STATES)
def test_a_unit_of_a_bill_is_a_clause_but_in_barbados_a_section(code, bill):
    units = profile(bill(code)).bill.units
    assert (units.bill, units.act) == ("section" if code == "BB" else "clause", "section")


# title of the bill, short title as the citation clause prints it
TITLES = {
    "AG": ("Cybercrime Bill, 2026", "Cybercrime Act, 2026"),
    "BB": ("Cybercrime Bill, 2026", "Cybercrime Act, 2026"),
    "BS": ("Cybercrime Bill, 2026", "Cybercrime Act, 2026"),
    "BZ": ("Cybercrime Bill, 2026", "CYBERCRIME ACT, 2026"),
    "DM": ("Cybercrime Bill, 2026", " –\nCYBERCRIME ACT, 2026"),
    "GD": ("Cybercrime Bill, 2026", "CYBERCRIME ACT, 2026"),
    "GY": ("Cybercrime Bill 2026", "Cybercrime Act 2026"),
    "JM": ("Cybercrimes Bill, 2026", "Cybercrimes Act, 2026"),
    "KN": ("Cybercrime Bill, 2026", "Cybercrime Act, 2026"),
    "LC": ("Cybercrime Bill, 2026", "Cybercrime Act, 2026"),
    "TT": ("The Cybercrime Bill, 2026", "Cybercrime Act, 2026"),
    "VC": ("Cybercrime Bill 2026", "Cybercrime Act, 2026"),
}


@each(TITLES)
def test_the_titles_have_the_comma_the_capitals_and_the_line_that_the_state_gives_them(code, expected, bill):
    """No comma before the year in Guyana; capitals in Belize and Grenada; a line of its own in Dominica."""
    title, cited = expected
    made = bill(code)
    assert made.draft.title == title
    assert title in said(made, "BillTitle")
    (citation,) = (one for one in printing(made, "bill.short_title") if one.clause == "short-title")
    assert citation.text.rstrip(".").endswith(cited)


def test_assent_stands_before_the_long_title_where_the_state_prints_it(bill):
    for code in STATES:
        lines = plaintext.text(bill(code).draft).splitlines()
        if code == "VC":
            at = lines.index("I ASSENT")
            assert lines[at + 1 : at + 3] == ["[L.S.]", "Governor-General"]
            assert at < next(index for index, line in enumerate(lines) if line.startswith("AN ACT to "))
        else:
            assert "I ASSENT" not in lines


NOTES = {
    "AG": ("EXPLANATORY MEMORANDUM", "back"),
    "BB": ("OBJECTS AND REASONS", "front"),
    "BS": ("OBJECTS AND REASONS", "back"),
    "BZ": None,
    "DM": ("OBJECTS AND REASONS", "back"),
    "GD": ("EXPLANATORY NOTES", "front"),
    "GY": ("EXPLANATORY MEMORANDUM", "back"),
    "JM": ("MEMORANDUM OF OBJECTS AND REASONS", "back"),
    "KN": ("EXPLANATORY MEMORANDUM", "back"),
    "LC": ("EXPLANATORY NOTE", "back"),
    "TT": ("Explanatory Notes", "front"),
    "VC": ("OBJECTS AND REASONS", "back"),
}


@each(NOTES)
def test_the_explanatory_note_has_the_states_title_and_place(code, expected, bill):
    draft = bill(code).draft
    front, back = (
        [block.text for block in blocks if getattr(block, "style", "") == "NoteTitle"]
        for blocks in (draft.front, draft.back)
    )
    assert (front, back) == {
        None: ([], []),
        "front": ([expected[0]], []) if expected else None,
        "back": ([], [expected[0]]) if expected else None,
    }[expected and expected[1]]


def test_the_note_of_trinidad_and_tobago_has_a_disclaimer(bill):
    (disclaimer,) = said(bill("TT"), "FormCitation")
    assert disclaimer.startswith("(These notes form no part of the Bill")


# -- Parts, headings, numbers -----------------------------------------------------------------------------------------

PARTS = {
    "AG": "PART I PRELIMINARY",
    "BB": "PART I PRELIMINARY",
    "BS": "PART I PRELIMINARY",
    "BZ": "PART I Preliminary",
    "DM": "PART I PRELIMINARY",
    "GD": "PART I PRELIMINARY",
    "GY": "PART I PRELIMINARY",
    "JM": "PART I.—Preliminary",
    "KN": "PART I PRELIMINARY",
    "LC": "PART 1 PRELIMINARY",
    "TT": "PART I PRELIMINARY",
    "VC": "PART I PRELIMINARY",
}


@each(PARTS)
def test_the_parts_are_numbered_and_titled_as_the_state_does(code, expected, bill):
    made = bill(code)
    first = next(text for paragraph, text in plaintext.printed(made.draft) if paragraph.style == "PartHeading")
    assert first == expected
    assert f'w:numFmt w:val="{"decimal" if code == "LC" else "upperRoman"}"' in part_level(made)


def part_level(bill):
    """The level of Word's list that numbers the Parts."""
    with zipfile.ZipFile(io.BytesIO(bill.word())) as file:
        numbering = file.read("word/numbering.xml").decode()
    return next(level for level in re.findall(r"<w:lvl .*?</w:lvl>", numbering, re.DOTALL) if '"PartHeading"' in level)


# where the heading stands, whether it ends with a full stop, how the first subsection of a section is numbered
NUMBERING = {
    "AG": ("on the number's line", False, "(1)"),
    "BB": ("above", False, "2.(1)"),
    "BS": ("on the number's line", True, "(1)"),
    "BZ": ("margin", True, "2.–(1)"),
    "DM": ("margin", True, "2. (1)"),
    "GD": ("margin", True, "2. (1)"),
    "GY": ("margin", True, "2. (1)"),
    "JM": ("margin", True, "2.—(1)"),
    "KN": ("on the number's line", True, "(1)"),
    "LC": ("above", False, "2. (1)"),
    "TT": ("margin", False, "2. (1)"),
    "VC": ("margin", False, "2. (1)"),
}


def placed(bill):
    """Where a clause's heading stands."""
    if "ClauseHeading" in bill.style.frames:
        return "margin"
    return "on the number's line" if clause(bill, "interpretation").heading.label else "above"


@each(NUMBERING)
def test_headings_and_numbers_stand_where_the_state_puts_them(code, expected, bill):
    place, stop, numbered = expected
    made = bill(code)
    assert placed(made) == place
    assert all(one.heading.text.endswith(".") is stop for one in made.draft.clauses)
    interpretation = clause(made, "interpretation")
    number = interpretation.number
    printed = next(
        text
        for paragraph, text in plaintext.printed(made.draft)
        if "(1)" in text and paragraph.clause == "interpretation"
    )
    assert re.match(r"(\d+\.)?\W*\(1\)", printed)[0] == numbered.replace("2", number)
    assert (interpretation.heading.label == f"{number}.") is (place == "on the number's line")


@pytest.mark.parametrize("joint", ["—", " ", "", "-", "–"])
def test_what_joins_a_section_to_its_first_subsection_is_a_setting(joint, workspace):
    """2.—(1), 2. (1), 2.(1), 2.-(1)."""
    workspace.profile("testland")
    made = workspace.make("testland", f'house_style.first_subsection="{joint}"')
    assert f"2.{joint}(1) In this Act—" in plaintext.text(made.draft)


def test_in_trinidad_and_tobago_the_preamble_and_the_enacting_words_have_marginal_notes(bill):
    made = bill("TT")
    assert said(made, "MarginalNote") == ["Preamble", "Enactment"]
    assert "MarginalNote" in made.style.frames


def test_in_guyana_the_year_stands_beside_the_enacting_words(bill):
    assert said(bill("GY"), "MarginalNote") == ["A.D. 2026"]


# -- penalties --------------------------------------------------------------------------------------------------------

ONE_MODE = "on conviction on indictment to a fine of # or to imprisonment for a term of # or to both."
LIMB = "to a fine not exceeding # or to imprisonment for a term not exceeding # or to both"
TWO_TIERS = f"—\n(a) on summary conviction {LIMB}; or\n(b) on conviction on indictment {LIMB}."
UNCAPPED = "to a fine or to imprisonment for a term not exceeding # or to both"
BAHAMAS = (
    "to a fine not exceeding # or to imprisonment for a term not exceeding # or to both such fine and imprisonment"
)
BARE = "to a fine of # or to imprisonment for # or to both"
PENALTIES = {
    "AG": TWO_TIERS,
    "BB": ONE_MODE,
    "BS": f"on summary conviction —\n(a) in the case of a first conviction, {BAHAMAS}; or\n"
    f"(b) in the case of a second or subsequent conviction, {BAHAMAS}.",
    "BZ": TWO_TIERS.replace("—", "–", 1),
    "DM": TWO_TIERS.replace("—", "–", 1),
    "GD": "on summary conviction to a fine not exceeding # or to a term of imprisonment not exceeding # or to both.",
    "GY": "—\n(a) on summary conviction to a fine of # and to imprisonment for #; or\n"
    "(b) on conviction on indictment to a fine of # and to imprisonment for #.",
    "JM": "—\n(a) on summary conviction before a Parish Court—\n"
    f"(i) for a first offence, {LIMB};\n(ii) if the offence causes damage, {LIMB}; or\n"
    f"(iii) for a second or subsequent offence, {LIMB}; or\n"
    "(b) on conviction before a Circuit Court—\n"
    f"(i) for a first offence, {UNCAPPED};\n(ii) if the offence causes damage, {UNCAPPED}; or\n"
    f"(iii) for a second or subsequent offence, {UNCAPPED}.",
    "KN": TWO_TIERS,
    "LC": f"on summary conviction—\n(a) for a first offence, {LIMB}; or\n"
    f"(b) for a second or subsequent offence, {LIMB}.",
    "TT": "—\n(a) on summary conviction to a fine of # and imprisonment for #; or\n"
    "(b) on conviction on indictment to a fine of # and imprisonment for #.",
    "VC": f"–\n(a) on summary conviction {BARE}; or\n(b) on conviction on indictment {BARE}.",
}


@each(PENALTIES)
def test_a_penalty_has_the_shape_and_the_words_of_the_state(code, expected, bill):
    """One tier or two, first and repeat, by court; capped or not; “or to both” or “and”; “not exceeding” or bare."""
    assert penalty(bill(code), "access") == expected


MODES = {
    "BB": "on conviction on indictment",
    "BS": "on conviction on information",
    "GD": "on summary conviction",
    "GY": "on conviction on indictment",
    "JM": "on conviction before a Circuit Court",
    "LC": "on summary conviction",
    "TT": "on conviction on indictment",
}


@each(MODES)
def test_the_highest_mode_of_trial_is_called_as_the_state_calls_it(code, expected, bill):
    made = bill(code)
    assert expected in penalty(made, "critical")
    if code == "BS":
        assert "on indictment" not in plaintext.text(made.draft)


# five thousand of the currency, three years, ninety days, as the state prints them
AMOUNTS = {
    "AG": ("five thousand dollars", "three years", "ninety days"),
    "BB": ("$5\u00a0000", "3 years", "90 days"),
    "BS": ("five thousand dollars", "three years", "ninety days"),
    "BZ": ("five thousand dollars", "three years", "ninety days"),
    "DM": ("five thousand dollars", "three years", "ninety days"),
    "GD": ("five thousand dollars", "three years", "ninety days"),
    "GY": ("five thousand dollars", "three years", "ninety days"),
    "JM": ("five thousand dollars", "three years", "ninety days"),
    "KN": ("five thousand dollars", "three years", "ninety days"),
    "LC": ("$5,000", "3 years", "90 days"),
    "TT": ("five thousand dollars", "three years", "ninety days"),
    "VC": ("five thousand dollars", "three years", "ninety days"),
}


@each(AMOUNTS)
def test_amounts_and_periods_are_in_words_or_in_figures(code, expected, workspace):
    state = STATES[code]
    workspace.clause(
        "binds-the-state",
        'ClauseHeading: {{ heading }}\nSection: {{ money(5000) }}, {{ period(90, "days") }}, '
        '{{ penalty_words("compliance") }}.',
        state=state,
    )
    made = workspace.make(
        state,
        "clauses.binds-the-state={on: true, reason: A test.}",
        "penalties.tiers.compliance={summary: {fine: 5000, years: 3}}",
    )
    money, years, days = expected
    text = last(made, "binds-the-state")
    assert text.startswith(f"{money}, {days}, on summary conviction")
    assert text.count(money) == 2
    assert text.count(years) == 1


def test_an_offence_may_have_no_fine(workspace):
    """Barbados, Cybercrime Bill, 2024, section 21."""
    made = workspace.make("barbados", "penalties.tiers.access={indictment: {fine: null, years: 25}}")
    assert penalty(made, "access") == "on conviction on indictment to imprisonment for a term of #."


def test_an_offence_may_have_a_fine_alone_or_a_term_for_life(workspace):
    made = workspace.make(
        "barbados",
        "penalties.tiers.compliance={summary: {fine: 5000}}",
        "penalties.tiers.critical={indictment: {fine: unlimited, life: true}}",
    )
    assert penalty(made, "compliance") == "on summary conviction to a fine of #."
    assert penalty(made, "critical") == "on conviction on indictment to a fine or to imprisonment for life or to both."


CORPORATE = {
    "BB": "to a fine of $250\u00a0000",
    "GY": "to a fine of five times the maximum fine",
    "JM": "to a fine not exceeding five times the maximum fine",
    "BZ": "to a fine not exceeding ten times the maximum fine",
}


@each(CORPORATE)
def test_a_body_corporate_pays_a_fine_of_its_own_or_a_multiple(code, expected, bill):
    found = printing(bill(code), "penalties.corporate")
    assert found
    assert expected in found[0].text


# -- commencement -----------------------------------------------------------------------------------------------------

# the clause that has it, and its words
COMMENCEMENT = {
    "AG": ("short-title", "on a day to be appointed by the Minister by notice published in the Gazette"),
    "BB": ("last", "on a date to be fixed by Proclamation"),
    "BS": ("short-title", "on such day as the Minister may, by notice published in the Gazette, appoint"),
    "BZ": ("last", "on a day to be appointed by the Minister by Order published in the Gazette"),
    "DM": ("short-title", "on a day to be appointed by the Minister by Order published in the Gazette"),
    "GD": ("short-title", "on a day to be appointed by the Minister by Order published in the Gazette"),
    "GY": ("short-title", "on a day to be appointed by the Minister by order published in the Gazette"),
    "JM": ("short-title", "on a day to be appointed by the Minister by notice published in the Gazette"),
    "KN": ("short-title", "on a day to be fixed by the Minister by Order published in the Gazette"),
    "LC": ("short-title", "on a day to be fixed by the Minister by Order published in the Gazette"),
    "TT": ("second", "on such date as is fixed by the President by Proclamation"),
    "VC": ("short-title", "on a day to be appointed by the Minister by Order published in the Gazette"),
}


@each(COMMENCEMENT)
def test_the_commencement_stands_where_the_state_puts_it_and_names_its_instrument(code, expected, bill):
    place, words = expected
    made = bill(code)
    order = [one.slug for one in made.draft.clauses]
    printed = (one for one in printing(made, "commencement.form") if one.style not in IN_MEMORANDUM)
    (found,) = (one for one in printed if words in one.text)
    assert found.clause == order[{"short-title": 0, "second": 1, "last": -1}[place]]
    assert (found.clause == "short-title") is (place == "short-title")


def test_a_bill_may_commence_on_publication_without_a_word(workspace):
    """Antigua and Barbuda's Electronic Crimes Act, 2013."""
    made = workspace.make("antigua-and-barbuda", "commencement.place=none")
    assert printing(made, "commencement.form") == []
    assert "commencement" not in [one.slug for one in made.draft.clauses]


# -- who makes the law and who applies it -----------------------------------------------------------------------------

# the chambers in the order in which the state names them, the final court
CHAMBERS = {
    "AG": (["Senate", "House of Representatives"], "Privy Council"),
    "BB": (["Senate", "House of Assembly"], "Caribbean Court of Justice"),
    "BS": (["Senate", "House of Assembly"], "Privy Council"),
    "BZ": (["House of Representatives", "Senate"], "Caribbean Court of Justice"),
    "DM": (["House of Assembly"], "Caribbean Court of Justice"),
    "GD": (["Senate", "House of Representatives"], "Privy Council"),
    "GY": (["National Assembly"], "Caribbean Court of Justice"),
    "JM": (["Senate", "House of Representatives"], "Privy Council"),
    "KN": (["National Assembly"], "Privy Council"),
    "LC": (["House of Assembly", "Senate"], "Caribbean Court of Justice"),
    "TT": (["Senate", "House of Representatives"], "Privy Council"),
    "VC": (["House of Assembly"], "Privy Council"),
}


@each(CHAMBERS)
def test_a_state_has_its_chambers_in_its_order_and_its_final_court(code, expected, bill):
    made = bill(code)
    chambers, court = expected
    assert [chamber.name for chamber in profile(made).legislature.chambers] == chambers
    assert court in profile(made).courts.final
    formula = profile(made).legislature.enacting_words
    places = [formula.index(chamber) for chamber in chambers if chamber in formula]
    assert places == sorted(places)


@each(CHAMBERS)
def test_each_chamber_passes_the_bill_at_its_end(code, expected, bill):
    ending = [
        line for line in said(bill(code), "EndingText") if re.search(r"[Pp]assed", line) and "CERTIFIED" not in line
    ]
    assert len(ending) == len(expected[0])
    assert all(any(chamber in line for line in ending) for chamber in expected[0])


PASSED = {
    "AG": "Passed the House of Representatives on the day of , 2026.",
    "BB": "Read three times and passed the House of Assembly this day of , 2026.",
    "GD": "Passed by the House of Representatives this day of , 2026.",
    "GY": "Passed by the National Assembly on , 2026.",
    "JM": "Passed in the House of Representatives this day of , 2026.",
}


@each(PASSED)
def test_the_passing_note_has_the_states_words(code, expected, bill):
    assert said(bill(code), "EndingText")[0] == expected


# police officer, head of the police, summary court, superior court, attorney general
WHO = {
    "AG": ("police officer", "Commissioner of Police", "Magistrate’s Court", "High Court", "Attorney General"),
    "BB": ("police officer", "Commissioner of Police", "Magistrate's Court", "High Court", "Attorney-General"),
    "BS": ("police officer", "Commissioner of Police", "Magistrate's Court", "Supreme Court", "Attorney-General"),
    "BZ": ("police officer", "Commissioner of Police", "Magistrate's Court", "High Court", "Attorney General"),
    "DM": ("police officer", "Chief of Police", "Magistrate’s Court", "High Court", "Attorney General"),
    "GD": ("police officer", "Commissioner of Police", "Magistrate’s Court", "High Court", "Attorney-General"),
    "GY": ("police officer", "Commissioner of Police", "Magistrate’s Court", "High Court", "Attorney General"),
    "JM": ("constable", "Commissioner of Police", "Parish Court", "Supreme Court", "Attorney General"),
    "KN": ("police officer", "Commissioner of Police", "Magistrate’s Court", "High Court", "Attorney General"),
    "LC": ("police officer", "Commissioner of Police", "District Court", "High Court", "Attorney General"),
    "TT": ("police officer", "Commissioner of Police", "Magistrate’s Court", "High Court", "Attorney General"),
    "VC": ("police officer", "Commissioner of Police", "Magistrate’s Court", "High Court", "Attorney-General"),
}


@each(WHO)
def test_police_and_courts_have_the_states_names(code, expected, bill):
    made = bill(code)
    facts = profile(made)
    found = facts.institutions.officer, facts.institutions.police_head, facts.courts.summary, facts.courts.superior
    assert tuple(re.sub("'", "’", word) for word in (*found, facts.institutions.attorney_general)) == tuple(
        word.replace("'", "’") for word in expected
    )
    text = plaintext.text(made.draft)
    assert f" {expected[0]} " in text
    assert ({"constable", "police officer"} - {expected[0]}).pop() not in text


def test_a_warrant_may_come_from_one_of_several(bill):
    """“Judge or magistrate”, Barbados."""
    found = printing(bill("BB"), "authority.search")
    assert found
    assert any("Judge or magistrate" in one.text for one in found)


GAZETTES = {
    "BB": ("Official Gazette", False),
    "BS": ("*Gazette*", True),
    "BZ": ("*Gazette*", True),
    "DM": ("Gazette", False),
    "JM": ("*Gazette*", True),
    "VC": ("Gazette", False),
}


@each(GAZETTES)
def test_the_gazette_has_its_title_and_its_italics(code, expected, bill):
    title, slanted = expected
    made = bill(code)
    assert profile(made).institutions.gazette == title
    found = [
        span
        for paragraph in made.draft.paragraphs
        for span in paragraph.spans
        if "Gazette" in span.text and (span.fact or "").startswith(("institutions.gazette", "commencement."))
    ]
    assert all(span.italic is slanted for span in found)
    assert found or code == "BB"


NAMES = {"KN": "Saint Christopher and Nevis", "LC": "Saint Lucia", "VC": "Saint Vincent and the Grenadines"}


@each(NAMES)
def test_the_name_that_the_law_prints_is_written_out(code, expected, bill):
    made = bill(code)
    assert profile(made).state.name == expected
    text = re.sub(r"Royal St\. Christopher and Nevis Police Force", "", plaintext.text(made.draft))
    assert expected in text
    assert "St." not in text
    assert code != "KN" or (profile(made).state.display_name == "Saint Kitts and Nevis" and "Saint Kitts" not in text)


def test_dominica_is_a_commonwealth_and_no_bill_calls_anything_dominican(bill):
    text = plaintext.text(bill("DM").draft)
    assert "COMMONWEALTH OF DOMINICA" in text
    assert "Dominican" not in text


# -- existing law -----------------------------------------------------------------------------------------------------

# CSIRT, data protection authority: whether the state has one; nobody knows a contact point that answers day and night
INSTITUTIONS = {
    "AG": (False, True),
    "BB": (False, True),
    "BS": (True, True),
    "BZ": (False, True),
    "DM": (False, False),
    "GD": (True, True),
    "GY": (True, True),
    "JM": (True, True),
    "KN": (False, True),
    "LC": (False, True),
    "TT": (True, True),
    "VC": (False, False),
}


@each(INSTITUTIONS)
def test_what_a_state_has_not_is_null_and_the_bill_does_without(code, expected, bill):
    made = bill(code)
    has = profile(made).institutions
    assert (has.csirt is not None, has.data_protection_authority is not None) == expected
    assert has.contact_point is None
    assert not re.search(r"\b(None|null)\b", plaintext.text(made.draft))


REPEALED = {
    "AG": ["Electronic Crimes Act, 2013"],
    "BS": ["Computer Misuse Act (Ch. 107A)"],
    "DM": [],
    "GD": ["Electronic Crimes Act No. 23 of 2013"],
    "JM": ["Cybercrimes Act, 2015"],
    "TT": ["Computer Misuse Act, Chap. 11:17"],
}


@each(REPEALED)
def test_a_bill_repeals_what_it_replaces_or_nothing(code, expected, bill):
    made = bill(code)
    found = clause(made, "repeal")
    assert (found is None) is (not expected)
    for title in expected:
        assert any(title in paragraph.text for paragraph in found.paragraphs)


EXTRADITION = {
    "AG": "Extradition Act, 1993",
    "GY": "Fugitive Offenders Act, Cap. 10:04",
    "VC": "Fugitive Offenders Act, Cap. 126",
}


@each(EXTRADITION)
def test_acts_are_cited_as_the_state_cites_them(code, expected, bill):
    assert profile(bill(code)).law.extradition == expected


@pytest.mark.parametrize("code", STATES)
def test_the_constitutions_provisions_are_sections_or_articles(code, bill):
    constitution = profile(bill(code)).constitution
    assert constitution.unit.casefold() == ("article" if code in {"BS", "GY"} else constitution.unit.casefold())
    named = [right for right in (constitution.rights.privacy, constitution.rights.expression) if right]
    assert all(right.startswith(constitution.unit) for right in named)


# -- spelling ---------------------------------------------------------------------------------------------------------

SPELLINGS = {
    "BB": "an unauthorised programme",
    "BS": "an unauthorised program",
    "GY": "an unauthorised programme",
    "JM": "an unauthorized program",
    "TT": "an unauthorised program",
}


@each(SPELLINGS)
def test_the_words_of_a_clause_are_spelt_as_the_state_spells(code, expected, workspace):
    state = STATES[code]
    text = "ClauseHeading: {{ heading }}\nSection: It is an unauthorised programme of the {{ institutions.csirt }}."
    workspace.clause("binds-the-state", text, state=state)
    made = workspace.make(
        state, "clauses.binds-the-state={on: true, reason: A test.}", "institutions.csirt=Programme to authorise"
    )
    assert last(made, "binds-the-state") == f"It is {expected} of the Programme to authorise."  # never a fact


# -- special majority -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", STATES)
def test_only_trinidad_and_tobago_needs_a_special_majority(code, bill):
    made = bill(code)
    needs = code == "TT"
    assert (clause(made, "constitutional-majority") is not None) is needs
    assert len(said(made, "Preamble")) == (3 if needs else 0)
    assert sum("HEREBY CERTIFIED" in line for line in said(made, "EndingText")) == (2 if needs else 0)


def test_the_clause_the_preamble_and_the_certificates_name_the_majority_and_the_sections(bill):
    made = bill("TT")
    recitals = said(made, "Preamble")
    assert recitals[0].startswith("WHEREAS ")
    assert all("sections 4 and 5 of the Constitution" in recital for recital in (recitals[0], recitals[2]))
    assert "three-fifths of all the members" in recitals[1]
    certificates = [line for line in said(made, "EndingText") if "HEREBY CERTIFIED" in line]
    assert all("not less than three-fifths of all the members" in line for line in certificates)
    assert "sections 4 and 5" in clause(made, "constitutional-majority").numbered.text
    assert "inconsistent" in clause(made, "constitutional-majority").numbered.text


# -- schedules --------------------------------------------------------------------------------------------------------

TABLE = """\
ScheduleHeading: {{ heading }}
Table: 40 60
Row:
Cell:
TableHeading: Enactments
Cell:
TableHeading: Amendments
Row:
Cell:
TableText: {{ law.extradition }}
Cell:
TableText: In the Schedule, add the offences of this Act.
End:
"""


def test_a_schedule_may_have_two_columns(workspace):
    """Consequential amendments in Barbados."""
    workspace.clause("critical-sectors", TABLE, state="barbados", part="schedules")
    made = workspace.make("barbados")
    schedule = next(one for one in made.draft.schedules if one.slug == "critical-sectors")
    (grid,) = (block for block in schedule.blocks if hasattr(block, "rows"))
    assert [[cell[0].text for cell in row] for row in grid.rows] == [
        ["Enactments", "Amendments"],
        [profile(made).law.extradition, "In the Schedule, add the offences of this Act."],
    ]
    with zipfile.ZipFile(io.BytesIO(made.word())) as file:
        document = file.read("word/document.xml").decode()
    table = document[document.rindex("<w:tbl>") : document.rindex("</w:tbl>")]
    assert table.count("<w:gridCol ") == 2
    assert table.count("<w:tblHeader/>") == 1
