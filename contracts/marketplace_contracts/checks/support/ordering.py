"""Place orders and wait for them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from marketplace_contracts.service.api_client import ApiClient, Row
from marketplace_contracts.service.request_factory import order_line, sale
from marketplace_contracts.traffic.finding import CheckAborted, Violation

STEP = 20.0  # seconds of the service's clock between two reads
CLOSE_STEP = 5.0
LONGEST = 600.0


def place_order(api: ApiClient, body: Mapping[str, Any]) -> Row:
    """Place an order that must be accepted."""
    return dict(api.json("orders.create", body=body))


def read(api: ApiClient, order: Row) -> Row:
    """Return an order as it is now."""
    return dict(api.json("orders.get", {"id": str(order["id"])}))


def status_pointer(api: ApiClient) -> str:
    """Return where the states of an order are described."""
    return api.contract.pointer_to("Order", "status")


def terminal_states(api: ApiClient) -> list[str]:
    """Return the states that end waiting for an order, from `x-terminal`."""
    node, _ = api.contract.spec.follow(status_pointer(api))
    return list(node["x-terminal"])


def settle(api: ApiClient, order: Row, *, closely: bool = False) -> list[Row]:
    """Read an order, moving the clock, until it is terminal; return each response.

    Args:
        api: Reads the order.
        order: The order as accepted.
        closely: Whether to read more often, and to alternate with its row in the list.

    Raises:
        CheckAborted: The order does not become terminal in time.
    """
    seen, step = [order], CLOSE_STEP if closely else STEP
    for _ in range(int(LONGEST / step)):
        if closely:
            rows = api.page("orders.list", {"limit": 1}).rows
            seen += [row for row in rows if row.get("id") == order["id"]]
        seen.append(read(api, order))
        if seen[-1].get("status") in terminal_states(api):
            return seen
        api.advance(step)
    observed = f"{seen[-1].get('status')} after {LONGEST:.0f} s"
    raise CheckAborted(
        Violation("an order reaches a terminal state", observed, status_pointer(api))
    )


def bought(api: ApiClient, body: Mapping[str, Any] | None = None) -> tuple[Row, Row]:
    """Return a completed sale and its subscription in full.

    Args:
        api: Places the sale and moves the clock.
        body: The sale; None places a sale of a few seats of any product.

    Raises:
        CheckAborted: The sale is not completed.
    """
    order = settle(api, place_order(api, sale(api) if body is None else body))[-1]
    if order.get("status") != "completed" or not order.get("subscriptionId"):
        shown = {name: order.get(name) for name in ("status", "subscriptionId")}
        promise = "a sale is completed and names its subscription"
        raise CheckAborted(Violation(promise, api.contract.show(shown), status_pointer(api)))
    return order, dict(api.json("subscriptions.get", {"id": str(order["subscriptionId"])}))


def change(api: ApiClient, subscription: Row, total: int, **more: Any) -> Row:
    """Place a change to a new total of seats."""
    return place_order(api, {**change_body(api, subscription, total), **more})


def change_body(api: ApiClient, subscription: Row, total: int) -> Row:
    """Return the body of a change to a new total of seats."""
    return {
        "type": "change",
        "customerId": subscription["customerId"],
        "subscriptionId": str(subscription["id"]),
        "products": [order_line(api, subscription["products"][0], total)],
    }


def subscription_ids(api: ApiClient, customer: Any) -> set[str]:
    """Return the ids of a customer's subscriptions."""
    query = {"customerId": str(customer), "limit": 500}
    return {str(row.get("id")) for row in api.page("subscriptions.list", query).rows}


def renewed(api: ApiClient, before: Row, known: Collection[str], wanted: int | None) -> Row:
    """Return the detail of the subscription that continues a renewed one.

    A monthly renewal seems to create a new subscription and retire the old one (facts E11).

    Args:
        api: Reads subscriptions.
        before: The subscription before its renewal.
        known: Ids of the customer's subscriptions at that time.
        wanted: The expected seats; of several successors, one with these is returned.

    Returns:
        The subscription itself if it is active or has no successor, else the successor.
    """
    now = dict(api.json("subscriptions.get", {"id": str(before["id"])}))
    if now.get("status") == "active":
        return now
    new = successors(api, before, known)
    return next((one for one in new if seats(one) == wanted), (new or [now])[0])


def successors(api: ApiClient, before: Row, known: Collection[str]) -> list[Row]:
    """Return the customer's new active subscriptions of the same name, in full."""
    query = {"customerId": str(before["customerId"]), "status": "active", "limit": 500}
    rows = api.page("subscriptions.list", query).rows
    return [
        dict(api.json("subscriptions.get", {"id": str(row["id"])}))
        for row in rows
        if str(row.get("id")) not in known and row.get("name") == before.get("name")
    ]


def seats(subscription: Row) -> int | None:
    """Return the seats of a subscription with a single product."""
    products = subscription.get("products") or [{}]
    quantity = products[0].get("quantity")
    return quantity if isinstance(quantity, int) else None
