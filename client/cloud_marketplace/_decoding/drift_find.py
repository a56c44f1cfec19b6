"""Saying in words how a JSON object differs from what its model promises."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from cloud_marketplace_api import models
from cloud_marketplace_api.types import Field, Model, read_date, read_datetime

from cloud_marketplace._decoding.drift_check import Check, check_of, value_check

Deviation = tuple[str, str, str]
"""Its place, what was promised, what came."""

_WORD = re.compile(r"[A-Za-z0-9_.:+-]{1,40}")
_KEY = re.compile(r"[\w.$@ -]{1,64}")
_PROMISES = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    dict: "an object",
    list: "a list",
}
_UNKNOWN = (None, bool)
_DATES = {read_date: "a date", read_datetime: "a time"}


def deviations(name: str, data: dict[str, Any], place: str) -> Iterator[Deviation]:
    """Find all deviations of an object.

    Args:
        name: Name of its model.
        data: The object.
        place: JSON pointer to it.
    """
    known = _known(name)
    for key, value in data.items():
        field, fits = known.fields.get(key, _UNKNOWN)
        if field is None:
            yield f"{place}/{_shown(key)}", "no such field", kind_of(value)
        elif not fits(value):
            yield from _value(field, value, f"{place}/{_shown(key)}")
    for field in known.required:
        if field.wire not in data:
            yield f"{place}/{field.wire}", promise(field), "nothing"


class _Known(NamedTuple):
    """The fields of a model by their keys, each with its quick check; and those always there."""

    fields: dict[str, tuple[Field, Check]]
    required: list[Field]


@cache
def _known(name: str) -> _Known:
    model: type[Model] = getattr(models, name)
    fields = list(model.FIELDS.values())
    return _Known(
        {field.wire: (field, value_check(field)) for field in fields},
        [field for field in fields if field.required],
    )


def promise(field: Field) -> str:
    """Say what a field promises."""
    if field.read in _DATES:
        return _DATES[field.read]
    if list in field.expects:
        return f"a list of {field.holds}" if field.holds else "a list"
    if field.holds:
        return f"one of {field.holds}" if str in field.expects else field.holds
    words = [_PROMISES[kind] for kind in field.expects if kind in _PROMISES]
    return words[-1] if words else "any value"


def kind_of(value: Any) -> str:
    """Name the JSON type of a value, never the value itself."""
    if value is None:
        return "null"
    if isinstance(value, float):
        return "a number with a fraction" if value % 1 else "a number with a point"
    return _PROMISES.get(type(value), "something")


def _value(field: Field, value: Any, place: str) -> Iterator[Deviation]:
    """Find the deviations of one field's value."""
    if not field.expects or (value is None and field.nullable):
        return
    if type(value) not in field.expects:
        yield place, promise(field), kind_of(value)
    elif field.read in _DATES:
        if type(field.read(value)) is str:
            yield place, promise(field), "text that is none"
    elif field.holds:
        rows = value if isinstance(value, list) else None
        items = (
            [(value, place)] if rows is None else [(v, f"{place}/{n}") for n, v in enumerate(rows)]
        )
        for item, where in items:
            yield from _held(field, item, where)


def _held(field: Field, value: Any, place: str) -> Iterator[Deviation]:
    """Find the deviations of a nested object or of a word."""
    held = getattr(models, field.holds)
    if issubclass(held, Model):
        if type(value) is not dict:
            yield place, field.holds, kind_of(value)
        elif not check_of(field.holds)(value):
            yield from deviations(field.holds, value, place)
    elif type(value) is not str:
        yield place, f"one of {field.holds}", kind_of(value)
    elif value not in held._value2member_map_:
        tame = _WORD.fullmatch(value) and not field.secret
        yield place, f"one of {field.holds}", repr(value) if tame else "another text"


def _shown(key: str) -> str:
    """Give a key as a step of a JSON pointer; a strange one could be anything, so it is hidden."""
    return key.replace("~", "~0").replace("/", "~1") if _KEY.fullmatch(key) else "?"
