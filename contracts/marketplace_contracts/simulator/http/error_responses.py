"""How the service says no: four shapes of error (facts C3 to C6)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum

from marketplace_contracts.simulator.domain.clock import error_timestamp
from marketplace_contracts.simulator.http.messages import Request, Response


class Shape(Enum):
    """Which layer is speaking, and hence how."""

    SERVICE = "timeStamp and message (facts C3)"
    FRAMEWORK = "timestamp and error (facts C4)"
    GATEWAY = "statusCode and message (facts C5)"
    HTML = "a page (facts C6)"


class Refusal(Exception):  # noqa: N818 - an answer, not a failure of the simulator
    """Any answer but 200; raised by whichever layer refuses.

    Args:
        status: HTTP status.
        message: What is wrong, in words.
        shape: The layer that speaks.
        headers: Beside those that every answer has.
    """

    def __init__(
        self,
        status: int,
        message: str,
        shape: Shape = Shape.SERVICE,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.shape = shape
        self.headers = headers or {}

    def response(self, request: Request, now: datetime, correlation: str) -> Response:
        """Render the refusal in its shape."""
        if self.shape is Shape.HTML:
            return Response(self.status, html_page(self.message), self.headers, "text/html")
        if self.shape is Shape.GATEWAY:
            return Response(
                self.status, {"statusCode": self.status, "message": self.message}, self.headers
            )
        stamp, text = (
            ("timeStamp", "message") if self.shape is Shape.SERVICE else ("timestamp", "error")
        )
        body = {
            stamp: error_timestamp(now),
            "status": self.status,
            text: self.message,
            "path": request.path,
            "correlationId": correlation,
        }
        return Response(self.status, body, self.headers)


def html_page(title: str) -> str:
    """The page a front end shows when the service behind it does not answer."""
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>\n"


def bad_request(message: str) -> Refusal:
    """400: the request itself is wrong."""
    return Refusal(400, message)


def no_entity(identifier: str) -> Refusal:
    """400 for an identifier that can't be one (facts C8)."""
    return Refusal(400, f"No entity has been found for id {identifier}")


def not_found(kind: str, identifier: object) -> Refusal:
    """404: nothing of this kind has the identifier (facts C8)."""
    return Refusal(404, f"{kind} {identifier} was not found")


def conflict(message: str) -> Refusal:
    """500: a business rule forbids it; the live service does not use 409 (facts C7)."""
    return Refusal(500, message)
