"""The model `PlanSummary`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ..model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.billing_model import BillingModel
    from ..models.period import Period
    from ..models.plan_period import PlanPeriod


class PlanSummary(Model, kw_only=True):
    """A service plan as lists show it.

    Attributes:
        id: Identifier of the plan. Read-only.
        name: Name of the plan. Read-only.
        short_description: Description in one line. Read-only.
        long_description: Description at length. Read-only.
        published: Whether the plan is on offer. Read-only.
        subscription_periods: Periods on offer. Read-only.
        billing_period: How often the plan is charged. Read-only.
        billing_model: When a billing period of the plan is charged. Read-only.
        additional_properties: Unknown fields by their JSON key.
    """

    TEXT_FIELDS: ClassVar[dict[str, str]] = {"billing_model": "BillingModel"}

    id: str
    name: str
    short_description: str | Unset = UNSET
    long_description: str | Unset = UNSET
    published: bool | Unset = UNSET
    subscription_periods: list[PlanPeriod] | Unset = UNSET
    billing_period: Period | Unset = UNSET
    billing_model: BillingModel | Unset = UNSET
