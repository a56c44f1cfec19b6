"""Values of request bodies that the service reads in more than one form (facts E14)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from marketplace_contracts.description.schemas import Schemas, Shape

Change = Callable[[Shape, dict[str, Any]], dict[str, Any]]


def without_nulls(schemas: Schemas, pointer: str, body: Any) -> Any:
    """Return a valid body without the nulls of optional properties.

    Example: `{"type": "sales", "poNumber": null}` becomes `{"type": "sales"}`. Values of free form,
    such as `structured_value`, keep their nulls.
    """

    def change(shape: Shape, value: dict[str, Any]) -> dict[str, Any]:
        optional = shape.properties.keys() - shape.required
        return {k: v for k, v in value.items() if v is not None or k not in optional}

    return _changed(schemas, pointer, body, change)


def with_text_ids(schemas: Schemas, pointer: str, body: Any) -> Any:
    """Return a body in which identifiers have their described type, text or number.

    Example: `{"customerId": 1000611}` becomes `{"customerId": "1000611"}`.
    """

    def change(shape: Shape, value: dict[str, Any]) -> dict[str, Any]:
        return {
            key: _as_described(schemas, shape.properties[key], item) if _is_id(key, shape) else item
            for key, item in value.items()
        }

    return _changed(schemas, pointer, body, change)


def _is_id(name: str, shape: Shape) -> bool:
    return (name == "id" or name.endswith("Id")) and name in shape.properties


def _as_described(schemas: Schemas, pointer: str, value: Any) -> Any:
    kind = _type(schemas, pointer)
    if kind == "string" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if kind == "integer" and isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value[:20])
    return value


def _type(schemas: Schemas, pointer: str) -> str | None:
    """Return the type of a schema, also of a wrapped one with a description or null."""
    node, where = schemas.spec.follow(pointer)
    for keyword in ("allOf", "anyOf"):
        if "type" not in node and keyword in node:
            return _type(schemas, f"{where}/{keyword}/0")
    kind: str | None = node.get("type")
    return kind


def _changed(schemas: Schemas, pointer: str, value: Any, change: Change) -> Any:
    """Return a value with each described object in it changed."""
    shape = schemas.shape(pointer)
    if shape.choices and not shape.properties and shape.items is None:
        return _changed(schemas, shape.choices[0], value, change)
    if isinstance(value, list) and shape.items:
        return [_changed(schemas, shape.items, item, change) for item in value]
    if not isinstance(value, dict) or not shape.properties:
        return value
    return {
        key: _changed(schemas, shape.properties[key], item, change)
        if key in shape.properties
        else item
        for key, item in change(shape, value).items()
    }
