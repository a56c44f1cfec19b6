"""All shapes of error responses are read into one form."""

import json
from typing import Any

import pytest
from cloud_marketplace._engine.error_response import (
    ErrorResponse,
    Layer,
    parse,
    parse_retry_after,
    reason_phrase,
)
from cloud_marketplace._engine.messages import HttpResponse
from support.client import HTML_504, SERVICE_ERROR

CORRELATION = SERVICE_ERROR["correlationId"]
FRAMEWORK = {
    "timestamp": "2026-02-22T07:45:08.223+00:00",
    "status": 404,
    "error": "No such subscription",
    "path": "/subscriptions/1",
    "correlationId": "a8n-2",
}


def reading(status: int, body: Any, **headers: str) -> ErrorResponse:
    """Read a response; headers are given with underscores."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return parse(HttpResponse(status, names, raw), now=1_000_000.0, redact=str)


def test_the_service_speaks() -> None:
    """Shape 1 has its text in `message`, and a correlation id (facts C3)."""
    error = reading(500, SERVICE_ERROR)
    assert error.layer is Layer.SERVICE
    assert error.message == SERVICE_ERROR["message"]
    assert error.correlation_id == CORRELATION
    assert error.is_business


def test_the_framework_speaks() -> None:
    """Shape 2 has its text in `error` (facts C4)."""
    error = reading(404, FRAMEWORK)
    assert (error.layer, error.message) == (Layer.FRAMEWORK, "No such subscription")
    assert error.correlation_id == "a8n-2"


def test_a_crash_is_no_business_reason() -> None:
    """A 500 that only repeats its status has no reason."""
    body = FRAMEWORK | {"status": 500, "error": "Internal Server Error"}
    assert not reading(500, body).is_business
    assert not reading(500, b"").is_business


def test_the_gateway_speaks() -> None:
    """Shape 3 has statusCode and message and no correlation id (facts C5)."""
    error = reading(401, {"statusCode": 401, "message": "Access denied"})
    assert (error.layer, error.message) == (Layer.GATEWAY, "Access denied")
    assert error.correlation_id is None
    assert not error.is_business


@pytest.mark.parametrize(
    "body",
    [
        {"status": 403, "message": "Blocked"},
        {"status": 403, "error": "Forbidden"},
        {"timeStamp": "2026-02-22T07:45:08Z", "message": "no status"},
        {"timestamp": "2026-02-22T07:45:08Z", "status": 403, "message": "of both"},
        {"timeStamp": "2026-02-22T07:45:08Z", "status": 502, "message": "another status"},
        {"statusCode": 502, "message": "another status"},
        {"statusCode": 403},
    ],
)
def test_half_a_form_is_nobody_s(body: Any) -> None:
    """JSON that only resembles a shape is not from service or gateway; its text is reported."""
    error = reading(403, body)
    assert error.layer is Layer.UNKNOWN
    assert error.message == body.get("message", body.get("error", "Forbidden"))


@pytest.mark.parametrize("status", [403, "403"])
def test_the_status_in_a_body_is_a_number_or_its_text(status: object) -> None:
    """The published files had numbers as text before, so both are read (facts G2)."""
    assert reading(403, SERVICE_ERROR | {"status": status}).layer is Layer.SERVICE


def test_a_page_speaks_by_its_title() -> None:
    """The title of an HTML page is the message (facts C6)."""
    error = reading(504, HTML_504.encode(), content_type="text/html")
    assert (error.layer, error.message) == (Layer.HTML, "504 Gateway Time-out")
    assert reading(502, b"<!doctype html>", content_type="text/html").layer is Layer.HTML


@pytest.mark.parametrize("body", [b"", b"[]", b'"x"', b"null", b"{}", b'{"message": 5}', b"\xff"])
def test_nothing_known_still_states_the_status(body: bytes) -> None:
    """An empty or unknown body leaves the status' own phrase."""
    error = reading(503, body)
    assert (error.layer, error.message) == (Layer.UNKNOWN, "Service Unavailable")


def test_a_status_without_a_name() -> None:
    """A status without a standard phrase is shown by its number."""
    assert reason_phrase(520) == "status 520"
    assert reading(520, b"").message == "status 520"


def test_the_header_names_the_correlation_id_first() -> None:
    """The header's correlation id has priority; one with invalid characters is ignored."""
    assert reading(500, SERVICE_ERROR, x_correlation_id="a8n-9").correlation_id == "a8n-9"
    forged = reading(500, SERVICE_ERROR, x_correlation_id="x\nERROR forged")
    assert forged.correlation_id == CORRELATION


def test_a_message_is_one_short_line() -> None:
    """Line ends and endless texts of a response do not get into error texts."""
    error = reading(400, {"message": "a\r\n b\t" + "c" * 5000})
    assert error.message.startswith("a b ccc")
    assert len(error.message) == 1000


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("37", 37.0),
        ("0", 0.0),
        ("1.5", 1.5),
        ("-3", 0.0),
        ("Mon, 12 Jan 1970 13:47:20 GMT", 40.0),
        ("Mon, 12 Jan 1970 13:40:00 GMT", 0.0),
        ("", None),
        ("soon", None),
        ("nan", None),
        ("inf", None),
        ("Mon, 99 Foo 1970", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(text: str, seconds: float | None) -> None:
    """Retry-After is read as seconds or as a date, never negative; nonsense is left out (B4)."""
    assert parse_retry_after({"retry-after": text}, 1_000_000.0) == seconds


def test_a_date_is_compared_with_the_date_of_the_response() -> None:
    """The service's own clock counts if it states the time: ours may be wrong."""
    headers = {
        "retry-after": "Mon, 23 Nov 2026 10:00:30 GMT",
        "date": "Mon, 23 Nov 2026 10:00:00 GMT",
    }
    assert parse_retry_after(headers, 0.0) == 30.0


@pytest.mark.parametrize(
    "message",
    [
        "Cannot change Subscription #13: there is already a Change Order #CH1 in status Open(LO).",
        "there is already a Cancellation Order #CA1",
        "Subscription #1300501 is in status removed",
        "Order #SO1 cannot be cancelled in status completed",
        "Customer 1000611 cannot buy in status hold",
    ],
)
def test_known_reasons_of_a_500(message: str) -> None:
    """A 500 with a known business reason is a decision of the service (facts C7)."""
    assert reading(500, SERVICE_ERROR | {"message": message}).is_business
    assert not reading(500, {"statusCode": 500, "message": message}).is_business


@pytest.mark.parametrize(
    "message",
    [
        "",
        " ",
        "socket hang up",
        "upstream connect error or disconnect/reset before headers. reset reason: timeout",
        "504 Gateway Time-out",
        "Internal Server Error",
        "Es ist ein Fehler aufgetreten",
        "注文を処理できません",
        "could not execute statement; SQL [n/a]; constraint [order_pk]",
        "I/O error on POST request for order service: Read timed out",
        "null",
    ],
)
def test_other_texts_of_a_500(message: str) -> None:
    """A 500 with any other text, in any language, or none, may be a crash."""
    assert not reading(500, SERVICE_ERROR | {"message": message}).is_business
