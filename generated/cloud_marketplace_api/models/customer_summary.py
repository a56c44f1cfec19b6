"""The model `CustomerSummary`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, enumeration, new

if TYPE_CHECKING:
    from ..models.account_status import AccountStatus


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class CustomerSummary(Model):
    """A customer as lists show it.

    Attributes:
        id: Identifier of the account. Read-only.
        name: Name of the company.
        status: State of an account. `creditHold` cannot buy; the services of `adminHold` are
            suspended.
        external_id: The caller's own identifier.
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
        "external_id": Field("externalId", expects=(str,)),
    }

    id: str = ABSENT
    name: str
    status: AccountStatus
    external_id: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self.id = get("id", ABSENT)
            self.name = get("name", ABSENT)
            self._raw_status = get("status", ABSENT)
            self.external_id = get("externalId", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> CustomerSummary:
            self = new(cls)
            self._keys = ()
            self.id = came.id
            self.name = came.name
            self._raw_status = came.status
            self.external_id = came.external_id
            return self
