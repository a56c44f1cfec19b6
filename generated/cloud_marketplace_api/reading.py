"""The careful reader: it makes a model of any JSON object, and notes how that deviates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from msgspec import MsgspecError, convert

from .dates import dates_fit
from .fields import Field, decoder_of, fields_of
from .types import UNSET

Path = tuple[Any, ...]
"""How to get to a value: its key or index, and the path of what it is in."""

MAX_SHAPES: Final = 4096
MAX_DEPTH: Final = 64
"""Levels of a value that no model describes. Deeper ones could exhaust Python's stack later on."""

_shapes: dict[tuple[str, ...], tuple[str, ...]] = {}


class TooDeepError(ValueError):
    """A value is nested more deeply than models carry."""

    def __init__(self) -> None:
        super().__init__(f"an unknown value is nested more than {MAX_DEPTH} levels deep")


class Deviation(NamedTuple):
    """One value that is not what the description expects.

    Attributes:
        path: Where it is, as keys and indexes.
        field: Its field; None if the description has none.
        value: The value; `UNSET` when a required field is missing.
        item: Whether it is an item of the field's list.
    """

    path: tuple[str | int, ...]
    field: Field | None
    value: Any
    item: bool = False


@dataclass(frozen=True, slots=True)
class CarefulReader:
    """Reads what the strict decoder refuses: a value of the wrong type stays as received.

    A response with one deviation has many objects without any, and a service that was extended has
    one unknown field in every row. So msgspec is asked for each object first.

    Attributes:
        notes: The list of deviations; None if they are ignored.
        quick: Whether msgspec may read what is as expected. Then the keys of that are in the order
            of the description, not in that of the response.
    """

    notes: list[Deviation] | None = None
    quick: bool = True

    def read(self, model: Any, data: Mapping[str, Any], at: Path = ()) -> Any:
        """Make a model of any JSON object.

        Args:
            model: The model.
            data: The object. Inner values that are not models belong to the model from now on.
            at: Where the object is in the response.

        Raises:
            TooDeepError: If a value that no model describes is nested too deeply.
        """
        fields = fields_of(model)
        values: dict[str, Any] = {}
        extra: dict[str, Any] = {}
        for key, value in data.items():
            field = fields.get(key)
            if field is None:
                extra[key] = shallow(value)
                self._note((key, at), None, value)
            else:
                values[field.name] = self._value(field, value, (key, at))
        for field in fields.values():
            if field.required and field.name not in values:
                values[field.name] = UNSET
                self._note((field.json_name, at), field, UNSET)
        return model(**values, additional_properties=extra or UNSET, _keys=_shape(data, extra))

    def _value(self, field: Field, value: Any, at: Path) -> Any:
        kind = type(value)
        if kind not in field.kinds:
            if field.kinds:
                self._note(at, field, value)
        elif kind is list and field.holds:
            return [self._held(field, inner, (n, at), item=True) for n, inner in enumerate(value)]
        elif value is not None and field.holds:
            return self._held(field, value, at, item=False)
        elif field.read and kind is str and type(field.read(value)) is str:
            self._note(at, field, value)
        return shallow(value)

    def _held(self, field: Field, value: Any, at: Path, *, item: bool) -> Any:
        """Read a nested object, or look at a word of an enumeration, which stays text."""
        if field.words is None and type(value) is dict:
            return self._nested(field.holds, value, at)
        if field.words is None or type(value) is not str or value not in field.words:
            self._note(at, field, value, item=item)
        return shallow(value)

    def _nested(self, model: Any, data: dict[str, Any], at: Path) -> Any:
        if not self.quick:
            return self.read(model, data, at)
        keys = tuple(data)
        extra = {key: data.pop(key) for key in data.keys() - fields_of(model).keys()}
        found = self._converted(model, data)
        if found is None:
            whole = data | extra
            return self.read(model, {key: whole[key] for key in keys}, at)
        if extra:
            found.additional_properties, found._keys = extra, keys  # noqa: SLF001 - ours
            for key, value in extra.items():
                self._note((key, at), None, shallow(value))
        return found

    def _converted(self, model: Any, data: dict[str, Any]) -> Any:
        """Let msgspec read an object; return None when it is not exactly as expected."""
        decoder_of(model)  # completes the class, one thread at a time
        try:
            found = convert(data, model)
        except (MsgspecError, RecursionError):
            return None
        return found if self.notes is None or dates_fit(model, [found]) else None

    def _note(self, at: Path, field: Field | None, value: Any, *, item: bool = False) -> None:
        if self.notes is not None:
            self.notes.append(Deviation(tuple(_steps(at))[::-1], field, value, item))


def _shape(data: Mapping[str, Any], extra: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the keys in their order; objects with the same known keys share one tuple."""
    keys = tuple(data)
    return keys if extra or len(_shapes) >= MAX_SHAPES else _shapes.setdefault(keys, keys)


def shallow(value: Any) -> Any:
    """Return a value that no model describes.

    Raises:
        TooDeepError: If it is nested too deeply.
    """
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [inner for one in level for inner in _inner(one)]
        if not level:
            return value
    raise TooDeepError


def _inner(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _steps(at: Path) -> Iterator[str | int]:
    while at:
        yield at[0]
        at = at[1]


__all__ = ["CarefulReader", "Deviation", "TooDeepError"]
