"""The model `CustomerUpdate`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, enumeration, items, nested, new

if TYPE_CHECKING:
    from ..models.address import Address
    from ..models.contact_person import ContactPerson
    from ..models.settable_account_status import SettableAccountStatus


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class CustomerUpdate(Model):
    """Changes to a customer; what is not sent stays as it is.

    Attributes:
        id: Identifier of the account; the one in the path counts.
        external_id: The caller's own identifier.
        name: Name of the company.
        tax_reg_id: Tax registration number.
        status: State that an update can set; `creditHold` cannot buy.
        address: Postal address.
        contact_persons: Contact persons; they replace the present ones.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "id": Field("id", expects=(str,)),
        "external_id": Field("externalId", expects=(str,)),
        "name": Field("name", expects=(str,)),
        "tax_reg_id": Field("taxRegId", expects=(str,)),
        "status": Field(
            "status",
            enumeration("SettableAccountStatus"),
            expects=(str,),
            holds="SettableAccountStatus",
        ),
        "address": Field("address", nested("Address"), expects=(dict,), holds="Address"),
        "contact_persons": Field(
            "contactPersons", items(nested("ContactPerson")), expects=(list,), holds="ContactPerson"
        ),
    }

    id: str | Unset = UNSET
    external_id: str | Unset = UNSET
    name: str | Unset = UNSET
    tax_reg_id: str | Unset = UNSET
    status: SettableAccountStatus | Unset = UNSET
    address: Address | Unset = UNSET
    contact_persons: list[ContactPerson] | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self.id = get("id", ABSENT)
            self.external_id = get("externalId", ABSENT)
            self.name = get("name", ABSENT)
            self.tax_reg_id = get("taxRegId", ABSENT)
            self._raw_status = get("status", ABSENT)
            self._raw_address = get("address", ABSENT)
            value = get("contactPersons", ABSENT)
            self._raw_contact_persons = tuple(value) if type(value) is list else value

        @classmethod
        def from_slim(cls, came: Any) -> CustomerUpdate:
            self = new(cls)
            self._keys = ()
            self.id = came.id
            self.external_id = came.external_id
            self.name = came.name
            self.tax_reg_id = came.tax_reg_id
            self._raw_status = came.status
            self._raw_address = came.address
            self._raw_contact_persons = came.contact_persons
            return self
