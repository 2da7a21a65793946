"""Loading profiles: tradition ← state ← overlay files ← ``--set``, with where each value came from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path as FilePath
from typing import Any

import jinja2

from billwright import model as models
from billwright.errors import BillError, Finding, did_you_mean
from billwright.library import Library
from billwright.model import Clause, ModelLaw
from billwright.profile import Profile, Source, filled, limbs
from billwright.validate import fields, validated
from billwright.yamlfile import Path, YamlFile, in_language, parse, read, scalar

NOT_FACTS = frozenset(
    {
        *("sources", "tradition", "clauses", "modules", "co_operation", "spelling", "phrases", "wording"),
        *("enactment", "enactments"),
    }
)
"""Top-level keys whose values are choices of the drafter, not facts of the state that want a source."""


@dataclass(frozen=True, eq=False, repr=False)
class Loaded:
    """A state's profile, the model law that it chooses from, and where each value came from; equal to itself alone.

    language: of what is said to the drafter, two letters.
    """

    slug: str
    profile: Profile
    model: ModelLaw
    data: dict[str, Any]
    merged: Merged
    files: tuple[FilePath, ...] = ()
    language: str = "en"

    @cached_property
    def facts(self) -> dict[str, Any]:
        """The whole profile as data, defaults filled in."""
        return self.profile.model_dump()

    @cached_property
    def unknown(self) -> tuple[str, ...]:
        """Paths of the facts that the profile names as unknown: null, with a source that says where to ask."""
        sources = self.profile.sources
        return tuple(path for path, value in facts(self.data) if value is None and path in sources)

    @cached_property
    def defaulted(self) -> frozenset[str]:
        """Paths whose value is the tradition's or the program's own, not the state's."""
        return frozenset(
            path
            for path, _ in facts(self.facts)
            if (layer := self.merged.origins.get(tuple(path.split(".")))) is None or layer is self.merged.layers[0]
        )

    def source(self, path: str) -> Source | None:
        """The source of the fact at a dotted path: its own, else that of the nearest path above it."""
        place = self.merged.origin(tuple(path.split(".")))
        if place is not None and place.added:
            own: Mapping[str, Any] = place.file.data.get("sources", {})
            for above in _upwards(path):
                if above in own:
                    return Source.model_validate(own[above])
            said = self.model.phrases["comments"]["changed"]
            return Source(cite=filled(said["cite"], file=place.file.name), confidence="low", note=said["note"])
        for above in _upwards(path):
            if above in self.profile.sources:
                return self.profile.sources[above]
        return None


def _upwards(path: str) -> Iterator[str]:
    """A dotted path, then each path above it."""
    while path:
        yield path
        path = path.rpartition(".")[0]


@dataclass(frozen=True)
class Layer:
    """One file of a profile; `added`: an overlay or ``--set``, whose values carry no source of the state's file."""

    file: YamlFile
    added: bool = False


@dataclass
class Merged:
    """Several layers as one, able to say which file and line a value came from."""

    layers: list[Layer]
    origins: dict[Path, Layer] = field(default_factory=dict)

    def origin(self, path: Path) -> Layer | None:
        """The layer that a value, or what holds it, came from."""
        while path and path not in self.origins:
            path = path[:-1]
        return self.origins.get(path)

    def place(self, path: Path) -> tuple[str, int | None]:
        """File and line of a value."""
        layer = self.origin(path) or self.layers[-1]
        return layer.file.name, layer.file.line(path)

    def finding(self, rule: str, path: Path, message: str, remedy: str = "") -> Finding:
        """A finding at the file and line that the value came from; of a missing value, the state's own file."""
        layer = self.origin(path)
        if layer is None or (layer is self.layers[0] and path not in self.origins):
            layer = next((layer for layer in reversed(self.layers) if not layer.added), self.layers[0])
        return layer.file.finding(rule, path, message, remedy)

    def data(self) -> dict[str, Any]:
        """The layers' data, later ones over earlier ones.

        Mappings are merged, all else is replaced; null takes away what a profile
        need not have, such as a mode of trial.
        """
        merged: dict[str, Any] = {}
        for layer in self.layers:
            self._lay(merged, layer.file.data, layer, ())
        return merged

    def _lay(self, under: dict[str, Any], over: Mapping[str, Any], layer: Layer, path: Path) -> None:
        for key, value in over.items():
            here = (*path, key)
            if isinstance(value, Mapping) and isinstance(under.get(key), dict) and not self._whole(here):
                self._lay(under[key], value, layer, here)
            else:
                self.origins[here] = layer
                if value is None and key in under and self._listed(here):
                    del under[key]
                    continue
                under[key] = {} if isinstance(value, Mapping) else value
                if isinstance(value, Mapping):
                    self._lay(under[key], value, layer, here)

    @staticmethod
    def _listed(path: Path) -> bool:
        """Whether the key is the profile's own choice: a tier, a mode of trial, a phrase, a clause."""
        return any(path[: len(above)] == above and len(path) > len(above) for above in _LISTS)

    @staticmethod
    def _whole(path: Path) -> bool:
        """A mode's penalty is replaced whole: half of one shape and half of another is no penalty."""
        return len(path) == 4 and path[:2] == ("penalties", "tiers")


_LISTS: tuple[Path, ...] = (
    ("penalties", "tiers"),
    ("courts", "modes"),
    ("spelling",),
    ("wording",),
    ("phrases",),
    ("clauses",),
    ("sources",),
)


def load(
    library: Library,
    state: str,
    overlays: Sequence[FilePath] = (),
    settings: Sequence[str] = (),
    language: str | None = None,
) -> Loaded:
    """The profile of a state with overlay files and ``key.path=value`` settings laid over it.

    language: two letters, the language of what is said to the drafter; else the bill's own.

    Raises BillError with every fault found in the files: those of `yamlfile.parse`, and ``profile-unknown-key``,
    ``profile-missing-key``, ``profile-value``, ``profile-setting``, ``profile-clause-unknown``,
    ``profile-option-unknown``, ``profile-option-value``, ``profile-module-unknown``, ``profile-amendment-kind``,
    ``profile-phrase``, ``profile-phrase-unknown``, ``profile-tier-missing``, ``profile-tier-mode``,
    ``profile-tier-floor``, ``profile-enactment``, ``profile-source-path``, ``profile-unsourced``,
    ``house-style-unknown``.
    """
    path = library.profile(state)
    own = read(path, library.show(path))
    tradition = own.data.get("tradition")
    if not isinstance(tradition, str) or library.find(f"templates/{tradition}/bill.yaml") is None:
        raise BillError(
            own.finding(
                "profile-tradition",
                ("tradition",),
                f"There is no tradition “{tradition}”.",
                did_you_mean(str(tradition or ""), library.traditions()),
            )
        )
    language = language or str(_mapping(own.data, "state").get("language"))[:2]
    own = in_language(own, language)
    model = models.load(library, tradition, language)
    findings: list[Finding] = []
    layers = [Layer(own)]
    for overlay in overlays:
        try:
            layers.append(Layer(read(overlay), added=True))
        except BillError as error:
            findings += error.findings
    for setting in settings:
        try:
            layers.append(Layer(_setting(setting), added=True))
        except BillError as error:
            findings += error.findings
    layers[1:1] = _enactment(own, layers, findings)
    if findings:
        raise BillError(findings)
    return _merged(library, path, (path, *overlays), tuple(layers), model, language)


def _enactment(own: YamlFile, layers: Sequence[Layer], findings: list[Finding]) -> list[Layer]:
    """What the profile says otherwise of the kind of enactment that the last layer to name one chooses."""
    chosen = next((layer for layer in reversed(layers) if "enactment" in layer.file.data), None)
    kind = chosen.file.data["enactment"] if chosen is not None else None
    if chosen is None or kind is None:
        return []
    known = _mapping(own.data, "enactments")
    if kind not in known:
        problem = f"The profile has no enactment “{kind}”."
        findings.append(
            chosen.file.finding("profile-enactment", ("enactment",), problem, did_you_mean(str(kind), known))
        )
        return []
    return [_enacted(own, str(kind))]


@lru_cache(maxsize=16)
def _enacted(own: YamlFile, kind: str) -> Layer:
    lines = {path[2:]: line for path, line in own.lines.items() if path[:2] == ("enactments", kind)}
    return Layer(YamlFile(dict(_mapping(own.data, "enactments", kind)), own.name, lines, own.text))


def companion(library: Library, loaded: Loaded) -> Loaded:
    """The profile of a state's companion bill: the state's own with what the model law says otherwise of that bill."""
    model = loaded.model
    assert model.companion is not None
    other = Layer(YamlFile(model.companion.profile, f"templates/{model.tradition}/bill.yaml"), added=True)
    return _merged(library, loaded.files[0], loaded.files, (*loaded.merged.layers[1:], other), model, loaded.language)


@lru_cache(maxsize=16)
def _merged(
    library: Library,
    path: FilePath,
    files: tuple[FilePath, ...],
    layers: tuple[Layer, ...],
    model: ModelLaw,
    language: str,
) -> Loaded:
    """The layers over the tradition's defaults, checked; once for what is read again, as files stand for themselves."""
    merged = Merged([Layer(YamlFile(model.defaults, f"templates/{model.tradition}/bill.yaml")), *layers])
    data = merged.data()
    profile, findings = validated(Profile, data, merged, "profile")
    findings += [
        *_phrases(data, model, merged),
        *_choices(data, model, merged),
        *_modules(data, model, merged),
        *_amendments(data, model, merged),
        *_tiers(data, model, merged),
        *_sources(data, merged, profile),
        *_house_style(data, library, merged),
    ]
    if profile is None:
        raise BillError(findings)
    loaded = Loaded(path.stem, profile, model, data, merged, files, language)
    findings += [*_floors(loaded), *_unsourced(loaded)]
    if findings:
        raise BillError(findings)
    return loaded


def facts(data: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """Every leaf of a profile with its dotted path; a list is a leaf."""
    for key, value in data.items():
        here = f"{path}.{key}" if path else key
        if isinstance(value, Mapping):
            yield from facts(value, here)
        else:
            yield here, value


def described(loaded: Loaded) -> Iterator[str]:
    """The merged profile, a line for each value: the value, the file and line that it came from, its confidence."""
    for path, value in facts(loaded.facts):
        if path.partition(".")[0] == "sources":
            continue
        steps = tuple(path.split("."))
        if steps not in loaded.merged.origins:
            came = "the program's default"
        else:
            name, line = loaded.merged.place(steps)
            came = f"{name}:{line}" if line else name
        source = loaded.source(path) if path.partition(".")[0] not in NOT_FACTS else None
        sure = f", {source.confidence}: {source.cite}" if source is not None and path not in loaded.defaulted else ""
        yield f"{path}: {_shown(value)}    # {came}{sure}"


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else scalar(value)


def _setting(text: str) -> YamlFile:
    key, sign, value = text.partition("=")
    if not sign or not key.strip():
        raise BillError(Finding("profile-setting", f"“{text}” sets nothing.", "Write --set key.path=value.", "--set"))
    try:
        data: Any = parse(f"value: {value.strip() or 'null'}", f"--set {text}").data["value"]
    except BillError as error:
        if any(finding.rule != "yaml-syntax" for finding in error.findings):
            raise
        data = value.strip()  # words that are no YAML, such as a pattern that begins with {subject}
    if value.strip()[:1] not in {"", '"', "'", "|", ">", "!"} and (isinstance(data, str) or value.strip()[:1] == "#"):
        data = value.strip()  # no part of a setting is a comment
    for step in reversed(key.strip().split(".")):
        data = {step: data}
    return YamlFile(data, f"--set {text}")


def _mapping(data: Any, *path: str) -> Mapping[str, Any]:
    """The mapping at a path of data that may be spoilt; an empty one where there is none."""
    for step in path:
        data = data.get(step) if isinstance(data, Mapping) else None
    return data if isinstance(data, Mapping) else {}


def _house_style(data: Mapping[str, Any], library: Library, merged: Merged) -> Iterator[Finding]:
    base = _mapping(data, "house_style").get("base")
    if isinstance(base, str) and base:
        try:
            library.house_style(base)
        except BillError as error:
            for finding in error.findings:
                yield merged.finding(finding.rule, ("house_style", "base"), finding.message, finding.remedy)


def _phrases(data: Mapping[str, Any], model: ModelLaw, merged: Merged, *path: str) -> Iterator[Finding]:
    known = _mapping(model.phrases, *path)
    for name, phrase in _mapping(data, "phrases", *path).items():
        here = ("phrases", *path, name)
        if name not in known:
            if path not in _OPEN_PHRASES:
                yield merged.finding(
                    "profile-phrase-unknown",
                    here,
                    f"The model law has no phrase “{'.'.join(here[1:])}”.",
                    did_you_mean(name, known),
                )
        elif isinstance(known[name], Mapping) and isinstance(phrase, Mapping):
            yield from _phrases(data, model, merged, *path, name)
        elif type(phrase) is not type(known[name]):
            yield merged.finding(
                "profile-value",
                here,
                f"“{'.'.join(here)}” is not of the form of the phrase that it replaces.",
                f"Write it as bill.yaml has it: {json.dumps(known[name], ensure_ascii=False)}",
            )
        elif isinstance(phrase, str):
            try:
                jinja2.Environment(autoescape=True).parse(phrase)
            except jinja2.TemplateSyntaxError as error:
                yield merged.finding(
                    "profile-phrase",
                    here,
                    f"A tag of the phrase cannot be read: {error.message}",
                    f"bill.yaml has: {known[name]}",
                )


_OPEN_PHRASES = frozenset({("plural",), ("lists",), ("references",), ("penalty", "openings")})
"""Phrases to which a profile may add: a state's own clauses may have units, joints and openings of their own."""


def _choices(data: Mapping[str, Any], model: ModelLaw, merged: Merged) -> Iterator[Finding]:
    for slug, choice in _mapping(data, "clauses").items():
        found = model.clause(slug)
        if found is None:
            yield merged.finding(
                "profile-clause-unknown",
                ("clauses", slug),
                f"The model law has no clause “{slug}”.",
                did_you_mean(slug, model.slugs),
            )
            continue
        clause = found[1]
        for name, value in _mapping(choice, "options").items():
            here = ("clauses", slug, "options", name)
            if name not in clause.options:
                yield merged.finding(
                    "profile-option-unknown",
                    here,
                    f"The clause “{slug}” has no option “{name}”.",
                    did_you_mean(name, clause.options) or "The clause has no options.",
                )
            elif not any(
                value is allowed or (type(value) is type(allowed) and value == allowed)
                for allowed in clause.options[name].allowed
            ):
                allowed = ", ".join(scalar(choice) for choice in clause.options[name].allowed)
                yield merged.finding(
                    "profile-option-value", here, f"“{name}” cannot be {scalar(value)}.", f"Write one of: {allowed}."
                )


def _modules(data: Mapping[str, Any], model: ModelLaw, merged: Merged) -> Iterator[Finding]:
    chosen = data.get("modules")
    for index, name in enumerate(chosen if isinstance(chosen, list) else ()):
        if name not in model.modules:
            yield merged.finding(
                "profile-module-unknown",
                ("modules", index),
                f"The model law has no module “{name}”.",
                did_you_mean(str(name), model.modules),
            )


def _amendments(data: Mapping[str, Any], model: ModelLaw, merged: Merged) -> Iterator[Finding]:
    amended = _mapping(data, "law").get("amended")
    for index, change in enumerate(amended if isinstance(amended, list) else ()):
        kind, here = _mapping(change).get("kind"), ("law", "amended", index, "kind")
        if isinstance(kind, str) and kind not in model.amendments:
            yield merged.finding(
                "profile-amendment-kind",
                here,
                f"The model law has no amendment “{kind}”.",
                did_you_mean(kind, model.amendments),
            )
        elif kind == "words" and not change.get("words"):
            yield merged.finding(
                "profile-amendment-kind", here, "An amendment of the kind “words” has no words.", "Add “words: by …”."
            )


def _tiers(data: Mapping[str, Any], model: ModelLaw, merged: Merged) -> Iterator[Finding]:
    tiers, known = _mapping(data, "penalties", "tiers"), _mapping(data, "courts", "modes")
    needed: dict[str, Clause] = {}
    for part in model.parts:
        for clause in part.clauses:
            for tier in clause.tiers:
                needed.setdefault(tier, clause)
    for tier, clause in needed.items():
        if tiers and tier not in tiers:
            yield merged.finding(
                "profile-tier-missing",
                ("penalties", "tiers", tier),
                f"The clause “{clause.slug}” needs the penalty tier “{tier}”.",
                f"Add it under penalties.tiers: {tier}: {{summary: {{fine: …, years: …}}}}",
            )
    for tier in tiers:
        for mode in _mapping(tiers, tier):
            if known and mode not in known:
                yield merged.finding(
                    "profile-tier-mode",
                    ("penalties", "tiers", tier, mode),
                    f"“{mode}” is not a mode of trial of this state.",
                    did_you_mean(mode, known),
                )


def _floors(loaded: Loaded) -> Iterator[Finding]:
    model = loaded.model
    for tier, modes in loaded.profile.penalties.tiers.items():
        terms = {mode: limbs(penalty)[0].term_months for mode, penalty in modes.items()}  # a first offence must do
        mode, longest = max(terms.items(), key=lambda term: term[1])
        if tier not in model.floor_exempt and longest < model.extradition_floor_months:
            yield loaded.merged.finding(
                "profile-tier-floor",
                ("penalties", "tiers", tier, mode),
                f"The longest term of “{tier}” for a first offence is {longest} months; an extraditable offence needs "
                f"a maximum of at least {model.extradition_floor_months}.",
                "Raise the term in one mode of trial.",
            )


def _sources(data: Mapping[str, Any], merged: Merged, profile: Profile | None) -> Iterator[Finding]:
    for path in _mapping(data, "sources"):
        here: Any = data
        steps = tuple(path.split("."))
        for depth, step in enumerate(steps):
            if not isinstance(here, Mapping) or step not in here:
                if profile is None and step in fields(Profile, steps[:depth]):
                    break  # it is missing, which another finding says
                yield merged.finding(
                    "profile-source-path",
                    ("sources", path),
                    f"No fact stands at “{path}”.",
                    did_you_mean(path, _paths(data)),
                )
                break
            here = here[step]


def _unsourced(loaded: Loaded) -> Iterator[Finding]:
    data = loaded.data
    for path, _ in facts({key: value for key, value in data.items() if key not in NOT_FACTS}):
        origin = loaded.merged.origin(tuple(path.split(".")))
        if origin is not None and origin.file.name != loaded.merged.layers[0].file.name and loaded.source(path) is None:
            yield loaded.merged.finding(
                "profile-unsourced",
                tuple(path.split(".")),
                f"“{path}” has no source.",
                f"Add under sources: “{path}: {{cite: …, confidence: low, note: …}}”, or a source for what holds it.",
            )


def _paths(data: Mapping[str, Any], path: str = "") -> Iterator[str]:
    for key, value in data.items():
        if path or key not in NOT_FACTS:
            yield f"{path}{key}"
            if isinstance(value, Mapping):
                yield from _paths(value, f"{path}{key}.")
