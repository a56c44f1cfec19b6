"""Generated values are valid against their schemas, and depend on the seed and the topic alone."""

from __future__ import annotations

from typing import Any

import pytest
from marketplace_contracts.description.schemas import Schemas
from marketplace_contracts.description.spec import parse
from marketplace_contracts.simulator.from_schema.agreements import CannotGenerate
from marketplace_contracts.simulator.from_schema.values import SchemaValues

A = "#/components/schemas/A"
TREE: dict[str, Any] = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string"},
        "left": {"$ref": A},
        "right": {"$ref": A},
        "children": {"type": "array", "items": {"$ref": A}},
    },
}
VALID: dict[str, Any] = {
    "a tree": TREE,
    "a list that ends in null": {
        "type": "object",
        "required": ["next"],
        "properties": {"next": {"allOf": [{"$ref": A}], "nullable": True}},
    },
    "a choice that ends a recursion": {
        "oneOf": [
            {"type": "object", "required": ["a"], "properties": {"a": {"$ref": A}}},
            {"type": "integer"},
        ]
    },
    "a list of lists": {"type": "array", "items": {"$ref": A}},
    "choices within choices": {
        "anyOf": [
            {"oneOf": [{"type": "string", "format": "ipv4"}, {"type": "string", "format": "date"}]},
            {"type": "integer", "minimum": 5},
        ]
    },
    "two choices at once": {
        "type": "object",
        "oneOf": [
            {"required": ["a"], "properties": {"a": {"type": "integer"}}},
            {"required": ["b"], "properties": {"b": {"type": "integer"}}},
        ],
        "anyOf": [{"required": ["c"]}, {"properties": {"d": {"type": "string"}}}],
    },
    "exactly one of branches that overlap": {
        "oneOf": [
            {"type": "integer", "multipleOf": 3},
            {"type": "integer", "multipleOf": 5},
        ]
    },
    "parts that narrow each other": {
        "allOf": [
            {"type": "string", "enum": ["a", "b", "c"]},
            {"enum": ["c", "d"]},
        ]
    },
    "a property that two parts describe": {
        "allOf": [
            {"type": "object", "properties": {"x": {"type": "integer", "minimum": 5}}},
            {"required": ["x"], "properties": {"x": {"maximum": 5}}},
        ]
    },
    "bounds": {"type": "integer", "minimum": -3, "maximum": -3},
    "bounds that exclude": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 0.5},
    "only a maximum": {"type": "integer", "maximum": -10},
    "hundredths": {"type": "number", "multipleOf": 0.01, "minimum": 0, "maximum": 1},
    "a large number": {"type": "integer", "format": "int64", "minimum": 10**15},
    "a pattern with lengths": {"type": "string", "pattern": "^[A-Z]+$", "minLength": 5},
    "a short pattern": {"type": "string", "pattern": "^[a-z0-9-]*$", "maxLength": 3},
    "alternatives": {"type": "string", "pattern": "^(foo|ba[rz]){2,3}$"},
    "classes": {"type": "string", "pattern": r"^\d{3}-\w+\s[^0-9]$"},
    "an unanchored pattern": {"type": "string", "pattern": "[0-9]{2}"},
    "a look-ahead that mostly holds": {"type": "string", "pattern": "^(?!zz)[a-z]{4}$"},
    "lengths": {"type": "string", "minLength": 30, "maxLength": 31},
    "one letter": {"type": "string", "maxLength": 1},
    "unique items": {
        "type": "array",
        "uniqueItems": True,
        "minItems": 3,
        "items": {"type": "string", "enum": ["a", "b", "c"]},
    },
    "any items": {"type": "array", "minItems": 2},
    "a map": {"type": "object", "additionalProperties": {"type": "boolean"}, "minProperties": 2},
    "no type": {"minimum": 3},
    "anything": {},
    "a constant": {"const": "x"},
    "types of 3.1": {"type": ["null", "integer"]},
    "null alone": {"type": "string", "nullable": True, "enum": [None]},
    "a required name that nothing describes": {"type": "object", "required": ["x"]},
    **{
        f"format {name}": {"type": "string", "format": name}
        for name in [
            "date-time",
            "date",
            "time",
            "uuid",
            "email",
            "hostname",
            "ipv4",
            "ipv6",
            "uri",
            "byte",
            "duration",
            "x",
        ]
    },
}


def values(schema: Any, seed: int = 1) -> tuple[SchemaValues, Schemas]:
    """Return a generator for one schema."""
    read = {"operationId": "a.get", "x-effect": "read", "x-replayable": True, "responses": {}}
    document = {
        "openapi": "3.0.3",
        "info": {"title": "A", "version": "1"},
        "paths": {"/a": {"get": read}},
        "components": {"schemas": {"A": schema}},
    }
    schemas = Schemas(parse(document))
    return SchemaValues(schemas, seed), schemas


@pytest.mark.parametrize("name", VALID)
def test_values_are_valid(name: str) -> None:
    """Whatever the schema asks for, the values of many topics and seeds satisfy it."""
    for seed in (1, 2):
        made, schemas = values(VALID[name], seed)
        for topic in range(12):
            found = made.value(A, f"topic {topic}")
            assert list(schemas.violations(A, found)) == []


def test_values_depend_on_seed_and_topic() -> None:
    """The same seed and topic give the same value; another of either gives another."""
    schema = {"type": "object", "properties": {"x": {"type": "string", "format": "uuid"}}}
    first, again, other = values(schema)[0], values(schema)[0], values(schema, 2)[0]
    assert first.value(A, "t") == again.value(A, "t")
    assert first.value(A, "t") != first.value(A, "u")
    assert first.value(A, "t") != other.value(A, "t")


def test_optional_properties_are_there() -> None:
    """A value has every property that can be read, so that a client sees each of them."""
    made, _ = values(TREE | {"properties": {**TREE["properties"], "w": {"writeOnly": True}}})
    found = made.value(A, "t")
    assert {"name", "left", "right", "children"} <= found.keys()
    assert "w" not in found


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "integer", "minimum": 3, "maximum": 2},
        {"type": "object", "required": ["a"], "properties": {"a": {"$ref": A}}},
        {"type": "string", "pattern": "^(?=never)x$"},
        {"type": "string", "pattern": r"^\p{Lu}+$"},
        {"allOf": [{"type": "string", "enum": ["a"]}, {"enum": ["b"]}]},
        {"type": "string", "not": {}},
    ],
)
def test_what_cannot_be_generated_is_reported(schema: Any) -> None:
    """A schema that no value of ours satisfies is an error with its place, never a wrong value."""
    with pytest.raises(CannotGenerate, match="schemas/A"):
        values(schema)[0].value(A, "t")
