"""Block the network of this process, so that a replay cannot reach a real service."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import NoReturn
from unittest.mock import patch

_METHODS = ("connect", "connect_ex", "sendto", "sendmsg")
_FUNCTIONS = ("getaddrinfo", "gethostbyname", "create_connection")


class NetworkBlocked(RuntimeError):
    """Code tried to use the network while it was blocked.

    It is not an OSError, so that no client takes it for a network failure and retries.
    """


@contextmanager
def block_network() -> Iterator[None]:
    """Make every connection, datagram and name lookup fail for the length of a block."""
    with ExitStack() as blocked:
        for name in _METHODS:
            blocked.enter_context(patch.object(socket.socket, name, _refuse))
        for name in _FUNCTIONS:
            blocked.enter_context(patch.object(socket, name, _refuse))
        yield


def _refuse(*_: object, **__: object) -> NoReturn:
    raise NetworkBlocked("the network is blocked while a cassette is replayed")
