"""The model `MarginRate`."""

from __future__ import annotations

from ..model import Model


class MarginRate(Model, kw_only=True):
    """A margin before and after.

    Attributes:
        original: Margin before, as decimal text.
        new: Margin after, as decimal text.
        additional_properties: Unknown fields by their JSON key.
    """

    original: str
    new: str
