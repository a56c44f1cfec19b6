"""The model `ParameterValidationResults`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.pagination import Pagination
    from ..models.parameter_validation_result import ParameterValidationResult


class ParameterValidationResults(Model, kw_only=True):
    """A result for each product.

    Attributes:
        data: The results.
        pagination: Which part of the collection a page shows.
        additional_properties: Unknown fields by their JSON key.
    """

    data: list[ParameterValidationResult]
    pagination: Pagination | Unset = UNSET
