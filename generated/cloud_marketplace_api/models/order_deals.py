"""The model `OrderDeals`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, Field, Model, items, nested, new

if TYPE_CHECKING:
    from ..models.deal_agreement import DealAgreement


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class OrderDeals(Model):
    """Prices agreed between sellers and buyers along the chain.

    Attributes:
        freeze_prices: Whether the prices stay for later renewals.
        agreements: One agreement for each seller and buyer.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "freeze_prices": Field("freezePrices", expects=(bool,), required=True),
        "agreements": Field(
            "agreements",
            items(nested("DealAgreement")),
            expects=(list,),
            required=True,
            holds="DealAgreement",
        ),
    }

    freeze_prices: bool
    agreements: list[DealAgreement]
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self.freeze_prices = get("freezePrices", ABSENT)
            value = get("agreements", ABSENT)
            self._raw_agreements = tuple(value) if type(value) is list else value

        @classmethod
        def from_slim(cls, came: Any) -> OrderDeals:
            self = new(cls)
            self._keys = ()
            self.freeze_prices = came.freeze_prices
            self._raw_agreements = came.agreements
            return self
