"""The model `DependsOnItem`."""

from __future__ import annotations

from ..model import Model
from ..types import UNSET, Unset


class DependsOnItem(Model, kw_only=True):
    """A product that the platform adds to an order automatically.

    Attributes:
        mpn: Manufacturer part number.
        id: Identifier of the product.
        additional_properties: Unknown fields by their JSON key.
    """

    mpn: str | Unset = UNSET
    id: str | Unset = UNSET
