"""The model `ServiceError`."""

from __future__ import annotations

import datetime
from typing import ClassVar

from ..model import Model


class ServiceError(Model, kw_only=True):
    """The service's usual error.

    Attributes:
        time_stamp: When the error occurred.
        status: HTTP status.
        message: What went wrong, in words.
        path: Path of the call, relative to the base address.
        correlation_id: Identifies the request; equals the header X-Correlation-ID.
        additional_properties: Unknown fields by their JSON key.
    """

    TEXT_FIELDS: ClassVar[dict[str, str]] = {"time_stamp": "datetime"}

    time_stamp: datetime.datetime
    status: int
    message: str
    path: str
    correlation_id: str
