"""Orders of uncertain outcome: none is mistaken for another, or sent twice."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from cloud_marketplace import AsyncMarketplace, IntentConflict, Marketplace, errors
from cloud_marketplace._workflows.intent_store import MemoryIntents, SqliteIntents, State
from marketplace_contracts.simulator import Simulator
from marketplace_contracts.simulator.faults import network_faults
from marketplace_contracts.simulator.faults.contract_faults import Fault
from marketplace_contracts.simulator.http.messages import Request, Response
from support.client import ENVIRON, Service, page, said
from support.orders.one_order import (
    altered,
    as_empty,
    as_page,
    lost,
    on_order,
    orders_with,
    renumbered,
    stored,
)
from support.working_clients import a_sale, async_client_of, client_of, now_of


@pytest.mark.parametrize("number", [None, "PO-7"])
@pytest.mark.parametrize("times", [0, 1, 2])
def test_two_references_with_one_body_get_an_order_each(
    simulator: Simulator, store: SqliteIntents, number: str | None, times: int
) -> None:
    """Two equal orders placed at the same time are two orders, each with its own reference."""
    with client_of(simulator) as mp:
        sale = a_sale(mp, **({"poNumber": number} if number else {}))
    if times:
        simulator.inject(network_faults.drop("orders.create", times=times))
    before = set(simulator.world.orders)

    async def place(twin: AsyncMarketplace, reference: str) -> Any:
        # Both calls move the simulated time, so the turn of one may not come in time: it sends
        # nothing, and is made again.
        for _ in range(5):
            with suppress(IntentConflict):
                return await twin.orders.place(sale, reference=reference, intents=store)
        raise AssertionError(reference)

    async def main() -> list[Any]:
        async with async_client_of(simulator) as twin:
            return await asyncio.gather(*(place(twin, reference) for reference in ("T-1", "T-2")))

    first, second = asyncio.run(main())
    assert first.id != second.id
    assert {first.id, second.id} == set(simulator.world.orders) - before
    with client_of(simulator) as mp:
        assert [each.order_id for each in stored(store, simulator.environment, "T-1", "T-2")] == [
            first.id,
            second.id,
        ]


def test_a_possible_order_stays_possible(
    mp: Marketplace, simulator: Simulator, store: SqliteIntents
) -> None:
    """An order that may be ours is not sent again, whatever happens to that order later."""
    simulator.inject(renumbered(simulator, lambda _: "OTHER"))
    sale = a_sale(mp)
    with pytest.raises(errors.OutcomeUnknown, match="may be the one") as caught:
        mp.orders.place(sale, reference="T-1", intents=store)
    (found,) = caught.value.candidates
    order = simulator.world.orders[found]
    for change in ({"status": "cancelled"}, {"lines": []}, {"type": "renewal"}):
        for name, value in change.items():
            setattr(order, name, value)
        simulator.clock.advance(1000)
        with pytest.raises(errors.OutcomeUnknown, match=found):
            mp.orders.place(sale, reference="T-1", intents=store)
    assert orders_with(simulator, "T-1") == []


@pytest.mark.parametrize("ahead", [5, 7200, 86_400 * 30])
def test_what_is_new_does_not_depend_on_dates(
    mp: Marketplace, simulator: Simulator, store: SqliteIntents, ahead: int
) -> None:
    """A customer whose newest order is dated ahead gets no second order after a lost response."""
    sale = a_sale(mp)
    mp.orders.create({**sale, "poNumber": "BEFORE"})
    newest = list(simulator.world.orders.values())[-1]
    newest.created += timedelta(seconds=ahead)
    simulator.inject(network_faults.drop("orders.create"))
    order = mp.orders.place(sale, reference="T-1", intents=store)
    assert [each.id for each in orders_with(simulator, "T-1")] == [order.id]


def test_what_is_new_does_not_depend_on_the_order_of_the_list(
    mp: Marketplace, simulator: Simulator, store: SqliteIntents
) -> None:
    """A list that is not newest first is searched to its end."""

    def turned(request: Request, response: Response) -> Response:
        if request.operation != "orders.list" or response.status != 200:
            return response
        rows = list(reversed(response.body["data"]))
        return replace(response, body={**response.body, "data": rows})

    sale = a_sale(mp)
    simulator.inject(Fault("turned", "the list of orders is turned round", after=turned))
    simulator.inject(network_faults.drop("orders.create"))
    order = mp.orders.place(sale, reference="T-1", intents=store)
    assert [each.id for each in orders_with(simulator, "T-1")] == [order.id]


def test_an_order_that_waits_for_the_rate_is_not_sent_behind_the_back_of_others(
    simulator: Simulator, store: SqliteIntents
) -> None:
    """While an order waits for the rate limit, another caller places it: it is not sent again."""
    with client_of(simulator) as mp:
        sale = a_sale(mp)
    found: list[Any] = []

    def sleep(seconds: float) -> None:
        simulator.clock.advance(seconds)
        if seconds > 300 and not found:
            found.append(None)
            with client_of(simulator) as other:
                found[0] = other.orders.place(sale, reference="T-1", intents=store)

    with client_of(simulator, rate="2/600s", sleep=sleep) as slow:
        order = slow.orders.place(sale, reference="T-1", intents=store)
    assert found
    assert [each.id for each in orders_with(simulator, "T-1")] == [order.id] == [found[0].id]


def test_a_timeout_does_not_shorten_the_search(
    mp: Marketplace, simulator: Simulator, store: SqliteIntents
) -> None:
    """However little time the caller had, an order is not sent again before it is settled."""
    sale = a_sale(mp)
    simulator.inject(network_faults.drop("orders.create", processed=False))
    with pytest.raises(errors.OutcomeUnknown):
        mp.orders.place(sale, reference="T-1", intents=store, timeout=1)
    simulator.clock.advance(200)
    with pytest.raises(errors.OutcomeUnknown, match="may still turn up"):
        mp.orders.place(sale, reference="T-1", intents=store, timeout=5)
    assert stored(store, simulator.environment)[0].attempts == 1


@pytest.mark.parametrize("reference", [7, None, b"T-1", ["T-1"]])
def test_a_reference_of_another_type_is_refused(reference: Any) -> None:
    """A reference that is not a text is a TypeError that names the argument."""
    service = Service([said(400, "no")])
    with service.client() as mp:
        with pytest.raises(TypeError, match="reference"):
            mp.orders.place({"type": "sales"}, reference=reference, intents=MemoryIntents())
        if reference is not None:
            with pytest.raises(TypeError, match="reference"):
                mp.subscriptions.change_seats("1", to=1, reference=reference)
    assert service.requests == []


@pytest.mark.parametrize("order", [None, 7, "sale", [1], {"type": "sales", "products": {"mpn": 1}},
                                   {"type": "sales", "products": ["A"]}])  # fmt: skip
def test_what_is_not_an_order_is_refused(order: Any) -> None:
    """An order that is not one is a TypeError before anything is sent."""
    service = Service([said(400, "no")])
    with service.client() as mp, pytest.raises(TypeError, match="order"):
        mp.orders.place(order, reference="T-1", intents=MemoryIntents())
    assert service.requests == []


@pytest.mark.parametrize(
    "order",
    [
        {"startDate": datetime(2027, 1, 31)},
        {"startDate": datetime(2027, 1, 31, tzinfo=UTC)},
        {"attributes": {"x": datetime(2027, 1, 31)}},
        {"products": [{"mpn": "A", "quantity": True}]},
        {"customerId": True},
    ],
)
def test_an_order_with_a_value_of_another_type_is_refused(order: Any) -> None:
    """`place` refuses what `create` refuses, before anything is recorded."""
    service, store = Service([said(400, "no")]), MemoryIntents()
    whole = {"type": "sales", "customerId": "1", **order}
    with service.client() as mp:
        with pytest.raises((TypeError, ValueError)) as placed:
            mp.orders.place(whole, reference="T-1", intents=store)
        with pytest.raises((TypeError, ValueError)) as created:
            mp.orders.create(whole)
    assert str(placed.value) == str(created.value)
    assert service.requests == []
    assert stored(store, ENVIRON) == [None]


@pytest.mark.parametrize("rows", [[1], ["a"], [None], [[]], [{}], [{"id": None}]])
@pytest.mark.parametrize("after", [False, True])
def test_rows_that_are_no_orders_are_errors_of_the_tree(rows: Any, after: bool) -> None:
    """A list of something else is an error of the tree, also when the order was sent."""
    lists = iter([page([])] if after else [])

    def serve(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            raise httpx.ReadTimeout("lost")
        return httpx.Response(200, json=next(lists, page(rows)))

    expected = errors.OutcomeUnknown if after else errors.ResponseMismatch
    with Service([serve]).client() as mp, pytest.raises(expected):
        mp.orders.place(
            {"type": "sales", "customerId": "1"}, reference="T-1", intents=MemoryIntents()
        )


def test_a_response_that_names_an_old_order_is_not_believed(
    mp: Marketplace, simulator: Simulator, store: SqliteIntents
) -> None:
    """An order that was there before, alike in everything, is not the one that was sent."""
    sale = a_sale(mp, poNumber="PO-7")
    old = mp.orders.create(sale)
    simulator.clock.advance(86_400 * 3)
    simulator.inject(on_order(altered(id=old.id)))
    order = mp.orders.place(sale, reference="T-1", intents=store)
    assert order.id != old.id
    assert {each.id for each in orders_with(simulator, "PO-7")} == {old.id, order.id}


@pytest.mark.parametrize("status", [302, 400, 403, 404, 409, 413])
@pytest.mark.parametrize("processed", [True, False])
def test_a_page_is_not_a_no(
    mp: Marketplace, simulator: Simulator, store: SqliteIntents, status: int, processed: bool
) -> None:
    """After a page of a proxy the order is searched for by the very same call."""
    simulator.inject(on_order(as_page(status, "Blocked"), processed=processed))
    sale = a_sale(mp)
    if processed:
        order = mp.orders.place(sale, reference="T-1", intents=store)
        assert [each.id for each in orders_with(simulator, "T-1")] == [order.id]
        return
    with pytest.raises(errors.OutcomeUnknown, match="Blocked") as caught:
        mp.orders.place(sale, reference="T-1", intents=store, timeout=5)
    assert caught.value.status == status
    assert stored(store, simulator.environment)[0].until > 0


@pytest.mark.parametrize("status", [302, 400, 403, 404, 409, 413])
@pytest.mark.parametrize("title", ["Blocked", ""])
def test_a_page_is_not_a_no_for_create(simulator: Simulator, status: int, title: str) -> None:
    """After a page of a proxy, or an empty response, `create` says that the order may exist.

    It does here: a caller who was told `Refused` would order a second one.
    """
    change = as_page(status, title) if title else as_empty(status)
    with client_of(simulator) as mp:
        sale = a_sale(mp, poNumber="PO-7")
        simulator.inject(on_order(change))
        with pytest.raises(errors.OutcomeUnknown) as caught:
            mp.orders.create(sale)

    async def main() -> None:
        async with async_client_of(simulator) as twin:
            with pytest.raises(errors.OutcomeUnknown):
                await twin.orders.create(sale)

    assert (caught.value.status, caught.value.attempts) == (status, 1)
    assert (caught.value.customer_id, caught.value.po_number) == (sale["customerId"], "PO-7")
    assert len(orders_with(simulator, "PO-7")) == 1
    simulator.inject(on_order(change))
    asyncio.run(main())
    assert len(orders_with(simulator, "PO-7")) == 2


def test_numbers_that_a_service_can_mix_up_are_not_claimed(
    mp: Marketplace, simulator: Simulator, store: SqliteIntents
) -> None:
    """The order of T-10, cut to T-1, is not mistaken for that of T-1 while both are open."""
    sale = a_sale(mp)
    simulator.inject(on_order(lost, processed=False))
    with pytest.raises(errors.OutcomeUnknown):
        mp.orders.place(sale, reference="T-1", intents=store)
    simulator.inject(renumbered(simulator, lambda number: number[:3]))
    with pytest.raises(errors.OutcomeUnknown, match="may be the one"):
        mp.orders.place(sale, reference="T-10", intents=store)
    with pytest.raises(errors.OutcomeUnknown, match="may be the one"):
        mp.orders.place(sale, reference="T-1", intents=store)
    assert [each.state for each in stored(store, simulator.environment, "T-1", "T-10")] == [
        State.SENT,
        State.SENT,
    ]


@pytest.mark.parametrize("set_by", [7200, -86_400, 86_400 * 365])
def test_a_clock_that_is_set_settles_nothing(
    simulator: Simulator, store: SqliteIntents, set_by: int
) -> None:
    """An order that may still arrive is not sent again, and one that can't is not waited for."""
    now, wrong = now_of(simulator), [0]
    with client_of(simulator, wall=lambda: now() + wrong[0]) as mp:
        sale = a_sale(mp)
        simulator.inject(on_order(lost, processed=False))
        with pytest.raises(errors.OutcomeUnknown):
            mp.orders.place(sale, reference="T-1", intents=store, timeout=5)
        wrong[0] = set_by
        with pytest.raises(errors.OutcomeUnknown, match="may still turn up"):
            mp.orders.place(sale, reference="T-1", intents=store, timeout=20)
        assert orders_with(simulator, "T-1") == []
        simulator.clock.advance(400)
        began = simulator.clock.now()
        mp.orders.place(sale, reference="T-1", intents=store)
        assert (simulator.clock.now() - began).total_seconds() < 10
    assert len(orders_with(simulator, "T-1")) == 1
