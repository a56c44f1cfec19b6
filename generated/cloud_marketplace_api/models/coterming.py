"""The model `Coterming`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ..model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.coterming_required import CotermingRequired
    from ..models.coterming_type import CotermingType


class Coterming(Model, kw_only=True):
    """Whether the end of a subscription can be aligned.

    Attributes:
        required: Whether aligning must, may or may not be done.
        type: What the end is aligned with.
        additional_properties: Unknown fields by their JSON key.
    """

    TEXT_FIELDS: ClassVar[dict[str, str]] = {
        "required": "CotermingRequired",
        "type": "CotermingType",
    }

    required: CotermingRequired | Unset = UNSET
    type: CotermingType | Unset = UNSET
