"""Read request bodies up to a largest size, so that one request cannot exhaust the memory."""

from __future__ import annotations

from starlette.requests import Request

from marketplace_contracts.simulator.http.error_responses import ErrorShape, LayerError

LARGEST_BODY = 4 * 1024 * 1024
"""Bytes; far more than any order needs."""


class BodyTooLargeError(LayerError):
    """A request body above the largest size, refused by the gateway before it is read whole."""

    def __init__(self) -> None:
        message = f"Request body is larger than {LARGEST_BODY} bytes."
        super().__init__(413, message, ErrorShape.GATEWAY, {"Connection": "close"})


async def read_body(request: Request) -> bytes:
    """Return the body of a request.

    Raises:
        BodyTooLargeError: It is larger than `LARGEST_BODY`, by its declared or its real length.
    """
    declared = request.headers.get("content-length", "0")
    if declared.isdecimal() and int(declared[:20]) > LARGEST_BODY:
        raise BodyTooLargeError
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise BodyTooLargeError
    return bytes(body)
