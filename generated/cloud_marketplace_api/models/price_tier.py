"""The model `PriceTier`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, Field, Model, new


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class PriceTier(Model):
    """An amount that applies from a quantity on.

    Attributes:
        lower_limit: Smallest quantity, as decimal text, for which the amount applies.
        amount: Exact decimal number as text, with a point and without grouping. Never pass it
            through a float.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "lower_limit": Field("lowerLimit", expects=(str,), required=True),
        "amount": Field("amount", expects=(str,), required=True),
    }

    lower_limit: str
    amount: str
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self.lower_limit = get("lowerLimit", ABSENT)
            self.amount = get("amount", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> PriceTier:
            self = new(cls)
            self._keys = ()
            self.lower_limit = came.lower_limit
            self.amount = came.amount
            return self
