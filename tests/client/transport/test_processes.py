"""Connections of several event loops and of forked processes."""

import asyncio
import json
import os
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from cloud_marketplace import AsyncMarketplace, Marketplace, NotSent
from marketplace_contracts.simulator import Simulator
from support.servers.raw_server import RawServer, response


def serve(connection: Any, request: bytes) -> None:
    """Respond with the requested id."""
    identifier = request.split(b" ", 2)[1].rpartition(b"/")[2].decode()
    connection.sendall(response(json.dumps({"id": identifier}).encode()))


def test_each_event_loop_opens_and_closes_its_own_connections() -> None:
    """An event loop keeps its connection for all its calls, and leaves none when it has ended."""
    with RawServer(serve) as server:
        mp = AsyncMarketplace.from_env(server.environment)

        async def main() -> None:
            for number in range(3):
                assert (await mp.orders.get(number)).id == str(number)

        for loops in range(1, 4):
            asyncio.run(main())
            assert server.accepted == loops
            assert server.wait_for_connections_to_end()


def in_child(work: Callable[[], Any]) -> Callable[[], Any]:
    """Do something in a forked process; calling the result waits for it."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.write(writing, json.dumps(work()).encode())
        finally:
            os._exit(0)
    os.close(writing)

    def result() -> Any:
        with os.fdopen(reading, "rb") as pipe:
            found = pipe.read()
        os.waitpid(pid, 0)
        return json.loads(found)

    return result


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_forked_process_opens_its_own_connection() -> None:
    """A child never uses a connection of its parent, and does not end it."""
    with RawServer(serve) as server, Marketplace.from_env(server.environment) as mp:
        assert mp.orders.get(1).id == "1"
        assert server.accepted == 1
        assert in_child(lambda: mp.orders.get(2).id)() == "2"
        assert server.accepted == 2
        assert mp.orders.get(3).id == "3"
        assert server.accepted == 2


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.parametrize("kind", ["sync", "async"])
def test_processes_that_were_forked_read_their_own_orders(kind: str) -> None:
    """Parent and children that call at the same time all get their own responses."""
    with Simulator(seed=3) as simulator:
        mp: Any
        if kind == "sync":
            mp = Marketplace.from_env(simulator.environment, rate="100000/min")
            ids = [row.id for row in mp.orders.list(limit=8).data]

            def read() -> list[str]:
                return [mp.orders.get(each).id for each in ids]
        else:
            mp = AsyncMarketplace.from_env(simulator.environment, rate="100000/min")

            async def listed() -> list[str]:
                return [row.id for row in (await mp.orders.list(limit=8)).data]

            ids = asyncio.run(listed())

            def read() -> list[str]:
                async def main() -> list[str]:
                    found = await asyncio.gather(*(mp.orders.get(each) for each in ids))
                    return [order.id for order in found]

                return asyncio.run(main())

        children = [in_child(read) for _ in range(3)]
        assert read() == ids
        assert [result() for result in children] == [ids] * 3


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.parametrize("given", ["http_client", "transport"])
@pytest.mark.parametrize("kind", ["sync", "async"])
def test_connections_that_were_given_stay_with_their_process(kind: str, given: str) -> None:
    """A child never uses what was given in its parent: nothing is sent, and the error says why."""
    with RawServer(serve) as server:
        sync = kind == "sync"
        plain: Any = httpx.HTTPTransport() if sync else httpx.AsyncHTTPTransport()
        client: Any = httpx.Client if sync else httpx.AsyncClient
        own = {given: plain if given == "transport" else client(transport=plain)}
        mp: Any = (Marketplace if sync else AsyncMarketplace).from_env(server.environment, **own)

        def read(number: int) -> Any:
            return mp.orders.get(number) if sync else asyncio.run(mp.orders.get(number))

        def in_the_child() -> str:
            try:
                return str(read(2).id)
            except NotSent as error:
                return str(error)

        if sync:
            assert read(1).id == "1"
        before = server.accepted
        told = in_child(in_the_child)()
        assert "a client in each process" in told
        assert server.accepted == before
        assert read(3).id == "3"
