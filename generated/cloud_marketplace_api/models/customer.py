"""The model `Customer`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ..model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.account_status import AccountStatus
    from ..models.address import Address
    from ..models.contact_person import ContactPerson


class Customer(Model, kw_only=True):
    """A customer in full.

    Attributes:
        id: Identifier of the account. Read-only.
        name: Name of the company.
        status: State of an account. `creditHold` cannot buy; the services of `adminHold` are
            suspended.
        address: Postal address.
        contact_persons: Contact persons, by rule one of each type.
        language: Language of the account, such as `en` or `en_US`.
        external_id: The caller's own identifier; null or absent if it was never set.
        attributes: Free key and text pairs.
        tax_reg_id: Tax registration number.
        reseller_id: Identifier of the reseller the customer belongs to. Read-only.
        additional_properties: Unknown fields by their JSON key.
    """

    TEXT_FIELDS: ClassVar[dict[str, str]] = {"status": "AccountStatus"}

    id: str
    name: str
    status: AccountStatus
    address: Address
    contact_persons: list[ContactPerson]
    language: str
    external_id: str | None | Unset = UNSET
    attributes: dict[str, str] | Unset = UNSET
    tax_reg_id: str | Unset = UNSET
    reseller_id: str | Unset = UNSET
