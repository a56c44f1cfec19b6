"""The model `CustomerSummary`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ..model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.account_status import AccountStatus
    from ..models.address import Address
    from ..models.contact_person import ContactPerson


class CustomerSummary(Model, kw_only=True):
    """A customer as lists show it. Documented and observed rows have only id, external id, name
    and status; the other properties are those that the vendor's file declares.

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
        reseller_id: Identifier of the reseller the customer belongs to. Read-only.
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
    reseller_id: str | Unset = UNSET
