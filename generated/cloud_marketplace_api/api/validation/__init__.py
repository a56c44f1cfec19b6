"""The resource `validation`: Checking product parameters before ordering."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...protocols import AsyncSender, Sender
from . import validation_validate_parameters

if TYPE_CHECKING:
    from ...models import ParameterValidationRequest, ParameterValidationResults


class Validation:
    """Checking product parameters before ordering."""

    __slots__ = ("_sender",)

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    def validate_parameters(
        self, body: ParameterValidationRequest | Mapping[str, Any], *, timeout: float | None = None
    ) -> ParameterValidationResults:
        """Check product parameters before ordering.

        A parameter that fails is part of a 200 response, with `result` set to `error`. Send the
        returned `draftRequestId` with a follow-up check.

        Effect: read; the same request may be sent twice.

        Args:
            body: `ParameterValidationRequest`, or a mapping of its JSON keys.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            `ParameterValidationResults`.
        """
        call = validation_validate_parameters.call(body)
        del body  # a traceback that shows locals would show a password in it
        return self._sender.send(call, timeout=timeout)


class AsyncValidation:
    """Checking product parameters before ordering, asynchronous."""

    __slots__ = ("_sender",)

    def __init__(self, sender: AsyncSender) -> None:
        self._sender = sender

    async def validate_parameters(
        self, body: ParameterValidationRequest | Mapping[str, Any], *, timeout: float | None = None
    ) -> ParameterValidationResults:
        """Check product parameters before ordering.

        A parameter that fails is part of a 200 response, with `result` set to `error`. Send the
        returned `draftRequestId` with a follow-up check.

        Effect: read; the same request may be sent twice.

        Args:
            body: `ParameterValidationRequest`, or a mapping of its JSON keys.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            `ParameterValidationResults`.
        """
        call = validation_validate_parameters.call(body)
        del body  # a traceback that shows locals would show a password in it
        return await self._sender.send(call, timeout=timeout)


__all__ = ["AsyncValidation", "Validation"]
