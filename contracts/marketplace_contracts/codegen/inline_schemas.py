"""Names for the enumerations and objects that a description writes inline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marketplace_contracts.codegen.errors import CodegenError

Json = dict[str, Any]
Schemas = Mapping[str, Json]

PREFIX = "#/components/schemas/"
NOTES = ("description", "nullable", "readOnly", "writeOnly")
"""Keywords that belong to a property and not to the schema that it has."""


def name_inline(schemas: Schemas) -> dict[str, Json]:
    """Turn each inline enumeration and object into a component named after schema and property.

    Done before compositions are flattened, so that all heirs share one of them.
    """
    named: dict[str, Json] = {}
    for name, schema in schemas.items():
        found: dict[str, Json] = {}
        named[name] = schema if "enum" in schema else _lift(schema, name, found)
        for new, inline in found.items():
            if new in schemas or new in named:
                kind = "enum" if "enum" in inline else "object"
                raise CodegenError(f"{name}: an inline {kind} needs the name {new}, which is taken")
            named[new] = inline
    return named


def _lift(node: Any, name: str, found: dict[str, Json]) -> Any:
    """Copy `node` with references in place of what has to be named below it, put into `found`."""
    if isinstance(node, list):
        return [_lift(inner, name, found) for inner in node]
    if not isinstance(node, dict):
        return node
    if isinstance(node.get("enum"), list):
        kept = ("type", "enum", "x-enum-varnames", "description")
        found[name] = {key: node[key] for key in kept if key in node}
        notes = {k: v for k, v in node.items() if k not in ("type", "enum", "x-enum-varnames")}
        return {"allOf": [{"$ref": PREFIX + name}], **notes}
    copy: Json = {}
    for key, value in node.items():
        if key == "properties":
            copy[key] = {
                p: _lift_object(_lift(s, name + p[:1].upper() + p[1:], found), found, name, p)
                for p, s in value.items()
            }
        elif key == "items":
            copy[key] = _lift_object(_lift(value, name, found), found, name)
        else:
            copy[key] = _lift(value, name, found)
    return copy


def _lift_object(node: Any, found: dict[str, Json], name: str, field: str = "") -> Any:
    """Return a reference in place of an inline object, or of a composition with one in it."""
    parts = node.get("allOf", []) if isinstance(node, dict) else []
    if not isinstance(node, dict) or not any("properties" in each for each in (node, *parts)):
        return node
    name += field[:1].upper() + field[1:]
    notes = {key: node[key] for key in NOTES if key in node}
    found[name] = {key: value for key, value in node.items() if key not in NOTES[1:]}
    return {"allOf": [{"$ref": PREFIX + name}], **notes}
