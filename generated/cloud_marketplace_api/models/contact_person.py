"""The model `ContactPerson`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, enumeration, new

if TYPE_CHECKING:
    from ..models.contact_type import ContactType


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class ContactPerson(Model):
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
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "type": Field(
            "type", enumeration("ContactType"), expects=(str,), required=True, holds="ContactType"
        ),
        "first_name": Field("firstName", expects=(str,), required=True),
        "last_name": Field("lastName", expects=(str,), required=True),
        "email": Field("email", expects=(str,), required=True),
        "phone_number": Field("phoneNumber", expects=(str,), required=True),
        "login": Field("login", expects=(str,), secret=True),
        "password": Field("password", expects=(str,), secret=True),
    }

    type: ContactType
    first_name: str
    last_name: str
    email: str
    phone_number: str
    login: str | Unset = UNSET
    password: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self._raw_type = get("type", ABSENT)
            self.first_name = get("firstName", ABSENT)
            self.last_name = get("lastName", ABSENT)
            self.email = get("email", ABSENT)
            self.phone_number = get("phoneNumber", ABSENT)
            self.login = get("login", ABSENT)
            self.password = get("password", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> ContactPerson:
            self = new(cls)
            self._keys = ()
            self._raw_type = came.type
            self.first_name = came.first_name
            self.last_name = came.last_name
            self.email = came.email
            self.phone_number = came.phone_number
            self.login = came.login
            self.password = came.password
            return self
