"""Edits of JSON values by path: small functions that can be combined.

A path names properties, separated by dots; `*` is each item of a list, `**` every object below.
A path that does not match changes nothing, so that one edit serves different rows.

Example: `drop("data.*.creationDate")` removes the creation date from each row of a page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

Edit: TypeAlias = Callable[[Any], Any]


class _Gone:
    """The sentinel for a value to remove."""


GONE: Final = _Gone()


def change(path: str, new: Edit) -> Edit:
    """Replace each value at a path by the result of a function; `GONE` removes it."""
    steps = tuple(path.split(".")) if path else ()
    return lambda body: _walk(body, steps, new)


def drop(*paths: str) -> Edit:
    """Remove values."""
    return both(*(change(path, lambda _: GONE) for path in paths))


def put(path: str, value: Any) -> Edit:
    """Replace each value at a path by another."""
    return change(path, lambda _: value)


def add(path: str, name: str, value: Any) -> Edit:
    """Add one property to the objects at a path."""
    return change(path, lambda found: {**found, name: value} if isinstance(found, dict) else found)


def rename(path: str, name: str) -> Edit:
    """Rename the property at a path and keep its position."""
    above, _, old = path.rpartition(".")
    return change(above, lambda found: _renamed(found, old, name))


def mapped(path: str, values: Mapping[Any, Any]) -> Edit:
    """Replace some values of a property by others."""
    return change(path, lambda value: values.get(value, value) if _plain(value) else value)


def both(*edits: Edit) -> Edit:
    """Apply one edit after the other."""

    def edit(body: Any) -> Any:
        for each in edits:
            body = each(body)
        return body

    return edit


def _plain(value: Any) -> bool:
    return not isinstance(value, dict | list)


def _renamed(found: Any, old: str, name: str) -> Any:
    if not isinstance(found, dict):
        return found
    return {(name if key == old else key): value for key, value in found.items()}


def _walk(value: Any, steps: tuple[str, ...], new: Edit) -> Any:
    if not steps:
        return new(value)
    step, rest = steps[0], steps[1:]
    if step == "**":
        return _everywhere(value, rest, new)
    if step == "*":
        return _items(value, rest, new) if isinstance(value, list) else value
    if not isinstance(value, dict) or step not in value:
        return value
    found = _walk(value[step], rest, new)
    if found is GONE:
        return {key: kept for key, kept in value.items() if key != step}
    return {**value, step: found}


def _items(values: list[Any], rest: tuple[str, ...], new: Edit) -> list[Any]:
    found = (_walk(item, rest, new) for item in values)
    return [item for item in found if item is not GONE]


def _everywhere(value: Any, rest: tuple[str, ...], new: Edit) -> Any:
    if isinstance(value, list):
        return [_everywhere(item, rest, new) for item in value]
    if isinstance(value, dict):
        below = {key: _everywhere(item, rest, new) for key, item in value.items()}
        return _walk(below, rest, new)
    return value
