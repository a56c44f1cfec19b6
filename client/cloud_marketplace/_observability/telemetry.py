"""OpenTelemetry spans for each attempt, through the extra `otel`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from cloud_marketplace._observability.hooks import Attempt, Hook
from cloud_marketplace.errors import ConfigurationError

_NANO = 1_000_000_000
_KIND = tuple(f"marketplace.{name}" for name in ("operation", "place", "expected", "received"))


class Span(Protocol):
    """The part of OpenTelemetry's spans that is used."""

    def set_status(self, status: Any) -> None:
        """Set the result."""

    def end(self, end_time: int | None = None) -> None:
        """End at a time in nanoseconds since 1970."""


class Tracer(Protocol):
    """The part of OpenTelemetry's tracers that is used."""

    def start_span(
        self,
        name: str,
        *,
        kind: Any,
        attributes: Mapping[str, str | int],
        start_time: int,
    ) -> Any:
        """Begin a span below the current one."""


def tracing(tracer: Tracer | None = None) -> Hook:
    """Create a hook that writes a client span for each attempt, below the caller's current span.

        Marketplace.from_env(hooks=[tracing()])

    Names and attributes follow OpenTelemetry's conventions for HTTP clients. They are those of
    `Attempt` alone: no query, header, body or filled path.

    Args:
        tracer: Tracer to use; None uses the global provider's.

    Raises:
        ConfigurationError: If OpenTelemetry is not installed.
    """
    try:
        from opentelemetry import trace
    except ImportError:
        trace = None  # type: ignore[assignment]  # raised below, where nothing is chained
    if trace is None:
        raise _not_installed()
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


class Meter(Protocol):
    """What is needed of OpenTelemetry's meters."""

    def create_counter(self, name: str, *, unit: str, description: str) -> Any:
        """Make a counter."""


class Counted(Protocol):
    """What is counted of a deviation from the description."""

    @property
    def kind(self) -> tuple[str, str, str, str]:
        """Operation, place, what was expected and what was received."""

    @property
    def times(self) -> int:
        """How often."""


def counting(meter: Meter | None = None) -> Callable[[Counted], None]:
    """Make a report that counts deviations, by operation, place, expected and received kind.

    Args:
        meter: Meter to use; None takes that of the global provider.

    Raises:
        ConfigurationError: If OpenTelemetry is not installed.
    """
    try:
        from opentelemetry import metrics
    except ImportError:
        metrics = None  # type: ignore[assignment]  # raised below, where nothing is chained
    if metrics is None:
        raise _not_installed()
    used: Meter = meter or metrics.get_meter("cloud_marketplace")
    counter = used.create_counter(
        "marketplace.contract.deviations",
        unit="{deviation}",
        description="Deviations of responses from the description",
    )

    def count(drift: Counted) -> None:
        counter.add(drift.times, dict(zip(_KIND, drift.kind, strict=True)))

    return count


def _not_installed() -> ConfigurationError:
    return ConfigurationError(
        "OpenTelemetry is not installed", advice="Run pip install '.[otel]' in the clone."
    )


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
