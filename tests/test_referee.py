"""LibreOffice as the referee: it counts and refers for itself when it opens a bill, and must come to the same."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

import pytest
from conftest import BILLS

from billwright import plaintext
from billwright.content import ARRANGEMENT


@pytest.fixture(scope="module")
def converted(bills, tmp_path_factory):
    """A folder with every bill as ``.docx``, as ``.txt`` (a line for each paragraph) and as ``.pdf.txt``."""
    office = shutil.which("soffice")
    if office is None:
        if os.environ.get("CI"):
            pytest.fail("LibreOffice is missing: apt-get install libreoffice-writer poppler-utils")
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("referee")
    for state, bill in bills.items():
        (folder / f"{state}.docx").write_bytes(bill.word())
    files = [str(folder / f"{state}.docx") for state in bills]
    for target in ("txt:Text (encoded):UTF8", "pdf"):
        subprocess.run(
            [office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", target]
            + ["--outdir", str(folder), *files],
            check=True,
            capture_output=True,
            timeout=900,
        )
    for state in bills:
        subprocess.run(["pdftotext", "-layout", f"{folder}/{state}.pdf", f"{folder}/{state}.pdf.txt"], check=True)
    return folder


def packed(line: str) -> str:
    """A line without its blanks: LibreOffice sets them by the list's indents."""
    return re.sub(r"\s+", "", line)


@pytest.mark.parametrize("state", BILLS)
def test_every_number_and_every_reference_is_what_libreoffice_counts(state, bills, converted):
    """From the first Part to the end, LibreOffice reads what the engine printed, and nothing else."""
    bill = bills[state]
    lines = (converted / f"{state}.txt").read_text(encoding="utf-8-sig")
    # The text export leaves out what stands in the margin.
    said = [words for paragraph, words in plaintext.printed(bill.draft) if paragraph.style not in bill.style.frames]
    heading = bill.draft.parts[0].heading
    opening = packed(heading.label + bill.draft.plan.loaded.profile.bill.parts.joint + heading.text)
    read, engine = packed(lines), packed("".join(said))
    assert read[read.rindex(opening) :] == engine[engine.rindex(opening) :]
    assert len(engine) - engine.rindex(opening) > 30_000


@pytest.mark.parametrize("state", BILLS)
def test_the_arrangement_shows_every_clause_with_its_number(state, bills, converted):
    lines = [packed(line) for line in (converted / f"{state}.txt").read_text(encoding="utf-8-sig").splitlines()]
    if not any(getattr(block, "style", "") == ARRANGEMENT for block in bills[state].draft.front):
        assert state == "haiti"  # its texts have none
        return
    for clause in bills[state].draft.clauses:
        assert packed(f"{clause.numbered.label}{clause.heading.text}") in lines


@pytest.mark.parametrize("state", BILLS)
def test_no_reference_is_without_its_source_on_the_printed_page(state, bills, converted):
    printed = (converted / f"{state}.pdf.txt").read_text(encoding="utf-8")
    assert "Error" not in printed
    assert "not found" not in printed.replace("is not found", "")
    labels = [clause.numbered.label for clause in bills[state].draft.clauses]
    assert not [label for label in labels if not re.search(rf"^ *{re.escape(label)}", printed, flags=re.MULTILINE)]
