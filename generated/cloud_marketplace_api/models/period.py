"""The model `Period`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, Field, Model, enumeration, new

if TYPE_CHECKING:
    from ..models.period_type import PeriodType


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Period(Model):
    """A whole number of days, months or years.

    Attributes:
        type: Unit of a period.
        duration: Number of units.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "type": Field(
            "type", enumeration("PeriodType"), expects=(str,), required=True, holds="PeriodType"
        ),
        "duration": Field("duration", expects=(int,), required=True),
    }

    type: PeriodType
    duration: int
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self._raw_type = get("type", ABSENT)
            self.duration = get("duration", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> Period:
            self = new(cls)
            self._keys = ()
            self._raw_type = came.type
            self.duration = came.duration
            return self
