"""A response that does not fit into the memory ends a call like one that can't be read."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from cloud_marketplace import OutcomeUnknown, errors
from cloud_marketplace._decoding import json_codec
from cloud_marketplace._engine import engine, error_response
from marketplace_contracts.simulator import Simulator
from support.client import Service, said
from support.working_clients import a_sale, client_of

ORDER = {"type": "sales", "customerId": "1", "products": []}


class Endless(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that raises MemoryError halfway."""

    def __iter__(self) -> Iterator[bytes]:
        yield b'{"id": "7"'
        raise MemoryError

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b'{"id": "7"'
        raise MemoryError


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_a_body_that_fills_the_memory(kind: str) -> None:
    """An order whose response fills the memory is of unknown outcome, and is sent once."""

    def respond(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, stream=Endless())

    service = Service([respond])
    with service.client() as mp:
        with pytest.raises(errors.ResponseMismatch, match="MemoryError"):
            mp.orders.get(7)
        with pytest.raises(OutcomeUnknown, match="MemoryError"):
            mp.orders.create(ORDER)

    async def main() -> None:
        async with service.async_client() as twin:
            await twin.orders.create(ORDER)

    if kind == "async":
        with pytest.raises(OutcomeUnknown, match="MemoryError"):
            asyncio.run(main())
    assert len([each for each in service.requests if each.method == "POST"]) <= 2


def full(*_: Any, **__: Any) -> Any:
    """Raise MemoryError for every use."""
    raise MemoryError


@pytest.mark.parametrize("part", ["decode", "compare", "error"])
def test_reading_that_fills_the_memory(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Decoding and comparing are covered as well, for good responses and for errors."""
    where, name = {
        "decode": (json_codec, "decode"),
        "compare": (engine, "why_foreign"),
        "error": (error_response, "decode"),
    }[part]
    good = httpx.Response(200, json={"id": "7"})
    replies = {
        "decode": httpx.Response(200, text='{"id": "7"'),
        "compare": good,
        "error": said(500, "there is already an order"),
    }
    with Service([good, replies[part]]).client() as mp:
        mp.orders.get(7)  # so that there is a token
        monkeypatch.setattr(where, name, full)
        with pytest.raises(OutcomeUnknown):
            mp.orders.create(ORDER)


class Full(httpx.HTTPTransport):
    """A network whose first response to an order fills the memory."""

    orders = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Exchange a request."""
        found = super().handle_request(request)
        if request.method == "POST" and request.url.path.endswith("/orders"):
            self.orders += 1
            if self.orders == 1:
                found.read()
                return httpx.Response(found.status_code, stream=Endless())
        return found


def test_a_placed_order_is_found_again(tmp_path: Path) -> None:
    """`place` searches for an order whose response filled the memory, and returns it."""
    network = Full(verify=False)
    with Simulator(seed=3) as simulator, client_of(simulator, transport=network) as mp:
        sale, before = a_sale(mp), set(simulator.world.orders)
        order = mp.orders.place(sale, reference="T-1", intents=tmp_path / "i.sqlite3")
        assert set(simulator.world.orders) - before == {order.id}
    assert network.orders == 1
