"""Parse request bodies, including those that a fuzzer sends."""

from __future__ import annotations

import json
import re
from typing import Any

from marketplace_contracts.simulator.domain.errors import bad_request
from marketplace_contracts.simulator.http.error_responses import ErrorShape, LayerError
from marketplace_contracts.simulator.http.messages import Request

_JSON_MEDIA = re.compile(r"application/(json|[a-z0-9.+-]+\+json)", re.ASCII)


def parse_body(request: Request) -> Any:
    """Return the JSON value in a request's body.

    Raises:
        Rejected: 415 for another media type, 400 for a body that is not JSON.
    """
    if not request.body:
        raise bad_request("body: missing")
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not _JSON_MEDIA.fullmatch(media):
        raise LayerError(415, "Unsupported Media Type", ErrorShape.FRAMEWORK)
    try:
        text = request.body.decode()
        value = json.loads(text, parse_constant=_refuse_constant, parse_float=_finite)
        if "\\u" in text:
            # A lone surrogate is not a character and could not be sent back.
            json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise bad_request("body: not valid JSON") from None
    return value


def _refuse_constant(name: str) -> float:
    raise ValueError(name)


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError(text)
    return number
