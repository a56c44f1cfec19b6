"""The model `TargetSubscription`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, enumeration, new

if TYPE_CHECKING:
    from ..models.target_subscription_type import TargetSubscriptionType


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class TargetSubscription(Model):
    """The subscription a line ends up in.

    Attributes:
        id: Identifier of the subscription; a number here.
        coterming: Whether the ends are aligned.
        type: Whether the subscription is new.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "id": Field("id", expects=(int,)),
        "coterming": Field("coterming", expects=(bool,)),
        "type": Field(
            "type",
            enumeration("TargetSubscriptionType"),
            expects=(str,),
            holds="TargetSubscriptionType",
        ),
    }

    id: int | Unset = UNSET
    coterming: bool | Unset = UNSET
    type: TargetSubscriptionType | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self.id = get("id", ABSENT)
            self.coterming = get("coterming", ABSENT)
            self._raw_type = get("type", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> TargetSubscription:
            self = new(cls)
            self._keys = ()
            self.id = came.id
            self.coterming = came.coterming
            self._raw_type = came.type
            return self
