"""Products that a change adds or replaces."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.catalogue.product_named import products_alike
from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.catalogue import sale_of
from marketplace_contracts.checks.support.concerns import places_orders
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
    other = bought(api, sale_of(api, first, SEATS))[1]
    order = _changed(api, other, {"id": first["id"], "quantity": SEATS, "newMPN": second["mpn"]})
    new_mpn = (order.get("products") or [{}])[0].get("newMPN")
    after = [one.get("mpn") for one in _products(api, other)]
    if new_mpn != second["mpn"] or after != [second["mpn"]]:
        observed = (
            f"{api.contract.show(new_mpn)} in the order, {api.contract.show(after)} afterwards"
        )
        pointer = api.contract.pointer_to("OrderLineTerms", "newMPN")
        yield Violation("a change replaces a product by its new MPN", observed, pointer)


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
