"""Waiting is reported: log and hooks receive when a call waits, why, and how long."""

import asyncio
import logging

import httpx
import pytest
from cloud_marketplace import Attempt, Waiting
from support.client import Clock, Service, gateway, said

FINE = httpx.Response(200, json={"id": "7"})


class Listener:
    """A hook that listens to waits, too."""

    def __init__(self) -> None:
        self.attempts: list[Attempt] = []
        self.waits: list[Waiting] = []

    def __call__(self, attempt: Attempt) -> None:
        """Note an attempt."""
        self.attempts.append(attempt)

    def on_wait(self, waiting: Waiting) -> None:
        """Note a wait."""
        self.waits.append(waiting)


@pytest.fixture
def info(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """The log at level INFO."""
    caplog.set_level(logging.INFO, "cloud_marketplace")
    return caplog


def test_a_wait_for_the_rate_is_reported(info: pytest.LogCaptureFixture) -> None:
    """A call that waits for the rate limit reports it before it waits."""
    clock, listener = Clock(), Listener()
    with Service([FINE]).client(rate="2/min", clock=clock, hooks=[listener]) as mp:
        mp.orders.get(7)
        assert listener.waits == []
        mp.orders.get(7)
    assert [(each.operation, each.reason, each.attempts) for each in listener.waits] == [
        ("orders.get", "rate", 0)
    ]
    assert listener.waits[0].seconds == pytest.approx(clock.now - 1000.0)
    assert "orders.get waits 60 s at most for the rate limit" in info.text
    assert all(record.levelno == logging.INFO for record in info.records)


def test_a_wait_for_the_next_attempt_is_reported(info: pytest.LogCaptureFixture) -> None:
    """Pauses between attempts are reported, random ones and those of `Retry-After`."""
    listener = Listener()
    replies = [said(503, "x"), gateway(429, "x", **{"Retry-After": "37"}), FINE]
    with Service(list(replies)).client(hooks=[listener], random=lambda: 0.5) as mp:
        mp.orders.get(7)
    retries = [each for each in listener.waits if each.reason == "retry"]
    assert [(each.seconds, each.attempts) for each in retries] == [(0.5, 1), (37.25, 2)]
    assert "orders.get waits 37.2 s at most for the next attempt, after 2 attempts" in info.text


def test_a_wait_for_a_token_is_reported(info: pytest.LogCaptureFixture) -> None:
    """Calls that wait for another call's token report it."""
    listener, service = Listener(), Service([FINE])

    async def serve(request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0)
        return service(request)

    async def main() -> None:
        transport = httpx.MockTransport(serve)
        async with service.async_client(hooks=[listener], transport=transport) as mp:
            await asyncio.gather(mp.orders.get(7), mp.orders.get(7))

    asyncio.run(main())
    assert [each.reason for each in listener.waits if each.reason != "rate"] == ["token"]
    assert "for a token" in info.text


def test_a_pause_of_a_download_is_reported(
    info: pytest.LogCaptureFixture, tmp_path: object
) -> None:
    """A download that is tried again reports it."""
    report = {"id": "1", "name": "R", "downloadUrl": "https://files.example/r?sig=canary-contact"}
    service = Service([httpx.Response(200, json=report), httpx.Response(503), FINE])
    clock = Clock()
    with service.client(clock=clock) as mp:
        mp.reports.download("1", f"{tmp_path}/r")
    assert "reports.download waits 1 s at most for the next attempt" in info.text
    assert "canary" not in info.text


def test_a_listener_that_fails_loses_nothing(info: pytest.LogCaptureFixture) -> None:
    """An exception of a hook during a wait is not raised."""

    class Failing(Listener):
        def on_wait(self, _: Waiting) -> None:
            raise RuntimeError("canary")

    with Service([said(503, "x"), FINE]).client(hooks=[Failing()], random=lambda: 0.5) as mp:
        assert mp.orders.get(7).id == "7"
    assert "a hook raised RuntimeError" in info.text
    assert "canary" not in info.text
