"""A spec of one resource for the tests of the build, and a folder to build it in."""

from __future__ import annotations

import copy
import shutil
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
PAGE = "#/components/schemas/ThingPage"
SMALL: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Things", "version": "1"},
    "tags": [{"name": "things", "description": "All things"}],
    "security": [{"SubscriptionKey": [], "Bearer": []}],
    "paths": {
        "/things": {
            "get": {
                "tags": ["things"],
                "operationId": "things.list",
                "summary": "List things",
                "x-effect": "read",
                "x-replayable": True,
                "x-pagination": {"items": "data", "total": "pagination.total", "max-limit": 500},
                "x-sort": {"field": "day", "order": "descending"},
                "parameters": [
                    {
                        "name": "kind",
                        "in": "query",
                        "description": "The kind.",
                        "schema": {"$ref": "#/components/schemas/Kind"},
                        "x-filter": {"field": "kind", "match": "equals"},
                    },
                    {
                        "name": "limit",
                        "in": "query",
                        "description": "Rows.",
                        "schema": {"type": "integer", "default": 10},
                    },
                    {"name": "X-Key", "in": "header", "schema": {"type": "string"}},
                ],
                "responses": {
                    "200": {
                        "description": "A page",
                        "headers": {"X": {"schema": {"type": "string"}}},
                        "content": {"application/json": {"schema": {"$ref": PAGE}}},
                        "links": {"first": {"operationId": "things.get"}},
                    },
                    "401": {"$ref": "#/components/responses/Unauthorized"},
                },
            }
        },
        "/things/{id}": {
            "parameters": [{"$ref": "#/components/parameters/ThingId"}],
            "patch": {
                "tags": ["things"],
                "operationId": "things.update",
                "summary": "Change a thing",
                "x-effect": "write",
                "x-replayable": False,
                "security": [{"SubscriptionKey": [], "Basic": []}],
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}
                    },
                },
                "responses": {
                    "200": {
                        "description": "The thing",
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}
                        },
                    },
                    "401": {"$ref": "#/components/responses/Unauthorized"},
                },
            },
        },
    },
    "components": {
        "parameters": {
            "ThingId": {
                "name": "id",
                "in": "path",
                "required": True,
                "description": "Which thing.",
                "schema": {"type": "string"},
            }
        },
        "responses": {
            "Unauthorized": {
                "description": "No",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
            }
        },
        "schemas": {
            "Kind": {"type": "string", "enum": ["small", "bigOne"], "description": "A kind."},
            "Thing": {
                "type": "object",
                "description": "A thing.",
                "required": ["kind"],
                "properties": {
                    "kind": {
                        "allOf": [{"$ref": "#/components/schemas/Kind"}],
                        "x-terminal": ["bigOne"],
                    },
                    "day": {"type": "string", "format": "date", "readOnly": True},
                },
            },
            "Pagination": {"type": "object", "properties": {"offset": {"type": "integer"}}},
            "ThingPage": {
                "type": "object",
                "required": ["data", "pagination"],
                "properties": {
                    "data": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}},
                    "pagination": {"$ref": "#/components/schemas/Pagination"},
                },
            },
            "Error": {"type": "object", "properties": {"message": {"type": "string"}}},
            "Nobody": {"type": "object", "properties": {"x": {"type": "string"}}},
        },
    },
}


def small_spec() -> dict[str, Any]:
    """Give a spec that a test may change."""
    return copy.deepcopy(SMALL)


def operation(spec: dict[str, Any], path: str = "/things", method: str = "get") -> dict[str, Any]:
    """Give one operation of a spec."""
    found: dict[str, Any] = spec["paths"][path][method]
    return found


def make_root(folder: Path, spec: dict[str, Any]) -> Path:
    """Lay out a folder with `spec` and the real templates and settings."""
    (folder / "spec").mkdir()
    shutil.copytree(ROOT / "spec" / "templates", folder / "spec" / "templates")
    shutil.copy(ROOT / "spec" / "generator.yaml", folder / "spec")
    write_spec(folder, spec)
    return folder


def write_spec(root: Path, spec: dict[str, Any]) -> None:
    """Put another spec into a folder."""
    (root / "spec" / "openapi.yaml").write_text(yaml.safe_dump(spec, sort_keys=False))
