"""The clause library: where a clause is found, what its tags may do, and what each mistake is called."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
import smalllaw
from conftest import ROOT
from smalllaw import STATE, TRADITION, said

from billwright import package
from billwright.library import Library

PART = f"{TRADITION}/1-only"
ONE = f"{PART}/one.docx"
NAMESPACES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


@pytest.fixture
def law(tmp_path):
    return smalllaw.maker(tmp_path)


@pytest.fixture
def printed(law):
    """What a clause prints, a line for each paragraph after the heading."""

    def lines(text, **more):
        return said(law({"one": text}, **more).make(), "one")[1:]

    return lines


@pytest.fixture
def fault(law):
    """The only finding of a law of one clause."""

    def found(text, **more):
        (finding,) = law({"one": text}, **more).faults()
        return finding

    return found


def at(finding):
    return finding.rule, finding.file, finding.paragraph


def edited(path, change):
    """Changes the XML of a clause file, as Word might have written it."""
    parts = package.unpack(path, "clause")
    before = parts["word/document.xml"].decode()
    after = change(before)
    assert after != before, "the change found nothing to change"
    parts["word/document.xml"] = after.encode()
    path.write_bytes(package.pack(parts))


def without_heading(xml):
    return re.sub(r"<w:p>(?:(?!</w:p>).)*\{\{ heading \}\}.*?</w:p>", "", xml, count=1)


def included(small, name, text):
    """A file without a heading, for clauses to include."""
    edited(small.clause(name, text), without_heading)


# -- where a clause is found ------------------------------------------------------------------------------------------


def test_the_nearest_file_counts_state_then_workspace_then_packaged(workspace):
    slug = "binds-the-state"
    workspace.profile("testland")
    on = ("clauses.binds-the-state.on=true",)
    text = "ClauseHeading: {{{{ heading }}}}\nSection: {} words of the clause"

    def source(state):
        bill = workspace.make(state, *on)
        (clause,) = [clause for clause in bill.draft.clauses if clause.slug == slug]
        return clause.planned.file.shown, " ".join(paragraph.text for paragraph in clause.paragraphs)

    assert source("testland")[0] == f"templates/common-law/1-preliminary/{slug}.docx"
    assert "words of the clause" not in source("testland")[1]
    own = workspace.clause(slug, text.format("the workspace's"), part="1-preliminary")
    assert "the workspace's words" in source("testland")[1]
    workspace.clause(slug, text.format("the state's"), state="testland")
    assert source("testland")[0] == f"countries/testland/{slug}.docx"
    assert "the state's words" in source("testland")[1]
    assert "the workspace's words" in source("jamaica")[1]
    own.unlink()
    assert "the state's words" in source("testland")[1]
    assert "words of the clause" not in source("jamaica")[1]


def test_a_state_s_own_clause_is_printed_for_that_state_alone(workspace):
    workspace.clause("short-title", "ClauseHeading: {{ heading }}\nSection: Own words.", state="jamaica")
    texts = [[p.text for p in workspace.make(state).draft.paragraphs] for state in ("jamaica", "barbados")]
    assert ["Own words." in lines for lines in texts] == [True, False]


@pytest.mark.parametrize(
    ("place", "name"),
    [
        (f"countries/{STATE}", "notice.docx"),
        (f"countries/{STATE}", "shared/notice.docx"),
        (TRADITION, "notice.docx"),
        (f"{TRADITION}/shared", "shared/notice.docx"),
    ],
)
def test_an_included_file_is_found_in_the_state_s_folder_or_the_tradition(place, name, law):
    small = law({"one": f"Subsection: before\n{{%p include '{name}' %}}\nSubsection: after"})
    included(small, f"{place}/notice", "Subsection: the notice")
    assert [line.split()[-1] for line in said(small.make(), "one")[1:]] == ["before", "notice", "after"]


def test_a_state_s_own_file_is_included_before_the_tradition_s(law):
    small = law({"one": "{%p include 'shared/notice.docx' %}"})
    included(small, f"{TRADITION}/shared/notice", "Section: the tradition's")
    included(small, f"countries/{STATE}/notice", "Section: the state's")
    assert said(small.make(), "one")[1].endswith("the state's")


def test_a_clause_without_a_file_is_named_with_its_part(law):
    small = law({"one": "Section: words", "two": "Section: words"})
    (small.root / f"{PART}/two.docx").unlink()
    (small.root / ONE).unlink()
    assert [(finding.rule, finding.file) for finding in small.faults()] == [
        ("clause-missing", ONE),
        ("clause-missing", f"{PART}/two.docx"),
    ]


def test_a_clause_that_is_off_needs_no_file(law):
    small = law({"one": "Section: words", "two": "Section: words"}, entries={"two": {"default": "off"}})
    (small.root / f"{PART}/two.docx").unlink()
    assert [clause.slug for clause in small.make().draft.clauses] == ["one"]


# -- options and conditions -------------------------------------------------------------------------------------------

OPTIONS = {
    "one": {
        "options": {
            "with-more": {"default": False, "meaning": "Says more."},
            "kind": {"default": "short", "choices": ["short", "long"], "meaning": "How."},
            "days": {"default": 7, "choices": [7, 14], "meaning": "How many."},
        }
    }
}
SWITCHED = """
Subsection: always
{%p if option.with_more %}
Subsection: more
{%p elif option.kind == "long" %}
Subsection: long
{%p else %}
Subsection: less
{%p endif %}
Subsection: {% if option.kind == "long" %}a long{% else %}a short{% endif %} end of {{ period(option.days, "days") }}
"""


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, ["always", "less", "a short end of seven days"]),
        ({"with-more": True}, ["always", "more", "a short end of seven days"]),
        ({"kind": "long", "days": 14}, ["always", "long", "a long end of fourteen days"]),
    ],
)
def test_an_option_chooses_between_words(options, words, printed):
    lines = printed(SWITCHED, entries=OPTIONS, facts={"clauses.one.options": options})
    assert [re.sub(r"^(\d+\.—)?\(\d\) ", "", line) for line in lines] == words


@pytest.mark.parametrize(
    ("options", "rule", "remedy"),
    [
        ({"with-mor": True}, "profile-option-unknown", "with-more"),
        ({"with-more": "yes"}, "profile-option-value", "true, false"),
        ({"with-more": 1}, "profile-option-value", "true, false"),
        ({"kind": "longer"}, "profile-option-value", "short, long"),
        ({"kind": True}, "profile-option-value", "short, long"),
        ({"days": 8}, "profile-option-value", "7, 14"),
        ({"days": True}, "profile-option-value", "7, 14"),
    ],
)
def test_an_option_that_the_clause_has_not_is_an_error_at_its_line(options, rule, remedy, law):
    small = law({"one": SWITCHED}, entries=OPTIONS, facts={"clauses.one.options": options})
    (finding,) = small.faults()
    assert (finding.rule, finding.file) == (rule, f"countries/{STATE}.yaml")
    lines = (small.root / finding.file).read_text(encoding="utf-8").splitlines()
    assert f'"{next(iter(options))}"' in lines[finding.line - 1]
    assert remedy in finding.remedy


def test_a_template_that_asks_for_an_option_that_part_yaml_has_not_is_an_error(fault):
    finding = fault("Subsection: words\n{%p if option.with_mor %}\nSubsection: x\n{%p endif %}", entries=OPTIONS)
    assert at(finding) == ("clause-name", ONE, 3)
    assert "“with_more”" in finding.remedy


@pytest.mark.parametrize(
    ("when", "facts", "there"),
    [
        ("law.repealed", {"law.repealed": ["An Act"]}, True),
        ("law.repealed", {"law.repealed": []}, False),
        ("institutions.csirt", {"institutions.csirt": None}, False),
        ('commencement.place == "last"', {"commencement.place": "last"}, True),
        ('commencement.place == "last"', {"commencement.place": "second"}, False),
        ("not law.repealed and penalties.style.layout == 'lettered'", {"law.repealed": []}, True),
    ],
)
def test_a_condition_on_the_profile_decides_whether_a_clause_is_there(when, facts, there, law):
    bill = law({"one": "Section: a", "two": "Section: b"}, entries={"two": {"when": when}}, facts=facts).make()
    assert ("two" in [clause.slug for clause in bill.draft.clauses]) is there


@pytest.mark.parametrize("when", ["law.repealt", "repealed", "law.repealed ==", "1 / 0"])
def test_a_condition_that_cannot_be_read_is_an_error_of_the_part(when, law):
    (finding,) = law({"one": "Section: a"}, entries={"one": {"when": when}}).faults()
    assert (finding.rule, finding.file) == ("model-condition", f"{PART}/part.yaml")
    assert when in finding.message


ASKING = 'Section: {% if "two" is present %}with{% else %}without{% endif %} {{ ["two"] | select("present") | list | length }}'


NEEDS = {name: f"Section: {name}." for name in ("one", "two", "three")}


@pytest.mark.parametrize(
    ("how", "off", "left"),
    [
        ({"requires": ["one", "two"]}, ["one"], ["two"]),
        ({"requires": ["one", "two"]}, [], ["one", "two", "three"]),
        ({"serves": ["one", "two"]}, ["one"], ["two", "three"]),
        ({"serves": ["one", "two"]}, ["one", "two"], ["other"]),
    ],
)
def test_a_clause_goes_with_the_clauses_that_it_needs(how, off, left, law):
    clauses = NEEDS | ({"other": "Section: Other."} if left == ["other"] else {})
    made = law(clauses, entries={"three": how}, facts={"clauses": {slug: {"on": False} for slug in off}}).make()
    assert [clause.slug for clause in made.draft.clauses] == left
    assert ("three" in made.draft.plan.left_out) is ("three" not in left)


def test_a_clause_that_is_asked_for_without_what_it_needs_is_an_error(law):
    made = law(NEEDS, entries={"three": {"requires": ["one"]}})
    (finding,) = made.faults("clauses.one.on=false", "clauses.three.on=true")
    assert finding.rule == "clause-requires"
    assert "“one”" in finding.message


def test_presence_is_asked_anew_for_every_bill(law):
    small = law({"one": ASKING, "two": "Section: b"})
    for on, words in [("false", "without 0"), ("true", "with 1"), ("false", "without 0")]:
        assert words in said(small.make(f"clauses.two.on={on}"), "one")[1]


def test_presence_is_asked_anew_by_another_process_with_the_same_cache(law, tmp_path):
    small = law({"one": ASKING, "two": "Section: b"})
    program = (
        "import sys, pathlib; from billwright import bill, plaintext; from billwright.library import Library\n"
        "library = Library((pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])))\n"
        "print(plaintext.text(bill.make(library, sys.argv[3], (), sys.argv[4:]).draft))"
    )
    cache = tmp_path / "cache"
    for on, words in [("false", "without 0"), ("true", "with 1")]:
        done = subprocess.run(
            [sys.executable, "-c", program, str(small.root), str(ROOT), STATE, f"clauses.two.on={on}"],
            env={**os.environ, "BILLWRIGHT_CACHE": str(cache), "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        assert words in done.stdout
    assert list(cache.rglob("*.code"))


def test_a_changed_file_is_read_anew_in_the_same_process(law):
    small = law({"one": "Section: the first words"})
    assert "the first words" in said(small.make(), "one")[1]
    small.clause(f"{PART}/one", "Section: other and more words")
    assert "other and more words" in said(small.make(), "one")[1]


def test_each_state_has_its_own_spelling_of_the_same_file(law):
    text = "Section: A person may Authorise a programme of the {{ law.police }}."
    respelt = {"authorise": "authorize", "programme": "program"}
    for spelling, words in [
        ({}, "may Authorise a programme"),
        (respelt, "may Authorize a program"),
        ({}, "may Authorise a programme"),
    ]:
        bill = law({"one": text}, facts={"spelling": spelling, "law.police": "Programme Act"}).make()
        assert said(bill, "one")[1] == f"1. A person {words} of the Programme Act."


# -- loops, macros, includes ------------------------------------------------------------------------------------------


def test_a_loop_repeats_paragraphs_and_words(printed):
    text = (
        "Subsection: The Acts are—\n{%p for act in law.repealed %}\n"
        "Paragraph: {{ loop.index }} {{ act }}{% if loop.last %}.{% else %};{% endif %}\n{%p endfor %}\n"
        "Subsection: So {% for act in law.repealed %}{% if not loop.first %} and {% endif %}the {{ act }}{% endfor %}."
    )
    lines = printed(text, facts={"law.repealed": ["Act A & B", "Act <C>"]})
    assert lines[1:] == ["(a) 1 Act A & B;", "(b) 2 Act <C>.", "(2) So the Act A & B and the Act <C>."]


def test_a_loop_may_call_the_program_s_words(printed):
    text = "Section: {% for count in [1, 2] %}{{ period(count, 'days') }}{{ anchor('a' ~ count) }}; {% endfor %}{{ ref('#a2') }}."
    assert printed(text) == ["1. one day; two days; this section."]


def test_a_loop_repeats_the_rows_of_a_table(printed):
    text = (
        "Section: The table.\nTable: 50 50\nRow:\nCell:\nTableHeading: Number\nCell:\nTableHeading: Act\n"
        "Row:\nCell:\nTableText: {%tr for act in law.repealed %}\nCell:\nTableText:\n"
        "Row:\nCell:\nTableText: {{ loop.index }}\nCell:\nTableText: {{ act }}\n"
        "Row:\nCell:\nTableText: {%tr endfor %}\nCell:\nTableText:\nEnd:"
    )
    lines = printed(text, facts={"law.repealed": ["First Act", "Second Act"]})
    assert [line for line in lines[1:] if line] == ["Number", "Act", "1", "First Act", "2", "Second Act"]


@pytest.mark.parametrize(
    "text",
    [
        "{%p macro two(word) %}\nSubsection: a {{ word }}\nSubsection: b {{ word }}\n{%p endmacro %}\n"
        "{{p two(state.name) }}\n{{p two('x & y') }}",
        "Subsection: {% macro one(word) %}a {{ word }}{% endmacro %}{{ one(state.name) }}\n"
        "Subsection: b {{ state.name }}\nSubsection: {{ one('x & y') }}\nSubsection: b x & y",
    ],
)
def test_a_macro_inside_a_clause_makes_paragraphs_or_words(text, printed):
    assert [line.split(" ", 1)[1] for line in printed(text)] == ["a Jamaica", "b Jamaica", "a x & y", "b x & y"]


@pytest.mark.parametrize(
    ("tag", "call"),
    [
        ("{%p import 'shared/macros.docx' as shared %}", "shared.notice"),
        ("{%p from 'shared/macros.docx' import notice %}", "notice"),
        ("{%p from 'shared/macros.docx' import notice as told with context %}", "told"),
    ],
)
def test_a_macro_of_another_file_is_called(tag, call, law):
    small = law({"one": f"{tag}\n{{{{p {call}('a <b>') }}}}\nSubsection: after {{{{ state.name }}}}"})
    macros = "{%p macro notice(word) %}\nSubsection: notice of {{ word }} in {{ state.name }}\n{%p endmacro %}"
    included(small, f"{TRADITION}/shared/macros", macros)
    lines = [line.split(" ", 1)[1] for line in said(small.make(), "one")[1:]]
    assert lines == ["notice of a <b> in Jamaica", "after Jamaica"]


def test_an_included_clause_sees_the_options_of_the_one_that_includes_it(law):
    small = law({"one": "{%p include 'shared/ending.docx' %}"}, entries=OPTIONS)
    included(small, f"{TRADITION}/shared/ending", "Section: {{ option.kind }} {{ option.days }}")
    assert said(small.make(), "one")[1].endswith("short 7")
    assert said(small.make("clauses.one.options.kind=long"), "one")[1].endswith("long 7")


def test_words_of_the_profile_and_of_the_clause_keep_every_sign(law):
    odd = "A & B < C > “D” 'E' é — {{ no tag }} {% if %} &amp; <w:p/>"
    small = law(
        {"one": "Section: A & B < C > “D” &amp; <w:p/> {{ institutions.csirt }} {{ 'x & y < z' }} {{ \"&lt;\" }}"},
        facts={"institutions.csirt": odd},
    )
    line = said(small.make(), "one")[1]
    assert line.endswith(f"A & B < C > “D” &amp; <w:p/> {odd} x & y < z &lt;")


# -- what Word does to tags -------------------------------------------------------------------------------------------


def split(*pieces, looks=()):
    """A run in several, as Word saves it: each with its own revision id, proofing marks between."""
    runs = []
    for number, piece in enumerate(pieces):
        look = looks[number % len(looks)] if looks else '<w:rPr><w:lang w:val="en-GB"/></w:rPr>'
        space = "" if piece.strip() == piece else ' xml:space="preserve"'
        runs.append(
            f'<w:proofErr w:type="spellStart"/><w:r w:rsidR="00A{number:05}" w:rsidRPr="00B{number:05}">{look}'
            f'<w:t{space}>{piece}</w:t></w:r><w:proofErr w:type="spellEnd"/><w:bookmarkStart w:id="{number}" '
            f'w:name="b{number}"/><w:bookmarkEnd w:id="{number}"/>'
        )
    return "".join(runs)


BOLD, SPELT = "<w:rPr><w:b/></w:rPr>", '<w:rPr><w:rFonts w:hint="eastAsia"/><w:noProof/></w:rPr>'


@pytest.mark.parametrize(
    "looks", [(), (BOLD, ""), ("", BOLD), (SPELT, BOLD, "")], ids=["same", "bold", "late", "three"]
)
@pytest.mark.parametrize(
    ("pieces", "words"),
    [
        (["In {{ state.name }}."], "In Jamaica."),
        (["In {", "{ state.name }}."], "In Jamaica."),
        (["In {{", " state.name ", "}}."], "In Jamaica."),
        (["In {{ sta", "te.na", "me }", "}."], "In Jamaica."),
        (["In {{ state", ".", "name", " | ", "upper }}", "."], "In JAMAICA."),
        (list("In {{ state.name }}."), "In Jamaica."),
        (["{", "%", " if state.name ", "%", "}In it.{", "% end", "if %}"], "In it."),
        (["In {{ “no", "where”", " }}."], "In nowhere."),
    ],
)
def test_a_tag_that_word_has_split_is_whole_again(pieces, words, looks, law):
    small = law({"one": "Section: PLACE"})
    run_of = re.compile(r"<w:r>(?:(?!</w:r>).)*PLACE.*?</w:r>")
    edited(small.root / ONE, lambda xml: run_of.sub(lambda _: split(*pieces, looks=looks), xml))
    assert said(small.make(), "one")[1].endswith(words)


@pytest.mark.parametrize(
    "pieces", [["{%p if state.name %}"], ["{%", "p if", " state.name", " %}"], list("{%p if state.name %}")]
)
def test_a_tag_alone_in_its_paragraph_is_whole_again(pieces, law):
    small = law({"one": "Subsection: one\nSubsection: PLACE\nSubsection: two\n{%p endif %}"})
    run_of = re.compile(r"<w:r>(?:(?!</w:r>).)*PLACE.*?</w:r>")
    edited(small.root / ONE, lambda xml: run_of.sub(lambda _: split(*pieces, looks=(BOLD, "")), xml))
    assert [line.split()[-1] for line in said(small.make(), "one")[1:]] == ["one", "two"]


@pytest.mark.parametrize("breaks", ["<w:br/>", "<w:tab/>", "<w:cr/>"])
def test_a_line_break_inside_a_tag_is_a_blank(breaks, law):
    small = law({"one": "Section: {{ state.name if BREAK state.name else 'x' }}"})
    edited(small.root / ONE, lambda xml: xml.replace(" BREAK ", f'</w:t>{breaks}<w:t xml:space="preserve">'))
    assert said(small.make(), "one")[1].endswith("Jamaica")


@pytest.mark.parametrize(
    "tag", ["{{ “curly” }}", "{{ ‘curly’ }}", '{{ "curly" }}', "{% if state.name == “Jamaica” %}curly{% endif %}"]
)
def test_curly_quotation_marks_inside_a_tag_are_straight_ones(tag, printed):
    assert printed(f"Section: “{tag}” ‘x’")[0].endswith("“curly” ‘x’")


def test_curly_quotation_marks_in_a_tag_alone_are_straight_ones(printed):
    lines = printed("{%p if state.name == “Jamaica” %}\nSection: words\n{%p endif %}")
    assert lines == ["1. words"]


def test_signs_that_docxtpl_minds_may_stand_in_a_tag_alone(printed):
    text = "{%p if 7 % 2 == 1 and {'a': '}'}['a'] == '}' and 'x & <' != 'y' %}\nSection: words\n{%p endif %}"
    assert printed(text) == ["1. words"]


def test_word_s_own_names_of_styles_and_renamed_ids_are_understood(law):
    small = law({"one": "Subsection: one\nParagraph: two"})

    def renamed(xml):
        return xml.replace('w:val="Paragraph"', 'w:val="Paragraph12"')

    path = small.root / ONE
    edited(path, renamed)
    parts = package.unpack(path, "clause")
    styles = parts["word/styles.xml"].decode()
    assert 'w:styleId="Paragraph"' in styles
    parts["word/styles.xml"] = styles.replace('w:styleId="Paragraph"', 'w:styleId="Paragraph12"').encode()
    path.write_bytes(package.pack(parts))
    assert said(small.make(), "one")[1:] == ["1. one", "(a) two"]


# -- what a bill cannot carry -----------------------------------------------------------------------------------------

DATED = 'w:id="1" w:author="x" w:date="2026-01-01T00:00:00Z"'
RUN = "<w:r><w:t>more</w:t></w:r>"
CARGO = {
    "an insertion": (f"<w:ins {DATED}>{RUN}</w:ins>", "clause-tracked-changes"),
    "a deletion": (f"<w:del {DATED}><w:r><w:delText>more</w:delText></w:r></w:del>", "clause-tracked-changes"),
    "words moved here": (f"<w:moveTo {DATED}>{RUN}</w:moveTo>", "clause-tracked-changes"),
    "words moved away": (f"<w:moveFrom {DATED}>{RUN}</w:moveFrom>", "clause-tracked-changes"),
    "a field": (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF x </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{RUN}<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        "clause-field",
    ),
    "a simple field": (f'<w:fldSimple w:instr=" DATE ">{RUN}</w:fldSimple>', "clause-field"),
    "a picture": ("<w:r><w:drawing/></w:r>", "clause-unsupported"),
    "an old picture": ("<w:r><w:pict/></w:r>", "clause-unsupported"),
    "a text box": (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing/></mc:Choice></mc:AlternateContent></w:r>",
        "clause-unsupported",
    ),
    "an object": ("<w:r><w:object/></w:r>", "clause-unsupported"),
    "a footnote": ('<w:r><w:footnoteReference w:id="2"/></w:r>', "clause-unsupported"),
    "an endnote": ('<w:r><w:endnoteReference w:id="2"/></w:r>', "clause-unsupported"),
    "a symbol": ('<w:r><w:sym w:font="Wingdings" w:char="F04A"/></w:r>', "clause-unsupported"),
    "an equation": ("<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>", "clause-unsupported"),
}


@pytest.mark.parametrize("kind", CARGO)
def test_what_a_bill_cannot_carry_is_an_error_and_never_lost(kind, law):
    small = law({"one": "Subsection: first\nSubsection: HERE\nSubsection: last"})
    xml, rule = CARGO[kind]

    def put_in(text):
        text = text.replace("<w:document ", f"<w:document {NAMESPACES} ", 1)
        return re.sub(r"HERE</w:t></w:r>", lambda found: found[0] + xml, text)

    edited(small.root / ONE, put_in)
    (finding,) = small.faults()
    assert at(finding) == (rule, ONE, 3)
    assert finding.excerpt


def test_a_table_inside_a_table_is_an_error(law):
    small = law({"one": "Section: words\nTable: 100\nRow:\nCell:\nTableText: HERE\nEnd:"})
    inner = "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl><w:p/>"
    edited(small.root / ONE, lambda xml: xml.replace("</w:p></w:tc>", f"</w:p>{inner}</w:tc>"))
    assert {finding.rule for finding in small.faults()} == {"clause-unsupported"}


def test_a_row_with_more_cells_than_the_table_has_columns_keeps_them_all(law):
    small = law({"one": "Section: words\nTable: 50 50\nRow:\nCell:\nTableText: a\nCell:\nTableText: b\nEnd:"})
    cell = '<w:tc><w:p><w:pPr><w:pStyle w:val="TableText"/></w:pPr><w:r><w:t>c</w:t></w:r></w:p></w:tc>'
    edited(small.root / ONE, lambda xml: xml.replace("</w:tr>", f"{cell}</w:tr>"))
    bill = small.make()
    assert said(bill, "one")[2:] == ["a", "b", "c"]
    path = small.root / "bill.docx"
    path.write_bytes(bill.word())
    assert package.unpack(path, "bill")["word/document.xml"].decode().count("<w:tc>") == 3


def test_comments_hyperlinks_and_content_controls_of_word_are_read_through(law):
    small = law({"one": "Section: HERE"})
    through = (
        f'<w:commentRangeStart w:id="1"/><w:hyperlink w:anchor="x">{RUN}</w:hyperlink><w:commentRangeEnd w:id="1"/>'
        f"<w:sdt><w:sdtPr/><w:sdtContent>{RUN}</w:sdtContent></w:sdt><w:smartTag>{RUN}</w:smartTag>"
        "<w:r><w:t>mo<!-- a comment of XML -->re</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>x</w:t></w:r>"
    )
    edited(small.root / ONE, lambda xml: xml.replace("HERE</w:t></w:r>", f"HERE</w:t></w:r>{through}"))
    assert said(small.make(), "one")[1].endswith("HEREmoremoremoremore\u2011x")


@pytest.mark.parametrize("sign", ["\ue000", "\ue001", "\ue0ff", "\x7f", "\ufffe"])
def test_a_character_that_cannot_be_printed_is_an_error(sign, law):
    small = law({"one": "Subsection: fine\nSubsection: a SIGN"})
    edited(small.root / ONE, lambda xml: xml.replace("SIGN", sign))
    (finding,) = small.faults()
    assert finding.rule == ("word-xml" if sign == "\ufffe" else "clause-control-character")
    assert finding.file == ONE


# -- mistakes in tags -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tag", "near"),
    [
        ("{{ stat.name }}", "state"),
        ("{{ state.nam }}", "name"),
        ("{{ state['nam'] }}", "name"),
        ("{{ institutions.ministr }}", "minister"),
        ("{{ law.data_protect }}", "data_protection"),
        ("{{ constitution.rights.privcy }}", "privacy"),
        ("{{ option.kin }}", "kind"),
        ("{{ headin }}", "heading"),
        ("{{ refs_(['one']) }}", "refs"),
        ("{{ perod(3, 'days') }}", "period"),
        ("{% if institutons.csirt %}x{% endif %}", "institutions"),
        ("{% for x in law.repeald %}x{% endfor %}", "repealed"),
        ("{{ ref(state.nam) }}", "name"),
        ("{{ state.name | uper }}", "upper"),
        ("{% if 'one' is presnt %}x{% endif %}", "present"),
    ],
)
def test_a_name_that_nobody_has_defined_is_an_error_with_the_nearest_name(tag, near, fault):
    finding = fault(f"Subsection: fine\nSubsection: words {tag}", entries=OPTIONS)
    assert at(finding)[1:] == (ONE, 3)
    assert finding.rule in {"clause-name", "clause-tag"}
    assert f"“{near}”" in finding.remedy
    assert tag in finding.excerpt


@pytest.mark.parametrize(
    "tag",
    [
        "{{ state.name",
        "{{ state.name }",
        "{% if state.name }}",
        "{{ {{ state.name }} }}",
        "{% if state.name %}x",
        "x{% endif %}",
        "{% else %}",
        "{% if state.name %}x{% endfor %}",
        "{% for x %}{% endfor %}",
        "{% unknown %}",
        "{{ }}",
        "{{ state..name }}",
        "{{ 'open }}",
        "{# open",
        "{{ institutions.contact_point }}",
        "{{ true and state.name is string }}",
        "{{ state }}",
        "{{ law.repealed }}",
        "{{ ref }}",
        "{{ ref() }}",
        "{{ 1 / 0 }}",
        "{{ 1 + 'x' }}",
        "{{ money('x') }}",
        "{{ number(state.name) }}",
        "{{ date('yesterday') }}",
        "{{ period(3, 'weeks') }}",
        "{{ penalty_words('nothing') }}",
        "{{ refs([]) }}",
        "{{ refs(['one'], 'but') }}",
        "{% if 'nowhere' is present %}x{% endif %}",
        "{{r state.name }}",
        "{{tc state.name }}",
    ],
)
def test_a_tag_that_cannot_be_read_or_carried_out_is_an_error_at_its_paragraph(tag, fault):
    finding = fault(f"Subsection: fine\nSubsection: words {tag}\nSubsection: {{{{ state.name }}}}")
    assert at(finding) == ("clause-tag", ONE, 3)
    assert tag in finding.excerpt


def test_a_tag_that_is_not_closed_is_named_where_it_opens(fault):
    text = (
        "Subsection: a\n{%p if state.name %}\nSubsection: b\n{%p if true %}\nSubsection: c\n{%p endif %}\nSubsection: d"
    )
    assert at(fault(text)) == ("clause-tag", ONE, 3)


@pytest.mark.parametrize(
    ("line", "paragraph"),
    [
        ("Subsection: words {{p penalty('access') }}", 3),
        ("Subsection: words {%p if true %}", 3),
        ("Subsection: words {{ penalty('access') }}", 3),
        ("Subsection: words {% include 'shared/part.docx' %}", 3),
        ("{{p state.name }}", 3),
        ("{{p ref('one') }}", 3),
        ("{{p 'words' }}", 3),
    ],
)
def test_a_tag_that_would_lose_words_is_an_error(line, paragraph, law):
    small = law({"one": f"Subsection: fine\n{line}\nSubsection: fine"})
    included(small, f"{TRADITION}/shared/part", "Subsection: included")
    (finding,) = small.faults()
    assert (finding.rule, finding.paragraph) == ("clause-tag", paragraph)


def test_a_missing_include_is_an_error_at_its_paragraph(fault):
    finding = fault("Subsection: fine\n{%p include 'shared/nothing.docx' %}")
    assert at(finding) == ("clause-include", ONE, 3)
    assert "shared/nothing.docx" in finding.message


@pytest.mark.parametrize(
    ("text", "rule", "paragraph"),
    [
        ("Subsection: fine\nSubsection: words {{ state.nam }}", "clause-name", 2),
        ("Subsection: fine\nSubsection: fine\nSubsection: words {{ 1 / 0 }}", "clause-tag", 3),
        ("Subsection: fine\nSubsection: words {% if %}", "clause-tag", 2),
        ("Subsection: fine\nSubsection: words {{ state.name }", "clause-tag", 2),
        ("Subsection: {{ ''.__class__ }}", "clause-unsafe", 1),
        ("{%p include 'shared/nothing.docx' %}", "clause-include", 1),
    ],
)
@pytest.mark.parametrize("how", ["include", "import", "macro"])
def test_a_mistake_in_an_included_file_names_that_file(text, rule, paragraph, how, law):
    tag = {
        "include": "{%p include 'shared/part.docx' %}",
        "import": "{%p import 'shared/part.docx' as m with context %}",
        "macro": "{%p from 'shared/part.docx' import m with context %}\n{{p m() }}",
    }[how]
    small = law({"one": f"Subsection: fine\n{tag}"})
    if how == "macro":
        text, paragraph = f"{{%p macro m() %}}\n{text}\n{{%p endmacro %}}", paragraph + 1
    included(small, f"{TRADITION}/shared/part", text)
    (finding,) = small.faults()
    assert at(finding) == (rule, f"{TRADITION}/shared/part.docx", paragraph)
    assert finding.excerpt in text
    assert finding.excerpt


def test_a_mistake_in_a_table_counts_the_paragraphs_of_its_cells(fault):
    text = "Section: a\nTable: 50 50\nRow:\nCell:\nTableText: b\nTableText: c\nCell:\nTableText: {{ nowhere }}\nEnd:"
    assert at(fault(text)) == ("clause-name", ONE, 5)


def test_a_mistake_in_a_state_s_own_clause_names_its_file(workspace):
    workspace.clause("short-title", "ClauseHeading: {{ heading }}\nSection: {{ state.nam }}", state="jamaica")
    (finding,) = workspace.faults("jamaica")
    assert at(finding) == ("clause-name", "countries/jamaica/short-title.docx", 2)


def test_all_mistakes_of_a_bill_are_shown_at_once(law):
    small = law(
        {
            "1-first": {"one": "Section: {{ state.nam }}", "two": "Section: fine", "three": "Section: {{ x"},
            "2-second": {"four": "Section: {% if %}", "five": "Paragraph: wrong", "six": "Section: {{ ''.__class__ }}"},
            "3-third": {"seven": "Section: fine", "eight": "", "nine": "{%p include 'no.docx' %}"},
        }
    )
    (small.root / f"{TRADITION}/3-third/seven.docx").write_bytes(b"no Word file")
    assert [(finding.file.rpartition("/")[2], finding.rule) for finding in small.faults()] == [
        ("one.docx", "clause-name"),
        ("three.docx", "clause-tag"),
        ("four.docx", "clause-tag"),
        ("five.docx", "clause-order"),
        ("five.docx", "clause-order"),
        ("six.docx", "clause-unsafe"),
        ("seven.docx", "word-not-a-word-file"),
        ("eight.docx", "clause-empty"),
        ("nine.docx", "clause-include"),
    ]


def test_all_mistakes_of_a_file_that_can_be_seen_at_once_are_shown_at_once(law):
    small = law({"one": "Subsection: {{ a }\nSubsection: fine\nSubsection: {% b\nSubsection: x {{p c }}"})
    assert [(finding.rule, finding.paragraph) for finding in small.faults()] == [
        ("clause-tag", 2),
        ("clause-tag", 4),
        ("clause-tag", 5),
    ]


def test_a_mistake_in_a_file_that_several_clauses_include_is_shown_once(law):
    text = "{%p include 'shared/part.docx' %}\nSubsection: fine"
    small = law({"one": text, "two": text})
    included(small, f"{TRADITION}/shared/part", "Subsection: {{ state.nam }}")
    (finding,) = small.faults()
    assert finding.file == f"{TRADITION}/shared/part.docx"


def test_the_mistakes_of_a_clause_do_not_hide_behind_its_bad_heading(law):
    small = law({"one": "Section: {{ state.nam }}"}, entries={"one": {"heading": "{{ nowhere }}"}})
    assert {finding.rule for finding in small.faults()} == {"model-heading", "clause-name"}


def test_a_heading_may_ask_the_profile(law):
    heading = 'Title{% if commencement.place == "last" %} of {{ state.name }}{% endif %}'
    small = law({"one": "Section: words"}, entries={"one": {"heading": heading}})
    assert said(small.make("commencement.place=last"), "one")[0].startswith("Title of Jamaica")
    assert said(small.make("commencement.place=second"), "one")[0].startswith("Title.")


# -- mistakes in styles -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("Paragraph: a", {2}),
        ("Subparagraph: a", {2}),
        ("Item: a", {2}),
        ("Closing: a", {2}),
        ("Definition: [a]{DefinedTerm} means b", {2}),
        ("Section: a\nSubparagraph: b", {3}),
        ("Section: a\nItem: b", {3}),
        ("Section: a\nParagraph: b\nItem: c", {4}),
        ("Section: a\nParagraph: b\nClosing: c\nSubparagraph: d", {5}),
        ("Section: a\nSubsection: b", {3}),
        ("Subsection: a\nSection: b\nSubsection: c", {2, 4}),
        ("Section: a\nDefinitionParagraph: b", {3}),
        ("Section: a\nDefinition: “[b]{DefinedTerm}” means\nDefinitionSubparagraph: c", {4}),
    ],
)
def test_a_paragraph_at_a_level_that_nothing_leads_to_is_an_error(text, paragraphs, law):
    findings = law({"one": text}).faults()
    assert {finding.rule for finding in findings} == {"clause-order"}
    assert {finding.file for finding in findings} == {ONE}
    assert {finding.paragraph for finding in findings} == paragraphs


def test_every_order_that_the_law_uses_is_right(printed):
    text = (
        "Subsection: a—\nParagraph: b—\nSubparagraph: c—\nItem: d;\nItem: e;\nSubparagraph: f,\nParagraphClosing: g; or\n"
        "Paragraph: h,\nClosing: i.\nSubsection: j.\nSubsection: k—\nParagraph: l.\nTable: 100\nRow:\nCell:\nTableText: m\nEnd:"
    )
    assert len(printed(text)) == 13


@pytest.mark.parametrize("style", ["Subsecton", "Heading1", "Normal", "ListParagraph"])
def test_a_style_that_is_no_clause_s_is_an_error(style, law):
    small = law({"one": "Subsection: fine\nParagraph: words\nSubsection: fine"})
    edited(small.root / ONE, lambda xml: xml.replace('w:val="Paragraph"', f'w:val="{style}"'))
    finding = next(finding for finding in small.faults() if finding.rule == "clause-style")
    assert at(finding) == ("clause-style", ONE, 3)
    assert finding.excerpt == "words"
    if style == "Subsecton":
        assert "“Subsection”" in finding.remedy


def test_a_paragraph_without_a_style_is_an_error_unless_it_is_empty(law):
    small = law({"one": "Subsection: fine\nParagraph: words\nParagraph:\nSubsection: fine"})
    plain = '<w:pPr><w:pStyle w:val="Paragraph"/></w:pPr>'
    edited(small.root / ONE, lambda xml: xml.replace(plain, ""))
    assert [at(finding) for finding in small.faults()] == [("clause-style", ONE, 3)]


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: re.sub(r"<w:p>(?:(?!</w:p>).)*\{\{ heading \}\}.*?</w:p>", "", xml, count=1),
        lambda xml: xml.replace('w:val="ClauseHeading"', 'w:val="Subsection"'),
        lambda xml: re.sub(r"<w:body>.*(?=<w:sectPr)", "<w:body>", xml),
    ],
)
def test_a_clause_without_its_heading_is_an_error(change, law):
    small = law({"one": "Subsection: words"})
    edited(small.root / ONE, change)
    (finding,) = small.faults()
    assert (finding.rule, finding.file) == ("clause-heading", ONE)


def test_a_second_heading_is_an_error(law):
    findings = law({"one": "Section: words\nClauseHeading: another\nSection: words"}).faults()
    assert ("clause-heading", ONE, 3) in [at(finding) for finding in findings]


@pytest.mark.parametrize(
    "text", ["", "{%p if false %}\nSection: words\n{%p endif %}", "Section: {% if false %}words{% endif %}"]
)
def test_a_clause_that_says_nothing_is_an_error(text, fault):
    finding = fault(text)
    assert (finding.rule, finding.file) == ("clause-empty", ONE)


def test_the_library_shows_a_file_by_the_name_that_the_user_knows(law, tmp_path):
    small = law({"one": "Section: {{ x }}"})
    assert small.library.show(small.root / ONE) == ONE
    assert Library((small.root,)).show(tmp_path / "elsewhere.docx") == str(tmp_path / "elsewhere.docx")
