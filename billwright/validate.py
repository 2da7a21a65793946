"""Pydantic's findings as ours: at the line, in a lawyer's words, with a near name for a misspelt key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, TypeVar, get_args

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
        findings = [_finding(form, data, where, kind, fault) for fault in error.errors(include_url=False)]
        return None, list({(finding.rule, finding.line, finding.message): finding for finding in findings}.values())


def _finding(form: type[BaseModel], data: Any, where: Located, kind: str, fault: Any) -> Finding:
    path = _path(data, fault["loc"])
    name = ".".join(str(step) for step in path) or "the file"
    code, context = fault["type"], fault.get("ctx", {})
    if code == "extra_forbidden":
        known = _fields(form, path[:-1])
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
    return where.finding(
        f"{kind}-value", path, f"“{name}” is {_shown(fault['input'])}: {fault['msg'].lower()}.", _remedy(code, context)
    )


def _path(data: Any, location: tuple[Any, ...]) -> Path:
    """Pydantic's location without the names of the branches of a union that it tried."""
    path: list[str | int] = []
    for index, step in enumerate(location):
        last = index == len(location) - 1
        if (isinstance(data, Mapping) and step in data) or (
            isinstance(data, list) and isinstance(step, int) and step < len(data)
        ):
            data = data[step]
        elif not (last and isinstance(data, Mapping)) or "[" in str(step) or str(step)[:1].isupper():
            continue
        path.append(step)
    return tuple(path)


def _fields(form: Any, path: Path) -> list[str]:
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
