"""The model `ContactPerson`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ..model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.contact_type import ContactType


class ContactPerson(Model, kw_only=True):
    """A contact person. The first administrative one can get a login.

    Attributes:
        type: What a contact person is for.
        first_name: First name.
        last_name: Last name.
        email: E-mail address.
        phone_number: Phone number in the platform's notation `country##number#extension`, or as
            people write it.
        login: Name for the control panel, for an administrative contact. Sent only, never
            returned.
        password: Password for the control panel, with an upper-case letter, a lower-case
            letter, a digit and a special character. Secret; never returned. Sent only, never
            returned.
        additional_properties: Unknown fields by their JSON key.
    """

    TEXT_FIELDS: ClassVar[dict[str, str]] = {"type": "ContactType"}
    SECRET_FIELDS: ClassVar[frozenset[str]] = frozenset({"login", "password"})

    type: ContactType
    first_name: str
    last_name: str
    email: str
    phone_number: str
    login: str | Unset = UNSET
    password: str | Unset = UNSET
