"""Check that the dates in models can be read; msgspec decodes them as text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from functools import cache
from itertools import chain
from typing import Any, Final, NamedTuple

import msgspec

from .fields import Reader, fields_of, slot_of
from .types import UNSET, read_date, read_datetime

KINDS: Final[dict[Reader, Any]] = {read_date: set[dt.date], read_datetime: set[dt.datetime]}


class _Dated(NamedTuple):
    """A field that is a date, or that holds models with dates."""

    get: Callable[[Any], Any]
    read: Reader | None
    model: Any
    is_list: bool


@cache
def _dated_fields(model: Any) -> tuple[_Dated, ...]:
    return tuple(
        _Dated(slot_of(model, field.name).__get__, field.read, held, list in field.kinds)
        for field in fields_of(model).values()
        for held in [field.holds if field.words is None else None]
        if field.read or (held and _has_dates(held, (model,)))
    )


def _has_dates(model: Any, above: tuple[Any, ...]) -> bool:
    """Tell whether a model may hold dates; of models that hold themselves, any may."""
    if model in above:
        return True
    return any(
        field.read or (field.holds and not field.words and _has_dates(field.holds, (*above, model)))
        for field in fields_of(model).values()
    )


def dates_fit(model: Any, objects: Iterable[Any]) -> bool:
    """Tell whether all dates of some models, and of the models in them, can be read.

    Rows have few different dates, and msgspec reads those of all rows in one go.
    """
    for get, read, held, is_list in _dated_fields(model):
        found = [value for value in map(get, objects) if value is not UNSET and value is not None]
        if read:
            if not _fit(read, set(found)):
                return False
        elif found and not dates_fit(held, list(chain.from_iterable(found)) if is_list else found):
            return False
    return True


def _fit(read: Reader, texts: set[Any]) -> bool:
    """Tell whether texts can be read; the reader accepts every date that msgspec accepts."""
    try:
        msgspec.convert(texts, KINDS[read])
    except msgspec.ValidationError:
        return all(type(read(text)) is not str for text in texts)
    return True


__all__ = ["dates_fit"]
