"""Check that a successful response belongs to the request.

A status of 200 alone proves little: a proxy can return its own page, a service the body of an
error, and a shared connection the response to another request.
"""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import unquote

from cloud_marketplace_api.call import Call

from cloud_marketplace._engine.retry_policy import commits

_STATUS: Final = ("status", "statusCode", "code")
_TIME: Final = ("timeStamp", "timestamp")
_TEXT: Final = ("message", "error", "errors", "errorMessage")
_LONGEST: Final = 100


def why_foreign(call: Call[Any], value: object) -> str:
    """Return why a response does not belong to a call; empty if it seems to.

    Example: the response to `orders.get(7)` whose id is 8 is that of another call.

    Args:
        call: The call.
        value: The response as read; only models are checked.
    """
    to_dict = getattr(value, "to_dict", None)
    if to_dict is None or not hasattr(value, "id"):
        return ""
    found = value.id
    if isinstance(found, str | int) and not isinstance(found, bool) and str(found):
        wanted = _requested_id(call)
        if wanted in ("", str(found)):
            return ""
        return f"the response is about {str(found)[:_LONGEST]}, not about {wanted}"
    if _is_error(to_dict()):
        return "the response is an error in spite of its status"
    if commits(call.operation):
        return "the response does not name what was written"
    return ""


def _requested_id(call: Call[Any]) -> str:
    """Return the identifier in the path of a call; empty if the path does not end with one."""
    if not call.operation.path.endswith("}"):
        return ""
    return unquote(call.path.rpartition("/")[2])


def _is_error(data: dict[str, Any]) -> bool:
    """Tell whether an object without id has the form of an error response."""
    has_text = any(isinstance(data.get(key), str | list) for key in _TEXT)
    has_status = any(str(data.get(key, "")).isdigit() for key in _STATUS)
    return has_text and (has_status or any(key in data for key in _TIME))
