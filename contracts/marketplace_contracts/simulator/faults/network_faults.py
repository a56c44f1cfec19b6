"""Faults of single calls: lost, late, replaced by a page, or refused (facts B7, B9, C6).

After a lost response the request may have been processed or not, which the caller cannot tell.
Faults of one operation act one after the other: a 429 and then a lost response are two calls. A
delay is added to whatever else happens to its call.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NoReturn

from marketplace_contracts.simulator.domain.errors import Rejected
from marketplace_contracts.simulator.faults.contract_faults import Fault
from marketplace_contracts.simulator.http.error_responses import ErrorShape, LayerError, html_page
from marketplace_contracts.simulator.http.messages import Request, Response
from marketplace_contracts.simulator.options import SimulatorError

Change = Callable[[Response], Response]


def drop(operation: str | None = None, *, times: int | None = 1, processed: bool = True) -> Fault:
    """Close the connection without a response.

    Args:
        operation: The affected operation or a pattern such as `orders.*`; None is every one.
        times: Number of affected calls; None is all.
        processed: Whether the service processed the request before the response was lost.
    """
    return _fault("drop", "the connection closes", _lose, operation, times, processed=processed)


def timeout_page(
    operation: str | None = None, *, times: int | None = 1, processed: bool = True
) -> Fault:
    """Respond with the HTML 504 of a front end; arguments as for `drop`."""
    return _fault("timeout-page", "HTML 504", _page, operation, times, processed=processed)


def delay(seconds: float, operation: str | None = None, *, times: int | None = 1) -> Fault:
    """Send the response late by a number of real seconds; other arguments as for `drop`."""

    def hold(response: Response) -> Response:
        return replace(response, delay=seconds)

    late = _fault("delay", f"{seconds} s late", hold, operation, times, processed=True)
    return replace(late, is_exclusive=False)


def rate_limited(
    operation: str | None = None, *, times: int | None = 1, retry_after: int = 10
) -> Fault:
    """Refuse with the 429 of the gateway (facts B2), whatever the rate.

    Args:
        operation: The affected operation or a pattern such as `orders.*`; None is every one.
        times: Number of affected calls; None is all.
        retry_after: Seconds in `Retry-After`.
    """
    text = f"Rate limit is exceeded. Try again in {retry_after} seconds."
    headers = {"Retry-After": str(retry_after)}

    def refusal() -> Rejected:
        return LayerError(429, text, ErrorShape.GATEWAY, headers)

    return _refused("rate-limited", text, refusal, operation, times)


def unauthorized(operation: str | None = None, *, times: int | None = 1) -> Fault:
    """Refuse with the 401 of the service, as for an expired token; arguments as for `drop`."""
    return _refused("unauthorized", "401", lambda: Rejected(401, "Unauthorized"), operation, times)


def error(
    operation: str | None = None,
    *,
    times: int | None = 1,
    status: int = 500,
    message: str = "The operation failed",
) -> Fault:
    """Refuse with an error of the service (facts C3), such as the 500 of a conflict (facts C7).

    Args:
        operation: The affected operation or a pattern such as `orders.*`; None is every one.
        times: Number of affected calls; None is all.
        status: HTTP status from 400 to 599.
        message: The message in the body.

    Raises:
        SimulatorError: The status is not that of an error.
    """
    if not 400 <= status <= 599:
        raise SimulatorError(f"status must be from 400 to 599, not {status}")
    return _refused("error", message, lambda: Rejected(status, message), operation, times)


def _lose(response: Response) -> Response:
    return replace(response, drop=True)


def _page(response: Response) -> Response:
    return replace(response, status=504, body=html_page("504 Gateway Time-out"), media="text/html")


def _refused(
    name: str, summary: str, make: Callable[[], Rejected], operation: str | None, times: int | None
) -> Fault:
    def before(_: Request) -> NoReturn:
        raise make()

    fault = Fault(name, summary, operation=operation, times=times, is_exclusive=True)
    return replace(fault, before=before)


def _fault(
    name: str, summary: str, change: Change, operation: str | None, times: int | None, *,
    processed: bool,
) -> Fault:  # fmt: skip
    def before(_: Request) -> Response:
        return change(Response(200, None))

    def after(_: Request, response: Response) -> Response:
        return change(response)

    fault = Fault(name, summary, operation=operation, times=times, is_exclusive=True)
    return replace(fault, after=after) if processed else replace(fault, before=before)
