"""What users test their own code with."""

import asyncio

import httpx
import pytest
from cloud_marketplace import AsyncMarketplace, Marketplace, errors
from cloud_marketplace.testing import SETTINGS, FakeClock, FakeTransport


def test_responses_are_given_in_turn_and_nothing_waits() -> None:
    """Each call gets the next response, the last one is repeated, and sleeping takes no time."""
    clock = FakeClock()
    transport = FakeTransport(
        httpx.ReadTimeout("slow"),
        lambda request: httpx.Response(200, json={"id": request.url.path[-1], "status": "new"}),
        {"id": "8", "status": "completed"},
    )
    with Marketplace(**SETTINGS, transport=transport, clock=clock, sleep=clock.sleep) as mp:
        assert mp.orders.get(7).id == "7"
        assert mp.orders.wait(8).id == "8"
        assert mp.orders.wait(8).id == "8"
    assert len(transport.requests) == 4
    assert len(transport.token_requests) == 1
    assert clock.now == 1000.0 + sum(clock.slept)


def test_the_asynchronous_client_is_served_too() -> None:
    """The same transport and clock serve `AsyncMarketplace`."""
    clock = FakeClock()
    transport = FakeTransport({"id": "7", "status": "new"}, {"id": "7", "status": "completed"})

    async def main() -> str:
        async with AsyncMarketplace(
            **SETTINGS, transport=transport, clock=clock, sleep=clock.async_sleep
        ) as mp:
            return str((await mp.orders.wait(7)).status)

    assert asyncio.run(main()) == "completed"
    assert clock.slept == [2.0]


def test_the_token_call_can_be_scripted() -> None:
    """Responses to the token call are given first; then tokens of the chosen lifetime."""
    transport = FakeTransport({"id": "7"}, tokens=[httpx.Response(401, json={"status": 401})])
    with Marketplace(**SETTINGS, transport=transport) as mp:
        with pytest.raises(errors.Unauthorized):
            mp.orders.get(7)
        assert mp.orders.get(7).id == "7"
    assert transport.requests[0].headers["authorization"] == "Bearer token-2"


def test_a_call_that_was_forgotten_is_an_error_of_the_test() -> None:
    """Without a response left the test fails, with the call that it has forgotten."""
    with (
        Marketplace(**SETTINGS, transport=FakeTransport()) as mp,
        pytest.raises(LookupError, match="no response is left for GET /marketplace/orders/7"),
    ):
        mp.orders.get(7)
