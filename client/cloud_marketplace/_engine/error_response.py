"""What an answer that says no has to tell, whichever layer wrote it (facts C3 to C6)."""

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

from cloud_marketplace._decoding.json_codec import decode
from cloud_marketplace._engine.messages import HttpResponse

_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_CORRELATION = re.compile(r"[\w.:-]{1,100}", re.ASCII)
_CRASH = re.compile(
    r"exception\b|\btimed? ?out\b|\bno message\b|\b(internal|unexpected|server) error\b"
    r"|\bconnection (reset|refused|closed)\b|\bbroken pipe\b",
    re.IGNORECASE,
)
"""Words of a program that failed, not of somebody who decides."""
_LONGEST = 1000


class Layer(Enum):
    """Who wrote an error body."""

    SERVICE = "timeStamp and message (facts C3)"
    FRAMEWORK = "timestamp and error (facts C4)"
    GATEWAY = "statusCode and message (facts C5)"
    PAGE = "an HTML page (facts C6)"
    NOBODY = "empty, or nothing known"


@dataclass(frozen=True, slots=True)
class Problem:
    """An error answer in one form.

    Attributes:
        status: HTTP status.
        layer: Who wrote it.
        message: What is wrong, in the words of the answer; the status's own where it has none.
        correlation_id: Of header or body; None where neither has one.
        retry_after: Seconds to wait, where the answer says so.
    """

    status: int
    layer: Layer
    message: str
    correlation_id: str | None = None
    retry_after: float | None = None

    @property
    def is_business(self) -> bool:
        """Whether the service itself gives a reason in words (facts C7), and not a mere crash."""
        told = self.layer in (Layer.SERVICE, Layer.FRAMEWORK)
        same = self.message.strip(" .").lower() == phrase(self.status).lower()
        return told and not same and not _CRASH.search(self.message)


def phrase(status: int) -> str:
    """The usual words for a status."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return f"status {status}"


def read(response: HttpResponse, *, now: float, mask: Callable[[str], str]) -> Problem:
    """Read an error answer; nothing in it can make this fail.

    Args:
        response: The answer.
        now: Present time in seconds since 1970, for a `Retry-After` that is a date.
        mask: Takes secrets out of a text.
    """
    body = decode(response.body)
    layer, text = _told(body) if isinstance(body, Mapping) else _page(response)
    clean = " ".join(mask(text).split())[:_LONGEST]
    return Problem(
        status=response.status,
        layer=layer,
        message=clean or phrase(response.status),
        correlation_id=correlation_id(response, body, mask),
        retry_after=retry_after(response.headers, now),
    )


def correlation_id(response: HttpResponse, body: Any, mask: Callable[[str], str]) -> str | None:
    """Find the correlation id in the header, or else in a body that was read (facts C12)."""
    inner = body.get("correlationId") if isinstance(body, Mapping) else None
    for found in (response.headers.get("x-correlation-id"), inner):
        # What looks otherwise could forge lines of a log.
        if isinstance(found, str) and _CORRELATION.fullmatch(found):
            return mask(found)
    return None


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Read `Retry-After`: seconds, or a date, which is compared with the answer's own date."""
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


def _told(body: Mapping[str, Any]) -> tuple[Layer, str]:
    """Tell the layer of a JSON object from its keys, and find its text."""
    message, error = _text(body.get("message")), _text(body.get("error"))
    if "timeStamp" in body or ("status" in body and message and not error):
        return Layer.SERVICE, message or error
    if "timestamp" in body or "status" in body:
        return Layer.FRAMEWORK, message or error
    if "statusCode" in body:
        return Layer.GATEWAY, message or error
    return Layer.NOBODY, message or error


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _page(response: HttpResponse) -> tuple[Layer, str]:
    """Take the title of an HTML page; other bodies tell nothing."""
    text = response.body[:100_000].decode("utf-8", "replace")
    found = _TITLE.search(text)
    if found:
        return Layer.PAGE, html.unescape(found.group(1))
    is_page = "html" in response.headers.get("content-type", "") or text.lstrip()[:1] == "<"
    return (Layer.PAGE if is_page else Layer.NOBODY), ""


__all__ = ["Layer", "Problem", "correlation_id", "phrase", "read", "retry_after"]
