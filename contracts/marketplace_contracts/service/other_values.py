"""Other values: what a field can be changed to, so that the change can be seen."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from marketplace_contracts.description.schemas import Schemas
from marketplace_contracts.service.request_factory import IDENTIFYING

SAME: Any = object()
"""No other value is known that would be valid."""


MORE = " & ä"
"""What changed text ends with: nothing on the way may escape, strip or replace it."""


def different(schemas: Schemas, pointer: str, current: Any) -> Any:
    """As `other`, and more: the next of a number in digits, another year of a date."""
    found = other(schemas, pointer, current)
    if found is SAME and isinstance(current, str):
        if current.isascii() and current.isdigit():
            return str(int(current) + 1)
        if re.match(r"\d{4}-", current):
            return f"2031{current[4:]}"
    return found


def other(schemas: Schemas, pointer: str, current: Any) -> Any:
    """A valid value for the schema at a place that differs from the present one, or `SAME`.

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
    """Of a present object, what can be sent, with each property changed that can be."""
    if not isinstance(current, dict):
        return SAME
    found: dict[str, Any] = {}
    for name in properties.keys() & current.keys():
        new = SAME if name in IDENTIFYING else other(schemas, properties[name], current[name])
        found[name] = current[name] if new is SAME else new
    return SAME if all(found[name] == current[name] for name in found) else found


def _list(schemas: Schemas, items: str, current: Any) -> Any:
    """The present list with its first item changed, and each item cut to what can be sent."""
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
    """One and a quarter more, so that cents are seen too."""
    try:
        text = str(Decimal(str(current)) + Decimal("1.25"))
    except InvalidOperation:
        return SAME
    return text if re.search(node.get("pattern", ""), text) else SAME


def contains(observed: Any, sent: Any) -> bool:
    """Whether all that was sent is in what came; decimal text is compared by its number."""
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
    """Whether two plain values are one; `1.50` is `1.5`, and 2 is `2.0`."""
    if observed == sent and isinstance(observed, bool) == isinstance(sent, bool):
        return True
    if isinstance(observed, bool) or isinstance(sent, bool):
        return False
    try:
        return Decimal(str(observed)) == Decimal(str(sent))
    except InvalidOperation:
        return False
