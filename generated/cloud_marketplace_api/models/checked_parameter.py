"""The model `CheckedParameter`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, enumeration, items, nested, new

if TYPE_CHECKING:
    from ..models.checked_parameter_result import CheckedParameterResult
    from ..models.choice import Choice


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class CheckedParameter(Model):
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
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "name": Field("name", expects=(str,), required=True),
        "result": Field(
            "result",
            enumeration("CheckedParameterResult"),
            expects=(str,),
            required=True,
            holds="CheckedParameterResult",
        ),
        "message": Field("message", expects=(str,)),
        "value": Field("value"),
        "value_error": Field("valueError", expects=(str,)),
        "value_choices": Field(
            "valueChoices", items(nested("Choice")), expects=(list,), holds="Choice"
        ),
        "phase": Field("phase", expects=(str,)),
        "reconciliation": Field("reconciliation", expects=(bool,)),
        "type": Field("type", expects=(str,)),
        "structured_value": Field("structured_value"),
    }

    name: str
    result: CheckedParameterResult
    message: str | Unset = UNSET
    value: Any | Unset = UNSET
    value_error: str | Unset = UNSET
    value_choices: list[Choice] | Unset = UNSET
    phase: str | Unset = UNSET
    reconciliation: bool | Unset = UNSET
    type: str | Unset = UNSET
    structured_value: Any | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self.name = get("name", ABSENT)
            self._raw_result = get("result", ABSENT)
            self.message = get("message", ABSENT)
            self.value = get("value", ABSENT)
            self.value_error = get("valueError", ABSENT)
            value = get("valueChoices", ABSENT)
            self._raw_value_choices = tuple(value) if type(value) is list else value
            self.phase = get("phase", ABSENT)
            self.reconciliation = get("reconciliation", ABSENT)
            self.type = get("type", ABSENT)
            self.structured_value = get("structured_value", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> CheckedParameter:
            self = new(cls)
            self._keys = ()
            self.name = came.name
            self._raw_result = came.result
            self.message = came.message
            self.value = came.value
            self.value_error = came.value_error
            self._raw_value_choices = came.value_choices
            self.phase = came.phase
            self.reconciliation = came.reconciliation
            self.type = came.type
            self.structured_value = came.structured_value
            return self
