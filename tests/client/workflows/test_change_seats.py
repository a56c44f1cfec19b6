"""Changing seats: the absolute total, the refusals, and never two orders."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from cloud_marketplace import Marketplace, errors, models
from cloud_marketplace._workflows.change_seats import SeatChange, choose, order_for
from cloud_marketplace._workflows.intent_store import MemoryIntents, SqliteIntents
from marketplace_contracts.simulator import Simulator
from marketplace_contracts.simulator.faults import network_faults
from support.orders.one_order import stored
from support.working_clients import async_client_of, client_of, subscriptions_with_seats


def seats_of(simulator: Simulator, identifier: str) -> int:
    """The seats that the service really has."""
    seats = simulator.world.subscriptions[identifier].seats
    assert seats
    return seats[0].quantity


@pytest.mark.parametrize("change", [{"to": 12}, {"by": 3}, {"by": -1}])
def test_seats_change_to_the_right_total(
    mp: Marketplace, simulator: Simulator, change: dict[str, int]
) -> None:
    """A target or a difference leads to the right total, and waiting ends when it is there."""
    subscription = subscriptions_with_seats(mp)[0]
    present = seats_of(simulator, subscription.id)
    store = MemoryIntents()
    mp = mp.with_options(intents=store)
    order = mp.subscriptions.change_seats(subscription.id, **change, reference="T-1", wait=True)
    assert [intent.order_id for intent in stored(store, simulator.environment)] == [order.id]
    assert order.status is models.OrderStatus.COMPLETED
    expected = change.get("to", present + change.get("by", 0))
    assert seats_of(simulator, subscription.id) == expected


def test_the_async_client_changes_seats_too(simulator: Simulator) -> None:
    """The asynchronous client does the same."""
    with client_of(simulator) as mp:
        subscription = subscriptions_with_seats(mp)[0]

    async def main() -> Any:
        async with async_client_of(simulator, intents=store) as twin:
            return await twin.subscriptions.change_seats(
                subscription.id, to=12, reference="T-1", wait=True
            )

    store = MemoryIntents()
    order = asyncio.run(main())
    assert order.status == "completed"
    assert seats_of(simulator, subscription.id) == 12
    with client_of(simulator) as mp:
        assert [intent.order_id for intent in stored(store, simulator.environment)] == [order.id]


def test_a_lost_response_changes_seats_once(
    mp: Marketplace, simulator: Simulator, tmp_path: Path
) -> None:
    """A difference is applied once, though the response got lost and the call is repeated."""
    subscription = subscriptions_with_seats(mp)[0]
    present = seats_of(simulator, subscription.id)
    simulator.inject(network_faults.drop("orders.create"))
    first = mp.subscriptions.change_seats(
        subscription.id, by=2, reference="T-1", wait=True, intents=tmp_path / "i.sqlite3"
    )
    again = mp.subscriptions.change_seats(
        subscription.id, by=2, reference="T-1", intents=SqliteIntents(tmp_path / "i.sqlite3")
    )
    assert again.id == first.id
    assert seats_of(simulator, subscription.id) == present + 2


def test_a_reference_stands_for_one_change(mp: Marketplace) -> None:
    """The same reference with another change is refused, not carried out as the old one."""
    subscription, store = subscriptions_with_seats(mp)[0], MemoryIntents()
    change = mp.subscriptions.change_seats
    change(subscription.id, to=12, reference="T-1", intents=store)
    with pytest.raises(errors.IntentConflict, match="something else"):
        change(subscription.id, to=13, reference="T-1", intents=store)


@pytest.mark.parametrize("scheduled", [{}, {"scheduledOn": "renewal"}])
def test_an_open_change_is_in_the_way(
    mp: Marketplace, simulator: Simulator, scheduled: dict[str, str]
) -> None:
    """While another change is open, scheduled ones included, nothing is sent (facts C7)."""
    subscription = subscriptions_with_seats(mp)[0]
    body = {
        "type": "change",
        "customerId": subscription.customer_id,
        "subscriptionId": subscription.id,
        "products": [{"mpn": subscription.products[0].mpn, "quantity": 12}],
    }
    first = mp.orders.create(body | scheduled)
    simulator.clock.advance(10)
    count = len(simulator.world.orders)
    with pytest.raises(errors.SeatChangeRefused, match=str(first.order_number)) as caught:
        mp.subscriptions.change_seats(subscription.id, to=13, intents=MemoryIntents())
    assert (caught.value.reason, caught.value.order_id) == ("open-order", first.id)
    assert len(simulator.world.orders) == count


def test_the_seats_wanted_may_be_there(mp: Marketplace, simulator: Simulator) -> None:
    """A total that is reached already is refused with the seats, and nothing is sent."""
    subscription = subscriptions_with_seats(mp)[0]
    present = seats_of(simulator, subscription.id)
    with pytest.raises(errors.SeatChangeRefused) as caught:
        mp.subscriptions.change_seats(subscription.id, to=present, intents=MemoryIntents())
    assert (caught.value.reason, caught.value.seats) == ("unchanged", present)


def test_only_active_subscriptions_change(mp: Marketplace) -> None:
    """An ended subscription is refused before anything is sent."""
    ended = mp.subscriptions.list(status="removed").data[0]
    with pytest.raises(errors.SeatChangeRefused) as caught:
        mp.subscriptions.change_seats(ended.id, to=5, intents=MemoryIntents())
    assert caught.value.reason == "not-active"


def subscription(*products: Any, **more: Any) -> models.Subscription:
    """A subscription with products."""
    return models.Subscription.from_dict(
        {"id": "9", "customerId": "7", "status": "active", "products": list(products), **more}
    )


A1, A2 = {"mpn": "A", "id": "1", "quantity": 5}, {"mpn": "A", "id": "2", "quantity": 6}
B = {"mpn": "B", "id": "3", "quantity": "7.0"}


@pytest.mark.parametrize(
    ("products", "change", "reason"),
    [
        ([], SeatChange("9", to=1), "no-seats"),
        ([A1, B], SeatChange("9", to=1), "ambiguous"),
        ([A1, A2], SeatChange("9", to=1, mpn="A"), "ambiguous"),
        ([A1, B], SeatChange("9", to=1, mpn="C"), "ambiguous"),
        ([A1 | {"quantity": 1.5}], SeatChange("9", to=1), "ambiguous"),
        ([A1 | {"quantity": None}], SeatChange("9", to=1), "ambiguous"),
        ([A1 | {"quantity": "1e99999999"}], SeatChange("9", to=1), "ambiguous"),
        ([A1 | {"mpn": None}], SeatChange("9", to=1), "ambiguous"),
        ([{"id": "1", "quantity": 5}], SeatChange("9", to=1), "ambiguous"),
        ([A1], SeatChange("9", by=-6), "out-of-range"),
        ([A1], SeatChange("9", to=5), "unchanged"),
    ],
)
def test_what_is_not_clear_is_refused(products: list[Any], change: SeatChange, reason: str) -> None:
    """No seats, several products, an unreadable quantity, fewer than none: each is refused."""
    found = subscription(*products)
    with pytest.raises(errors.SeatChangeRefused) as caught:
        order_for(found, choose(found, change), change)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (SeatChange("9", by=-5, product_id="1"), {"mpn": "A", "id": "1", "quantity": 0}),
        (SeatChange("9", by=1, mpn="A", product_id="2"), {"mpn": "A", "id": "2", "quantity": 7}),
        (SeatChange("9", by=1, mpn="B"), {"mpn": "B", "quantity": 8}),
    ],
)
def test_the_order_takes_the_new_total(change: SeatChange, line: dict[str, Any]) -> None:
    """The order names one product and its new total, down to no seats at all (facts E7)."""
    found = subscription(A1, A2, B)
    assert order_for(found, choose(found, change), change) == {
        "type": "change",
        "customerId": "7",
        "subscriptionId": "9",
        "products": [line],
    }


@pytest.mark.parametrize(
    "given", [{}, {"to": 1, "by": 1}, {"by": 0}, {"to": -1}, {"to": True}, {"to": 1.5}]
)
def test_a_senseless_change_is_a_value_error(given: dict[str, Any]) -> None:
    """Exactly one of `to` and `by` is needed, as a whole number that makes sense."""
    with pytest.raises(ValueError, match=r"to or by|whole number|at least 0"):
        SeatChange("9", **given)


@pytest.mark.parametrize("name", ["mpn", "product_id", "po_number"])
def test_a_text_of_another_type_is_a_type_error(name: str) -> None:
    """A number where a text is expected is a TypeError that names the argument."""
    with pytest.raises(TypeError, match=name):
        SeatChange("9", to=1, **{name: 7})


def test_products_that_are_no_objects_are_an_error_of_the_tree() -> None:
    """A subscription whose products can't be read is a ResponseMismatch."""
    change = SeatChange("9", to=1)
    with pytest.raises(errors.ResponseMismatch, match="not an object"):
        choose(subscription("A"), change)


def test_the_number_of_seats_has_a_bound() -> None:
    """More seats than there can be are a ValueError."""
    with pytest.raises(ValueError, match="at most"):
        SeatChange("9", to=10**12)
