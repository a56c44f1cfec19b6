"""Waiting for an order to end, and telling which orders are new: decided without any call."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from cloud_marketplace_api.api.orders import orders_get

from cloud_marketplace._engine.steps import Flow, Sleep, send_call
from cloud_marketplace._workflows.context import Context
from cloud_marketplace._workflows.order_matching import is_open, moment_of
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

PATIENCE: Final = 600.0
"""Seconds to wait for an order, unless the caller says otherwise."""

GOOD_END: Final = "completed"
_FIRST_PAUSE: Final = 2.0
_LONGEST_PAUSE: Final = 60.0
_MOST_FAILURES: Final = 5
_DISORDER: Final = timedelta(minutes=5)
"""How far rows that are newest first may be out of order."""


def wait(context: Context, order_id: str | int, timeout: float) -> Flow[Order]:
    """Ask for an order until it has ended well.

    The pauses double from 2 to 60 seconds. A look that fails is no end: up to five in a row are
    passed over, as long as there is time.

    Args:
        context: Gives the time.
        order_id: Identifier of the order.
        timeout: Seconds to wait at most.

    Raises:
        OrderFailed: If the order ended in `error` or `cancelled`; with the last answer.
        WaitTimeout: If time is up; with the last answer.
        MarketplaceError: If the order can't be read.
    """
    began, looks = context.clock(), 0
    end, pause, last = began + timeout, _FIRST_PAUSE, None
    failures: list[MarketplaceError] = []
    while True:
        looks += 1
        try:
            last = yield from send_call(orders_get.call(order_id), within=end - context.clock())
            failures.clear()
        except (NoAnswer, NotSent, RateLimited, ServerError) as error:
            failures.append(error)
        if not failures and last is not None and not is_open(last):
            return _ended(last, looks, context.clock() - began)
        left = end - context.clock()
        if left <= 0 or len(failures) >= _MOST_FAILURES:
            raise _given_up(last, failures, looks, context.clock() - began)
        asked = getattr(failures[-1], "retry_after", None) if failures else None
        yield Sleep(min(max(pause, asked or 0.0), left))
        pause = min(pause * 2, _LONGEST_PAUSE)


def _ended(order: Order, looks: int, seconds: float) -> Order:
    """Give an order that ended well, and raise for others."""
    if str(order.status) == GOOD_END:
        return order
    failed = OrderFailed(
        f"order {order.id} ({order.order_number}) ended in {order.status}",
        operation="orders.get",
        attempts=looks,
        elapsed=round(seconds, 3),
    )
    failed.order = order
    raise failed


def _given_up(
    last: Order | None, failures: list[MarketplaceError], looks: int, seconds: float
) -> MarketplaceError:
    """Make the error for a wait without an end."""
    if failures and (last is None or len(failures) >= _MOST_FAILURES):
        return failures[-1]
    state = f"is {last.status}" if last else "was not seen"
    late = WaitTimeout(
        f"the order {state} after {round(seconds, 3):g} s",
        operation="orders.get",
        attempts=looks,
        elapsed=round(seconds, 3),
    )
    late.order = last
    return late


class Since:
    """Tells which rows of a newest-first list are at or after a moment, and where to stop.

    Rows may be slightly out of order, so the reading ends only at a row that is five minutes too
    old. Rows without a readable date are given: nobody can say that they are old.

    Args:
        moment: With its offset from UTC.

    Raises:
        TypeError: If it is no moment.
        ValueError: If the moment has no offset.
    """

    def __init__(self, moment: datetime) -> None:
        if not isinstance(moment, datetime):
            raise TypeError("the moment is a datetime, such as datetime(2027, 1, 31, tzinfo=UTC)")
        if moment.tzinfo is None:
            raise ValueError("the moment needs an offset, such as datetime.now(UTC) has")
        self._moment = moment

    def judge(self, row: Any) -> bool | None:
        """Tell whether a row is wanted; None ends the reading."""
        created = moment_of(row)
        if created is None or created >= self._moment:
            return True
        return None if created < self._moment - _DISORDER else False


def still_to_refresh(ids: Any, seen: set[str]) -> list[str]:
    """Give the ids that did not come with the rows, each once; orders and rows count by their id.

    Args:
        ids: Ids, or orders.
        seen: Ids of the rows that came.
    """
    wanted = [str(getattr(each, "id", each)) for each in ids]
    return [each for each in dict.fromkeys(wanted) if each not in seen]
