"""Spans: one for each attempt, with an allow-list of attributes, and no need for OpenTelemetry."""

import subprocess
import sys
from typing import Any

import httpx
import pytest
from cloud_marketplace import Attempt, ConfigurationError, NotFound, tracing
from cloud_marketplace._observability.telemetry import attributes_of
from opentelemetry.trace import SpanKind, StatusCode
from support.client import CANARIES, Service, said


class Span:
    """A span that remembers."""

    def __init__(self, name: str, **given: Any) -> None:
        self.name, self.given, self.status, self.end_time = name, given, None, 0

    def set_status(self, status: Any) -> None:
        """Remember how it went."""
        self.status = status.status_code

    def end(self, end_time: int | None = None) -> None:
        """Remember the end."""
        self.end_time = end_time or 0


class Tracer:
    """A tracer that keeps its spans."""

    def __init__(self) -> None:
        self.spans: list[Span] = []

    def start_span(self, name: str, **given: Any) -> Span:
        """Keep a span."""
        self.spans.append(Span(name, **given))
        return self.spans[-1]


def attempt(**changes: Any) -> Attempt:
    """An attempt that went well."""
    given = {
        "operation": "orders.get",
        "method": "GET",
        "route": "/orders/{id}",
        "number": 1,
        "status": 200,
        "failure": None,
        "seconds": 0.5,
        "ended": 100.0,
        "correlation_id": None,
    }
    return Attempt(**given | changes)


def test_an_attempt_is_a_client_span_of_its_time() -> None:
    """Name, kind, beginning and end are the attempt's."""
    tracer = Tracer()
    tracing(tracer)(attempt())
    (span,) = tracer.spans
    assert (span.name, span.given["kind"]) == ("GET /orders/{id}", SpanKind.CLIENT)
    assert (span.given["start_time"], span.end_time) == (99_500_000_000, 100_000_000_000)
    assert span.status is None


@pytest.mark.parametrize(
    ("changes", "kind"),
    [({"status": 500}, "500"), ({"status": None, "failure": "ReadTimeout"}, "ReadTimeout")],
)
def test_a_failed_attempt_is_an_error(changes: dict[str, Any], kind: str) -> None:
    """An error status and a missing response mark the span as failed, with the reason."""
    tracer = Tracer()
    tracing(tracer)(attempt(**changes))
    assert tracer.spans[0].status is StatusCode.ERROR
    assert tracer.spans[0].given["attributes"]["error.type"] == kind


def test_attributes_follow_the_conventions() -> None:
    """What is known is there under OpenTelemetry's names, what is not is left out."""
    assert attributes_of(attempt(number=3, correlation_id="a8n-1")) == {
        "http.request.method": "GET",
        "url.template": "/orders/{id}",
        "http.response.status_code": 200,
        "http.request.resend_count": 2,
        "marketplace.operation": "orders.get",
        "marketplace.correlation_id": "a8n-1",
    }


def test_spans_of_a_client_hold_no_canary() -> None:
    """A call through the client makes its spans, and no secret is in them."""
    tracer = Tracer()
    service = Service([said(404, " ".join(CANARIES))])
    with service.client(hooks=[tracing(tracer)]) as mp, pytest.raises(NotFound):
        mp.orders.get("canary-contact")
    assert [span.name for span in tracer.spans] == ["POST /token", "GET /orders/{id}"]
    shown = str([(span.name, span.given) for span in tracer.spans])
    assert not [canary for canary in CANARIES if canary in shown]


def test_the_real_tracer_takes_it() -> None:
    """Without a tracer the global one is used, which does nothing until it is set up."""
    service = Service([httpx.Response(200, json={"id": "7"})])
    with service.client(hooks=[tracing()]) as mp:
        assert mp.orders.get(7).id == "7"


def test_without_opentelemetry_the_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tracing without the library is a configuration error that says what to install."""
    monkeypatch.setitem(sys.modules, "opentelemetry", None)
    with pytest.raises(ConfigurationError, match=r"pip install '.\[otel\]'"):
        tracing()


def test_the_client_does_not_import_opentelemetry() -> None:
    """Using the client loads nothing of OpenTelemetry."""
    program = "import sys; from cloud_marketplace import Marketplace, tracing; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert "opentelemetry" not in done.stdout
