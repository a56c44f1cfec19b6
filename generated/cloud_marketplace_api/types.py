# ruff: noqa: SLF001 - a class method touches its own instances
"""What every model stands on: `UNSET`, open enumerations, fields read when first touched."""

from __future__ import annotations

import datetime  # noqa: ICN001 - models have a name dt
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from enum import Enum, StrEnum
from functools import cache
from importlib import import_module
from operator import attrgetter
from threading import RLock
from types import FunctionType, MemberDescriptorType
from typing import Any, ClassVar, Final, Literal, NamedTuple, Self, cast


class Unset(Enum):
    """The type of `UNSET`, with that one value. Copying and pickling give the very same object."""

    UNSET = "UNSET"

    __hash__ = object.__hash__  # that of enumerations is written in Python, and slow

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    __str__ = __repr__


UNSET: Final = Unset.UNSET
"""No value: the key was not received, or is not to be sent. None is JSON's null instead."""

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

    @property
    def nullable(self) -> bool:
        """Whether null is promised too."""
        return type(None) in self.expects or not self.expects


def read_date(value: Any) -> Any:
    """Read `YYYY-MM-DD`; anything else stays as it came."""
    if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            pass
    return value


def read_datetime(value: Any) -> Any:
    """Read a timestamp with `Z`, an offset or neither, with or without fraction of a second.

    As RFC 3339 has it, `t` and `z` may be small.
    """
    if isinstance(value, str) and value[10:11] in ("T", "t", " "):
        try:
            return datetime.datetime.fromisoformat(value.upper())
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
    from_dict: Any = None
    from_slim: Any = None

    def read(value: Any) -> Any:
        nonlocal from_dict, from_slim
        kind = type(value)
        if kind not in _objects:
            return value
        if from_dict is None:
            from_dict, from_slim = _load(name).from_dict, _load(name).from_slim
        return from_dict(value) if kind is dict else from_slim(value)

    return read


@cache
def response(name: str) -> Reader:
    """Make the reader of a whole response, which raises TypeErrorwhen that is no object."""
    model: Any = None

    def read(value: Any) -> Any:
        nonlocal model
        if model is None:
            model = _load(name)
        return model.from_slim(value) if type(value) in _slim else model.from_dict(value)

    return read


class Memory(dict[Any, Any]):
    """What a reader made of the texts that came so far, since rows have few days and words.

    It forgets everything when it is full, and never keeps a text that could not be read.
    """

    __slots__ = ("_read",)

    def __init__(self, read: Reader) -> None:
        self._read = read
        self.forget()

    def __missing__(self, value: Any) -> Any:
        found = self._read(value)
        if found is not value and getattr(found, "is_known", True):
            if len(self) >= _MOST_TEXTS:
                self.forget()
            self[value] = found
        return found

    def forget(self) -> None:
        """Start anew."""
        self.clear()
        self.update({None: None, UNSET: UNSET})


@cache
def memory_of(read: Reader) -> Memory:
    """Give the memory of the reader of a date or of an enumeration."""
    return Memory(read)


@cache
def items(read: Reader) -> Reader:
    """Make the reader of a list, from the reader of its items.

    In a model, a list that nobody has touched yet is a tuple.
    """

    def read_items(value: Any) -> Any:
        if not isinstance(value, (list, tuple)):
            return value
        return [read(item) for item in value]

    return read_items


# Slim objects are what a faster reader may hand over in place of JSON objects: they have the fields
# of one model as attributes, with values that are known to be as promised, and `UNSET` for those
# that did not come. The lists in them are tuples.
_slim: dict[type, type[Model]] = {}
_objects: set[type] = {dict}


def register_slim(kind: type, model: type[Model]) -> None:
    """Let models be made of slim objects of a class.

    Args:
        kind: The class; its objects belong to the model that is made of them.
        model: The model whose fields they have.
    """
    _slim[kind] = model
    _objects.add(kind)


def is_slim(value: Any) -> bool:
    """Tell whether a value is a slim object."""
    return type(value) in _slim


def _loose(value: Any) -> Any:
    """Give slim objects as the JSON they stand for, so that nobody else has to know them."""
    kind = type(value)
    if kind is tuple:
        return tuple(_loose(inner) for inner in value)
    return dump(value) if kind in _slim else value


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
    if isinstance(value, (list, tuple)):
        return [dump(inner) for inner in value if inner is not UNSET]
    if kind in _slim:
        known = ((field.wire, getattr(value, n)) for n, field in _slim[kind].FIELDS.items())
        return {key: dump(inner) for key, inner in known if inner is not UNSET}
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
new = object.__new__
_LISTS: Final = frozenset({tuple})
_EXTRA: Final = "additional_properties"
_RAW: Final = "_raw_"
_MOST_SHAPES: Final = 512
_MOST_TEXTS: Final = 4096


def _aimed(get: Any, raw: str) -> Callable[[Any], Any]:
    """Let a function use the slot `raw` in place of `SLOT`.

    A function of its own for each field is looked up as fast as if it were written out, for the
    interpreter remembers where in the object its slot is.
    """
    names = tuple(raw if name == "SLOT" else name for name in get.__code__.co_names)
    code = get.__code__.replace(co_names=names)
    return FunctionType(code, get.__globals__, get.__name__, None, get.__closure__)


def _converting(raw: str, read: Reader) -> Callable[[Any], Any]:
    """Make the getter of a date or an enumeration: its text stays, and is read at each look."""
    known = memory_of(read)

    def get(model: Any) -> Any:
        try:
            return known[model.SLOT]
        except TypeError:  # a list or an object, which no memory takes
            return model.SLOT

    return _aimed(get, raw)


def _keeping(raw: str, read: Reader, unread: AbstractSet[type]) -> Callable[[Any], Any]:
    """Make the getter of models: what is of a kind in `unread` is read once and replaced."""
    acquire, release = _lock.acquire, _lock.release

    def get(model: Any) -> Any:
        value = model.SLOT
        if type(value) not in unread:
            return value
        acquire()  # twice as fast as a with statement, and this is where models are made
        try:
            value = model.SLOT
            if type(value) in unread:  # no other thread was first
                value = model.SLOT = read(value)
        finally:
            release()
        return value

    return _aimed(get, raw)


def _extra(model: Any) -> dict[str, Any]:
    """Give the keys that the specification does not know; a dict of its own from the first look."""
    with _lock:
        try:
            return cast("dict[str, Any]", getattr(model, _RAW + _EXTRA))
        except AttributeError:
            extra: dict[str, Any] = {}
            setattr(model, _RAW + _EXTRA, extra)
            return extra


class Model:
    """Base of all models.

    `from_dict` takes the values of a JSON object over as they are. Nested models and lists are read
    when they are first touched and kept; dates and enumerations are read at each look, so that the
    text behind them is never lost. A page of orders costs next to nothing until somebody looks at
    it, and takes less room than its JSON. Reading never fails: a missing key is `UNSET`, null is
    None, a value of the wrong kind is given as it came. `to_dict` gives back exactly what came in,
    apart from what was changed since; the keys of a model made `from_slim` are in the order of the
    description.

    Threads may read the same model: all of them get the same nested object.
    """

    __slots__ = ("_keys",)

    FIELDS: ClassVar[dict[str, Field]] = {}
    # Derived from FIELDS: for each JSON key the name of its field; for each field, what gives the
    # value that lies in its slot, read or not; the sets of keys that came so far, in their order.
    _names: ClassVar[dict[str, str]] = {}
    _slots: ClassVar[dict[str, Callable[[Any], Any]]] = {}
    _shapes: ClassVar[dict[tuple[str, ...], tuple[str, ...]]] = {}
    # The JSON keys as they came: shared by all models of the same shape, so they cost no room.
    _keys: tuple[str, ...]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls._names = {field.wire: name for name, field in cls.FIELDS.items()}
        cls._shapes = {}
        if _EXTRA in cls.__dict__ and isinstance(cls.__dict__[_EXTRA], MemberDescriptorType):
            cls._slots = {name: cls._prepare(name, field) for name, field in cls.FIELDS.items()}
            cls._put_before_slot(_EXTRA, _extra)

    @classmethod
    def _prepare(cls, name: str, field: Field) -> Callable[[Any], Any]:
        """Put a reader before the slot of a field that needs one; give the slot's own getter."""
        if field.read is None:
            return attrgetter(name)
        raw = _RAW + name
        if str in field.expects:
            cls._put_before_slot(name, _converting(raw, field.read))
        else:
            unread = _LISTS if list in field.expects else _objects
            cls._put_before_slot(name, _keeping(raw, field.read, unread))
        return attrgetter(raw)

    @classmethod
    def _put_before_slot(cls, name: str, get: Callable[[Any], Any]) -> None:
        """Let `get` give an attribute; its slot stays to be had under a name of its own."""
        slot = cls.__dict__[name]
        setattr(cls, _RAW + name, slot)
        setattr(cls, name, property(get, slot.__set__))

    def __attrs_pre_init__(self) -> None:
        self._keys = ()

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object, whose inner objects and lists belong to the model from now on.

        Raises:
            TypeError: If `data` is no object at all.
        """
        if type(data) is not dict:
            data = cls._object(data)
        model = new(cls)
        try:
            model._keys = cls._shapes[tuple(data)]
        except KeyError:
            model._learn(data)
        model._take(data)
        return model

    @classmethod
    def _object(cls, data: Any) -> dict[str, Any]:
        if isinstance(data, Mapping):
            return dict(data)
        raise TypeError(f"{cls.__name__} is read from an object, not from {type(data).__name__}")

    def _learn(self, data: Mapping[str, Any]) -> None:
        """Note keys in an order that did not come before, and set aside those not known."""
        keys, shapes = tuple(data), type(self)._shapes
        unknown = {key: data[key] for key in keys if key not in self._names}
        if unknown:
            setattr(self, _RAW + _EXTRA, unknown)
        elif len(shapes) < _MOST_SHAPES:
            keys = shapes.setdefault(keys, keys)
        self._keys = keys

    def _take(self, data: Mapping[str, Any]) -> None:
        """Put the values into their slots; each model says which."""

    @classmethod
    def from_slim(cls, came: Any) -> Self:
        """Read a slim object of this model; each model says how."""
        raise NotImplementedError

    def _unknown(self) -> dict[str, Any]:
        """Give the keys that are not known, without making a dict of them."""
        return getattr(self, _RAW + _EXTRA, {})

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: what came in, with the changes since; nothing of it is shared."""
        extra, written = self._unknown(), {}
        for key in self._keys:
            name = self._names.get(key)
            if name is not None:
                written[key] = dump(self._slots[name](self))
            elif key in extra:
                written[key] = dump(extra[key])
        for key, name in self._names.items():
            if key not in written:
                written[key] = dump(self._slots[name](self))
        for key in extra:
            if written.get(key, UNSET) is UNSET:
                written[key] = dump(extra[key])
        return {key: value for key, value in written.items() if value is not UNSET}

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        if self._unknown() != other._unknown():
            return False
        return all(getattr(self, name) == getattr(other, name) for name in self.FIELDS)

    __hash__ = None  # type: ignore[assignment]  # models change, so they are no keys

    def __repr__(self) -> str:
        shown = [
            f"{name}={'***' if field.secret else _show(getattr(self, name))}"
            for name, field in self.FIELDS.items()
            if getattr(self, name) is not UNSET
        ]
        if extra := self._unknown():
            shown.append(f"{_EXTRA}={_show(extra)}")
        return f"{type(self).__name__}({', '.join(shown)})"

    def __copy__(self) -> Self:
        # Nested objects are shared between a model and its shallow copy, so they must exist.
        for name in (*self.FIELDS, _EXTRA):
            getattr(self, name)
        twin = new(type(self))
        twin.__setstate__(self.__getstate__())
        return twin

    def __getstate__(self) -> tuple[tuple[str, ...], dict[str, Any]]:
        state = {name: _loose(get(self)) for name, get in self._slots.items()}
        state[_EXTRA] = getattr(self, _RAW + _EXTRA, UNSET)
        return self._keys, {name: value for name, value in state.items() if value is not UNSET}

    def __setstate__(self, state: tuple[tuple[str, ...], dict[str, Any]]) -> None:
        self._keys, given = state
        for name in self.FIELDS:
            setattr(self, name, given.get(name, UNSET))
        if _EXTRA in given:
            setattr(self, _EXTRA, given[_EXTRA])


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
    "Memory",
    "Model",
    "OpenEnum",
    "Reader",
    "Unset",
    "dump",
    "dump_text",
    "enumeration",
    "is_slim",
    "items",
    "memory_of",
    "nested",
    "new",
    "read_date",
    "read_datetime",
    "register_slim",
    "response",
]
