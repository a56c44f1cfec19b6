"""The model `CustomerUpdate`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ..model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.address import Address
    from ..models.contact_person import ContactPerson
    from ..models.settable_account_status import SettableAccountStatus


class CustomerUpdate(Model, kw_only=True):
    """Changes to a customer; what is not sent stays as it is.

    Attributes:
        id: Identifier of the account; the one in the path counts.
        external_id: The caller's own identifier.
        name: Name of the company.
        tax_reg_id: Tax registration number.
        status: State that an update can set; `creditHold` cannot buy.
        address: Postal address.
        contact_persons: Contact persons; they replace the present ones.
        additional_properties: Unknown fields by their JSON key.
    """

    TEXT_FIELDS: ClassVar[dict[str, str]] = {"status": "SettableAccountStatus"}

    id: str | Unset = UNSET
    external_id: str | Unset = UNSET
    name: str | Unset = UNSET
    tax_reg_id: str | Unset = UNSET
    status: SettableAccountStatus | Unset = UNSET
    address: Address | Unset = UNSET
    contact_persons: list[ContactPerson] | Unset = UNSET
