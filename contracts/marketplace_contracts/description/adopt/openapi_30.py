"""Schemas of OpenAPI 3.1 as 3.0 writes them, since our description has that version."""

from __future__ import annotations

from typing import Any

NULL = ("null", ["null"])


def as_30(schema: Any) -> Any:
    """Return one schema, without those below it, in the words of OpenAPI 3.0.

    Example: `{type: [string, "null"]}` becomes `{type: string, nullable: true}`.
    """
    if isinstance(schema, bool):
        return {}
    if not isinstance(schema, dict):
        return schema
    made = dict(schema)
    _types(made)
    if "const" in made:
        made["enum"] = [made.pop("const")]
    for limit, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        value = made.get(exclusive)
        if isinstance(value, int | float) and not isinstance(value, bool):
            made |= {limit: value, exclusive: True}
    for keyword in ("anyOf", "oneOf"):
        _choice(made, keyword)
    return made


def _types(made: dict[str, Any]) -> None:
    if not isinstance(made.get("type"), list):
        return
    listed = made.pop("type")
    types = [one for one in listed if one != "null"]
    if len(types) < len(listed):
        made["nullable"] = True
    if len(types) == 1:
        made["type"] = types[0]
    elif types:
        made["anyOf"] = [{"type": one} for one in types]


def _choice(made: dict[str, Any], keyword: str) -> None:
    """Resolve a choice between one schema and null, and one between words."""
    choices = made.get(keyword)
    if not isinstance(choices, list) or not all(isinstance(one, dict) for one in choices):
        return
    left = [one for one in choices if one.get("type") not in NULL]
    if len(left) < len(choices):
        made["nullable"] = True
        made[keyword] = left
    if left and all("const" in one for one in left):
        del made[keyword]
        made["enum"] = [one["const"] for one in left]
    elif len(left) == 1:
        del made[keyword]
        made["allOf"] = left
