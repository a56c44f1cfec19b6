"""A checkpoint of orders skips nothing and repeats nothing, whatever happens between runs."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from cloud_marketplace import OrdersCheckpoint
from marketplace_contracts.simulator import Simulator
from support.client import Service, page
from support.working_clients import a_sale, async_client_of, client_of

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
OPEN = {"status": "processing"}


def row(number: int, seconds: float, **more: Any) -> dict[str, Any]:
    """Return a row created so many seconds after noon."""
    created = (NOON + timedelta(seconds=seconds)).isoformat()
    fixed = {"id": str(number), "type": "sales", "status": "completed", "creationDate": created}
    return fixed | more


def read(checkpoint: OrdersCheckpoint, rows: list[dict[str, Any]]) -> list[str]:
    """Return the ids that both clients give from a list, which must agree."""
    details = {each["id"]: each for each in rows}

    def serve(request: httpx.Request) -> httpx.Response:
        last = request.url.path.rpartition("/")[2]
        if last != "orders":
            return httpx.Response(200, json=details[last])
        offset = int(request.url.params.get("offset", 0))
        return httpx.Response(200, json=page(rows[offset : offset + 200], offset, 200, len(rows)))

    twin = OrdersCheckpoint.from_dict(json.loads(json.dumps(checkpoint.to_dict())))
    service = Service([serve])

    async def main() -> list[str]:
        async with service.async_client() as mp:
            return [order.id async for order in mp.orders.since(twin)]

    second = asyncio.run(main())
    with service.client() as mp:
        assert [order.id for order in mp.orders.since(checkpoint)] == second
    assert checkpoint == twin
    return second


def test_an_order_of_the_same_second_comes_in_the_next_run() -> None:
    """An order that is created in the second of the newest one, after the run, is not lost."""
    checkpoint = OrdersCheckpoint(NOON)
    assert read(checkpoint, [row(1, 60)]) == ["1"]
    assert read(checkpoint, [row(2, 60), row(1, 60)]) == ["2"]
    assert read(checkpoint, [row(2, 60), row(1, 60)]) == []


def test_an_order_that_appears_late_comes_in_the_next_run() -> None:
    """An order whose date is a little before the newest one that was read is not lost."""
    checkpoint = OrdersCheckpoint(NOON)
    assert read(checkpoint, [row(1, 600)]) == ["1"]
    assert read(checkpoint, [row(1, 600), row(2, 400)]) == ["2"]


def test_an_open_order_comes_until_it_has_ended() -> None:
    """An order that was open is read again in each run, and once more when it has ended."""
    checkpoint = OrdersCheckpoint(NOON)
    assert read(checkpoint, [row(2, 9000), row(1, 60, **OPEN)]) == ["2", "1"]
    assert checkpoint.open == {"1"}
    assert read(checkpoint, [row(2, 9000), row(1, 60, **OPEN)]) == ["1"]
    assert read(checkpoint, [row(2, 9000), row(1, 60)]) == ["1"]
    assert checkpoint.open == set()
    assert read(checkpoint, [row(2, 9000), row(1, 60)]) == []


def test_an_unreadable_date_comes_once() -> None:
    """An order without a readable date is given once, and again only while it is open."""
    checkpoint = OrdersCheckpoint(NOON)
    rows = [row(2, 60), row(1, 0, creationDate="soon")]
    assert read(checkpoint, rows) == ["2", "1"]
    assert read(checkpoint, rows) == []


def test_a_run_that_is_interrupted_is_repeated() -> None:
    """A checkpoint stays where it was until the last row was read."""
    with Simulator(seed=1) as simulator, client_of(simulator) as mp:
        start = simulator.clock.now() - timedelta(days=60)
        checkpoint = OrdersCheckpoint(start)
        next(iter(mp.orders.since(checkpoint)))
        assert checkpoint == OrdersCheckpoint(start)
        found = [order.id for order in mp.orders.since(checkpoint)]
    assert len(found) > 1
    assert checkpoint.moment > start


def test_no_order_is_missed_over_many_runs() -> None:
    """Whatever is ordered between runs is returned exactly once as new, in both clients."""
    with Simulator(seed=3) as simulator, client_of(simulator) as mp:
        checkpoint = OrdersCheckpoint(simulator.clock.now())
        placed, seen = [], []
        for number in range(6):
            placed.append(mp.orders.place(a_sale(mp), reference=f"RUN-{number}").id)
            simulator.clock.advance(number * 0.4)
            seen += [order.id for order in mp.orders.since(checkpoint)]
        simulator.clock.advance(3600)

        async def rest() -> list[str]:
            async with async_client_of(simulator) as twin:
                return [order.id async for order in twin.orders.since(checkpoint)]

        seen += asyncio.run(rest())
    assert set(placed) <= set(seen)
    assert not checkpoint.open


def test_it_is_saved_and_loaded(tmp_path: Path) -> None:
    """A file gives back what was saved; without a file the start counts."""
    path = tmp_path / "orders.json"
    checkpoint = OrdersCheckpoint.load(path, start=NOON)
    assert checkpoint == OrdersCheckpoint(NOON)
    read(checkpoint, [row(2, 60, **OPEN)])
    checkpoint.save(path)
    assert OrdersCheckpoint.load(path, start=NOON) == checkpoint
    assert [each.name for each in tmp_path.iterdir()] == ["orders.json"]


def test_a_file_that_cannot_be_written_leaves_the_former_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When writing fails, the former checkpoint is still there, and no draft."""
    path = tmp_path / "orders.json"
    OrdersCheckpoint(NOON).save(path)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        OrdersCheckpoint(NOON + timedelta(days=1)).save(path)
    assert OrdersCheckpoint.load(path, start=NOON + timedelta(days=9)).moment == NOON
    assert [each.name for each in tmp_path.iterdir()] == ["orders.json"]


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"moment": "2026-11-02T12:00:00", "recent": [], "open": []}',
        b'{"moment": 5, "recent": [], "open": []}',
        b'{"moment": "2026-11-02T12:00:00+00:00", "recent": [7], "open": []}',
        b'{"moment": "2026-11-02T12:00:00+00:00", "recent": "77", "open": []}',
        b'{"moment": "2026-11-02T12:00:00+00:00", "recent": []}',
    ],
)
def test_a_damaged_file_is_named(tmp_path: Path, text: bytes) -> None:
    """A file that is not a checkpoint is refused in one sentence that names it."""
    path = tmp_path / "orders.json"
    path.write_bytes(text)
    with pytest.raises(ValueError, match=r"orders\.json is not a checkpoint of orders"):
        OrdersCheckpoint.load(path, start=NOON)


def test_a_start_without_an_offset_is_refused() -> None:
    """A moment without an offset is refused before anything is read."""
    with pytest.raises(ValueError, match="offset"):
        OrdersCheckpoint(datetime(2026, 11, 2))
