"""No network: for the length of a block, whoever tries to reach anybody fails."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import NoReturn
from unittest.mock import patch

_METHODS = ("connect", "connect_ex", "sendto", "sendmsg")
_FUNCTIONS = ("getaddrinfo", "gethostbyname", "create_connection")


class NetworkBlocked(RuntimeError):  # noqa: N818 - it says what happened
    """Something tried to reach the network in a block that has none.

    It is no OSError, so that nobody takes it for a network that is down.
    """


@contextmanager
def block_network() -> Iterator[None]:
    """Let no socket of this process connect or send, and no name be looked up."""
    with ExitStack() as blocked:
        for name in _METHODS:
            blocked.enter_context(patch.object(socket.socket, name, _refuse))
        for name in _FUNCTIONS:
            blocked.enter_context(patch.object(socket, name, _refuse))
        yield


def _refuse(*_: object, **__: object) -> NoReturn:
    raise NetworkBlocked("the network is blocked while a cassette is replayed")
