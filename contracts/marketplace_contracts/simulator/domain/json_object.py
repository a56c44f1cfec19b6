"""The type of JSON objects, which every layer passes on."""

from __future__ import annotations

from typing import Any, TypeAlias

JsonObject: TypeAlias = dict[str, Any]
"""A JSON object: a request body, a response body or a part of either."""
