"""Word files as packages: reading what may be hostile, writing the same bytes for the same parts."""

from __future__ import annotations

import io
import os
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from billwright.errors import BillError, Finding

LIMIT = 40_000_000
"""The most that a Word file may hold unpacked, in bytes; a bill of 100 pages holds under 3,000,000."""
ENTRIES = 2_000
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every entry: what Word itself writes."""


def unpack(path: Path, name: str, wanted: frozenset[str] | None = None) -> dict[str, bytes]:
    """The parts of the Word file at `path`, or those `wanted` that it has.

    Raises BillError: ``word-missing``, ``word-not-a-word-file``, ``word-too-large``.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > ENTRIES or sum(entry.file_size for entry in entries) > LIMIT:
                raise BillError(
                    Finding(
                        "word-too-large",
                        f"Unpacked, the file has more than {LIMIT // 10**6} MB or {ENTRIES} parts.",
                        "This is no clause; look where it came from.",
                        name,
                    )
                )
            parts = {}
            for entry in entries:
                if wanted is None or entry.filename in wanted:
                    with archive.open(entry) as stream:
                        parts[entry.filename] = stream.read(LIMIT + 1)
    except BillError:
        raise
    except FileNotFoundError as error:
        raise BillError(Finding("word-missing", "There is no such file.", "Check the name.", name)) from error
    except Exception as error:  # a damaged archive ends in errors of a dozen kinds
        raise BillError(
            Finding(
                "word-not-a-word-file",
                "This is not a Word file (.docx).",
                "Open it in Word and save it as “Word document (.docx)”, without a password.",
                name,
            )
        ) from error
    if (wanted is None or "word/document.xml" in wanted) and "word/document.xml" not in parts:
        raise BillError(
            Finding(
                "word-not-a-word-file",
                "The file is an archive, but not a Word document.",
                "Open it in Word and save it as “Word document (.docx)”.",
                name,
            )
        )
    return parts


def parse(xml: bytes, name: str) -> etree._Element:
    """An XML part. No entities, no network, no recovery. Raises BillError (``word-xml``)."""
    declares = Finding(
        "word-xml",
        "The file declares XML entities, which Word never does.",
        "Do not use this file; look where it came from.",
        name,
    )
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise BillError(declares)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise BillError(
            Finding(
                "word-xml",
                f"The file's XML is damaged: {error.msg}.",
                "Open it in Word, let Word repair it, and save it.",
                name,
            )
        ) from error
    if getattr(root.getroottree().docinfo, "doctype", ""):  # in an encoding that hides it from a look at the bytes
        raise BillError(declares)
    return root


def pack(parts: Mapping[str, bytes]) -> bytes:
    """The package of these parts: the same bytes for the same parts, whoever packs it when."""
    buffer = io.BytesIO()
    order = sorted(parts, key=lambda part: (part != "[Content_Types].xml", not part.startswith("_rels/"), part))
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in order:
            entry = zipfile.ZipInfo(part, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 0, 0
            archive.writestr(entry, parts[part], compresslevel=1)
    return buffer.getvalue()


def write(path: Path, content: bytes) -> None:
    """Writes a file whole or not at all, making its folder. Raises BillError (``write-failed``)."""
    with replaced(path) as stream:
        stream.write(content)


@contextmanager
def replaced(path: Path) -> Iterator[BinaryIO]:
    """A file that takes the place of `path` once all of it is written; its folder is made.

    Raises BillError (``write-failed``), and leaves nothing behind.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as stream:
                yield stream
            os.chmod(temporary, 0o666 & ~_umask())
            os.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise BillError(
            Finding(
                "write-failed",
                f"The file cannot be written: {error.strerror}.",
                "Close it if it is open in Word, and check that you may write there.",
                str(path),
            )
        ) from error


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
