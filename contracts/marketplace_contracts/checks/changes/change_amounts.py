"""Amounts of changes."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.catalogue import sale_of
from marketplace_contracts.checks.support.concerns import places_orders
from marketplace_contracts.checks.support.money import amount_of
from marketplace_contracts.checks.support.ordering import bought, change, change_body, seats, settle
from marketplace_contracts.description.operations import EVERYTHING, Operation
from marketplace_contracts.service.api_client import ApiClient, Row
from marketplace_contracts.service.request_factory import SEATS, orderable_products
from marketplace_contracts.traffic.finding import Skipped, Violation

AHEAD = "chargeBeforeSubscriptionPeriod"
"""Plans whose whole term is paid ahead; their changes have amounts of the other sign."""


@sequence_check("life", concerns=places_orders, effects=EVERYTHING, clock=True)
def change_amounts(api: ApiClient, _: Operation) -> Iterator[Violation]:
    """A change costs the difference; the sign depends on how the plan is paid (facts E8)."""
    models = {row.get("billingModel"): row for row in orderable_products(api)}
    if not models:
        raise Skipped("the service shows no product that can be bought by itself")
    for model, product in models.items():
        _order, subscription = bought(api, sale_of(api, product, SEATS))
        if not subscription.get("products"):
            continue  # there is nothing to change
        unit = amount_of(subscription["products"][0].get("unitPrice")) or Decimal(0)
        for difference in (4, -2):
            total = (seats(subscription) or 0) + difference
            order = change(api, subscription, total)
            wanted = unit * difference * (-1 if model == AHEAD else 1)
            yield from _costs(api, order, wanted, f"{difference:+} with {model}")
            yield from _called(api, order, "recurring" if difference > 0 else "downgrade")
            settle(api, order)
            subscription = api.json("subscriptions.get", {"id": str(subscription["id"])})
        yield from _the_same(api, subscription)


def _the_same(api: ApiClient, subscription: Row) -> Iterator[Violation]:
    """A change to the present seats, where it is accepted, costs nothing and is no downgrade."""
    body = change_body(api, subscription, seats(subscription) or 0)
    found = api.call("orders.estimate", body=body)
    if found.ok:
        order = dict(api.contract.described(found))
        yield from _costs(api, order, Decimal(0), "the same seats")
        if "downgrade" in [one.get("type") for one in order.get("details") or []]:
            pointer = api.contract.pointer_to("OrderDetail", "type")
            promise = "a change for fewer seats is called a downgrade, no other one"
            yield Violation(promise, "downgrade for the same seats", pointer)


def _costs(api: ApiClient, order: Row, wanted: Decimal, what: str) -> Iterator[Violation]:
    details = [amount_of(one.get("extendedPrice")) for one in order.get("details") or []]
    lines = [amount_of(one.get("extendedPrice")) for one in order.get("products") or []]
    found = (amount_of(order.get("total")), lines, details)
    if found != (wanted, [wanted], [wanted]):
        observed = f"total {found[0]}, lines {lines}, details {details} for {what}, not {wanted}"
        pointer = api.contract.pointer_to("Order", "total")
        yield Violation("a change costs its difference in seats", observed, pointer)


def _called(api: ApiClient, order: Row, wanted: str) -> Iterator[Violation]:
    kinds = [one.get("type") for one in order.get("details") or []]
    if kinds != [wanted]:
        observed = f"{api.contract.show(kinds)}, not {wanted}"
        pointer = api.contract.pointer_to("OrderDetail", "type")
        yield Violation("a change for fewer seats is called a downgrade", observed, pointer)
