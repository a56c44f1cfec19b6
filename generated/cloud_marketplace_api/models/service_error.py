"""The model `ServiceError`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, Field, Model, new, read_datetime


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class ServiceError(Model):
    """The service's usual error.

    Attributes:
        time_stamp: When the error occurred.
        status: HTTP status.
        message: What went wrong, in words.
        path: Path of the call, relative to the base address.
        correlation_id: Identifies the request; equals the header X-Correlation-ID.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "time_stamp": Field("timeStamp", read_datetime, expects=(str,), required=True),
        "status": Field("status", expects=(int,), required=True),
        "message": Field("message", expects=(str,), required=True),
        "path": Field("path", expects=(str,), required=True),
        "correlation_id": Field("correlationId", expects=(str,), required=True),
    }

    time_stamp: datetime.datetime
    status: int
    message: str
    path: str
    correlation_id: str
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self._raw_time_stamp = get("timeStamp", ABSENT)
            self.status = get("status", ABSENT)
            self.message = get("message", ABSENT)
            self.path = get("path", ABSENT)
            self.correlation_id = get("correlationId", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> ServiceError:
            self = new(cls)
            self._keys = ()
            self._raw_time_stamp = came.time_stamp
            self.status = came.status
            self.message = came.message
            self.path = came.path
            self.correlation_id = came.correlation_id
            return self
