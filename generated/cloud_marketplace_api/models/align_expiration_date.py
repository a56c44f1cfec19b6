"""The model `AlignExpirationDate`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, enumeration, new

if TYPE_CHECKING:
    from ..models.align_expiration_date_alignment_type import AlignExpirationDateAlignmentType


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class AlignExpirationDate(Model):
    """Aligns the end of a subscription.

    Attributes:
        alignment_type: What the end is aligned with.
        subscription_id: Identifier of the subscription to align with; a number here.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "alignment_type": Field(
            "alignmentType",
            enumeration("AlignExpirationDateAlignmentType"),
            expects=(str,),
            holds="AlignExpirationDateAlignmentType",
        ),
        "subscription_id": Field("subscriptionId", expects=(int,)),
    }

    alignment_type: AlignExpirationDateAlignmentType | Unset = UNSET
    subscription_id: int | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self._raw_alignment_type = get("alignmentType", ABSENT)
            self.subscription_id = get("subscriptionId", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> AlignExpirationDate:
            self = new(cls)
            self._keys = ()
            self._raw_alignment_type = came.alignment_type
            self.subscription_id = came.subscription_id
            return self
