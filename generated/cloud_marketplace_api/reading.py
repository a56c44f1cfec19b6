"""The careful reader: it makes a model of any JSON object, and notes how that deviates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, TypeVar

from msgspec import MsgspecError, Struct, convert

from .dates import dates_fit
from .fields import Field, decoder_of, fields_of
from .types import UNSET

T = TypeVar("T", bound=Struct)
Path = tuple[Any, ...]
"""How to get to a value: its key or index, and the path of what it is in."""

MAX_SHAPES: Final = 4096
MAX_DEPTH: Final = 64
"""Levels of a value that no model describes. Deeper ones could exhaust Python's stack later on."""

_shapes: dict[tuple[str, ...], tuple[str, ...]] = {}


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
            ValueError: If a value that no model describes is nested too deeply.
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
        fields = fields_of(model)
        extra = {key: value for key, value in data.items() if key not in fields}
        known = {key: data[key] for key in data if key in fields} if extra else data
        found = decode(model, known)
        if found is None or not (self.notes is None or dates_fit(model, [found])):
            return self.read(model, data, at)
        if extra:
            found.additional_properties, found._keys = extra, tuple(data)  # noqa: SLF001 - as in `read`
            for key, value in extra.items():
                self._note((key, at), None, shallow(value))
        return found

    def _note(self, at: Path, field: Field | None, value: Any, *, item: bool = False) -> None:
        if self.notes is not None:
            path: list[str | int] = []
            while at:
                key, at = at
                path.insert(0, key)
            self.notes.append(Deviation(tuple(path), field, value, item))


def decode(model: type[T], data: bytes | dict[str, Any]) -> T | None:
    """Let msgspec read an object, encoded or not; return None when it is not as expected."""
    decoder = decoder_of(model)  # completes the class, one thread at a time
    try:
        found: T = convert(data, model) if isinstance(data, dict) else decoder.decode(data)
    except (MsgspecError, ValueError, RecursionError):
        return None
    return found


def _shape(data: Mapping[str, Any], extra: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the keys in their order; objects with the same known keys share one tuple."""
    keys = tuple(data)
    return keys if extra or len(_shapes) >= MAX_SHAPES else _shapes.setdefault(keys, keys)


def shallow(value: Any, levels: int = MAX_DEPTH) -> Any:
    """Return a value that no model describes.

    Raises:
        ValueError: If it is nested too deeply.
    """
    if not levels:
        raise ValueError(f"an unknown value is nested more than {MAX_DEPTH} levels deep")
    if isinstance(value, (dict, list)):
        for inner in value.values() if isinstance(value, dict) else value:
            shallow(inner, levels - 1)
    return value


__all__ = ["CarefulReader", "Deviation", "decode"]
