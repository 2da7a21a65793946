"""What program this is: a change of it makes what it once made out of date."""

from __future__ import annotations

import functools
import hashlib
from importlib.metadata import version
from pathlib import Path


@functools.cache
def digest() -> str:
    """SHA-256, hexadecimal, of the program's own modules and of the versions of what reads templates for it."""
    made = hashlib.sha256(f"docxtpl {version('docxtpl')} jinja2 {version('jinja2')}".encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        made.update(path.read_bytes())
    return made.hexdigest()
