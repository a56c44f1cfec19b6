"""The faults of one simulator: which of them act on a call, and how often each has acted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import Any

from marketplace_contracts.simulator.domain.errors import Rejected
from marketplace_contracts.simulator.faults import network_faults
from marketplace_contracts.simulator.faults.contract_faults import Fault, find_fault, suggestion
from marketplace_contracts.simulator.http.messages import Request, Response
from marketplace_contracts.simulator.options import Options, SimulatorError

CALL_FAULTS: Mapping[str, Callable[..., Fault]] = MappingProxyType(
    {
        "drop": network_faults.drop,
        "timeout-page": network_faults.timeout_page,
        "delay": network_faults.delay,
        "rate-limited": network_faults.rate_limited,
        "unauthorized": network_faults.unauthorized,
        "error": network_faults.error,
    }
)
"""Faults of single calls by name."""


@dataclass(slots=True, eq=False)
class InjectedFault:
    """A fault in force, with the number of requests and responses that it has changed."""

    fault: Fault
    hits: int = 0

    def concerns(self, request: Request) -> bool:
        """Return whether the fault is to act on a request."""
        is_spent = self.fault.times is not None and self.hits >= self.fault.times
        return not is_spent and _fits(self.fault.operation, request.operation or "")

    def options(self, options: Options) -> Options:
        """Change the options of the simulator."""
        changed = self.fault.options(options)
        self.hits += changed != options
        return changed

    def before(self, request: Request) -> Request | Response:
        """Act before the service does."""
        try:
            changed = self.fault.before(request)
        except Rejected:
            self.hits += 1
            raise
        self.hits += changed is not request and changed != request
        return changed

    def after(self, request: Request, response: Response) -> Response:
        """Act on the response."""
        changed = self.fault.after(request, response)
        self.hits += changed is not response and changed != response
        return changed


class Faults:
    """The faults in force, with a method for each fault of single calls.

    Methods of this class and `POST /_simulator/faults` do the same. Example: the first order is
    refused with 429, and the response to the second one is lost::

        faults.rate_limited("orders.create", retry_after=30)
        faults.drop("orders.create")

    Args:
        operations: Ids of the operations.
        apply: Given a function that changes the options of the simulator.
    """

    def __init__(
        self, operations: Iterable[str], apply: Callable[[Callable[[Options], Options]], None]
    ) -> None:
        self._operations = sorted(operations)
        self._apply = apply
        self._injected: list[InjectedFault] = []

    def __iter__(self) -> Iterator[InjectedFault]:
        """Yield the faults in force, in the order in which they act."""
        return iter(tuple(self._injected))

    def inject(self, fault: str | Fault) -> InjectedFault:
        """Apply a fault from now on, and return it with the number of its hits.

        Raises:
            SimulatorError: There is no such fault or operation, or the number of calls is wrong.
        """
        found = InjectedFault(find_fault(fault))
        self._check(found.fault)
        self._apply(found.options)
        self._injected.append(found)
        return found

    def drop(
        self, operation: str | None = None, *, times: int | None = 1, processed: bool = True
    ) -> InjectedFault:
        """Close the connection without a response, before or after processing the request."""
        return self.inject(network_faults.drop(operation, times=times, processed=processed))

    def timeout_page(
        self, operation: str | None = None, *, times: int | None = 1, processed: bool = True
    ) -> InjectedFault:
        """Respond with an HTML 504, before or after processing the request."""
        return self.inject(network_faults.timeout_page(operation, times=times, processed=processed))

    def delay(
        self, seconds: float, operation: str | None = None, *, times: int | None = 1
    ) -> InjectedFault:
        """Send the response late by a number of real seconds."""
        return self.inject(network_faults.delay(seconds, operation, times=times))

    def rate_limited(
        self, operation: str | None = None, *, times: int | None = 1, retry_after: int = 10
    ) -> InjectedFault:
        """Refuse with 429 and `Retry-After`."""
        return self.inject(
            network_faults.rate_limited(operation, times=times, retry_after=retry_after)
        )

    def unauthorized(self, operation: str | None = None, *, times: int | None = 1) -> InjectedFault:
        """Refuse with 401, as for an expired token."""
        return self.inject(network_faults.unauthorized(operation, times=times))

    def error(
        self,
        operation: str | None = None,
        *,
        times: int | None = 1,
        status: int = 500,
        message: str = "The operation failed",
    ) -> InjectedFault:
        """Refuse with an error of the service."""
        return self.inject(
            network_faults.error(operation, times=times, status=status, message=message)
        )

    @property
    def unhit(self) -> tuple[Fault, ...]:
        """Return the faults that have not changed any request or response."""
        return tuple(each.fault for each in self._injected if not each.hits)

    def clear(self) -> None:
        """Remove all faults; changed options stay as they are."""
        self._injected.clear()

    def acting(self, request: Request) -> tuple[InjectedFault, ...]:
        """Return the faults that act on a request; of the exclusive ones only the first."""
        chosen: list[InjectedFault] = []
        is_decided = False
        for each in self._injected:
            is_late = each.fault.is_exclusive and is_decided
            if each.concerns(request) and not is_late:
                chosen.append(each)
                is_decided = is_decided or each.fault.is_exclusive
        return tuple(chosen)

    def _check(self, fault: Fault) -> None:
        _check_count(fault.times)
        known = self._operations
        if fault.operation is None or any(_fits(fault.operation, each) for each in known):
            return
        advice = suggestion(fault.operation, known)
        raise SimulatorError(f"no operation is called {fault.operation!r}; {advice}")


def _fits(pattern: str | None, operation: str) -> bool:
    return pattern is None or fnmatchcase(operation, pattern)


def _check_count(times: Any) -> None:
    is_count = isinstance(times, int) and not isinstance(times, bool) and times > 0
    if times is not None and not is_count:
        raise SimulatorError(f"times must be a whole number from 1 on, or None, not {times!r}")
