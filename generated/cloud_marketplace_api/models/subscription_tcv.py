"""The model `SubscriptionTcv`."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, ClassVar

from ..model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.tcv_detail import TcvDetail


class SubscriptionTcv(Model, kw_only=True):
    """Contract values of one subscription of an order.

    Attributes:
        plan_id: Identifier of the plan; text here. Read-only.
        aligned_expiration_date: Day on which the aligned subscription ends. Read-only.
        tcvs: Total contract values. Read-only.
        additional_properties: Unknown fields by their JSON key.
    """

    TEXT_FIELDS: ClassVar[dict[str, str]] = {"aligned_expiration_date": "date"}

    plan_id: str | Unset = UNSET
    aligned_expiration_date: datetime.date | Unset = UNSET
    tcvs: list[TcvDetail] | Unset = UNSET
