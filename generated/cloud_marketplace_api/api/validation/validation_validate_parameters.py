"""`validation.validate_parameters`: POST /validation/parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...call import Call, body_of, response
from ...operations import OPERATIONS

if TYPE_CHECKING:
    from ...models import ParameterValidationRequest, ParameterValidationResults

OPERATION = OPERATIONS["validation.validate_parameters"]
READ = response("ParameterValidationResults")


def call(body: ParameterValidationRequest | Mapping[str, Any]) -> Call[ParameterValidationResults]:
    """Build the call of `validation.validate_parameters`, see there."""
    return Call(
        OPERATION, "/validation/parameters", READ, body=body_of("ParameterValidationRequest", body)
    )
