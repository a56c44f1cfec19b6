"""A quick yes or no: is a JSON object just what its model promises?

Where an answer deviates, this spares the slow look of `drift_find` all the rows that are fine.
Objects of one kind come in few shapes (their keys, in order). The first object of a shape makes a
function that looks at each value once, without loops; later ones only run it. Names in these
functions are positions, never keys, and only keys that the generated tables know get there at all.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Final

from cloud_marketplace_api import models
from cloud_marketplace_api.types import Field, Model, memory_of

from cloud_marketplace._decoding.drift_dates import DATES

Check = Callable[[Any], bool]

_MOST_SHAPES: Final = 512


class Shapes(dict[tuple[str, ...], Check]):
    """The checks of one model by the keys of the object.

    Args:
        name: Name of the model.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        model: type[Model] = getattr(models, name)
        self._fields = {field.wire: field for field in model.FIELDS.values()}
        self._required = {field.wire for field in self._fields.values() if field.required}

    def learn(self, data: dict[str, Any]) -> bool:
        """Check an object whose shape did not come before."""
        keys = tuple(data)
        if not set(keys) <= self._fields.keys() or not self._required <= set(keys):
            return False  # such shapes are not kept: whatever comes could fill the memory
        check = compiled([self._fields[key] for key in keys])
        if len(self) < _MOST_SHAPES:
            self[keys] = check
        return check(data)


@cache
def shapes_of(name: str) -> Shapes:
    """Give the checks of a model, by its name."""
    return Shapes(name)


@cache
def check_of(name: str) -> Check:
    """Give the check of a model for objects of any shape."""
    shapes = shapes_of(name)
    get, learn = shapes.get, shapes.learn
    return lambda data: (get(tuple(data)) or learn)(data)


@cache
def list_check(name: str) -> Check:
    """Give the check of a list of models."""
    shapes = shapes_of(name)

    def check(rows: list[Any]) -> bool:
        get, learn = shapes.get, shapes.learn
        for row in rows:  # a plain loop is the fastest here
            if type(row) is not dict or not (get(tuple(row)) or learn)(row):
                return False
        return True

    return check


def compiled(fields: list[Field]) -> Check:
    """Make the check of objects that have just these fields, in this order."""
    space: dict[str, Any] = {}
    names = [f"v{number}" for number in range(len(fields))]
    tests = [_test(name, field, space) for name, field in zip(names, fields, strict=True)]
    told = " and ".join(test for test in tests if test) or "True"
    unpack = f"    ({', '.join(names)},) = data.values()\n" if names else ""
    return _function(f"def check(data):\n{unpack}    return {told}\n", space)


def value_check(field: Field) -> Check:
    """Make the check of one field's value."""
    space: dict[str, Any] = {}
    told = _test("v0", field, space) or "True"
    return _function(f"def check(v0):\n    return {told}\n", space)


def _function(text: str, space: dict[str, Any]) -> Check:
    # As attrs does it: the text is made of positions and of the types below, nothing else.
    exec(text, space)  # noqa: S102 - built from our own field tables
    check: Check = space["check"]
    return check


def _test(value: str, field: Field, space: dict[str, Any]) -> str:
    """Write the test of one value; empty where anything may come."""
    kinds = [kind for kind in field.expects if kind is not type(None)]
    if not kinds:
        return ""
    plain = " or ".join(f"type({value}) is {kind.__name__}" for kind in kinds)
    more = _more(value, field, kinds, space)
    told = f"({plain}) and {more}" if more else f"({plain})"
    return f"({value} is None or {told})" if field.nullable else told


def _more(value: str, field: Field, kinds: list[type], space: dict[str, Any]) -> str:
    """Write what must be so beyond the type: a known word, a date, a nested model."""
    if field.read is not None and field.read in DATES:
        known = memory_of(field.read)
        space[f"k{value}"] = known
        return f"({value} in k{value} or type(k{value}[{value}]) is not str)"
    if not field.holds:
        return ""
    held = getattr(models, field.holds)
    if list in kinds:
        space[f"c{value}"] = list_check(field.holds) if _is_model(held) else _words(held)
        return f"c{value}({value})"
    if not _is_model(held):
        space[f"w{value}"] = frozenset(held._value2member_map_)
        return f"{value} in w{value}"
    shapes = shapes_of(field.holds)
    space[f"g{value}"], space[f"l{value}"] = shapes.get, shapes.learn
    return f"(g{value}(tuple({value})) or l{value})({value})"


def _is_model(held: type) -> bool:
    return issubclass(held, Model)


def _words(held: Any) -> Check:
    """Make the check of a list of an enumeration's words."""
    words = frozenset(held._value2member_map_)
    return lambda rows: all(type(row) is str and row in words for row in rows)
