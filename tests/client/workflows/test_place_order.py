"""Placing an order once, with any response and any death of the process."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest
from cloud_marketplace import Marketplace, errors
from cloud_marketplace._workflows.intent_store import MemoryIntents, SqliteIntents, State
from marketplace_contracts.simulator import Break, Simulator
from marketplace_contracts.simulator.faults import network_faults
from marketplace_contracts.simulator.http.messages import Request, Response
from support.client import ENVIRON, SERVICE_ERROR, Service, page, said
from support.orders.one_order import orders_with, stored
from support.working_clients import a_sale, async_client_of, client_of


def late() -> Break:
    """The service accepts the order and responds too late for the client."""
    return network_faults.delay(0.6, "orders.create")


FAULTS: dict[str, tuple[Callable[[], Break], float | None]] = {
    "drop": (lambda: network_faults.drop("orders.create"), None),
    "timeout": (late, 0.2),
    "page": (lambda: network_faults.timeout_page("orders.create"), None),
}


def test_an_order_is_placed(mp: Marketplace, simulator: Simulator, store: SqliteIntents) -> None:
    """An order without PO number gets the reference as such, and is recorded as done."""
    order = mp.orders.place(a_sale(mp), reference="T-1", intents=store)
    assert order.po_number == "T-1"
    assert [each.id for each in orders_with(simulator, "T-1")] == [order.id]
    assert [(i.state, i.order_id) for i in stored(store, simulator.environment)] == [
        (State.DONE, order.id)
    ]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_lost_response_makes_no_second_order(
    mp: Marketplace, simulator: Simulator, store: SqliteIntents, fault: str
) -> None:
    """Connection dropped, time up, HTML 504: one order exists and the caller gets it (B7, B9)."""
    sale = a_sale(mp)
    make, timeout = FAULTS[fault]
    simulator.inject(make())
    order = mp.orders.place(sale, reference="T-1", intents=store, timeout=timeout)
    assert [each.id for each in orders_with(simulator, "T-1")] == [order.id]
    assert mp.orders.place(sale, reference="T-1", intents=store).id == order.id
    assert len(orders_with(simulator, "T-1")) == 1


@pytest.mark.parametrize("fault", ["drop", "page"])
def test_the_async_client_places_once_too(
    simulator: Simulator, store: SqliteIntents, fault: str
) -> None:
    """The asynchronous client finds the order in the same way."""
    with client_of(simulator) as mp:
        sale = a_sale(mp)
    simulator.inject(FAULTS[fault][0]())

    async def main() -> Any:
        async with async_client_of(simulator) as twin:
            return await twin.orders.place(sale, reference="T-1", intents=store)

    order = asyncio.run(main())
    assert [each.id for each in orders_with(simulator, "T-1")] == [order.id]


@pytest.mark.parametrize("fault", [network_faults.drop, network_faults.timeout_page])
def test_what_never_arrived_is_not_sent_again_by_itself(
    mp: Marketplace, simulator: Simulator, store: SqliteIntents, fault: Any
) -> None:
    """An order that can't be found is open until the next call; then it is sent once."""
    sale = a_sale(mp)
    simulator.inject(fault("orders.create", processed=False))
    began = simulator.clock.now()
    with pytest.raises(errors.OutcomeUnknown, match="same reference") as caught:
        mp.orders.place(sale, reference="T-1", intents=store)
    assert (simulator.clock.now() - began).total_seconds() >= 180 + 120
    assert orders_with(simulator, "T-1") == []
    known = caught.value
    assert (known.reference, known.po_number, known.customer_id) == (
        "T-1",
        "T-1",
        sale["customerId"],
    )
    order = mp.orders.place(sale, reference="T-1", intents=store)
    assert [each.id for each in orders_with(simulator, "T-1")] == [order.id]
    assert stored(store, simulator.environment)[0].attempts == 2


def test_a_time_limit_holds_for_placing_too(
    mp: Marketplace, simulator: Simulator, store: SqliteIntents
) -> None:
    """With a limit the search ends in time, and what may still turn up is not sent again (B9)."""
    sale = a_sale(mp)
    simulator.inject(network_faults.drop("orders.create", processed=False))
    for reported, limit in (("may have arrived", 1), ("may still turn up for 3", 20)):
        began = simulator.clock.now()
        with pytest.raises(errors.OutcomeUnknown, match=reported):
            mp.orders.place(sale, reference="T-1", intents=store, timeout=limit)
        assert 10 <= (simulator.clock.now() - began).total_seconds() <= 20
    assert stored(store, simulator.environment)[0].attempts == 1
    simulator.clock.advance(360)
    order = mp.orders.place(sale, reference="T-1", intents=store, timeout=20)
    assert [each.id for each in orders_with(simulator, "T-1")] == [order.id]


def test_a_look_waits_by_the_clock_that_the_client_was_given(simulator: Simulator) -> None:
    """With a clock and a sleep of the caller's own, no real time goes by until it is settled."""
    with client_of(simulator, wall=time.time, intents=MemoryIntents()) as mp:
        sale = a_sale(mp)
        simulator.inject(network_faults.drop("orders.create", processed=False))
        with pytest.raises(errors.OutcomeUnknown):
            mp.orders.place(sale, reference="T-1", timeout=20)
        order = mp.orders.place(sale, reference="T-1")
    assert [each.id for each in orders_with(simulator, "T-1")] == [order.id]


def response_500(message: str, *, processed: bool = True) -> Break:
    """The service accepts one order, or does not, and returns an error."""
    left = [Response(500, SERVICE_ERROR | {"message": message})]

    def before(request: Request) -> Request | Response:
        return left.pop() if request.operation == "orders.create" and left else request

    def after(request: Request, response: Response) -> Response:
        return left.pop() if request.operation == "orders.create" and left else response

    what = "a 500 in place of the response to an order"
    return Break("500", what, after=after) if processed else Break("500", what, before=before)


@pytest.mark.parametrize("message", ["there is already an order", "Read timed out"])
def test_an_order_that_a_failing_service_took_is_not_doubled(
    mp: Marketplace, simulator: Simulator, store: SqliteIntents, message: str
) -> None:
    """After a 500 with any text, the client searches before it sends again (C7)."""
    sale = a_sale(mp)
    simulator.inject(response_500(message))
    with contextlib.suppress(errors.ServerError):
        mp.orders.place(sale, reference="T-1", intents=store)
    order = mp.orders.place(sale, reference="T-1", intents=store)
    assert [each.id for each in orders_with(simulator, "T-1")] == [order.id]
    other = sale | {"products": [sale["products"][0] | {"quantity": 3}]}
    with pytest.raises(errors.IntentConflict):
        mp.orders.place(other, reference="T-1", intents=store)


def test_an_order_refused_with_500_can_be_corrected(
    mp: Marketplace, simulator: Simulator, store: SqliteIntents
) -> None:
    """A reference is free for another order when the refused one is not there, and only then."""
    sale = a_sale(mp)
    other = sale | {"products": [sale["products"][0] | {"quantity": 3}]}
    for reference, processed in (("T-1", False), ("T-2", True)):
        simulator.inject(response_500("there is already an order", processed=processed))
        with pytest.raises(errors.ServerError):
            mp.orders.place(sale, reference=reference, intents=store)
    order = mp.orders.place(other, reference="T-1", intents=store)
    assert [each.id for each in orders_with(simulator, "T-1")] == [order.id]
    with pytest.raises(errors.OutcomeUnknown, match="may be the one"):
        mp.orders.place(other, reference="T-2", intents=store)
    assert len(orders_with(simulator, "T-2")) == 1


def test_a_process_that_died_after_sending_finds_its_order(
    simulator: Simulator, store: SqliteIntents
) -> None:
    """A new client with the same store finds the order that the old one sent."""

    def die(*_: Any) -> Any:
        raise KeyboardInterrupt

    with client_of(simulator, sleep=die, transport=Dying()) as mp:
        sale = a_sale(mp)
        simulator.inject(network_faults.drop("orders.create"))
        with pytest.raises(KeyboardInterrupt):
            mp.orders.place(sale, reference="T-1", intents=store)
        assert stored(store, simulator.environment)[0].state is State.SENT
    with client_of(simulator) as mp:
        order = mp.orders.place(sale, reference="T-1", intents=SqliteIntents(store.path))
    assert [each.id for each in orders_with(simulator, "T-1")] == [order.id]


class Dying(httpx.HTTPTransport):
    """The network of a process that is interrupted when an order has been sent."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; do not return the response to an order."""
        if request.method != "POST" or not request.url.path.endswith("/orders"):
            return super().handle_request(request)
        with contextlib.suppress(httpx.TransportError):
            super().handle_request(request)
        raise KeyboardInterrupt


PROGRAM = """
import json, os, signal, sys
import httpx
from cloud_marketplace import Marketplace
store, sale = sys.argv[1], json.loads(sys.argv[2])

class Killed(httpx.HTTPTransport):
    def handle_request(self, request):
        response = super().handle_request(request)
        if request.method == "POST" and request.url.path.endswith("/orders"):
            os.kill(os.getpid(), signal.SIGKILL)
        return response

with Marketplace.from_env(transport=Killed() if sys.argv[3] == "die" else None) as mp:
    order = mp.orders.place(sale, reference="T-1", intents=store)
    print(order.id)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_a_killed_process_does_not_order_twice(
    mp: Marketplace, simulator: Simulator, store: SqliteIntents
) -> None:
    """A process killed between send and response is started again: its one order is found."""
    import json

    sale = json.dumps(a_sale(mp))

    def run(how: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", PROGRAM, str(store.path), sale, how]
        environ = {**os.environ, **simulator.environment}
        return subprocess.run(
            command, env=environ, capture_output=True, text=True, timeout=60, check=False
        )

    assert run("die").returncode == -signal.SIGKILL
    assert len(orders_with(simulator, "T-1")) == 1
    again = run("live")
    assert again.returncode == 0, again.stderr
    assert [each.id for each in orders_with(simulator, "T-1")] == [again.stdout.strip()]


def test_a_refused_order_can_be_corrected(
    mp: Marketplace, simulator: Simulator, store: SqliteIntents
) -> None:
    """A refused order was not placed: the reference is free for the corrected order."""
    sale = a_sale(mp)
    wrong = sale | {"products": [{"mpn": "no-such-thing", "quantity": 1}]}
    with pytest.raises(errors.Refused):
        mp.orders.place(wrong, reference="T-1", intents=store)
    order = mp.orders.place(sale, reference="T-1", intents=store)
    assert [each.id for each in orders_with(simulator, "T-1")] == [order.id]


def test_a_reference_stands_for_one_order(
    mp: Marketplace, simulator: Simulator, store: SqliteIntents
) -> None:
    """Another order under a reference that was carried out is refused before anything is sent."""
    sale = a_sale(mp)
    mp.orders.place(sale, reference="T-1", intents=store)
    other = sale | {"products": [sale["products"][0] | {"quantity": 3}]}
    with pytest.raises(errors.IntentConflict, match="another order"):
        mp.orders.place(other, reference="T-1", intents=store)
    assert len(orders_with(simulator, "T-1")) == 1


def test_an_order_that_another_world_has_is_not_taken_for_ours(
    mp: Marketplace, simulator: Simulator, store: SqliteIntents
) -> None:
    """An order that the service lacks, or has of another customer, is an IntentConflict."""
    sale = a_sale(mp)
    placed = mp.orders.place(sale, reference="T-1", intents=store)
    order = simulator.world.orders[placed.id]
    order.customer_id = next(
        each for each in simulator.world.customers if each != order.customer_id
    )
    with pytest.raises(errors.IntentConflict, match=r"now of another customer\. Use the store"):
        mp.orders.place(sale, reference="T-1", intents=store)
    del simulator.world.orders[placed.id]
    with pytest.raises(errors.IntentConflict, match="no longer exists"):
        mp.orders.place(sale, reference="T-1", intents=store)
    assert orders_with(simulator, "T-1") == []


def test_an_order_of_its_own_number_keeps_it(
    mp: Marketplace, simulator: Simulator, store: SqliteIntents
) -> None:
    """A PO number of the order's own stays, and the order is found by it after a lost response."""
    sale = a_sale(mp, poNumber="PO-7")
    first = mp.orders.place(sale, reference="T-1", intents=store)
    simulator.inject(network_faults.drop("orders.create"))
    second = mp.orders.place(sale, reference="T-2", intents=store)
    assert [each.id for each in orders_with(simulator, "PO-7")] == [first.id, second.id]
    assert first.id != second.id


def test_orders_that_look_alike_go_one_after_the_other(
    mp: Marketplace, simulator: Simulator, store: SqliteIntents
) -> None:
    """An order equal to one of unknown outcome is refused before it is sent."""
    sale = a_sale(mp, poNumber="PO-7")
    simulator.inject(network_faults.drop("orders.create", processed=False))
    with pytest.raises(errors.OutcomeUnknown):
        mp.orders.place(sale, reference="T-1", intents=store)
    with pytest.raises(errors.IntentConflict, match="T-1"):
        mp.orders.place(sale, reference="T-2", intents=store)
    assert orders_with(simulator, "PO-7") == []


def test_an_order_that_may_be_ours_is_reported_and_nothing_is_sent(
    mp: Marketplace, simulator: Simulator, store: SqliteIntents
) -> None:
    """A new order with our PO number but other content is neither returned nor ignored."""
    sale = a_sale(mp, poNumber="PO-7")
    other = sale | {"products": [sale["products"][0] | {"quantity": 9}]}
    strange = Break("other", "the order arrives with another quantity", before=replaced(other))
    simulator.inject(strange)
    simulator.inject(network_faults.drop("orders.create"))
    with pytest.raises(errors.OutcomeUnknown, match="may be the one") as caught:
        mp.orders.place(sale, reference="T-1", intents=store)
    (arrived,) = orders_with(simulator, "PO-7")
    assert caught.value.candidates == (arrived.id,)
    with pytest.raises(errors.OutcomeUnknown):
        mp.orders.place(sale, reference="T-1", intents=store)
    assert len(orders_with(simulator, "PO-7")) == 1


def replaced(body: Any) -> Callable[[Request], Request | Response]:
    """Let the service see another order."""
    import json

    def before(request: Request) -> Request:
        if request.operation != "orders.create":
            return request
        return replace(request, body=json.dumps(body).encode())

    return before


def test_the_intent_is_written_before_the_order_is_sent(tmp_path: Path) -> None:
    """When the order is sent, the store on disk already has it as sent."""
    path, seen = tmp_path / "intents.sqlite3", []

    def serve(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            seen.append(stored(SqliteIntents(path), ENVIRON)[0].state)
            return httpx.Response(200, json={"id": "7", "status": "submitted"})
        return httpx.Response(200, json=page([]))

    with Service([serve]).client() as mp:
        assert mp.orders.place({"type": "sales", "customerId": "1"}, reference="T-1", intents=path)
    assert seen == [State.SENT]


def test_a_look_that_fails_sends_nothing(mp: Marketplace, simulator: Simulator) -> None:
    """If the service can't be searched for an order, it is not sent again."""
    sale, store = a_sale(mp), MemoryIntents()
    simulator.inject(network_faults.drop("orders.create", processed=False))
    with pytest.raises(errors.OutcomeUnknown):
        mp.orders.place(sale, reference="T-1", intents=store)
    simulator.inject(network_faults.timeout_page("orders.list", times=None))
    with pytest.raises(errors.OutcomeUnknown, match="search for it failed"):
        mp.orders.place(sale, reference="T-1", intents=store)
    assert orders_with(simulator, "T-1") == []


def test_two_at_once_place_one_order(simulator: Simulator, store: SqliteIntents) -> None:
    """Many tasks that place the same reference at the same time get the same order."""
    with client_of(simulator) as mp:
        sale = a_sale(mp)

    async def main() -> list[Any]:
        async with async_client_of(simulator) as twin:
            calls = [twin.orders.place(sale, reference="T-1", intents=store) for _ in range(8)]
            return await asyncio.gather(*calls)

    found = asyncio.run(main())
    assert {order.id for order in found} == {each.id for each in orders_with(simulator, "T-1")}
    assert len(orders_with(simulator, "T-1")) == 1


def test_the_store_is_a_setting_of_the_client(tmp_path: Path) -> None:
    """A store is given to a client, a sibling, or the environment it is made from, or to a call."""
    sale = {"type": "sales", "customerId": "1"}
    ids = count(7)

    def serve(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"id": str(next(ids))} if request.content else page([]))

    service = Service([serve])
    mine, theirs = MemoryIntents(), MemoryIntents()
    with service.client(intents=mine) as mp:
        mp.orders.place(sale, reference="T-1")
        mp.with_options(intents=theirs).orders.place(sale, reference="T-2")
        mp.orders.place(sale, reference="T-3", intents=theirs)
        kept = [[bool(i) for i in stored(s, ENVIRON, "T-1", "T-2", "T-3")] for s in (mine, theirs)]
    assert kept == [[True, False, False], [False, True, True]]
    path = tmp_path / "intents.sqlite3"
    environ = ENVIRON | {"MARKETPLACE_INTENTS": str(path)}
    transport = httpx.MockTransport(service)
    with Marketplace.from_env(environ, transport=transport) as mp:
        mp.orders.place(sale, reference="T-4")
        assert stored(SqliteIntents(path), ENVIRON, "T-4")[0].state is State.DONE
    with pytest.raises(errors.ConfigurationError, match="intents"):
        service.client(intents=7)


@pytest.mark.parametrize("reference", ["", " T-1", "T\n1", "x" * 101])
def test_a_malformed_reference_is_refused(reference: str) -> None:
    """A reference that could not be a PO number is a ValueError, and nothing is sent."""
    service = Service([said(400, "no")])
    with service.client() as mp, pytest.raises(ValueError, match="reference"):
        mp.orders.place({"type": "sales"}, reference=reference, intents=MemoryIntents())
    assert service.requests == []


def test_the_store_keeps_no_secret(
    mp: Marketplace, simulator: Simulator, store: SqliteIntents
) -> None:
    """The file holds the fingerprint of the order, not its content, and no credentials."""
    sale = a_sale(mp)
    sale["products"][0]["parameters"] = [{"name": "domain", "value": "canary.example"}]
    mp.orders.place(sale, reference="T-1", intents=store)
    content = store.path.read_bytes()
    for canary in (simulator.password, simulator.subscription_key, "canary.example"):
        assert canary.encode() not in content
    if os.name == "posix":
        assert store.path.stat().st_mode & 0o077 == 0


def test_create_has_what_to_look_for(mp: Marketplace, simulator: Simulator) -> None:
    """A plain `create` whose response is lost carries customer and PO number (facts B9)."""
    simulator.inject(network_faults.drop("orders.create", times=2))
    sale = a_sale(mp, poNumber="PO-7")
    with pytest.raises(errors.OutcomeUnknown) as caught:
        mp.orders.create(sale)
    assert (caught.value.customer_id, caught.value.po_number) == (sale["customerId"], "PO-7")
