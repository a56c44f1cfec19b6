"""What the tests of working with the API share: clients that live in a simulator's time."""

from __future__ import annotations

from typing import Any

from cloud_marketplace import AsyncMarketplace, Marketplace
from marketplace_contracts.simulator import Simulator


def client_of(simulator: Simulator, **keywords: Any) -> Marketplace:
    """A client with the simulator's clock: when it sleeps, that clock moves."""
    now, sleep = now_of(simulator), simulator.clock.advance
    own: Any = {"clock": now, "wall": now, "sleep": sleep, **keywords}
    return Marketplace.from_env(simulator.environment, **own)


def async_client_of(simulator: Simulator, **keywords: Any) -> AsyncMarketplace:
    """Its asynchronous twin."""

    async def sleep(seconds: float) -> None:
        simulator.clock.advance(seconds)

    now = now_of(simulator)
    own: Any = {"clock": now, "wall": now, "sleep": sleep, **keywords}
    return AsyncMarketplace.from_env(simulator.environment, **own)


def now_of(simulator: Simulator) -> Any:
    """A clock that shows the simulator's time."""
    return lambda: simulator.clock.now().timestamp()


def a_sale(mp: Marketplace, **more: Any) -> dict[str, Any]:
    """An order of two seats of a product without dependencies, for an active customer."""
    customer = next(row.id for row in mp.customers.list() if row.status == "active")
    product = next(row for row in mp.products.list(limit=100) if not row.depends_on)
    line = {"mpn": product.mpn, "id": product.id, "quantity": 2}
    return {"type": "sales", "customerId": customer, "products": [line], **more}


def subscriptions_with_seats(mp: Marketplace) -> list[Any]:
    """Active subscriptions of one product, in full, with nothing open.

    Tests change seats to 12 and 13, so subscriptions that have as many are left out.
    """
    details = (mp.subscriptions.get(row.id) for row in mp.subscriptions.list(status="active"))
    done = ("completed", "error", "cancelled")
    return [
        found
        for found in details
        if found.products
        and len(found.products) == 1
        and found.products[0].quantity not in (12, 13)
        and found.renewal_date
        and all(row.status in done for row in mp.orders.list(subscription_id=found.id))
    ]
