"""Public Python names that a change reaches, by the rules of code generation."""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping
from typing import Any

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def snake(name: str) -> str:
    """Return a JSON name as a Python name: `poNumber` becomes `po_number`."""
    made = "_".join(_WORDS.findall(name.replace("_", " "))).lower() or name
    return f"{made}_" if keyword.iskeyword(made) else made


def method_of(operation: Mapping[str, Any], fallback: str) -> str:
    """Return the client method of an operation: `mp.orders.get`."""
    name = str(operation.get("operationId") or fallback)
    parts = name.split(".") if "." in name else [name]
    return "mp." + ".".join(snake(part) for part in parts)


def attribute_of(pointer: str) -> str:
    """Return the model attribute of a schema's pointer, such as `Order.po_number`, if any."""
    parts = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")]
    if parts[:3] != ["#", "components", "schemas"] or len(parts) < 4:
        return ""
    path = [
        snake(parts[index + 1])
        for index, part in enumerate(parts[:-1])
        if part == "properties" and index >= 4
    ]
    return ".".join([parts[3], *path])
