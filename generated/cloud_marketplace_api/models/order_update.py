"""The model `OrderUpdate`."""

from __future__ import annotations

from ..model import Model
from ..types import UNSET, Unset


class OrderUpdate(Model, kw_only=True):
    """Changes to an open order.

    Attributes:
        credit_check: Whether the customer's credit is checked when the order is processed.
        status_code: Internal code to put the order in, such as `CL`.
        additional_properties: Unknown fields by their JSON key.
    """

    credit_check: bool | Unset = UNSET
    status_code: str | Unset = UNSET
