"""The network is blocked while a cassette is replayed."""

import asyncio
import socket

import httpx
import pytest
from marketplace_contracts.recording.block_network import NetworkBlocked, block_network
from support.recording import leaky_service


def test_no_connection_is_made() -> None:
    """A service that responds before and after cannot be reached within the block."""
    with leaky_service() as base:
        assert httpx.get(f"{base}/reports").status_code == 200
        with block_network(), pytest.raises(NetworkBlocked):
            httpx.get(f"{base}/reports")
        assert httpx.get(f"{base}/reports").status_code == 200


def test_no_task_connects() -> None:
    """The event loop, which connects in its own way, is blocked as well."""

    async def connect(port: int) -> None:
        await asyncio.open_connection("127.0.0.1", port)

    with leaky_service() as base, block_network(), pytest.raises(NetworkBlocked):
        asyncio.run(connect(int(base.split(":")[2].partition("/")[0])))


@pytest.mark.parametrize("name", ["connect", "connect_ex"])
def test_no_socket_connects(name: str) -> None:
    """Sockets used by hand neither connect nor send."""
    with socket.socket() as plain, block_network(), pytest.raises(NetworkBlocked):
        getattr(plain, name)(("127.0.0.1", 9))
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as plain,
        block_network(),
        pytest.raises(NetworkBlocked),
    ):
        plain.sendto(b"x", ("127.0.0.1", 9))


def test_no_name_is_looked_up() -> None:
    """Looking up a name is network too."""
    with block_network(), pytest.raises(NetworkBlocked):
        socket.getaddrinfo("marketplace.example", 443)
