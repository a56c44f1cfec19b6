"""The base class of all models: reading, writing, comparing, copying and showing them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from threading import RLock
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, Self

from msgspec import Meta

from .fields import TEXT_OF, Get, fields_of
from .reading import CarefulReader, decode
from .signature import Signed
from .types import READERS, UNSET, KnownTexts, SecretText, Unset, dump_text

EXTRA: Final = "additional_properties"
NO_KEY: Final = Annotated[int, Meta(gt=0, lt=0)]
"""No JSON value is valid here, so keys of these names are unknown to every model."""
PLAIN: Final = frozenset({str, int, float, bool, type(None), Unset})

_lock = RLock()


class _AttrsFields:
    """Tells attrs the fields of a model, for `attrs.asdict`, `attrs.evolve` and `attrs.fields`."""

    def __get__(self, _: Any, model: type[Model]) -> Any:
        return _attrs_fields(model)


class Model(Signed, kw_only=True, eq=False, rename="camel", forbid_unknown_fields=True):
    """Base of all models.

    Reading never fails: a missing key is `UNSET`, null is None, and a value of the wrong type stays
    as received. `to_dict` returns exactly what was received, apart from what was changed since.

    The fields hold JSON values and other models. Dates and words of enumerations are read at each
    access, so that the text behind them is never lost.
    """

    TEXT_FIELDS: ClassVar[Mapping[str, str]] = {}
    """The fields whose text is read: as `date`, `datetime`, or the name of an enumeration."""
    SECRET_FIELDS: ClassVar[frozenset[str]] = frozenset()
    """The fields whose values are never shown."""

    __attrs_attrs__: ClassVar[Any] = _AttrsFields()
    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # models change: no keys

    if TYPE_CHECKING:
        _keys: ClassVar[tuple[str, ...]]
        additional_properties: dict[str, Any] = {}
    else:
        additional_properties: NO_KEY = UNSET
        _keys: NO_KEY = ()  # the JSON keys in the order in which they were received

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        for name in (*cls.TEXT_FIELDS, *cls.SECRET_FIELDS):
            slot, holds = cls.__dict__[name], cls.TEXT_FIELDS.get(name)
            get = _reading(slot.__get__, holds) if holds else _secret_getter(slot.__get__)
            setattr(cls, name, property(get, slot.__set__))
            setattr(cls, TEXT_OF + name, slot)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object.

        Raises:
            TypeError: If `data` is not an object.
            ValueError: If an unknown value in it is nested too deeply.
        """
        if not isinstance(data, Mapping):
            raise TypeError(
                f"{cls.__name__} is read from an object, not from {type(data).__name__}"
            )
        found: Self = CarefulReader(quick=False).read(cls, data)
        return found

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object: what was received, with the changes since; nothing is shared."""
        fields, extra = fields_of(type(self)), self._extra()
        written: dict[str, Any] = {}
        for key in (*self._keys, *fields, *extra):
            if written.get(key, UNSET) is UNSET:
                value = fields[key].get(self) if key in fields else UNSET
                written[key] = dump(extra.get(key, UNSET) if value is UNSET else value)
        return {key: value for key, value in written.items() if value is not UNSET}

    def _extra(self) -> dict[str, Any]:
        """Return the unknown fields without making a dict of them."""
        return _raw_extra(self) or {}

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self._extra() == other._extra() and all(
            getattr(self, field.name) == getattr(other, field.name)
            for field in fields_of(type(self)).values()
        )

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={value}" for name, value in self._shown())
        return f"{type(self).__name__}({shown})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [(name, self._part(name, shown)) for name, shown in self._shown()]

    def _part(self, name: str, shown: str) -> Any:
        """Return what rich shows of a field: models know what to hide, dicts do not."""
        value = getattr(self, name)
        items = value if isinstance(value, list) else [value]
        return value if items and all(isinstance(i, Model) for i in items) else _Shown(shown)

    def _shown(self) -> Iterator[tuple[str, str]]:
        """Yield the fields that are set, and the names of unknown ones."""
        for field in fields_of(type(self)).values():
            if (value := getattr(self, field.name)) is not UNSET:
                yield field.name, "***" if field.name in self.SECRET_FIELDS else show(value)
        if extra := self._extra():
            yield EXTRA, show(extra)


_extra_slot = Model.__dict__[EXTRA]
_raw_extra: Get = _extra_slot.__get__


def _own_extra(model: Any) -> Any:
    """Return the unknown fields; from the first look on they are a dict that all threads share."""
    with _lock:
        if _raw_extra(model) is UNSET:
            _extra_slot.__set__(model, {})
        return _raw_extra(model)


setattr(Model, EXTRA, property(_own_extra, _extra_slot.__set__))


texts_of = cache(KnownTexts)
"""Return what the texts of a date, a time or an enumeration mean."""


def _reading(get: Get, holds: str) -> Get:
    """Make the getter of a field whose text is read, or of a list of such texts.

    Words in a list are replaced by members, which hold the same text; dates would lose theirs.
    """
    known, is_enum = texts_of(holds), holds not in READERS

    def read(model: Any) -> Any:
        value = get(model)
        if type(value) is str:
            return known[value]
        if type(value) is list and is_enum:
            for index, inner in enumerate(value):
                if type(inner) is str:
                    value[index] = known[inner]
        return value

    return read


def _secret_getter(get: Get) -> Get:
    """Make the getter of a secret field."""

    def read(model: Any) -> Any:
        value = get(model)
        return SecretText(value) if isinstance(value, str) else value

    return read


@cache
def _attrs_fields(model: type[Model]) -> Any:
    """Return the fields of a model as attrs knows them; those of secrets have `repr=False`."""
    attrs = import_module("attrs")  # a caller that needs it has imported it already
    shown: dict[str, Any] = {
        field.name: attrs.field(
            default=attrs.NOTHING if field.required else UNSET,
            repr=field.name not in model.SECRET_FIELDS,
        )
        for field in fields_of(model).values()
    }
    extra: dict[str, Any] = {EXTRA: attrs.field(factory=dict)}
    return attrs.fields(attrs.make_class(model.__name__, shown | extra, kw_only=True))


def dump(value: Any) -> Any:
    """Return the JSON value of anything a model or a request body may hold; nothing is shared."""
    kind = type(value)
    if kind in PLAIN:
        return value
    if isinstance(value, Model):
        return value.to_dict()
    if isinstance(value, Mapping):
        return {key: dump(inner) for key, inner in value.items() if inner is not UNSET}
    if isinstance(value, (list, tuple)):
        return [dump(inner) for inner in value if inner is not UNSET]
    return str(value) if isinstance(value, SecretText) else dump_text(value)


class _Shown:
    """What rich shows of a value: only its text."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return self._text


def show(value: Any) -> str:
    """Show a value; of raw objects the keys alone, since secrets may stand behind them."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: ..." for key in value) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(show(inner) for inner in value) + "]"
    return repr(value)


__all__ = ["Model", "decode", "dump", "texts_of"]
