"""`ContractObserver`: a share of the real responses, judged in the background."""

from __future__ import annotations

import atexit
import os
import random as random_numbers
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING, Literal, Self, TypeAlias
from weakref import WeakSet

from cloud_marketplace._contract.kinds import Kinds
from cloud_marketplace._contract.sample import Sample
from cloud_marketplace._contract.worker import Worker
from cloud_marketplace._observability import logs, telemetry
from cloud_marketplace.errors import ConfigurationError

if TYPE_CHECKING:
    from cloud_marketplace._decoding.deviations import Drift

DriftReport: TypeAlias = Literal["log", "otel"] | Callable[["Drift"], object]

_AT_EXIT = 0.5  # seconds for what is left when the interpreter ends


@dataclass(frozen=True, slots=True)
class ObserverCounts:
    """The numbers of responses that a `ContractObserver` drew, judged and dropped.

    Attributes:
        sampled: Responses that were drawn.
        judged: Those that were judged.
        deviating: Judged ones that deviate from the description.
        dropped: Those that were not judged, because the queue was full or closed.
        failed: How often judging or the report raised.
    """

    sampled: int = 0
    judged: int = 0
    deviating: int = 0
    dropped: int = 0
    failed: int = 0


class ContractObserver:
    """Judges real responses against the description while a program is in use.

        observer = ContractObserver(sample=0.01)
        with observer, Marketplace.from_env(observe=observer) as mp:
            ...

    Calls never wait for it and never fail because of it: they only queue the response, which a
    thread of its own judges. What it finds has no value of a response in it, only places
    and kinds. One observer serves any number of clients; a forked process goes on with a queue, a
    thread and counts of its own.

    Args:
        sample: Share of the responses to judge, from 0 to 1.
        report: `log` for a warning, a callable that is given each `Drift`, or `otel` for the
            OpenTelemetry counter `marketplace.contract.deviations`. Log and callable receive
            each kind of deviation once, and again while it goes on, with its number.
        max_waiting: Responses that may wait; more are dropped and counted.
        max_bytes: Size of the bodies that may wait; more are dropped and counted.
        repeat_after: Seconds after which a kind of deviation that goes on is reported again.
        random: Returns a number from 0 up to 1, by which responses are drawn.
        clock: Returns seconds that only increase.

    Raises:
        ConfigurationError: If a setting is malformed, or OpenTelemetry is not installed.
    """

    def __init__(
        self,
        sample: float = 0.01,
        report: DriftReport = "log",
        *,
        max_waiting: int = 100,
        max_bytes: int = 16_000_000,
        repeat_after: float = 3600.0,
        random: Callable[[], float] = random_numbers.random,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        if isinstance(sample, bool) or not isinstance(sample, int | float) or not 0 <= sample <= 1:
            raise ConfigurationError(
                "sample is malformed: a number from 0 to 1 is expected", settings=("sample",)
            )
        self._sample, self._random, self._clock = sample, random, clock
        self._report = _report(report)
        self._counts_each = report == "otel"
        self._repeat_after = repeat_after
        self._worker: Worker[Sample] = Worker(self._judge, max_waiting, max_bytes)
        self._begin()
        _observers.add(self)

    def draw(self) -> bool:
        """Decide whether the next response is judged. Never raises."""
        try:
            return self._random() < self._sample
        except Exception as error:  # noqa: BLE001 - a call must not fail because of it
            self._fail(error)
            return False

    def put(self, sample: Sample) -> None:
        """Judge a response later. Never waits and never raises."""
        try:
            is_queued = self._worker.put(sample, len(sample.body))
            self._count(sampled=1, dropped=not is_queued)
        except Exception as error:  # noqa: BLE001 - a call must not fail because of it
            self._fail(error)

    @property
    def counts(self) -> ObserverCounts:
        """The numbers so far, in this process."""
        return self._counts

    def findings(self) -> list[Drift]:
        """Return each kind of deviation as it was first seen, with the number of all so far."""
        with self._lock:
            return list(self._kinds)

    def flush(self, timeout: float = 5.0) -> bool:
        """Wait until all drawn responses are judged, for some seconds at most.

        Returns:
            Whether they are.
        """
        return self._worker.flush(timeout)

    def close(self, timeout: float = 5.0) -> bool:
        """Judge what is waiting, for some seconds at most, and take no more.

        Returns:
            Whether all was judged; the rest counts as dropped.
        """
        left = self._worker.close(timeout)
        self._count(dropped=left)
        return not left

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _begin(self) -> None:
        self._lock = Lock()
        self._counts = ObserverCounts()
        self._kinds = Kinds(self._repeat_after)

    def _renew(self) -> None:
        """Begin again with an empty state in a forked process."""
        self._begin()
        self._worker.renew()

    def _judge(self, sample: Sample) -> None:
        """Judge a response, in the thread of the worker."""
        from cloud_marketplace._contract.judge import judge

        try:
            drifts = judge(sample)
            self._count(judged=1, deviating=bool(drifts))
            for drift in drifts:
                self._note(drift)
        except BaseException as error:  # noqa: BLE001 - even SystemExit would end the thread
            self._fail(error)

    def _note(self, drift: Drift) -> None:
        with self._lock:
            due = self._kinds.add(drift, self._clock())
            is_known = drift.kind in self._kinds
        reported = drift if self._counts_each and is_known else due
        if reported is not None:
            self._report(reported)

    def _count(self, **more: int) -> None:
        with self._lock:
            now = self._counts
            sums = {name: getattr(now, name) + number for name, number in more.items()}
            self._counts = replace(now, **sums)

    def _fail(self, error: BaseException) -> None:
        """Count a failure and log the first one; the text of an exception could hold anything."""
        self._count(failed=1)
        if self._counts.failed == 1:
            logs.observer_failed(type(error).__name__)


def _report(report: DriftReport) -> Callable[[Drift], object]:
    if report == "log":
        return logs.drift
    if report == "otel":
        return telemetry.counting()
    if callable(report):
        return report
    raise ConfigurationError(
        "report is malformed: log, otel or a callable is expected", settings=("report",)
    )


_observers: WeakSet[ContractObserver] = WeakSet()


def _renew_all() -> None:
    for observer in list(_observers):
        observer._renew()  # noqa: SLF001 - for this module alone


def _flush_all() -> None:
    """Judge what is left when a short program ends, without delaying its end for long."""
    until = time.monotonic() + _AT_EXIT
    for observer in list(_observers):
        observer.flush(max(until - time.monotonic(), 0))


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew_all)
atexit.register(_flush_all)
