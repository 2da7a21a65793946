"""The JSON Schema of a profile, with which an editor completes and checks `countries/<state>.yaml`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from billwright import LANGUAGES
from billwright import model as models
from billwright.library import Library
from billwright.model import Clause
from billwright.profile import Profile


def schema(library: Library) -> str:
    """The schema as JSON text: the form of a profile, and every clause of every tradition with its options."""
    made = Profile.model_json_schema()
    made["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    made["title"] = "A state's profile"
    laws = [models.load(library, tradition) for tradition in library.traditions()]
    for law in laws:
        _relax(made, made, law.defaults)
    clauses = {clause.slug: clause for law in laws for part in law.all_parts for clause in part.clauses}
    made["properties"]["tradition"] = {"enum": library.traditions(), "description": "The folder of templates."}
    made["properties"]["clauses"] = {
        "type": "object",
        "description": Profile.model_fields["clauses"].description,
        "additionalProperties": False,
        "properties": {slug: _clause(clause) for slug, clause in sorted(clauses.items())},
    }
    _in_languages(made)
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _in_languages(part: Any) -> None:
    """Lets a note or a reason be given in several languages: ``{fr: …, en: …}``."""
    if isinstance(part, list):
        for one in part:
            _in_languages(one)
    elif isinstance(part, dict):
        for key, value in part.items():
            if key == "properties":
                for name in _SAID & value.keys():
                    value[name] = {
                        "anyOf": [value[name], _LANGUAGES],
                        "description": value[name].get("description", ""),
                    }
            _in_languages(value)


_SAID = frozenset({"note", "reason"})
_LANGUAGES = {
    "type": "object",
    "minProperties": 2,
    "additionalProperties": False,
    "properties": {language: {"type": "string"} for language in LANGUAGES},
}


def _relax(whole: Mapping[str, Any], part: dict[str, Any], defaults: Mapping[str, Any]) -> None:
    """Makes optional what the tradition gives anyway."""
    for key, value in defaults.items():
        field = part.get("properties", {}).get(key)
        if field is None:
            continue
        if key in part.get("required", []) and not isinstance(value, Mapping):
            part["required"].remove(key)
        if isinstance(value, Mapping) and "$ref" in field:
            inner = whole["$defs"][field["$ref"].rpartition("/")[2]]
            _relax(whole, inner, value)
            if key in part.get("required", []) and not inner.get("required"):
                part["required"].remove(key)


def _clause(clause: Clause) -> dict[str, Any]:
    options = {
        name: {"enum": option.allowed, "default": option.default, "description": option.meaning.strip()}
        for name, option in clause.options.items()
    }
    return {
        "type": "object",
        "description": clause.summary,
        "additionalProperties": False,
        "properties": {
            "on": {"type": "boolean", "description": "Whether the bill has the clause."},
            "options": {"type": "object", "additionalProperties": False, "properties": options},
            "reason": {"type": "string", "description": "Why; the drafter reads it in a comment."},
        },
    }
