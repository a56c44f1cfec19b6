"""Derive the actions that lead from one structure to another, one for each thing.

For maintainers: what `spec/openapi.yaml` says and neither the published file nor a correction
does, as actions to be completed by a reason. Removals come first; what is updated in one schema,
or in one aspect of an operation, is one action.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from marketplace_contracts.description.overlay.structure import UNORDERED

Way = tuple[str, ...]
HEAD = "identity"
"""The aspect of an operation that holds its id, tags and extensions."""


def derive(old: dict[str, Any], new: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the actions, each with `target` and either `remove` or `update`."""
    steps = list(_steps(old, new, ()))
    removals = [{"target": target, "remove": True} for target, _, value in steps if value is None]
    appended = [
        {"target": target, "update": value}
        for target, way, value in steps
        if value is not None and way is None
    ]
    return [*removals, *_updates(steps), *appended]


def _updates(steps: list[tuple[str, Way | None, Any]]) -> Iterator[dict[str, Any]]:
    """Merge the changes of one component, or of one aspect of an operation."""
    merged: dict[tuple[Way, str], dict[str, Any]] = {}
    for _, way, value in steps:
        if value is None or way is None:
            continue
        unit = way[:3] if len(way) > 3 else way[:-1]
        below = way[len(unit) :]
        node = merged.setdefault((unit, _aspect(way)), {})
        for key in below[:-1]:
            node = node.setdefault(key, {})
        node[below[-1]] = value
    for (unit, _), update in merged.items():
        yield {"target": jsonpath(unit), "update": update}


def _aspect(way: Way) -> str:
    if way[0] != "paths" or len(way) < 4:
        return way[-1] if len(way) < 4 else ""
    return HEAD if way[3] in ("operationId", "tags") or way[3].startswith("x-") else way[3]


def _steps(
    old: dict[str, Any], new: dict[str, Any], way: Way
) -> Iterator[tuple[str, Way | None, Any]]:
    """Yield target, place and value; no value is a removal, no place an addition to a list."""
    for key, value in old.items():
        place = (*way, key)
        if key not in new:
            yield jsonpath(place), place, None
        elif value == new[key]:
            continue
        elif isinstance(value, dict) and isinstance(new[key], dict):
            yield from _steps(value, new[key], place)
        elif isinstance(value, list) and isinstance(new[key], list) and key in UNORDERED:
            yield from _items(value, new[key], place)
        else:
            if isinstance(value, list):
                yield jsonpath(place), place, None
            yield jsonpath(way), place, new[key]
    for key, value in new.items():
        if key not in old:
            yield jsonpath(way), (*way, key), value


def _items(old: list[Any], new: list[Any], place: Way) -> Iterator[tuple[str, Way | None, Any]]:
    for item in old:
        if item not in new:
            yield f"{jsonpath(place)}[?{_test(item)}]", place, None
    for item in new:
        if item not in old:
            yield jsonpath(place), None, item


def _test(item: Any) -> str:
    """Return the filter that selects one item of a list."""
    if not isinstance(item, dict):
        return f"@ == {_quoted(str(item))}"
    if "$ref" in item:
        return f"@['$ref'] == {_quoted(item['$ref'])}"
    return f"@.name == {_quoted(str(item.get('name')))}"


def jsonpath(place: Way) -> str:
    """Return a position as JSONPath: `$.paths['/orders'].get`."""
    return "$" + "".join(f".{key}" if key.isidentifier() else f"[{_quoted(key)}]" for key in place)


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
