"""Parts of JSON values, by dotted paths as the description's extensions write them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

Path: TypeAlias = tuple[str | int, ...]


def at(value: Any, dotted: str) -> Any:
    """The part of a JSON value at a dotted path; None where there is nothing."""
    for part in dotted.split("."):
        if not isinstance(value, Mapping) or part not in value:
            return None
        value = value[part]
    return value


def gather(value: Any, dotted: str) -> list[Any]:
    """All values at a dotted path, going into each item of the lists on the way."""
    found = [value]
    for part in dotted.split("."):
        found = [item for one in found for item in (one if isinstance(one, list) else [one])]
        found = [one[part] for one in found if isinstance(one, Mapping) and part in one]
    return found


def path_text(path: Path) -> str:
    """A place in a JSON value as people read it: `/data/0/id`, or `the body` itself."""
    return "/" + "/".join(map(str, path)) if path else "the body"
