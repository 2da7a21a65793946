"""The package of a state: its files, their links and looks, the command, the batch."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import PurePosixPath

import pytest
import wordcheck
from click.testing import CliRunner
from conftest import COMPANIONS, ROOT, STATES, WHOLE
from lxml import etree

from billwright import batch, manifest
from billwright.cli import main
from billwright.companions import bundle
from billwright.library import Library

W, R = f"{{{wordcheck.W}}}", f"{{{wordcheck.R}}}"
RELATION = f"{{{wordcheck.RELATIONS}}}Relationship"


def run(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def named(bill) -> dict[str, str]:
    """What the files of a package are called in the bill's language."""
    return bill.words.phrases["package"]["files"]


@pytest.mark.parametrize("state", [*STATES, WHOLE])
def test_a_package_has_bill_table_twin_checklist_forms_and_index(state, bills, packages):
    files, names = packages[state], named(bills[state])
    wanted = {f"{names[one]}.docx" for one in ("bill", "correspondence", "accession", "index")}
    assert wanted | {f"{names['correspondence']}.xlsx"} <= set(files)
    assert ("bill-co-operation.docx" in files) == (state in COMPANIONS)
    assert sum(name.startswith(f"{names['forms']}/") for name in files) >= 15


@pytest.mark.parametrize("state", [*STATES, WHOLE])
def test_every_word_file_of_a_package_is_sound(state, packages):
    faults = {
        name: found
        for name, content in packages[state].items()
        if name.endswith(".docx") and (found := wordcheck.faults(content))
    }
    assert not faults


def links(content: bytes) -> list[tuple[str, str]]:
    """The links of a Word file that lead out of it: the file and the bookmark there."""
    package = wordcheck.Package(content)
    targets = {
        one.get("Id"): one.get("Target", "")
        for one in package.tree("word/_rels/document.xml.rels").iter(RELATION)
        if one.get("TargetMode") == "External"
    }
    return [
        (targets[link.get(f"{R}id")], link.get(f"{W}anchor") or "")
        for link in package.tree("word/document.xml").iter(f"{W}hyperlink")
        if link.get(f"{R}id") in targets
    ]


@pytest.mark.parametrize("state", [*STATES, WHOLE])
def test_every_link_leads_to_a_file_of_the_package_and_to_a_bookmark_in_it(state, bills, packages):
    files, names = packages[state], named(bills[state])
    bookmarks = {
        name: set(wordcheck.bookmarks(wordcheck.Package(content)))
        for name, content in files.items()
        if name.startswith(names["bill"])
    }
    followed = 0
    for name, content in files.items():
        if name.endswith(".docx"):
            for target, anchor in links(content):
                there = str(PurePosixPath(name).parent / target)
                there = there.removeprefix(f"{names['forms']}/../")
                assert there in files, f"{name} leads to {there}"
                assert not anchor or anchor in bookmarks[there], f"{name} leads to {anchor}"
                followed += 1
    assert followed > 900


@pytest.mark.parametrize("state", [*STATES, WHOLE])
def test_the_index_names_every_other_file(state, bills, packages):
    files, index = packages[state], f"{named(bills[state])['index']}.docx"
    assert {target for target, _ in links(files[index])} == set(files) - {index}


def test_the_index_in_words(packages, expected):
    package = wordcheck.Package(packages["barbados"]["index.docx"])
    lines = ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in package.tree("word/document.xml").iter(f"{W}p")]
    expected(ROOT / "tests/companions/barbados.index.txt", "\n".join(lines) + "\n")


def test_the_same_package_has_the_same_bytes(bills, packages):
    assert dict(bundle.files(bills["jamaica"])) == packages["jamaica"]


def test_a_clean_package_has_no_comments(bills):
    for name, content in bundle.files(bills["belize"], clean=True):
        if name.endswith(".docx"):
            assert "word/comments.xml" not in wordcheck.Package(content).parts, name


def test_companions_lie_in_the_margins_of_their_own_and_the_table_on_its_side(packages):
    for name, broad in (("correspondence.docx", True), ("accession-checklist.docx", False)):
        tree = wordcheck.Package(packages["jamaica"][name]).tree("word/document.xml")
        size = tree.find(f".//{W}sectPr/{W}pgSz")
        assert (size.get(f"{W}orient") == "landscape") == broad
        assert (int(size.get(f"{W}w")) > int(size.get(f"{W}h"))) == broad


# -- the command ------------------------------------------------------------------------------------------------------


def test_the_command_writes_one_folder(tmp_path, packages):
    done = run("package", "jamaica", "-o", tmp_path / "here")
    assert done.exit_code == 0, done.output
    written = {str(path.relative_to(tmp_path / "here")): path for path in (tmp_path / "here").rglob("*.*")}
    assert set(written) == set(packages["jamaica"])
    assert all(path.read_bytes() == packages["jamaica"][name] for name, path in written.items())
    assert "index.docx" in done.output


def test_the_command_takes_overlays_and_settings(tmp_path):
    done = run("package", "jamaica", "-o", tmp_path, "--set", "clauses.illegal-access.options.security-measures=true")
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(tmp_path / "accession-checklist.docx") as file:
        said = "".join(etree.fromstring(file.read("word/document.xml")).itertext())
    assert "declares that it requires, for the offence of Article 2, that it be committed by infringing" in said


def test_a_package_with_a_mistake_in_it_writes_nothing(tmp_path):
    done = run("package", "jamaica", "-o", tmp_path / "here", "--set", "modules=[nonsense]")
    assert done.exit_code == 1
    assert "profile-module-unknown" in done.output
    assert not (tmp_path / "here").exists()


# -- the batch --------------------------------------------------------------------------------------------------------


def test_a_batch_writes_a_folder_for_each_state_and_skips_what_has_not_changed(tmp_path, packages):
    library = Library((ROOT,))
    first = batch.run(library, ["jamaica", "belize"], tmp_path, whole=True, jobs=1)
    assert [one.skipped for one in first] == [False, False]
    for state in ("jamaica", "belize"):
        for name, content in packages[state].items():
            assert (tmp_path / state / name).read_bytes() == content
    entries = dict(manifest.entries(tmp_path))
    assert set(entries["belize"]["files"]) == {f"belize/{name}" for name in packages["belize"]}
    assert [one.skipped for one in batch.run(library, ["jamaica", "belize"], tmp_path, whole=True, jobs=1)] == [
        True,
        True,
    ]
    (tmp_path / "belize/forms/01-preservation-notice.docx").unlink()
    again = batch.run(library, ["jamaica", "belize"], tmp_path, whole=True, jobs=1)
    assert [(one.state, one.skipped) for one in again] == [("belize", False), ("jamaica", True)]


def test_a_state_whose_form_is_spoilt_stops_no_other(workspace, tmp_path):
    path = workspace.clause("search-warrant-form", "FormTitle: {{ nothing }}")
    own = workspace.root / "countries/jamaica/search-information.docx"
    own.parent.mkdir()
    path.rename(own)
    done = batch.run(workspace.library, ["jamaica", "belize"], tmp_path, whole=True, jobs=1)
    assert {one.state: bool(one.findings) for one in done} == {"belize": False, "jamaica": True}
    (finding,) = done[1].findings
    assert finding.file == "countries/jamaica/search-information.docx"
    assert not (tmp_path / "jamaica").exists()
    assert json.loads(json.dumps(dict(manifest.entries(tmp_path))["jamaica"]))["failed"]


def test_the_command_batch_package_says_how_many(tmp_path):
    done = run("batch", "belize", "--package", "-o", tmp_path)
    assert done.exit_code == 0, done.output
    assert f"1 package in {tmp_path}" in done.output
    assert (tmp_path / "belize/index.docx").is_file()


def test_a_comment_of_a_companion_stands_on_its_words(packages):
    package = wordcheck.Package(packages["belize"]["memorandum.docx"])
    said = [text for text, _, _ in wordcheck.comments(package)]
    assert any("ask the drafting office" in text for text in said)
    assert re.search(
        r"EXPLANATORY MEMORANDUM", io.StringIO("".join(package.tree("word/document.xml").itertext())).read()
    )
