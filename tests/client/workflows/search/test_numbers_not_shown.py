"""Orders at a service that does not show their PO numbers."""

from dataclasses import replace
from pathlib import Path

import pytest
from cloud_marketplace import IntentConflict, Marketplace, OutcomeUnknown
from cloud_marketplace._workflows.intent_store import SqliteIntents
from marketplace_contracts.simulator import Simulator
from marketplace_contracts.simulator.faults.contract_faults import Fault
from marketplace_contracts.simulator.http.messages import Request, Response
from support.orders.one_order import renumbered
from support.working_clients import a_sale


def numberless(simulator: Simulator) -> Fault:
    """A service that forgets the PO number of each order."""

    def after(request: Request, response: Response) -> Response:
        if request.operation != "orders.create" or response.status != 200:
            return response
        simulator.world.orders[response.body["id"]].po_number = None
        return replace(response, body={**response.body, "poNumber": None})

    return Fault("numberless", "orders have no PO number", after=after)


def orders_since(simulator: Simulator, before: set[str]) -> list[str]:
    """Ids of the orders that the service has got since."""
    return [name for name in simulator.world.orders if name not in before]


@pytest.mark.parametrize("number", [None, "", "  "])
def test_a_deleted_store_and_a_lost_number_make_no_second_order(
    mp: Marketplace, simulator: Simulator, tmp_path: Path, number: str | None
) -> None:
    """An unclaimed order that could be this one is reported, and nothing is sent."""
    simulator.inject(renumbered(simulator, lambda _: number))
    sale, before = a_sale(mp), set(simulator.world.orders)
    with pytest.raises(OutcomeUnknown, match="may be the one"):
        mp.orders.place(sale, reference="T-1", intents=tmp_path / "lost.sqlite3")
    (order,) = orders_since(simulator, before)
    with pytest.raises(IntentConflict, match=f"order {order}") as caught:
        mp.orders.place(sale, reference="T-1", intents=tmp_path / "new.sqlite3")
    assert "an hour" in caught.value.advice
    assert orders_since(simulator, before) == [order]
    # Another order, of which there is no doubt, is placed at once.
    more = {**sale, "products": [{**sale["products"][0], "quantity": 5}]}
    assert mp.orders.place(more, reference="T-2", intents=tmp_path / "new.sqlite3").id != order
    simulator.clock.advance(3700)
    assert mp.orders.place(sale, reference="T-1", intents=tmp_path / "new.sqlite3").id != order


def test_the_same_order_again_is_another_order(
    mp: Marketplace, simulator: Simulator, store: SqliteIntents
) -> None:
    """Orders that this store knows are no obstacle: the customer buys the same again."""
    simulator.inject(numberless(simulator))
    sale, before = a_sale(mp), set(simulator.world.orders)
    placed = [mp.orders.place(sale, reference=f"T-{n}", intents=store).id for n in range(3)]
    assert orders_since(simulator, before) == placed


def test_an_order_that_another_reference_has_under_way_is_no_obstacle(
    mp: Marketplace, simulator: Simulator, store: SqliteIntents
) -> None:
    """An order of unknown outcome explains the one without a number; the next is another order."""
    simulator.inject(renumbered(simulator, lambda _: None))
    sale, before = a_sale(mp), set(simulator.world.orders)
    with pytest.raises(OutcomeUnknown, match="may be the one"):
        mp.orders.place(sale, reference="T-1", intents=store)
    (lost,) = orders_since(simulator, before)
    assert mp.orders.place(sale, reference="T-2", intents=store).id != lost
    assert len(orders_since(simulator, before)) == 2
