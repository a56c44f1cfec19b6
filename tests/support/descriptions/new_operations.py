"""A copy of the description with operations that nobody simulates."""

from __future__ import annotations

import copy
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from marketplace_contracts.description.spec import Spec, load, parse

REF = "#/components/schemas/"
NEW = ("shelves.list", "shelves.get", "shelves.create", "shelves.delete", "orders.history")
SCHEMAS: dict[str, Any] = {
    "Colour": {"type": "string", "enum": ["red", "green", "blue"]},
    "Named": {
        "type": "object",
        "required": ["id", "name"],
        "properties": {
            "id": {"type": "string", "pattern": "^SH-[0-9]{6}$"},
            "name": {"type": "string", "minLength": 3, "maxLength": 12},
        },
    },
    "ShelfRow": {
        "allOf": [
            {"$ref": f"{REF}Named"},
            {
                "type": "object",
                "required": ["colour", "made"],
                "properties": {
                    "colour": {"$ref": f"{REF}Colour"},
                    "made": {"type": "string", "format": "date-time"},
                    "depth": {"type": "integer", "minimum": 3, "maximum": 9},
                },
            },
        ]
    },
    "Shelf": {
        "allOf": [
            {"$ref": f"{REF}ShelfRow"},
            {
                "type": "object",
                "required": ["price", "content", "boards"],
                "properties": {
                    "price": {"type": "string", "pattern": r"^[0-9]+(\.[0-9]{1,2})?$"},
                    "owner": {"type": "string", "format": "email", "nullable": True},
                    "secret": {"type": "string", "writeOnly": True},
                    "boards": {
                        "type": "array",
                        "minItems": 2,
                        "maxItems": 4,
                        "uniqueItems": True,
                        "items": {"type": "number", "minimum": 0.5, "multipleOf": 0.5},
                    },
                    "content": {
                        "oneOf": [{"$ref": f"{REF}Book"}, {"$ref": f"{REF}Box"}],
                    },
                    "labels": {"type": "object", "additionalProperties": {"type": "integer"}},
                },
            },
        ]
    },
    "Book": {
        "type": "object",
        "required": ["kind", "isbn"],
        "properties": {
            "kind": {"type": "string", "enum": ["book"]},
            "isbn": {"type": "string", "pattern": "^(97[89]-)?[0-9]{9}[0-9X]$"},
        },
    },
    "Box": {
        "type": "object",
        "required": ["kind"],
        "properties": {
            "kind": {"type": "string", "enum": ["box"]},
            "inside": {"type": "array", "items": {"$ref": f"{REF}Box"}},
            "lid": {"$ref": f"{REF}Box"},
        },
    },
    "ShelfPage": {
        "type": "object",
        "required": ["data", "pagination"],
        "properties": {
            "data": {"type": "array", "items": {"$ref": f"{REF}ShelfRow"}},
            "pagination": {"$ref": f"{REF}Pagination"},
        },
    },
    "History": {
        "type": "object",
        "required": ["orderId", "steps"],
        "properties": {
            "orderId": {"type": "string"},
            "steps": {"type": "array", "minItems": 1, "items": {"type": "string"}},
        },
    },
}


def _operation(name: str, effect: str, schema: str, *refs: str, **rest: Any) -> dict[str, Any]:
    refused = {
        "400": "BadRequest",
        "401": "Unauthorized",
        "404": "NotFound",
        "415": "UnsupportedMediaType",
        "429": "TooManyRequests",
    }
    headers = {"X-Correlation-ID": {"$ref": "#/components/headers/CorrelationId"}}
    good: dict[str, Any] = {"description": "Fine.", "headers": headers}
    if schema:
        good["content"] = {"application/json": {"schema": {"$ref": f"{REF}{schema}"}}}
    return {
        "operationId": name,
        "tags": [name.partition(".")[0]],
        "summary": name,
        "x-effect": effect,
        "x-replayable": effect == "read",
        "x-evidence": "inferred",
        "parameters": [{"$ref": f"#/components/parameters/{each}"} for each in refs],
        "responses": {
            "200" if schema else "204": good,
            **{s: {"$ref": f"#/components/responses/{name}"} for s, name in refused.items()},
        },
        **rest,
    }


@cache
def _document() -> dict[str, Any]:
    document: dict[str, Any] = copy.deepcopy(dict(load().document))
    document["components"]["schemas"] |= SCHEMAS
    document["components"]["parameters"]["ShelfId"] = {
        "name": "shelfId",
        "in": "path",
        "required": True,
        "schema": {"type": "string"},
    }
    shelves = _operation("shelves.list", "read", "ShelfPage", "Offset", "Limit")
    shelves["x-pagination"] = {"items": "data", "total": "pagination.total", "max-limit": 500}
    shelves["x-sort"] = {"field": "made", "order": "descending"}
    colour = {"name": "colour", "in": "query", "schema": {"$ref": f"{REF}Colour"}}
    shelves["parameters"].append(colour | {"x-filter": {"field": "colour", "match": "equals"}})
    made = {"name": "from", "in": "query", "schema": {"type": "string", "format": "date-time"}}
    shelves["parameters"].append(made | {"x-filter": {"field": "made", "match": "from"}})
    link = {"operationId": "shelves.get", "parameters": {"shelfId": "$response.body#/data/0/id"}}
    shelves["responses"]["200"]["links"] = {"first": link}
    body = {"application/json": {"schema": {"$ref": f"{REF}Named"}}}
    body["application/json"]["example"] = {"id": "SH-000001", "name": "Oak"}
    document["paths"] |= {
        "/shelves": {
            "get": shelves,
            "post": _operation(
                "shelves.create", "write", "Shelf", requestBody={"required": True, "content": body}
            ),
        },
        "/shelves/{shelfId}": {
            "get": _operation("shelves.get", "read", "Shelf", "ShelfId"),
            "delete": _operation("shelves.delete", "write", "", "ShelfId"),
        },
        "/orders/{id}/history": {"get": _operation("orders.history", "read", "History", "OrderId")},
    }
    return document


def extended() -> dict[str, Any]:
    """Return our description with the operations of `NEW`, for a test to change."""
    return copy.deepcopy(_document())


def extended_spec() -> Spec:
    """Return that description, read."""
    return parse(extended())


def written(folder: Path, document: dict[str, Any]) -> Path:
    """Write a description into a folder."""
    path = folder / "new.yaml"
    path.write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")
    return path
