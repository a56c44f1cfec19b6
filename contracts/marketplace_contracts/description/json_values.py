"""Parts of JSON values, selected by the dotted paths of the description's extensions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

Path: TypeAlias = tuple[str | int, ...]


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


def path_text(path: Path) -> str:
    """Return a position in a JSON value as text: `/data/0/id`, or `the body` itself."""
    return "/" + "/".join(map(str, path)) if path else "the body"
