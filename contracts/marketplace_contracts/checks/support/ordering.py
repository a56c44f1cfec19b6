"""Placing orders and waiting for them; shared by the checks of their life."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marketplace_contracts.traffic.finding import CheckAborted, Skipped, Violation
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.description.description import Operation
from marketplace_contracts.service.probe import Probe, Row
from marketplace_contracts.service.request_factory import SEATS, order_line, orderable_product, sale

EFFECTS = ("token", "read", "write", "order")
STEP = 20.0  # seconds of the service's clock between two looks
CLOSE_STEP = 5.0
LONGEST = 600.0


def places_orders(operation: Operation, _: Contract) -> bool:
    """Whether an operation commits money."""
    return operation.effect == "order"


def place_order(probe: Probe, body: Mapping[str, Any]) -> Row:
    """Place an order that has to be accepted."""
    return dict(probe.good("orders.create", body=body))


def read(probe: Probe, order: Row) -> Row:
    """An order as it is now."""
    return dict(probe.good("orders.get", {"id": str(order["id"])}))


def status_pointer(probe: Probe) -> str:
    """Where the states of an order are described."""
    return probe.contract.pointer_to("Order", "status")


def terminal_states(probe: Probe) -> list[str]:
    """The states of an order that end waiting, from `x-terminal`."""
    node, _ = probe.contract.spec.follow(status_pointer(probe))
    return list(node["x-terminal"])


def settle(probe: Probe, order: Row, *, closely: bool = False) -> list[Row]:
    """Look at an order, moving the clock, until it is done; gives what was seen.

    Args:
        probe: Looks.
        order: As it was accepted.
        closely: Whether to look more often, and by turns at its row in the list.

    Raises:
        CheckAborted: It never is.
    """
    seen, step = [order], CLOSE_STEP if closely else STEP
    for _ in range(int(LONGEST / step)):
        if closely:
            rows = probe.rows("orders.list", {"limit": 1})
            seen += [row for row in rows if row.get("id") == order["id"]]
        seen.append(read(probe, order))
        if seen[-1].get("status") in terminal_states(probe):
            return seen
        probe.advance(step)
    observed = f"{seen[-1].get('status')} after {LONGEST:.0f} s"
    raise CheckAborted(
        Violation("an order gets to a terminal state", observed, status_pointer(probe))
    )


def bought(probe: Probe) -> tuple[Row, Row]:
    """A sale that is completed and its subscription in full.

    Raises:
        CheckAborted: It does not get so far.
    """
    order = settle(probe, place_order(probe, sale(probe)))[-1]
    if order.get("status") != "completed" or not order.get("subscriptionId"):
        observed = probe.contract.show(
            {name: order.get(name) for name in ("status", "subscriptionId")}
        )
        raise CheckAborted(
            Violation(
                "a sale is completed and names its subscription", observed, status_pointer(probe)
            )
        )
    return order, dict(probe.good("subscriptions.get", {"id": str(order["subscriptionId"])}))


def change(probe: Probe, subscription: Row, total: int, **more: Any) -> Row:
    """Place a change to a new total of seats."""
    line = order_line(probe, subscription["products"][0], total)
    body = {
        "type": "change",
        "customerId": subscription["customerId"],
        "subscriptionId": str(subscription["id"]),
        "products": [line],
        **more,
    }
    return place_order(probe, body)


def seats(subscription: Row) -> int | None:
    """Seats of a subscription of one product."""
    products = subscription.get("products") or [{}]
    quantity = products[0].get("quantity")
    return quantity if isinstance(quantity, int) else None


__all__ = [
    "EFFECTS",
    "SEATS",
    "Skipped",
    "bought",
    "change",
    "orderable_product",
    "place_order",
    "places_orders",
    "read",
    "seats",
    "settle",
    "status_pointer",
    "terminal_states",
]
