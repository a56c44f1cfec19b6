"""Scenarios that only read and need no prepared objects, so that any service can be recorded."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from cloud_marketplace import AsyncMarketplace

from marketplace_contracts.recording.scenario_context import ScenarioContext
from marketplace_contracts.recording.scenarios.scenario import first, scenario


@scenario(live=True)
def token(context: ScenarioContext) -> Iterator[Any]:
    """A token for a marketplace, with the seconds it lives (facts A7)."""
    yield context.client().auth.token({"marketplace": context.marketplace})


@scenario("products.list", "plans.list", "plans.get", live=True)
def catalogue(context: ScenarioContext) -> Iterator[Any]:
    """Products by vendor and by MPN, plans, and one plan with its switches (facts E4, E5)."""
    mp = context.client()
    product = first(mp.products.list(limit=3).data, "products")
    yield mp.products.list(vendor=product.vendor or None, limit=4).data
    yield mp.products.list(mpn=product.mpn, limit=5).data
    yield mp.products.list(mpn="NO-SUCH-MPN").data
    yield mp.plans.get(first(mp.plans.list(limit=4).data, "plans").id)


@scenario("customers.list", "customers.get", live=True)
def customers(context: ScenarioContext) -> Iterator[Any]:
    """Sparse rows of customers, and one of them in full (facts F1)."""
    mp = context.client()
    rows = mp.customers.list(limit=5).data
    yield rows
    yield mp.customers.get(first(rows, "customers").id)


@scenario(
    "resellers.list",
    "resellers.get",
    "resellers.list_customers",
    "resellers.list_orders",
    live=True,
)
def resellers(context: ScenarioContext) -> Iterator[Any]:
    """Resellers, one of them in full, with its customers and their orders (facts E3)."""
    mp = context.client()
    row = first(mp.resellers.list().data, "resellers")
    yield mp.resellers.get(row.id)
    yield mp.resellers.list_customers(row.id, limit=3).data
    yield mp.resellers.list_orders(row.id, limit=3).data


@scenario("customers.list", live=True)
def paging(context: ScenarioContext) -> Iterator[Any]:
    """Pages that follow each other without gap or repeat, the last one short (facts D1, D2)."""
    size = 20
    pages = list(islice(context.client().customers.list(limit=size).pages(), 4))
    for page in pages:
        yield page.pagination
        yield [row.id for row in page.data]
    seen = [row.id for page in pages for row in page.data]
    assert len(seen) == len(set(seen)), "a row is returned twice"
    assert len(seen) == min(pages[0].pagination.total, 4 * size), "a row is missing"


@scenario("orders.list", "orders.get", live=True)
def orders(context: ScenarioContext) -> Iterator[Any]:
    """Orders newest first, by status, and by time; one in full (facts D4, E8)."""
    mp = context.client()
    rows = mp.orders.list(limit=4).data
    yield rows
    yield mp.orders.list(status="completed", limit=2).data
    row = first(rows, "orders")
    yield mp.orders.list(customer_id=row.customer_id, limit=3).data
    yield mp.orders.get(row.id)


@scenario("subscriptions.list", "subscriptions.get", live=True)
def subscriptions(context: ScenarioContext) -> Iterator[Any]:
    """Subscriptions in different states, and an active one with its seats (facts E11)."""
    mp = context.client()
    yield mp.subscriptions.list(limit=3).data
    yield mp.subscriptions.list(status="pending", limit=2).data
    yield mp.subscriptions.list(status="removed", limit=2).data
    row = first(mp.subscriptions.list(status="active", limit=2).data, "active subscriptions")
    yield mp.subscriptions.get(row.id)


@scenario("reports.list", "reports.get", live=True)
def reports(context: ScenarioContext) -> Iterator[Any]:
    """Reports all at once, in spite of offset and limit; one in full (facts D8, F18)."""
    mp = context.client()
    found = mp.reports.list(limit=1)
    yield found.pagination
    yield found.data
    yield mp.reports.get(first((row.id for row in found.data if row.id), "report with an id"))


@scenario("orders.list", "customers.list")
def asynchronous(context: ScenarioContext) -> Iterator[Any]:
    """The asynchronous client reads the same pages in the same way."""

    async def main(mp: AsyncMarketplace) -> list[Any]:
        return [(await mp.orders.list(limit=3)).data, (await mp.customers.list(limit=3)).data]

    yield from context.run(main)
