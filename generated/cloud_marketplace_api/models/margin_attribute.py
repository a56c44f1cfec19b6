"""The model `MarginAttribute`."""

from __future__ import annotations

from ..model import Model
from ..types import UNSET, Unset


class MarginAttribute(Model, kw_only=True):
    """The margin of one attribute.

    Attributes:
        attribute: Name of the attribute.
        attribute_value: Value of the attribute.
        total_margin: Whole margin, as decimal text.
        reseller_margin: The reseller's margin, as decimal text.
        additional_properties: Unknown fields by their JSON key.
    """

    attribute: str | Unset = UNSET
    attribute_value: str | Unset = UNSET
    total_margin: str | Unset = UNSET
    reseller_margin: str | Unset = UNSET
