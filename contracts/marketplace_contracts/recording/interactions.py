"""What a cassette holds, as exchanges and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from marketplace_contracts.description.spec import Spec
from marketplace_contracts.recording.scrub import BASE
from marketplace_contracts.traffic.interaction import Headers, Interaction, interaction


def interactions(content: dict[str, Any], spec: Spec, source: str) -> Iterator[Interaction]:
    """The exchanges of a cassette, in their order.

    Args:
        content: The cassette.
        spec: Tells which operations they are.
        source: What the exchanges call themselves.
    """
    for each in content["interactions"]:
        asked, given = each["request"], each["response"]
        request = (asked["method"], asked["uri"], _headers(asked), _bytes(asked["body"]))
        body = _bytes(given["body"].get("string"))
        response = (int(given["status"]["code"]), _headers(given), body)
        yield interaction(spec, BASE, request, response, source)


def bodies(content: dict[str, Any]) -> Iterator[Any]:
    """The JSON values of a cassette's answers."""
    for each in content["interactions"]:
        try:
            yield json.loads(_bytes(each["response"]["body"].get("string")))
        except ValueError:
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
