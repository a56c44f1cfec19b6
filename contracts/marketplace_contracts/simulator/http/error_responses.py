"""Error responses: four shapes, one for each layer that can refuse (facts C3 to C6)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum

from marketplace_contracts.simulator.domain.clock import error_timestamp
from marketplace_contracts.simulator.domain.errors import Rejected
from marketplace_contracts.simulator.http.messages import Request, Response


class ErrorShape(Enum):
    """The layer that refuses, which decides the form of its error."""

    SERVICE = "timeStamp and message (facts C3)"
    FRAMEWORK = "timestamp and error (facts C4)"
    GATEWAY = "statusCode and message (facts C5)"
    HTML = "a page (facts C6)"


class LayerError(Rejected):
    """A request that another layer than the service itself refuses, in that layer's shape.

    Args:
        status: HTTP status.
        message: What is wrong.
        shape: The layer that refuses.
        headers: Headers of the response, beside those that every response has.
    """

    def __init__(
        self,
        status: int,
        message: str,
        shape: ErrorShape,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status, message, headers)
        self.shape = shape


def error_response(
    error: Rejected,
    request: Request,
    now: datetime,
    correlation: str,
    shape: ErrorShape | None = None,
) -> Response:
    """Render a refused request.

    Args:
        error: The raised exception.
        request: The request, for its path.
        now: Time of the error.
        correlation: Identifier of the response.
        shape: Shape to use instead of the one that belongs to the error.
    """
    shape = shape or getattr(error, "shape", ErrorShape.SERVICE)
    if shape is ErrorShape.HTML:
        return Response(error.status, html_page(error.message), error.headers, "text/html")
    if shape is ErrorShape.GATEWAY:
        body = {"statusCode": error.status, "message": error.message}
        return Response(error.status, body, error.headers)
    stamp, text = (
        ("timeStamp", "message") if shape is ErrorShape.SERVICE else ("timestamp", "error")
    )
    body = {
        stamp: error_timestamp(now),
        "status": error.status,
        text: error.message,
        "path": request.path,
        "correlationId": correlation,
    }
    return Response(error.status, body, error.headers)


def html_page(title: str) -> str:
    """Return the page that a front end shows when the service behind it does not respond."""
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>\n"
