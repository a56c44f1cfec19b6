"""OpenTelemetry spans for each attempt, through the extra `cloud-marketplace[otel]`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from cloud_marketplace._observability.hooks import Attempt, Hook
from cloud_marketplace.errors import ConfigurationError

_NANO = 1_000_000_000


class Span(Protocol):
    """What is needed of OpenTelemetry's spans."""

    def set_status(self, status: Any) -> None:
        """Say how it went."""

    def end(self, end_time: int | None = None) -> None:
        """End at a time in nanoseconds since 1970."""


class Tracer(Protocol):
    """What is needed of OpenTelemetry's tracers."""

    def start_span(
        self,
        name: str,
        *,
        kind: Any,
        attributes: Mapping[str, str | int],
        start_time: int,
    ) -> Any:
        """Begin a span below the one that is current."""


def tracing(tracer: Tracer | None = None) -> Hook:
    """Make a hook that writes a client span for each attempt, below the caller's current span.

        Marketplace.from_env(hooks=[tracing()])

    Names and attributes follow OpenTelemetry's conventions for HTTP clients. They are those of
    `Attempt` alone: no query, header, body or filled path.

    Args:
        tracer: Tracer to use; None takes that of the global provider.

    Raises:
        ConfigurationError: If OpenTelemetry is not installed.
    """
    try:
        from opentelemetry import trace
    except ImportError:
        trace = None  # type: ignore[assignment]  # raised below, where nothing is chained
    if trace is None:
        raise ConfigurationError(
            "OpenTelemetry is not installed", advice="Install cloud-marketplace[otel]."
        )
    used: Tracer = tracer or trace.get_tracer("cloud_marketplace")
    kind, failed = trace.SpanKind.CLIENT, trace.Status(trace.StatusCode.ERROR)

    def write(attempt: Attempt) -> None:
        end = int(attempt.ended * _NANO)
        span: Span = used.start_span(
            f"{attempt.method} {attempt.route}",
            kind=kind,
            attributes=attributes_of(attempt),
            start_time=end - int(attempt.seconds * _NANO),
        )
        if attempt.status is None or attempt.status >= 400:
            span.set_status(failed)
        span.end(end)

    return write


def attributes_of(attempt: Attempt) -> dict[str, str | int]:
    """Return the attributes of an attempt's span."""
    known: dict[str, str | int | None] = {
        "http.request.method": attempt.method,
        "url.template": attempt.route,
        "http.response.status_code": attempt.status,
        "http.request.resend_count": attempt.number - 1 or None,
        "error.type": attempt.failure or _error_status(attempt.status),
        "marketplace.operation": attempt.operation,
        "marketplace.correlation_id": attempt.correlation_id,
    }
    return {name: value for name, value in known.items() if value is not None}


def _error_status(status: int | None) -> str | None:
    return str(status) if status is not None and status >= 400 else None
