"""The model `PriceTier`."""

from __future__ import annotations

from ..model import Model


class PriceTier(Model, kw_only=True):
    """An amount that applies from a quantity on.

    Attributes:
        lower_limit: Smallest quantity, as decimal text, for which the amount applies.
        amount: Exact decimal number as text, with a point and without grouping. Never pass it
            through a float.
        additional_properties: Unknown fields by their JSON key.
    """

    lower_limit: str
    amount: str
