"""Pydantic's findings as ours: at the line, in a lawyer's words, with a near name for a misspelt key."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from billwright.errors import Finding, did_you_mean

M = TypeVar("M", bound=BaseModel)
Path = tuple[str | int, ...]


class Located(Protocol):
    """Whatever knows the line of a path: one file, or several merged."""

    def finding(self, rule: str, path: Path, message: str, remedy: str = "") -> Finding:
        """A finding at that path."""
        ...


def validated(form: type[M], data: Mapping[str, Any], where: Located, kind: str) -> tuple[M | None, list[Finding]]:
    """The data as `form`, or every fault in it; rule ids begin with `kind`."""
    try:
        return form.model_validate(data), []
    except ValidationError as error:
        faults = _likeliest([_Fault.of(data, raw) for raw in error.errors(include_url=False)])
        findings = [_finding(form, where, kind, fault) for fault in _unexplained(faults)]
        return None, list({(finding.rule, finding.line, finding.message): finding for finding in findings}.values())


@dataclass(frozen=True)
class _Fault:
    """One of pydantic's findings.

    path: of the value; branches: for each union on the way, its path and the branch that was tried.
    """

    raw: Mapping[str, Any]
    path: Path
    branches: list[tuple[Path, str]] = field(default_factory=list)

    @classmethod
    def of(cls, data: Any, raw: Any) -> _Fault:
        path: list[str | int] = []
        branches = []
        for index, step in enumerate(raw["loc"]):
            if (isinstance(data, Mapping) and step in data) or (
                isinstance(data, list) and isinstance(step, int) and step < len(data)
            ):
                data = data[step]
                path.append(step)
            elif raw["type"] == "missing" and index == len(raw["loc"]) - 1:
                path.append(step)
            else:
                branches.append((tuple(path), str(step)))
        return cls(raw, tuple(path), branches)

    @property
    def code(self) -> str:
        return str(self.raw["type"])


def _likeliest(faults: Sequence[_Fault], depth: int = 0) -> list[_Fault]:
    """The faults of the branch of each union that was probably meant, without those of the others."""
    unions: dict[Path, dict[str, list[_Fault]]] = {}
    for fault in faults:
        if len(fault.branches) > depth:
            place, branch = fault.branches[depth]
            unions.setdefault(place, {}).setdefault(branch, []).append(fault)
    kept = {id(fault) for fault in faults if len(fault.branches) <= depth}
    for place, tried in unions.items():
        best = min((_likeliest(found, depth + 1) for found in tried.values()), key=lambda found: _cost(found, place))
        kept |= {id(fault) for fault in best}
    return [fault for fault in faults if id(fault) in kept]


def _cost(faults: Sequence[_Fault], place: Path) -> int:
    """How unlikely a branch is: one whose type the value has not is out of the question while there is another."""
    return sum(100 if fault.path == place and fault.code in _OF_TYPE else 1 for fault in faults)


_OF_TYPE: Final = frozenset(
    {"string_type", "int_type", "bool_type", "list_type", "dict_type", "model_type", "literal_error", "float_type"}
)


def _unexplained(faults: Sequence[_Fault]) -> list[_Fault]:
    """The faults without the keys that are missing because they stand there misspelt."""
    misspelt: set[Path] = set()
    for fault in faults:
        if fault.code == "extra_forbidden":
            missing = [
                str(other.path[-1])
                for other in faults
                if other.code == "missing" and other.path[:-1] == fault.path[:-1] and other.path not in misspelt
            ]
            near = difflib.get_close_matches(str(fault.path[-1]), missing, n=1)
            misspelt |= {(*fault.path[:-1], name) for name in near}
    return [fault for fault in faults if fault.code != "missing" or fault.path not in misspelt]


def _finding(form: type[BaseModel], where: Located, kind: str, found: _Fault) -> Finding:
    path, fault = found.path, found.raw
    name = ".".join(str(step) for step in path) or "the file"
    code, context = fault["type"], fault.get("ctx", {})
    if code == "extra_forbidden":
        known = fields(form, path[:-1])
        return where.finding(
            f"{kind}-unknown-key",
            path,
            f"“{path[-1]}” is not a key here.",
            did_you_mean(str(path[-1]), known) or "Take it out.",
        )
    if code == "missing":
        return where.finding(
            f"{kind}-missing-key",
            path,
            f"“{name}” is missing.",
            "Write it, or “null” where nobody knows it and the form allows that.",
        )
    if code == "literal_error":
        return where.finding(
            f"{kind}-value", path, f"“{name}” is {fault['input']!r}.", f"Write one of {context.get('expected', '')}."
        )
    if code == "value_error":
        return where.finding(f"{kind}-value", path, f"“{name}”: {context['error']}.", "")
    said = fault["msg"][:1].lower() + fault["msg"][1:]
    return where.finding(
        f"{kind}-value", path, f"“{name}” is {_shown(fault['input'])}: {said}.", _remedy(code, context)
    )


def fields(form: Any, path: Path) -> list[str]:
    """The keys that the model has at a path."""
    for step in path:
        annotation: Any = None
        for candidate in _models(form):
            if step in candidate.model_fields:
                annotation = candidate.model_fields[str(step)].annotation
        form = annotation if annotation is not None else form
    return [name for candidate in _models(form) for name in candidate.model_fields]


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for argument in get_args(annotation) for model in _models(argument)]


def _shown(value: Any) -> str:
    text = "empty" if value is None or value == "" else f"“{value}”"
    return text if len(text) < 60 else text[:57] + "…”"


def _remedy(code: str, context: Mapping[str, Any]) -> str:
    if code in {"string_type", "string_too_short"}:
        return "Write the words; put figures that are meant as words in quotation marks."
    if code in {"int_type", "int_parsing"}:
        return "Write a whole number without a unit, such as 50000."
    if code == "bool_type":
        return "Write true or false."
    if code == "list_type":
        return "Write a list: each item on a line of its own after a hyphen."
    if code in {"dict_type", "model_type", "model_attributes_type"}:
        return "Write “key: value” lines under it."
    if code == "string_pattern_mismatch":
        return f"It must have the form {context.get('pattern', '')}."
    return ""
