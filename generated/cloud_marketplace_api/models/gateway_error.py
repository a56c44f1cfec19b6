"""The model `GatewayError`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, Field, Model, new


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class GatewayError(Model):
    """The error of the gateway in front of the service.

    Attributes:
        status_code: HTTP status.
        message: What went wrong, in words.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "status_code": Field("statusCode", expects=(int,), required=True),
        "message": Field("message", expects=(str,), required=True),
    }

    status_code: int
    message: str
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self.status_code = get("statusCode", ABSENT)
            self.message = get("message", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> GatewayError:
            self = new(cls)
            self._keys = ()
            self.status_code = came.status_code
            self.message = came.message
            return self
