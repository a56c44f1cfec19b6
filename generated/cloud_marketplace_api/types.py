"""What every model stands on: `UNSET`, open enumerations, fields read when first touched."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from enum import Enum, StrEnum
from functools import cache
from importlib import import_module
from threading import RLock
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal, NamedTuple, Self, cast


class Unset(Enum):
    """The type of `UNSET`, with that one value. Copying and pickling give the very same object."""

    UNSET = "UNSET"

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    __str__ = __repr__


UNSET: Final = Unset.UNSET
"""No value: the key is not in what came, or is not to be sent. Not the same as None, JSON's null."""

ABSENT: Final[Any] = UNSET
"""`UNSET` where the promised type has no room for it: answers may break their promise."""


class OpenEnum(StrEnum):
    """A text enumeration that keeps values it does not know.

    An unknown value becomes a member for this one use: equal to its text, with that text as name
    and value, copied and pickled like any other, and with `is_known` false. It is not stored in
    the class, so strange values cannot pile up there.
    """

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = member._value_ = str(value)
        return member

    @property
    def is_known(self) -> bool:
        """Whether the value is one of the specification's."""
        return self._value_ in type(self)._value2member_map_


Reader = Callable[[Any], Any]
"""Takes a JSON value and gives what the field holds; what it cannot read it gives as it came."""


class Field(NamedTuple):
    """What is known about one field of a model.

    Attributes:
        wire: Its name in JSON.
        read: Its reader; None when JSON's own value is the field's value.
        expects: The Python types of the JSON values that are promised; empty when any may come.
        required: Whether answers always have it.
        holds: Name of the model or enumeration in it, or in its list; empty for plain values.
        secret: Whether its value must never be shown.
    """

    wire: str
    read: Reader | None = None
    expects: tuple[type, ...] = ()
    required: bool = False
    holds: str = ""
    secret: bool = False


def read_date(value: Any) -> Any:
    """Read `YYYY-MM-DD`; anything else stays as it came."""
    if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            pass
    return value


def read_datetime(value: Any) -> Any:
    """Read a timestamp with `Z`, an offset or neither, with or without fraction of a second."""
    if isinstance(value, str) and value[10:11] in ("T", "t", " "):
        try:
            return datetime.datetime.fromisoformat(value)
        except ValueError:
            pass
    return value


def _load(name: str) -> Any:
    """Give a model or enumeration by name; its module is imported now and not before."""
    return getattr(import_module(".models", __package__), name)


@cache
def enumeration(name: str) -> Reader:
    """Make the reader of an enumeration."""
    found: Any = None

    def read(value: Any) -> Any:
        nonlocal found
        if found is None:
            found = _load(name)
        if type(value) is not str:
            return value
        return found._value2member_map_.get(value) or found(value)

    return read


@cache
def nested(name: str) -> Reader:
    """Make the reader of a model inside another."""
    found: Any = None

    def read(value: Any) -> Any:
        nonlocal found
        if found is None:
            found = _load(name)
        return found.from_dict(value) if isinstance(value, dict) else value

    return read


@cache
def answer(name: str) -> Reader:
    """Make the reader of a whole answer, which raises TypeError when that is no object."""
    return lambda value: _load(name).from_dict(value)


@cache
def items(read: Reader | None) -> Reader:
    """Make the reader of a list, from the reader of its items."""

    def read_items(value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return [read(item) for item in value] if read else list(value)

    return read_items


def mapping(value: Any) -> Any:
    """Read an object of free keys."""
    return dict(value) if isinstance(value, dict) else value


_PLAIN = frozenset({str, int, float, bool, type(None)})


def dump(value: Any) -> Any:
    """Give the JSON value of anything a model or a request body may hold; nothing is shared."""
    kind = type(value)
    if kind in _PLAIN or value is UNSET:
        return value
    if isinstance(value, Model):
        return value.to_dict()
    if kind is dict or isinstance(value, Mapping):
        return {key: dump(inner) for key, inner in value.items() if inner is not UNSET}
    if kind is list or isinstance(value, (list, tuple)):
        return [dump(inner) for inner in value if inner is not UNSET]
    return dump_text(value)


def dump_text(value: Any) -> Any:
    """Give the JSON value of an enumeration's member, a moment or a day; others as they are."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime.datetime):
        text = value.isoformat()
        return f"{text[:-6]}Z" if text.endswith("+00:00") else text
    return value.isoformat() if isinstance(value, datetime.date) else value


_lock = RLock()
_get = object.__getattribute__
_EXTRA: Final = "additional_properties"
_EMPTY: Final[dict[str, Any]] = {}


class Model:
    """Base of all models.

    `from_dict` keeps the mapping it is given and takes over plain values; dates, enumerations,
    lists and nested models are read when they are first touched, so a page of orders costs next to
    nothing until somebody looks at it. Reading never fails: a missing key is `UNSET`, null is None,
    a value of the wrong kind is given as it came. `to_dict` gives back exactly what came in, apart
    from what was changed since.

    Threads may read the same model: all of them get the same nested object.
    """

    __slots__ = ("_raw",)

    FIELDS: ClassVar[dict[str, Field]] = {}
    # Derived from FIELDS: for each field its JSON key, its reader, and whether all threads must
    # get the same object; for each JSON key the name of its field; the names of all attributes.
    _plan: ClassVar[dict[str, tuple[str, Reader | None, bool]]] = {}
    _names: ClassVar[dict[str, str]] = {}
    _all: ClassVar[tuple[str, ...]] = ()
    _raw: Mapping[str, Any]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls._all = (*cls.FIELDS, _EXTRA)
        cls._names = {field.wire: name for name, field in cls.FIELDS.items()}
        cls._plan = {
            name: (field.wire, field.read, str not in field.expects)
            for name, field in cls.FIELDS.items()
        }

    def __attrs_pre_init__(self) -> None:
        self._raw = _EMPTY

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object, which belongs to the model from now on.

        Raises:
            TypeError: If `data` is no object at all.
        """
        if not isinstance(data, (dict, Mapping)):
            raise TypeError(
                f"{cls.__name__} is read from an object, not from {type(data).__name__}"
            )
        model = cls.__new__(cls)
        model._raw = data
        model._take(data)
        return model

    def _take(self, data: Mapping[str, Any]) -> None:
        """Take over the plain values and note what is missing; each model says which."""

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def __getattr__(self, name: str) -> Any:
            """Read a field that nobody has touched yet, and keep it in its slot."""
            plan = self._plan.get(name)
            if plan is None:
                return self._read_extra(name)
            wire, read, shared = plan
            given = self._raw.get(wire, UNSET)
            if not shared:
                value = read(given) if read else given
                setattr(self, name, value)
                return value
            with _lock:
                try:
                    return _get(self, name)  # another thread was first
                except AttributeError:
                    value = read(given) if read else given
                    setattr(self, name, value)
                    return value

    def _read_extra(self, name: str) -> dict[str, Any]:
        """Collect the keys that the specification does not know."""
        if name != _EXTRA:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        with _lock:
            try:
                return cast(dict[str, Any], _get(self, name))
            except AttributeError:
                extra = {key: self._raw[key] for key in self._raw if key not in self._names}
                setattr(self, name, extra)
                return extra

    def _filled(self) -> dict[str, Any]:
        """Give the fields that were read or set, without touching the others."""
        filled = {}
        for name in self._all:
            try:
                filled[name] = _get(self, name)
            except AttributeError:
                continue
        return filled

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: what came in, with the changes since; nothing of it is shared."""
        raw, filled = self._raw, self._filled()
        extra = filled.pop(_EXTRA, raw)
        written: dict[str, Any] = {}
        for key, given in raw.items():
            name = self._names.get(key)
            if name is not None:
                value = filled.pop(name, given)
                plain = value is given and type(value) in _PLAIN
                written[key] = value if plain else self._write(name, value, given)
            elif key in extra:
                written[key] = dump(extra[key])
        for name, value in filled.items():
            if value is not UNSET:
                written[self.FIELDS[name].wire] = dump(value)
        for key in extra if extra is not raw else ():
            written.setdefault(key, dump(extra[key]))
        return {key: value for key, value in written.items() if value is not UNSET}

    def _write(self, name: str, value: Any, given: Any) -> Any:
        """Write a field that came as `given`; the text of an unchanged date stays as it was."""
        field, written = self.FIELDS[name], dump(value)
        if value is given or field.read is None or field.holds:
            return written
        # Compared by repr, for which 1, 1.0 and True differ.
        return dump(given) if repr(written) == repr(dump(field.read(given))) else written

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, n) == getattr(other, n) for n in self._all)

    __hash__ = None  # type: ignore[assignment]  # models change, so they are no keys

    def __repr__(self) -> str:
        shown = [
            f"{name}={'***' if field.secret else _show(getattr(self, name))}"
            for name, field in self.FIELDS.items()
            if getattr(self, name) is not UNSET
        ]
        extra = getattr(self, _EXTRA)
        if extra:
            shown.append(f"{_EXTRA}={_show(extra)}")
        return f"{type(self).__name__}({', '.join(shown)})"

    def __copy__(self) -> Self:
        # Nested objects are shared between a model and its shallow copy, so they must exist.
        for name in self._all:
            getattr(self, name)
        twin = type(self).__new__(type(self))
        twin.__setstate__(self.__getstate__())
        return twin

    def __getstate__(self) -> tuple[Mapping[str, Any], dict[str, Any]]:
        return self._raw, self._filled()

    def __setstate__(self, state: tuple[Mapping[str, Any], dict[str, Any]]) -> None:
        self._raw, filled = state
        for name, value in filled.items():
            setattr(self, name, value)


def _show(value: Any) -> str:
    """Show a value; of raw objects the keys alone, since secrets may stand behind them."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: ..." for key in value) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_show(inner) for inner in value) + "]"
    return repr(value)


__all__ = [
    "ABSENT",
    "UNSET",
    "Field",
    "Model",
    "OpenEnum",
    "Reader",
    "Unset",
    "answer",
    "dump",
    "dump_text",
    "enumeration",
    "items",
    "mapping",
    "nested",
    "read_date",
    "read_datetime",
]
