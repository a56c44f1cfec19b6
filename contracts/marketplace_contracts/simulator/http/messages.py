"""Requests and responses as plain values, for every layer and every fault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

JsonObject: TypeAlias = dict[str, Any]
"""A JSON object."""


@dataclass(frozen=True, slots=True)
class Request:
    """A received request, independent of the HTTP server.

    Attributes:
        method: HTTP method in upper case.
        path: Path as sent, relative to the base path; errors show it (facts C3).
        operation: Operation id such as `orders.list`; None if no operation matches.
        ids: Decoded path parameters by name.
        query: Decoded query parameters in order.
        headers: Header values by lower-case name.
        body: Raw bytes.
        allowed: Methods of the path, for a 405; empty for an unknown path.
        base: Base path below which the path is; None if there is none.
    """

    method: str
    path: str
    operation: str | None = None
    ids: Mapping[str, str] = field(default_factory=dict)
    query: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    allowed: tuple[str, ...] = ()
    base: str | None = ""


@dataclass(frozen=True, slots=True)
class Response:
    """A response to send.

    Attributes:
        status: HTTP status.
        body: A JSON value, or text if the media type is not JSON.
        headers: Headers beside the content type.
        media: Content type; empty for a response without a body.
        delay: Real seconds to wait before sending.
        drop: Close the connection instead of sending anything.
    """

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)
    media: str = "application/json"
    delay: float = 0.0
    drop: bool = False
