"""Effects of an order on subscriptions when processing begins, ends or is given up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime

from marketplace_contracts.simulator.domain.model import Order, OrderLine, Plan, Seats, Subscription
from marketplace_contracts.simulator.domain.periods import MONTH
from marketplace_contracts.simulator.domain.seeded_random import uuid_text
from marketplace_contracts.simulator.domain.world import World


def begin(world: World, order: Order) -> None:
    """Create a pending subscription for each plan of a sale or migration (facts E4, E11)."""
    if order.type not in ("sales", "migration"):
        return
    for plan, lines in _by_plan(order):
        subscription = _pending(world, order, plan, lines)
        world.add_subscription(subscription)
        world.orders_of_subscription[subscription.id].append(order)
        order.subscription_id = order.subscription_id or subscription.id
        for line in lines:
            line.subscription_id = subscription.id


def complete(world: World, order: Order, when: datetime) -> None:
    """Apply a provisioned order to its subscriptions; `lifecycle` ends cancelled ones."""
    effect = EFFECTS.get(order.type)
    if effect:
        for subscription in _touched(world, order):
            effect(world, order, subscription, when.date())


def give_up(world: World, order: Order, when: datetime) -> None:
    """Undo `begin`: deprovision the pending subscriptions."""
    for subscription in _touched(world, order):
        if subscription.status == "pending":
            subscription.status = "removed"
            subscription.renews = False
            subscription.modified = when.date()


def _by_plan(order: Order) -> Iterator[tuple[Plan, list[OrderLine]]]:
    plans = {line.product.plan.id: line.product.plan for line in order.lines}
    for identifier, plan in plans.items():
        yield plan, [line for line in order.lines if line.product.plan.id == identifier]


def _touched(world: World, order: Order) -> list[Subscription]:
    identifiers = [line.subscription_id for line in order.lines] or [order.subscription_id]
    return [world.subscriptions[key] for key in dict.fromkeys(identifiers) if key]


def _pending(world: World, order: Order, plan: Plan, lines: list[OrderLine]) -> Subscription:
    """Return a pending subscription; every second one has null dates (facts F19, F20)."""
    number = len(world.subscriptions)
    return Subscription(
        id="",
        customer_id=order.customer_id,
        plan=plan,
        status="pending",
        created=order.created.date(),
        seats=None if plan.metered else [_seats(line) for line in lines],
        renews=order.migration.renews if order.migration else True,
        blank=number % 2 == 0,
        po_number=order.po_number,
        attributes={"PONumber": order.po_number} if order.po_number else {},
        parameters=[parameter for line in lines for parameter in line.parameters],
        tenant=uuid_text(world.seed, f"tenant {order.customer_id}"),
        name=f"{plan.name} ({lines[0].product.name})" if len(lines) > 1 else lines[0].product.name,
    )


def _seats(line: OrderLine) -> Seats:
    price = line.price or line.product.price
    return Seats(line.product, line.quantity, price, line.product.cost)


def _activate(world: World, order: Order, subscription: Subscription, today: date) -> None:
    period = subscription.plan.period
    ends = order.aligned or period.after(today)
    if order.migration:
        ends = order.migration.expires
        while subscription.renews and ends <= today:
            ends = period.after(ends)
    subscription.status = "active"
    subscription.blank = False
    subscription.renewal = subscription.expiration = ends
    subscription.modified = today
    world.watch_term(subscription)


def _change(_world: World, order: Order, subscription: Subscription, today: date) -> None:
    """Set the seats to the ordered totals."""
    for line in order.lines:
        seats = subscription.find(None, line.product.id)
        if seats is None:
            seats = Seats(line.product, 0, line.product.price, line.product.cost)
            subscription.seats = [*(subscription.seats or ()), seats]
        seats.quantity = line.target or 0
        seats.price = line.price or seats.price
        if line.becomes:
            seats.product, seats.cost = line.becomes, line.becomes.cost
    subscription.modified = today


def _renew(world: World, _order: Order, subscription: Subscription, today: date) -> None:
    """Renew for one more term; a monthly term continues as a new subscription (facts E11)."""
    if subscription.renewal is None:
        return
    if subscription.plan.period == MONTH:
        _succeed(world, subscription, today)
        return
    subscription.renewal = subscription.plan.period.after(subscription.renewal)
    subscription.expiration = subscription.renewal
    subscription.modified = today
    world.watch_term(subscription)


def _succeed(world: World, old: Subscription, today: date) -> None:
    """Let a new subscription continue one whose monthly term is renewed, and retire the old one."""
    assert old.renewal, "only a subscription with a renewal is renewed"
    ends = old.plan.period.after(old.renewal)
    new = replace(
        old,
        created=today,
        renewal=ends,
        expiration=ends,
        modified=today,
        seats=None if old.seats is None else [replace(seats) for seats in old.seats],
        attributes=dict(old.attributes),
    )
    old.status, old.renews, old.modified = "removed", False, today
    world.add_subscription(new)
    world.watch_term(new)


EFFECTS: dict[str, Callable[[World, Order, Subscription, date], None]] = {
    "sales": _activate,
    "migration": _activate,
    "change": _change,
    "renewal": _renew,
}
