"""The requests that a simulator has received, without secrets."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from marketplace_contracts.simulator.domain.clock import timestamp
from marketplace_contracts.simulator.domain.json_object import JsonObject
from marketplace_contracts.simulator.domain.world import World
from marketplace_contracts.simulator.http.messages import Request, Response
from marketplace_contracts.traffic.redaction import STARS, Redactor, masked

KEPT = 1000
"""Number of the latest requests that are kept."""
SHOWN_HEADERS = frozenset({"accept", "content-type", "content-length", "host", "user-agent"})
"""Headers whose values are shown; of all others only the names are."""


@dataclass(frozen=True, slots=True)
class Received:
    """A request with its outcome.

    Attributes:
        at: Simulated time.
        request: As it was received, secrets included.
        status: Status of the response; None if the connection was closed instead.
        faults: Names of the faults that acted.
    """

    at: datetime
    request: Request
    status: int | None
    faults: tuple[str, ...]


class RequestLog:
    """The latest requests; rendered without secrets, and only when they are shown.

    Args:
        world: Has the secrets.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._entries: deque[Received] = deque(maxlen=KEPT)
        self.listener: Callable[[str], object] | None = None

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[JsonObject]:
        """Yield the requests as JSON, oldest first."""
        redactor = self._redactor()
        return iter([_document(entry, redactor) for entry in self._entries])

    def note(self, request: Request, response: Response, faults: Iterable[str]) -> None:
        """Add a request, and tell the listener."""
        status = None if response.drop else response.status
        entry = Received(self._world.now(), request, status, tuple(faults))
        self._entries.append(entry)
        if self.listener is not None:
            self.listener(_line(entry, self._redactor()))

    def clear(self) -> None:
        """Forget all requests."""
        self._entries.clear()

    def _redactor(self) -> Redactor:
        known = self._world.credentials
        redactor = Redactor(
            {
                "MARKETPLACE_PASSWORD": known.password,
                "MARKETPLACE_SUBSCRIPTION_KEY": known.subscription_key,
                "MARKETPLACE_CLIENT_SECRET": known.client_secret,
            }
        )
        redactor.learn_basic(known.username, known.password)
        return redactor


def _line(entry: Received, redactor: Redactor) -> str:
    """Return one line, such as `2026-11-26T09:30:00Z 200 GET /marketplace/na/plans plans.list`."""
    request = entry.request
    pairs = [(name, masked({name: value})[name]) for name, value in request.query]
    query = f"?{urlencode(pairs, safe=STARS)}" if pairs else ""
    words = [
        timestamp(entry.at),
        str(entry.status or "---"),
        request.method,
        f"{request.base or ''}{request.path}{query}",
        request.operation or "",
        f"[{', '.join(entry.faults)}]" if entry.faults else "",
    ]
    line = redactor.mask(" ".join(word for word in words if word))
    return line if line.isprintable() else line.encode("unicode_escape").decode()


def _document(entry: Received, redactor: Redactor) -> JsonObject:
    request = entry.request
    return {
        "at": timestamp(entry.at),
        "method": request.method,
        "path": redactor.mask(f"{request.base or ''}{request.path}"),
        "operation": request.operation,
        "query": [
            [name, redactor.mask(masked({name: value})[name])] for name, value in request.query
        ],
        "headers": {
            name: redactor.mask(value) if name in SHOWN_HEADERS else STARS
            for name, value in request.headers.items()
        },
        "body": _body(request.body, redactor),
        "status": entry.status,
        "faults": list(entry.faults),
    }


def _body(raw: bytes, redactor: Redactor) -> Any:
    """Return a body as JSON, or as text if it is not JSON; None if there is none."""
    if not raw:
        return None
    try:
        return _clean(masked(json.loads(raw)), redactor)
    except (ValueError, RecursionError):
        return redactor.mask(raw.decode("utf-8", "replace"))


def _clean(value: Any, redactor: Redactor) -> Any:
    if isinstance(value, str):
        return redactor.mask(value)
    if isinstance(value, list):
        return [_clean(item, redactor) for item in value]
    if isinstance(value, dict):
        return {redactor.mask(key): _clean(item, redactor) for key, item in value.items()}
    return value
