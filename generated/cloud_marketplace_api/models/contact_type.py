"""The enumeration `ContactType`."""

from ..types import OpenEnum


class ContactType(OpenEnum):
    """What a contact person is for."""

    ADMIN = "admin"
    BILLING = "billing"
    TECHNICAL = "technical"
