"""`timeout` is for all of a change of seats: looking, ordering and waiting."""

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest
from cloud_marketplace import NotSent, WaitTimeout
from support.client import Clock, Service, page

SUBSCRIPTION = {
    "id": "13",
    "customerId": "1",
    "status": "active",
    "products": [{"id": "5", "mpn": "A", "quantity": 10}],
}
ORDER = {
    "id": "77",
    "type": "change",
    "customerId": "1",
    "subscriptionId": "13",
    "status": "processing",
    "products": [{"mpn": "A", "quantity": 2}],
}


class Slow(Service):
    """A service that takes some seconds for each call; it can fail to show the order."""

    def __init__(self, seconds: float, *, shows: bool = True) -> None:
        super().__init__([self.reply])
        self.clock = Clock()
        self.seconds = seconds
        self.shows = shows

    def reply(self, request: httpx.Request) -> httpx.Response:
        """Respond, late."""
        self.clock.sleep(self.seconds)
        where = request.url.path
        if request.method == "POST":
            return httpx.Response(200, json=ORDER)
        if where.endswith("/orders"):
            return httpx.Response(200, json=page([]))
        if "/orders/" in where:
            return httpx.Response(200, json=ORDER) if self.shows else httpx.Response(503)
        return httpx.Response(200, json=SUBSCRIPTION)

    @property
    def sent(self) -> list[str]:
        """The orders that were sent."""
        return [each.url.path for each in self.requests if each.method == "POST"]


def change(service: Slow, kind: str, store: Path, **options: Any) -> Any:
    """Change the seats, with either client."""
    how: Any = {"by": 2, "reference": "T-1", "intents": store, **options}
    if kind == "sync":
        with service.client(clock=service.clock) as mp:
            return mp.subscriptions.change_seats(13, **how)

    async def main() -> Any:
        async with service.async_client(clock=service.clock) as twin:
            return await twin.subscriptions.change_seats(13, **how)

    return asyncio.run(main())


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_looking_takes_no_longer_than_the_timeout(kind: str, tmp_path: Path) -> None:
    """Nothing is sent if the time is up before the order can leave."""
    service = Slow(40)
    with pytest.raises(NotSent):
        change(service, kind, tmp_path / "i", timeout=50)
    assert service.sent == []
    assert service.clock() - 1000 <= 50 + 40  # what a fake network takes is not cut short


@pytest.mark.parametrize("kind", ["sync", "async"])
@pytest.mark.parametrize("shows", [True, False])
def test_waiting_gets_what_is_left(kind: str, shows: bool, tmp_path: Path) -> None:
    """If time is up the error has the order, also while the service does not show it."""
    service = Slow(10, shows=shows)
    with pytest.raises(WaitTimeout) as caught:
        change(service, kind, tmp_path / "i", timeout=100, wait=True)
    assert len(service.sent) == 1
    assert caught.value.order is not None
    assert caught.value.order.id == "77"
    assert service.clock() - 1000 <= 100 + 10


def test_without_a_timeout_there_is_time_to_wait(tmp_path: Path) -> None:
    """Waiting takes ten minutes by itself, whatever the rest took."""
    service = Slow(30)
    with pytest.raises(WaitTimeout):
        change(service, "sync", tmp_path / "i", wait=True)
    assert service.clock() - 1000 > 600


def test_a_service_that_is_gone_after_the_order_is_no_refusal(tmp_path: Path) -> None:
    """When the order can't be read any more, the error says that it was placed."""
    service = Slow(1, shows=False)
    with pytest.raises(WaitTimeout, match="processing") as caught:
        change(service, "sync", tmp_path / "i", wait=True)
    assert caught.value.order is not None
