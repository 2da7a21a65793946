"""What can be wrong, said so that a lawyer can mend it.

A *finding* is one fault: a stable rule id, where it is, what is wrong and what to write instead. Functions that check
return findings; functions that cannot go on raise `BillError` with all the findings that they have.
"""

from __future__ import annotations

import difflib
import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault.

    rule: stable id, such as ``profile-unknown-key``; tests and programs use this, never the wording.
    message, remedy: sentences for a lawyer; `remedy` says what to write instead.
    file: the file as the user would name it; line: in a YAML file, counted from 1;
    paragraph: in a Word file, counted from 1; excerpt: the lines or the paragraph that are meant.
    """

    rule: str
    message: str
    remedy: str = ""
    file: str | None = None
    line: int | None = None
    paragraph: int | None = None
    excerpt: str = ""

    @property
    def place(self) -> str:
        """Where it is: ``countries/jamaica.yaml, line 12`` or ``illegal-access.docx, paragraph 3``."""
        parts = [self.file or ""]
        if self.line is not None:
            parts.append(f"line {self.line}")
        if self.paragraph is not None:
            parts.append(f"paragraph {self.paragraph}")
        return ", ".join(part for part in parts if part)

    def __str__(self) -> str:
        lines = [f"{self.place}: {self.message}" if self.place else self.message]
        lines += [f"    {line}" for line in self.excerpt.splitlines()]
        if self.remedy:
            lines.append(f"  → {self.remedy}")
        return "\n".join(lines) + f"  [{self.rule}]"


class BillError(Exception):
    """A user's mistake, or several; `findings` holds them all."""

    def __init__(self, findings: Finding | Iterable[Finding]) -> None:
        self.findings = (findings,) if isinstance(findings, Finding) else tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))

    def __reduce__(self) -> tuple[type[BillError], tuple[tuple[Finding, ...]]]:
        return type(self), (self.findings,)


def internal(error: Exception, file: str | None = None) -> Finding:
    """A finding for an exception that nobody foresaw; it says where in the program it arose, for those who mend it."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).parent == Path(__file__).parent] or frames
    where = f" ({Path(own[-1].filename).name}, line {own[-1].lineno})" if own else ""
    return Finding(
        "internal",
        f"{type(error).__name__}: {error}{where}.",
        "This is a fault of the program; please report it.",
        file,
    )


def did_you_mean(word: str, known: Iterable[str], *, many: int = 3) -> str:
    """``Did you mean “access”?``, or the whole list when nothing is near; empty when `known` is empty."""
    options = sorted({str(name) for name in known})
    near = difflib.get_close_matches(word, options, n=many, cutoff=0.6)
    if near:
        return "Did you mean " + " or ".join(f"“{name}”" for name in near) + "?"
    if not options:
        return ""
    shown = ", ".join(f"“{name}”" for name in options[:12])
    return f"Known here: {shown}{' …' if len(options) > 12 else ''}"
