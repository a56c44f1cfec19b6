"""Telling when an answer is not what the description promises, while it is read all the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any, Literal, TypeAlias, get_args

from cloud_marketplace_api.operations import Operation
from cloud_marketplace_api.types import dump, is_slim

from cloud_marketplace.errors import ResponseMismatch

_LONG = 64
_EACH = 8
_INDEX = re.compile(r"/\d+(?=/|$)")


@dataclass(frozen=True, slots=True)
class Drift:
    """One kind of deviation in one answer.

    It holds no value of a secret field, and of others only short words where an enumeration is
    promised; everything else is told by its JSON type.

    Attributes:
        operation: Operation id, such as `orders.list`.
        place: Where it came first, as a JSON pointer into the answer.
        promised: What the description says.
        came: What came instead.
        times: How often it came in this answer, in whatever row.
    """

    operation: str
    place: str
    promised: str
    came: str
    times: int = 1

    def __str__(self) -> str:
        often = f" ({self.times} times)" if self.times > 1 else ""
        return f"{self.operation} {self.place}: promised {self.promised}, came {self.came}{often}"


class PromiseBroken(ResponseMismatch):
    """With `on_drift="raise"`: the answer can be read, but is not what the description promises.

    Attributes:
        drifts: What deviates, each kind once.
    """

    default_advice = "Compare the description with the service, or read on with on_drift='log'."
    drifts: tuple[Drift, ...] = ()


OnDrift: TypeAlias = Literal["ignore", "log", "raise"] | Callable[[Drift], object]
"""What to do about drift; a callable is given each kind of deviation once per answer."""

Report: TypeAlias = Callable[[Drift], object]


@dataclass(frozen=True, slots=True)
class Watch:
    """Looks at answers for drift, and says it to whoever wants to know.

    Attributes:
        report: Is given each drift; None raises them, all in one error.
        sparing: Whether, of pages over 64 rows that are as promised otherwise, dates are looked at
            in each 8th row alone (in turn, so that each row's place has its day).
    """

    report: Report | None
    sparing: bool = False
    _turns: Iterator[int] = field(default_factory=count, repr=False, compare=False)

    @classmethod
    def of(cls, on_drift: OnDrift) -> Watch | None:
        """Make the watch for a setting; None when nobody wants to know.

        Raises:
            ValueError: If it is neither one of the words nor callable.
        """
        if on_drift == "ignore":
            return None
        if on_drift == "log":
            from cloud_marketplace._observability import logs

            return cls(logs.drift, sparing=True)
        if on_drift == "raise":
            return cls(None)
        if not callable(on_drift):
            words = get_args(get_args(OnDrift)[0])
            raise ValueError(  # noqa: TRY004 - a wrong word is no wrong type
                f"it must be one of {', '.join(words)}, or a callable"
            )
        return cls(on_drift)

    def look(self, operation: Operation, value: Any) -> list[Drift]:
        """Find the drift of an answer, each kind once; gives an empty list in nearly all cases.

        Args:
            operation: What was asked.
            value: Its JSON; or a slim object (see `promised`), which is as promised but for dates.
        """
        if not operation.returns:
            return []
        if is_slim(value):
            if self._dates_fit(operation, value):
                return []
            value = dump(value)
        if type(value) is not dict:
            return []
        from cloud_marketplace._decoding.drift_find import deviations

        found = deviations(operation.returns, value, "")
        return gathered(Drift(operation.id, *deviation) for deviation in found)

    def _dates_fit(self, operation: Operation, value: Any) -> bool:
        """Check the dates of a slim object, sparing some rows where there are many."""
        from cloud_marketplace._decoding import drift_dates

        if not self.sparing or not operation.pagination or len(value.data) <= _LONG:
            return drift_dates.all_fit(operation.returns, (value,))
        rows = value.data[next(self._turns) % _EACH :: _EACH]
        return drift_dates.all_fit(drift_dates.row_of(operation.returns), rows)


def gathered(drifts: Iterable[Drift]) -> list[Drift]:
    """Put the same deviation of several rows together."""
    kinds: dict[tuple[str, str, str], Drift] = {}
    for drift in drifts:
        kind = (_INDEX.sub("/*", drift.place), drift.promised, drift.came)
        first = kinds.get(kind)
        kinds[kind] = replace(first, times=first.times + 1) if first else drift
    return list(kinds.values())
