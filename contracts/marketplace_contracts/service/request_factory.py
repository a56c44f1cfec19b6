"""Requests that the service should accept, made from the examples of the description.

Examples refer to a customer, a product and a subscription that the service does not have. They are
replaced by existing ones.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from marketplace_contracts.description.operations import Operation
from marketplace_contracts.service.api_client import NO_BODY, ApiClient, Row
from marketplace_contracts.traffic.finding import Skipped

IDENTIFYING = ("mpn", "vendor", "id", "billingPeriod", "subscriptionPeriod")
"""Properties that identify a product together; the MPN alone does not (facts E4)."""
WRITE_ONLY = {"login": "contract.check", "password": "Invented-7-Secret"}
"""Invented values for write-only properties."""
NOTHING = "999999999999"
"""An identifier that does not exist."""
ATTEMPTS = 12
SEATS = 3


def body_for(api: ApiClient, operation: Operation, which: int = 0) -> Any:
    """Return a body that an operation should accept.

    Args:
        api: Shows what the service has.
        operation: Takes a body and has an example.
        which: Which of its examples.

    Raises:
        Skipped: There is no example, or the service has no object for it.
    """
    if operation.body_pointer is None or len(operation.examples) <= which:
        raise Skipped(f"{operation.id} has no example {which}")
    body = copy.deepcopy(operation.examples[which])
    for visit in api.contract.schemas.visit(operation.body_pointer, body):
        if "customerId" in visit.value:
            visit.value["customerId"] = active_customer(api)
        if "subscriptionId" in visit.value:
            visit.value["subscriptionId"] = seated_subscription(api)["id"]
        if "mpn" in visit.value:
            visit.value.update(_product(api, operation, visit.shape.properties))
        if "marketplace" in visit.value:
            visit.value["marketplace"] = api.target.marketplace
        _add_write_only(api, visit.value, visit.shape.write_only)
    return body


def ids_for(api: ApiClient, operation: Operation) -> Mapping[str, str]:
    """Return path parameters of an object that `body_for` makes a body for.

    Raises:
        Skipped: The service shows no such object.
    """
    known = api.contract.schemas.shape(operation.body_pointer or "#").properties
    if operation.path_parameters and "products" in known:
        return {operation.path_parameters[0].name: seated_subscription(api)["id"]}
    return api.ids(operation)


def some_body(api: ApiClient, operation: Operation) -> Any:
    """Return a body for checks that do not depend on it: a valid one if possible.

    Returns:
        `NO_BODY` for operations that take none.
    """
    if operation.body_pointer is None:
        return NO_BODY
    try:
        return body_for(api, operation)
    except Skipped:
        return operation.examples[0] if operation.examples else {}


def _add_write_only(api: ApiClient, value: dict[str, Any], names: set[str]) -> None:
    """Add write-only properties, so that a service which returns them is noticed."""
    if value.get("type") == "admin":
        for name in names & WRITE_ONLY.keys():
            value[name] = WRITE_ONLY[name]
            api.contract.redactor.learn("SECRET", WRITE_ONLY["password"])


def _product(api: ApiClient, operation: Operation, known: Mapping[str, str]) -> Row:
    """Return what identifies a product: that of the subscription to change, or an orderable one."""
    if operation.path_parameters:
        source = seated_subscription(api)["products"][0]
    else:
        source = orderable_product(api)
    return {name: source[name] for name in IDENTIFYING if name in source and name in known}


def active_customer(api: ApiClient) -> str:
    """Return the id of a customer that can buy.

    Raises:
        Skipped: There is none.
    """
    for row in api.newest("customers.list").rows:
        if row.get("status") == "active":
            return str(row["id"])
    raise Skipped("the service shows no active customer")


def seated_subscription(api: ApiClient) -> Row:
    """Return an active subscription with products, in full.

    Raises:
        Skipped: None of the newest active ones has products.
    """
    rows = [row for row in api.newest("subscriptions.list").rows if row.get("status") == "active"]
    for row in rows[:ATTEMPTS]:
        found = api.json("subscriptions.get", {"id": row["id"]})
        if found.get("products"):
            return dict(found)
    raise Skipped("the service shows no active subscription with products")


def orderable_product(api: ApiClient, term: str | None = None) -> Row:
    """Return a row of the catalogue that can be bought on its own in a few seats.

    Args:
        api: Reads the catalogue.
        term: Type of its subscription period, such as `year`; another type if there is none.

    Raises:
        Skipped: The first rows have no such product.
    """
    rows = list(orderable_products(api))
    for row in rows:
        if term is None or (row.get("subscriptionPeriod") or {}).get("type") == term:
            return row
    if rows:
        return rows[0]
    raise Skipped("the service shows no product that can be bought by itself")


def orderable_products(api: ApiClient) -> Iterator[Row]:
    """Yield rows of the catalogue that can be bought on their own in a few seats."""
    for row in api.newest("products.list").rows:
        least, most = _seats(row.get("minimumQuantity")), _seats(row.get("maximumQuantity"))
        plain = not row.get("dependsOn") and len(row.get("prices", [])) == 1
        if (
            plain
            and least is not None
            and most is not None
            and least <= SEATS
            and most >= 10 * SEATS
        ):
            yield row


def _seats(text: Any) -> float | None:
    try:
        return float(text)
    except (TypeError, ValueError):
        return None


def order_line(api: ApiClient, product: Row, quantity: int = SEATS) -> Row:
    """Return an order line for a product."""
    operation = api.contract.spec.order_operation
    assert operation.body_pointer is not None
    schemas = api.contract.schemas
    products = schemas.shape(operation.body_pointer).properties["products"]
    items = schemas.shape(products).items
    known = schemas.shape(items).properties if items else {}
    line = {name: product[name] for name in IDENTIFYING if name in product and name in known}
    return {**line, "quantity": quantity}


def sale(api: ApiClient, quantity: int = SEATS, term: str | None = None) -> Row:
    """Return the body of a sale that the service should accept, with this type of term if possible.

    Raises:
        Skipped: There is no customer or product for it.
    """
    line = order_line(api, orderable_product(api, term), quantity)
    customer = active_customer(api)
    return {"type": "sales", "customerId": customer, "poNumber": "CC-1001", "products": [line]}
