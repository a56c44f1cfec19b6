"""Seed subscriptions: a few active ones among many removed ones (facts E11)."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from marketplace_contracts.simulator.domain.lifecycle import TO_REMOVAL
from marketplace_contracts.simulator.domain.model import Plan, Product, Seats, Subscription
from marketplace_contracts.simulator.domain.periods import add_months, midnight
from marketplace_contracts.simulator.domain.schedule import Event
from marketplace_contracts.simulator.domain.seeded_random import random_source, uuid_text
from marketplace_contracts.simulator.domain.world import World
from marketplace_contracts.simulator.options import Size
from marketplace_contracts.simulator.seed import fake_names

DAYS_BACK = 1_460
KNOWN_PLACE = 100
"""Position of the subscription 1300501 of every world, which the spec's examples name: 18 seats
of a well-known product for the customer 1000611."""
KNOWN_CUSTOMER = "1000611"
KNOWN_SEATS = 18

_ELIGIBLE = {
    "active": ("active",),
    "pending": ("active",),
    "hold": ("adminHold",),
    "removed": ("active", "creditHold", "adminHold", "cancelled"),
    "terminated": ("active", "creditHold"),
}
"""States of customers that can have a subscription of a state."""


def seed_subscriptions(world: World, size: Size) -> None:
    """Add subscriptions, oldest first, and schedule the ends of their terms."""
    rng = random_source(world.seed, "subscriptions")
    owners = {
        status: [
            customer.id
            for customer in world.customers.values()
            if customer.document["status"] in wanted
        ]
        for status, wanted in _ELIGIBLE.items()
    }
    plans = list(world.plans.values())[:-1]  # none of the plan of days, which checks buy
    today = world.clock.start.date()
    for number in range(size.subscriptions):
        age = (size.subscriptions - number) / size.subscriptions
        status = _status(rng, number, size.subscriptions)
        known = number == KNOWN_PLACE
        customer = KNOWN_CUSTOMER if known else rng.choice(owners[status])
        plan = plans[0] if known else rng.choice(plans)
        subscription = _subscription(age, status, plan, today)
        subscription.blank = status == "pending" and number % 2 == 0
        _furnish(world, rng, number, subscription)
        subscription.customer_id = customer
        subscription.tenant = uuid_text(world.seed, f"tenant {customer}")
        _DATING[status](rng, subscription, today)
        world.add_subscription(subscription)
        _watch(world, subscription)


def _status(rng: Random, number: int, total: int) -> str:
    """Choose a state by position if it must occur in every world, else at random."""
    if number == KNOWN_PLACE:
        return "active"
    if number >= total - 4 - total // 500:
        return "pending"
    if number % 50 == 7:
        return "terminated"
    if number in (11, total // 2):  # rare (facts E14)
        return "hold"
    return "active" if rng.randrange(100) < 42 else "removed"


def _subscription(age: float, status: str, plan: Plan, today: date) -> Subscription:
    """Return an empty subscription; an age of 1 is the oldest."""
    return Subscription(
        id="",
        customer_id="",
        plan=plan,
        status=status,
        created=today - timedelta(days=int(DAYS_BACK * age**1.5)),
        seats=[],
    )


def _furnish(world: World, rng: Random, number: int, subscription: Subscription) -> None:
    plan = subscription.plan
    subscription.seats = seats = _seats(world, rng, plan, number)
    subscription.name = seats[0].product.name if seats else f"{plan.name} {fake_names.EDITIONS[0]}"
    living = subscription.status in ("active", "pending", "hold")
    subscription.renews = living and rng.randrange(7) > 0
    if rng.randrange(5):
        subscription.po_number = f"T{subscription.created:%Y%m%d}.9{number % 1000:03d}"
        # The attribute can be months old (facts F23).
        if number % 3 == 0:
            subscription.attributes = {"PONumber": subscription.po_number}


def _seats(world: World, rng: Random, plan: Plan, number: int) -> list[Seats] | None:
    """Return seats; metered plans have an empty list or no `products` at all (facts F21)."""
    if number == KNOWN_PLACE:
        return [_seat(world.products_of_plan[plan.id][0], KNOWN_SEATS)]
    if plan.metered:
        return None if number % 2 else []
    products = world.products_of_plan[plan.id]
    first = rng.randrange(len(products))
    count = {0: 2, 1: 3}.get(rng.randrange(20), 1)  # nearly always one (facts E14)
    chosen = products[first : first + count]
    return [_seat(product, rng.randrange(1, 40)) for product in chosen]


def _seat(product: Product, quantity: int) -> Seats:
    return Seats(product, quantity, product.price, product.cost)


def _date_current(rng: Random, subscription: Subscription, today: date) -> None:
    """Set the dates of an active subscription or one on hold: the term ends in the future."""
    created, length = subscription.created, subscription.plan.period.months
    passed = (today.year - created.year) * 12 + today.month - created.month
    months = max(passed // length * length, length)
    while (ends := add_months(created, months)) <= today:
        months += length
    subscription.renewal = subscription.expiration = ends
    subscription.modified = _between(rng, created, today)


def _date_removed(rng: Random, subscription: Subscription, today: date) -> None:
    """Set an expiration in the past, or years ahead for perpetual licences (facts E11, F20)."""
    ends = _between(rng, subscription.created, today)
    subscription.modified = _between(rng, subscription.created, ends)
    subscription.renewal = ends
    perpetual = rng.randrange(10) == 0
    subscription.expiration = add_months(ends, 60) if perpetual else ends


def _date_terminated(rng: Random, subscription: Subscription, today: date) -> None:
    ended = max(subscription.created, today - timedelta(days=rng.randrange(1, 20)))
    subscription.modified = subscription.expiration = subscription.renewal = ended


def _date_pending(_rng: Random, _subscription: Subscription, _today: date) -> None:
    """Set no dates before provisioning (facts F19)."""


_DATING = {
    "active": _date_current,
    "hold": _date_current,
    "removed": _date_removed,
    "terminated": _date_terminated,
    "pending": _date_pending,
}


def _between(rng: Random, first: date, last: date) -> date:
    return first + timedelta(days=rng.randrange((last - first).days + 1))


def _watch(world: World, subscription: Subscription) -> None:
    if subscription.status == "active":
        world.watch_term(subscription)
    if subscription.status == "terminated" and subscription.modified:
        gone = midnight(subscription.modified) + TO_REMOVAL
        world.schedule.enter(gone, Event.REMOVE_SUBSCRIPTION, subscription.id)
