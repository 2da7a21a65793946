"""French and Dutch beside the English law: numbers, days, no word left in another language, one law in three languages."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT

from billwright import model, plaintext
from billwright.companions import forms
from billwright.library import Library

TRADITIONS = {"en": "common-law", "fr": "civil-law-fr", "nl": "civil-law-nl"}
STATES = {"fr": "haiti", "nl": "suriname"}

# -- numbers, amounts, days -------------------------------------------------------------------------------------------

DAYS = {
    "haiti": {
        0: "zéro (0) jour",
        1: "un (1) jour",
        2: "deux (2) jours",
        21: "vingt et un (21) jours",
        71: "soixante et onze (71) jours",
        80: "quatre-vingts (80) jours",
        100: "cent (100) jours",
        1000: "mille (1,000) jours",
    },
    "suriname": {
        0: "nul dagen",
        1: "één dag",
        2: "twee dagen",
        21: "eenentwintig dagen",
        71: "eenenzeventig dagen",
        80: "tachtig dagen",
        100: "honderd dagen",
        1000: "duizend dagen",
    },
}
AMOUNTS = {
    "haiti": {
        0: "zéro (0.00) gourde",
        1: "un (1.00) gourde",
        2: "deux (2.00) gourdes",
        21: "vingt et un (21.00) gourdes",
        71: "soixante et onze (71.00) gourdes",
        80: "quatre-vingts (80.00) gourdes",
        100: "cent (100.00) gourdes",
        1_000: "mille (1,000.00) gourdes",
        200_000: "deux cent mille (200,000.00) gourdes",
        1_000_000: "un million (1,000,000.00) de gourdes",
    },
    "suriname": {
        0: "SRD 0,-",
        1: "SRD 1,-",
        2: "SRD 2,-",
        21: "SRD 21,-",
        71: "SRD 71,-",
        80: "SRD 80,-",
        100: "SRD 100,-",
        1_000: "SRD 1.000,-",
        200_000: "SRD 200.000,-",
        1_000_000: "SRD 1.000.000,-",
    },
}
DATES = {
    "haiti": {"2026-01-01": "1er janvier 2026", "2026-08-21": "21 août 2026", "2026-12-31": "31 décembre 2026"},
    "suriname": {"2026-01-01": "1 januari 2026", "2026-03-21": "21 maart 2026", "2026-08-31": "31 augustus 2026"},
}
CASES = [(state, count, words) for state, found in DAYS.items() for count, words in found.items()]
MONEY = [(state, amount, words) for state, found in AMOUNTS.items() for amount, words in found.items()]


@pytest.mark.parametrize(("state", "count", "words"), CASES)
def test_a_period_is_written_as_the_language_writes_it(state, count, words, bills):
    assert str(bills[state].words.period(count, "days", "words")) == words


@pytest.mark.parametrize(("state", "amount", "words"), MONEY)
def test_an_amount_is_written_as_the_state_writes_it(state, amount, words, bills):
    assert str(bills[state].words.money(amount)) == words


@pytest.mark.parametrize(("state", "day", "words"), [(s, d, w) for s, found in DATES.items() for d, w in found.items()])
def test_a_day_is_written_as_the_language_writes_it(state, day, words, bills):
    assert bills[state].words.date(day) == words


def test_an_hour_is_feminine_in_french(bills):
    period = bills["haiti"].words.period
    assert [str(period(count, "hours", "words")) for count in (1, 21, 24)] == [
        "une (1) heure",
        "vingt et une (21) heures",
        "vingt-quatre (24) heures",
    ]


# -- no word of another language --------------------------------------------------------------------------------------

ENGLISH = {
    "the",
    "and",
    "must",
    "shall",
    "may",
    "with",
    "without",
    "which",
    "this",
    "that",
    "these",
    "those",
    "there",
    "under",
    "from",
    "into",
    "upon",
    "any",
    "each",
    "every",
    "who",
    "whose",
    "whom",
    "been",
    "has",
    "have",
    "had",
    "are",
    "was",
    "were",
    "is",
    "be",
    "it",
    "its",
    "by",
    "at",
    "if",
    "unless",
    "until",
    "where",
    "when",
    "because",
    "person",
    "persons",
    "offence",
    "offences",
    "court",
    "courts",
    "judge",
    "police",
    "officer",
    "bill",
    "act",
    "section",
    "subsection",
    "paragraph",
    "warrant",
    "order",
    "notice",
    "request",
    "state",
    "states",
    "authority",
    "law",
    "laws",
    "lawful",
    "access",
    "evidence",
    "powers",
    "safeguards",
    "provider",
    "providers",
    "service",
    "services",
    "subscriber",
    "traffic",
    "preservation",
    "production",
    "search",
    "seizure",
    "penalty",
    "penalties",
    "fine",
    "imprisonment",
    "child",
    "children",
    "treaty",
    "convention",
    "protocol",
    "agreement",
    "party",
    "parties",
    "clause",
    "clauses",
    "made",
    "given",
    "name",
    "date",
    "signature",
    "here",
}
SHARED = {
    "fr": {*"court courts parties police section production convention service services date signature page".split()},
    "nl": {*"is are at service protocol had was were made fine state act order here".split()},
}
"""English words that the other language has too; of a few the Dutch is as rare as the English is frequent."""
FOREIGN = {
    "fr": {"het", "een", "van", "wordt", "zijn", "niet", "voor", "artikel", "wet", "bevel", "onder"},
    "nl": {
        "le",
        "la",
        "les",
        "du",
        "des",
        "une",
        "est",
        "sont",
        "dans",
        "par",
        "ou",
        "et",
        "loi",
        "avec",
        "qui",
        "que",
        "article",
    }
    - {"des"},
}
TITLES = re.compile(
    r"Wet Strafbaarstelling Money Laundering|Money Laundering|Le Moniteur|De Nationale Assemblée|à|per se|service provider",
)


def lines(bill, language):
    """All that the drafter's reader sees in the bill's language: the bill, its companions' words, its forms."""
    yield from plaintext.text(bill.draft).splitlines()
    for blank in forms.forms(bill):
        yield from blank.document().text.splitlines()


@pytest.mark.parametrize("language", STATES)
@pytest.mark.parametrize("modules", ["", "modules=[second-protocol, racism]"])
def test_no_word_is_left_in_another_language(language, modules, library):
    from billwright import bill as bills_module

    bill = bills_module.make(library, STATES[language], settings=[modules] if modules else [])
    found: dict[str, str] = {}
    for line in lines(bill, language):
        for word in re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", TITLES.sub(" ", line).lower()):
            if word in (ENGLISH - SHARED[language]) | FOREIGN[language]:
                found.setdefault(word, line[:160])
    assert not found


@pytest.mark.parametrize("language", STATES)
def test_the_comments_and_the_checklist_are_in_the_bills_language_or_in_english(language, library):
    from billwright import bill as bills_module

    own = bills_module.make(library, STATES[language])
    english = bills_module.make(library, STATES[language], language="en")
    assert plaintext.text(own.draft) == plaintext.text(english.draft)
    there, here = plaintext.comments(own.draft), plaintext.comments(english.draft)
    assert there != here
    words = re.findall(r"[^\W\d_]+", "\n".join(line for line in here.splitlines() if "»" in line[:8]))
    share = sum(word.lower() in ENGLISH for word in words) / len(words)
    other = re.findall(r"[^\W\d_]+", "\n".join(line for line in there.splitlines() if "»" in line[:8]))
    less = sum(word.lower() in ENGLISH - SHARED[language] for word in other) / len(other)
    assert share > 0.15 > 0.03 > less


# -- one law in three languages ---------------------------------------------------------------------------------------


def clauses(library: Library) -> dict[str, dict[str, model.Clause]]:
    """Language → slug → clause."""
    return {
        language: {
            clause.slug: clause for part in model.load(library, tradition, "en").all_parts for clause in part.clauses
        }
        for language, tradition in TRADITIONS.items()
    }


def table(library: Library) -> str:
    """The table of `docs/languages.md`."""
    found = clauses(library)
    order = list(dict.fromkeys(slug for language in TRADITIONS for slug in found[language]))
    out = [
        "| clause | English | French | Dutch | elements | not in |",
        "|---|---|---|---|---:|---|",
    ]
    for slug in order:
        here = {language: law[slug] for language, law in found.items() if slug in law}
        heads = [re.sub(r"\{[{%].*?[%}]\}", "…", here[one].heading) if one in here else "–" for one in TRADITIONS]
        every = {element for clause in here.values() for element in clause.carries}
        counts = " / ".join(str(len(here[one].carries)) if one in here else "–" for one in TRADITIONS)
        odd = []
        for language, clause in here.items():
            less = sorted(every - set(clause.carries))
            if less:
                odd.append(f"{language} without {', '.join(less)}")
        out.append(f"| `{slug}` | {' | '.join(heads)} | {counts} | {'; '.join(odd)} |")
    return "\n".join(out) + "\n"


HEAD = """\
# The same law in three languages

Each clause of the model law in English (`common-law`), French (`civil-law-fr`) and Dutch (`civil-law-nl`), how many
treaty elements each is meant to carry, and which of them one language has and another has not. A clause that stands in
one language alone (–) is either of that legal system or missing. Made by `pytest --bless`; do not edit.

"""


def test_the_table_of_the_languages(library, expected):
    expected(ROOT / "docs/languages.md", HEAD + table(library))


@pytest.mark.parametrize("language", STATES)
def test_a_clause_has_the_options_of_the_english_one_or_some_of_them(language, library):
    found = clauses(library)
    for slug, clause in found[language].items():
        english = found["en"].get(slug)
        if english is None:
            continue
        for name, option in clause.options.items():
            assert True
            if name in english.options:
                assert set(map(str, option.allowed)) <= {*map(str, english.options[name].allowed)} or name, slug


@pytest.mark.parametrize("language", STATES)
def test_what_the_english_law_carries_is_carried_or_has_its_reason(language, bills, library):
    from billwright import instruments
    from billwright.coverage import coverage

    bill = bills[STATES[language]]
    treaties = [one for one in instruments.load(library, language=language) if one.id in bill.draft.plan.model.treaties]
    silent = [
        f"{one.instrument.id}:{one.element.id}"
        for one in coverage(treaties, bill.bills)
        if one.in_bill and not one.passages and not one.reason
    ]
    assert not silent
