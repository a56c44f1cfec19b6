"""The resource `plans`: Service plans behind the catalogue, with the switches they allow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...protocols import AsyncPage, AsyncSender, Page, Sender
from . import plans_get, plans_list

if TYPE_CHECKING:
    from ...models import Plan, PlanSummary


class Plans:
    """Service plans behind the catalogue, with the switches they allow."""

    __slots__ = ("_sender",)

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    def list(
        self, *, offset: int | None = None, limit: int | None = None, timeout: float | None = None
    ) -> Page[PlanSummary]:
        """List service plans.

        All products of one plan end up in one subscription.

        Effect: read; the same request may be sent twice.

        Args:
            offset: Number of rows to skip. The service assumes 0.
            limit: Number of rows wanted. No maximum is documented; 500 is known to work. Go on
                by the number of rows received, not by the number asked for. The service assumes 10.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            Page of `PlanSummary`; iterating it continues through the following pages.
        """
        call = plans_list.call(offset=offset, limit=limit)
        return self._sender.page(call, timeout=timeout)

    def get(self, id: str | int, *, timeout: float | None = None) -> Plan:
        """Read one service plan.

        Adds the switches to other plans and periods that are allowed.

        Effect: read; the same request may be sent twice.

        Args:
            id: Identifier of the plan.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            `Plan`.
        """
        call = plans_get.call(id)
        return self._sender.send(call, timeout=timeout)


class AsyncPlans:
    """Service plans behind the catalogue, with the switches they allow, asynchronous."""

    __slots__ = ("_sender",)

    def __init__(self, sender: AsyncSender) -> None:
        self._sender = sender

    def list(
        self, *, offset: int | None = None, limit: int | None = None, timeout: float | None = None
    ) -> AsyncPage[PlanSummary]:
        """List service plans.

        All products of one plan end up in one subscription.

        Effect: read; the same request may be sent twice.

        Args:
            offset: Number of rows to skip. The service assumes 0.
            limit: Number of rows wanted. No maximum is documented; 500 is known to work. Go on
                by the number of rows received, not by the number asked for. The service assumes 10.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            Page of `PlanSummary`; iterating it continues through the following pages.
        """
        call = plans_list.call(offset=offset, limit=limit)
        return self._sender.page(call, timeout=timeout)

    async def get(self, id: str | int, *, timeout: float | None = None) -> Plan:
        """Read one service plan.

        Adds the switches to other plans and periods that are allowed.

        Effect: read; the same request may be sent twice.

        Args:
            id: Identifier of the plan.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            `Plan`.
        """
        call = plans_get.call(id)
        return await self._sender.send(call, timeout=timeout)


__all__ = ["AsyncPlans", "Plans"]
