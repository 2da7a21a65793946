"""The commands, as a drafter types them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest
from click.testing import CliRunner
from conftest import ROOT, STATES

from billwright.cli import main


@pytest.fixture
def office(tmp_path, monkeypatch):
    """A workspace that the command runs in, with three states of its own and the packaged templates."""
    folder = tmp_path / "office"
    runner = CliRunner()
    assert runner.invoke(main, ["init", str(folder)]).exit_code == 0
    for path in (folder / "countries").glob("*.yaml"):
        if path.stem not in {"jamaica", "barbados", "saint-lucia"}:
            path.unlink()
    monkeypatch.chdir(folder)
    monkeypatch.setattr("billwright.library.packaged", lambda: folder)
    return folder


@pytest.fixture
def run():
    """Runs the command; what it prints, its errors and its exit code. An exception that is no exit fails the test."""

    def invoke(*arguments):
        result = CliRunner().invoke(main, [str(argument) for argument in arguments])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert "Traceback" not in result.output
        return result

    return invoke


def test_draft_writes_one_bill_and_says_what_it_holds(office, run):
    result = run("draft", "jamaica")
    assert result.exit_code == 0
    assert (office / "jamaica-cybercrime-bill.docx").is_file()
    for word in ("Jamaica: ", " clauses in ", " option", " comments", "jamaica-cybercrime-bill.docx"):
        assert word in result.stdout


def test_draft_writes_where_it_is_told_without_comments_and_with_settings(office, run):
    result = run("draft", "jamaica", "--clean", "-o", "out/bill.docx", "--set", "bill.year=2031")
    assert result.exit_code == 0
    assert "no comments" in result.stdout
    assert "Cybercrimes Bill, 2031" in run("text", "out/bill.docx").stdout


def test_draft_lays_an_overlay_file_over_the_profile(office, run):
    (office / "cabinet.yaml").write_text("bill: {subject: Computer Offences}\n", encoding="utf-8")
    assert run("draft", "jamaica", "--with", "cabinet.yaml", "-o", "bill.docx").exit_code == 0
    assert "Computer Offences Act, 2026" in run("text", "bill.docx").stdout


@pytest.mark.parametrize("typed", ["Jamaica", "JAMAICA", "Saint Lucia", "saint_lucia"])
def test_a_state_may_be_typed_as_it_is_written(office, run, typed):
    assert run("draft", typed, "-o", "bill.docx").exit_code == 0


def test_a_misspelt_state_gets_the_nearest_names(office, run):
    result = run("draft", "jamaca")
    assert result.exit_code == 1
    assert "state-unknown" in result.stderr
    assert "“jamaica”" in result.stderr
    assert not (office / "jamaca-cybercrime-bill.docx").exists()


def test_a_mistake_leaves_no_bill_behind(office, run):
    result = run("draft", "jamaica", "--set", "house_style.paper=papyrus", "-o", "bill.docx")
    assert result.exit_code == 1
    assert "profile-value" in result.stderr
    assert not (office / "bill.docx").exists()


def manifest(folder):
    return json.loads((folder / "bills/manifest.json").read_text(encoding="utf-8"))["states"]


def test_batch_writes_all_states_with_a_manifest_and_a_table(office, run):
    result = run("batch")
    assert result.exit_code == 0
    assert sorted(path.name for path in (office / "bills").iterdir()) == [
        "barbados-co-operation.docx",
        "barbados.docx",
        "jamaica.docx",
        "manifest.json",
        "saint-lucia.docx",
    ]
    assert result.stdout.count("written") == 3
    assert "3 bills in bills." in result.stdout
    entry = manifest(office)["jamaica"]
    assert list(entry["files"]) == ["jamaica.docx"]
    assert len(entry["files"]["jamaica.docx"]) == len(entry["inputs"]) == 64
    (made,) = entry["bills"]
    assert entry["counts"][0] == len([clause for clause in made["clauses"] if clause["clause"] != "critical-sectors"])
    assert entry["counts"][2] == len(made["comments"])
    access = next(clause for clause in made["clauses"] if clause["clause"] == "illegal-access")
    assert access["file"] == "templates/common-law/2-offences/illegal-access.docx"
    assert access["options"] == {"security-measures": False, "dishonest-intent": False, "networked-only": False}
    assert "budapest:2.intent" in access["carries"]


def test_one_bad_state_stops_no_other_and_is_named_at_the_end(office, run):
    path = office / "countries/jamaica.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("\nbill:", "\nbil:", 1), encoding="utf-8")
    result = run("batch")
    assert result.exit_code == 1
    assert "profile-unknown-key" in result.stderr
    assert "“bill”" in result.stderr
    assert result.stdout.count("written") == 2
    assert "2 bills in bills; 1 failed." in result.stdout
    assert not (office / "bills/jamaica.docx").exists()
    assert manifest(office)["jamaica"].keys() == {"failed"}
    assert "barbados.docx" in manifest(office)["barbados"]["files"]


def test_a_fault_that_all_states_share_is_shown_once(office, run):
    (office / "templates/common-law/2-offences/illegal-access.docx").write_bytes(b"no Word file")
    result = run("batch")
    assert result.exit_code == 1
    assert result.stderr.count("word-not-a-word-file") == 1
    assert "0 bills in bills; 3 failed." in result.stdout


def written(result):
    return [line.split()[0] for line in result.stdout.splitlines() if line.endswith("written")]


def test_what_has_not_changed_is_not_written_again(office, run):
    run("batch")
    before = {path.name: path.stat().st_mtime_ns for path in (office / "bills").glob("*.docx")}
    again = run("batch")
    assert again.exit_code == 0
    assert again.stdout.count("unchanged") == 3
    assert {path.name: path.stat().st_mtime_ns for path in (office / "bills").glob("*.docx")} == before
    assert len(manifest(office)) == 3
    assert written(run("batch", "--force")) == ["barbados", "jamaica", "saint-lucia"]


def test_what_has_changed_is_written_again(office, run):
    run("batch")
    (office / "bills/barbados.docx").unlink()
    assert written(run("batch")) == ["barbados"]
    (office / "bills/jamaica.docx").write_bytes(b"edited")
    assert written(run("batch")) == ["jamaica"]
    with (office / "countries/saint-lucia.yaml").open("a", encoding="utf-8") as stream:
        stream.write("# a remark\n")
    assert written(run("batch")) == ["saint-lucia"]
    own = office / "countries/jamaica/repeal.docx"
    own.parent.mkdir()
    shutil.copyfile(office / "templates/common-law/7-general/repeal.docx", own)
    assert written(run("batch")) == ["jamaica"]
    own.unlink()
    assert written(run("batch")) == ["jamaica"]
    with (office / "templates/common-law/bill.yaml").open("a", encoding="utf-8") as stream:
        stream.write("# a remark\n")
    assert len(written(run("batch"))) == 3


def test_batch_of_some_states_keeps_the_others_in_the_manifest(office, run):
    run("batch")
    assert run("batch", "Saint Lucia", "jamaica", "--force").exit_code == 0
    assert list(manifest(office)) == ["barbados", "jamaica", "saint-lucia"]
    assert "barbados.docx" in manifest(office)["barbados"]["files"]


def test_jobs_write_the_same_bytes(office, run):
    run("batch", "--jobs", "1", "-o", "one")
    run("batch", "--jobs", "3", "-o", "three")
    for state in ("barbados", "jamaica", "saint-lucia"):
        assert (office / f"one/{state}.docx").read_bytes() == (office / f"three/{state}.docx").read_bytes()
    assert (office / "one/manifest.json").read_bytes() == (office / "three/manifest.json").read_bytes()


def test_states_lists_what_has_a_profile(office, run):
    listed = run("states").stdout
    assert "jamaica" in listed
    assert "en-LC" in listed
    assert "grenada" not in listed


def test_clauses_lists_the_model_law_with_options_and_what_they_cost(office, run):
    listed = run("clauses").stdout
    assert "illegal-access (on)" in listed
    assert "binds-the-state (off)" in listed
    assert "security-measures = false" in listed
    assert "[declaration]" in listed
    part = run("clauses", "2").stdout
    assert "illegal-access" in part
    assert "search-warrant" not in part
    assert part == run("clauses", "2-offences").stdout


def test_a_part_that_the_law_has_not_is_an_error(office, run):
    result = run("clauses", "9")
    assert result.exit_code == 1
    assert "part-unknown" in result.stderr
    assert "2-offences" in result.stderr


def test_show_says_where_each_value_came_from_and_how_sure_it_is(office, run):
    shown = run("show", "jamaica", "--set", "bill.year=2031").stdout
    lines = {line.partition(": ")[0]: line for line in shown.splitlines()}
    assert "# countries/jamaica.yaml:" in lines["state.name"]
    assert "high" in lines["state.name"]
    assert "2031" in lines["bill.year"]
    assert "--set bill.year=2031" in lines["bill.year"]
    assert (
        "templates/common-law/bill.yaml" in lines["bill.long_title_opening"]
        or "jamaica.yaml" in (lines["bill.long_title_opening"])
    )


def test_text_and_word_are_each_others_way_back(office, run):
    clause = office / "templates/common-law/2-offences/illegal-access.docx"
    text = run("text", clause).stdout
    (office / "clause.txt").write_text(text, encoding="utf-8")
    assert run("word", "clause.txt", "-o", "clause.docx").exit_code == 0
    assert run("text", "clause.docx").stdout == text


def test_a_text_that_cannot_be_read_is_named_with_its_line(office, run):
    (office / "clause.txt").write_text("ClauseHeading: x\nno style here\n", encoding="utf-8")
    result = run("word", "clause.txt", "-o", "clause.docx")
    assert result.exit_code == 1
    assert "text-line" in result.stderr
    assert "line 2" in result.stderr
    assert not (office / "clause.docx").exists()


def test_a_text_that_is_not_utf_8_is_an_error(office, run):
    (office / "clause.txt").write_bytes("Subsection: é\n".encode("latin-1"))
    result = run("word", "clause.txt", "-o", "clause.docx")
    assert result.exit_code == 1
    assert "text-encoding" in result.stderr


def test_a_workspace_has_all_that_an_office_edits_and_overwrites_nothing(tmp_path, run):
    folder = tmp_path / "office"
    assert run("init", folder).exit_code == 0
    for name in (
        "templates/common-law/bill.docx",
        "templates/house-styles/marginal-notes.docx",
        "countries/jamaica.yaml",
        "countries/schema.json",
        "docs/writing-clauses.md",
        ".gitattributes",
    ):
        assert (folder / name).is_file(), name
    (folder / "countries/jamaica.yaml").write_text("mine", encoding="utf-8")
    result = run("init", folder)
    assert result.exit_code == 1
    assert "workspace-exists" in result.stderr
    assert (folder / "countries/jamaica.yaml").read_text(encoding="utf-8") == "mine"


def python(*arguments, cwd=ROOT, **environment):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_top_level_script_is_the_command():
    done = python("cli.py", "states")
    assert done.returncode == 0
    assert sum(line.startswith(tuple(STATES)) for line in done.stdout.splitlines()) == len(STATES)


def test_away_from_a_terminal_there_are_no_colours_and_no_progress(tmp_path):
    done = python("cli.py", "batch", "jamaica", "barbados", "-o", str(tmp_path), NO_COLOR="1")
    assert done.returncode == 0
    assert "\x1b" not in done.stdout + done.stderr
    assert done.stderr == ""


def test_help_is_quick_as_it_imports_nothing_heavy():
    heavy = "lxml pydantic docxtpl docx jinja2 babel num2words rich yaml"
    program = (
        "import sys\nfrom billwright.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        f"print('LOADED', [name for name in {heavy.split()!r} if name in sys.modules])"
    )
    done = python("-c", program)
    assert "Usage:" in done.stdout
    assert "LOADED []" in done.stdout
