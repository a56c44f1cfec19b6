"""Products that a change adds or replaces."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.catalogue.product_named import products_alike
from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.catalogue import sale_of
from marketplace_contracts.checks.support.concerns import places_orders
from marketplace_contracts.checks.support.money import amount_of, list_price
from marketplace_contracts.checks.support.ordering import bought, place_order, settle
from marketplace_contracts.description.operations import EVERYTHING, Operation
from marketplace_contracts.service.api_client import ApiClient, Row
from marketplace_contracts.service.request_factory import SEATS
from marketplace_contracts.traffic.finding import Skipped, Violation

METERED = "chargeAfterBillingPeriod"
"""Plans whose subscriptions have no seats (facts F21)."""


@sequence_check("life", concerns=places_orders, effects=EVERYTHING, clock=True)
def product_added(api: ApiClient, _: Operation) -> Iterator[Violation]:
    """A change adds a product of the plan, and replaces a product by its new MPN (facts E7)."""
    rows = api.newest("products.list").rows
    products = products_alike([row for row in rows if row.get("billingModel") != METERED])
    if len(products) < 3:
        raise Skipped("the service shows no three products of one plan")
    first, second, third = products[:3]
    subscription = bought(api, sale_of(api, first, SEATS))[1]
    for line in ({"mpn": second["mpn"]}, {"id": third["id"]}):
        _changed(api, subscription, {**line, "quantity": SEATS + 1})
    now = _products(api, subscription)
    wanted = {first["id"]: SEATS, second["id"]: SEATS + 1, third["id"]: SEATS + 1}
    pointer = api.contract.pointer_to("OrderLine", "quantity")
    if {one.get("id"): one.get("quantity") for one in now} != wanted:
        observed = api.contract.show([[one.get("id"), one.get("quantity")] for one in now])
        yield Violation("a change adds a product that its plan has", observed, pointer)
    for name, becomes in (
        ("newMPN", {"newMPN": second["mpn"]}),
        ("newId", {"newId": second["id"]}),
    ):
        yield from _replaced(api, first, second, name, becomes)


def _replaced(
    api: ApiClient, first: Row, second: Row, name: str, becomes: Row
) -> Iterator[Violation]:
    """Replace a product by another one, named by MPN or id, which brings its own price."""
    subscription = bought(api, sale_of(api, first, SEATS))[1]
    line = {"id": first["id"], "quantity": SEATS + 1, **becomes}
    order = _changed(api, subscription, line)
    stated = (order.get("products") or [{}])[0].get("newMPN")
    after = _products(api, subscription)
    if stated != second["mpn"] or [one.get("mpn") for one in after] != [second["mpn"]]:
        names = [one.get("mpn") for one in after]
        observed = (
            f"{api.contract.show(stated)} in the order, {api.contract.show(names)} afterwards"
        )
        pointer = api.contract.pointer_to("OrderLineTerms", name)
        yield Violation(f"a change replaces a product by its {name}", observed, pointer)
        return
    for key, listed in (("unitPrice", "prices"), ("unitCost", "costs")):
        wanted = list_price(second.get(listed) or [], 1)
        if wanted is not None and amount_of(after[0].get(key)) != wanted:
            observed = f"{api.contract.show(after[0].get(key))}, {wanted} in the catalogue"
            pointer = api.contract.pointer_to("SubscriptionProduct", key)
            yield Violation(f"a replacing product has its own {key}", observed, pointer)


def _changed(api: ApiClient, subscription: Row, line: Row) -> Row:
    body = {
        "type": "change",
        "customerId": subscription["customerId"],
        "subscriptionId": str(subscription["id"]),
        "products": [line],
    }
    return settle(api, place_order(api, body))[-1]


def _products(api: ApiClient, subscription: Row) -> list[Row]:
    found = api.json("subscriptions.get", {"id": str(subscription["id"])})
    return list(found.get("products") or [])
