"""Small changes of schemas and operations: each is reported once, and refactors are not."""

import copy
from typing import Any

import pytest
import yaml
from marketplace_contracts.description.diff import Changes, compare
from marketplace_contracts.description.diff.document import parse
from support.descriptions.small_changes import OPERATIONS, SCHEMAS

COMPONENTS = yaml.safe_load("""
schemas:
  A: {type: object, required: [a], properties: {a: {type: string}}}
  B: {type: object, required: [b], properties: {b: {type: string}}}
  B2: {type: object, required: [b], properties: {b: {type: integer}}}
  C: {type: object, properties: {c: {type: string}}}
""")


def compared(old: dict[str, Any], new: dict[str, Any]) -> Changes:
    """Compare two documents given as data."""
    documents = (
        parse(name, yaml.safe_dump(data, sort_keys=False).encode())
        for name, data in (("old", old), ("new", new))
    )
    return compare(*documents)


def around(schema: Any, direction: str, openapi: str) -> dict[str, Any]:
    """A document with one schema, sent or received."""
    content = {"description": "d", "content": {"application/json": {"schema": schema}}}
    empty = {"description": "d"}
    operation: dict[str, Any] = {"operationId": "a.b", "responses": {"200": empty}}
    if direction == "request":
        operation["requestBody"] = content
    else:
        operation["responses"] = {"200": content}
    paths = {"/a": {"post": operation}}
    return {"openapi": openapi, "paths": paths, "components": COMPONENTS}


def expected(told: str, place: int) -> list[tuple[str, str]]:
    """Rules with their severity in one direction."""
    rows = [row.split() for row in told.split(",") if row.strip()]
    return sorted((rule, marks[place]) for rule, marks in rows if marks[place] != "-")


def reported(found: Changes) -> list[tuple[str, str]]:
    """Rule and first letter of the severity of each change."""
    return sorted((one.rule, one.severity.word[0]) for one in found)


@pytest.mark.parametrize("direction", ["request", "response"])
@pytest.mark.parametrize("case", SCHEMAS, ids=lambda case: case["name"])
def test_a_change_of_a_schema_is_reported_once(case: dict[str, Any], direction: str) -> None:
    """A schema that changes in one thing is one line, there and back, in each direction."""
    openapi = case.get("openapi", "3.0.3")
    old, new = (around(case[side], direction, openapi) for side in ("old", "new"))
    place = ["request", "response"].index(direction)
    assert reported(compared(old, new)) == expected(case.get("there", ""), place)
    assert reported(compared(new, old)) == expected(case.get("back", ""), place)


def edited(case: dict[str, Any]) -> dict[str, Any]:
    """The base after the edits of a case."""
    document = copy.deepcopy(OPERATIONS["base"])
    for pointer, value in [
        *case.get("set", {}).items(),
        *((pointer, None) for pointer in case.get("remove", [])),
    ]:
        *way, last = (part.replace("~1", "/").replace("~0", "~") for part in pointer[1:].split("/"))
        node = document
        for key in way:
            node = node[int(key)] if isinstance(node, list) else node.setdefault(key, {})
        if isinstance(node, list):
            node[int(last) :] = [value, *node[int(last) + 1 :]]
        elif value is None:
            del node[last]
        else:
            node[last] = value
    names = case.get("rename", {})
    document["paths"] = {names.get(path, path): one for path, one in document["paths"].items()}
    return document


@pytest.mark.parametrize("case", OPERATIONS["changes"], ids=lambda case: case["name"])
def test_a_change_of_an_operation_is_reported_once(case: dict[str, Any]) -> None:
    """What changes around an operation is one line, there and back, whatever it reaches."""
    old, new = copy.deepcopy(OPERATIONS["base"]), edited(case)
    assert reported(compared(old, new)) == expected(case.get("there", ""), 0)
    assert reported(compared(new, old)) == expected(case.get("back", ""), 0)


def test_renamed_paths_without_operation_ids_are_known_again() -> None:
    """Operations without ids that one renamed part of the path explains are the same ones."""
    old = copy.deepcopy(OPERATIONS["base"])
    for item in old["paths"].values():
        for operation in item.values():
            del operation["operationId"]
    new = copy.deepcopy(old)
    new["paths"] = {path.replace("orders", "buys"): item for path, item in old["paths"].items()}
    (change,) = compared(old, new)
    assert (change.before, change.after) == ("/orders/…", "/buys/…")
    assert len(change.operations) == 3
