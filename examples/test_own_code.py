"""Tests of your own code against the simulator: no key, no network, no waiting.

Copy it next to your tests. It needs the extra `testing`, which brings pytest and these fixtures.
"""

import pytest
from cloud_marketplace import Marketplace, SeatChangeRefused
from cloud_marketplace.models import Order, OrderLineRequest, OrderRequest, OrderRequestType
from marketplace_contracts.simulator import AdjustableWorld, Clock, Faults

CUSTOMER, SUBSCRIPTION, MPN = "1000611", "1300501", "CFQ7TTC0ZZ01:0004"
"""Every simulated world has these, whatever its seed."""


def buy(mp: Marketplace, ticket: str) -> Order:
    """Buy five seats and wait for them; your own code would be here."""
    order = OrderRequest(
        type=OrderRequestType.SALES,
        customer_id=CUSTOMER,
        products=[OrderLineRequest(mpn=MPN, quantity=5)],
    )
    return mp.orders.wait(mp.orders.place(order, reference=ticket).id)


def test_a_lost_response_does_not_order_twice(marketplace: Marketplace, faults: Faults) -> None:
    """The gateway gives up after the service has placed the order: there is only one order."""
    faults.timeout_page("orders.create")
    before = marketplace.orders.list(limit=1).pagination.total
    assert buy(marketplace, "TICKET-1").status == "completed"
    assert marketplace.orders.list(limit=1).pagination.total == before + 1


def test_a_second_change_is_refused_while_one_is_open(marketplace: Marketplace) -> None:
    """`reason` shows what to do: wait for the open order."""
    marketplace.subscriptions.change_seats(SUBSCRIPTION, by=-1)
    with pytest.raises(SeatChangeRefused) as refused:
        marketplace.subscriptions.change_seats(SUBSCRIPTION, by=-1)
    assert refused.value.reason == "open-order"


def test_a_subscription_that_was_ended_elsewhere(
    marketplace: Marketplace, world: AdjustableWorld
) -> None:
    """Nothing is ordered for a subscription that was ended in the control panel."""
    world.end_subscription(SUBSCRIPTION)
    with pytest.raises(SeatChangeRefused) as refused:
        marketplace.subscriptions.change_seats(SUBSCRIPTION, by=1)
    assert refused.value.reason == "not-active"


@pytest.mark.marketplace_simulator(rate_limit=60)
def test_the_rate_is_kept_in_simulated_time(marketplace: Marketplace, clock: Clock) -> None:
    """Two hundred calls take more than three minutes, of which the test waits for none."""
    for _ in range(200):
        marketplace.plans.list(limit=1)
    assert (clock.now() - clock.start).total_seconds() > 180


if __name__ == "__main__":
    raise SystemExit(pytest.main([__file__]))
