"""The model `Address`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, new


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Address(Model):
    """Postal address.

    Attributes:
        street_address: Street and number.
        postal_code: Postal code.
        city: City.
        country_code: Country code of two capital letters (ISO 3166-1 alpha-2).
        address_extension: Second line of the address.
        state: State or province, for the countries that have them.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "street_address": Field("streetAddress", expects=(str,), required=True),
        "postal_code": Field("postalCode", expects=(str,), required=True),
        "city": Field("city", expects=(str,), required=True),
        "country_code": Field("countryCode", expects=(str,), required=True),
        "address_extension": Field("addressExtension", expects=(str,)),
        "state": Field("state", expects=(str,)),
    }

    street_address: str
    postal_code: str
    city: str
    country_code: str
    address_extension: str | Unset = UNSET
    state: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self.street_address = get("streetAddress", ABSENT)
            self.postal_code = get("postalCode", ABSENT)
            self.city = get("city", ABSENT)
            self.country_code = get("countryCode", ABSENT)
            self.address_extension = get("addressExtension", ABSENT)
            self.state = get("state", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> Address:
            self = new(cls)
            self._keys = ()
            self.street_address = came.street_address
            self.postal_code = came.postal_code
            self.city = came.city
            self.country_code = came.country_code
            self.address_extension = came.address_extension
            self.state = came.state
            return self
