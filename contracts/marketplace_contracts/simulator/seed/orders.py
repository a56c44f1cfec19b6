"""Seed orders: those that made, changed, renewed and ended the subscriptions (facts E6, E8)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from marketplace_contracts.simulator.domain.lifecycle import TO_PROCESSING
from marketplace_contracts.simulator.domain.model import Order, OrderLine, Seats, Subscription
from marketplace_contracts.simulator.domain.orders.charges import (
    change_charges,
    recurring_charges,
    sale_charges,
)
from marketplace_contracts.simulator.domain.periods import YEAR, midnight
from marketplace_contracts.simulator.domain.pricing import add_up
from marketplace_contracts.simulator.domain.schedule import Event
from marketplace_contracts.simulator.domain.seeded_random import random_source
from marketplace_contracts.simulator.domain.world import World
from marketplace_contracts.simulator.options import Size
from marketplace_contracts.simulator.seed.subscriptions import KNOWN_PLACE

SETTLED = timedelta(hours=2)
"""Age of a closed order, at least."""

Due = tuple[datetime, Event]


def seed_orders(world: World, size: Size) -> None:
    """Add orders of all types and states, and schedule the end of the open ones."""
    writer = _History(world)
    for subscription in world.subscriptions.values():
        writer.write_first(subscription)
    writer.write_open()
    while len(writer.entries) < size.orders:
        writer.write_any()
    for order, due in sorted(writer.entries, key=lambda entry: entry[0].created):
        world.add_order(order)
        if due:
            world.schedule.enter(*due, order.id)


class _History:
    """Collects orders in any sequence, to be sorted and numbered afterwards."""

    def __init__(self, world: World) -> None:
        self.entries: list[tuple[Order, Due | None]] = []
        self._world = world
        self._start = world.clock.start
        self._recent = self._start - SETTLED
        self._rng = random_source(world.seed, "orders")
        everything = list(world.subscriptions.values())
        self._settled = [each for each in everything if each.status != "pending"]
        self._seated = [each for each in self._settled if each.seats]
        self._ended = [each for each in everything if each.status in ("removed", "terminated")]
        self._changeable = [
            each
            for place, each in enumerate(everything)
            if each.status == "active" and each.seats and place != KNOWN_PLACE
        ]

    def write_first(self, subscription: Subscription) -> None:
        """Add the order that created a subscription; it is open if the subscription is pending."""
        kind = "migration" if subscription.id.endswith("25") else "sales"
        order = self._order(kind, subscription, self._moment(subscription.created))
        order.lines = self._first_lines(subscription)
        if subscription.status != "pending":
            self._close(order)
            return
        number = len(self.entries)
        order.created = self._start - timedelta(minutes=90 - number % 30)
        order.status, order.code = "processing", "LO"
        self._write(order, (self._start + timedelta(hours=1 + number % 7), Event.FINISH_ORDER))

    def _first_lines(self, subscription: Subscription) -> list[OrderLine]:
        """Return the bought products; metered products were ordered too, but have no seats."""
        bought = [(seats.product, seats.quantity) for seats in subscription.seats or ()]
        if not bought:
            bought = [(self._world.products_of_plan[subscription.plan.id][0], 1)]
        return [
            OrderLine(
                product,
                quantity,
                sale_charges(product, quantity, product.price),
                subscription.created,
                subscription_id=subscription.id,
            )
            for product, quantity in bought
        ]

    def write_open(self) -> None:
        """Add changes in provisioning, changes that wait for a renewal, and new sales."""
        self._write_old_reductions()
        self._write_each_withdrawal()
        for number, subscription in enumerate(self._changeable[-9:]):
            if number % 3 == 0:
                placed = self._start - timedelta(days=1, minutes=7)
                self._write_scheduled(subscription, placed, 2)
            elif number % 3 == 1:
                self._write_provisioning(subscription, number)
            else:
                self._write_submitted(subscription, number)

    def write_any(self) -> None:
        """Add one more closed order; most are automatic renewals (facts E6)."""
        draw = self._rng.randrange(100)
        if draw < 18:
            self._write_change(self._rng.choice(self._seated))
        elif draw < 24 and self._ended:
            self._write_cancellation(self._ended.pop(self._rng.randrange(len(self._ended))))
        elif draw < 32:
            self._write_withdrawn(self._rng.choice(self._seated))
        else:
            subscription = self._rng.choice(self._settled)
            order = self._order("renewal", subscription, self._later(subscription))
            order.total = subscription.extended
            self._close(order)

    def _write_old_reductions(self) -> None:
        """Add reductions of annual terms that have waited for the renewal for months (E14)."""
        annual = [
            each
            for each in self._changeable[:-9]
            if each.plan.period == YEAR and each.created < self._start.date() - timedelta(days=120)
        ]
        for number, subscription in enumerate(annual[:2]):
            placed = self._start - timedelta(days=90 + 20 * number, minutes=11)
            self._write_scheduled(subscription, placed, -1)

    def _write_scheduled(self, subscription: Subscription, placed: datetime, more: int) -> None:
        seats, renewal = (subscription.seats or [])[0], subscription.renewal
        assert renewal, "active subscriptions have a renewal date"
        order = self._order("change", subscription, placed)
        order.terms = {"scheduledOn": "renewal"}
        order.scheduled = renewal
        order.status, order.code = "processing", "AS"
        target = max(seats.quantity + more, 1)
        order.lines = [
            OrderLine(
                seats.product,
                target,
                recurring_charges(target, seats.price),
                renewal,
                target,
                subscription_id=subscription.id,
            )
        ]
        self._write(order, (midnight(renewal), Event.FINISH_ORDER))

    def _write_provisioning(self, subscription: Subscription, number: int) -> None:
        order = self._order("change", subscription, self._start - timedelta(minutes=20 - number))
        order.status, order.code = "processing", "LO"
        seats = (subscription.seats or [])[0]
        order.lines = [self._change_line(order, seats, seats.quantity, seats.quantity + 1)]
        self._write(order, (self._start + timedelta(minutes=10 * number), Event.FINISH_ORDER))

    def _write_submitted(self, subscription: Subscription, number: int) -> None:
        order = self._order(
            "sales", subscription, self._start - timedelta(milliseconds=100 * number)
        )
        order.subscription_id = None
        seats = (subscription.seats or [])[0]
        charges = sale_charges(seats.product, 1, seats.price)
        order.lines = [OrderLine(seats.product, 1, charges, self._start.date())]
        self._write(order, (order.created + TO_PROCESSING, Event.PROCESS_ORDER))

    def _write_change(self, subscription: Subscription) -> None:
        order = self._order("change", subscription, self._later(subscription))
        difference = self._rng.choice((-3, -2, -1, 1, 1, 2, 3, 5))
        seats = self._rng.choice(subscription.seats or [])
        before = max(seats.quantity - difference, 0)
        order.lines = [self._change_line(order, seats, before, before + difference)]
        self._close(order)

    def _write_cancellation(self, subscription: Subscription) -> None:
        """Add the end of a subscription; most end without such an order (facts E11)."""
        ended = subscription.modified or subscription.created
        self._close(self._order("cancellation", subscription, self._moment(ended)))

    def _write_each_withdrawal(self) -> None:
        """Add withdrawn orders of each type, so that every world has a few (facts E14)."""
        for kind in ("sales", "change", "change", "cancellation"):
            self._write_given_up(kind, self._rng.choice(self._seated), "cancelled", "CL")

    def _write_withdrawn(self, subscription: Subscription) -> None:
        """Add a withdrawn or failed order; most are sales, a few change or end (facts E14)."""
        kind = {0: "cancellation", 1: "change", 2: "change"}.get(self._rng.randrange(10), "sales")
        ends = (("cancelled", "CL"), ("cancelled", "CL"), ("error", "PF"))
        self._write_given_up(kind, subscription, *self._rng.choice(ends))

    def _write_given_up(
        self, kind: str, subscription: Subscription, status: str, code: str
    ) -> None:
        order = self._order(kind, subscription, self._later(subscription))
        seats = (subscription.seats or [])[0]
        if kind == "change":
            after = seats.quantity
            order.lines = [self._change_line(order, seats, after, after + 1)]
        if kind == "sales":
            order.subscription_id = None
            charges = sale_charges(seats.product, seats.quantity, seats.price)
            day = order.created.date()
            order.lines = [OrderLine(seats.product, seats.quantity, charges, day)]
        order.status, order.code = status, code
        self._write(order, None)

    def _change_line(self, order: Order, seats: Seats, before: int, after: int) -> OrderLine:
        plan = seats.product.plan
        return OrderLine(
            seats.product,
            after - before,
            change_charges(plan, seats.price, before, after),
            order.created.date(),
            after,
            subscription_id=order.subscription_id,
        )

    def _order(self, kind: str, subscription: Subscription, created: datetime) -> Order:
        """Return an order of a subscription; later ones repeat its first PO number (facts E8)."""
        order = Order(kind, subscription.customer_id, created)
        order.subscription_id = subscription.id
        order.po_number = subscription.po_number
        return order

    def _close(self, order: Order) -> None:
        order.status, order.code = "completed", "CP"
        order.provisioned = order.created + timedelta(seconds=self._rng.randrange(60, 900))
        self._write(order, None)

    def _write(self, order: Order, due: Due | None) -> None:
        if order.lines:
            order.total = add_up(line.extended for line in order.lines)
        self.entries.append((order, due))

    def _later(self, subscription: Subscription) -> datetime:
        """Return a time within a subscription's life."""
        last = self._recent
        if subscription.status in ("removed", "terminated") and subscription.modified:
            last = min(last, midnight(subscription.modified) + timedelta(days=1))
        first = midnight(subscription.created)
        seconds = int((last - first).total_seconds())
        return first + timedelta(seconds=self._rng.randrange(max(seconds, 1)))

    def _moment(self, day: date) -> datetime:
        """Return a time of a day, not later than the last closed order."""
        moment = midnight(day) + timedelta(seconds=self._rng.randrange(86_400))
        return min(moment, self._recent)
