"""Requests, responses and failures as plain values, independent of the HTTP library."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from cloud_marketplace._observability.redaction import Redactor, Secret

_KEPT = ("content-type", "date", "retry-after", "x-correlation-id")


@dataclass(frozen=True, slots=True, repr=False)
class HttpRequest:
    """One HTTP request.

    Attributes:
        method: HTTP method.
        url: Full address with its query.
        headers: Headers without secrets.
        secrets: Headers with credentials.
        content: Body, if there is one; a form with credentials is a secret.
        timeout: Seconds that the exchange may take.
        may_leave: Is called right before the first bytes are sent; if it returns False, nothing is
            sent. None always sends.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    secrets: Mapping[str, Secret] = field(default_factory=dict)
    content: bytes | Secret | None = None
    timeout: float = 60.0
    may_leave: Callable[[], bool] | None = None

    def __repr__(self) -> str:
        # Query and body stay out: a signature or a password may be in them.
        return f"HttpRequest({self.method} {self.url.partition('?')[0]})"


@dataclass(frozen=True, slots=True, repr=False)
class HttpResponse:
    """One HTTP response, read to its end.

    Attributes:
        status: HTTP status.
        headers: Its headers; names in lower case.
        body: Its body, decompressed.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes

    def __repr__(self) -> str:
        return f"HttpResponse({self.status}, {len(self.body)} bytes)"


@dataclass(frozen=True, slots=True)
class TransportFailure:
    """An exchange that ended without a response.

    Attributes:
        kinds: Names of the exception's class and of its bases, nearest first.
        detail: What the system says about a connection that could not be opened; not in the repr,
            since it may hold anything.
    """

    kinds: tuple[str, ...]
    detail: str = field(default="", repr=False)


Reply = HttpResponse | TransportFailure


class RawResponse:
    """A response that could not be read, kept for analysis.

    Attributes:
        status: HTTP status.
        headers: Headers that help analysis; names in lower case.
        body: The body with known secrets masked; None in a copy that was pickled, since it may
            hold others.
    """

    __slots__ = ("body", "headers", "status")

    def __init__(self, status: int, headers: Mapping[str, str], body: bytes | None) -> None:
        self.status = status
        self.headers = dict(headers)
        self.body = body

    @classmethod
    def of(cls, response: HttpResponse, redactor: Redactor) -> RawResponse:
        """Keep what may be kept of a response."""
        kept = {n: redactor.text(response.headers[n]) for n in _KEPT if n in response.headers}
        return cls(response.status, kept, redactor.data(response.body))

    def __repr__(self) -> str:
        size = "body left behind" if self.body is None else f"{len(self.body)} bytes"
        return f"RawResponse({self.status}, {self.headers.get('content-type', 'no type')}, {size})"

    def __reduce__(self) -> tuple[type[RawResponse], tuple[int, dict[str, str], None]]:
        return type(self), (self.status, self.headers, None)
