"""The model `FrameworkError`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, new


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class FrameworkError(Model):
    """The error of the framework behind the service; the text sits in `error`.

    Attributes:
        timestamp: When the error occurred; the form of the offset differs between versions.
        status: HTTP status.
        error: What went wrong, in words.
        message: More words, if there are any.
        path: Path of the call.
        correlation_id: Identifies the request.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "timestamp": Field("timestamp", expects=(str,), required=True),
        "status": Field("status", expects=(int,), required=True),
        "error": Field("error", expects=(str,), required=True),
        "message": Field("message", expects=(str,)),
        "path": Field("path", expects=(str,)),
        "correlation_id": Field("correlationId", expects=(str,)),
    }

    timestamp: str
    status: int
    error: str
    message: str | Unset = UNSET
    path: str | Unset = UNSET
    correlation_id: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self.timestamp = get("timestamp", ABSENT)
            self.status = get("status", ABSENT)
            self.error = get("error", ABSENT)
            self.message = get("message", ABSENT)
            self.path = get("path", ABSENT)
            self.correlation_id = get("correlationId", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> FrameworkError:
            self = new(cls)
            self._keys = ()
            self.timestamp = came.timestamp
            self.status = came.status
            self.error = came.error
            self.message = came.message
            self.path = came.path
            self.correlation_id = came.correlation_id
            return self
