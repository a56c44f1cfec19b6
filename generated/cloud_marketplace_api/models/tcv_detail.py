"""The model `TcvDetail`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, nested, new, read_datetime

if TYPE_CHECKING:
    from ..models.money import Money
    from ..models.tcv_amounts import TcvAmounts


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class TcvDetail(Model):
    """Total contract value of a subscription, with its period.

    Attributes:
        total: Contract value before discounts. Read-only.
        disc_total: Discounts on the contract value. Read-only.
        effective_total: Contract value after discounts. Read-only.
        seller_id: Identifier of the selling account; a number here.
        buyer_id: Identifier of the buying account; a number here.
        start_date: First moment of the contract.
        end_date: Last moment of the contract.
        plan_period: Contract value of one period of the plan.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "total": Field("total", nested("Money"), expects=(dict,), holds="Money"),
        "disc_total": Field("discTotal", nested("Money"), expects=(dict,), holds="Money"),
        "effective_total": Field("effectiveTotal", nested("Money"), expects=(dict,), holds="Money"),
        "seller_id": Field("sellerId", expects=(int,)),
        "buyer_id": Field("buyerId", expects=(int,)),
        "start_date": Field("startDate", read_datetime, expects=(str,)),
        "end_date": Field("endDate", read_datetime, expects=(str,)),
        "plan_period": Field(
            "planPeriod", nested("TcvAmounts"), expects=(dict,), holds="TcvAmounts"
        ),
    }

    total: Money | Unset = UNSET
    disc_total: Money | Unset = UNSET
    effective_total: Money | Unset = UNSET
    seller_id: int | Unset = UNSET
    buyer_id: int | Unset = UNSET
    start_date: datetime.datetime | Unset = UNSET
    end_date: datetime.datetime | Unset = UNSET
    plan_period: TcvAmounts | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self._raw_total = get("total", ABSENT)
            self._raw_disc_total = get("discTotal", ABSENT)
            self._raw_effective_total = get("effectiveTotal", ABSENT)
            self.seller_id = get("sellerId", ABSENT)
            self.buyer_id = get("buyerId", ABSENT)
            self._raw_start_date = get("startDate", ABSENT)
            self._raw_end_date = get("endDate", ABSENT)
            self._raw_plan_period = get("planPeriod", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> TcvDetail:
            self = new(cls)
            self._keys = ()
            self._raw_total = came.total
            self._raw_disc_total = came.disc_total
            self._raw_effective_total = came.effective_total
            self.seller_id = came.seller_id
            self.buyer_id = came.buyer_id
            self._raw_start_date = came.start_date
            self._raw_end_date = came.end_date
            self._raw_plan_period = came.plan_period
            return self
