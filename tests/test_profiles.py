"""Profiles: what is laid over what, where each value came from, and every fault named with its file and line."""

from __future__ import annotations

import io
import zipfile

import pytest
from click.testing import CliRunner
from lxml import etree

from billwright import profiles, yamlfile
from billwright.cli import main
from billwright.errors import BillError, Finding

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OWN = "countries/testland.yaml"
MODEL = "templates/common-law/bill.yaml"


@pytest.fixture
def load(workspace):
    """Loads the profile of Testland, a copy of Jamaica's."""
    workspace.profile("testland")

    def loaded(*settings, overlays=()):
        return profiles.load(workspace.library, "testland", overlays, settings)

    return loaded


@pytest.fixture
def overlay(workspace):
    """Writes an overlay file."""

    def written(text, name="overlay.yaml"):
        path = workspace.root / name
        path.write_text(text, encoding="utf-8")
        return path

    return written


@pytest.fixture
def spoilt(workspace):
    """The findings of Jamaica's profile with some words replaced, and the profile's lines."""

    def findings(*changes, settings=(), overlays=()):
        def change(text):
            for old, new in changes:
                assert old in text, f"the profile no longer says {old!r}"
                text = text.replace(old, new, 1)
            return text

        path = workspace.profile("testland", change)
        with pytest.raises(BillError) as caught:
            profiles.load(workspace.library, "testland", overlays, settings)
        return list(caught.value.findings), path.read_text(encoding="utf-8").splitlines()

    return findings


def of_yaml(text):
    """The findings in a YAML text."""
    with pytest.raises(BillError) as caught:
        yamlfile.parse(text, "spoilt.yaml")
    return list(caught.value.findings)


def line_of(lines, words):
    """The number of the only line that is these words, or else begins with them, or else has them."""
    found = []
    for stands in (str.__eq__, str.startswith, str.__contains__):
        found = found or [number for number, line in enumerate(lines, start=1) if stands(line, words)]
    assert len(found) == 1, f"{words!r} stands in lines {found}"
    return found[0]


def word_part(content: bytes, name: str) -> etree._Element:
    """A part of a Word file, parsed without mending anything."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return etree.fromstring(file.read(name))


def paragraphs(part: etree._Element) -> list[str]:
    """The text of each paragraph."""
    return ["".join(text.text or "" for text in paragraph.iter(f"{W}t")) for paragraph in part.iter(f"{W}p")]


# -- what is laid over what -------------------------------------------------------------------------------------------


def test_what_the_state_does_not_say_the_tradition_says(load, library):
    model = yamlfile.read(library.find(MODEL)).data["defaults"]
    bill = load().profile.bill
    assert bill.year == model["bill"]["year"]
    assert bill.units.act == model["bill"]["units"]["act"]


def test_what_the_state_says_beats_the_tradition_one_key_at_a_time(load):
    units = load().profile.bill.units
    assert units.subparagraph == "sub-paragraph"  # the state's
    assert units.paragraph == "paragraph"  # still the tradition's


def test_overlays_beat_the_state_in_their_order_and_a_setting_beats_them_all(load, overlay):
    first = overlay("institutions: {csirt: First, officer: officer of the first}\nbill: {subject: First}", "1.yaml")
    second = overlay("institutions: {csirt: Second}\nbill: {subject: Second}", "2.yaml")
    loaded = load("bill.subject=Set", overlays=(first, second))
    assert loaded.profile.institutions.officer == "officer of the first"
    assert loaded.profile.institutions.csirt == "Second"
    assert loaded.profile.bill.subject == "Set"
    assert load(overlays=(second, first)).profile.institutions.csirt == "First"


def test_the_last_of_two_settings_counts(load):
    assert load("bill.year=2027", "bill.year=2028").profile.bill.year == 2028


def test_a_list_is_replaced_whole(load, overlay):
    loaded = load(overlays=(overlay("law:\n  repealed:\n    - Old Act\n    - Older Act\n"),))
    assert loaded.profile.law.repealed == ["Old Act", "Older Act"]
    assert loaded.profile.law.extradition == "Extradition Act"


def test_null_takes_a_value_away_and_an_empty_list_too(load):
    loaded = load("institutions.csirt=null", "law.repealed=[]", "constitution.special_majority=")
    assert loaded.profile.institutions.csirt is None
    assert loaded.profile.law.repealed == []


def test_a_penalty_is_replaced_whole_but_the_other_modes_stay(load, overlay):
    """Half of a graded penalty and half of a plain one would be no penalty."""
    before = load().profile.penalties.tiers["access"]
    after = load(overlays=(overlay("penalties: {tiers: {access: {summary: {fine: 7, years: 2}}}}"),))
    access = after.profile.penalties.tiers["access"]
    assert (access["summary"].fine, access["summary"].years) == (7, 2)
    assert access["superior"] == before["superior"]
    assert after.profile.penalties.tiers["fraud"] == load().profile.penalties.tiers["fraud"]


def test_null_takes_a_mode_of_trial_a_phrase_or_a_choice_away(load, overlay):
    path = overlay(
        """\
        penalties: {tiers: {access: {superior: null}}}
        spelling: {authorise: null}
        clauses: {illegal-access: {on: false}}
        """
    )
    profile = load("clauses.illegal-access=null", overlays=(path,)).profile
    assert list(profile.penalties.tiers["access"]) == ["summary"]
    assert "authorise" not in profile.spelling
    assert "programme" in profile.spelling
    assert profile.clauses == {}


def test_null_takes_nothing_away_that_a_profile_must_have(spoilt):
    findings, _ = spoilt(settings=("state.name=null", "penalties.tiers.access.jury=null"))
    assert {(finding.rule, finding.file) for finding in findings} == {
        ("profile-value", "--set state.name=null"),
        ("profile-value", "--set penalties.tiers.access.jury=null"),
        ("profile-tier-mode", "--set penalties.tiers.access.jury=null"),
    }


def test_a_setting_may_hold_words_with_signs_that_yaml_minds(load):
    loaded = load('bill.subject="Crime: a # study"', "bill.short_title={subject} Act {year}", "law.police=Act: # 5")
    assert loaded.profile.bill.subject == "Crime: a # study"
    assert loaded.profile.law.police == "Act: # 5"
    assert load("law.police=Act #5", "money.format=#,##0").profile.law.police == "Act #5"
    assert loaded.profile.bill.short_title == "{subject} Act {year}"


# -- where a value came from ------------------------------------------------------------------------------------------


def test_each_value_knows_its_file_and_line(load, overlay, workspace):
    lines = (workspace.root / OWN).read_text(encoding="utf-8").splitlines()
    path = overlay("# Why.\ninstitutions:\n  csirt: Other Team\n")
    place = load("bill.year=2027", overlays=(path,)).merged.place
    assert place(("bill", "units", "act"))[0] == MODEL
    assert place(("institutions", "police_force")) == (OWN, line_of(lines, "  police_force: "))
    assert place(("institutions", "csirt")) == (str(path), 3)
    assert place(("bill", "year")) == ("--set bill.year=2027", None)
    assert place(("law", "repealed", 0)) == (OWN, line_of(lines, "    - Cybercrimes Act, 2015"))


def test_show_prints_each_value_with_its_file_and_line(load, overlay, workspace, monkeypatch):
    lines = (workspace.root / OWN).read_text(encoding="utf-8").splitlines()
    path = overlay("institutions:\n  csirt: Other Team\n")
    monkeypatch.chdir(workspace.root)
    run = CliRunner().invoke(main, ["show", "testland", "--with", str(path), "--set", "bill.year=2027"])
    assert run.exit_code == 0, run.output
    shown = dict(line.split(": ", 1) for line in run.output.splitlines())
    assert shown["institutions.csirt"].startswith(f"Other Team    # {path}:2")
    assert shown["bill.year"].startswith("2027    # --set bill.year=2027")
    assert shown["state.iso"].startswith(f"JM    # {OWN}:{line_of(lines, '  iso: JM')}, high: ")
    assert shown["bill.units.act"].startswith(f"section    # {MODEL}")


# -- sources ----------------------------------------------------------------------------------------------------------


def test_the_nearest_source_counts(load, overlay):
    sources = overlay(
        """\
        sources:
          law: {cite: The Gazette of Laws, confidence: high}
          law.extradition: {cite: A clerk, confidence: medium}
        """
    )
    loaded = load(overlays=(sources,))
    assert loaded.source("law.extradition").cite == "A clerk"
    assert loaded.source("state.iso") == loaded.profile.sources["state"]
    assert loaded.source("bill.units.act") is not None


def test_a_value_of_an_overlay_or_a_setting_is_in_doubt_until_it_has_a_source(load, overlay):
    path = overlay("law: {police: Police Act, copyright: Copyright Act}")
    loaded = load("law.evidence=[Evidence Act]", overlays=(path,))
    for fact, file in (("law.police", str(path)), ("law.copyright", str(path)), ("law.evidence", "--set law.evidence")):
        assert loaded.source(fact).confidence == "low"
        assert file in loaded.source(fact).cite
    assert str(path) not in loaded.source("law.extradition").cite


def test_an_overlay_may_bring_the_sources_of_its_values(load, overlay):
    path = overlay(
        """\
        law: {police: Police Act, copyright: Copyright Act}
        sources:
          law: {cite: Laws in Force, confidence: high}
          law.police: {cite: Police Gazette, confidence: medium}
        """
    )
    loaded = load(overlays=(path,))
    assert (loaded.source("law.police").cite, loaded.source("law.police").confidence) == ("Police Gazette", "medium")
    assert (loaded.source("law.copyright").cite, loaded.source("law.copyright").confidence) == ("Laws in Force", "high")


@pytest.mark.parametrize("way", ["overlay", "setting"])
def test_the_doubt_about_a_changed_value_is_a_comment_on_the_words(way, workspace, overlay):
    workspace.profile("testland")
    path = overlay("institutions:\n  police_force: Testland Police\n")
    made = (
        workspace.make("testland", overlays=(path,))
        if way == "overlay"
        else workspace.make("testland", "institutions.police_force=Testland Police")
    )
    file = str(path) if way == "overlay" else "--set institutions.police_force=Testland Police"
    notes = [
        (paragraph.text, note.text)
        for paragraph in made.draft.paragraphs
        for note in paragraph.notes
        if note.fact == "institutions.police_force"
    ]
    assert len(notes) == 1
    assert "Testland Police" in notes[0][0]
    assert "Testland Police" in notes[0][1]
    assert file in notes[0][1]
    assert any(file in text for text in paragraphs(word_part(made.word(), "word/comments.xml")))
    with zipfile.ZipFile(io.BytesIO(made.word(clean=True))) as clean:
        assert "word/comments.xml" not in clean.namelist()


def test_a_fact_of_high_confidence_has_no_comment(workspace, overlay):
    workspace.profile("testland")
    path = overlay(
        "institutions: {police_force: Testland Police}\n"
        "sources: {institutions.police_force: {cite: Police Act, confidence: high}}\n"
    )
    facts = {
        note.fact
        for paragraph in workspace.make("testland", overlays=(path,)).draft.paragraphs
        for note in paragraph.notes
    }
    assert "institutions.police_force" not in facts
    assert facts - {None}


# -- faults of YAML ---------------------------------------------------------------------------------------------------

NINE = "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefg", "bcdefgh", strict=True)
)


@pytest.mark.parametrize(
    ("rule", "text", "lines"),
    [
        pytest.param("yaml-syntax", "a: 1\nb: [1, 2\n", [3], id="an open bracket"),
        pytest.param("yaml-syntax", "a: 1\nb: one: two\n", [2], id="a second colon"),
        pytest.param("yaml-syntax", "a:\n  - b\n c: 1\n", [3], id="a wrong indent"),
        pytest.param("yaml-syntax", "a: 1\n\tb: 2\n", [2], id="a tab"),
        pytest.param("yaml-syntax", "a: 1\n---\nb: 2\n", [2], id="a second document"),
        pytest.param("yaml-syntax", "a:\n  " + "[" * 60 + "]" * 60, [2], id="brackets 60 deep"),
        pytest.param("yaml-syntax", "a: 1\nb: " + "[" * 700 + "]" * 700, [2], id="brackets 700 deep"),
        pytest.param("yaml-syntax", "a: 1\nb: " + "[" * 90_000 + "]" * 90_000, [2], id="brackets 90,000 deep"),
        pytest.param("yaml-not-a-mapping", "- a\n- b\n", [1], id="a list"),
        pytest.param("yaml-not-a-mapping", "words alone\n", [1], id="words"),
        pytest.param("yaml-alias", "a: &x 1\nb: 2\nc: *x\nd: *x\n", [3, 4], id="aliases"),
        pytest.param("yaml-alias", "a: &x\n  b: *x\n", [2], id="an alias of what holds it"),
        pytest.param("yaml-duplicate-key", "a: 1\nb:\n  c: 1\n  c: 2\na: 3\n", [4, 5], id="keys twice"),
        pytest.param("yaml-tag", "a: 1\nb: !!python/object/apply:os.system [id]\n", [2], id="a tag of Python"),
        pytest.param("yaml-tag", "a: !secret x\nb: !!binary aGk=\nc: !x {}\n", [1, 2, 3], id="other tags"),
        pytest.param("yaml-tag", "a: !!int x\nb: !!bool 'yes'\n", [1, 2], id="tags that the values deny"),
        pytest.param("yaml-tag", "a: 1\nb: " + "9" * 5000, [2], id="a number of 5,000 figures"),
        pytest.param("yaml-control-character", "a: 1\nb: be\x07ll\nc: \x1b[0m\n", [2, 3], id="control characters"),
        pytest.param("yaml-control-character", 'a: 1\nb: "be\\x07ll"\n"\\b": 1\n', [2, 3], id="escaped ones"),
        pytest.param("yaml-control-character", 'a: \ue000Fstate\ue001\nb: "\\uE000F"\n', [1], id="the program's marks"),
        pytest.param("yaml-control-character", 'a: 1\nb: "\\uE000F"\n', [2], id="the program's marks escaped"),
    ],
)
def test_each_fault_of_the_yaml_is_found_at_its_line(rule, text, lines):
    findings = of_yaml(text)
    assert {finding.rule for finding in findings} == {rule}
    assert {finding.file for finding in findings} == {"spoilt.yaml"}
    assert sorted({finding.line for finding in findings}) == lines


def test_a_bomb_of_anchors_is_refused_before_it_goes_off():
    """Nine to the seventh power of values, were the aliases followed."""
    findings = of_yaml("a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n" + NINE)
    assert {finding.rule for finding in findings} == {"yaml-alias"}
    assert {finding.line for finding in findings} == set(range(2, 9))


def test_faults_of_several_kinds_are_found_in_one_run():
    found = of_yaml('a: &x 1\nb: *x\nc: !tag 2\nd: 1\nd: 2\ne: "\\x01"\n')
    assert [(finding.rule, finding.line) for finding in found] == [
        ("yaml-alias", 2),
        ("yaml-tag", 3),
        ("yaml-duplicate-key", 5),
        ("yaml-control-character", 6),
    ]


def test_an_empty_file_says_nothing():
    assert yamlfile.parse("# only a comment\n", "empty.yaml").data == {}


@pytest.mark.parametrize(
    ("rule", "write"),
    [
        ("yaml-missing", lambda path: None),
        ("yaml-missing", lambda path: path.mkdir()),
        ("yaml-too-large", lambda path: path.write_bytes(b"a: 1\n" + b"# more\n" * 150_000)),
        ("yaml-encoding", lambda path: path.write_bytes("name: Curaçao".encode("latin-1"))),
    ],
)
def test_a_file_that_cannot_be_read_is_named(rule, write, tmp_path):
    path = tmp_path / "odd.yaml"
    write(path)
    with pytest.raises(BillError) as caught:
        yamlfile.read(path)
    assert [(finding.rule, finding.file) for finding in caught.value.findings] == [(rule, str(path))]


def test_faults_of_the_overlays_and_settings_are_found_in_one_run(spoilt, overlay, workspace):
    missing = workspace.root / "nowhere.yaml"
    findings, _ = spoilt(
        overlays=(overlay("a: *b\n"), missing, overlay("a: !b c\n", "2.yaml")), settings=("novalue", "=3")
    )
    assert [(finding.rule, finding.file, finding.line) for finding in findings] == [
        ("yaml-syntax", str(workspace.root / "overlay.yaml"), 1),
        ("yaml-missing", str(missing), None),
        ("yaml-tag", str(workspace.root / "2.yaml"), 1),
        ("profile-setting", "--set", None),
        ("profile-setting", "--set", None),
    ]


def test_words_that_yaml_takes_for_truth_or_time_stay_words():
    text = "a: on\nb: No\nc: yes\nd: 2026-11-24\ne: 12:30\nf: 010\ng: 0x1F\nh: 1e3\ni: TRUE\nj: .inf\nk: NULL\nl: y\n"
    assert list(yamlfile.parse(text, "words.yaml").data.values()) == [
        *("on", "No", "yes", "2026-11-24", "12:30", "010", "0x1F", "1e3", "TRUE", ".inf", "NULL", "y")
    ]
    text = "a: true\nb: false\nc: null\nd: ~\ne:\nf: 5\ng: -3\nh: 1_000\ni: 2.50\non: off\n"
    values = [True, False, None, None, None, 5, -3, 1000, 2.5, "off"]
    assert yamlfile.parse(text, "values.yaml").data == dict(zip([*"abcdefghi", "on"], values, strict=True))


def test_a_state_may_be_called_no(load):
    """The two letters of Norway, which YAML 1.1 takes for false."""
    loaded = load("state.iso=NO", "state.language=no-NO", "law.police=on")
    assert (loaded.profile.state.iso, loaded.profile.law.police) == ("NO", "on")


# -- faults of profiles -----------------------------------------------------------------------------------------------

COMPLIANCE = "    compliance:\n      summary: {fine: 1000000, years: 1}"
CRITICAL = "      summary: {fine: 5000000, years: 5}"
SUPERIOR = "      superior: {fine: unlimited, years: 20}"
DAMAGE = "        damage: {fine: 4000000, years: 4}"
COMMENCEMENT = "  form: on a day to be appointed by the Minister by notice published in the *Gazette*\n"
ACCESS = "clauses:\n  illegal-access:\n    options:\n      {}"


# name of the fault → its rule, words of Jamaica's profile, what replaces them, the line it is found in, the remedy
# fmt: off
FAULTS = {
    "a key misspelt":
        ("profile-unknown-key", "  csirt: ", "  csrit: ", "  csrit: ", "“csirt”"),
    "a needed key misspelt":
        ("profile-unknown-key", "courts:\n", "cuorts:\n", "cuorts:", "“courts”"),
    "a key misspelt in a list":
        ("profile-unknown-key", "    - signature: Speaker", "    - sign: Speaker", "    - sign:", "“signature”"),
    "a key misspelt in a penalty":
        ("profile-unknown-key", CRITICAL, CRITICAL.replace("years", "yeras"), "yeras", "“years”"),
    "a key misspelt in a graded penalty":
        ("profile-unknown-key", DAMAGE, "        damge: {fine: 4}", "        damge:", "“damage”"),
    "a key that is missing":
        ("profile-missing-key", "  subject: Cybercrimes\n", "", "bill:", ""),
    "a penalty without a word on fines":
        ("profile-missing-key", CRITICAL, "      summary: {years: 5}", "      summary: {years: 5}", "“null”"),
    "a number for words":
        ("profile-value", "  subject: Cybercrimes", "  subject: 2026", "  subject: 2026", "quotation marks"),
    "nothing for words":
        ("profile-value", "  subject: Cybercrimes", "  subject:", "  subject:", ""),
    "words for a number":
        ("profile-value", "  subject: Cybercrimes", "  subject: X\n  year: soon", "  year: soon", ""),
    "a number out of bounds":
        ("profile-value", "  subject: Cybercrimes", "  subject: X\n  year: 26", "  year: 26", ""),
    "yes for true":
        ("profile-value", "heading_stop: true", "heading_stop: yes", "  heading_stop: yes", "true"),
    "a word that is not in the list":
        ("profile-value", "numbers: roman", "numbers: greek", "    numbers: greek", "'arabic'"),
    "words of the wrong form":
        ("profile-value", "  iso: JM\n", "  iso: JAM\n", "  iso: JAM", "[A-Z]{2}"),
    "words for a list":
        ("profile-value", "  repealed:\n    - Cybercrimes Act, 2015", "  repealed: None", "  repealed: None", "list"),
    "words for keys":
        ("profile-value", "  special_majority: null", "  special_majority: none", "  special_majority: none", ""),
    "a blank that nothing fills":
        ("profile-value", 'title: "{subject} Act, {year}"', 'title: "{subjct}"', '  short_title: "{subjct}"', ""),
    "two values where one is wanted":
        ("profile-value", "    multiple: 5", "    multiple: 5\n    fine: 4", "  corporate:", ""),
    "a commencement without words":
        ("profile-value", COMMENCEMENT, "", "commencement:", ""),
    "words for a fine":
        ("profile-value", CRITICAL, "      summary: {fine: lots, years: 5}", "      summary: {fine: lots", "50000"),
    "a fine below nothing":
        ("profile-value", CRITICAL, "      summary: {fine: -5, years: 5}", "      summary: {fine: -5", ""),
    "a penalty of nothing":
        ("profile-value", CRITICAL, "      summary: {fine: null}", "      summary: {fine: null}", ""),
    "two units of time":
        ("profile-value", CRITICAL, "      summary: {fine: 5, years: 2, months: 3}", "      summary: {fine: 5, y", ""),
    "a range upside down":
        ("profile-value", CRITICAL, "      summary: {fine: {least: 9, most: 3}}", "      summary: {fine: {l", ""),
    "a category that no code has":
        ("profile-value", CRITICAL, "      summary: {fine: {category: 99}}", "      summary: {fine: {c", ""),
    "a tier without modes":
        ("profile-value", COMPLIANCE, "    compliance: {}", "    compliance: {}", ""),
    "a confidence of one's own":
        ("profile-value", "    confidence: high", "    confidence: sure", "    confidence: sure", "'high'"),
    "a list for a phrase":
        ("profile-value", "clauses: {}", "phrases:\n  period: [a]\nclauses: {}", "  period:", "{{ unit }}"),
    "a tag of a phrase that is not closed":
        ("profile-phrase", "clauses: {}", "phrases:\n  period: '{{ a'\nclauses: {}", "  period:", "{{ unit }}"),
    "a phrase misspelt":
        ("profile-phrase-unknown", "clauses: {}", "phrases: {perod: x}\nclauses: {}", "phrases:", "“period”"),
    "a phrase of penalties misspelt":
        ("profile-phrase-unknown", "clauses: {}", "phrases:\n  penalty: {lmb: x}\nclauses: {}", "  penalty: {", "limb"),
    "a clause misspelt":
        ("profile-clause-unknown", "clauses: {}", "clauses: {ilegal-access: {on: true}}", "clauses:", "“illegal-"),
    "an option misspelt":
        ("profile-option-unknown", "clauses: {}", ACCESS.format("dishonest-intnt: true"), "      dish", "-intent”"),
    "a value that an option has not":
        ("profile-option-value", "clauses: {}", ACCESS.format("dishonest-intent: maybe"), "      dish", "true, false"),
    "one for true":
        ("profile-option-value", "clauses: {}", ACCESS.format("dishonest-intent: 1"), "      dish", "true, false"),
    "a mode of trial misspelt":
        ("profile-tier-mode", COMPLIANCE, COMPLIANCE.replace("summary", "sumary"), "      sumary", "“summary”"),
    "a term below the floor of extradition":
        ("profile-tier-floor", CRITICAL + "\n" + SUPERIOR, "      summary: {fine: 5, months: 23}", "      summary: {fine: 5, m", ""),
    "a source of nothing":
        ("profile-source-path", "  bill.subject:\n", "  bill.subjct:\n", "  bill.subjct:", "“bill.subject”"),
    "a fact without a source":
        ("profile-unsourced", "  courts.final:\n", "  commencement.form:\n", "  final:", "courts.final"),
    "a house style misspelt":
        ("house-style-unknown", "base: marginal-notes", "base: marginal-noets", "  base:", "“marginal-notes”"),
    "a tradition misspelt":
        ("profile-tradition", "tradition: common-law", "tradition: comon-law", "tradition:", "“common-law”"),
}
# fmt: on


@pytest.mark.parametrize(("rule", "old", "new", "at", "remedy"), FAULTS.values(), ids=FAULTS)
def test_each_fault_of_a_profile_is_found_at_its_line(rule, old, new, at, remedy, spoilt):
    findings, lines = spoilt((old, new))
    assert [(finding.rule, finding.file, finding.line) for finding in findings] == [(rule, OWN, line_of(lines, at))]
    assert remedy in findings[0].remedy
    assert findings[0].message


def test_a_tier_that_no_longer_exists_is_missed_where_tiers_stand(spoilt):
    findings, lines = spoilt(("    fraud:\n", "    fruad:\n"), ("  penalties.tiers.fraud:", "  penalties.tiers.fruad:"))
    assert [(finding.rule, finding.line) for finding in findings] == [
        ("profile-tier-missing", line_of(lines, "  tiers:"))
    ]
    assert "fraud" in findings[0].remedy


def test_a_whole_section_that_is_missing_is_one_fault(spoilt):
    money = "money:\n  iso: JMD\n  name: dollars\n  symbol: $\n"
    findings, _ = spoilt((money, ""))
    assert [(finding.rule, finding.file) for finding in findings] == [("profile-missing-key", OWN)]
    assert "money" in findings[0].message


def test_all_faults_of_a_profile_are_found_in_one_run(spoilt):
    findings, lines = spoilt(
        ("  csirt: ", "  csrit: "),
        ("  iso: JM\n", "  iso: JAM\n"),
        ("heading_stop: true", "heading_stop: yes"),
        (COMPLIANCE, COMPLIANCE.replace("summary", "sumary")),
        ("clauses: {}", "clauses:\n  ilegal-access: {on: false}"),
        ("  bill.subject:\n", "  bill.subjct:\n"),
    )
    assert sorted((finding.line, finding.rule) for finding in findings) == [
        (line_of(lines, "iso: JAM"), "profile-value"),
        (line_of(lines, "heading_stop"), "profile-value"),
        (line_of(lines, "  csrit"), "profile-unknown-key"),
        (line_of(lines, "sumary"), "profile-tier-mode"),
        (line_of(lines, "  ilegal-access"), "profile-clause-unknown"),
        (line_of(lines, "  bill.subjct"), "profile-source-path"),
    ]


def test_a_fault_of_an_overlay_is_found_in_the_overlay(spoilt, overlay):
    path = overlay("# Why.\ninstitutions:\n  csrit: Team\nbill:\n  year: soon\n  ending:\n    - sign: Speaker\n")
    findings, _ = spoilt(overlays=(path,))
    assert [(finding.rule, finding.file, finding.line) for finding in findings] == [
        ("profile-value", str(path), 5),
        ("profile-unknown-key", str(path), 7),
        ("profile-unknown-key", str(path), 3),
    ]


def test_a_fault_of_a_setting_names_the_setting(spoilt):
    findings, _ = spoilt(settings=("bill.yera=2027", "bill.year=soon", "clauses.illegal-acces.on=false"))
    assert {(finding.rule, finding.file) for finding in findings} == {
        ("profile-unknown-key", "--set bill.yera=2027"),
        ("profile-value", "--set bill.year=soon"),
        ("profile-clause-unknown", "--set clauses.illegal-acces.on=false"),
    }


def test_a_finding_shows_three_lines_the_middle_one_marked(spoilt):
    (finding,), lines = spoilt(("  csirt: ", "  csrit: "))
    shown = finding.excerpt.splitlines()
    assert len(shown) == 3
    for row, number in zip(shown, (finding.line - 1, finding.line, finding.line + 1), strict=True):
        assert row.endswith(f"{number} | {lines[number - 1]}")
    assert [row.startswith(">") for row in shown] == [False, True, False]


@pytest.mark.parametrize(("text", "many"), [("a: *b\nc: 1\n", 2), ("a: 1\nb: *c", 2), ("a: *b", 1)])
def test_at_the_ends_of_a_file_a_finding_shows_the_lines_that_there_are(text, many):
    assert len(of_yaml(text)[0].excerpt.splitlines()) == many


def test_a_finding_reads_place_words_lines_remedy_rule(spoilt):
    (finding,), _ = spoilt(("  csirt: ", "  csrit: "))
    lines = str(finding).splitlines()
    assert lines[0].startswith(f"{OWN}, line {finding.line}: ")
    assert [line.strip() for line in lines[1:4]] == [line.strip() for line in finding.excerpt.splitlines()]
    assert finding.remedy in lines[-1]
    assert lines[-1].endswith("[profile-unknown-key]")


def test_a_misspelt_state_gets_the_nearest_names(workspace):
    findings = workspace.faults("jamacia")
    assert [finding.rule for finding in findings] == ["state-unknown"]
    assert "jamaica" in findings[0].remedy


def test_the_command_shows_every_fault_and_writes_no_bill(workspace, monkeypatch):
    workspace.profile("testland", lambda text: text.replace("  csirt:", "  csrit:").replace("iso: JM\n", "iso: JAM\n"))
    monkeypatch.chdir(workspace.root)
    run = CliRunner().invoke(main, ["draft", "testland", "-o", "bill.docx"])
    assert run.exit_code == 1
    assert "[profile-unknown-key]" in run.output
    assert "[profile-value]" in run.output
    assert "Traceback" not in run.output
    assert not (workspace.root / "bill.docx").exists()


def test_findings_survive_the_way_between_processes():
    import pickle

    error = BillError([Finding("a-rule", "It is wrong.", "Mend it.", "a.yaml", 3)])
    assert pickle.loads(pickle.dumps(error)).findings == error.findings


# -- what a profile says is what the bill says ------------------------------------------------------------------------

ODD = [
    "Research & Development <Authority>",
    "the “Él Niño” & 'Œuvre' Bureau – d’Haïti — “№ 5”",
    'a "quoted" name, {braces}, 100 % and a \\ stroke',
    "a & b; &amp; &lt;b&gt; ]]> <w:p/> <!-- -->",
    "price: 5\u00a0000\u202fF — 3 * 4",
    "Paramaribo, Sranantongo: fri ĳ ŵ ẞ 漢字 🏛",
]


@pytest.mark.parametrize("words", ODD)
def test_odd_signs_reach_the_word_file_intact(words, workspace, overlay):
    workspace.profile("testland")
    workspace.clause(
        "binds-the-state", "ClauseHeading: {{ heading }}\nSection: “{{ institutions.csirt }}”.", state="testland"
    )
    quoted = words.replace("'", "''")
    path = overlay(
        f"institutions: {{csirt: '{quoted}'}}\nclauses: {{binds-the-state: {{on: true, reason: '{quoted}'}}}}\n"
    )
    content = workspace.make("testland", overlays=(path,)).word()
    document = word_part(content, "word/document.xml")
    assert [text for text in paragraphs(document) if text.endswith(f"“{words}”.")]
    comments = paragraphs(word_part(content, "word/comments.xml"))
    assert [text for text in comments if words in text]


def test_odd_signs_in_the_title_reach_every_part_of_the_word_file(workspace):
    workspace.profile("testland")
    subject, form = "R&D <Été> “Œuvre”", '"PARTIE & <{number}>\\n{title}"'
    content = workspace.make("testland", f"bill.subject={subject}", f"bill.parts.form={form}").word()
    title = f"{subject} Bill, 2026"
    assert word_part(content, "docProps/core.xml").findtext("{http://purl.org/dc/elements/1.1/}title") == title
    assert title in paragraphs(word_part(content, "word/header1.xml"))
    assert title in paragraphs(word_part(content, "word/document.xml"))
    levels = {level.get(f"{W}val") for level in word_part(content, "word/numbering.xml").iter(f"{W}lvlText")}
    assert "PARTIE & <%1" in levels
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        for name in file.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(file.read(name))


def test_asterisks_in_pairs_are_italics_and_a_single_one_is_itself(workspace):
    workspace.profile("testland")
    workspace.clause(
        "binds-the-state", "ClauseHeading: {{ heading }}\nSection: {{ institutions.csirt }}.", state="testland"
    )
    made = workspace.make("testland", "institutions.csirt=the *Gazette* of 3 * 4", "clauses.binds-the-state.on=true")
    section = next(clause for clause in made.draft.clauses if clause.slug == "binds-the-state").numbered
    assert section.text == "the Gazette of 3 * 4."
    assert [span.text for span in section.spans if span.italic] == ["Gazette"]


def test_a_misspelt_house_style_is_named_in_the_same_run_as_faults_of_the_form(workspace):
    workspace.profile("testland", lambda text: text.replace("  minister:", "  minster:", 1))
    found = {finding.rule for finding in workspace.faults("testland", "house_style.base=headings-abov")}
    assert {"profile-unknown-key", "house-style-unknown"} <= found


# -- modules ----------------------------------------------------------------------------------------------------------


def test_a_module_switches_its_clauses_on_and_each_can_still_be_left_out(workspace):
    made = workspace.make("jamaica", "modules=[second-protocol]", "clauses.joint-teams.on=false")
    model = made.draft.plan.model
    module = {clause.slug for part in model.parts for clause in part.clauses if clause.module == "second-protocol"}
    assert module - made.draft.plan.slugs == {"joint-teams"}
    assert len(module) > 8


def test_a_misspelt_module_gets_the_nearest_name(workspace):
    (finding,) = workspace.faults("jamaica", "modules=[second-protocl]")
    assert finding.rule == "profile-module-unknown"
    assert "second-protocol" in finding.remedy


# -- amendments of other Acts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "remedy"),
    [
        ("{act: Evidence Act, provision: null, kind: evidense}", "evidence"),
        ("{act: Evidence Act, provision: null, kind: words}", "words: by"),
    ],
)
def test_an_amendment_of_a_kind_that_the_law_has_no_words_for_is_an_error_at_its_line(
    change, remedy, overlay, workspace
):
    path = overlay(f"law:\n  amended:\n    - {change}\n")
    (finding,) = workspace.faults("jamaica", overlays=(path,))
    assert (finding.rule, finding.file, finding.line) == ("profile-amendment-kind", str(path), 3)
    assert remedy in finding.remedy
