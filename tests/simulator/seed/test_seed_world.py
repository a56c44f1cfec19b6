"""Worlds from seeds."""

import csv
import io
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache

import httpx
import pytest
from marketplace_contracts.simulator import Simulator
from marketplace_contracts.simulator.api.report_files import render
from marketplace_contracts.simulator.domain.clock import START, Clock
from marketplace_contracts.simulator.domain.model import Report
from marketplace_contracts.simulator.domain.orders.targets import blocking_order
from marketplace_contracts.simulator.domain.world import World
from marketplace_contracts.simulator.options import SIZES, Options
from marketplace_contracts.simulator.seed.seed_world import make_world
from support.simulator_api import (
    CUSTOMER,
    KNOWN_MPN,
    NEW_CUSTOMER,
    SHARED_MPN,
    SUBSCRIPTION,
    Api,
    simulated,
)


@cache
def world_of(size: str) -> World:
    """A world that tests only read."""
    return make_world(Options(size=size), Clock())


def fingerprint(world: World) -> str:
    """Everything in a world, as text."""
    tables = (
        world.customers,
        world.resellers,
        world.plans,
        world.products,
        world.subscriptions,
        world.orders,
        world.reports,
    )
    return "\n".join(repr(list(table.items())) for table in tables)


def talk(api: Api) -> list[tuple[int, bytes, str]]:
    """Return the responses of a fixed series of requests."""
    calls: list[Callable[[], httpx.Response]] = [
        lambda: api.http.get("/orders?limit=50"),
        lambda: api.http.post("/customers", json=NEW_CUSTOMER),
        lambda: api.http.get("/nowhere"),
        lambda: api.http.get(f"/subscriptions/{SUBSCRIPTION}"),
        lambda: api.http.get("/subscriptions?limit=50"),
    ]
    api.change(25)
    api.wait(31)
    responses = [call() for call in calls]
    return [
        (response.status_code, response.content, response.headers["X-Correlation-ID"])
        for response in responses
    ]


def test_same_seed_same_world() -> None:
    """Two worlds of one seed are equal to the last byte, those of two seeds are not."""
    first, second, other = (make_world(Options(seed=seed), Clock()) for seed in (5, 5, 6))
    assert fingerprint(first) == fingerprint(second)
    assert fingerprint(first) != fingerprint(other)


def test_same_seed_same_responses() -> None:
    """The same requests get the same bytes and correlation ids, token included."""
    conversations = []
    for _ in range(2):
        with simulated(seed=9) as api:
            conversations.append((api.http.headers["Authorization"], talk(api)))
    assert conversations[0] == conversations[1]


def test_seeds_have_credentials_of_their_own() -> None:
    """Neither user nor password nor key of one seed opens another."""
    first, second = Simulator(seed=1), Simulator(seed=2)
    for name in ("username", "password", "subscription_key"):
        assert getattr(first, name) != getattr(second, name)


@pytest.mark.parametrize("size", list(SIZES))
def test_worlds_have_their_size(size: str) -> None:
    """A world has as many objects as its size states."""
    world, wanted = world_of(size), SIZES[size]
    assert len(world.resellers) == wanted.resellers
    assert len(world.customers) == wanted.customers
    assert len(world.plans) == wanted.plans
    assert len(world.products) == wanted.products
    assert len(world.subscriptions) == wanted.subscriptions
    assert len(world.orders) == wanted.orders


@pytest.mark.parametrize("seed", range(1, 13))
def test_what_examples_rest_on_is_in_every_world(seed: int) -> None:
    """With any seed, the well-known objects exist and all states occur."""
    world = make_world(Options(seed=seed), Clock())
    assert [product.mpn for product in world.products_by_mpn[KNOWN_MPN]] == [KNOWN_MPN]
    assert len(world.products_by_mpn[SHARED_MPN]) == 3
    subscription = world.subscriptions[SUBSCRIPTION]
    assert (subscription.customer_id, subscription.status) == ("1000611", "active")
    assert [seats.quantity for seats in subscription.seats or ()] == [18]
    assert not blocking_order(world, SUBSCRIPTION, "change")
    assert {each.status for each in world.subscriptions.values()} == {
        "pending",
        "active",
        "hold",
        "terminated",
        "removed",
    }
    assert {(each.status, each.code) for each in world.orders.values()} >= {
        ("submitted", "AS"),
        ("processing", "AS"),
        ("processing", "LO"),
        ("completed", "CP"),
        ("error", "PF"),
        ("cancelled", "CL"),
    }


@pytest.mark.parametrize("size", list(SIZES))
def test_worlds_are_consistent(size: str) -> None:
    """Everything that is named exists, and lists are in order of creation."""
    world = world_of(size)
    orders, subscriptions = list(world.orders.values()), list(world.subscriptions.values())
    assert all(order.customer_id in world.customers for order in orders)
    named = {order.subscription_id for order in orders} - {None}
    assert named <= set(world.subscriptions)
    created = [order.created for order in orders]
    assert created == sorted(created)
    days = [subscription.created for subscription in subscriptions]
    assert days == sorted(days)


@pytest.mark.parametrize("seed", [1, 2, 5])
def test_worlds_have_the_shares_of_the_field(seed: int) -> None:
    """One product, rare holds, old open reductions, withdrawn orders of several types (E14)."""
    world = make_world(Options(seed=seed), Clock())
    seated = [each for each in world.subscriptions.values() if each.seats]
    assert sum(len(each.seats or ()) == 1 for each in seated) >= 0.85 * len(seated)
    states = [each.status for each in world.subscriptions.values()]
    assert 1 <= states.count("hold") <= 0.02 * len(states)
    old = [
        order
        for order in world.orders.values()
        if order.is_open and order.scheduled and order.created < START - timedelta(days=60)
    ]
    assert old
    for order in old:
        (seats,) = (world.subscriptions[order.subscription_id or ""].seats or ())[:1]
        assert order.lines[0].quantity <= seats.quantity
    withdrawn = {order.type for order in world.orders.values() if order.status == "cancelled"}
    assert {"sales", "change"} <= withdrawn
    quirks = ["no-id-in-row" in report.quirks for report in world.reports.values()]
    assert 0 < sum(quirks) <= 2


def test_a_report_is_one_invoice() -> None:
    """All rows of a report file have one invoice number and date (facts E12)."""
    world = make_world(Options(), Clock())
    seen = set()
    for report in list(world.reports.values())[:3]:
        lines = list(csv.DictReader(io.StringIO(_as_csv(world, report))))
        (number,) = {line["RESELLER_INVOICE_NUMBER"] for line in lines}
        assert len({line["INVOICE_DATE"] for line in lines}) == 1
        seen.add(number)
    assert len(seen) == 3


def test_subscriptions_have_tenant_and_domain() -> None:
    """`microsoft_domain` is beside the tenant id; a sent one is kept (facts E11, E14)."""
    with simulated() as api:
        shown = api.get(f"/subscriptions/{SUBSCRIPTION}")["orderParameters"]
        assert {"microsoft_tenant_id", "microsoft_domain"} <= {each["name"] for each in shown}


def _as_csv(world: World, report: Report) -> str:
    return render(world, replace(report, format="CSV")).decode()


@pytest.mark.parametrize("seed", range(1, 9))
def test_withdrawn_orders_of_each_type_are_in_every_world(seed: int) -> None:
    """Sales, changes and cancellations were withdrawn, by construction; few are (facts E14)."""
    world = make_world(Options(seed=seed), Clock())
    withdrawn = [order for order in world.orders.values() if order.status == "cancelled"]
    found = Counter(order.type for order in withdrawn)
    assert found["change"] >= 2
    assert min(found[kind] for kind in ("sales", "cancellation")) >= 1
    assert len(withdrawn) < len(world.orders) / 8


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_every_second_world_is_as_sparse_as_the_field(seed: int) -> None:
    """Even seeds have customers with a null `externalId`, and orders accepted without a code."""
    sparse = seed % 2 == 0
    with simulated(seed=seed) as api:
        customers = api.every("/customers")
        assert any(row.get("externalId", "") is None for row in customers) == sparse
        assert api.get(f"/customers/{CUSTOMER}")["externalId"]
        order = api.change(20)
        assert ("statusCode" not in order) == sparse
        assert api.get(f"/orders/{order['id']}")["statusCode"] == "AS"
