"""Orders since a moment: newest first, early stop, each once, open ones refreshed."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import httpx
import pytest
from cloud_marketplace import OrdersCheckpoint
from marketplace_contracts.simulator import Simulator
from support.client import Service, page
from support.working_clients import a_sale, async_client_of, client_of

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


def row(number: int, minutes: float, **more: Any) -> dict[str, Any]:
    """A row created so many minutes after noon."""
    created = (NOON + timedelta(minutes=minutes)).isoformat()
    return {
        "id": str(number),
        "type": "sales",
        "status": "completed",
        "creationDate": created,
    } | more


def since(rows: list[Any], **keywords: Any) -> tuple[list[str], int]:
    """Ids since noon that both clients give, which must agree, and the calls of one."""

    def serve(request: httpx.Request) -> httpx.Response:
        if request.url.path.rpartition("/")[2] != "orders":
            return httpx.Response(200, json={"id": request.url.path.rpartition("/")[2]})
        offset = int(request.url.params.get("offset", 0))
        return httpx.Response(200, json=page(rows[offset : offset + 200], offset, 200, len(rows)))

    service = Service([serve])
    with service.client() as mp:
        found = [order.id for order in mp.orders.since(NOON, **keywords)]
    calls = len(service.requests)

    async def main() -> list[str]:
        async with service.async_client() as mp:
            return [order.id async for order in mp.orders.since(NOON, **keywords)]

    assert asyncio.run(main()) == found
    return found, calls


def test_it_stops_at_the_first_row_that_is_too_old() -> None:
    """Of a thousand orders only the first page is read when the rest is older."""
    rows = [row(number, 100 - number) for number in range(1000)]
    found, calls = since(rows)
    assert found == [str(number) for number in range(101)]
    assert calls == 1


def test_the_moment_itself_counts() -> None:
    """An order created at the very moment is given, one second earlier is not."""
    assert since([row(2, 0), row(1, -1 / 60)])[0] == ["2"]


def test_rows_slightly_out_of_order_are_not_lost() -> None:
    """A row that is a little too old does not hide a new one behind it."""
    assert since([row(3, 5), row(2, -1), row(1, 3), row(0, -60), row(9, 5)])[0] == ["3", "1"]


def test_rows_without_a_date_are_given() -> None:
    """A row whose date is missing or unreadable can't be called old."""
    rows = [row(3, 5), row(2, 0, creationDate="someday"), row(1, -60)]
    assert since(rows)[0] == ["3", "2"]


def test_each_order_comes_once() -> None:
    """A row that shifted to the next page is returned once (facts D6)."""
    rows = [row(number, 500 - number) for number in range(200)]
    assert since([*rows, *rows[-3:], row(999, 1)])[0] == [*(r["id"] for r in rows), "999"]


def test_open_orders_are_refreshed() -> None:
    """Orders of the last run are read again, unless they are listed; each once, in order."""
    found, calls = since([row(3, 5), row(2, -60)], refresh=["2", 3, "1", "2"])
    assert found == ["3", "2", "1"]
    assert calls == 3


def test_a_moment_without_offset_is_refused() -> None:
    """A naive moment is a ValueError at once, before anything is requested."""
    service = Service([httpx.Response(200, json=page([]))])
    with service.client() as mp, pytest.raises(ValueError, match="offset"):
        mp.orders.since(datetime(2026, 11, 2))
    with service.client() as mp, pytest.raises(TypeError, match="datetime"):
        mp.orders.since("2026-11-02T00:00:00Z")  # on purpose
    assert service.requests == []


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=5)), timezone(-timedelta(hours=5))])
def test_the_earliest_moment_is_everything(zone: timezone) -> None:
    """`datetime.min` lists all orders; it is no error of arithmetic."""
    service = Service([httpx.Response(200, json=page([row(2, -9), row(1, -99_999)]))])
    with service.client() as mp:
        found = [each.id for each in mp.orders.since(datetime.min.replace(tzinfo=zone))]
        again = [*mp.orders.since(OrdersCheckpoint(datetime.min.replace(tzinfo=zone)))]
    assert found == [each.id for each in again] == ["2", "1"]


def test_against_the_simulated_service() -> None:
    """A run gives what is new, and what was open before in its present state."""
    with Simulator(seed=3) as simulator, client_of(simulator) as mp:
        first = mp.orders.create(a_sale(mp))
        simulator.clock.advance(3600)
        now = simulator.clock.now()
        second = mp.orders.create(a_sale(mp))
        found = list(mp.orders.since(now, refresh=[first]))
        assert [order.id for order in found] == [second.id, first.id]
        assert found[1].status == "completed"

        async def main() -> list[str]:
            async with async_client_of(simulator) as twin:
                return [order.id async for order in twin.orders.since(now, refresh=[first])]

        assert asyncio.run(main()) == [second.id, first.id]
