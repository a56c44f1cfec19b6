"""The model `OrderUpdate`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, new


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class OrderUpdate(Model):
    """Changes to an open order.

    Attributes:
        credit_check: Whether the order waits for a credit check.
        status_code: Internal code to put the order in, such as `CL`.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "credit_check": Field("creditCheck", expects=(bool,)),
        "status_code": Field("statusCode", expects=(str,)),
    }

    credit_check: bool | Unset = UNSET
    status_code: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self.credit_check = get("creditCheck", ABSENT)
            self.status_code = get("statusCode", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> OrderUpdate:
            self = new(cls)
            self._keys = ()
            self.credit_check = came.credit_check
            self.status_code = came.status_code
            return self
