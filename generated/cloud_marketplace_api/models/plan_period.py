"""The model `PlanPeriod`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ..model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.period_type import PeriodType


class PlanPeriod(Model, kw_only=True):
    """A subscription period that a plan offers.

    Attributes:
        type: Unit of a period.
        duration: Number of units.
        trial: Whether the period is a trial.
        active: Whether the period is on offer.
        additional_properties: Unknown fields by their JSON key.
    """

    TEXT_FIELDS: ClassVar[dict[str, str]] = {"type": "PeriodType"}

    type: PeriodType
    duration: int
    trial: bool | Unset = UNSET
    active: bool | Unset = UNSET
