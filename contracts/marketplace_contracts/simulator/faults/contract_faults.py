"""Deliberate faults: how a service behaves when it drifts from its contract.

A fault receives each request before the service and each response before it is sent, as plain
values, and returns the same or another value. Faults test checks: a check that no fault makes
fail checks nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from marketplace_contracts.simulator.http.messages import Request, Response
from marketplace_contracts.simulator.options import Options, SimulatorError


def _same_options(options: Options) -> Options:
    return options


def _same_request(request: Request) -> Request | Response:
    return request


def _same_response(_: Request, response: Response) -> Response:
    return response


@dataclass(frozen=True, slots=True)
class Fault:
    """One deliberate fault.

    Attributes:
        name: Name in tests and reports.
        summary: The deviation, in a few words.
        options: Changes the options of the simulator.
        before: Changes the request that the service receives, or responds instead of it; it can
            raise `Rejected`, which is rendered as the service's own errors are.
        after: Changes the response; it receives the original request.
        operation: The affected operation or a pattern such as `orders.*`; None is every one.
        times: Number of affected calls; None is all.
        is_exclusive: Whether it decides the whole outcome of a call, so that two such faults act on
            different calls, one after the other.
    """

    name: str
    summary: str
    options: Callable[[Options], Options] = _same_options
    before: Callable[[Request], Request | Response] = _same_request
    after: Callable[[Request, Response], Response] = _same_response
    operation: str | None = None
    times: int | None = None
    is_exclusive: bool = False

    def __str__(self) -> str:
        return f"{self.name} of {self.operation or 'any operation'}"


def map_rows(response: Response, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Response:
    """Return the response with each row of its page changed; leave other responses alone."""
    if response.status != 200 or not isinstance(response.body, dict) or "data" not in response.body:
        return response
    return replace(
        response, body={**response.body, "data": [change(row) for row in response.body["data"]]}
    )


def _drop_creation_date(request: Request, response: Response) -> Response:
    if request.operation != "orders.list":
        return response
    return map_rows(response, lambda row: {key: row[key] for key in row if key != "creationDate"})


def _forget_offset(request: Request) -> Request:
    return replace(request, query=tuple(pair for pair in request.query if pair[0] != "offset"))


def _echo_offset(request: Request, response: Response) -> Response:
    """State the requested offset, so that only the rows show the fault."""
    offset = dict(request.query).get("offset", "0")
    if response.status != 200 or "pagination" not in response.body:
        return response
    pagination = {**response.body["pagination"], "offset": int(offset)}
    return replace(response, body={**response.body, "pagination": pagination})


FAULTS: Mapping[str, Fault] = MappingProxyType(
    {
        each.name: each
        for each in (
            Fault(
                "drop-field",
                "rows of orders.list have no creationDate",
                after=_drop_creation_date,
            ),
            Fault(
                "ignore-offset",
                "every page is the first one, whatever the offset",
                before=_forget_offset,
                after=_echo_offset,
            ),
            Fault(
                "accept-expired-token",
                "expired tokens are accepted",
                options=lambda options: replace(options, accept_expired_tokens=True),
            ),
        )
    }
)


def find_fault(wanted: str | Fault) -> Fault:
    """Return a fault by name, or the fault itself.

    Raises:
        SimulatorError: No fault has the name.
    """
    if isinstance(wanted, Fault):
        return wanted
    if wanted not in FAULTS:
        raise SimulatorError(f"no fault is called {wanted!r}; {suggestion(wanted, FAULTS)}")
    return FAULTS[wanted]


def suggestion(wanted: str, known: Iterable[str]) -> str:
    """Return what to write instead of an unknown name."""
    names = sorted(known)
    close = get_close_matches(wanted, names, 1)
    return f"did you mean {close[0]}?" if close else f"there are {', '.join(names)}"
