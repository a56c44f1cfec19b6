"""The model `CustomerSummary`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ..model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.account_status import AccountStatus


class CustomerSummary(Model, kw_only=True):
    """A customer as lists show it.

    Attributes:
        id: Identifier of the account. Read-only.
        name: Name of the company.
        status: State of an account. `creditHold` cannot buy; the services of `adminHold` are
            suspended.
        external_id: The caller's own identifier.
        additional_properties: Unknown fields by their JSON key.
    """

    TEXT_FIELDS: ClassVar[dict[str, str]] = {"status": "AccountStatus"}

    id: str
    name: str
    status: AccountStatus
    external_id: str | Unset = UNSET
