"""A quick yes or no: is a JSON object just what its model promises?

Answers are checked on every call, so this must cost little. Objects of one kind come in few shapes
(their keys, in order). The first object of a shape makes a function that looks at each value once,
without loops; later ones only run it. Names in these functions are positions, never keys, and only
keys that the generated tables know get there at all.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Final

from cloud_marketplace_api import models
from cloud_marketplace_api.types import Field, Model, read_date, read_datetime

Check = Callable[[Any], bool]

_MOST_SHAPES: Final = 512
_MOST_DATES: Final = 4096


class Dates:
    """Tells which texts are dates, and remembers those, since many rows have the same few.

    Args:
        read: Reads a date; gives a text back that is none.
    """

    def __init__(self, read: Callable[[Any], Any]) -> None:
        self.known: set[str] = set()
        self._read = read

    def learn(self, text: str) -> bool:
        """Look at a text that is not known."""
        readable = type(self._read(text)) is not str
        if readable and len(self.known) < _MOST_DATES:
            self.known.add(text)
        return readable


_DATES: Final = {read: Dates(read) for read in (read_date, read_datetime)}


class Shapes(dict[tuple[str, ...], Check]):
    """The checks of one model by the keys of the object.

    Args:
        name: Name of the model.
        deep: Whether dates, and the objects and lists inside, are checked too.
    """

    def __init__(self, name: str, *, deep: bool) -> None:
        super().__init__()
        self._deep = deep
        model: type[Model] = getattr(models, name)
        self._fields = {field.wire: field for field in model.FIELDS.values()}
        self._required = {field.wire for field in self._fields.values() if field.required}

    def learn(self, data: dict[str, Any]) -> bool:
        """Check an object whose shape did not come before."""
        keys = tuple(data)
        if not set(keys) <= self._fields.keys() or not self._required <= set(keys):
            return False  # such shapes are not kept: whatever comes could fill the memory
        check = compiled([self._fields[key] for key in keys], deep=self._deep)
        if len(self) < _MOST_SHAPES:
            self[keys] = check
        return check(data)


@cache
def shapes_of(name: str, *, deep: bool) -> Shapes:
    """Give the checks of a model, by its name."""
    return Shapes(name, deep=deep)


@cache
def check_of(name: str, *, deep: bool = True) -> Check:
    """Give the check of a model for objects of any shape."""
    shapes = shapes_of(name, deep=deep)
    get, learn = shapes.get, shapes.learn
    return lambda data: (get(tuple(data)) or learn)(data)


@cache
def list_check(name: str, *, deep: bool = True) -> Check:
    """Give the check of a list of models."""
    shapes = shapes_of(name, deep=deep)

    def check(rows: list[Any]) -> bool:
        get, learn = shapes.get, shapes.learn
        for row in rows:  # a plain loop is the fastest here
            if type(row) is not dict or not (get(tuple(row)) or learn)(row):
                return False
        return True

    return check


def row_of(name: str) -> str:
    """Give the name of the model of a page's rows."""
    page: type[Model] = getattr(models, name)
    return page.FIELDS["data"].holds


def compiled(fields: list[Field], *, deep: bool) -> Check:
    """Make the check of objects that have just these fields, in this order."""
    space: dict[str, Any] = {}
    names = [f"v{number}" for number in range(len(fields))]
    known = [field if deep else _flat(field) for field in fields]
    tests = [_test(name, field, space) for name, field in zip(names, known, strict=True)]
    told = " and ".join(test for test in tests if test) or "True"
    unpack = f"    ({', '.join(names)},) = data.values()\n" if names else ""
    # As attrs does it: the text is made of positions and of the types below, nothing else.
    exec(f"def check(data):\n{unpack}    return {told}\n", space)  # noqa: S102 - built from our own field tables
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
    if field.read in _DATES:
        dates = _DATES[field.read]
        space[f"k{value}"], space[f"l{value}"] = dates.known, dates.learn
        return f"({value} in k{value} or l{value}({value}))"
    if not field.holds:
        return ""
    held = getattr(models, field.holds)
    if list in kinds:
        space[f"c{value}"] = list_check(field.holds) if _is_model(held) else _words(held)
        return f"c{value}({value})"
    if not _is_model(held):
        space[f"w{value}"] = frozenset(held._value2member_map_)
        return f"{value} in w{value}"
    shapes = shapes_of(field.holds, deep=True)
    space[f"g{value}"], space[f"l{value}"] = shapes.get, shapes.learn
    return f"(g{value}(tuple({value})) or l{value})({value})"


def _flat(field: Field) -> Field:
    """Give a field without what costs most: dates, and what it holds unless that is words."""
    if field.holds and str in field.expects:
        return field
    return field._replace(holds="", read=None)


def _is_model(held: type) -> bool:
    return issubclass(held, Model)


def _words(held: Any) -> Check:
    """Make the check of a list of an enumeration's words."""
    words = frozenset(held._value2member_map_)
    return lambda rows: all(type(row) is str and row in words for row in rows)
