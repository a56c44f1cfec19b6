"""What comes with time: orders move on, terms end, reports are made (facts E6, E11).

Nothing runs in the background. Before each request is answered, `settle` does whatever has
fallen due, in order, as of the moment at which it was due.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from marketplace_contracts.simulator.domain.model import Order, Subscription
from marketplace_contracts.simulator.domain.periods import midnight
from marketplace_contracts.simulator.domain.provisioning import begin, complete, give_up
from marketplace_contracts.simulator.domain.schedule import Event
from marketplace_contracts.simulator.domain.world import World

TO_PROCESSING = timedelta(seconds=5)
"""From submitted to processing."""
TO_END = timedelta(seconds=30)
"""From submitted to completed or error."""
TO_REMOVAL = timedelta(days=30)
"""From terminated to removed."""
FAILING = "FAIL"
"""An order whose PO number begins so, or a report whose name does, ends in `error`."""


def settle(world: World, now: datetime) -> None:
    """Let everything happen that is due by now."""
    for when, event, key in world.schedule.due(now):
        _HAPPENINGS[event](world, key, when)


def place(world: World, order: Order) -> None:
    """Accept an order; time does the rest."""
    world.add_order(order)
    world.schedule.enter(order.created + TO_PROCESSING, Event.PROCESS_ORDER, order.id)


def withdraw(world: World, order: Order, when: datetime) -> None:
    """Cancel an open order; nothing of it stays."""
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
    order.code = "AS" if order.waits_for_renewal else "LO"
    begin(world, order)
    world.schedule.enter(_end_of(world, order), Event.FINISH_ORDER, order.id)


def _end_of(world: World, order: Order) -> datetime:
    """When provisioning is done; scheduled changes wait, for months perhaps (facts E6)."""
    end = order.created + TO_END
    if order.waits_for_renewal and order.subscription_id:
        renewal = world.subscriptions[order.subscription_id].renewal
        if renewal:
            return max(end, midnight(renewal))
    return end


def _finish_order(world: World, key: str, when: datetime) -> None:
    order = world.orders[key]
    if order.status != "processing":
        return
    if (order.po_number or "").startswith(FAILING):
        order.status, order.code = "error", "PF"
        give_up(world, order, when)
        return
    order.status, order.code, order.provisioned = "completed", "CP", when
    complete(world, order, when)
    if order.type == "cancellation" and order.subscription_id:
        end_subscription(world, world.subscriptions[order.subscription_id], when)


def _end_term(world: World, key: str, when: datetime) -> None:
    """Renew by an order of its own, or end without any order (facts E8, E11)."""
    subscription = world.subscriptions[key]
    if subscription.status != "active" or subscription.renewal != when.date():
        return
    if not subscription.renews:
        subscription.status = "removed"
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
