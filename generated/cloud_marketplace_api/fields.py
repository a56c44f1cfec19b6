"""The fields of a model, read from its annotations, and its strict decoder."""

from __future__ import annotations

import datetime as dt
import inspect
import re
import types
from collections.abc import Callable, Mapping
from functools import cache, reduce
from importlib import import_module
from operator import or_
from threading import RLock
from typing import Any, Final, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

import msgspec

from .types import OpenEnum, Unset, load, read_date, read_datetime

Reader = Callable[[str], Any]

READERS: Final[Mapping[Any, Reader]] = {dt.date: read_date, dt.datetime: read_datetime}
PLAIN: Final[Mapping[Any, tuple[type, ...]]] = {
    dt.date: (str,),
    dt.datetime: (str,),
    float: (int, float),
    type(None): (type(None),),
}

TEXT_OF: Final = "_text_of_"
"""Before the name of a field whose value is read at access: the slot that holds the value."""

_lock: Final = RLock()

_fields: dict[Any, dict[str, Field]] = {}
_annotated: set[Any] = set()

_SCALAR: Any = str | int | float | bool | None
FREE: Any = _SCALAR
"""Any JSON value of few levels. Deeper ones are left to the careful reader, which has a limit."""
for _ in range(4):
    FREE = _SCALAR | list[FREE] | dict[str, FREE]


class Field(NamedTuple):
    """What is known about one field of a model.

    Attributes:
        name: Its name in Python.
        json_name: Its name in JSON.
        kinds: The Python types of the JSON values that are expected; empty when any is.
        required: Whether responses always have it.
        holds: The model or enumeration in it, or in its list; None for plain values.
        read: Reads the text of a date; None for anything else.
        words: The words of its enumeration; None if it has none.
    """

    name: str
    json_name: str
    kinds: tuple[type, ...]
    required: bool
    holds: Any = None
    read: Reader | None = None
    words: frozenset[str] | None = None


def slot_of(model: Any, name: str) -> Any:
    """Return the slot that holds the value of a field, read or not."""
    own = model.__dict__
    return own.get(TEXT_OF + name, own[name])


def fields_of(model: Any) -> dict[str, Field]:
    """Return the fields of a model by their JSON names, in the order of the description."""
    found = _fields.get(model)
    if found is None:
        with _lock:  # afterwards the annotations are others, see `_annotate`
            if model not in _fields:
                _fields[model] = _read_annotations(model)
            found = _fields[model]
    return found


def _read_annotations(model: Any) -> dict[str, Field]:
    own = inspect.get_annotations(model)
    known = import_module(".models", __package__).__all__
    names = set(re.findall(r"\w+", " ".join(own.values()))) & set(known)
    hints = get_type_hints(model, localns={name: load(name) for name in names})
    json_names = dict(zip(model.__struct_fields__, model.__struct_encode_fields__, strict=True))
    return {
        json_names[name]: _field(name, json_names[name], hints[name])
        for name in json_names
        if name in own
    }


def _field(name: str, json_name: str, hint: Any) -> Field:
    union = get_origin(hint) in (Union, types.UnionType)
    choices = [one for one in (get_args(hint) if union else (hint,)) if one is not Unset]
    required = not union or Unset not in get_args(hint)
    if Any in choices:
        return Field(name, json_name, (), required)
    items = [one for choice in choices for one in (choice, *get_args(choice))]
    holds: Any = next((one for one in items if _is_enum(one) or _is_model(one)), None)
    read = next((READERS[one] for one in choices if one in READERS), None)
    kinds = tuple(kind for choice in choices for kind in _kinds(choice))
    words = frozenset(holds._value2member_map_) if _is_enum(holds) else None
    return Field(name, json_name, kinds, required, holds, read, words)


def _kinds(choice: Any) -> tuple[type, ...]:
    """Return the types of the JSON values of one choice."""
    if _is_model(choice):
        return (dict,)
    return (str,) if _is_enum(choice) else PLAIN.get(choice, (get_origin(choice) or choice,))


def _is_enum(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, OpenEnum)


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


@cache
def decoder_of(model: Any) -> msgspec.json.Decoder[Any]:
    """Return the strict decoder of a model: it refuses any deviation."""
    with _lock:  # msgspec completes the classes here, and must not do so in two threads at once
        _annotate(model)
        return msgspec.json.Decoder(model)


def _annotate(model: Any) -> None:
    """Tell msgspec which JSON values the fields expect, in place of the types they are read as."""
    if model in _annotated:
        return
    _annotated.add(model)
    fields = fields_of(model).values()
    model.__annotations__ = {field.name: _strict(field) for field in fields}
    for held in {field.holds for field in fields if _is_model(field.holds)}:
        _annotate(held)


def _strict(field: Field) -> Any:
    """Return the type of the JSON values of a field, for msgspec."""
    return reduce(or_, [_one(field, kind) for kind in field.kinds]) if field.kinds else FREE


def _one(field: Field, kind: type) -> Any:
    held = Literal[tuple(sorted(field.words))] if field.words else field.holds
    if kind is list:
        return list[held or FREE]  # type: ignore[misc]  # made at run time
    if kind is dict:
        return held or dict[str, FREE]
    return held if kind is str and held else kind


__all__ = ["FREE", "TEXT_OF", "Field", "Reader", "decoder_of", "fields_of", "slot_of"]
