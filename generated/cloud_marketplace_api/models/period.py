"""The model `Period`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ..model import Model

if TYPE_CHECKING:
    from ..models.period_type import PeriodType


class Period(Model, kw_only=True):
    """A whole number of days, months or years.

    Attributes:
        type: Unit of a period.
        duration: Number of units.
        additional_properties: Unknown fields by their JSON key.
    """

    TEXT_FIELDS: ClassVar[dict[str, str]] = {"type": "PeriodType"}

    type: PeriodType
    duration: int
