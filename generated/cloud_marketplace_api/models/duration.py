"""The model `Duration`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ..model import Model

if TYPE_CHECKING:
    from ..models.period_type import PeriodType


class Duration(Model, kw_only=True):
    """A length of time that need not be whole.

    Attributes:
        type: Unit of a period.
        duration: Number of units.
        additional_properties: Unknown fields by their JSON key.
    """

    TEXT_FIELDS: ClassVar[dict[str, str]] = {"type": "PeriodType"}

    type: PeriodType
    duration: float
