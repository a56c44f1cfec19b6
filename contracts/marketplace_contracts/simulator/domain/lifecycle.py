"""Effects of time: orders are processed, terms end, reports are produced (facts E6, E11).

    submitted --5 s--> processing --25 s, or until the renewal--> completed | error
    submitted, processing --PATCH statusCode CL--> cancelled

Nothing runs in the background. Before each request, `settle` processes the events that are due,
in order of their due time.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from marketplace_contracts.simulator.domain.model import Order, Subscription
from marketplace_contracts.simulator.domain.orders.provisioning import begin, complete, give_up
from marketplace_contracts.simulator.domain.orders.targets import blocking_order
from marketplace_contracts.simulator.domain.periods import midnight
from marketplace_contracts.simulator.domain.schedule import Event
from marketplace_contracts.simulator.domain.world import World

TO_PROCESSING = timedelta(seconds=5)
"""Time from submitted to processing."""
TO_END = timedelta(seconds=30)
"""Time from submitted to completed or error."""
TO_REMOVAL = timedelta(days=30)
"""Time from terminated to removed."""
FAILING = "FAIL"
"""An order with this prefix of its PO number, or a report with it of its name, ends in `error`."""


def settle(world: World, now: datetime) -> None:
    """Process all events that are due."""
    for when, event, key in world.schedule.due(now):
        _HAPPENINGS[event](world, key, when)


def place(world: World, order: Order) -> None:
    """Accept an order and schedule its processing."""
    world.add_order(order)
    world.schedule.enter(order.created + TO_PROCESSING, Event.PROCESS_ORDER, order.id)


def withdraw(world: World, order: Order, when: datetime) -> None:
    """Cancel an open order and undo its effects."""
    order.status, order.code = "cancelled", "CL"
    give_up(world, order, when)


def end_subscription(world: World, subscription: Subscription, when: datetime) -> None:
    """Disable the services of a subscription, and deprovision it later."""
    subscription.status = "terminated"
    subscription.renews = False
    subscription.modified = subscription.expiration = when.date()
    world.schedule.enter(when + TO_REMOVAL, Event.REMOVE_SUBSCRIPTION, subscription.id)


def _process_order(world: World, key: str, _when: datetime) -> None:
    order = world.orders[key]
    if order.status != "submitted":
        return
    order.status = "processing"
    order.code = "AS" if order.scheduled else "LO"
    begin(world, order)
    world.schedule.enter(_end_of(order), Event.FINISH_ORDER, order.id)


def _end_of(order: Order) -> datetime:
    """Return when provisioning ends; a scheduled order can wait for months (facts E6)."""
    end = order.created + TO_END
    return max(end, midnight(order.scheduled)) if order.scheduled else end


def _finish_order(world: World, key: str, when: datetime) -> None:
    order = world.orders[key]
    if order.status != "processing":
        return
    if (order.po_number or "").startswith(FAILING) or _lost_its_subscription(world, order):
        order.status, order.code = "error", "PF"
        give_up(world, order, when)
        return
    order.status, order.code, order.provisioned = "completed", "CP", when
    complete(world, order, when)
    if order.type == "cancellation" and order.subscription_id:
        end_subscription(world, world.subscriptions[order.subscription_id], when)


def _lost_its_subscription(world: World, order: Order) -> bool:
    """Return whether the subscription of an order ended while the order was open."""
    if order.type in ("sales", "migration") or order.subscription_id is None:
        return False
    return world.subscriptions[order.subscription_id].status not in ("active", "hold")


def _end_term(world: World, key: str, when: datetime) -> None:
    """Renew by an order, or end without an order (facts E8, E11)."""
    subscription = world.subscriptions[key]
    if subscription.status != "active" or subscription.renewal != when.date():
        return
    if not subscription.renews:
        subscription.status = "removed"
        return
    if blocking_order(world, subscription.id, "renewal"):
        return
    renewal = Order("renewal", subscription.customer_id, when)
    renewal.po_number = subscription.po_number
    renewal.subscription_id = subscription.id
    renewal.total = subscription.extended
    place(world, renewal)


def _remove_subscription(world: World, key: str, _when: datetime) -> None:
    world.subscriptions[key].status = "removed"


def _process_report(world: World, key: str, _when: datetime) -> None:
    world.reports[key].status = "processing"


def _finish_report(world: World, key: str, _when: datetime) -> None:
    report = world.reports[key]
    report.status = "error" if report.name.startswith(FAILING) else "completed"


_HAPPENINGS: dict[Event, Callable[[World, str, datetime], None]] = {
    Event.PROCESS_ORDER: _process_order,
    Event.FINISH_ORDER: _finish_order,
    Event.END_TERM: _end_term,
    Event.REMOVE_SUBSCRIPTION: _remove_subscription,
    Event.PROCESS_REPORT: _process_report,
    Event.FINISH_REPORT: _finish_report,
}
