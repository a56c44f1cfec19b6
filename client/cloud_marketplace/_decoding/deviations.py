"""Describe how a response deviates from the description, and report it."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

from cloud_marketplace.errors import ResponseMismatch

if TYPE_CHECKING:
    from cloud_marketplace_api.reading import Deviation

_LONG = 64
_EACH = 8
_INDEX = re.compile(r"/\d+(?=/|$)")
_WORD = re.compile(r"[A-Za-z0-9_.:+-]{1,40}")
_KEY = re.compile(r"[\w.$@ -]{1,64}")
_NAME = re.compile(r"[A-Za-z_$][A-Za-z_$-]{0,39}\d{0,3}")
"""A key that is the name of a property: no identifier, address or number."""
_KINDS = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    dict: "an object",
    list: "a list",
    dt.date: "a date",
    dt.datetime: "a time",
}


@dataclass(frozen=True, slots=True)
class Drift:
    """One kind of deviation in one response.

    Values of secret fields are never in it. Of other fields it has short texts where a word of an
    enumeration is expected, and else the JSON type.

    Attributes:
        operation: Operation id, such as `orders.list`.
        place: First position, as a JSON pointer into the response.
        promised: What the description expects.
        came: What was received instead.
        times: Number of occurrences in this response, in any row.
    """

    operation: str
    place: str
    promised: str
    came: str
    times: int = 1

    @property
    def kind(self) -> tuple[str, str, str, str]:
        """Deviations of the same kind differ in their rows only."""
        return self.operation, _INDEX.sub("/*", self.place), self.promised, self.came

    def __str__(self) -> str:
        often = f" ({self.times} times)" if self.times > 1 else ""
        found = f"expected {self.promised}, received {self.came}{often}"
        return f"{f'{self.operation} {self.place}'.rstrip()}: {found}"


class PromiseBroken(ResponseMismatch):
    """With `on_drift="raise"`: a readable response deviates from the description.

    Attributes:
        drifts: The deviations, each kind once.
    """

    default_advice = "Compare the description with the service, or read on with on_drift='log'."
    drifts: tuple[Drift, ...] = ()


OnDrift: TypeAlias = Literal["ignore", "log", "raise"] | Callable[[Drift], object]
"""What to do about drift; a callable receives each kind of deviation once per response."""


@dataclass(frozen=True, slots=True)
class Watch:
    """The receiver of drifts; without one, deviations are ignored.

    Attributes:
        report: Receives each drift; None raises them, all in one error.
        sparing: Whether, of pages over 64 rows, only the dates of each 8th row are read (in turn,
            so that each row is checked at some time). All else is checked in every row.
    """

    report: Callable[[Drift], object] | None
    sparing: bool = False
    _turns: Iterator[int] = field(default_factory=count, repr=False, compare=False)

    @classmethod
    def of(cls, on_drift: OnDrift) -> Watch | None:
        """Return the watch for a setting; None if drift is ignored.

        Raises:
            ValueError: If it is neither one of the texts nor callable.
        """
        if on_drift == "ignore":
            return None
        if on_drift == "log":
            from cloud_marketplace._observability import logs

            return cls(logs.drift, sparing=True)
        if on_drift == "raise" or callable(on_drift):
            return cls(on_drift if callable(on_drift) else None)
        words = get_args(get_args(OnDrift)[0])
        raise ValueError(f"it must be one of {', '.join(words)}, or a callable")

    def dates_fit(self, value: Any) -> bool:
        """Tell whether the dates of a response, or of some rows of a long page, can be read."""
        from cloud_marketplace_api.dates import dates_fit

        rows = getattr(value, "data", None) if self.sparing else None
        if isinstance(rows, list) and len(rows) > _LONG:
            return dates_fit(type(rows[0]), rows[next(self._turns) % _EACH :: _EACH])
        return dates_fit(type(value), [value])


def drifts_of(
    operation: str, deviations: Iterable[Deviation], *, is_discreet: bool = False
) -> list[Drift]:
    """Describe deviations; the same one in several rows is one drift with a count.

    Args:
        operation: Operation id.
        deviations: The deviations.
        is_discreet: Whether nothing that was received is repeated: no unknown word of an
            enumeration, and no key that does not look like the name of a property.
    """
    drifts = [
        Drift(
            operation,
            _pointer(deviation, _NAME if is_discreet else _KEY),
            expected(deviation),
            received(deviation, is_discreet=is_discreet),
        )
        for deviation in deviations
    ]
    firsts = {drift.kind: drift for drift in reversed(drifts)}
    times = Counter(drift.kind for drift in drifts)
    return [replace(firsts[kind], times=number) for kind, number in times.items()]


def _pointer(deviation: Deviation, shown: re.Pattern[str]) -> str:
    """Write the path as a JSON pointer; an unusual key could be anything, so it is hidden."""
    return "".join(
        f"/{key if type(key) is int or shown.fullmatch(str(key)) else '?'}"
        for key in deviation.path
    )


def expected(deviation: Deviation) -> str:
    """Return what the description expects."""
    known = deviation.field
    if known is None:
        return "no such field"
    if known.read:
        return _KINDS[known.read.kind]
    if known.holds:
        name: str = known.holds.__name__
        if list in known.kinds and not deviation.item:
            return f"a list of {name}"
        return f"one of {name}" if known.words else name
    words = [_KINDS[kind] for kind in known.kinds if kind in _KINDS]
    return words[-1] if words else "any value"


def received(deviation: Deviation, *, is_discreet: bool = False) -> str:
    """Return what was received; only a short word of an enumeration is repeated."""
    from cloud_marketplace_api.types import UNSET

    known, value = deviation.field, deviation.value
    if value is UNSET:
        return "nothing"
    if type(value) is str and known is not None:
        if known.read:
            return f"text that is not {_KINDS[known.read.kind]}"
        if known.words and (list not in known.kinds or deviation.item):
            is_shown = not is_discreet and _WORD.fullmatch(value)
            return repr(value) if is_shown else "another text"
    return kind_of(value)


def kind_of(value: Any) -> str:
    """Return the JSON type of a value, never the value itself."""
    if value is None:
        return "null"
    if isinstance(value, float):
        return "a number with a fraction" if value % 1 else "a number with a decimal point"
    return _KINDS.get(type(value), "something")
