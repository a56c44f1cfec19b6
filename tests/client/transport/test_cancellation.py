"""A call that is cancelled, or interrupted in the asynchronous client: once, without secrets."""

import asyncio
import signal
import traceback
from pathlib import Path
from typing import Any

import httpx
import pytest
from cloud_marketplace import AsyncMarketplace
from marketplace_contracts.simulator import Simulator
from rich.pretty import pretty_repr
from support.client import CANARIES, GIVEN, Service
from support.working_clients import a_sale, async_client_of, client_of

CONTACT = {
    "name": "C",
    "contactPersons": [{"email": "a@b.example", "password": "canary-contact"}],
}
SECRETS = (*CANARIES, "Y21wYXBpLkFQSTp", "canary-client-secret")
OAUTH2: dict[str, Any] = {
    "auth": "oauth2",
    "token_url": "https://identity.example/token",
    "client_id": "program",
    "client_secret": "canary-client-secret",
}


def shown(error: BaseException) -> str:
    """What `rich` shows of the local variables of all frames of the client."""
    frames = traceback.walk_tb(error.__traceback__)
    ours = [frame for frame, _ in frames if "/cloud_marketplace" in frame.f_code.co_filename]
    return "".join(f"{frame.f_code.co_name}: {pretty_repr(frame.f_locals)}\n" for frame in ours)


class Hanging(httpx.AsyncBaseTransport):
    """A network that stands still at a request, before or after the exchange."""

    def __init__(self, real: Any, path: str, *, method: str = "POST", after: bool = True) -> None:
        self._real = real
        self._where = (method, path)
        self._after = after
        self.stands_still = asyncio.Event()
        self.requests = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Exchange a request, or stand still."""
        hangs = request.method == self._where[0] and request.url.path.endswith(self._where[1])
        self.requests += hangs
        is_first = hangs and self.requests == 1
        if is_first and not self._after:
            await self._stand_still()
        response: httpx.Response = await self._real.handle_async_request(request)
        if is_first:
            await response.aread()
            await self._stand_still()
        return response

    async def _stand_still(self) -> None:
        self.stands_still.set()
        await asyncio.Event().wait()


async def cancelled(task: "asyncio.Task[Any]", network: Hanging) -> asyncio.CancelledError:
    """Cancel a call while the network stands still, and return what it ended with."""
    await network.stands_still.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError) as caught:
        await task
    return caught.value


@pytest.mark.parametrize("settings", [{}, OAUTH2], ids=["basic", "oauth2"])
@pytest.mark.parametrize("where", ["/customers", "/token"])
def test_a_cancelled_call_is_sent_once_and_shows_no_secret(
    where: str, settings: dict[str, Any]
) -> None:
    """Neither request nor token request is sent again, and no frame shows what was sent."""

    async def main() -> str:
        network = Hanging(Service([httpx.Response(200, json={"id": "7"})]), where)
        async with AsyncMarketplace(**GIVEN | settings, transport=network) as mp:
            task = asyncio.create_task(mp.customers.create(CONTACT))
            error = await cancelled(task, network)
            assert network.requests == 1
            return shown(error)

    text = asyncio.run(main())
    assert "create: " in text
    assert not [secret for secret in SECRETS if secret in text]


@pytest.mark.parametrize("after", [True, False], ids=["arrived", "not arrived"])
def test_a_cancelled_order_is_placed_once(tmp_path: Path, after: bool) -> None:
    """`place` cancelled while the order is under way finds it later, or sends it then."""
    with Simulator(seed=3) as simulator, client_of(simulator) as plain:
        sale, before = a_sale(plain), set(simulator.world.orders)
        how: Any = {"reference": "T-1", "intents": tmp_path / "i.sqlite3"}

        async def main() -> Any:
            network = Hanging(httpx.AsyncHTTPTransport(verify=False), "/orders", after=after)
            async with async_client_of(simulator, transport=network) as mp:
                await cancelled(asyncio.create_task(mp.orders.place(sale, **how)), network)
                assert len(set(simulator.world.orders) - before) == int(after)
                return await mp.orders.place(sale, **how)

        order = asyncio.run(main())
        assert set(simulator.world.orders) - before == {order.id}
        assert plain.orders.place(sale, **how).id == order.id


@pytest.mark.parametrize("error", [TimeoutError("soft"), ValueError("soft"), KeyboardInterrupt()])
def test_an_interruption_ends_an_asynchronous_call(error: BaseException) -> None:
    """What a signal handler raises ends the call: it is not sent again, and shows nothing."""
    service = Service([httpx.Response(200, json={"id": "7"})])

    class Interrupted(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            if request.method == "POST" and request.url.path.endswith("/customers"):
                service(request)
                signal.raise_signal(signal.SIGUSR1)
            return service(request)

    def raises(*_: object) -> None:
        raise error

    async def main() -> None:
        async with service.async_client(transport=Interrupted()) as mp:
            await mp.customers.create(CONTACT)

    previous = signal.signal(signal.SIGUSR1, raises)
    try:
        with pytest.raises(type(error)) as caught:
            asyncio.run(main())
    finally:
        signal.signal(signal.SIGUSR1, previous)
    assert caught.value is error
    assert len(service.requests) == 1
    assert not [secret for secret in SECRETS if secret in shown(caught.value)]
