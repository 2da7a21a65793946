"""What the tests share: the library, workspaces to spoil, the bills of all states, and blessing."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

# A cache of compiled clauses that no earlier run has filled; set before the program is imported.
CACHE = tempfile.TemporaryDirectory(prefix="billwright-tests-")
os.environ["BILLWRIGHT_CACHE"] = CACHE.name

from billwright import bill as bills_module
from billwright import package, textform, wordfile
from billwright.bill import Bill
from billwright.companions import bundle
from billwright.errors import BillError, Finding
from billwright.library import Library

ROOT = Path(__file__).resolve().parents[1]
PROFILES = {path.stem: path for path in sorted((ROOT / "countries").glob("*.yaml"))}
STATES = list(PROFILES)
CIVIL_LAW = [state for state, path in PROFILES.items() if "tradition: civil-law" in path.read_text(encoding="utf-8")]
COMMON_LAW = [state for state in STATES if state not in CIVIL_LAW]
COMPANIONS = [state for state, path in PROFILES.items() if "place: companion" in path.read_text(encoding="utf-8")]
WHOLE = "everything"
"""Jamaica's bill with every clause of the model law that a state may ask for."""
BILLS = [*STATES, *(f"{state}-co-operation" for state in COMPANIONS), WHOLE]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--bless", action="store_true", help="write what the program makes as what the tests expect")


@pytest.fixture(scope="session")
def library() -> Library:
    """The library of this checkout alone."""
    return Library((ROOT,))


@pytest.fixture(scope="session")
def bills(library: Library) -> dict[str, Bill]:
    """Every one of `BILLS`: each state's, the companions, and the bill that has everything."""
    made = {state: bills_module.make(library, state) for state in STATES}
    for state in COMPANIONS:
        companion = made[state].companion
        assert companion is not None
        made[f"{state}-co-operation"] = companion
    off = [clause.slug for part in made["jamaica"].draft.plan.model.parts for clause in part.clauses]
    made[WHOLE] = bills_module.make(
        library,
        "jamaica",
        settings=[f"clauses.{slug}.on=true" for slug in off if slug not in made["jamaica"].draft.plan.slugs],
    )
    return made


@pytest.fixture(scope="session")
def packages(bills: dict[str, Bill]) -> dict[str, dict[str, bytes]]:
    """The whole package of each state, and of the bill that has everything: the name of each file → what is in it."""
    return {state: dict(bundle.files(bills[state])) for state in [*STATES, WHOLE]}


@pytest.fixture
def expected(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compares a text with the file that holds it; with --bless, writes the file."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--bless"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.is_file(), f"{path} is missing: run pytest --bless and read the diff"
        assert text == path.read_text(encoding="utf-8"), "read the diff; if it is meant, run pytest --bless"

    return compare


class Workspace:
    """An office's workspace, to change at will: `root`, its library, and short ways to write into it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.library = Library((root, ROOT))

    def clause(self, name: str, text: str, *, state: str | None = None, part: str = "2-offences") -> Path:
        """Writes a clause file from its text form: a state's own, or the workspace's."""
        folder = self.root / (f"countries/{state}" if state else f"templates/common-law/{part}")
        path = folder / f"{name}.docx"
        blocks = textform.from_text(text, name)
        package.write(path, wordfile.write(blocks, ROOT / "templates/clause.docx", name))
        return path

    def profile(self, state: str, change: Callable[[str], str] = str, *, of: str = "jamaica") -> Path:
        """Writes a profile: another state's with its text changed."""
        path = self.root / f"countries/{state}.yaml"
        path.write_text(change((ROOT / f"countries/{of}.yaml").read_text(encoding="utf-8")), encoding="utf-8")
        return path

    def make(self, state: str, *settings: str, overlays: tuple[Path, ...] = ()) -> Bill:
        """The bill of a state."""
        return bills_module.make(self.library, state, overlays, settings)

    def faults(self, state: str, *settings: str, overlays: tuple[Path, ...] = ()) -> list[Finding]:
        """The findings that stop the bill of a state."""
        with pytest.raises(BillError) as caught:
            self.make(state, *settings, overlays=overlays)
        return list(caught.value.findings)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace with no files of its own; the packaged ones stand behind it."""
    root = tmp_path / "office"
    (root / "countries").mkdir(parents=True)
    (root / "templates").mkdir()
    return Workspace(root)


@pytest.fixture
def soffice() -> str:
    """LibreOffice; where it is missing the test fails in CI and is skipped elsewhere."""
    found = shutil.which("soffice")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("LibreOffice is missing: apt-get install libreoffice-writer")
        pytest.skip("LibreOffice is not installed")
    return found
