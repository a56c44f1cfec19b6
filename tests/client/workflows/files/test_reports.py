"""Reports: a list like all others, and waiting for a file."""

import asyncio
from typing import Any

import httpx
import pytest
from cloud_marketplace import errors
from marketplace_contracts.simulator import Simulator
from support.client import Clock, Service, page, said
from support.working_clients import client_of


def report(status: str, **more: Any) -> httpx.Response:
    """A report in a state."""
    return httpx.Response(200, json={"id": "7", "name": "R", "status": status, **more})


def test_reports_iterate_like_all_lists() -> None:
    """Iterating gives all rows with one request, though the service claims a larger total."""
    rows = [{"name": "A"}, {"id": "2", "name": "B"}]
    service = Service([httpx.Response(200, json=page(rows, total=9))])
    with service.client() as mp:
        assert [row.name for row in mp.reports.list(name="x")] == ["A", "B"]
        assert mp.reports.list().pagination.total == 9

    async def main() -> None:
        async with service.async_client() as twin:
            assert [row.name async for row in twin.reports.list()] == ["A", "B"]
            assert [row.name for row in (await twin.reports.list()).data] == ["A", "B"]

    asyncio.run(main())
    assert service.requests[0].url.query == b"name=x"
    assert len(service.requests) == 4


def test_a_report_is_waited_for() -> None:
    """Waiting ends with the file, passes over failures, and pauses longer each time."""
    clock = Clock()
    replies = [
        report("submitted"),
        said(500, "read timed out"),
        report("processing"),
        report("completed"),
        report("completed", downloadUrl="https://files.example/r"),
    ]
    service = Service(list(replies))
    with service.client(clock=clock, max_attempts=1) as mp:
        assert mp.reports.wait("7").download_url == "https://files.example/r"
    assert clock.now == 1000.0 + 2 + 4 + 8 + 16
    assert len(service.requests) == 5

    async def main() -> None:
        async with Service(replies[-1:]).async_client() as twin:
            assert (await twin.reports.wait(7)).download_url == "https://files.example/r"

    asyncio.run(main())


def test_a_report_that_failed_is_an_error() -> None:
    """A report that ended in an error is not waited for."""
    clock = Clock()
    with (
        Service([report("error")]).client(clock=clock) as mp,
        pytest.raises(errors.DownloadFailed, match="ended in error"),
    ):
        mp.reports.wait("7")
    assert clock.now == 1000.0


def test_waiting_for_a_report_has_an_end() -> None:
    """Time that is up is a WaitTimeout, and failures in a row are what they are."""
    clock = Clock()
    with (
        Service([report("processing")]).client(clock=clock) as mp,
        pytest.raises(errors.WaitTimeout, match="is processing after 30 s"),
    ):
        mp.reports.wait("7", timeout=30)
    assert clock.now == 1030.0
    service = Service([said(500, "read timed out")])
    with service.client(max_attempts=1) as mp, pytest.raises(errors.ServerError):
        mp.reports.wait("7")
    assert len(service.requests) == 5


def test_against_the_simulated_service() -> None:
    """A report that is scheduled has a file after a while."""
    with Simulator(seed=3) as simulator, client_of(simulator) as mp:
        made = mp.reports.create(
            {
                "name": "Mine",
                "format": "xlsx",
                "startDate": "2026-10-01T00:00:00Z",
                "type": "onetime",
            }
        )
        assert mp.reports.wait(str(made.id)).download_url


def test_a_last_read_that_fails_does_not_hide_the_state() -> None:
    """Time is up at a read that failed: a report that was read before it is late all the same."""
    for replies, kind in (
        ([report("processing"), said(500, "read timed out")], errors.WaitTimeout),
        ([said(500, "read timed out")], errors.ServerError),
    ):
        service = Service(replies)
        with service.client(clock=Clock(), max_attempts=1) as mp, pytest.raises(kind):
            mp.reports.wait("7", timeout=2)
