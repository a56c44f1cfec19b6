"""The model `AlignExpirationDate`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ..model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.align_expiration_date_alignment_type import AlignExpirationDateAlignmentType


class AlignExpirationDate(Model, kw_only=True):
    """Aligns the end of a subscription.

    Attributes:
        alignment_type: What the end is aligned with.
        subscription_id: Identifier of the subscription to align with; a number here.
        additional_properties: Unknown fields by their JSON key.
    """

    TEXT_FIELDS: ClassVar[dict[str, str]] = {"alignment_type": "AlignExpirationDateAlignmentType"}

    alignment_type: AlignExpirationDateAlignmentType | Unset = UNSET
    subscription_id: int | Unset = UNSET
