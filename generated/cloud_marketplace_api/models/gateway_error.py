"""The model `GatewayError`."""

from __future__ import annotations

from ..model import Model


class GatewayError(Model, kw_only=True):
    """The error of the gateway in front of the service.

    Attributes:
        status_code: HTTP status.
        message: What went wrong, in words.
        additional_properties: Unknown fields by their JSON key.
    """

    status_code: int
    message: str
