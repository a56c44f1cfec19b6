"""Wait for an order to end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cloud_marketplace_api.api.orders import orders_get

from cloud_marketplace._engine.steps import Flow, Sleep, send_call
from cloud_marketplace._workflows.context import Context
from cloud_marketplace._workflows.order_matching import is_open
from cloud_marketplace.errors import (
    MarketplaceError,
    NoAnswer,
    NotSent,
    OrderFailed,
    RateLimited,
    ServerError,
    WaitTimeout,
)

if TYPE_CHECKING:
    from cloud_marketplace_api.models import Order

WAIT_TIMEOUT: Final = 600.0
"""Seconds to wait for an order, unless the caller says otherwise."""

_GOOD_END: Final = "completed"
_FIRST_PAUSE: Final = 2.0
_LONGEST_PAUSE: Final = 60.0
_MOST_FAILURES: Final = 5


def wait_for_order(
    context: Context, order_id: str | int, timeout: float, known: Order | None = None
) -> Flow[Order]:
    """Read an order until it is completed.

    The pauses double from 2 to 60 seconds. Up to five failed reads in a row are ignored, as long as
    there is time.

    Args:
        context: Clock of the client.
        order_id: Identifier of the order.
        timeout: Seconds to wait at most.
        known: The order as it was placed, for `WaitTimeout` if it can't be read in time.

    Raises:
        OrderFailed: If the order ended in `error` or `cancelled`; with the last response.
        WaitTimeout: If time is up; with the last response.
        MarketplaceError: If the order can't be read.
    """
    began, reads = context.clock(), 0
    end, pause, last = began + timeout, _FIRST_PAUSE, known
    failures: list[MarketplaceError] = []
    while True:
        reads += 1
        try:
            last = yield from send_call(orders_get.call(order_id), within=end - context.clock())
            failures.clear()
        except (NoAnswer, NotSent, RateLimited, ServerError) as error:
            failures.append(error)
        if not failures and last is not None and not is_open(last):
            return _ended(last, reads, context.clock() - began)
        left = end - context.clock()
        if left <= 0 or len(failures) >= _MOST_FAILURES:
            # Not the error of a read, after which the caller might order again.
            shown = [] if known else failures
            raise _given_up(last, shown, reads, context.clock() - began)
        asked = getattr(failures[-1], "retry_after", None) if failures else None
        yield Sleep(min(max(pause, asked or 0.0), left))
        pause = min(pause * 2, _LONGEST_PAUSE)


def _ended(order: Order, reads: int, seconds: float) -> Order:
    """Return an order that is completed; raise for one that ended otherwise."""
    if str(order.status) == _GOOD_END:
        return order
    failed = OrderFailed(
        f"order {order.id} ({order.order_number}) ended in {order.status}",
        operation="orders.get",
        attempts=reads,
        elapsed=round(seconds, 3),
    )
    failed.order = order
    raise failed


def _given_up(
    last: Order | None, failures: list[MarketplaceError], reads: int, seconds: float
) -> MarketplaceError:
    """Make the error for an order that did not end in time."""
    if failures and (last is None or len(failures) >= _MOST_FAILURES):
        return failures[-1]
    state = f"is {last.status}" if last else "could not be read"
    late = WaitTimeout(
        f"the order {state} after {round(seconds, 3):g} s",
        operation="orders.get",
        attempts=reads,
        elapsed=round(seconds, 3),
    )
    late.order = last
    return late
