"""The model law: its Parts, its clauses, its phrases, read from `templates/<tradition>`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel

from billwright.errors import BillError, Finding
from billwright.library import Library
from billwright.profile import Slug, Words
from billwright.validate import validated
from billwright.yamlfile import YamlFile, in_language, read

Choice = bool | int | str


class Entry(BaseModel):
    """Any part of the model law's own YAML."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Option(Entry):
    """A choice that a clause leaves to the state."""

    default: Choice
    choices: list[Choice] | None = Field(None, description="The values allowed; absent: true and false.")
    meaning: Words
    hook: Literal["declaration", "reservation", "non-compliance", "none"] = "none"
    treaty: str | None = Field(None, description="The option's element: budapest:2.opt.dishonest-intent.")
    due: list[Choice] | None = Field(
        None, description="The values at which the hook is due; absent: all but the default."
    )
    cost: Words | None = None
    deposit: Words | None = Field(
        None,
        description="What the state would deposit, after “{State} declares that it” or “{State} reserves the right”; "
        "{value} stands for the value chosen.",
    )

    @property
    def allowed(self) -> list[Choice]:
        """The values that a profile may choose."""
        return self.choices or [True, False]


class Absence(Entry):
    """What a treaty asks of a state whose bill could have a clause, its module being on, and has it not."""

    hook: Literal["declaration", "reservation", "non-compliance"]
    treaty: str = Field(description="The element that is missing: budapest-protocol-1:5.opt.2.b.omit.")
    meaning: Words
    deposit: Words | None = Field(None, description="As that of an option.")


class Clause(Entry):
    """A clause of the model law."""

    slug: Slug
    heading: Words
    default: Literal["on", "off"] = "on"
    module: Slug | None = Field(None, description="Which a profile switches on as a whole: second-protocol.")
    when: Words | None = Field(None, description="A condition on the profile: law.repealed.")
    requires: list[Slug] = Field(default_factory=list, description="Clauses without which a bill cannot have it.")
    serves: list[Slug] = Field(default_factory=list, description="Clauses without any of which it has no purpose.")
    folder: str | None = Field(None, description="The folder of its Word file, where that is another Part's.")
    summary: Words = ""
    penalty: str | list[str] = Field(default_factory=list)
    relies_on: list[Words] = Field(default_factory=list)
    absent: list[Absence] = Field(default_factory=list, description="What is due where the bill has it not.")
    options: dict[Slug, Option] = Field(default_factory=dict)
    carries: dict[str, str | list[str]] = Field(default_factory=dict)
    glossary: bool = Field(False, description="Its definitions hold for the whole bill.")
    note: str = ""

    @property
    def tiers(self) -> list[str]:
        """The penalty tiers that it uses."""
        return [self.penalty] if isinstance(self.penalty, str) else self.penalty


class PartFile(Entry):
    """`part.yaml`."""

    title: Words
    clauses: list[Clause]


class Part(Entry):
    """A Part: its folder, its title, its clauses in order."""

    folder: str
    title: str
    clauses: tuple[Clause, ...]


class Inflections(Entry):
    """How a term becomes its other regular forms: pairs of the ending that it loses and the one that it gains."""

    any: list[Annotated[list[str], Field(min_length=2, max_length=2)]] = Field(default_factory=list)
    one_word: list[Annotated[list[str], Field(min_length=2, max_length=2)]] = Field(
        default_factory=list, description="Of a term that is a single word."
    )

    def forms(self, term: str) -> Iterator[str]:
        """The regular forms of a term, some of which no language has."""
        for lost, gained in [*self.any, *(self.one_word if " " not in term else [])]:
            if term.endswith(lost):
                yield term.removesuffix(lost) + gained


class Companion(Entry):
    """A second bill that a state may have instead of some Parts of the first: how it is made.

    when: the condition on the profile; opening: the folder of its first Part; parts: the Parts that it takes over;
    profile: what its profile says otherwise than the first bill's; file: what its file is called after the state's.
    """

    when: Words
    opening: str
    parts: list[str]
    profile: dict[str, Any]
    file: Slug


class BillFile(Entry):
    """`bill.yaml`."""

    parts: list[str]
    schedules: str | None = None
    phrases: dict[str, Any]
    later: list[Slug] = Field(default_factory=list, description="Clauses that others may ask about, not yet written.")
    terms: dict[str, list[str]] = Field(
        default_factory=dict, description="Terms that must be defined where they are used → their irregular forms."
    )
    defaults: dict[str, Any] = Field(default_factory=dict)
    inflections: Inflections = Field(Inflections(), description="The regular forms of a term in the language.")
    extradition_floor_months: int = 24
    floor_exempt: list[str] = Field(default_factory=list)
    companion: Companion | None = None
    amendments: list[Slug] = Field(
        default_factory=list, description="The kinds of amendment of other Acts that a schedule has words for."
    )
    treaties: list[str] = Field(default_factory=list, description="The instruments of the table of correspondence.")


class Form(Entry):
    """A police or court form; under: the clause, or its named paragraph, without which a state has it not."""

    slug: Slug
    title: Words
    under: Annotated[str, Field(pattern=r"^[a-z0-9-]+(#[a-z0-9-]+)?$")]
    summary: Words = Field(description="Who fills it in, when, and what becomes of it.")

    @property
    def clause(self) -> str:
        """The slug of its clause."""
        return self.under.partition("#")[0]


class FormsFile(Entry):
    """`forms/forms.yaml`."""

    forms: list[Form]


class Designation(Entry):
    """Whom a state names under a treaty. fact: where the profile has it; clause: the clause that relies on it."""

    treaty: str
    what: Words
    fact: str | None
    clause: Slug | None


class Permitted(Entry):
    """A declaration or a reservation that a treaty allows and that no option of a clause calls for."""

    treaty: str
    what: Words
    hook: Literal["declaration", "reservation"]
    clause: Slug | None
    deposit: Words | None = None


class Further(Entry):
    """What a clause, or an option of it at the values `due`, asks for under a treaty beside the option's own hook."""

    clause: Slug
    option: Slug | None
    due: list[Choice] | None = None
    hook: Literal["declaration", "reservation", "non-compliance"]
    treaty: str
    meaning: Words
    deposit: Words | None = None


class Arrangement(Entry):
    """What a state does under a treaty otherwise than by law, or what the treaty says of joining it."""

    treaty: str
    what: Words


class Joining(Entry):
    """How a state joins a treaty. module: of the bill, that serves it; fact: the state's position in the profile."""

    instrument: str
    module: Slug | None
    fact: str | None
    joining: Words
    designations: list[Designation] = Field(default_factory=list)
    declarations: list[Permitted] = Field(default_factory=list)
    further: list[Further] = Field(default_factory=list)
    arrangements: list[Arrangement] = Field(default_factory=list)
    rules: list[Arrangement] = Field(default_factory=list)


class AccessionFile(Entry):
    """`accession.yaml`."""

    treaties: list[Joining]


class NotCarried(RootModel[dict[str, Words]]):
    """`not-carried.yaml`: element or provision of an instrument that no clause carries → why, such as other law."""


class ModelLaw(Entry):
    """The model law of one tradition; equal to itself alone."""

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    tradition: str
    parts: tuple[Part, ...]
    schedules: Part | None
    phrases: dict[str, Any]
    later: tuple[str, ...]
    terms: dict[str, list[str]]
    defaults: dict[str, Any]
    inflections: Inflections
    extradition_floor_months: int
    floor_exempt: tuple[str, ...]
    not_carried: dict[str, str]
    companion: Companion | None
    amendments: tuple[str, ...]
    treaties: tuple[str, ...]
    opening: Part | None

    @property
    def all_parts(self) -> tuple[Part, ...]:
        """The Parts, the schedules, the opening of a companion."""
        return (*self.parts, *filter(None, (self.schedules, self.opening)))

    def clause(self, slug: str) -> tuple[Part, Clause] | None:
        """A clause or schedule by its slug, with its Part."""
        for part in self.all_parts:
            for clause in part.clauses:
                if clause.slug == slug:
                    return part, clause
        return None

    @property
    def modules(self) -> list[str]:
        """The modules, in order."""
        return list(dict.fromkeys(one.module for part in self.parts for one in part.clauses if one.module is not None))

    @property
    def slugs(self) -> list[str]:
        """The slug of every clause and schedule, in order."""
        return [clause.slug for part in self.all_parts for clause in part.clauses]


def plain_heading(clause: Clause) -> str:
    """The heading of a clause that a bill has not, without what its tags would say."""
    return " ".join(re.sub(r"\{[{%#].*?[}%#]\}", " ", clause.heading).split())


def _file(library: Library, name: str, form: type[Entry], language: str | None) -> tuple[Any, YamlFile, Path]:
    path = library.find(name)
    if path is None:
        raise BillError(
            Finding(
                "model-missing",
                f"The model law has no {name}.",
                "Check the tradition in the profile, or restore the file.",
                name,
            )
        )
    file = in_language(read(path, library.show(path)), language)
    entry, findings = validated(form, file.data, file, "model")
    if findings:
        raise BillError(findings)
    return entry, file, path


def _not_carried(library: Library, folder: str, language: str | None) -> dict[str, str]:
    path = library.find(f"{folder}/not-carried.yaml")
    if path is None:
        return {}
    file = in_language(read(path, library.show(path)), language)
    entry, findings = validated(NotCarried, file.data, file, "model")
    if entry is None:
        raise BillError(findings)
    return entry.root


def forms(library: Library, model: ModelLaw, language: str | None = None) -> list[Form]:
    """The forms of a model law, in order; none where it has no `forms/forms.yaml`. Raises BillError."""
    name = f"templates/{model.tradition}/forms/forms.yaml"
    path = library.find(name)
    return list(_forms(library, name, language, path.stat().st_mtime_ns)) if path is not None else []


def accession(library: Library, model: ModelLaw, language: str | None = None) -> list[Joining]:
    """How a state joins each treaty that the model law serves, in order. Raises BillError."""
    name = f"templates/{model.tradition}/accession.yaml"
    path = library.find(name)
    return list(_accession(library, name, language, path.stat().st_mtime_ns)) if path is not None else []


@lru_cache(maxsize=16)
def _accession(library: Library, name: str, language: str | None, _changed: int) -> tuple[Joining, ...]:
    entry, _, _ = _file(library, name, AccessionFile, language)
    return tuple(entry.treaties)


@lru_cache(maxsize=16)
def _forms(library: Library, name: str, language: str | None, _changed: int) -> tuple[Form, ...]:
    entry, _, _ = _file(library, name, FormsFile, language)
    return tuple(entry.forms)


def load(library: Library, tradition: str, language: str | None = None) -> ModelLaw:
    """The model law of a tradition, as its files are now, what it says to the drafter in `language`.

    Raises BillError with all faults of its YAML files.
    """
    files = [path for root in library.roots for path in sorted((root / "templates" / tradition).rglob("*.yaml"))]
    stamps = ((path, path.stat()) for path in files)
    return _load(library, tradition, language, tuple((path, stat.st_mtime_ns, stat.st_size) for path, stat in stamps))


@lru_cache(maxsize=8)
def _load(
    library: Library, tradition: str, language: str | None, _files: tuple[tuple[Path, int, int], ...]
) -> ModelLaw:
    folder = f"templates/{tradition}"
    bill, file, _ = _file(library, f"{folder}/bill.yaml", BillFile, language)
    findings: list[Finding] = []

    def part(name: str) -> Part:
        entry, _, _ = _file(library, f"{folder}/{name}/part.yaml", PartFile, language)
        return Part(folder=name, title=entry.title, clauses=tuple(entry.clauses))

    parts = []
    for name in bill.parts:
        try:
            parts.append(part(name))
        except BillError as error:
            findings += error.findings
    schedules = part(bill.schedules) if bill.schedules else None
    opening = part(bill.companion.opening) if bill.companion else None
    if findings:
        raise BillError(findings)
    model = ModelLaw(
        tradition=tradition,
        parts=tuple(parts),
        schedules=schedules,
        phrases=bill.phrases,
        later=tuple(bill.later),
        terms=bill.terms,
        defaults=bill.defaults,
        inflections=bill.inflections,
        extradition_floor_months=bill.extradition_floor_months,
        floor_exempt=tuple(bill.floor_exempt),
        not_carried=_not_carried(library, folder, language),
        companion=bill.companion,
        amendments=tuple(bill.amendments),
        treaties=tuple(bill.treaties),
        opening=opening,
    )
    always = [clause.slug for part in model.parts for clause in part.clauses if clause.when is None]
    twice = {slug for slug in always if model.slugs.count(slug) > 1}
    if twice:
        raise BillError(
            [
                file.finding(
                    "model-clause-twice", ("parts",), f"The clause “{slug}” is in two Parts.", "Keep it in one."
                )
                for slug in sorted(twice)
            ]
        )
    return model
