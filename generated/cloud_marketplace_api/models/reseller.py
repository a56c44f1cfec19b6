"""The model `Reseller`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, enumeration, items, nested, new

if TYPE_CHECKING:
    from ..models.account_status import AccountStatus
    from ..models.address import Address
    from ..models.contact_person import ContactPerson


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Reseller(Model):
    """A reseller in full.

    Attributes:
        id: Identifier of the account. Read-only.
        name: Name of the company.
        status: State of an account. `creditHold` cannot buy; the services of `adminHold` are
            suspended.
        address: Postal address.
        contact_persons: Contact persons, by rule one of each type.
        language: Language of the account, such as `en` or `en_US`.
        currency: Currency code of three capital letters (ISO 4217).
        external_id: The caller's own identifier.
        attributes: Free key and text pairs.
        tax_reg_id: Tax registration number.
        taxation_provider_name: Name of the taxation provider.
        customer_class: Class the reseller is in.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "id": Field("id", expects=(str,), required=True),
        "name": Field("name", expects=(str,), required=True),
        "status": Field(
            "status",
            enumeration("AccountStatus"),
            expects=(str,),
            required=True,
            holds="AccountStatus",
        ),
        "address": Field(
            "address", nested("Address"), expects=(dict,), required=True, holds="Address"
        ),
        "contact_persons": Field(
            "contactPersons",
            items(nested("ContactPerson")),
            expects=(list,),
            required=True,
            holds="ContactPerson",
        ),
        "language": Field("language", expects=(str,), required=True),
        "currency": Field("currency", expects=(str,), required=True),
        "external_id": Field("externalId", expects=(str,)),
        "attributes": Field("attributes", expects=(dict,)),
        "tax_reg_id": Field("taxRegId", expects=(str,)),
        "taxation_provider_name": Field("taxationProviderName", expects=(str,)),
        "customer_class": Field("customerClass", expects=(str,)),
    }

    id: str = ABSENT
    name: str
    status: AccountStatus
    address: Address
    contact_persons: list[ContactPerson]
    language: str
    currency: str
    external_id: str | Unset = UNSET
    attributes: dict[str, str] | Unset = UNSET
    tax_reg_id: str | Unset = UNSET
    taxation_provider_name: str | Unset = UNSET
    customer_class: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self.id = get("id", ABSENT)
            self.name = get("name", ABSENT)
            self._raw_status = get("status", ABSENT)
            self._raw_address = get("address", ABSENT)
            value = get("contactPersons", ABSENT)
            self._raw_contact_persons = tuple(value) if type(value) is list else value
            self.language = get("language", ABSENT)
            self.currency = get("currency", ABSENT)
            self.external_id = get("externalId", ABSENT)
            self.attributes = get("attributes", ABSENT)
            self.tax_reg_id = get("taxRegId", ABSENT)
            self.taxation_provider_name = get("taxationProviderName", ABSENT)
            self.customer_class = get("customerClass", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> Reseller:
            self = new(cls)
            self._keys = ()
            self.id = came.id
            self.name = came.name
            self._raw_status = came.status
            self._raw_address = came.address
            self._raw_contact_persons = came.contact_persons
            self.language = came.language
            self.currency = came.currency
            self.external_id = came.external_id
            self.attributes = came.attributes
            self.tax_reg_id = came.tax_reg_id
            self.taxation_provider_name = came.taxation_provider_name
            self.customer_class = came.customer_class
            return self
