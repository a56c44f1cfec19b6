"""Tests of your own code against the simulator: no key, no network, no waiting.

Copy it next to your tests. It needs the extra `contracts`, which includes pytest.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from cloud_marketplace import Marketplace, SeatChangeRefused
from cloud_marketplace.models import Order, OrderLineRequest, OrderRequest, OrderRequestType
from marketplace_contracts.simulator import Simulator
from marketplace_contracts.simulator.faults import network_faults

CUSTOMER, SUBSCRIPTION, MPN = "1000611", "1300501", "CFQ7TTC0ZZ01:0004"
"""Every simulated world has these, whatever its seed."""


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    """Start a new world for each test; that takes a fraction of a second."""
    with Simulator(seed=1) as running:
        yield running


@pytest.fixture
def mp(simulator: Simulator, tmp_path: Path) -> Iterator[Marketplace]:
    """Make a client of it that never waits: the simulator's clock advances instead."""
    with Marketplace.from_env(
        simulator.environment,
        intents=str(tmp_path / "intents.sqlite"),
        sleep=simulator.clock.advance,
    ) as client:
        yield client


def buy(mp: Marketplace, ticket: str) -> Order:
    """Buy five seats and wait for them; your own code would be here."""
    order = OrderRequest(
        type=OrderRequestType.SALES,
        customer_id=CUSTOMER,
        products=[OrderLineRequest(mpn=MPN, quantity=5)],
    )
    return mp.orders.wait(mp.orders.place(order, reference=ticket).id)


def test_a_lost_response_does_not_order_twice(simulator: Simulator, mp: Marketplace) -> None:
    """The gateway gives up after the service has placed the order: there is only one order."""
    simulator.inject(network_faults.timeout_page("orders.create"))
    before = mp.orders.list(limit=1).pagination.total
    assert buy(mp, "TICKET-1").status == "completed"
    assert mp.orders.list(limit=1).pagination.total == before + 1


def test_a_second_change_is_refused_while_one_is_open(mp: Marketplace) -> None:
    """`reason` tells what to do: wait for the open order."""
    mp.subscriptions.change_seats(SUBSCRIPTION, by=-1)
    with pytest.raises(SeatChangeRefused) as refused:
        mp.subscriptions.change_seats(SUBSCRIPTION, by=-1)
    assert refused.value.reason == "open-order"


if __name__ == "__main__":
    raise SystemExit(pytest.main([__file__]))
