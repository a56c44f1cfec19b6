"""Invalid requests, each made from a valid one by a single change."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from marketplace_contracts.description.json_values import Path, path_text, read_text
from marketplace_contracts.description.operations import Parameter
from marketplace_contracts.description.schemas import Schemas
from marketplace_contracts.service.request_factory import IDENTIFYING

STRANGE = "contract?!"
FAR_TOO_LONG = "x" * 5_000
INSTEAD: dict[type, tuple[Any, ...]] = {
    str: ("", STRANGE, FAR_TOO_LONG, {}),
    bool: ("perhaps", {}),
    int: (0, -1, "many", {}),
    float: (0, -1, "many", {}),
    list: ([], "text"),
    dict: ("text", []),
}
"""Values to try in place of a value of each type; only those that its schema forbids are sent."""
QUERIES = (STRANGE, "-1", "0", "1.5", "2026-13-45")


def invalid_bodies(schemas: Schemas, pointer: str, body: Any) -> Iterator[tuple[str, Any]]:
    """Bodies with one mistake each, and the mistake in words.

    Args:
        schemas: Of the description.
        pointer: The schema of the body.
        body: A valid one.
    """
    valid = schemas.validator(pointer).is_valid
    for path, words, value in _mistakes(schemas, pointer, body):
        changed = _with(body, path, value)
        if not valid(changed):
            yield f"{path_text(path)} {words}", changed


def response_only_values(
    schemas: Schemas, pointer: str, shown: str, body: Any
) -> Iterator[tuple[str, Any]]:
    """Yield bodies with a value that only responses may have, and the value in words.

    Args:
        schemas: Of the description.
        pointer: The schema of the body.
        shown: The schema of the response.
        body: A valid one.
    """
    takes, shows = schemas.shape(pointer).properties, schemas.shape(shown).properties
    for name in takes.keys() & shows.keys():
        mine, theirs = (_choices(schemas, where[name]) for where in (takes, shows))
        for value in theirs if mine else ():
            if value not in mine:
                yield f"/{name} as {value!r}", {**body, name: value}


def _choices(schemas: Schemas, pointer: str) -> list[Any]:
    """Return the values of an enumeration, nullable ones included; nothing for other schemas."""
    node, where = schemas.spec.follow(pointer)
    if len(node.get("allOf", [])) == 1:
        return _choices(schemas, f"{where}/allOf/0")
    found: list[Any] = node.get("enum", [])
    return found


GONE: Any = object()


def _mistakes(schemas: Schemas, pointer: str, body: Any) -> Iterator[tuple[Path, str, Any]]:
    for visit in schemas.visit(pointer, body):
        for name in sorted(visit.shape.required & visit.value.keys()):
            yield (*visit.path, name), "left out", GONE
        for name, value in visit.value.items():
            for other in INSTEAD.get(type(value), ()):
                yield (*visit.path, name), f"as {_shown(other)}", other
        if visit.shape.extra:
            yield (*visit.path, "contractCheck"), "as an object", {"of": ["another", "kind"]}


def _shown(value: Any) -> str:
    if value == FAR_TOO_LONG:
        return f"text of {len(value)} characters"
    return repr(value) if value not in ({}, []) else "an empty object or list"


def _with(body: Any, path: Path, value: Any) -> Any:
    """Return a copy of a body with another value at a path, or without the value there."""
    changed = copy.deepcopy(body)
    inside = changed
    for step in path[:-1]:
        inside = inside[step]
    if value is GONE:
        del inside[path[-1]]
    else:
        inside[path[-1]] = value
    return changed


def invalid_queries(schemas: Schemas, parameter: Parameter) -> Iterator[str]:
    """Yield texts that a query parameter does not allow, but not two invalid words at once (C9)."""
    words = [str(word) for word in parameter.schema.get("enum", [])[:2]]
    valid = schemas.validator(f"{parameter.pointer}/schema").is_valid
    kind = str(parameter.schema.get("type"))
    for text in (*QUERIES, ",".join(words)) if len(words) == 2 else QUERIES:
        if not valid(read_text(kind, text)):
            yield text


def least(schemas: Schemas, pointer: str, body: Any) -> Any:
    """Return the required part of a body, at every level, and what identifies a product (E4)."""
    shape = schemas.shape(pointer)
    if isinstance(body, list) and shape.items:
        return [least(schemas, shape.items, item) for item in body]
    if not isinstance(body, dict) or not shape.properties:
        return body
    return {
        name: least(schemas, shape.properties[name], value)
        for name, value in body.items()
        if name in shape.properties and (name in shape.required or name in IDENTIFYING)
    }
