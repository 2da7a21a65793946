"""Spelling: the model law in the state's own."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache


@lru_cache(maxsize=64)
def respelling(spelling: tuple[tuple[str, str], ...]) -> Callable[[str], str] | None:
    """A function that spells text as the state does; stem by stem, capitals kept."""
    if not spelling:
        return None
    stems = {stem[:-1]: theirs[:-1] for stem, theirs in spelling if stem.endswith("e") and theirs.endswith("e")}
    stems.update((stem, theirs) for stem, theirs in spelling if not (stem.endswith("e") and theirs.endswith("e")))
    pattern = re.compile("|".join(map(re.escape, sorted(stems, key=len, reverse=True))), re.IGNORECASE)

    @lru_cache(maxsize=2048)
    def respell(text: str) -> str:
        def one(found: re.Match[str]) -> str:
            theirs = stems[found[0].lower()]
            return theirs.capitalize() if found[0][0].isupper() else theirs

        return pattern.sub(one, text)

    return respell
