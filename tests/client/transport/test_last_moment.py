"""The last moment to send a request is looked at when its first bytes are due."""

import asyncio
from typing import Any

import pytest
from cloud_marketplace._engine.messages import HttpRequest, TransportFailure
from cloud_marketplace._transport.httpx_transport import AsyncTransport, SyncTransport
from marketplace_contracts.simulator import Simulator
from marketplace_contracts.simulator.faults.contract_faults import Fault
from marketplace_contracts.simulator.http.messages import Request


def send_once(kind: str, request: HttpRequest) -> Any:
    """Send a request over a real connection."""
    if kind == "sync":
        transport = SyncTransport(None, None, trust_env=False)
        try:
            return transport.send(request)
        finally:
            transport.close()

    async def main() -> Any:
        awaited = AsyncTransport(None, None, trust_env=False)
        try:
            return await awaited.send(request)
        finally:
            await awaited.close()

    return asyncio.run(main())


@pytest.mark.parametrize("kind", ["sync", "async"])
@pytest.mark.parametrize("allowed", [[False], [True, False]])
def test_a_request_does_not_leave_after_its_last_moment(kind: str, allowed: list[bool]) -> None:
    """A request that is too late, also while it connects, is not sent at all."""
    arrived: list[Request] = []

    def before(request: Request) -> Request:
        arrived.append(request)
        return request

    with Simulator(seed=1) as simulator:
        simulator.inject(Fault("watch", "note each request", before=before))
        url = simulator.environment["MARKETPLACE_BASE_URL"] + "/orders"
        given = iter(allowed)
        reply = send_once(kind, HttpRequest("POST", url, {}, may_leave=lambda: next(given)))
        assert isinstance(reply, TransportFailure)
        assert reply.kinds[0] == "TooLate"
        assert arrived == []
        reply = send_once(kind, HttpRequest("POST", url, {}, may_leave=lambda: True))
        assert not isinstance(reply, TransportFailure)
        assert len(arrived) == 1
