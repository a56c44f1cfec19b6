"""The model `TargetSubscription`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ..model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.target_subscription_type import TargetSubscriptionType


class TargetSubscription(Model, kw_only=True):
    """The subscription a line ends up in.

    Attributes:
        id: Identifier of the subscription; a number here.
        coterming: Whether the ends are aligned.
        type: Whether the subscription is new.
        additional_properties: Unknown fields by their JSON key.
    """

    TEXT_FIELDS: ClassVar[dict[str, str]] = {"type": "TargetSubscriptionType"}

    id: int | Unset = UNSET
    coterming: bool | Unset = UNSET
    type: TargetSubscriptionType | Unset = UNSET
