"""Check request bodies, and write them as JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import NoneType
from typing import Any, Final

from .arguments import day, moment, refuse_type
from .fields import Field, fields_of
from .model import Model, dump
from .types import load, read_date


def json_of(name: str, body: Any) -> Any:
    """Check a request body and return its JSON value, which later changes do not reach.

    Args:
        name: Name of its model.
        body: A model, or a mapping of JSON keys.

    Raises:
        TypeError: If it is neither, a date in it is a `datetime` or the reverse, or a number or
            text in it is True or False.
        ValueError: If a time in it has no offset, or it is nested too deeply.
    """
    if not isinstance(body, (Model, Mapping)):
        refuse_type("body", body, f"a {name} or a mapping of its JSON keys")
    try:
        _check_values("body", body, load(name))
        return dump(body)
    except RecursionError:
        raise ValueError("body is nested too deeply, or contains itself") from None


def _check_values(place: str, value: Any, model: Any) -> None:
    """Check the dates and truth values in a body, as far as the description knows it."""
    if isinstance(value, Model):
        for field in fields_of(type(value)).values():
            _check_field(f"{place}.{field.name}", getattr(value, field.name), field)
        value, model = value.additional_properties, None
    if isinstance(value, Mapping):
        fields = fields_of(model) if model else {}
        for key, inner in value.items():
            _check_field(f"{place}.{key}", inner, fields.get(key))
    elif isinstance(value, (list, tuple)):
        for index, inner in enumerate(value):
            _check_field(f"{place}[{index}]", inner, None, model)
    elif isinstance(value, dt.datetime):
        moment(place, value)


def _check_field(place: str, value: Any, field: Field | None, model: Any = None) -> None:
    if field is not None and isinstance(value, dt.date):
        check = day if field.read is read_date else moment
        check(place, value)
        return
    if isinstance(value, bool) and field is not None and field.kinds and bool not in field.kinds:
        refuse_type(place, value, " or ".join(dict.fromkeys(map(_KINDS.__getitem__, field.kinds))))
    held = field.holds if field and field.words is None else model
    _check_values(place, value, held)


_KINDS: Final[Mapping[type, str]] = {
    str: "text",
    int: "a number",
    float: "a number",
    dict: "an object",
    list: "a list",
    NoneType: "None",
}


__all__ = ["json_of"]
