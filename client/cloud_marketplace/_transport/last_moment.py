"""The last moment to send a request, checked when its first bytes are due."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from cloud_marketplace._engine.messages import HttpRequest

_FIRST_BYTES: Final = ".send_request_headers.started"


class TooLate(OSError):  # noqa: N818 - its name ends up in messages
    """The last moment to send a request has passed."""


Guard: TypeAlias = Callable[[str, Any], Any]
"""Is called by httpx with each event of an exchange."""


def _check(request: HttpRequest) -> None:
    """See that a request may still leave.

    Raises:
        TooLate: If it may not.
    """
    if request.may_leave is not None and not request.may_leave():
        raise TooLate


def guard(request: HttpRequest) -> Guard | None:
    """Check a request once more when its first bytes are due.

    Connecting can take long, and the process can be frozen while it does. Transports other than
    httpx' own know no such events; their requests are checked before they get them.
    """
    _check(request)
    if request.may_leave is None:
        return None

    def look(event: str, _: Any) -> None:
        if event.endswith(_FIRST_BYTES):
            _check(request)

    return look


def async_guard(request: HttpRequest) -> Guard | None:
    """Make the guard of an asynchronous request, as `guard` does."""
    look = guard(request)
    if look is None:
        return None

    async def awaited(event: str, info: Any) -> None:
        look(event, info)

    return awaited
