"""Parts of JSON values: at the dotted paths of the description's extensions, and all objects."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

Path: TypeAlias = tuple[str | int, ...]
_INTEGER = re.compile(r"-?[0-9]{1,400}", re.ASCII)
_NUMBER = re.compile(r"-?[0-9]{1,300}([.][0-9]{1,300})?", re.ASCII)
_TRUTH = {"true": True, "false": False}


def at(value: Any, dotted: str) -> Any:
    """Return the part of a JSON value at a dotted path; None if there is nothing."""
    for part in dotted.split("."):
        if not isinstance(value, Mapping) or part not in value:
            return None
        value = value[part]
    return value


def gather(value: Any, dotted: str) -> list[Any]:
    """Return all values at a dotted path, in every item of lists on the way."""
    found = [value]
    for part in dotted.split("."):
        found = [item for one in found for item in (one if isinstance(one, list) else [one])]
        found = [one[part] for one in found if isinstance(one, Mapping) and part in one]
    return found


def objects_in(value: Any) -> Iterator[dict[str, Any]]:
    """Yield all objects in a JSON value, however deep; without recursion, so any depth is fine."""
    waiting = [value]
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, list):
            waiting += inner
        elif isinstance(inner, dict):
            waiting += inner.values()
            yield inner


def path_text(path: Path) -> str:
    """Return a position in a JSON value as text: `/data/0/id`, or `the body` itself."""
    return "/" + "/".join(map(str, path)) if path else "the body"


def read_text(kind: str, text: str) -> Any:
    """Return the JSON value that the text of a parameter stands for; the text if it is not one.

    Args:
        kind: The JSON type that is described.
        text: As written in a path or a query.
    """
    if kind == "integer" and _INTEGER.fullmatch(text):
        return int(text)
    if kind == "number" and _NUMBER.fullmatch(text):
        return float(text)
    return _TRUTH.get(text, text) if kind == "boolean" else text
