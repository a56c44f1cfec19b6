"""The model `FrameworkError`."""

from __future__ import annotations

from ..model import Model
from ..types import UNSET, Unset


class FrameworkError(Model, kw_only=True):
    """The error of the framework behind the service; the text sits in `error`.

    Attributes:
        timestamp: When the error occurred; the form of the offset differs between versions.
        status: HTTP status.
        error: What went wrong, in words.
        message: More words, if there are any.
        path: Path of the call.
        correlation_id: Identifies the request.
        additional_properties: Unknown fields by their JSON key.
    """

    timestamp: str
    status: int
    error: str
    message: str | Unset = UNSET
    path: str | Unset = UNSET
    correlation_id: str | Unset = UNSET
