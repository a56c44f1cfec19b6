"""The model `VendorBillingSettings`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Model

if TYPE_CHECKING:
    from ..models.period import Period


class VendorBillingSettings(Model, kw_only=True):
    """How the vendor bills.

    Attributes:
        vendor_billing_period: How often the vendor bills.
        additional_properties: Unknown fields by their JSON key.
    """

    vendor_billing_period: Period
