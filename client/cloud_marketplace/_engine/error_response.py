"""Parse error responses of the gateway, the framework and the application."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from enum import Enum
from http import HTTPStatus
from typing import Any

from cloud_marketplace._config.diagnosis import TokenFailure
from cloud_marketplace._decoding.json_codec import decode
from cloud_marketplace._engine.messages import HttpResponse, Reply

_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_CORRELATION = re.compile(r"[\w.:-]{1,100}", re.ASCII)
_CONFLICT = re.compile(
    r"\bthere is already\b.*\border\b"
    r"|\b(subscription|order|customer) #?\S+ (is|cannot .*) in status\b"
    r"|\bmore than one product matches\b",
    re.IGNORECASE | re.DOTALL,
)
"""The known business reasons for a 500. Any other text may be a crash.

Example: `Cannot change Subscription #1300501: there is already an Upgrade/Downgrade Order #CH000123
in status Provisioning is in progress(LO).`
"""
_LONGEST = 1000
_PROVIDER_CODES = frozenset(
    {
        "invalid_request",
        "invalid_client",
        "invalid_grant",
        "unauthorized_client",
        "unsupported_grant_type",
        "invalid_scope",
    }
)
"""The errors of a token endpoint (RFC 6749, section 5.2)."""


class Layer(Enum):
    """Which part of the service wrote an error body."""

    SERVICE = "the application: timeStamp, status and message"
    FRAMEWORK = "its framework: timestamp, status and error"
    GATEWAY = "the gateway before it: statusCode and message"
    PROVIDER = "an identity provider: error and error_description, as in RFC 6749"
    HTML = "a proxy or load balancer: an HTML page"
    UNKNOWN = "empty, or of no known form"


@dataclass(frozen=True, slots=True)
class ErrorResponse:
    """An error response in one form, whichever layer wrote it.

    Attributes:
        status: HTTP status.
        layer: The part of the service that wrote it.
        message: Text of the response; the reason phrase of the status if it has none.
        correlation_id: From header or body; None if neither has one.
        retry_after: Seconds to wait, if the response says so.
        code: What an identity provider calls the error, such as `invalid_grant`; else empty.
    """

    status: int
    layer: Layer
    message: str
    correlation_id: str | None = None
    retry_after: float | None = None
    code: str = ""

    @property
    def is_business(self) -> bool:
        """Whether the service gives a known business reason, which makes the refusal certain."""
        is_own = self.layer in (Layer.SERVICE, Layer.FRAMEWORK)
        return is_own and _CONFLICT.search(self.message) is not None


def reason_phrase(status: int) -> str:
    """Return the standard phrase of a status."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return f"status {status}"


def parse(response: HttpResponse, *, now: float, redact: Callable[[str], str]) -> ErrorResponse:
    """Parse an error response; nothing in it can make this fail.

    Args:
        response: The response.
        now: Present time in seconds since 1970, for a `Retry-After` that is a date.
        redact: Removes secrets from a text.
    """
    body = decode(response.body)
    layer, text = (
        _layer_and_text(body, response.status) if isinstance(body, Mapping) else _page(response)
    )
    code = _text(body.get("error")) if layer is Layer.PROVIDER else ""
    clean = " ".join(redact(text).split())[:_LONGEST]
    return ErrorResponse(
        status=response.status,
        layer=layer,
        message=clean or reason_phrase(response.status),
        correlation_id=find_correlation_id(response, body, redact),
        retry_after=parse_retry_after(response.headers, now),
        code=code,
    )


def token_failure(
    reply: Reply, redact: Callable[[str], str], *, now: float = 0.0, proxy: str = ""
) -> TokenFailure:
    """Describe a reply without a token, whatever it is; nothing in it can make this fail.

    Args:
        reply: The reply.
        redact: Removes secrets from a text.
        now: Present time in seconds since 1970, for a `Retry-After` that is a date.
        proxy: Variable that names the proxy on the way, if there is one.
    """
    if not isinstance(reply, HttpResponse):
        return TokenFailure(kinds=reply.kinds, detail=redact(reply.detail), proxy=proxy)
    if "html" in reply.headers.get("content-type", "").lower():
        return TokenFailure(reply.status, "html")
    try:
        found = parse(reply, now=now, redact=redact)
    except (RecursionError, MemoryError):
        return TokenFailure(reply.status)
    return TokenFailure(reply.status, found.layer.name.lower(), found.message, found.retry_after)


def find_correlation_id(
    response: HttpResponse, body: Any, redact: Callable[[str], str]
) -> str | None:
    """Return the correlation id of the header, or of a parsed body."""
    inner = body.get("correlationId") if isinstance(body, Mapping) else None
    for found in (response.headers.get("x-correlation-id"), inner):
        # Other characters could forge lines of a log.
        if isinstance(found, str) and _CORRELATION.fullmatch(found):
            return redact(found)
    return None


def parse_retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Parse `Retry-After`: seconds, or a date, which is compared with the response's own date."""
    text = headers.get("retry-after", "").strip()
    try:
        seconds = float(text)
        return max(0.0, seconds) if math.isfinite(seconds) else None
    except ValueError:
        pass
    moment = _moment(text)
    if moment is None:
        return None
    sent = _moment(headers.get("date", ""))
    return max(0.0, moment - (now if sent is None else sent))


def _moment(text: str) -> float | None:
    try:
        moment = parsedate_to_datetime(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _layer_and_text(body: Mapping[str, Any], status: int) -> tuple[Layer, str]:
    """Recognize the layer of a JSON object by its keys, and find its text.

    A layer is recognized by its whole form, the status included: a proxy that has a `status` and a
    `message` too must not decide whether an order was placed.
    """
    message, error = _text(body.get("message")), _text(body.get("error"))
    if error in _PROVIDER_CODES or (error and "error_description" in body):
        stated = _text(body.get("error_description"))
        return Layer.PROVIDER, f"{error}: {stated}" if stated else error
    return _layer(body, str(status)), message or error


def _layer(body: Mapping[str, Any], status: str) -> Layer:
    if str(body.get("status")) == status:
        if "timeStamp" in body and "message" in body:
            return Layer.SERVICE
        if "timestamp" in body and "error" in body:
            return Layer.FRAMEWORK
    if str(body.get("statusCode")) == status and "message" in body:
        return Layer.GATEWAY
    return Layer.UNKNOWN


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _page(response: HttpResponse) -> tuple[Layer, str]:
    """Return the title of an HTML page; other bodies have no known text."""
    text = response.body[:100_000].decode("utf-8", "replace")
    found = _TITLE.search(text)
    if found:
        return Layer.HTML, html.unescape(found.group(1))
    is_page = "html" in response.headers.get("content-type", "") or text.lstrip()[:1] == "<"
    return (Layer.HTML if is_page else Layer.UNKNOWN), ""


__all__ = [
    "ErrorResponse",
    "Layer",
    "find_correlation_id",
    "parse",
    "parse_retry_after",
    "reason_phrase",
    "token_failure",
]
