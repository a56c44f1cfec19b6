"""Faults of the network: the response is lost, late, or replaced by a page (facts B7, B9, C6).

The request may have been processed or not, which the caller cannot tell.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import count

from marketplace_contracts.simulator.faults.contract_faults import Fault
from marketplace_contracts.simulator.http.error_responses import html_page
from marketplace_contracts.simulator.http.messages import Request, Response

Change = Callable[[Response], Response]


def drop(operation: str | None = None, *, times: int | None = 1, processed: bool = True) -> Fault:
    """Close the connection without a response.

    Args:
        operation: The affected operation; None is every one.
        times: Number of affected calls; None is all.
        processed: Whether the service processed the request before the response got lost.
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

    return _fault("delay", f"{seconds} s late", hold, operation, times, processed=True)


def _lose(response: Response) -> Response:
    return replace(response, drop=True)


def _page(response: Response) -> Response:
    return replace(response, status=504, body=html_page("504 Gateway Time-out"), media="text/html")


def _fault(
    name: str, summary: str, change: Change, operation: str | None, times: int | None, *,
    processed: bool,
) -> Fault:  # fmt: skip
    numbers = count()

    def hits(request: Request) -> bool:
        if operation not in (None, request.operation):
            return False
        return times is None or next(numbers) < times

    def before(request: Request) -> Request | Response:
        return change(Response(200, None)) if hits(request) else request

    def after(request: Request, response: Response) -> Response:
        return change(response) if hits(request) else response

    return Fault(name, summary, after=after) if processed else Fault(name, summary, before=before)
