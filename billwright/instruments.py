"""The treaties and model laws, article by article, element by element, read from `instruments/`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from billwright.errors import BillError, Finding, did_you_mean
from billwright.library import Library
from billwright.profile import Words
from billwright.validate import validated
from billwright.yamlfile import read

Obligation = Literal["mandatory", "reservable", "optional"]
Via = Literal["executive", "treaty-action"]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


E = TypeVar("E", bound=_Entry)


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
    """A treaty or a model law; equal to itself alone."""

    __eq__ = object.__eq__
    __hash__ = object.__hash__

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


class Translation(_Entry):
    """An instrument's words in another language: `instruments/fr/budapest.yaml`."""

    title: Words
    citation: Words
    provisions: dict[str, str] = Field(description="Article → its title.")
    reservations: dict[str, str] = Field(
        default_factory=dict, description="Article → what may be reserved or declared."
    )
    elements: dict[str, str] = Field(description="Element → its text.")


def load(library: Library, chosen: str | None = None, language: str = "en") -> list[Instrument]:
    """Every instrument, or the one `chosen` by its id, in a language (two letters) as far as it is translated.

    Raises BillError (``instrument-unknown``).
    """
    paths = library.instruments()
    if chosen is not None and chosen not in paths:
        raise BillError(
            Finding("instrument-unknown", f"There is no instrument “{chosen}”.", did_you_mean(chosen, paths))
        )
    return [
        _translated(_read(path, library.show(path), path.stat().st_mtime_ns), library, language)
        for name, path in paths.items()
        if chosen in {None, name}
    ]


def _translated(instrument: Instrument, library: Library, language: str) -> Instrument:
    path = library.find(f"instruments/{language}/{instrument.id}.yaml")
    if path is None:
        return instrument
    return _in(instrument, path, library.show(path), path.stat().st_mtime_ns)


@lru_cache(maxsize=32)
def _in(instrument: Instrument, path: Path, shown: str, _changed: int) -> Instrument:
    """The instrument in another language."""
    said = _file(Translation, path, shown)
    provisions = [
        provision.model_copy(
            update={
                "title": said.provisions.get(provision.article, provision.title),
                "reservation": said.reservations.get(provision.article, provision.reservation),
                "elements": [
                    element.model_copy(update={"text": said.elements.get(element.id, element.text)})
                    for element in provision.elements
                ],
            }
        )
        for provision in instrument.provisions
    ]
    return instrument.model_copy(update={"title": said.title, "citation": said.citation, "provisions": provisions})


@lru_cache(maxsize=16)
def _read(path: Path, shown: str, _changed: int) -> Instrument:
    return _file(Instrument, path, shown)


def _file(form: type[E], path: Path, shown: str) -> E:
    file = read(path, shown)
    made, findings = validated(form, file.data, file, "instrument")
    if made is None or findings:
        raise BillError(findings)
    return made
