"""The model `TcvDetail`."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, ClassVar

from ..model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.money import Money
    from ..models.tcv_amounts import TcvAmounts


class TcvDetail(Model, kw_only=True):
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
        additional_properties: Unknown fields by their JSON key.
    """

    TEXT_FIELDS: ClassVar[dict[str, str]] = {"start_date": "datetime", "end_date": "datetime"}

    total: Money | Unset = UNSET
    disc_total: Money | Unset = UNSET
    effective_total: Money | Unset = UNSET
    seller_id: int | Unset = UNSET
    buyer_id: int | Unset = UNSET
    start_date: datetime.datetime | Unset = UNSET
    end_date: datetime.datetime | Unset = UNSET
    plan_period: TcvAmounts | Unset = UNSET
