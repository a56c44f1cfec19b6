"""The model `PlanPage`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, Field, Model, items, nested, new

if TYPE_CHECKING:
    from ..models.pagination import Pagination
    from ..models.plan_summary import PlanSummary


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class PlanPage(Model):
    """A page of plans.

    Attributes:
        pagination: Which part of the collection a page shows.
        data: The plans of this page.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "pagination": Field(
            "pagination", nested("Pagination"), expects=(dict,), required=True, holds="Pagination"
        ),
        "data": Field(
            "data",
            items(nested("PlanSummary")),
            expects=(list,),
            required=True,
            holds="PlanSummary",
        ),
    }

    pagination: Pagination
    data: list[PlanSummary]
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self._raw_pagination = get("pagination", ABSENT)
            value = get("data", ABSENT)
            self._raw_data = tuple(value) if type(value) is list else value

        @classmethod
        def from_slim(cls, came: Any) -> PlanPage:
            self = new(cls)
            self._keys = ()
            self._raw_pagination = came.pagination
            self._raw_data = came.data
            return self
