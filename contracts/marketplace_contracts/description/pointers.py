"""JSON pointers into the description, such as `#/paths/~1orders/get`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

Node: TypeAlias = dict[str, Any]


def escape(part: str) -> str:
    """Return a key as written in a pointer: `/orders` as `~1orders`."""
    return part.replace("~", "~0").replace("/", "~1")


def unescape(part: str) -> str:
    """Return the key that a part of a pointer stands for."""
    return part.replace("~1", "/").replace("~0", "~")


def resolve(document: Mapping[str, Any], pointer: str) -> tuple[Any, str]:
    """Return the node at a pointer, and its own pointer after following references.

    Raises:
        LookupError: There is nothing, or references are circular.
    """
    seen: set[str] = set()
    while pointer not in seen:
        seen.add(pointer)
        node: Any = document
        for part in pointer.removeprefix("#").split("/")[1:]:
            key = unescape(part)
            try:
                node = node[int(key) if isinstance(node, list) else key]
            except (KeyError, IndexError, TypeError, ValueError):
                raise LookupError(pointer) from None
        if not (isinstance(node, dict) and isinstance(node.get("$ref"), str)):
            return node, pointer
        pointer = node["$ref"]
    raise LookupError(pointer)
