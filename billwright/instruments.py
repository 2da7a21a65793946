"""The treaties and model laws, article by article, element by element, read from `instruments/`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from billwright.errors import BillError, Finding, did_you_mean
from billwright.library import Library
from billwright.profile import Words
from billwright.validate import validated
from billwright.yamlfile import read

Obligation = Literal["mandatory", "reservable", "optional"]
Via = Literal["executive", "treaty-action"]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Element(_Entry):
    """One thing that a provision asks for; `via`: met otherwise than by a bill."""

    id: Words
    text: Words
    obligation: Obligation | None = None
    via: Via | None = None


class Provision(_Entry):
    """An article. `verified`: how its text was checked; absent where the whole instrument was read."""

    article: Words
    title: Words
    kind: Words
    obligation: Obligation
    reservation: Words | None = None
    elements: list[Element]
    verified: Literal["text", "excerpt", "memory"] = "text"


class Instrument(_Entry):
    """A treaty or a model law."""

    id: Words
    title: Words
    citation: Words
    provisions: list[Provision]

    @property
    def elements(self) -> Iterator[tuple[Provision, Element]]:
        """Every element with its provision, in order."""
        for provision in self.provisions:
            for element in provision.elements:
                yield provision, element


def load(library: Library, chosen: str | None = None) -> list[Instrument]:
    """Every instrument, or the one `chosen` by its id. Raises BillError (``instrument-unknown``)."""
    paths = library.instruments()
    if chosen is not None and chosen not in paths:
        raise BillError(
            Finding("instrument-unknown", f"There is no instrument “{chosen}”.", did_you_mean(chosen, paths))
        )
    return [
        _read(path, library.show(path), path.stat().st_mtime_ns)
        for name, path in paths.items()
        if chosen in {None, name}
    ]


@lru_cache(maxsize=16)
def _read(path: Path, shown: str, _changed: int) -> Instrument:
    file = read(path, shown)
    made, findings = validated(Instrument, file.data, file, "instrument")
    if made is None or findings:
        raise BillError(findings)
    return made
