"""A case file: what an officer knows of a case, in YAML, to fill forms with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path as FilePath
from typing import Any

from billwright.draft import Control
from billwright.errors import BillError, Finding, did_you_mean
from billwright.yamlfile import Path, YamlFile, read

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Case:
    """A case file. date: how the state writes a day that is given as ``2026-11-25``."""

    file: YamlFile
    date: Callable[[str], str]

    def values(self, forms: Sequence[Mapping[str, Control]]) -> dict[str, Control]:
        """The controls of the forms that the file fills, by name; of repeated rows, ``items.1.serial``.

        Raises BillError with every fault: ``case-field-unknown``, ``case-value``.
        """
        known: dict[str, Control] = {}
        for form in forms:
            known = {**form, **known}
        findings: list[Finding] = []
        filled: dict[str, Control] = {}
        for name, path, value in _leaves(self.file.data):
            if value is None:
                continue
            control = known.get(name)
            if control is None:
                findings.append(self._unknown(name, path, known))
                continue
            try:
                filled[name] = self._filled(control, value)
            except ValueError as error:
                findings.append(
                    self.file.finding("case-value", path, f"“{name}” cannot be {_shown(value)}.", str(error))
                )
        if findings:
            raise BillError(findings)
        return filled

    def _unknown(self, name: str, path: Path, known: Mapping[str, Control]) -> Finding:
        rows = [other for other in known if re.sub(r"\d+", "0", other) == re.sub(r"\d+", "0", name)]
        if rows:
            problem, remedy = f"The form has only {len(rows)} rows for this.", "Write the others on a second form."
        else:
            problem, remedy = f"No field of the form is called “{name}”.", did_you_mean(name, known)
        return self.file.finding("case-field-unknown", path, problem, remedy or f"It has: {', '.join(known)}.")

    def _filled(self, control: Control, value: Any) -> Control:
        if control.kind == "tick":
            if not isinstance(value, bool):
                raise ValueError("Write true or false.")
            return replace(control, value=value)
        if isinstance(value, bool | dict | list):
            raise ValueError("Write the words of the entry.")
        said = str(value).strip()
        if control.kind == "choice" and said not in control.choices:
            raise ValueError(f"Write one of: {'; '.join(control.choices)}.")
        if control.kind == "date":
            if not _DAY.fullmatch(said):
                raise ValueError("Write the day as 2026-11-25.")
            try:
                return replace(control, value=said, words=self.date(said))
            except ValueError:
                raise ValueError("There is no such day; write it as 2026-11-25.") from None
        return replace(control, value=said)


def load(path: FilePath, date: Callable[[str], str]) -> Case:
    """The case file at `path`. Raises BillError as `yamlfile.read`."""
    return Case(read(path), date)


def _leaves(data: Any, name: str = "", path: Path = ()) -> Iterator[tuple[str, Path, Any]]:
    """Every value with the name of its field: a list's items are counted from 1."""
    if isinstance(data, dict) and data:
        for key, value in data.items():
            yield from _leaves(value, f"{name}.{key}" if name else str(key), (*path, key))
    elif isinstance(data, list) and data:
        for index, value in enumerate(data):
            yield from _leaves(value, f"{name}.{index + 1}", (*path, index))
    elif name:
        yield name, path, data


def _shown(value: Any) -> str:
    return "a list" if isinstance(value, list | dict) else f"“{value}”"
