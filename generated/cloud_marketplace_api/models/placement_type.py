"""The enumeration `PlacementType`."""

from ..types import OpenEnum


class PlacementType(OpenEnum):
    """How an order is placed."""

    MOVE = "MOVE"
