"""The model `ResellerSummary`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ..model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.account_status import AccountStatus
    from ..models.address import Address
    from ..models.contact_person import ContactPerson


class ResellerSummary(Model, kw_only=True):
    """A reseller as lists show it; sparse like the rows of customers. The vendor's file declares
    all properties of a reseller.

    Attributes:
        id: Identifier of the account. Read-only.
        name: Name of the company.
        status: State of an account. `creditHold` cannot buy; the services of `adminHold` are
            suspended.
        external_id: The caller's own identifier; null or absent if it was never set.
        attributes: Free key and text pairs.
        address: Postal address.
        contact_persons: Contact persons, by rule one of each type.
        language: Language of the account, such as `en` or `en_US`.
        tax_reg_id: Tax registration number.
        currency: Currency code of three capital letters (ISO 4217).
        taxation_provider_name: Name of the taxation provider.
        customer_class: Class the reseller is in.
        additional_properties: Unknown fields by their JSON key.
    """

    TEXT_FIELDS: ClassVar[dict[str, str]] = {"status": "AccountStatus"}

    id: str
    name: str
    status: AccountStatus
    external_id: str | None | Unset = UNSET
    attributes: dict[str, str] | Unset = UNSET
    address: Address | Unset = UNSET
    contact_persons: list[ContactPerson] | Unset = UNSET
    language: str | Unset = UNSET
    tax_reg_id: str | Unset = UNSET
    currency: str | Unset = UNSET
    taxation_provider_name: str | Unset = UNSET
    customer_class: str | Unset = UNSET
