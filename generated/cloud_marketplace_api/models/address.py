"""The model `Address`."""

from __future__ import annotations

from ..model import Model
from ..types import UNSET, Unset


class Address(Model, kw_only=True):
    """Postal address.

    Attributes:
        street_address: Street and number.
        postal_code: Postal code.
        city: City.
        country_code: Country code of two capital letters (ISO 3166-1 alpha-2).
        address_extension: Second line of the address.
        state: State or province, for the countries that have them.
        additional_properties: Unknown fields by their JSON key.
    """

    street_address: str
    postal_code: str
    city: str
    country_code: str
    address_extension: str | Unset = UNSET
    state: str | Unset = UNSET
