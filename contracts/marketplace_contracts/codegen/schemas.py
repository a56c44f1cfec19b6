"""The spec's schemas as the generator can take them: pure functions, dictionary in and out.

Six steps: nulls that requests may have are removed, a choice between a schema and null becomes
`nullable`, inline enumerations and objects get a name, `allOf` compositions become one object, maps
become a mark (`x-map`) instead of a class, and only what the generator or a template reads is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from marketplace_contracts.codegen.errors import CodegenError
from marketplace_contracts.codegen.inline_schemas import (
    NOTES,
    PREFIX,
    Json,
    Schemas,
    name_inline,
)

TYPE_NAMES = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}


# What may go through. Patterns, limits, defaults, examples and formats such as uuid or decimal are
# promises for the checks; a reader that acted on them could lose or change what was received.
KEPT = (
    *("$ref", "allOf", "anyOf", "oneOf", "type", "enum", "items", "properties", "required"),
    *("description", "nullable", "readOnly", "writeOnly"),
    *("x-enum-varnames", "x-map", "x-secret", "x-terminal"),
)
FORMATS = ("date", "date-time")
# Beside writeOnly ones that are marked `format: password`: never shown by a repr.
SECRETS = frozenset({"token", "password", "login", "downloadUrl"})


def compile_schemas(schemas: Schemas) -> dict[str, Json]:
    """Compile the component schemas.

    Args:
        schemas: `components.schemas` of the spec; left as it is.

    Returns:
        The schemas that are not maps, composed and reduced, with one more for each inline enum.

    Raises:
        CodegenError: If a schema cannot be expressed in the generated package.
    """
    nulls = {PREFIX + name for name, schema in schemas.items() if schema.get("enum") == [None]}
    schemas = without_absent_nulls(schemas, nulls)
    rest = {name: schema for name, schema in schemas.items() if PREFIX + name not in nulls}
    named = name_inline(fold_null(rest, nulls))
    flat = {name: flatten(name, named) for name in named}
    return {name: _reduced(s, flat, name) for name, s in flat.items() if not is_map(s)}


def without_absent_nulls(schemas: Schemas, nulls: set[str]) -> dict[str, Json]:
    """Remove the nulls that requests may have, which our client never sends.

    A schema with `x-null: absent` accepts null for its optional properties, and one with `x-model`
    says so for a schema that responses have too. Both kinds have one model without these nulls.

    Args:
        schemas: `components.schemas` of the spec; not changed.
        nulls: References to the schemas that only null is valid against.
    """
    models = {PREFIX + n: PREFIX + s["x-model"] for n, s in schemas.items() if "x-model" in s}
    return {
        name: _renamed(_plain(schema, nulls) if "x-null" in schema else schema, models)
        for name, schema in schemas.items()
        if "x-model" not in schema
    }


def _plain(node: Any, nulls: set[str]) -> Any:
    """Copy `node` without `nullable`, and with each choice between a schema and null resolved."""
    if isinstance(node, list):
        return [_plain(inner, nulls) for inner in node]
    if not isinstance(node, dict):
        return node
    copy = {key: _plain(value, nulls) for key, value in node.items() if key != "nullable"}
    choices = copy.get("anyOf", [])
    others = [choice for choice in choices if choice.get("$ref") not in nulls]
    if len(others) != 1 or len(choices) == 1:
        return copy
    notes = {key: value for key, value in copy.items() if key != "anyOf"}
    if "$ref" in others[0] and notes:
        return {"allOf": others, **notes}
    return {**others[0], **notes}


def _renamed(node: Any, names: Mapping[str, str]) -> Any:
    """Copy `node` with other references."""
    if isinstance(node, list):
        return [_renamed(inner, names) for inner in node]
    if not isinstance(node, dict):
        return node
    copy = {key: _renamed(value, names) for key, value in node.items()}
    return {**copy, "$ref": names[copy["$ref"]]} if copy.get("$ref") in names else copy


def referenced(node: Any) -> Iterator[str]:
    """Return the name of each component schema that is referred to anywhere below `node`."""
    if isinstance(node, dict):
        ref = node.get("$ref")
        if isinstance(ref, str) and ref.startswith(PREFIX):
            yield ref.removeprefix(PREFIX)
        node = list(node.values())
    if isinstance(node, list):
        for inner in node:
            yield from referenced(inner)


def reachable(roots: Any, schemas: Schemas) -> set[str]:
    """Return the names of all schemas that `roots` need, directly or through others."""
    found: set[str] = set()
    waiting = set(referenced(roots)) & schemas.keys()
    while waiting:
        name = waiting.pop()
        found.add(name)
        waiting |= (set(referenced(schemas[name])) & schemas.keys()) - found
    return found


def fold_null(node: Any, nulls: set[str]) -> Any:
    """Copy `node` with `nullable` in place of each choice between one schema and null.

    Args:
        node: Anything in a spec.
        nulls: References to the schemas that only null is valid against.
    """
    if isinstance(node, list):
        return [fold_null(inner, nulls) for inner in node]
    if not isinstance(node, dict):
        return node
    copy: Json = {key: fold_null(value, nulls) for key, value in node.items()}
    choices = copy.get("anyOf", [])
    others = [choice for choice in choices if choice.get("$ref") not in nulls]
    if len(others) == 1 < len(choices):
        notes = {key: value for key, value in copy.items() if key not in ("anyOf", "type")}
        return {"allOf": others, **notes, "nullable": True}
    return copy


def flatten(name: str, schemas: Schemas, above: tuple[str, ...] = ()) -> Json:
    """Return the component `name` with its `allOf` parts merged into one object.

    The schema's own keywords are merged last, so that they override those of its parts.
    """
    if name not in schemas:
        raise CodegenError(f"{above[-1] if above else 'the spec'}: no schema is called {name}")
    if name in above:
        raise CodegenError(f"{name}: the composition contains itself")
    schema = schemas[name]
    if "allOf" not in schema:
        return schema
    merged: Json = {"type": "object", "properties": {}, "required": []}
    for part in [*schema["allOf"], {k: v for k, v in schema.items() if k != "allOf"}]:
        ref = part.get("$ref", "").removeprefix(PREFIX)
        whole = flatten(ref, schemas, (*above, name)) if ref else part
        if whole.get("type", "object") != "object" or "enum" in whole:
            raise CodegenError(f"{name}: only objects can be composed with allOf")
        merged["properties"] |= whole.get("properties", {})
        merged["required"] += [r for r in whole.get("required", []) if r not in merged["required"]]
    return merged | {k: v for k, v in schema.items() if k not in (*merged, "allOf")}


def is_map(schema: Json) -> bool:
    """Return whether a schema is an object of free keys rather than one of named properties."""
    return schema.get("type") == "object" and not schema.get("properties")


def is_choice(schema: Json) -> bool:
    """Return whether a schema is a choice between several others that no reader could make."""
    choices = schema.get("anyOf", []) + schema.get("oneOf", [])
    return sum("$ref" in choice or "properties" in choice for choice in choices) > 1


def tidy(schema: Json, schemas: Schemas, place: str) -> Json:
    """Return a schema and what is below it with only the keys that the generator needs.

    Args:
        schema: A schema or a reference to one.
        schemas: The flattened components, to look references up.
        place: Where the schema is, for the error.
    """
    schema = _without_map_reference(schema, schemas, place)
    if is_map(schema):
        return _map(schema)
    if is_choice(schema):
        # No reader could choose, so the JSON value stays as it was received.
        choices = {key: schema[key] for key in ("anyOf", "oneOf") if key in schema}
        return {"x-choice": choices} | {key: schema[key] for key in NOTES if key in schema}
    return _reduced(schema, schemas, place)


def _reduced(schema: Json, schemas: Schemas, place: str) -> Json:
    kept = {key: schema[key] for key in KEPT if key in schema}
    if schema.get("format") in FORMATS:
        kept["format"] = schema["format"]
    if "enum" in kept:
        kept["x-enum-varnames"] = _member_names(kept, place)
    if "items" in kept:
        kept["items"] = tidy(kept["items"], schemas, f"{place}[]")
    for key in ("allOf", "anyOf", "oneOf"):
        if key in kept:
            kept[key] = [tidy(part, schemas, place) for part in kept[key]]
    if "properties" in kept:
        kept["properties"] = {
            name: _property(name, s, schemas, place) for name, s in kept["properties"].items()
        }
    return kept


def _property(name: str, schema: Json, schemas: Schemas, place: str) -> Json:
    """Return one property, marked if it is secret."""
    place = f"{place}.{name}"
    kept = tidy(schema, schemas, place)
    if name in SECRETS or schema.get("format") == "password":
        kept["x-secret"] = True
    return kept


def _without_map_reference(schema: Json, schemas: Schemas, place: str) -> Json:
    """Return the map that a schema refers to; the schema's own notes override those of the map."""
    parts = schema.get("allOf", [])
    ref = schema.get("$ref") or (parts[0].get("$ref") if len(parts) == 1 else None)
    if ref is None:
        return schema
    target = schemas.get(ref.removeprefix(PREFIX))
    if target is None:
        raise CodegenError(f"{place}: no schema is called {ref.removeprefix(PREFIX)}")
    if not is_map(target) and not is_choice(target):
        return schema
    return target | {k: v for k, v in schema.items() if k not in ("$ref", "allOf")}


def _map(schema: Json) -> Json:
    """Return the mark of a map: the Python type of its values, `Any` when it is not a plain one."""
    values = schema.get("additionalProperties")
    inner = TYPE_NAMES.get(values.get("type", ""), "Any") if isinstance(values, dict) else "Any"
    return {"x-map": inner} | {key: schema[key] for key in NOTES if key in schema}


def _member_names(schema: Json, place: str) -> list[str]:
    """Return the names of an enumeration's members: those of the spec, or CREDIT_HOLD like ones."""
    values = [value for value in schema["enum"] if value is not None]
    if not all(isinstance(value, str) for value in values):
        raise CodegenError(f"{place}: only enumerations of text are supported")
    names = schema.get("x-enum-varnames") or [
        re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", value).upper() for value in values
    ]
    if len(set(names)) != len(values):
        raise CodegenError(f"{place}: x-enum-varnames must give each value a name of its own")
    return list(names)
