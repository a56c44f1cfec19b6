"""The fields of a model, read from its annotations, and its strict decoder."""

from __future__ import annotations

import inspect
import re
import types
from collections.abc import Callable, Mapping
from functools import cache, reduce
from importlib import import_module
from itertools import chain
from operator import or_
from threading import RLock
from typing import Any, Final, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Struct

from .types import READERS, OpenEnum, TextReader, Unset, load

Get = Callable[[Any], Any]

JSON_KINDS: Final[Mapping[type, tuple[type, ...]]] = {
    Struct: (dict,),
    OpenEnum: (str,),
    Unset: (),
    float: (int, float),
    **dict.fromkeys((reader.kind for reader in READERS.values()), (str,)),
}

TEXT_OF: Final = "_text_of_"
"""Before the name of a field whose value is read at access: the slot that holds the value."""

_lock: Final = RLock()

_fields: dict[Any, dict[str, Field]] = {}

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
        get: Returns its value from a model: as received, not read.
        holds: The model or enumeration in it, or in its list; None for plain values.
        read: Reads the text of a date; None for anything else.
        words: The words of its enumeration; None if it has none.
    """

    name: str
    json_name: str
    kinds: tuple[type, ...]
    required: bool
    get: Get
    holds: Any = None
    read: TextReader | None = None
    words: frozenset[str] | None = None


def fields_of(model: Any) -> dict[str, Field]:
    """Return the fields of a model by their JSON names, in the order of the description."""
    if model not in _fields:
        with _lock:  # one thread at a time, since the annotations are replaced
            if model not in _fields:
                _read_annotations(model)
    return _fields[model]


def _read_annotations(model: Any) -> None:
    """Find the fields, and annotate them with the JSON values that they hold, for msgspec.

    The models in them are next, so that msgspec can complete all classes at once.
    """
    own, models = inspect.get_annotations(model), import_module(".models", __package__).__all__
    names = re.findall(r"\w+", " ".join(own.values()))
    hints = get_type_hints(model, localns={name: load(name) for name in names if name in models})
    keys = zip(model.__struct_encode_fields__, model.__struct_fields__, strict=True)
    found = {key: _field(model, name, key, hints[name]) for key, name in keys if name in own}
    _fields[model] = found
    model.__annotations__ = {field.name: _strict(field) for field in found.values()}
    for field in found.values():
        if _is(Struct, field.holds):
            fields_of(field.holds)


def _field(model: Any, name: str, json_name: str, hint: Any) -> Field:
    choices = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    items = [one for choice in choices for one in (choice, *get_args(choice))]
    holds: Any = next((one for one in items if _is(OpenEnum, one) or _is(Struct, one)), None)
    return Field(
        name=name,
        json_name=json_name,
        kinds=() if Any in choices else tuple(chain.from_iterable(map(_kinds, choices))),
        required=Unset not in choices,
        get=model.__dict__.get(TEXT_OF + name, model.__dict__[name]).__get__,
        holds=holds,
        read=next((reader for reader in READERS.values() if reader.kind in choices), None),
        words=frozenset(holds._value2member_map_) if _is(OpenEnum, holds) else None,
    )


def _kinds(choice: Any) -> tuple[type, ...]:
    """Return the types of the JSON values of one choice."""
    found = [kinds for base, kinds in JSON_KINDS.items() if _is(base, choice)]
    return found[0] if found else (get_origin(choice) or choice,)


def _is(base: type, kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, base)


@cache
def decoder_of(model: Any) -> msgspec.json.Decoder[Any]:
    """Return the strict decoder of a model: it refuses any deviation."""
    with _lock:  # msgspec completes the classes here, and must not do so in two threads at once
        fields_of(model)
        return msgspec.json.Decoder(model)


def _strict(field: Field) -> Any:
    """Return the type of the JSON values of a field, for msgspec."""
    held = Literal[tuple(sorted(field.words))] if field.words else field.holds
    holding: dict[Any, Any] = {
        str: held or str,
        dict: held or dict[str, FREE],
        list: list[held or FREE],  # type: ignore[misc]  # made at run time
    }
    return reduce(or_, [holding.get(kind, kind) for kind in field.kinds]) if field.kinds else FREE


__all__ = ["FREE", "TEXT_OF", "Field", "Get", "decoder_of", "fields_of"]
