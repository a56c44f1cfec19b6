"""The model `ResellerPage`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, Field, Model, items, nested

if TYPE_CHECKING:
    from ..models.pagination import Pagination
    from ..models.reseller_summary import ResellerSummary


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class ResellerPage(Model):
    """A page of resellers.

    Attributes:
        pagination: Which part of the collection a page shows.
        data: The resellers of this page.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "pagination": Field(
            "pagination", nested("Pagination"), expects=(dict,), required=True, holds="Pagination"
        ),
        "data": Field(
            "data",
            items(nested("ResellerSummary")),
            expects=(list,),
            required=True,
            holds="ResellerSummary",
        ),
    }

    pagination: Pagination
    data: list[ResellerSummary]
    additional_properties: dict[str, Any] = field(factory=dict)

    def _take(self, data: Mapping[str, Any]) -> None:
        if "pagination" not in data:
            self.pagination = ABSENT
        if "data" not in data:
            self.data = ABSENT
