"""Reading answers that are just what the description promises, in one go.

From the generated tables of fields, msgspec is told what an answer must be: its keys, the kinds of
its values, the words of its enumerations, what must be there and what may be null. What it reads
without complaint is as promised, so nobody has to look for drift in it, dates apart; and until a
nested object is touched it lies in a slim object, which takes a third of the room of a dict. What
it refuses is read as ever (see `codec`), by models that take anything.

Nothing is converted on the way: text, whole numbers of any size, numbers with a point, null and
lists are what they were in the JSON.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import cache, reduce
from threading import RLock
from typing import Any, Final, Literal, TypeAlias

import msgspec
from cloud_marketplace_api import models
from cloud_marketplace_api.types import UNSET, Field, Model, register_slim

Read: TypeAlias = Callable[[bytes], Any]

_REFUSALS: Final = (msgspec.MsgspecError, ValueError, RecursionError)
"""What msgspec raises; its own errors are no ValueError before 0.22."""

_lock: Final = RLock()
_kinds: Final[dict[type[Model], type[Slim]]] = {}


class Slim(msgspec.Struct):
    """Base of the slim objects; made and read here and in the models, and shown to nobody."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}, not looked at>"  # secrets may be in it


def read(name: str, body: bytes) -> Any:
    """Read an answer as a slim object; gives None when it is not as promised.

    Args:
        name: Name of the model of the answer.
        body: The answer.
    """
    try:
        return reader_of(name)(body)
    except _REFUSALS:
        return None


@cache
def reader_of(name: str) -> Read:
    """Give the reader of a model's slim objects, which refuses anything else."""
    with _lock:  # msgspec completes the classes here, and must not do so in two threads at once
        return msgspec.json.Decoder(slim_of(getattr(models, name))).decode


def slim_of(model: type[Model]) -> type[Slim]:
    """Give the class of a model's slim objects, of which there is one."""
    with _lock:
        if model not in _kinds:
            _kinds[model] = _make(model)
            register_slim(_kinds[model], model)
        return _kinds[model]


def _make(model: type[Model]) -> type[Slim]:
    """Make the class of a model's slim objects.

    They can't be part of a cycle, so the garbage collector need not look at them.
    """
    fields = [
        (name, _kind(field)) if field.required else (name, _kind(field), UNSET)
        for name, field in model.FIELDS.items()
    ]
    made: Any = msgspec.defstruct(
        model.__name__,
        fields,
        bases=(Slim,),
        module=__name__,
        rename={name: field.wire for name, field in model.FIELDS.items()},
        forbid_unknown_fields=True,
        kw_only=True,
        eq=False,
        gc=False,
    )
    kind: type[Slim] = made
    return kind


def _kind(field: Field) -> Any:
    """Say what a field promises."""
    if not field.expects:
        return Any
    return reduce(operator.or_, [_one(field, kind) for kind in field.expects])


def _one(field: Field, kind: type) -> Any:
    """Say what a field promises if its value is of one kind."""
    if kind is list:
        return tuple.__class_getitem__((_held(field), ...)) if field.holds else list
    if kind is dict:
        return _held(field) if field.holds else dict[str, Any]
    return _held(field) if kind is str and field.holds else kind


def _held(field: Field) -> Any:
    """Say what a field holds, or its list: slim objects of a model, or words."""
    held = getattr(models, field.holds)
    if issubclass(held, Model):
        return slim_of(held)
    return Literal[tuple(held._value2member_map_)]
