"""The model `CheckedParameter`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from msgspec import field

from ..model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.checked_parameter_result import CheckedParameterResult
    from ..models.choice import Choice


class CheckedParameter(Model, kw_only=True):
    """What was found for one parameter.

    Attributes:
        name: Name of the parameter.
        result: Whether the parameter passed.
        message: What was found, in words.
        value: Value as it was checked; any JSON value.
        value_error: What is wrong with the value.
        value_choices: Values to choose from.
        phase: When the parameter is asked for.
        reconciliation: Whether the parameter is for reconciliation.
        type: Kind of input that the parameter takes.
        structured_value: Structured value, as it was checked.
        additional_properties: Unknown fields by their JSON key.
    """

    TEXT_FIELDS: ClassVar[dict[str, str]] = {"result": "CheckedParameterResult"}

    name: str
    result: CheckedParameterResult
    message: str | Unset = UNSET
    value: Any | Unset = UNSET
    value_error: str | Unset = UNSET
    value_choices: list[Choice] | Unset = UNSET
    phase: str | Unset = UNSET
    reconciliation: bool | Unset = UNSET
    type: str | Unset = UNSET
    structured_value: Any | Unset = field(name="structured_value", default=UNSET)
