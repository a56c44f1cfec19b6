"""The model `ParameterValidationResults`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, items, nested, new

if TYPE_CHECKING:
    from ..models.pagination import Pagination
    from ..models.parameter_validation_result import ParameterValidationResult


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class ParameterValidationResults(Model):
    """A result for each product.

    Attributes:
        data: The results.
        pagination: Which part of the collection a page shows.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "data": Field(
            "data",
            items(nested("ParameterValidationResult")),
            expects=(list,),
            required=True,
            holds="ParameterValidationResult",
        ),
        "pagination": Field(
            "pagination", nested("Pagination"), expects=(dict,), holds="Pagination"
        ),
    }

    data: list[ParameterValidationResult]
    pagination: Pagination | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            value = get("data", ABSENT)
            self._raw_data = tuple(value) if type(value) is list else value
            self._raw_pagination = get("pagination", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> ParameterValidationResults:
            self = new(cls)
            self._keys = ()
            self._raw_data = came.data
            self._raw_pagination = came.pagination
            return self
