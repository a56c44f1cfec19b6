"""Check that the dates in models can be read; msgspec decodes them as text."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import chain
from typing import Any

import msgspec

from .fields import Field, fields_of
from .types import UNSET, TextReader


@cache
def _dated_fields(model: Any, above: frozenset[Any] = frozenset()) -> tuple[Field, ...]:
    """Return the fields that are dates or hold models with dates.

    Of models that hold themselves, any may.
    """
    above |= {model}
    return tuple(
        field
        for field in fields_of(model).values()
        for held in [field.holds if field.words is None else None]
        if field.read or (held and (held in above or _dated_fields(held, above)))
    )


def dates_fit(model: Any, objects: Iterable[Any]) -> bool:
    """Tell whether all dates of some models, and of the models in them, can be read.

    Rows have few different dates, and msgspec reads those of all rows in one go.
    """
    for field in _dated_fields(model):
        found = [
            value for value in map(field.get, objects) if value is not UNSET and value is not None
        ]
        if field.read:
            if not _fit(field.read, set(found)):
                return False
        elif found:
            held = list(chain.from_iterable(found)) if list in field.kinds else found
            if not dates_fit(field.holds, held):
                return False
    return True


def _fit(read: TextReader, texts: set[Any]) -> bool:
    """Tell whether texts can be read; the reader accepts every date that msgspec accepts."""
    try:
        msgspec.convert(texts, set[read.kind])  # type: ignore[name-defined]  # made at run time
    except msgspec.ValidationError:
        return all(type(read(text)) is not str for text in texts)
    return True


__all__ = ["dates_fit"]
