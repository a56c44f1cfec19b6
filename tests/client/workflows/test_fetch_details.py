"""Many subscriptions in full: all of them, once, with progress, and resumable."""

import asyncio
import json
import os
import threading
import time
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from cloud_marketplace import Marketplace, errors
from cloud_marketplace._engine.steps import Flow, Gather
from cloud_marketplace._transport import run_loops
from marketplace_contracts.simulator import Break, Simulator
from marketplace_contracts.simulator.http.messages import Request, Response
from support.client import Service, page
from support.working_clients import async_client_of, client_of


class Counter:
    """Counts the requested details, and can refuse one of them."""

    def __init__(self, simulator: Simulator) -> None:
        self.asked: list[str] = []
        self.refused: str | None = None
        simulator.inject(Break("counter", "counts details", before=self._before))

    def _before(self, request: Request) -> Request | Response:
        if request.operation != "subscriptions.get":
            return request
        self.asked.append(request.ids["id"])
        if request.ids["id"] == self.refused:
            return Response(403, {"statusCode": 403, "message": "no"})
        return request


def test_all_details_come_in_the_order_of_the_list(mp: Marketplace) -> None:
    """Each subscription of the list is returned once, in full, in its place; progress counts up."""
    reported: list[tuple[int, int]] = []
    found = mp.subscriptions.with_details(progress=lambda *n: reported.append(n), concurrency=4)
    ids = [row.id for row in mp.subscriptions.list()]
    assert [each.id for each in found] == ids
    assert any(each.products for each in found)
    assert reported == [(number, len(ids)) for number in range(len(ids) + 1)]


def test_the_async_client_reads_the_same(mp: Marketplace, simulator: Simulator) -> None:
    """The asynchronous client gives the same subscriptions, filters included."""
    found = mp.subscriptions.with_details(status="active")

    async def main() -> Any:
        async with async_client_of(simulator) as twin:
            return await twin.subscriptions.with_details(status="active", concurrency=3)

    assert [each.to_dict() for each in asyncio.run(main())] == [each.to_dict() for each in found]
    assert {str(each.status) for each in found} == {"active"}


def test_calls_are_made_at_the_same_time(simulator: Simulator) -> None:
    """As many calls as configured are in flight together, and never more."""
    lock, meeting = threading.Lock(), threading.Barrier(4, timeout=10)
    now = most = 0

    class Counting(httpx.HTTPTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            nonlocal now, most
            if "/subscriptions/" not in request.url.path:
                return super().handle_request(request)
            with lock:
                now += 1
                most = max(most, now)
            meeting.wait()
            try:
                return super().handle_request(request)
            finally:
                with lock:
                    now -= 1

    with client_of(simulator, transport=Counting(), rate="1000/min") as mp:
        rows = mp.subscriptions.list(limit=12).data
        assert len(mp.subscriptions.with_details(rows, concurrency=4)) == 12
    assert most == 4


def test_what_was_read_before_is_not_read_again(
    mp: Marketplace, simulator: Simulator, tmp_path: Path
) -> None:
    """After an error the next call reads what is missing and nothing else."""
    counter, cache = Counter(simulator), tmp_path / "details.jsonl"
    ids = [row.id for row in mp.subscriptions.list()]
    counter.refused = ids[40]
    with pytest.raises(errors.Forbidden):
        mp.subscriptions.with_details(cache=cache, concurrency=2)
    done = len(counter.asked) - 1
    assert 39 <= done <= 42
    counter.refused = None
    counter.asked.clear()
    reported: list[tuple[int, int]] = []
    found = mp.subscriptions.with_details(cache=cache, progress=lambda *n: reported.append(n))
    assert [each.id for each in found] == ids
    assert len(counter.asked) == len(ids) - done
    assert reported[0] == (done, len(ids))
    assert found[0] == mp.subscriptions.get(ids[0])


def test_what_has_changed_or_aged_is_read_again(
    mp: Marketplace, simulator: Simulator, tmp_path: Path
) -> None:
    """A row that has changed, and an entry that is too old, count as not read."""
    cache = tmp_path / "details.jsonl"
    rows = mp.subscriptions.list(status="active", limit=5).data
    mp.subscriptions.with_details(rows, cache=cache)
    counter = Counter(simulator)
    mp.subscriptions.with_details(rows, cache=cache)
    assert counter.asked == []
    mp.subscriptions.update(rows[0].id, {"attributes": {"PONumber": "PO-9"}})
    fresh = mp.subscriptions.list(status="active", limit=5).data
    found = mp.subscriptions.with_details(fresh, cache=cache)
    assert counter.asked == [rows[0].id]
    assert found[0].attributes == {"PONumber": "PO-9"}
    simulator.clock.advance(3601)
    mp.subscriptions.with_details(fresh, cache=cache)
    assert len(counter.asked) == 6


def test_a_broken_cache_is_as_good_as_its_whole_lines(mp: Marketplace, tmp_path: Path) -> None:
    """Lines cut short, strange or of another account don't count, and spoil no others."""
    cache = tmp_path / "details.jsonl"
    rows = mp.subscriptions.list(limit=3).data
    mp.subscriptions.with_details(rows[:1], cache=cache)
    whole = cache.read_bytes()
    other = json.loads(whole) | {"scope": "other", "id": rows[1].id}
    cache.write_bytes(whole + b'[1]\n"x"\n' + json.dumps(other).encode() + b"\n" + whole[:90])
    found = mp.subscriptions.with_details(rows, cache=cache)
    assert [each.id for each in found] == [row.id for row in rows]
    assert mp.subscriptions.with_details(rows, cache=cache) == found
    if os.name == "posix":
        assert cache.stat().st_mode & 0o077 == 0


def test_the_cache_is_bounded(mp: Marketplace, simulator: Simulator, tmp_path: Path) -> None:
    """However often details are read, the cache holds each subscription a few times at most."""
    cache = tmp_path / "details.jsonl"
    rows = mp.subscriptions.list(limit=20).data
    sizes = []
    for _ in range(30):
        found = mp.subscriptions.with_details(rows, cache=cache)
        simulator.clock.advance(3601)
        sizes.append(cache.stat().st_size)
    assert max(sizes[15:]) <= max(sizes[:15]) <= 10 * sizes[0]
    assert mp.subscriptions.with_details(rows, cache=cache, max_age=7200) == found
    assert {path.name for path in tmp_path.iterdir()} == {"details.jsonl"}
    if os.name == "posix":
        assert cache.stat().st_mode & 0o077 == 0


def test_what_the_cache_keeps_is_a_week_old_at_most(
    mp: Marketplace, simulator: Simulator, tmp_path: Path
) -> None:
    """Removed subscriptions leave the cache when it is rewritten, other accounts' too."""
    cache = tmp_path / "details.jsonl"
    rows = mp.subscriptions.list(limit=2).data
    mp.subscriptions.with_details(rows, cache=cache)
    whole = json.loads(cache.read_bytes().split(b"\n")[1])
    old = [whole | {"id": f"gone-{number}"} for number in range(300)]
    other = whole | {"scope": "other", "at": whole["at"] + 8 * 86_400}
    lines = [json.dumps(each).encode() + b"\n" for each in [*old, other]]
    cache.write_bytes(b"".join(lines))
    simulator.clock.advance(8 * 86_400)
    mp.subscriptions.with_details(rows, cache=cache)
    kept = [json.loads(line) for line in cache.read_bytes().splitlines() if line]
    assert kept[0]["scope"] == "other"
    assert {entry["id"] for entry in kept[1:]} == {row.id for row in rows}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFO here")
def test_a_cache_is_a_regular_file(mp: Marketplace, tmp_path: Path) -> None:
    """A FIFO or a folder is refused: reading it would wait for ever."""
    os.mkfifo(tmp_path / "fifo")
    for path in (tmp_path / "fifo", tmp_path):
        with pytest.raises(ValueError, match="not a regular file"):
            mp.subscriptions.with_details(["1300501"], cache=path)


@pytest.mark.parametrize("rows", ["1300501", b"1", [None], [1.0], [b"1"], [True], [["1"]], [{}]])
def test_other_things_are_no_subscriptions(mp: Marketplace, rows: Any) -> None:
    """Neither a single text nor values of other types are accepted as rows or identifiers."""
    with pytest.raises(TypeError, match="rows must"):
        mp.subscriptions.with_details(rows)


@pytest.mark.parametrize("row", [{}, {"id": None}, {"id": {}}, {"id": 1.5}])
def test_a_row_without_an_id_is_the_fault_of_the_service(row: dict[str, Any]) -> None:
    """A row of the list that can't be read in full is a ResponseMismatch, not a TypeError."""
    service = Service([httpx.Response(200, json=page([row]))])
    with service.client() as mp, pytest.raises(errors.ResponseMismatch, match="usable id"):
        mp.subscriptions.with_details()


def test_identifiers_do_as_well_as_rows(
    mp: Marketplace, simulator: Simulator, tmp_path: Path
) -> None:
    """Identifiers can be given in place of rows, and rows read already are not read again."""
    rows = mp.subscriptions.list(limit=3).data
    cache = tmp_path / "details.jsonl"
    full = mp.subscriptions.with_details(rows, cache=cache)
    counter = Counter(simulator)
    ids = [int(rows[1].id), rows[0].id]
    assert mp.subscriptions.with_details(ids, cache=cache) == [full[1], full[0]]
    assert counter.asked == []
    assert mp.subscriptions.with_details(ids) == [full[1], full[0]]
    assert sorted(counter.asked) == sorted(map(str, ids))


def test_nothing_to_read_is_nothing(mp: Marketplace) -> None:
    """No rows give no details, and no width is a ValueError."""
    assert mp.subscriptions.with_details([]) == []
    with pytest.raises(ValueError, match="at least one"):
        mp.subscriptions.with_details([], concurrency=0)


def test_an_interruption_begins_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends what is under way and begins nothing more, however much there is to read."""
    started, noted = threading.Event(), threading.Event()
    begun: list[int] = []

    def read(number: int) -> Flow[None]:
        begun.append(number)
        started.set()
        noted.wait(10)
        yield from ()

    def interrupted(_: object) -> None:
        started.wait(10)
        raise KeyboardInterrupt

    fail = run_loops.FlowQueue.fail

    def noting(queue: Any, error: BaseException) -> None:
        fail(queue, error)
        noted.set()

    monkeypatch.setattr(run_loops, "wait", interrupted)
    monkeypatch.setattr(run_loops.FlowQueue, "fail", noting)

    def all_of_them() -> Flow[None]:
        yield Gather([partial(read, number) for number in range(3)], 1)

    unused: Any = None
    engine: Any = SimpleNamespace(clock=time.monotonic)
    loop = run_loops.SyncRunLoop(engine, unused, unused)
    with pytest.raises(KeyboardInterrupt):
        loop.run(all_of_them())
    assert begun == [0]
