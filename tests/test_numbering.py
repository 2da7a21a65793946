"""Numbers and references, through clauses that these tests write themselves."""

from __future__ import annotations

import re
import subprocess

import pytest
import smalllaw
import wordcheck
from conftest import ROOT
from smalllaw import said

from billwright import package, plaintext, textform, wordfile
from billwright.number import formatted

STYLES = ("marginal-notes", "heading-in-text", "headings-above")
ALL_LEVELS = """
Subsection: One—
Paragraph: one a;
Paragraph: one b—
Subparagraph: one b i;
Subparagraph: one b ii—
Item: upper A;
Item: upper B.
Closing: and so on.
Subsection: Two—
Paragraph: two a—
Subparagraph: two a i—
Item: upper A;
ParagraphClosing: or not;
Paragraph: two b.
Subsection: Three.
"""
COUNTED = [
    "(a) one a;",
    "(b) one b—",
    "(i) one b i;",
    "(ii) one b ii—",
    "(A) upper A;",
    "(B) upper B.",
    "and so on.",
    "(2) Two—",
    "(a) two a—",
    "(i) two a i—",
    "(A) upper A;",
    "or not;",
    "(b) two b.",
    "(3) Three.",
]


@pytest.fixture
def law(tmp_path):
    return smalllaw.maker(tmp_path)


# -- numbers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("style", ["marginal-notes", "heading-in-text"])
@pytest.mark.parametrize(("sign", "opening"), [("—", "2.—(1)"), (" ", "2. (1)"), ("", "2.(1)"), ("–", "2.–(1)")])
def test_the_first_subsection_joins_the_number_as_the_state_prints_it(law, style, sign, opening):
    bill = law(
        {"plain": "Section: Plain.", "deep": ALL_LEVELS, "last": "Section: Last."},
        facts={"house_style.base": style, "house_style.first_subsection": sign, "house_style.heading_stop": False},
    ).make()
    assert said(bill, "plain") == ["Plain", "1. Plain."]
    assert said(bill, "deep") == ["Deep", f"{opening} One—", *COUNTED]
    assert said(bill, "last") == ["Last", "3. Last."]


def test_with_headings_above_the_heading_has_the_number_and_every_subsection_its_own(law):
    bill = law(
        {"plain": "Section: Plain.", "deep": ALL_LEVELS},
        facts={"house_style.base": "headings-above", "house_style.heading_stop": False},
    ).make()
    assert said(bill, "plain") == ["1. Plain", "Plain."]
    assert said(bill, "deep") == ["2. Deep", "(1) One—", *COUNTED]


@pytest.mark.parametrize("style", STYLES)
def test_a_single_subsection_is_printed_as_a_section(law, style):
    single = "Subsection: Alone, with—\nParagraph: a; and\nParagraph: b.\n{%p if option.more %}\nSubsection: More.\n{%p endif %}"
    option = {"default": False, "meaning": "Adds a subsection."}
    made = law(
        {"single": single},
        entries={"single": {"options": {"more": option}}},
        facts={"house_style.base": style, "house_style.heading_stop": False},
    )
    number = "" if style == "headings-above" else "1. "
    assert said(made.make(), "single")[1:] == [f"{number}Alone, with—", "(a) a; and", "(b) b."]
    first = "(1) " if style == "headings-above" else "1.—(1) "
    assert said(made.make("clauses.single.options.more=true"), "single")[1:] == [
        f"{first}Alone, with—",
        "(a) a; and",
        "(b) b.",
        "(2) More.",
    ]


@pytest.mark.parametrize("style", STYLES)
def test_letters_begin_anew_under_every_paragraph_and_every_section(law, style):
    nested = "Section: Say—\nParagraph: a—\nSubparagraph: i;\nParagraph: b—\nSubparagraph: i again.\nClosing: end."
    bill = law({"one": nested, "two": nested}, facts={"house_style.base": style}).make()
    for slug in ("one", "two"):
        assert said(bill, slug)[2:] == ["(a) a—", "(i) i;", "(b) b—", "(i) i again.", "end."]


@pytest.mark.parametrize("style", STYLES)
def test_definitions_have_a_lettering_of_their_own(law, style):
    text = """
Subsection: In this section—
Definition: “[alpha]{DefinedTerm}” means—
DefinitionParagraph: alpha a—
DefinitionSubparagraph: alpha a i;
DefinitionSubparagraph: alpha a ii;
DefinitionParagraph: alpha b,
DefinitionClosing: and no more;
Definition: “[beta]{DefinedTerm}” means—
DefinitionParagraph: beta a.
Subsection: Then—
Paragraph: the section’s own a.
Subsection: Last.
"""
    lines = said(law({"words": text}, facts={"house_style.base": style}).make(), "words")
    assert lines[2:] == [
        "“alpha” means—",
        "(a) alpha a—",
        "(i) alpha a i;",
        "(ii) alpha a ii;",
        "(b) alpha b,",
        "and no more;",
        "“beta” means—",
        "(a) beta a.",
        "(2) Then—",
        "(a) the section’s own a.",
        "(3) Last.",
    ]


@pytest.mark.parametrize(
    ("facts", "numbers"),
    [
        ({}, ["PART I", "PART II"]),
        ({"bill.parts.numbers": "arabic"}, ["PART 1", "PART 2"]),
        ({"bill.parts.form": "Part {number}\n{title}"}, ["Part I", "Part II"]),
        ({"bill.parts.form": "CHAPTER {number} – {title}", "bill.parts.numbers": "arabic"}, ["CHAPTER 1", "CHAPTER 2"]),
    ],
)
def test_parts_are_numbered_as_the_state_does_and_sections_run_on_through_them(law, facts, numbers):
    made = law({"1-first": {"one": "Section: One."}, "2-second": {"two": "Section: Two."}}, facts=facts)
    bill = made.make()
    assert [part.heading.label for part in bill.draft.parts] == numbers
    assert [clause.number for clause in bill.draft.clauses] == ["1", "2"]
    level = wordcheck.Package(bill.word()).parts["word/numbering.xml"].decode()
    word, form = numbers[0].rpartition(" ")[0], "upperRoman" if numbers[0].endswith("I") else "decimal"
    assert f'w:lvlText w:val="{word} %1"' in level
    assert re.search(rf'<w:numFmt w:val="{form}"/><w:pStyle w:val="PartHeading"/>', level)


def test_a_part_without_clauses_takes_no_number(law):
    made = law(
        {"1-first": {"one": "Section: One."}, "2-second": {"two": "Section: Two."}, "3-third": {"three": "Section: 3."}}
    )
    bill = made.make("clauses.two.on=false")
    assert [(part.folder, part.heading.label) for part in bill.draft.parts] == [
        ("1-first", "PART I"),
        ("3-third", "PART II"),
    ]


SCHEDULES = {
    "list": "ScheduleReference: ({{ ref('one') }})\nScheduleParagraph: One—\nScheduleSubparagraph: a;\n"
    "ScheduleSubparagraph: b.\nScheduleParagraph: Two.",
    "form": "ScheduleParagraph: A form—\nScheduleSubparagraph: its a.",
}


def test_the_only_schedule_has_no_number(law):
    made = law({"one": "Section: See {{ schedule_ref('list') }}."}, schedules={"list": SCHEDULES["list"]})
    bill = made.make()
    assert said(bill, "list") == ["SCHEDULE List", "(section 1)", "1. One—", "(a) a;", "(b) b.", "2. Two."]
    assert said(bill, "one")[1] == "1. See the Schedule."


@pytest.mark.parametrize(
    ("facts", "headings", "reference"),
    [
        ({}, ["FIRST SCHEDULE List", "SECOND SCHEDULE Form"], "the Second Schedule"),
        (
            {"bill.schedules.form": "SCHEDULE {number}", "phrases.schedule.several": "{{ schedule }} {{ number }}"},
            ["SCHEDULE 1 List", "SCHEDULE 2 Form"],
            "Schedule 2",
        ),
    ],
)
def test_several_schedules_are_counted_and_each_counts_its_own_paragraphs(law, facts, headings, reference):
    made = law(
        {"one": "Section: See {{ schedule_ref('form') }} or {{ ref('form') }}."}, schedules=SCHEDULES, facts=facts
    )
    bill = made.make()
    assert [said(bill, slug)[0] for slug in SCHEDULES] == headings
    assert said(bill, "form")[1:] == ["1. A form—", "(a) its a."]
    assert said(bill, "one")[1] == f"1. See {reference} or {reference}."


def test_the_only_schedule_left_of_two_has_no_number(law):
    made = law({"one": "Section: See {{ schedule_ref('form') }}."}, schedules=SCHEDULES)
    bill = made.make("clauses.list.on=false")
    assert said(bill, "form")[0] == "SCHEDULE Form"
    assert said(bill, "one")[1] == "1. See the Schedule."


@pytest.mark.parametrize(
    ("count", "form", "number"),
    [
        (27, "lowerLetter", "aa"),
        (28, "lowerLetter", "bb"),
        (26, "upperLetter", "Z"),
        (4, "lowerRoman", "iv"),
        (49, "upperRoman", "XLIX"),
        (1994, "lowerRoman", "mcmxciv"),
        (12, "decimal", "12"),
    ],
)
def test_a_number_is_formed_as_word_forms_it(count, form, number):
    assert formatted(count, form) == number


def test_libreoffice_counts_all_levels_as_the_engine_does(law, soffice, tmp_path):
    """What no state's bill has: items under a first subsection, arabic Parts, several schedules."""
    filled = "Section: Refer to {{ ref('deep#here') }}, {{ part_ref('2-second') }} and {{ schedule_ref('form') }}."
    deep = ALL_LEVELS.replace("Item: upper B.", 'Item: {{ anchor("here") }}upper B.')
    bills = {}
    for style in STYLES:
        bills[style] = law(
            {"1-first": {"one": filled, "deep": deep}, "2-second": {"again": ALL_LEVELS}},
            schedules=SCHEDULES,
            facts={
                "house_style.base": style,
                "bill.parts.numbers": "arabic",
                "bill.parts.form": "Part {number}\n{title}",
            },
        ).make()
        (tmp_path / f"{style}.docx").write_bytes(bills[style].word(clean=True))
    files = [str(tmp_path / f"{style}.docx") for style in STYLES]
    subprocess.run(
        [soffice, f"-env:UserInstallation=file://{tmp_path}/user", "--headless", "--convert-to"]
        + ["txt:Text (encoded):UTF8", "--outdir", str(tmp_path), *files],
        check=True,
        capture_output=True,
        timeout=300,
    )
    for style, bill in bills.items():
        read = re.sub(r"\s+", "", (tmp_path / f"{style}.txt").read_text(encoding="utf-8-sig"))
        frames = bill.style.frames
        lines = [words for paragraph, words in plaintext.printed(bill.draft) if paragraph.style not in frames]
        start = next(index for index, words in enumerate(lines) if words.startswith("Part 1"))
        assert re.sub(r"\s+", "", "".join(lines[start:])) in read


# -- references -------------------------------------------------------------------------------------------------------

OTHER = """
Subsection: {{ anchor("first") }}In the first—
Paragraph: {{ anchor("first-a") }}a;
Paragraph: b—
Subparagraph: {{ anchor("first-b-i") }}one—
Item: {{ anchor("first-b-i-A") }}upper A.
Subsection: {{ anchor("second") }}In the second—
Paragraph: a;
Paragraph: b—
Subparagraph: one;
Subparagraph: {{ anchor("second-b-ii") }}two.
"""


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    ("call", "words"),
    [
        ('ref("other")', "section 2"),
        ('ref("other#first")', "section 2(1)"),
        ('ref("other#first-a")', "section 2(1)(a)"),
        ('ref("other#first-b-i")', "section 2(1)(b)(i)"),
        ('ref("other#first-b-i-A")', "section 2(1)(b)(i)(A)"),
        ('ref("other#second")', "section 2(2)"),
        ('ref("other#second-b-ii")', "section 2(2)(b)(ii)"),
        ('ref("plain#b")', "section 3(b)"),
        ('ref("here")', "this section"),
        ('refs(["other"], "or")', "section 2"),
        ('refs(["other", "plain"], "or")', "section 2 or 3"),
        ('refs(["other", "plain"], "and")', "sections 2 and 3"),
        ('refs(["other", "plain", "here"], "and")', "sections 2, 3 and 1"),
        ('refs(["other#second", "plain"])', "sections 2(2) and 3"),
        ('refs(["other", "absent", "plain"] | select("present") | list, "or")', "section 2 or 3"),
        ('part_ref("1-first")', "Part I"),
        ('part_ref("2-second")', "Part II"),
    ],
)
def test_a_reference_to_another_clause_gives_its_whole_number(law, style, call, words):
    bill = law(
        {
            "1-first": {"here": f"Section: So says {{{{ {call} }}}}, and so on.", "other": OTHER},
            "2-second": {"plain": 'Section: Say—\nParagraph: a; or\nParagraph: {{ anchor("b") }}b.'},
        },
        facts={"house_style.base": style},
        later=["absent"],
    ).make()
    assert said(bill, "here")[1].removeprefix("1. ") == f"So says {words}, and so on."
    assert wordcheck.faults(bill.word()) == []


WITHIN = """
Subsection: {{ anchor("first") }}{FIRST}—
Paragraph: {{ anchor("first-a") }}{FIRST_A};
Paragraph: {{ anchor("first-b") }}{FIRST_B}—
Subparagraph: {{ anchor("first-b-i") }}i;
Subparagraph: {FIRST_B_II}.
Closing: {FIRST_CLOSING}.
Subsection: {{ anchor("second") }}{SECOND}—
Paragraph: {{ anchor("second-a") }}a—
Subparagraph: {{ anchor("second-a-i") }}i;
Subparagraph: {SECOND_A_II};
ParagraphClosing: {SECOND_A_CLOSING};
Paragraph: {SECOND_B}.
Closing: {SECOND_CLOSING}.
"""


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    ("place", "target", "words"),
    [
        ("FIRST", "#first", "this subsection"),
        ("FIRST", "#second", "subsection (2)"),
        ("FIRST", "#second-a-i", "subsection (2)(a)(i)"),
        ("FIRST_A", "#first-b", "paragraph (b)"),
        ("FIRST_A", "#first-b-i", "paragraph (b)(i)"),
        ("FIRST_A", "#second-a", "subsection (2)(a)"),
        ("FIRST_B", "#first-b", "this paragraph"),
        ("FIRST_B_II", "#first-b-i", "subparagraph (i)"),
        ("FIRST_B_II", "#first-b", "this paragraph"),
        ("FIRST_B_II", "#first", "this subsection"),
        ("FIRST_CLOSING", "#first-a", "paragraph (a)"),
        ("FIRST_CLOSING", "#first-b", "paragraph (b)"),
        ("FIRST_CLOSING", "#first", "this subsection"),
        ("SECOND", "#first", "subsection (1)"),
        ("SECOND", "#first-a", "subsection (1)(a)"),
        ("SECOND", "#second-a", "paragraph (a)"),
        ("SECOND_A_II", "#second-a-i", "subparagraph (i)"),
        ("SECOND_A_CLOSING", "#second-a-i", "subparagraph (i)"),
        ("SECOND_A_CLOSING", "#second-a", "this paragraph"),
        ("SECOND_B", "#second-a", "paragraph (a)"),
        ("SECOND_B", "#second", "this subsection"),
        ("SECOND_CLOSING", "#second-a", "paragraph (a)"),
        ("SECOND_CLOSING", "#first", "subsection (1)"),
    ],
)
def test_a_reference_in_the_same_clause_says_no_more_than_is_needed(law, style, place, target, words):
    text = WITHIN.replace(f"{{{place}}}", f'here {{{{ ref("{target}") }}}} there')
    text = re.sub(r"(?<!\{)\{[A-Z_]+\}(?!\})", "words", text)
    bill = law({"within": text}, facts={"house_style.base": style}).make()
    line = next(line for line in said(bill, "within") if "here" in line)
    assert re.search("here (.*) there", line)[1] == words


@pytest.mark.parametrize("style", STYLES)
def test_subsections_of_the_same_clause_are_joined_in_the_plural(law, style):
    text = (
        'Subsection: {{ anchor("one") }}One.\nSubsection: {{ anchor("two") }}Two.\n'
        'Subsection: Both {{ refs(["#one", "#two"], "and") }}, neither {{ refs(["#one", "#two"], "or") }}.'
    )
    lines = said(law({"joined": text}, facts={"house_style.base": style}).make(), "joined")
    assert lines[-1] == "(3) Both subsections (1) and (2), neither subsection (1) or (2)."


def test_a_reference_says_the_units_as_the_state_calls_them(law):
    units = {"act": "article", "subsection": "clause", "paragraph": "limb"}
    facts = {f"bill.units.{unit}": word for unit, word in units.items()}
    facts["phrases.plural.article"] = "articles"
    text = (
        'Subsection: {{ anchor("one") }}See {{ ref("far#a") }}, {{ refs(["far", "near"], "and") }}, {{ ref("near") }}.\n'
        'Subsection: See {{ ref("#one") }}.'
    )
    bill = law({"near": text, "far": 'Section: Say—\nParagraph: {{ anchor("a") }}a.'}, facts=facts).make()
    assert said(bill, "near")[1:] == ["1.—(1) See article 2(a), articles 2 and 1, this article.", "(2) See clause (1)."]


def test_a_reference_at_the_beginning_of_a_paragraph_has_a_capital(law):
    bill = law({"one": 'Section: {{ ref("two") }} applies.', "two": "Section: {{ ref('one') }} does not."}).make()
    assert said(bill, "one")[1] == "1. Section 2 applies."
    assert said(bill, "two")[1] == "2. Section 1 does not."


@pytest.mark.parametrize("style", STYLES)
def test_in_word_a_reference_is_a_live_field_for_each_of_its_numbers(law, style):
    text = 'Section: {{ ref("other#second-b-ii") }} and {{ ref("other#first-a") }}.'
    bill = law({"here": text, "other": OTHER}, facts={"house_style.base": style}).make()
    package = wordcheck.Package(bill.word())
    live = [one for one in wordcheck.fields(package.tree("word/document.xml")) if one.kind == "REF"]
    inside = live if style == "headings-above" else live[-6:]  # the arrangement's own come first
    # The first subsection beside its section's number is a text: Word has no number there to refer to.
    first = ["2", "(1)", "(a)"] if style == "headings-above" else ["2", "(a)"]
    assert [one.result for one in inside] == ["2", "(2)", "(b)", "(ii)", *first][-len(inside) :]
    assert all({r"\n", r"\h"} <= set(one.words) for one in live)
    numbers = {paragraph.bookmark: paragraph.number for paragraph in bill.draft.paragraphs if paragraph.bookmark}
    assert [one.result for one in live] == [numbers[one.words[1]] for one in live]


# -- references that cannot be made -----------------------------------------------------------------------------------


def test_a_reference_to_a_clause_that_is_left_out_is_an_error_that_names_both(law):
    made = law({"one": "Section: One.", "two": 'Subsection: Two.\nSubsection: See {{ ref("one") }}.'})
    assert said(made.make(), "two")[-1] == "(2) See section 1."
    (finding,) = made.faults("clauses.one.on=false")
    assert finding.rule == "ref-clause-left-out"
    assert (finding.file, finding.paragraph) == (f"{smalllaw.TRADITION}/1-only/two.docx", 3)
    assert "“one”" in str(finding)
    assert "“two”" in str(finding)


def test_a_reference_to_a_clause_of_a_later_release_is_the_same_error(law):
    (finding,) = law({"one": 'Section: See {{ ref("future") }}.'}, later=["future"]).faults()
    assert (finding.rule, finding.paragraph) == ("ref-clause-left-out", 2)


@pytest.mark.parametrize(
    "guarded",
    [
        'Section: Two{% if "one" is present %}, see {{ ref("one") }}{% endif %}.',
        'Section: Two.\n{%p if "one" is present %}\nParagraph: See {{ ref("one") }}.\n{%p endif %}',
        "Section: Two{% if 'one' is not present %}{% else %}, see {{ ref('one') }}{% endif %}.",
    ],
)
def test_a_guarded_reference_to_a_clause_that_is_left_out_is_not_made(law, guarded):
    made = law({"one": "Section: One.", "two": guarded})
    assert "section 1" in " ".join(said(made.make(), "two")).lower()
    assert said(made.make("clauses.one.on=false"), "two")[1:] == ["1. Two."]


@pytest.mark.parametrize("call", ['ref("illegal-acess")', 'refs(["two", "illegal-acess"])', 'ref("illegal-acess#x")'])
def test_an_unknown_clause_is_an_error_with_the_nearest_name(law, call):
    made = law({"illegal-access": "Section: One.", "two": f"Section: See {{{{ {call} }}}}."})
    (finding,) = made.faults()
    assert (finding.rule, finding.paragraph) == ("ref-clause-unknown", 2)
    assert finding.file.endswith("two.docx")
    assert "illegal-access" in finding.remedy


@pytest.mark.parametrize("call", ['ref("one#offnce")', 'ref("#offnce")', 'refs(["one#offence", "one#offnce"])'])
def test_an_unknown_anchor_is_an_error_with_the_nearest_name(law, call):
    text = f'Subsection: {{{{ anchor("offence") }}}}One.\nSubsection: See {{{{ {call} }}}}.'
    (finding,) = law({"one": text}).faults()
    assert (finding.rule, finding.paragraph) == ("ref-anchor", 3)
    assert "“offence”" in finding.remedy


def test_an_anchor_in_a_clause_that_has_none_is_an_error_that_says_how_to_make_one(law):
    (finding,) = law({"one": "Section: One.", "two": 'Section: See {{ ref("one#offence") }}.'}).faults()
    assert finding.rule == "ref-anchor"
    assert 'anchor("offence")' in finding.remedy


def test_an_anchor_that_stands_twice_is_an_error(law):
    text = 'Subsection: {{ anchor("a") }}One.\nSubsection: {{ anchor("a") }}Two.'
    (finding,) = law({"one": text, "two": 'Section: {{ anchor("a") }}Another clause may use the name.'}).faults()
    assert (finding.rule, finding.paragraph) == ("anchor-twice", 3)
    assert finding.file.endswith("one.docx")


@pytest.mark.parametrize(
    ("call", "rule", "right"),
    [('part_ref("2-secnd")', "ref-part", "2-second"), ('schedule_ref("lst")', "ref-schedule", "list")],
)
def test_an_unknown_part_or_schedule_is_an_error_with_the_nearest_name(law, call, rule, right):
    made = law(
        {"1-first": {"one": f"Section: See {{{{ {call} }}}}."}, "2-second": {"two": "Section: Two."}},
        schedules={"list": SCHEDULES["list"]},
    )
    (finding,) = made.faults()
    assert (finding.rule, finding.paragraph) == (rule, 2)
    assert right in finding.remedy


def test_all_bad_references_are_said_at_once(law):
    findings = law(
        {"one": 'Section: See {{ ref("nowhere") }} and {{ ref("#nothing") }}.', "two": 'Section: {{ part_ref("9") }}.'}
    ).faults()
    assert [finding.rule for finding in findings] == ["ref-clause-unknown", "ref-anchor", "ref-part"]


# -- bookmarks --------------------------------------------------------------------------------------------------------

REFERRING = (
    'Section: See {{ ref("other") }}, {{ ref("other#first-b-i-A") }}, {{ ref("other#second-b-ii") }}, '
    '{{ part_ref("1-first") }} and {{ schedule_ref("list") }}.'
)


@pytest.mark.parametrize("style", STYLES)
def test_a_bookmark_keeps_its_name_when_a_clause_is_put_in_before(law, style):
    facts = {"house_style.base": style}
    schedules = {"list": SCHEDULES["form"]}
    before = law({"1-first": {"here": REFERRING, "other": OTHER}}, facts=facts, schedules=schedules).make()
    after = law(
        {"1-first": {"new": ALL_LEVELS, "here": REFERRING, "newer": "Section: New.", "other": OTHER}},
        facts=facts,
        schedules=schedules,
    ).make()
    names = {paragraph.bookmark: paragraph.text for paragraph in before.draft.paragraphs if paragraph.bookmark}
    later = {paragraph.bookmark: paragraph.text for paragraph in after.draft.paragraphs if paragraph.bookmark}
    assert len(names) >= 8
    unmoved = {name: text for name, text in names.items() if not text.startswith("See")}
    assert unmoved.items() <= later.items()
    assert set(wordcheck.bookmarks(wordcheck.Package(before.word()))) == set(names)


def test_bookmarks_of_long_names_are_short_unique_and_the_same_every_time(law):
    stem = "an-offence-whose-name-is-far-longer-than-word-allows-a-bookmark-to-be"
    slugs = [f"{stem}-{last}" for last in ("a", "b", "c")]
    anchored = (
        'Subsection: {{ anchor("an-anchor-with-a-long-name-of-its-own") }}One.\nSubsection: {{ anchor("b") }}Two.'
    )
    calls = ", ".join(
        f'{{{{ ref("{slug}#{name}") }}}}' for slug in slugs for name in ("an-anchor-with-a-long-name-of-its-own", "b")
    )
    clauses = {**dict.fromkeys(slugs, anchored), "all": f"Section: See {calls}."}
    facts = {"house_style.base": "headings-above"}
    package = wordcheck.Package(law(clauses, facts=facts).make().word())
    names = list(wordcheck.bookmarks(package))
    assert wordcheck.bookmark_faults(package) == []
    assert max(map(len, names)) <= 40
    assert len(names) == 1 + 4 + 6
    again = wordcheck.Package(law({"new": "Section: New.", **clauses}, facts=facts).make().word())
    assert set(names) < set(wordcheck.bookmarks(again))


@pytest.mark.parametrize(
    "names",
    [("order", "Order"), ("a-b", "a_b"), ("heading", "HEADING"), ("first part", "first-part"), ("a&b", 'a"<b')],
)
def test_anchors_that_are_alike_or_odd_make_bookmarks_that_word_takes(law, names):
    text = "".join(f"Subsection: {{{{ anchor('{name}') }}}}Words.\n" for name in names)
    calls = " ".join(f"{{{{ ref('one#{name}') }}}}" for name in names)
    for style in STYLES:
        bill = law(
            {"one": "Subsection: Zero.\n" + text, "two": f"Section: See {calls}."}, facts={"house_style.base": style}
        )
        made = bill.make()
        assert wordcheck.faults(made.word()) == []
        assert said(made, "two")[1].endswith("See section 1(2) section 1(3).")


def test_a_state_that_writes_its_own_clause_may_refer_to_the_model_law(workspace):
    """The same through a real state: its own clause among the packaged ones."""
    workspace.clause(
        "illegal-access",
        'ClauseHeading: {{ heading }}\nSubsection: {{ anchor("offence") }}No person shall enter.\n'
        'Subsection: Subject to {{ ref("lawful-authority") }}, see {{ ref("#offence") }}.',
        state="jamaica",
    )
    bill = workspace.make("jamaica")
    clause = {one.slug: one for one in bill.draft.clauses}
    number, authority = clause["illegal-access"].number, clause["lawful-authority"].number
    assert said(bill, "illegal-access")[1:3] == [
        f"{number}.—(1) No person shall enter.",
        f"(2) Subject to section {authority}, see subsection (1).",
    ]


def test_the_helpers_of_these_tests_write_real_clause_files(law):
    made = law({"one": "Section: One."})
    path = made.root / smalllaw.TRADITION / "1-only/one.docx"
    assert textform.to_text(wordfile.read(path, "one")) == "ClauseHeading: {{ heading }}\nSection: One.\n"
    assert package.unpack(path, "one").keys() == package.unpack(ROOT / "templates/clause.docx", "base").keys()
