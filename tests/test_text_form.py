"""Word files as text and back: nothing that a template says may be lost on the way."""

from __future__ import annotations

import random
import re

import pytest
from click.testing import CliRunner
from conftest import BILLS, ROOT

from billwright import package, textform, wordfile
from billwright.cli import main
from billwright.content import Para, Run, Table
from billwright.errors import BillError

TEMPLATES = sorted((ROOT / "templates").glob("common-law/**/*.docx"))
BASE = ROOT / "templates/clause.docx"
NAMES = [path.relative_to(ROOT).as_posix() for path in TEMPLATES]
STYLES = ["Section", "Subsection", "Paragraph", "Subparagraph", "Item", "Closing", "Definition", "ScheduleParagraph"]


def run(*arguments):
    """A command that must succeed; what it prints."""
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def through_word(blocks, folder):
    """The blocks after a Word file was made of them and read."""
    path = folder / "through.docx"
    package.write(path, wordfile.write(blocks, BASE, "through"))
    return wordfile.read(path, "through")


def faults(text):
    with pytest.raises(BillError) as caught:
        textform.from_text(text, "clause.txt")
    return [(finding.rule, finding.file, finding.line) for finding in caught.value.findings]


# -- the packaged templates -------------------------------------------------------------------------------------------


def test_there_are_templates_to_try():
    assert len(TEMPLATES) > 30


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_a_template_becomes_text_and_the_same_template_again(path, tmp_path):
    text = run("text", path)
    (tmp_path / "clause.txt").write_text(text, encoding="utf-8")
    run("word", tmp_path / "clause.txt", "-o", tmp_path / "clause.docx")
    assert run("text", tmp_path / "clause.docx") == text
    assert wordfile.read(tmp_path / "clause.docx", "again") == wordfile.read(path, "first")


# -- the marks --------------------------------------------------------------------------------------------------------

WRITTEN = [
    ("Section: plain words", [Para("Section", [Run("plain words")])]),
    ("Section:", [Para("Section", [])]),
    ("Section: a **bold** word", [Para("Section", [Run("a "), Run("bold", bold=True), Run(" word")])]),
    ("Section: an *italic* word", [Para("Section", [Run("an "), Run("italic", italic=True), Run(" word")])]),
    ("Section: __underlined__", [Para("Section", [Run("underlined", underline=True)])]),
    ("Section: ***both***", [Para("Section", [Run("both", bold=True, italic=True)])]),
    (
        "Section: *italic **and bold***",
        [Para("Section", [Run("italic ", italic=True), Run("and bold", bold=True, italic=True)])],
    ),
    (
        "Section: **bold***italic*",
        [Para("Section", [Run("bold", bold=True), Run("italic", italic=True)])],
    ),
    (
        "Definition: “[computer data]{DefinedTerm}” means",
        [Para("Definition", [Run("“"), Run("computer data", style="DefinedTerm"), Run("” means")])],
    ),
    (
        "Definition: [**bold** term]{DefinedTerm}",
        [Para("Definition", [Run("bold", bold=True, style="DefinedTerm"), Run(" term", style="DefinedTerm")])],
    ),
    ("Section: one\\ttwo\\nthree", [Para("Section", [Run("one\ttwo\nthree")])]),
    ("Section: \\*no mark\\* \\[none]", [Para("Section", [Run("*no mark* [none]")])]),
    ("Section: a\\\\b \\]{x} snake_case \\_\\_x\\_\\_", [Para("Section", [Run("a\\b ]{x} snake_case __x__")])]),
    ("Section: a\\]{{ x }} b\\]{% if y %}", [Para("Section", [Run("a]{{ x }} b]{% if y %}")])]),
    ("Section: ends with a blank\\ ", [Para("Section", [Run("ends with a blank ")])]),
    ("Section: key: value", [Para("Section", [Run("key: value")])]),
    ("Section: A & B < C > D", [Para("Section", [Run("A & B < C > D")])]),
    (
        'Section: {{ ref("a*b*c") }} and {% if x[0] %}*so*{% endif %}{# [no mark] #}',
        [
            Para(
                "Section",
                [
                    Run('{{ ref("a*b*c") }} and {% if x[0] %}'),
                    Run("so", italic=True),
                    Run("{% endif %}{# [no mark] #}"),
                ],
            )
        ],
    ),
    ("{%p if option.x %}", [Para("Tag", [Run("{%p if option.x %}")])]),
    ('{{p penalty("access") }}', [Para("Tag", [Run('{{p penalty("access") }}')])]),
    ("{#p for the drafter #}", [Para("Tag", [Run("{#p for the drafter #}")])]),
    (
        "Table: 40 60\nRow:\nCell:\nTableHeading: Left\nCell:\nTableHeading: **Right**\n"
        "Row:\nCell:\nTableText: one\nTableText: two\nCell:\nTableText: {{ state.name }}\nEnd:",
        [
            Table(
                [40, 60],
                [
                    [[Para("TableHeading", [Run("Left")])], [Para("TableHeading", [Run("Right", bold=True)])]],
                    [
                        [Para("TableText", [Run("one")]), Para("TableText", [Run("two")])],
                        [Para("TableText", [Run("{{ state.name }}")])],
                    ],
                ],
            )
        ],
    ),
]


@pytest.mark.parametrize(("text", "blocks"), WRITTEN, ids=[text.splitlines()[0] for text, _ in WRITTEN])
def test_each_mark_says_what_it_means_and_comes_back_from_word(text, blocks, tmp_path):
    assert textform.from_text(text, "clause.txt") == blocks
    assert through_word(blocks, tmp_path) == blocks
    assert textform.to_text(blocks) == f"{text}\n"


def test_blanks_before_a_line_blank_lines_and_the_line_ends_of_windows_mean_nothing():
    text = "\ufeff\r\n   Section: words  \r\n\r\n\t{%p if x %}\r\n"
    assert textform.from_text(text, "clause.txt") == [
        Para("Section", [Run("words")]),
        Para("Tag", [Run("{%p if x %}")]),
    ]


@pytest.mark.parametrize("sign", ["\u00a0", "\u0085", "\u2028", "\u2029", "\u3000"])
def test_a_sign_that_other_programs_take_for_a_line_end_stays_where_it_is(sign, tmp_path):
    blocks = [Para("Section", [Run(f"{sign}before{sign}after{sign}")]), Para("Closing", [Run("next")])]
    assert textform.from_text(textform.to_text(blocks), "clause.txt") == blocks
    assert through_word(blocks, tmp_path) == blocks


# -- many paragraphs at random ----------------------------------------------------------------------------------------

PIECES = (
    *("word", "a", "Z", " ", "  ", "*", "**", "***", "_", "__", "___", "[", "]", "]{", "{", "}", "]{Section}", "\\"),
    *(
        "\\\\",
        "\\n",
        "\t",
        "\n",
        "\\t",
        ":",
        "Section:",
        "“",
        "”",
        "é",
        "—",
        "\u00a0",
        "&",
        "<",
        "&amp;",
        "{{ a * b }}",
    ),
    *("{% if x[0] %}", "{# __ #}", "{{ '**' ~ \"[\" }}", "%", "#", "{ {", "End:"),
)


def made(chance):
    """A paragraph or table of random words in random looks."""

    def para(style):
        looks = [(chance.random() < 0.3, chance.random() < 0.3, chance.random() < 0.3) for _ in range(3)]
        runs = []
        for _ in range(chance.randrange(5)):
            text = "".join(chance.choice(PIECES) for _ in range(chance.randrange(1, 6)))
            run = Run(text, *chance.choice(looks), chance.choice([None, None, "DefinedTerm"]))
            if runs and runs[-1].look == run.look:
                runs[-1] = Run(runs[-1].text + text, *run.look)
            else:
                runs.append(run)
        return Para(style, runs)

    if chance.random() < 0.1:
        columns = chance.randrange(1, 4)
        cells = [[para("TableText") for _ in range(chance.randrange(1, 3))] for _ in range(columns * 2)]
        return Table([[100], [50, 50], [33, 33, 34]][columns - 1], [cells[:columns], cells[columns:]])
    return para(chance.choice(STYLES))


@pytest.mark.parametrize("seed", range(8))
def test_paragraphs_at_random_come_back_from_text_and_from_word(seed, tmp_path):
    chance = random.Random(seed)
    # Read from Word once: what a tag that is split over several looks means is the same ever after.
    blocks = through_word([made(chance) for _ in range(150)], tmp_path)
    assert sum(isinstance(block, Table) for block in blocks) > 3
    text = textform.to_text(blocks)
    assert textform.from_text(text, "random.txt") == blocks
    assert through_word(blocks, tmp_path) == blocks
    assert textform.to_text(textform.from_text(text, "random.txt")) == text


@pytest.mark.parametrize("seed", range(8))
def test_paragraphs_at_random_keep_every_sign_but_the_line_breaks_inside_tags(seed, tmp_path):
    chance = random.Random(seed)
    blocks = [block for block in (made(chance) for _ in range(150)) if isinstance(block, Para)]
    read = through_word(blocks, tmp_path)
    assert [para.style for para in read] == [para.style for para in blocks]
    for before, after in zip(blocks, read, strict=True):
        assert after.text.replace("\n", " ").replace("\t", " ") == before.text.replace("\n", " ").replace("\t", " ")


# -- faults -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        ("text-line", "words without a style"),
        ("text-line", "Two Words: of a style"),
        ("text-line", "Section:no blank"),
        ("text-mark", "Section: **bold without end"),
        ("text-mark", "Section: *italic without end"),
        ("text-mark", "Section: __underlined without end"),
        ("text-mark", "Section: [bracket without end"),
        ("text-mark", "Section: end]{DefinedTerm} without bracket"),
        ("text-mark", "Section: [one [two]{DefinedTerm}]{DefinedTerm}"),
        ("text-table", "Table: wide"),
        ("text-table", "Table:"),
        ("text-table", "Row:"),
        ("text-table", "Cell:"),
        ("text-table", "End:"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(rule, line):
    assert faults(f"ClauseHeading: {{{{ heading }}}}\n\n{line}\nSection: words")[0] == (rule, "clause.txt", 3)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Table: 50 50\nCell:\nEnd:", 2),
        ("Table: 50 50\nRow:\nTableText: words\nEnd:", 3),
        ("Table: 50 50\nTableText: words\nEnd:", 2),
        ("Table: 50 50\nRow: words\nCell:\nTableText: words\nEnd:", 2),
        ("Table: 50 50\nRow:\nCell: words\nTableText: words\nEnd:", 3),
        ("Table: 100\nRow:\nCell:\nTableText: one\nCell:\nTableText: two\nEnd:", 5),
        ("Table: 50 50\nRow:\nCell:\nTableText: a\nTable: 100\nEnd:", 5),
        ("Table: 50 50\nRow:\nCell:\nTableText: words", 4),
    ],
)
def test_a_table_that_would_lose_words_is_an_error_at_its_line(text, line):
    assert ("text-table", "clause.txt", line) in faults(text)


def test_all_faults_of_a_text_are_named_at_once():
    text = "no style\nSection: **open\nTable: x\nSection: fine\nRow:"
    assert [line for _, _, line in faults(text)] == [1, 2, 3, 5]


def test_the_command_names_the_line_and_writes_nothing(tmp_path):
    (tmp_path / "clause.txt").write_text("Section: fine\nnot fine\n", encoding="utf-8")
    target = tmp_path / "clause.docx"
    result = CliRunner().invoke(main, ["word", str(tmp_path / "clause.txt"), "-o", str(target)])
    assert result.exit_code == 1
    assert "line 2" in result.stderr
    assert "[text-line]" in result.stderr
    assert "Traceback" not in result.output
    assert not target.exists()


@pytest.mark.parametrize(
    ("text", "near"), [("Subsektion: words", "Subsection"), ("Section: [words]{DefinedTrem}", "DefinedTerm")]
)
def test_a_style_that_the_base_has_not_is_an_error_with_the_nearest_name(text, near, tmp_path):
    with pytest.raises(BillError) as caught:
        wordfile.write(textform.from_text(f"Section: one\n{text}", "clause.txt"), BASE, "clause.txt")
    (finding,) = caught.value.findings
    assert (finding.rule, finding.file, finding.paragraph) == ("clause-style-unknown", "clause.txt", 2)
    assert f"“{near}”" in finding.remedy


@pytest.mark.parametrize(("content", "rule"), [(b"Section: caf\xe9\n", "text-encoding"), (b"", None)])
def test_a_text_in_another_encoding_is_an_error_and_an_empty_one_is_not(content, rule, tmp_path):
    (tmp_path / "clause.txt").write_bytes(content)
    result = CliRunner().invoke(main, ["word", str(tmp_path / "clause.txt"), "-o", str(tmp_path / "clause.docx")])
    assert result.exit_code == (1 if rule else 0)
    assert f"[{rule}]" in result.stderr if rule else (tmp_path / "clause.docx").is_file()


@pytest.mark.parametrize("content", [b"words", b"", b"%PDF-1.7"])
def test_text_of_what_is_no_word_file_is_an_error(content, tmp_path):
    (tmp_path / "clause.docx").write_bytes(content)
    result = CliRunner().invoke(main, ["text", str(tmp_path / "clause.docx")])
    assert result.exit_code == 1
    assert "[word-not-a-word-file]" in result.stderr
    assert result.stdout == ""


def test_a_text_that_closes_no_tag_is_read_in_no_time():
    text = "Section: " + "{{ {% " * 100_000
    (block,) = textform.from_text(text, "clause.txt")
    assert block.text == ("{{ {% " * 100_000).rstrip()


# -- bills ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", BILLS)
def test_a_bill_is_shown_with_its_headings_and_the_numbers_of_its_references(state, bills, tmp_path):
    bill = bills[state]
    (tmp_path / "bill.docx").write_bytes(bill.word())
    shown = run("text", tmp_path / "bill.docx").splitlines()
    assert {line.partition(":")[0] for line in shown} >= {"ClauseHeading", "Subsection", "PartHeading"}
    headings = [line.partition(": ")[2] for line in shown if line.startswith("ClauseHeading:")]
    assert headings == [clause.heading.text for clause in bill.draft.clauses]
    plain = re.sub(r"\*|\[|\]\{\w+\}", "", "\n".join(shown))
    said = [
        paragraph.text
        for clause in bill.draft.clauses
        for paragraph in clause.paragraphs
        if any(span.target or span.linked for span in paragraph.spans)
    ]
    assert len(said) > 20
    for words in said:
        assert words in plain


def test_a_bill_with_tracked_changes_is_shown_as_if_they_were_accepted(bills, tmp_path):
    path = tmp_path / "bill.docx"
    path.write_bytes(bills["jamaica"].word())
    parts = package.unpack(path, "bill")
    body = parts["word/document.xml"].decode()
    run_of = '<w:r><w:{0} xml:space="preserve">{1}</w:{0}></w:r>'
    change = '<w:{} w:id="9{}" w:author="x" w:date="2026-01-01T00:00:00Z">{}</w:{}>'
    inserted = change.format("ins", 1, run_of.format("t", "put in by counsel"), "ins")
    deleted = change.format("del", 2, run_of.format("delText", "taken out by counsel"), "del")
    at = body.rindex("</w:p>")
    parts["word/document.xml"] = (body[:at] + inserted + deleted + body[at:]).encode()
    path.write_bytes(package.pack(parts))
    shown = run("text", path)
    assert "put in by counsel" in shown
    assert "taken out by counsel" not in shown
