"""The model `Money`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, Field, Model, new


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Money(Model):
    """An amount of money.

    Attributes:
        currency: Currency code of three capital letters (ISO 4217).
        amount: Exact decimal number as text, with a point and without grouping. Never pass it
            through a float.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "currency": Field("currency", expects=(str,), required=True),
        "amount": Field("amount", expects=(str,), required=True),
    }

    currency: str
    amount: str
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self.currency = get("currency", ABSENT)
            self.amount = get("amount", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> Money:
            self = new(cls)
            self._keys = ()
            self.currency = came.currency
            self.amount = came.amount
            return self
