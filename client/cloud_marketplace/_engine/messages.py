"""What goes over the wire and what comes back, as plain values without an HTTP library."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from cloud_marketplace._observability.redaction import Mask, Secret

_TELLING = ("content-type", "date", "retry-after", "x-correlation-id")


@dataclass(frozen=True, slots=True, repr=False)
class HttpRequest:
    """One HTTP request.

    Attributes:
        method: HTTP method.
        url: Full address with its query.
        headers: Headers that anybody may see.
        secrets: Headers that nobody may see.
        content: Body, if there is one.
        timeout: Seconds to wait for the answer.
        may_leave: Is asked right before the bytes leave whether they still may; None always lets
            them.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    secrets: Mapping[str, Secret] = field(default_factory=dict)
    content: bytes | None = None
    timeout: float = 60.0
    may_leave: Callable[[], bool] | None = None

    def __repr__(self) -> str:
        # Query and body stay out: a signature or a password may be in them.
        return f"WireRequest({self.method} {self.url.partition('?')[0]})"


@dataclass(frozen=True, slots=True, repr=False)
class HttpResponse:
    """One HTTP answer, read to its end.

    Attributes:
        status: HTTP status.
        headers: Its headers; names in lower case.
        body: Its body, unpacked.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes

    def __repr__(self) -> str:
        return f"WireAnswer({self.status}, {len(self.body)} bytes)"


@dataclass(frozen=True, slots=True)
class WireFailure:
    """An exchange that ended without an answer.

    Attributes:
        kinds: Names of the exception's class and of its bases, nearest first.
        detail: What the system says about a connection that could not be made; not in the repr,
            since nobody knows what a transport writes there.
    """

    kinds: tuple[str, ...]
    detail: str = field(default="", repr=False)


Reply = HttpResponse | WireFailure


class RawResponse:
    """An answer that could not be read, for a look at it.

    Attributes:
        status: HTTP status.
        headers: The telling ones; names in lower case.
        body: The body with known secrets masked; None in a copy that was pickled, since others
            may be in it.
    """

    __slots__ = ("body", "headers", "status")

    def __init__(self, status: int, headers: Mapping[str, str], body: bytes | None) -> None:
        self.status = status
        self.headers = dict(headers)
        self.body = body

    @classmethod
    def of(cls, response: HttpResponse, mask: Mask) -> RawResponse:
        """Keep what may be kept of an answer."""
        telling = {n: mask.text(response.headers[n]) for n in _TELLING if n in response.headers}
        return cls(response.status, telling, mask.data(response.body))

    def __repr__(self) -> str:
        size = "body left behind" if self.body is None else f"{len(self.body)} bytes"
        return f"RawAnswer({self.status}, {self.headers.get('content-type', 'no type')}, {size})"

    def __reduce__(self) -> tuple[type[RawResponse], tuple[int, dict[str, str], None]]:
        return type(self), (self.status, self.headers, None)
