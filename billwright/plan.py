"""Which clauses a bill has, in which order, with which options, and why."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from billwright.clausefile import ClauseFile, open_clause
from billwright.errors import BillError, Finding
from billwright.library import Library
from billwright.model import Choice, Clause, ModelLaw, Option, Part, plain_heading
from billwright.profile import Amending, filled
from billwright.profiles import Loaded
from billwright.sandbox import Sandbox


@dataclass(frozen=True, slots=True)
class Departure:
    """An option of a clause that the state takes otherwise than the model, or a clause that it adds or drops."""

    name: str
    value: Choice
    option: Option | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Planned:
    """A clause that the bill has. part: the folder of its Part; folder: that of its Word file."""

    clause: Clause
    part: str
    folder: str
    file: ClauseFile
    options: Mapping[str, Choice]
    departures: tuple[Departure, ...]

    @property
    def slug(self) -> str:
        """The clause's name."""
        return self.clause.slug


@dataclass(frozen=True, slots=True, repr=False)
class Plan:
    """The clauses of a bill, Part by Part.

    left_out: slug → why the bill has it not; elsewhere: the clauses of the bill that this one is the companion of;
    amending: of an amending law, folder of a Part → the article that holds it.
    """

    loaded: Loaded
    library: Library
    parts: tuple[tuple[Part, tuple[Planned, ...]], ...]
    schedules: tuple[Planned, ...]
    left_out: Mapping[str, str]
    elsewhere: frozenset[str] = frozenset()
    amending: Mapping[str, Amending] = field(default_factory=dict)

    @property
    def model(self) -> ModelLaw:
        """The model law that the bill is made from."""
        return self.loaded.model

    @property
    def clauses(self) -> Iterator[Planned]:
        """Every clause in order, without the schedules."""
        for _, planned in self.parts:
            yield from planned

    @property
    def slugs(self) -> frozenset[str]:
        """The clauses and schedules that the bill has."""
        return frozenset(planned.slug for planned in (*self.clauses, *self.schedules))

    def include(self, name: str) -> ClauseFile | None:
        """The file that a clause includes by `name`."""
        path = self.library.include(self.loaded.slug, self.model.tradition, name)
        return open_clause(path, self.library.show(path)) if path else None


def plan(loaded: Loaded, library: Library) -> Plan:
    """The plan of a state's bill.

    Raises BillError: ``clause-missing`` for a clause without a Word file, ``clause-requires`` for one that the profile
    switches on without a clause that it needs, ``model-condition`` for a condition in part.yaml that cannot be read.
    """
    model, planner = loaded.model, _Planner(loaded, library)
    apart = model.companion.parts if model.companion and companion_wanted(loaded) else ()
    parts = [part for part in (*model.parts, model.schedules) if part is not None and part.folder not in apart]
    for part in model.parts:
        if part.folder in apart:
            planner.left_out |= {clause.slug: model.phrases["coverage"]["companion"] for clause in part.clauses}
    return planner.plan(parts)


def companion_wanted(loaded: Loaded) -> bool:
    """Whether the state takes some Parts into a companion bill."""
    companion = loaded.model.companion
    return companion is not None and bool(_condition(companion.when)(**loaded.facts))


def companion_plan(loaded: Loaded, library: Library, first: Plan) -> Plan:
    """The plan of the companion of a state's first bill; `loaded` is the companion's own profile."""
    model = loaded.model
    assert model.companion is not None
    assert model.opening is not None
    parts = [model.opening, *(part for part in model.parts if part.folder in model.companion.parts)]
    return _Planner(loaded, library, first.slugs).plan(parts)


class _Planner:
    def __init__(self, loaded: Loaded, library: Library, elsewhere: frozenset[str] = frozenset()) -> None:
        self.loaded, self.library, self.elsewhere = loaded, library, elsewhere
        self.facts = loaded.facts
        self.why = loaded.model.phrases["coverage"]
        self.left_out: dict[str, str] = {}
        self.findings: list[Finding] = []

    def plan(self, parts: Sequence[Part]) -> Plan:
        """The plan of a bill that may have these Parts. Raises BillError as `plan`."""
        chosen = [(part, tuple(self.planned(part, clauses))) for part, clauses in self.chosen(parts)]
        if self.findings:
            raise BillError(self.findings)
        schedules = self.loaded.model.schedules
        found = [(part, clauses) for part, clauses in chosen if clauses and part is not schedules]
        articles = self.loaded.profile.amending
        return Plan(
            self.loaded,
            self.library,
            tuple(_joined(found, articles) if articles else found),
            next((clauses for part, clauses in chosen if part is schedules), ()),
            self.left_out,
            self.elsewhere,
            {_folder(article): article for article in articles},
        )

    def chosen(self, parts: Sequence[Part]) -> list[tuple[Part, list[Clause]]]:
        """The clauses that the state has, Part by Part; why it has the others not is noted."""
        found = [(part, [clause for clause in part.clauses if self._wanted(part, clause)]) for part in parts]
        while True:
            present = {*self.elsewhere, *(clause.slug for _, clauses in found for clause in clauses)}
            for slug in present:
                self.left_out.pop(slug, None)
            alone = {
                clause.slug: missing[0]
                for _, clauses in found
                for clause in clauses
                if (missing := _missing(clause, present))
            }
            if not alone:
                return found
            for slug, missing_one in alone.items():
                self._alone(slug, missing_one)
            found = [(part, [clause for clause in clauses if clause.slug not in alone]) for part, clauses in found]

    def _wanted(self, part: Part, clause: Clause) -> bool:
        choice = self.loaded.profile.clauses.get(clause.slug)
        reason = choice.reason if choice is not None else None
        default = clause.default == "on" or clause.module in self.loaded.profile.modules
        on = choice.on if choice is not None and choice.on is not None else default
        if not on:
            self.left_out.setdefault(clause.slug, reason or self.why["off"])
        elif not self._holds(clause, part):
            self.left_out.setdefault(clause.slug, reason or self.why["not_called_for"])
            return False
        return on

    def _alone(self, slug: str, missing: str) -> None:
        found = self.loaded.model.clause(missing)
        heading = plain_heading(found[1]) if found is not None else missing
        self.left_out[slug] = filled(self.why["goes_with"], clause=heading)
        choice = self.loaded.profile.clauses.get(slug)
        if choice is not None and choice.on:
            self.findings.append(
                self.loaded.merged.finding(
                    "clause-requires",
                    ("clauses", slug, "on"),
                    f"“{slug}” is switched on, but it needs “{missing}”, which the bill has not.",
                    f"Switch “{missing}” on as well, or “{slug}” off.",
                )
            )

    def planned(self, part: Part, clauses: list[Clause]) -> Iterator[Planned]:
        """The clauses with their Word files and options."""
        model, state = self.loaded.model, self.loaded.slug
        for clause in clauses:
            folder = clause.folder or part.folder
            path = self.library.clause(state, model.tradition, folder, clause.slug)
            if path is None:
                self.findings.append(
                    Finding(
                        "clause-missing",
                        f"The clause “{clause.slug}” has no Word file.",
                        f"Write one, or take “{clause.slug}” out of {part.folder}/part.yaml.",
                        f"templates/{model.tradition}/{folder}/{clause.slug}.docx",
                    )
                )
                continue
            options = {name: option.default for name, option in clause.options.items()}
            departures = []
            choice = self.loaded.profile.clauses.get(clause.slug)
            if choice is not None:
                for name, value in choice.options.items():
                    if value != options[name]:
                        departures.append(Departure(name, value, clause.options[name], choice.reason))
                    options[name] = value
            if clause.default == "off":
                departures.append(Departure("on", True, None, choice.reason if choice is not None else None))
            yield Planned(
                clause, part.folder, folder, open_clause(path, self.library.show(path)), options, tuple(departures)
            )

    def _holds(self, clause: Clause, part: Part) -> bool:
        if clause.when is None:
            return True
        try:
            return bool(_condition(clause.when)(**self.facts))
        except Exception as error:
            self.findings.append(
                Finding(
                    "model-condition",
                    f"“when: {clause.when}” of “{clause.slug}” cannot be read: {error}.",
                    'Write a fact\'s path, or a comparison such as commencement.place == "second".',
                    f"templates/{self.loaded.model.tradition}/{part.folder}/part.yaml",
                )
            )
            return False


def _joined(
    parts: Sequence[tuple[Part, tuple[Planned, ...]]], articles: Sequence[Amending]
) -> Iterator[tuple[Part, tuple[Planned, ...]]]:
    """The Parts of a bill as the articles of an amending law; a Part that no article holds comes after them."""
    named = {slug for article in articles for slug in article.clauses}
    every = [(part, clause) for part, clauses in parts for clause in clauses]
    for article in articles:
        clauses = [
            replace(clause, part=_folder(article))
            for folder in article.parts
            for part, clause in every
            if part.folder == folder and clause.slug not in named
        ]
        clauses += [
            replace(clause, part=_folder(article))
            for slug in article.clauses
            for _, clause in every
            if clause.slug == slug
        ]
        if clauses:
            yield Part(folder=_folder(article), title=article.title or "", clauses=()), tuple(clauses)
    held = {folder for article in articles for folder in article.parts}
    for part, rest in parts:
        left = tuple(clause for clause in rest if part.folder not in held and clause.slug not in named)
        if left:
            yield part, left


def _folder(article: Amending) -> str:
    """The name of an article of an amending law: its first Part's, else its first clause's."""
    return (article.parts or article.clauses)[0]


def _missing(clause: Clause, present: Container[str]) -> list[str]:
    """The clauses that a clause cannot do without, of those that the bill has not."""
    missing = [slug for slug in clause.requires if slug not in present]
    return missing or ([] if any(slug in present for slug in clause.serves) else clause.serves)


_CONDITIONS = Sandbox()


@cache
def _condition(text: str) -> Any:
    return _CONDITIONS.compile_expression(text, undefined_to_none=False)
