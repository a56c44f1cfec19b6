"""Errors of the marketplace, independent of the form of error responses."""

from __future__ import annotations

from collections.abc import Mapping


class Rejected(Exception):
    """A refused request.

    Domain and handlers raise it, so that neither has to know the shapes of error responses; the
    HTTP layer renders it.

    Args:
        status: HTTP status.
        message: What is wrong.
        headers: Headers of the response, beside those that every response has.
    """

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = headers or {}


def bad_request(message: str) -> Rejected:
    """Return a 400: the request itself is wrong."""
    return Rejected(400, message)


def no_entity(identifier: str) -> Rejected:
    """Return a 400 for a text that cannot be an identifier (facts C8)."""
    return Rejected(400, f"No entity has been found for id {identifier}")


def not_found(kind: str, identifier: object) -> Rejected:
    """Return a 404: no object of this kind has the identifier (facts C8)."""
    return Rejected(404, f"{kind} {identifier} was not found")


def conflict(message: str) -> Rejected:
    """Return a 500: a business rule forbids it; the live service does not use 409 (facts C7)."""
    return Rejected(500, message)
