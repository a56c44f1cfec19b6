"""Other valid values of fields, so that a change is visible."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from marketplace_contracts.description.schemas import Schemas
from marketplace_contracts.service.request_factory import IDENTIFYING

SAME: Any = object()
"""Marks that no other valid value is known."""


MORE = " & ä"
"""The end of a changed text; it must not be escaped, stripped or replaced."""


def different(schemas: Schemas, pointer: str, current: Any) -> Any:
    """Return `other`, but the next number for digits, and another year for a date."""
    found = other(schemas, pointer, current)
    if found is SAME and isinstance(current, str):
        if current.isascii() and current.isdigit():
            return str(int(current) + 1)
        if re.match(r"\d{4}-", current):
            return f"2031{current[4:]}"
    return found


def other(schemas: Schemas, pointer: str, current: Any) -> Any:
    """Return a valid value that differs from the present one, or `SAME`.

    Args:
        schemas: Of the description.
        pointer: The schema of the request's property.
        current: The present value; None where there is none.
    """
    node, where = schemas.spec.follow(pointer)
    if len(node.get("allOf", [])) == 1 and "properties" not in node:
        return other(schemas, f"{where}/allOf/0", current)
    shape = schemas.shape(pointer)
    if shape.properties:
        return _object(schemas, shape.properties, current)
    if shape.items:
        return _list(schemas, shape.items, current)
    if shape.open:
        return {**(current or {}), "contractCheck": "yes"}
    return _scalar(node, current)


def _object(schemas: Schemas, properties: dict[str, str], current: Any) -> Any:
    """Return the writable part of an object, with each property changed where possible."""
    if not isinstance(current, dict):
        return SAME
    found: dict[str, Any] = {}
    for name in properties.keys() & current.keys():
        new = SAME if name in IDENTIFYING else other(schemas, properties[name], current[name])
        found[name] = current[name] if new is SAME else new
    return SAME if all(found[name] == current[name] for name in found) else found


def _list(schemas: Schemas, items: str, current: Any) -> Any:
    """Return the present list with its first item changed, each item cut to its writable part."""
    if not isinstance(current, list) or not current:
        return SAME
    first = other(schemas, items, current[0])
    if first is SAME:
        return SAME
    known = schemas.shape(items).properties
    rest = [{k: v for k, v in item.items() if k in known} for item in current[1:]]
    return [first, *rest]


def _scalar(node: dict[str, Any], current: Any) -> Any:
    if "enum" in node:
        return next((value for value in node["enum"] if value != current), SAME)
    kind = node.get("type")
    if kind == "boolean":
        return not current
    if kind in {"integer", "number"}:
        return (current or 0) + 1
    return _text(node, current) if kind == "string" else SAME


def _text(node: dict[str, Any], current: Any) -> Any:
    if node.get("format") == "decimal":
        return _decimal(node, current)
    if "pattern" in node or "format" in node:
        return SAME
    return f"{current}{MORE}" if current else f"contract check{MORE}"


def _decimal(node: dict[str, Any], current: Any) -> Any:
    """Return one and a quarter more, so that cents are compared too."""
    try:
        text = str(Decimal(str(current)) + Decimal("1.25"))
    except InvalidOperation:
        return SAME
    return text if re.search(node.get("pattern", ""), text) else SAME


def contains(observed: Any, sent: Any) -> bool:
    """Tell whether all that was sent is in what was received; numbers are compared as numbers."""
    if isinstance(sent, dict):
        return isinstance(observed, dict) and all(
            name in observed and contains(observed[name], value) for name, value in sent.items()
        )
    if isinstance(sent, list):
        return isinstance(observed, list) and all(
            any(contains(item, value) for item in observed) for value in sent
        )
    return same(observed, sent)


def same(observed: Any, sent: Any) -> bool:
    """Tell whether two plain values are equal; `1.50` equals `1.5`, and 2 equals `2.0`."""
    if observed == sent and isinstance(observed, bool) == isinstance(sent, bool):
        return True
    if isinstance(observed, bool) or isinstance(sent, bool):
        return False
    try:
        return Decimal(str(observed)) == Decimal(str(sent))
    except InvalidOperation:
        return False
