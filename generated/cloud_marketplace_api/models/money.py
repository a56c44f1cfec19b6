"""The model `Money`."""

from __future__ import annotations

from ..model import Model


class Money(Model, kw_only=True):
    """An amount of money.

    Attributes:
        currency: Currency code of three capital letters (ISO 4217).
        amount: Exact decimal number as text, with a point and without grouping. Never pass it
            through a float.
        additional_properties: Unknown fields by their JSON key.
    """

    currency: str
    amount: str
