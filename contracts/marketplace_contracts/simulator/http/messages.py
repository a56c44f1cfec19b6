"""A request and its answer, as plain values that every layer and every break works on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

JsonObject: TypeAlias = dict[str, Any]
"""A JSON object."""


@dataclass(frozen=True, slots=True)
class Request:
    """What came in, already cut out of HTTP.

    Attributes:
        method: Upper case.
        path: Relative to the base path, as it was sent; errors show it (facts C3).
        operation: Operation id such as `orders.list`; None where nothing matches.
        ids: Values of the path's parameters by name, decoded.
        query: Query parameters in order, decoded.
        headers: Header values by lower-case name.
        body: Raw bytes.
        allowed: Methods that the path knows, for a 405; empty for an unknown path.
    """

    method: str
    path: str
    operation: str | None = None
    ids: Mapping[str, str] = field(default_factory=dict)
    query: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Response:
    """What goes out.

    Attributes:
        status: HTTP status.
        body: A JSON value, or text where the media type is not JSON.
        headers: Beside the content type.
        media: Content type.
        delay: Real seconds to hold the answer back.
        drop: Close the connection instead of sending anything.
    """

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)
    media: str = "application/json"
    delay: float = 0.0
    drop: bool = False
