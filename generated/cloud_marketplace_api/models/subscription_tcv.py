"""The model `SubscriptionTcv`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, items, nested, new, read_date

if TYPE_CHECKING:
    from ..models.tcv_detail import TcvDetail


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class SubscriptionTcv(Model):
    """Contract values of one subscription of an order.

    Attributes:
        plan_id: Identifier of the plan; text here. Read-only.
        aligned_expiration_date: Day on which the aligned subscription ends. Read-only.
        tcvs: Total contract values. Read-only.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "plan_id": Field("planId", expects=(str,)),
        "aligned_expiration_date": Field("alignedExpirationDate", read_date, expects=(str,)),
        "tcvs": Field("tcvs", items(nested("TcvDetail")), expects=(list,), holds="TcvDetail"),
    }

    plan_id: str | Unset = UNSET
    aligned_expiration_date: datetime.date | Unset = UNSET
    tcvs: list[TcvDetail] | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self.plan_id = get("planId", ABSENT)
            self._raw_aligned_expiration_date = get("alignedExpirationDate", ABSENT)
            value = get("tcvs", ABSENT)
            self._raw_tcvs = tuple(value) if type(value) is list else value

        @classmethod
        def from_slim(cls, came: Any) -> SubscriptionTcv:
            self = new(cls)
            self._keys = ()
            self.plan_id = came.plan_id
            self._raw_aligned_expiration_date = came.aligned_expiration_date
            self._raw_tcvs = came.tcvs
            return self
