"""Break-ins: what a clause, a profile or a name could try. Each ends as a finding, quickly and without an effect."""

from __future__ import annotations

import io
import json
import random
import struct
import time
import zipfile

import pytest
import smalllaw
from click.testing import CliRunner
from smalllaw import STATE, TRADITION

from billwright import batch, package, profiles, textform, wordfile
from billwright.cli import main
from billwright.errors import BillError
from billwright.library import Library

PART = f"{TRADITION}/1-only"
HEADING = "ClauseHeading: {{ heading }}\n"


@pytest.fixture
def law(tmp_path):
    return smalllaw.maker(tmp_path)


@pytest.fixture(autouse=True)
def _soon_over():
    """No break-in may hold the program up."""
    started = time.monotonic()
    yield
    assert time.monotonic() - started < 20


def rules(law):
    return {finding.rule for finding in law.faults()}


def the(findings):
    """The only finding."""
    (finding,) = findings
    return finding


# -- ways out of a template -------------------------------------------------------------------------------------------

ESCAPES = [
    "''.__class__",
    "''['__class__']",
    "''.__class__.__mro__[1].__subclasses__()",
    "''|attr('__class__')",
    "('_' ~ '_class__')|attr('upper')",
    "[''] | map(attribute='__class__') | first",
    "[''] | map('attr', '__class__') | first",
    "['x', 'y'] | sort(attribute='__class__') | first",
    "['x'] | selectattr('__class__') | first",
    "ref.__self__",
    "ref['__self__']",
    "ref|attr('__self__')",
    "[ref] | map(attribute='__self__.plan') | first",
    "ref.__func__.__globals__",
    "ref.__call__",
    "anchor.__self__.profile",
    "self.__init__.__globals__",
    "self._TemplateReference__context",
    "range.__self__",
    "heading.__init__",
    "state.__class__",
    "state['__class__']",
    "state.keys()",
    "state.update({'name': 'x'})",
    "law.evidence.append('x')",
    "law.evidence.__class__",
    "state.name.path",
    "lipsum.__globals__",
    "lipsum()",
    "cycler('a').__init__.__globals__",
    "joiner.__init__",
    "namespace(x=1)",
    "dict.fromkeys",
    "dict.mro()",
    "().__class__",
    "(1).real",
    "(1).to_bytes(9)",
    "'x'.encode()",
    "'{0.__class__}'.format(1)",
    "'{0.__self__.plan}'.format(ref)",
    "'{x.__class__}'.format_map({'x': 1})",
    "('{0.__self__}'|attr('format'))(ref)",
    "'%s'|format(ref)",
    "['{0}'] | map('format', ref) | first",
    "'%s' % ref",
    "'' ~ ref",
    "ref|string",
    "ref",
    "range",
    "self",
    "state",
    "law.evidence",
    "_self",
    "config",
    "request.application",
    "get_flashed_messages.__globals__",
    "'<w:p/>'|safe",
    "{'a': 1}|xmlattr",
    "[1]|tojson",
    "[1, 2]|random",
    "'x'|forceescape|e",
    "{}.get('x')",
    "caller",
    "varargs",
]


@pytest.mark.parametrize("expression", ESCAPES)
def test_an_expression_that_reaches_for_python_is_refused(expression, law):
    small = law({"bait": f"Section: {{{{ {expression} }}}}"})
    finding = the(small.faults())
    assert finding.rule in {"clause-unsafe", "clause-name", "clause-tag"}
    assert (finding.file, finding.paragraph) == (f"{PART}/bait.docx", 2)
    assert expression in finding.excerpt


@pytest.mark.parametrize(
    "text",
    [
        "{% set x = ''.__class__ %}{{ x }}",
        "{% for x in ref.__self__.plan %}{{ x }}{% endfor %}",
        "{% macro m(x) %}{{ x.__class__ }}{% endmacro %}{{ m('') }}",
        "{% with x = ref.__self__ %}{{ x }}{% endwith %}",
        "{% filter attr('__class__') %}x{% endfilter %}",
        "{% if ref.__self__ %}x{% endif %}",
        "{% autoescape false %}{{ 'x &amp; y' }}{% endautoescape %}",
        "{% do ref.__self__ %}",
        "{% debug %}",
        "{% call lipsum() %}{% endcall %}",
        "{% extends ref.__self__ %}",
        "{{ note(ref.__self__) }}",
        "{{ anchor('x').__class__ }}",
        "{{ penalty.__self__.facts }}",
    ],
)
def test_a_statement_that_reaches_for_python_is_refused(text, law):
    finding = the(law({"bait": f"Section: words {text}"}).faults())
    assert finding.rule in {"clause-unsafe", "clause-name", "clause-tag"}
    assert (finding.file, finding.paragraph) == (f"{PART}/bait.docx", 2)


def test_what_is_allowed_beside_all_that_still_works(law):
    text = (
        "Section: {{ state.name | upper }}, {{ ' x '.strip() }}, {{ state['name'].startswith('J') and 'yes' }}, "
        "{{ ['b', 'a'] | sort | join(' & ') }}, {{ 'a' ~ 1 }}, {{ 3 * 2 + 7 % 4 }}, {{ '_' * 3 }}, {{ range(3) | list | "
        "length }}, {{ 'a,b' | replace(',', ';') }}, {% for word in [1, 2] %}{{ loop.index }}{% endfor %}"
    )
    assert "JAMAICA, x, yes, a & b, a1, 9, ___, 3, a;b, 12" in smalllaw.said(law({"fine": text}).make(), "fine")[1]


@pytest.mark.parametrize("sign", ["\\ue000", "\\uE001", "\\u0000", "\\x07"])
def test_a_tag_cannot_write_the_engine_s_own_marks(sign, law):
    finding = the(law({"bait": f'Section: {{{{ "{sign}Fstate.name" }}}}'}).faults())
    assert (finding.rule, finding.paragraph) == ("clause-tag", 2)


def test_a_fact_is_never_read_as_a_tag(law):
    facts = {"state.official_name": "{{ ''.__class__ }}{% if x %}", "institutions.csirt": "<w:p/>&lt;"}
    bill = law({"fact": "Section: {{ state.official_name }} {{ institutions.csirt }}"}, facts=facts).make()
    assert smalllaw.said(bill, "fact")[1].endswith("{{ ''.__class__ }}{% if x %} <w:p/>&lt;")


# -- expressions that would fill the memory or never end --------------------------------------------------------------

BOMBS = [
    "{{ 'x' * 10**9 }}",
    "{{ 'x' * 1000000000 }}",
    "{{ 1000000000 * 'x' }}",
    "{{ [1] * 1000000000 }}",
    "{{ 1000000000 * (1, 2) }}",
    "{{ 9**9**9 }}",
    "{{ '%999999999d' % 1 }}",
    "{{ '{:999999999}'.format(1) }}",
    "{{ 'x'.center(999999999) }}",
    "{{ 'x'.ljust(999999999) }}",
    "{{ 'x'.zfill(999999999) }}",
    "{{ range(1000000000)|list|length }}",
    "{{ range(0, 10 * 1000000000, 2)|length }}",
    "{{ ('x' * 40000)|replace('x', 'y' * 40000) }}",
    "{{ ('x' * 40000)|replace('', 'y' * 40000) }}",
    "{{ range(40000)|join('y' * 40000) }}",
    "{{ range(40000)|map('string')|map('replace', '1', 'y' * 40000)|list|length }}",
    "{{ ([[1] * 40000] * 40000)|string }}",
    "{{ ([['x' * 40000] * 40000])|map('join')|list|length }}",
    "{{ (['x' * 40000] * 40000)|listing }}",
    "{{ (['x' * 40000] * 40000)|map('upper')|list|length }}",
    "{% set a = 'x' * 40000 %}" + "{% set a = a ~ a %}" * 30,
    "{% set a = 'x' * 40000 %}" + "{% set a = a + a %}" * 30,
    "{% set a = [1] * 40000 %}" + "{% set a = a + a %}" * 30,
    "{% set a = 99999999 %}" + "{% set a = a * a %}" * 30,
    "{% for a in range(1000000000) %}x{% endfor %}",
    "{% for a in range(40000) %}{% for b in range(40000) %}{% endfor %}{% endfor %}",
    "{% for a in range(40000) %}{% for b in range(40000) if b < 0 %}{% endfor %}{% endfor %}",
    "{% for a in range(40000) %}{{ 'x' * 40000 }}{% endfor %}",
    "{% for a in range(40000) %}" + "words " * 300 + "{% endfor %}",
    "{% for a in 'x' * 40000 %}{% for b in 'x' * 40000 %}y{% endfor %}{% endfor %}",
    "".join(f"{{% for a{n} in [1, 2, 3, 4, 5, 6, 7, 8, 9] %}}" for n in range(12)) + "x" + "{% endfor %}" * 12,
    "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
    "{{ number(99999999999999999999 * 99999999999999999999 * 99999999999999999999 * 99999999999999999999) }}",
]
"""What is refused for its size or its length."""
TOO_MUCH = [
    "{{ '%999999999d'|format(1) }}",
    "{{ 'x'|center(999999999) }}",
    "{{ 'x'|indent(999999999, true) }}",
    "{{ [1]|batch(999999999, 'x')|list|length }}",
    "{{ [1]|slice(999999999)|list|length }}",
    "{{ 1.5|round(999999999, 'floor') }}",
    "{{ [1]|tojson(indent=999999999) }}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% block b %}{{ self.b() }}{% endblock %}",
    "{% include '1-only/bait.docx' %}",
    "{% import '1-only/bait.docx' as m with context %}",
    "{{ number('9' * 5000) }}",
    "{{ " + "(" * 1500 + "1" + ")" * 1500 + " }}",
    "{{ " + "not " * 900 + "1 }}",
    "{% if true %}" * 150 + "x" + "{% endif %}" * 150,
    "{{ '" + "x" * 5000 + "' }}",
    "{% for a in range(40000) if a < 1 recursive %}{{ loop(range(40000)) }}{{ loop(range(40000)) }}{% endfor %}",
]
"""What no clause can say at all: filters that it has not, and what does not come to an end of itself."""


@pytest.mark.parametrize("text", BOMBS, ids=range(len(BOMBS)))
def test_an_expression_that_would_fill_the_memory_or_never_end_is_refused(text, law):
    finding = the(law({"bait": f"Section: words {text}"}).faults())
    assert (finding.rule, finding.file, finding.paragraph) == ("clause-unsafe", f"{PART}/bait.docx", 2)


@pytest.mark.parametrize("text", TOO_MUCH, ids=range(len(TOO_MUCH)))
def test_what_could_fill_the_memory_or_never_end_cannot_be_said(text, law):
    finding = the(law({"bait": f"Section: words {text}"}).faults())
    assert (finding.rule, finding.file) == ("clause-tag", f"{PART}/bait.docx")


def test_including_a_file_again_and_again_does_not_renew_the_budget(law):
    small = law(
        {
            "bait": "{%p for a in range(40000) %}\n{%p for b in range(40000) %}\n{%p include 'part.docx' %}\n"
            "{%p endfor %}\n{%p endfor %}"
        }
    )
    small.clause(f"{TRADITION}/part", "Section: words")
    assert the(small.faults()).rule == "clause-unsafe"


@pytest.mark.parametrize(
    "text",
    [
        "{%p for a in range(40000) %}\nSubsection: words\n{%p endfor %}",
        "{%p macro m(n) %}\nSubsection: words\n{%p if n %}\n{{p m(n - 1) }}\n{{p m(n - 1) }}\n{%p endif %}\n"
        "{%p endmacro %}\n{{p m(30) }}",
    ],
)
def test_a_clause_without_end_is_refused(text, law):
    finding = the(law({"bait": text}).faults())
    assert finding.rule in {"clause-unsafe", "clause-too-long"}
    assert finding.file == f"{PART}/bait.docx"


def test_many_turns_that_a_real_clause_could_take_are_taken(law):
    bill = law({"long": "{%p for a in range(300) %}\nSubsection: words {{ a }}\n{%p endfor %}"}).make()
    assert len(smalllaw.said(bill, "long")) == 301


@pytest.mark.parametrize(
    "phrase",
    [
        "{{ unit.__class__ }}",
        "{{ ''.__class__ }} {{ unit }}",
        "{{ unit * 1000000000 }}",
        "{{ '%999999999d'|format(1) }}",
        "{% for a in range(40000) %}{% for b in range(40000) %}{% endfor %}{% endfor %}",
        "{{ nobody }}",
        "{{ 1 / 0 }}",
        "{{ unit",
    ],
)
def test_a_phrase_of_a_profile_can_do_no_more_than_a_clause(phrase, law):
    small = law({"bait": "Section: {{ ref('bait') }}"}, facts={"phrases": {"this": phrase}})
    finding = the(small.faults())
    assert (finding.rule, finding.file) == ("profile-phrase", f"countries/{STATE}.yaml")
    assert '"this"' in (small.root / finding.file).read_text(encoding="utf-8").splitlines()[finding.line - 1]


@pytest.mark.parametrize(
    "pattern",
    ["{value.__class__}", "{value:999999999}", "{value!r}", "{nobody}", "{0}", "{", "{value", "}{", "{value.__init__}"],
)
def test_a_pattern_for_comments_fills_its_blanks_and_nothing_else(pattern, law):
    facts = {"phrases": {"comments": {"fact": f"said {pattern} {{cite}}"}}}
    doubt = {"state.name": {"cite": "General knowledge", "confidence": "low"}}
    bill = law({"fact": "Section: {{ state.name }}"}, facts=facts, sources=doubt).make()
    notes = [note.text for paragraph in bill.draft.paragraphs for note in paragraph.notes]
    assert any(note.startswith(f"said {pattern} General knowledge") for note in notes)


@pytest.mark.parametrize(
    "condition", ["''.__class__", "'x' * 1000000000", "1 / 0", "nobody", "law.", "range(1000000000)", "state + 1"]
)
def test_a_condition_can_do_no_more_than_a_clause(condition, law):
    small = law({"bait": "Section: words"}, entries={"bait": {"when": condition}})
    finding = the(small.faults())
    assert (finding.rule, finding.file) == ("model-condition", f"{PART}/part.yaml")


@pytest.mark.parametrize(
    "heading", ["{{ ''.__class__ }}", "{{ 'x' * 1000000000 }}", "{{ 1 / 0 }}", "{{ nobody }}", "{{"]
)
def test_a_heading_can_do_no_more_than_a_clause(heading, law):
    small = law({"bait": "Section: words"}, entries={"bait": {"heading": heading}})
    finding = the(small.faults())
    assert (finding.rule, finding.file) == ("model-heading", f"{PART}/part.yaml")


@pytest.mark.parametrize(
    "text", ["{{ ''.__class__ }}", "{{ 'x' * 1000000000 }}", "{{ 1 / 0 }}", "{{ nobody }}", "{% if"]
)
def test_the_header_of_a_house_style_can_do_no_more_than_a_clause(text, law):
    small = law({"fine": "Section: words"}, facts={"house_style.base": "bait"})
    source = Library.around(small.root).house_style("marginal-notes")
    parts = package.unpack(source, "base")
    header = next(name for name in parts if name.startswith("word/header") and b"{{" in parts[name])
    before, _, after = parts[header].decode().partition("{{")
    parts[header] = (before + text.replace("<", "&lt;") + after.partition("}}")[2]).encode()
    package.write(small.root / "templates/house-styles/bait.docx", package.pack(parts))
    with pytest.raises(BillError) as caught:
        small.make().word()
    assert the(caught.value.findings).rule == "house-style-tag"


# -- files outside the search path ------------------------------------------------------------------------------------

OUTSIDE = [
    "../secret.docx",
    "../../secret.docx",
    "../../../secret.docx",
    "1-only/../../../../secret.docx",
    "./secret.docx",
    "..\\secret.docx",
    "..\\..\\..\\secret.docx",
    "1-only\\secret.docx",
    "/secret.docx",
    "//server/share/secret.docx",
    "\\\\server\\share\\secret.docx",
    "C:/secret.docx",
    "C:\\secret.docx",
    "c:secret.docx",
    "file:///secret.docx",
    "https://example.org/secret.docx",
    "~/secret.docx",
    "%2e%2e/secret.docx",
    "secret.docx\0",
    "a/b/secret.docx",
    "1-only//secret.docx",
    "/etc/passwd",
    "bait.txt",
    "bait",
    "part.yaml",
    ".docx",
    "",
]


@pytest.mark.parametrize("name", [*OUTSIDE, "{root}/secret.docx", "{root}/templates/secret.docx"])
@pytest.mark.parametrize("tag", ["{{%p include {} %}}", "{{%p import {} as m %}}", "{{%p from {} import m %}}"])
def test_no_file_outside_the_search_path_is_included(name, tag, law):
    small = law({"bait": "Section: words"})
    secret = small.clause("secret", "Section: the secret").read_bytes()
    for folder in (small.root.parent, small.root / "templates", small.root / TRADITION):
        (folder / "secret.docx").write_bytes(secret)
    small.clause(f"{PART}/bait", f"{tag.format(json.dumps(name.format(root=small.root)))}\nSection: words")
    finding = the(small.faults())
    assert finding.rule in {"clause-include", "clause-tag"}
    assert (finding.file, finding.paragraph) == (f"{PART}/bait.docx", 2)


def test_the_same_file_is_included_where_it_may_be(law):
    small = law({"fine": "{%p include 'shared/notice.docx' %}\nSubsection: words"})
    small.clause(f"{TRADITION}/shared/notice", "Subsection: the notice", heading="Subsection")
    assert "the notice" in " ".join(smalllaw.said(small.make(), "fine"))


NAMES = [
    "../jamaica",
    "..",
    ".",
    "/etc/passwd",
    "a/b",
    "a\\b",
    "C:a",
    "~",
    "*",
    "",
    " ",
    "\0",
    "{{ 1 }}",
    "%s",
]


@pytest.mark.parametrize("name", [*NAMES[1:], "x" * 5000])
def test_a_state_s_name_never_leads_out_of_the_folder_of_profiles(name, law):
    small = law({"fine": "Section: words"})
    (small.root / "jamaica.yaml").write_text("state: outside", encoding="utf-8")
    with pytest.raises(BillError) as caught:
        small.library.profile(name)
    assert the(caught.value.findings).rule == "state-unknown"


def test_a_batch_writes_into_its_folder_only(law, tmp_path):
    small = law({"fine": "Section: words"})
    folder = tmp_path / "out" / "bills"
    outcomes = batch.run(small.library, [f"../{STATE}", "../../nowhere", f"/{STATE}"], folder, jobs=1)
    assert sorted(path.name for path in folder.iterdir()) == ["manifest.json", f"{STATE}.docx"]
    assert list(folder.parent.iterdir()) == [folder]
    assert {finding.rule for outcome in outcomes for finding in outcome.findings} == {"state-unknown"}


def test_the_commands_take_no_path_for_a_state(law, monkeypatch):
    small = law({"fine": "Section: words"})
    monkeypatch.chdir(small.root)
    before = sorted(small.root.rglob("*"))
    for command in (["draft"], ["show"], ["batch"]):
        result = CliRunner().invoke(main, [*command, "../../etc/passwd"])
        assert result.exit_code == 1
        assert "[state-unknown]" in result.stderr
    assert sorted(small.root.rglob("*")) == before


@pytest.mark.parametrize("name", ["../secret", "../../secret", "/secret", "a/../secret", "..\\secret", "C:secret", ""])
def test_a_house_style_s_name_never_leads_out_of_the_folder_of_house_styles(name, law):
    small = law({"fine": "Section: words"}, facts={"house_style.base": name})
    style = small.library.house_style("marginal-notes").read_bytes()
    for folder in ("", "templates", "templates/house-styles"):
        (small.root / folder).mkdir(parents=True, exist_ok=True)
        (small.root / folder / "secret.docx").write_bytes(style if folder != "templates/house-styles" else b"")
    finding = the(small.faults())
    assert finding.rule in {"house-style-unknown", "profile-value"}


@pytest.mark.parametrize("name", ["../common-law", "common-law/../common-law", "/templates", "..", ".", "common-law\\"])
def test_a_tradition_s_name_never_leads_out_of_the_templates(name, law):
    small = law({"fine": "Section: words"}, facts={"tradition": name})
    finding = the(small.faults())
    assert finding.rule in {"profile-tradition", "profile-value"}
    assert finding.file == f"countries/{STATE}.yaml"


@pytest.mark.parametrize("folder", ["../secrets", "../../../secrets", "1-only/../../../secrets", "..\\secrets"])
def test_a_part_s_folder_never_leads_out_of_the_tradition(folder, law):
    small = law({"fine": "Section: words"})
    source = small.root / PART
    for place in (small.root / "templates/secrets", small.root / "secrets", small.root.parent / "secrets"):
        place.mkdir()
        for name in ("part.yaml", "fine.docx"):
            (place / name).write_bytes((source / name).read_bytes())
    model = json.loads((small.root / f"{TRADITION}/bill.yaml").read_text(encoding="utf-8"))
    small.yaml(f"{TRADITION}/bill.yaml", model | {"parts": [folder]})
    assert the(small.faults()).rule in {"model-missing", "model-value"}
    small.yaml(f"{TRADITION}/bill.yaml", model)
    entry = {"slug": "fine", "heading": "Fine", "folder": folder}
    (source / "fine.docx").unlink()
    small.yaml(f"{PART}/part.yaml", {"title": "Only", "clauses": [entry]})
    assert the(small.faults()).rule in {"clause-missing", "model-value"}


@pytest.mark.parametrize("slug", NAMES)
def test_a_clause_s_slug_is_a_plain_name(slug, law):
    small, place = law({"fine": "Section: words"}, entries={"fine": {"slug": slug}}), f"{PART}/part.yaml"
    finding = the(small.faults())
    assert (finding.rule, finding.file) in {("model-value", place), ("yaml-control-character", place)}


@pytest.mark.parametrize("slug", NAMES)
def test_a_clause_that_a_profile_switches_is_a_plain_name(slug, law):
    small = law({"fine": "Section: words"})
    profile = small.root / f"countries/{STATE}.yaml"
    data = json.loads(profile.read_text(encoding="utf-8"))
    data["clauses"] = {slug: {"on": True}}
    small.yaml(f"countries/{STATE}.yaml", data)
    findings = small.faults()
    assert {finding.file for finding in findings} == {f"countries/{STATE}.yaml"}
    assert {finding.rule for finding in findings} <= {
        "profile-value",
        "profile-unknown-key",
        "profile-clause-unknown",
        "yaml-control-character",
    }


# -- what is no Word file ---------------------------------------------------------------------------------------------


def zipped(entries, method=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return buffer.getvalue()


def lying(content, declared):
    """An archive of one document whose headers say another size."""
    data = bytearray(zipped([("word/document.xml", content)]))
    central = data.rindex(b"PK\x01\x02")
    data[22:26] = data[central + 24 : central + 28] = struct.pack("<I", declared)
    return bytes(data)


def encrypted(data):
    """An archive whose entries say that a password is needed."""
    data = bytearray(data)
    central = data.rindex(b"PK\x01\x02")
    data[6] |= 1
    data[central + 8] |= 1
    return bytes(data)


def damaged(data):
    """The compressed content with some bits turned."""
    return data[:60] + bytes(byte ^ 255 for byte in data[60:80]) + data[80:]


BLANKS = b" " * 50_000_000
DOCUMENT = [("word/document.xml", "<x>" + "words " * 1000 + "</x>")]
NO_WORD_FILES = {
    "text": (b"ClauseHeading: words", "word-not-a-word-file"),
    "nothing": (b"", "word-not-a-word-file"),
    "pdf": (b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n", "word-not-a-word-file"),
    "rtf": (b"{\\rtf1\\ansi words}", "word-not-a-word-file"),
    "old Word or a password": (bytes.fromhex("D0CF11E0A1B11AE1") + bytes(4096), "word-not-a-word-file"),
    "beginning of an archive": (zipped(DOCUMENT)[:200], "word-not-a-word-file"),
    "another archive": (zipped([("content.xml", "<x/>")]), "word-not-a-word-file"),
    "empty archive": (zipped([]), "word-not-a-word-file"),
    "password": (encrypted(zipped(DOCUMENT)), "word-not-a-word-file"),
    "damaged": (damaged(zipped(DOCUMENT)), "word-not-a-word-file"),
    "damaged bzip2": (damaged(zipped(DOCUMENT, zipfile.ZIP_BZIP2)), "word-not-a-word-file"),
    "damaged lzma": (damaged(zipped(DOCUMENT, zipfile.ZIP_LZMA)), "word-not-a-word-file"),
    "bomb": (zipped([("word/document.xml", BLANKS)]), "word-too-large"),
    "bomb beside the document": (zipped([*DOCUMENT, ("word/media/a.png", BLANKS)]), "word-too-large"),
    "bomb that says it is small": (lying(BLANKS, 100), "word-not-a-word-file"),
    "bomb that says it just fits": (lying(BLANKS, 39_000_000), "word-not-a-word-file"),
    "little that says it is much": (lying(b"<x/>", 0xFFFFFFF0), "word-too-large"),
    "thousands of entries": (zipped([*((f"word/{n}.xml", "") for n in range(3000)), *DOCUMENT]), "word-too-large"),
    "no XML": (zipped([("word/document.xml", "words")]), "word-xml"),
    "empty document": (zipped([("word/document.xml", "")]), "word-xml"),
    "open elements": (zipped([("word/document.xml", "<a><b></a>")]), "word-xml"),
    "deep elements": (zipped([("word/document.xml", "<a>" * 100_000 + "</a>" * 100_000)]), "word-xml"),
    "another document": (zipped([("word/document.xml", "<html><body/></html>")]), "word-not-a-word-file"),
}


@pytest.mark.parametrize("kind", NO_WORD_FILES)
def test_a_clause_file_that_is_no_word_file_is_named(kind, law):
    small = law({"bait": "Section: words", "fine": "Section: words"})
    content, rule = NO_WORD_FILES[kind]
    (small.root / f"{PART}/bait.docx").write_bytes(content)
    finding = the(small.faults())
    assert (finding.rule, finding.file) == (rule, f"{PART}/bait.docx")


@pytest.mark.parametrize("kind", NO_WORD_FILES)
def test_an_included_file_that_is_no_word_file_is_named(kind, law):
    small = law({"fine": "{%p include 'bait.docx' %}\nSection: words"})
    content, rule = NO_WORD_FILES[kind]
    (small.root / f"{TRADITION}/bait.docx").write_bytes(content)
    finding = the(small.faults())
    assert (finding.rule, finding.file) == (rule, f"{TRADITION}/bait.docx")


@pytest.mark.parametrize("kind", NO_WORD_FILES)
def test_a_house_style_that_is_no_word_file_is_named(kind, law):
    small = law({"fine": "Section: words"}, facts={"house_style.base": "bait"})
    content, _ = NO_WORD_FILES[kind]
    path = small.root / "templates/house-styles/bait.docx"
    path.parent.mkdir()
    path.write_bytes(content)
    finding = the(small.faults())
    assert finding.rule in {"word-not-a-word-file", "word-too-large", "word-xml", "house-style-unfit"}
    assert finding.file == "templates/house-styles/bait.docx"


def test_a_folder_in_the_place_of_a_clause_file_is_a_missing_clause(law):
    small = law({"bait": "Section: words"})
    path = small.root / f"{PART}/bait.docx"
    path.unlink()
    path.mkdir()
    finding = the(small.faults())
    assert (finding.rule, finding.file) == ("clause-missing", f"{PART}/bait.docx")


def test_one_bad_file_does_not_stop_the_other_states_of_a_batch(workspace, tmp_path):
    workspace.profile("testland")
    (workspace.root / "countries/testland").mkdir()
    (workspace.root / "countries/testland/short-title.docx").write_bytes(b"%PDF")
    outcomes = {
        one.state: one for one in batch.run(workspace.library, ["testland", "jamaica"], tmp_path / "bills", jobs=1)
    }
    assert [finding.rule for finding in outcomes["testland"].findings] == ["word-not-a-word-file"]
    assert outcomes["jamaica"].findings == ()
    assert not (tmp_path / "bills/testland.docx").exists()


# -- XML --------------------------------------------------------------------------------------------------------------

LAUGHS = "".join(
    f'<!ENTITY {name} "{("&" + below + ";") * 10}">' for below, name in zip("abcdefgh", "bcdefghi", strict=True)
)
DOCTYPES = {
    "billion laughs": (f'<!DOCTYPE x [<!ENTITY a "{"ha" * 50}">{LAUGHS}]>', "&i;"),
    "quadratic": (f'<!DOCTYPE x [<!ENTITY a "{"x" * 100_000}">]>', "&a;" * 10_000),
    "a file of the machine": ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "&a;"),
    "a page of the network": ('<!DOCTYPE x [<!ENTITY a SYSTEM "http://127.0.0.1:9/a">]>', "&a;"),
    "a parameter entity": ('<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:9/a">%a;]>', "words"),
    "an outer subset": ('<!DOCTYPE x SYSTEM "http://127.0.0.1:9/a.dtd">', "words"),
    "a bare doctype": ("<!DOCTYPE x>", "words"),
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml"])
@pytest.mark.parametrize("kind", DOCTYPES)
def test_a_clause_that_declares_entities_is_refused(kind, part, encoding, law):
    small = law({"bait": "Section: here"})
    path = small.root / f"{PART}/bait.docx"
    parts = package.unpack(path, "bait")
    doctype, words = DOCTYPES[kind]
    xml = parts[part].decode()
    root = xml[xml.index("<w:") :].replace("here", words)
    parts[part] = f'<?xml version="1.0" encoding="{encoding}"?>{doctype}{root}'.encode(encoding)
    path.write_bytes(package.pack(parts))
    finding = the(small.faults())
    assert (finding.rule, finding.file) == ("word-xml", f"{PART}/bait.docx")


@pytest.mark.parametrize("style", ['a"/><w:x ', "{{ 7 * 7 }}", "<w:p/>", "&amp;", "{% if x %}"])
def test_the_name_of_a_style_is_never_read_as_xml_or_as_a_tag(style, law):
    small = law({"bait": "Section: words"})
    path = small.root / f"{PART}/bait.docx"
    parts = package.unpack(path, "bait")
    named = style.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    xml = parts["word/document.xml"].decode()
    parts["word/document.xml"] = xml.replace('w:val="Section"', f'w:val="{named}"').encode()
    path.write_bytes(package.pack(parts))
    findings = small.faults()
    assert {finding.rule for finding in findings} == {"clause-style", "clause-order"}
    assert {finding.paragraph for finding in findings} == {2}


# -- YAML -------------------------------------------------------------------------------------------------------------

DEEP = 20_000
YAML = {
    "anchors": ("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]", "yaml-alias"),
    "an anchor in itself": ("a: &a [*a]", "yaml-alias"),
    "merged keys": ("a: &a {x: 1}\nb: {<<: *a}", "yaml-alias"),
    "a program": ("a: !!python/object/apply:os.mkdir [pwned]", "yaml-tag"),
    "a program in a text": ("a: !!python/name:os.system x", "yaml-tag"),
    "an object": ("a: !!python/object:os.X {x: 1}", "yaml-tag"),
    "a set": ("a: !!set {x, y}", "yaml-tag"),
    "bytes": ("a: !!binary aGVsbG8=", "yaml-tag"),
    "deep lists": ("a: " + "[" * DEEP + "]" * DEEP, "yaml-syntax"),
    "deep keys": ("".join(" " * n + "a:\n" for n in range(900)), "yaml-syntax"),
    "open lists": ("a: " + "[" * DEEP, "yaml-syntax"),
    "open mappings": ("a: " + "{a: " * DEEP, "yaml-syntax"),
    "too much": ("a: " + "x" * 2_000_000, "yaml-too-large"),
    "too large a number": ("a: " + "9" * 5_000, "yaml-tag"),
    "two documents": ("a: 1\n---\nb: 1", "yaml-syntax"),
    "our own marks": ('a: "\\uE000Fx\\uE001"', "yaml-control-character"),
    "a bell": ('a: "\\a"', "yaml-control-character"),
    "a list": ("- a\n- b", "yaml-not-a-mapping"),
    "no UTF-8": ("a: caf\udce9", "yaml-encoding"),
}


@pytest.mark.parametrize("kind", YAML)
@pytest.mark.parametrize("name", [f"countries/{STATE}.yaml", f"{TRADITION}/bill.yaml", f"{PART}/part.yaml", "overlay"])
def test_yaml_that_is_a_trap_is_refused(kind, name, law, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    small = law({"fine": "Section: words"})
    text, rule = YAML[kind]
    path = small.root / name
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(BillError) as caught:
        profiles.load(small.library, STATE, [path] if name == "overlay" else [])
    findings = caught.value.findings
    assert {finding.rule for finding in findings} == {rule}
    assert {finding.file for finding in findings} == {str(path) if name == "overlay" else name}
    assert not (tmp_path / "pwned").exists()


# -- damage at random -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
def test_a_clause_file_damaged_at_random_ends_as_a_finding_or_says_what_it_said(seed, law):
    chance = random.Random(seed)
    small = law({"bait": "Section: words of the clause"})
    good = (small.root / f"{PART}/bait.docx").read_bytes()
    path = small.root / "bait.docx"
    seen = set()
    for _ in range(200):
        data = bytearray(good)
        for _ in range(chance.choice([1, 3, 30])):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(data[: chance.choice([len(data), chance.randrange(len(data))])])
        try:
            seen.add(textform.to_text(wordfile.read(path, "bait.docx")).splitlines()[1])
        except BillError as error:
            seen |= {finding.rule for finding in error.findings}
    assert "Section: words of the clause" in seen
    assert seen - {"Section: words of the clause"} <= {"word-not-a-word-file", "word-too-large", "word-xml"}
