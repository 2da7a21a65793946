"""A workspace: an office's own copy of the templates and the profiles, to edit."""

from __future__ import annotations

import shutil
from pathlib import Path

from billwright.errors import BillError, Finding
from billwright.library import packaged

FOLDERS = ("templates", "countries")
GUIDE = "docs/writing-clauses.md"
ATTRIBUTES = "*.docx diff=billwright\n"
"""With ``git config diff.billwright.textconv "billwright text"``, git shows changes of Word files as text."""


def make(folder: Path) -> None:
    """Copies the packaged templates and profiles into `folder`.

    Raises BillError (``workspace-exists``) where it has either, so that nobody's work is overwritten, and
    (``write-failed``) where it cannot be written.
    """
    for name in FOLDERS:
        if (folder / name).exists():
            raise BillError(
                Finding(
                    "workspace-exists",
                    f"{folder} has a folder “{name}” already.",
                    "Choose a new folder; nothing was changed.",
                    str(folder),
                )
            )
    try:
        for name in FOLDERS:
            shutil.copytree(packaged() / name, folder / name)
        (folder / GUIDE).parent.mkdir(exist_ok=True)
        if not (folder / GUIDE).exists():
            shutil.copyfile(packaged() / GUIDE, folder / GUIDE)
        attributes = folder / ".gitattributes"
        if not attributes.exists():
            attributes.write_text(ATTRIBUTES, encoding="utf-8")
    except OSError as error:
        raise BillError(
            Finding(
                "write-failed",
                f"The workspace cannot be written: {error.strerror}.",
                "Check that you may write there.",
                str(folder),
            )
        ) from error
