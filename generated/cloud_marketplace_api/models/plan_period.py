"""The model `PlanPeriod`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, enumeration, new

if TYPE_CHECKING:
    from ..models.period_type import PeriodType


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class PlanPeriod(Model):
    """A subscription period that a plan offers.

    Attributes:
        type: Unit of a period.
        duration: Number of units.
        trial: Whether the period is a trial.
        active: Whether the period is on offer.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "type": Field(
            "type", enumeration("PeriodType"), expects=(str,), required=True, holds="PeriodType"
        ),
        "duration": Field("duration", expects=(int,), required=True),
        "trial": Field("trial", expects=(bool,)),
        "active": Field("active", expects=(bool,)),
    }

    type: PeriodType
    duration: int
    trial: bool | Unset = UNSET
    active: bool | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self._raw_type = get("type", ABSENT)
            self.duration = get("duration", ABSENT)
            self.trial = get("trial", ABSENT)
            self.active = get("active", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> PlanPeriod:
            self = new(cls)
            self._keys = ()
            self._raw_type = came.type
            self.duration = came.duration
            self.trial = came.trial
            self.active = came.active
            return self
