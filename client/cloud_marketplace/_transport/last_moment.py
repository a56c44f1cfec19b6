"""The last moment to send a request, checked before its first bytes are sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from cloud_marketplace._engine.messages import HttpRequest

_FIRST_BYTES: Final = ".send_request_headers.started"


class TooLate(OSError):
    """The last moment to send a request has passed."""


Guard: TypeAlias = Callable[[str, Any], Any]
"""Is called by httpx with each event of an exchange."""


def _check(request: HttpRequest) -> None:
    """Check that a request may still be sent.

    Raises:
        TooLate: If it may not.
    """
    if request.may_leave is not None and not request.may_leave():
        raise TooLate


def guard(request: HttpRequest) -> Guard | None:
    """Return an httpx trace that checks a request before its first bytes are sent.

    Connecting can take long, and the process can be frozen meanwhile. Transports other than
    httpx' own have no such events; their requests are checked before they receive them.
    """
    _check(request)
    if request.may_leave is None:
        return None

    def look(event: str, _: Any) -> None:
        if event.endswith(_FIRST_BYTES):
            _check(request)

    return look


def async_guard(request: HttpRequest) -> Guard | None:
    """Return the guard of an asynchronous request, as `guard` does."""
    look = guard(request)
    if look is None:
        return None

    async def awaited(event: str, info: Any) -> None:
        look(event, info)

    return awaited
