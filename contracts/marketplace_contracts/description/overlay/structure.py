"""The structure of a description, without the text for people."""

from __future__ import annotations

import json
from typing import Any

PROSE = frozenset(
    {"description", "summary", "title", "example", "examples", "externalDocs", "x-evidence"}
)
NAMED = frozenset(
    {
        "properties",
        "schemas",
        "paths",
        "responses",
        "parameters",
        "headers",
        "content",
        "links",
        "securitySchemes",
        "variables",
        "requestBodies",
    }
)
"""Mappings whose keys are names, so that a property called `description` stays."""
UNORDERED = frozenset({"parameters", "required", "enum", "tags", "x-usual", "x-terminal"})
"""Lists whose order has no meaning."""
HEAD = frozenset({"info", "tags", "servers", "externalDocs"})


def structure(document: dict[str, Any]) -> dict[str, Any]:
    """Return a description without prose, examples and evidence.

    Lists without a meaningful order (parameters, required, enum) are sorted. The document's
    metadata (title, licence, addresses, texts of tags) is left out: a published file has
    no server.
    """
    return {key: bare(value, key) for key, value in document.items() if key not in HEAD}


def bare(value: Any, above: str) -> Any:
    """Return one value of a description without prose.

    Args:
        value: The value.
        above: The key it stands under; empty inside a list or below a name.
    """
    if isinstance(value, list):
        plain = [bare(one, "") for one in value]
        return sorted(plain, key=_text) if above in UNORDERED else plain
    if not isinstance(value, dict):
        return value
    names = above in NAMED
    return {
        key: bare(one, "" if names else key)
        for key, one in value.items()
        if names or key not in PROSE
    }


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=str)
