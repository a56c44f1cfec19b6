"""The interactions of a cassette, as the checks and as JSON readers need them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from marketplace_contracts.description.spec import Spec
from marketplace_contracts.recording.scrub import BASE
from marketplace_contracts.traffic.interaction import Headers, Interaction, interaction


def interactions(content: dict[str, Any], spec: Spec, source: str) -> Iterator[Interaction]:
    """Yield the interactions of a cassette in their order.

    Args:
        content: The cassette.
        spec: Finds their operations.
        source: Name of the source of the interactions.
    """
    for each in content["interactions"]:
        sent, received = each["request"], each["response"]
        request = (sent["method"], sent["uri"], _headers(sent), _bytes(sent["body"]))
        body = _bytes(received["body"].get("string"))
        response = (int(received["status"]["code"]), _headers(received), body)
        yield interaction(spec, BASE, request, response, source)


def bodies(content: dict[str, Any]) -> Iterator[Any]:
    """Yield the JSON bodies of a cassette's responses."""
    for each in content["interactions"]:
        try:
            yield json.loads(_bytes(each["response"]["body"].get("string")))
        except (ValueError, RecursionError):
            continue


def _headers(message: dict[str, Any]) -> Headers:
    return Headers(
        (name, str(value))
        for name, values in message["headers"].items()
        for value in (values if isinstance(values, list) else [values])
    )


def _bytes(body: Any) -> bytes:
    if body is None:
        return b""
    return body.encode() if isinstance(body, str) else bytes(body)
