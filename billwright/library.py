"""Where the files are: profiles, clauses, house styles, treaties, along a search path.

A *root* is a folder with `countries` and `templates` in it. The workspace that the command runs in comes before what
the program brings with it, and a state's own folder (`countries/jamaica/`) comes before both for that state's clauses.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from billwright.errors import BillError, Finding, did_you_mean

HERE = Path(__file__).resolve().parent
NAME = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")

_OUTSIDE = re.compile(r"^/|[\\:\0]|(?:^|/)\.\.?(?:/|$)|[^/]{200}")


def packaged() -> Path:
    """The root that the program brings: beside the package in a checkout, inside it once installed."""
    return HERE / "data" if (HERE / "data").is_dir() else HERE.parent


def is_root(folder: Path) -> bool:
    """Whether a folder is a workspace."""
    return (folder / "countries").is_dir() and (folder / "templates").is_dir()


@dataclass(frozen=True)
class Library:
    """The roots, nearest first."""

    roots: tuple[Path, ...]

    @classmethod
    def around(cls, folder: Path) -> Library:
        """The workspace that `folder` lies in, if any, then the packaged root."""
        folder = folder.resolve()
        own = next((place for place in (folder, *folder.parents) if is_root(place)), None)
        home = packaged()
        return cls((home,) if own is None or own == home else (own, home))

    def show(self, path: Path) -> str:
        """A file's name as the user knows it: relative to the root that it is in."""
        name = str(path)
        for root in self.roots:
            if name.startswith(f"{root}{os.sep}"):
                return name[len(str(root)) + 1 :].replace(os.sep, "/")
        return name

    def find(self, *candidates: str) -> Path | None:
        """The first of the relative names that exists, each looked for in every root before the next name.

        A name that would lead out of the roots finds nothing.
        """
        for name in candidates:
            if _OUTSIDE.search(name):
                continue
            for root in self.roots:
                path = f"{root}{os.sep}{name}"
                if os.path.isfile(path):
                    return Path(path)
        return None

    def states(self) -> dict[str, Path]:
        """Every profile: the state's file name without .yaml → its file."""
        return self._named("countries")

    def instruments(self) -> dict[str, Path]:
        """Every treaty and model law: its id → its file."""
        return self._named("instruments")

    def _named(self, folder: str) -> dict[str, Path]:
        """The YAML files of a folder in any root, the nearest of each name, in order."""
        found: dict[str, Path] = {}
        for root in self.roots:
            for path in (root / folder).glob("*.yaml"):
                found.setdefault(path.stem, path)
        return dict(sorted(found.items()))

    def profile(self, state: str) -> Path:
        """The profile of a state, named as its file is: ``saint-lucia``; capitals and spaces are forgiven.

        Raises BillError (``state-unknown``) with the nearest names.
        """
        slug = re.sub(r"[^a-z0-9]+", "-", state.casefold()).strip("-")
        for name in filter(None, (slug, slug.removeprefix("the-"))):
            path = self.find(f"countries/{name}.yaml")
            if path is not None:
                return path
        raise BillError(
            Finding("state-unknown", f"There is no profile for “{state}”.", did_you_mean(slug, self.states(), many=4))
        )

    def clause(self, state: str, tradition: str, folder: str, name: str) -> Path | None:
        """The Word file of a clause: the state's own, else the workspace's, else the packaged one."""
        return self.find(f"countries/{state}/{name}.docx", f"templates/{tradition}/{folder}/{name}.docx")

    def include(self, state: str, tradition: str, name: str) -> Path | None:
        """The Word file that a clause includes: a plain name, or a name in one folder of the tradition."""
        pieces = name.removesuffix(".docx").split("/")
        if not name.endswith(".docx") or len(pieces) > 2 or not all(NAME.fullmatch(piece) for piece in pieces):
            return None
        plain = "/".join(pieces)
        return self.find(f"countries/{state}/{pieces[-1]}.docx", f"templates/{tradition}/{plain}.docx")

    def traditions(self) -> list[str]:
        """Every tradition that has a model law, such as ``common-law``."""
        return sorted({file.parent.name for root in self.roots for file in (root / "templates").glob("*/bill.yaml")})

    def clause_base(self) -> Path:
        """The Word file that a new clause is made from. Raises BillError (``model-missing``)."""
        path = self.find("templates/clause.docx")
        if path is None:
            raise BillError(Finding("model-missing", "There is no templates/clause.docx.", "Restore the file."))
        return path

    def house_style(self, name: str) -> Path:
        """The base document of a house style. Raises BillError (``house-style-unknown``)."""
        path = self.find(f"templates/house-styles/{name}.docx") if NAME.fullmatch(name) else None
        if path is None:
            known = {file.stem for root in self.roots for file in (root / "templates/house-styles").glob("*.docx")}
            raise BillError(
                Finding("house-style-unknown", f"There is no house style “{name}”.", did_you_mean(name, known))
            )
        return path
