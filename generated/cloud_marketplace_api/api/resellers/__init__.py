"""The resource `resellers`: Sub-resellers, their customers and their orders."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...protocols import AsyncPage, AsyncSender, Page, Sender
from . import (
    resellers_create,
    resellers_create_customer,
    resellers_get,
    resellers_list,
    resellers_list_customers,
    resellers_list_orders,
    resellers_update,
)

if TYPE_CHECKING:
    from ...models import (
        Customer,
        CustomerCreate,
        CustomerSummary,
        OrderStatus,
        OrderSummary,
        Reseller,
        ResellerCreate,
        ResellerSummary,
        ResellerUpdate,
    )


class Resellers:
    """Sub-resellers, their customers and their orders."""

    __slots__ = ("_sender",)

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    def list(
        self,
        *,
        name: str | None = None,
        email: str | None = None,
        external_id: str | int | None = None,
        offset: int | None = None,
        limit: int | None = None,
        timeout: float | None = None,
    ) -> Page[ResellerSummary]:
        """List sub-resellers.

        Rows are sparse in the way of `customers.list`.

        Effect: read; the same request may be sent twice.

        Args:
            name: Part of the name; similar names match.
            email: E-mail address of a contact person.
            external_id: The caller's own identifier, matched exactly.
            offset: Number of rows to skip. The service assumes 0.
            limit: Number of rows wanted. No maximum is documented; 500 is known to work. Go on
                by the number of rows received, not by the number asked for. The service assumes 10.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            Page of `ResellerSummary`; iterating it continues through the following pages.
        """
        call = resellers_list.call(
            name=name, email=email, external_id=external_id, offset=offset, limit=limit
        )
        return self._sender.page(call, timeout=timeout)

    def create(
        self, body: ResellerCreate | Mapping[str, Any], *, timeout: float | None = None
    ) -> Reseller:
        """Create a sub-reseller.

        Creates the account below the calling reseller. Not replayable.

        Effect: write; never send the same request twice.

        Args:
            body: `ResellerCreate`, or a mapping of its JSON keys.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            `Reseller`.
        """
        call = resellers_create.call(body)
        del body  # a traceback that shows locals would show a password in it
        return self._sender.send(call, timeout=timeout)

    def get(self, id: str | int, *, timeout: float | None = None) -> Reseller:
        """Read one sub-reseller.

        Everything known about a reseller.

        Effect: read; the same request may be sent twice.

        Args:
            id: Identifier of the reseller.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            `Reseller`.
        """
        call = resellers_get.call(id)
        return self._sender.send(call, timeout=timeout)

    def update(
        self,
        id: str | int,
        body: ResellerUpdate | Mapping[str, Any],
        *,
        timeout: float | None = None,
    ) -> Reseller:
        """Change a sub-reseller.

        Fields that are not sent stay as they are. The status can be set to `active` or
        `creditHold` only.

        Effect: write; the same request may be sent twice.

        Args:
            id: Identifier of the reseller.
            body: `ResellerUpdate`, or a mapping of its JSON keys.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            `Reseller`.
        """
        call = resellers_update.call(id, body)
        del body  # a traceback that shows locals would show a password in it
        return self._sender.send(call, timeout=timeout)

    def list_customers(
        self,
        id: str | int,
        *,
        name: str | None = None,
        email: str | None = None,
        external_id: str | int | None = None,
        offset: int | None = None,
        limit: int | None = None,
        timeout: float | None = None,
    ) -> Page[CustomerSummary]:
        """List the customers of a sub-reseller.

        Rows are those of `customers.list`.

        Effect: read; the same request may be sent twice.

        Args:
            id: Identifier of the reseller.
            name: Part of the name; similar names match.
            email: E-mail address of a contact person.
            external_id: The caller's own identifier, matched exactly.
            offset: Number of rows to skip. The service assumes 0.
            limit: Number of rows wanted. No maximum is documented; 500 is known to work. Go on
                by the number of rows received, not by the number asked for. The service assumes 10.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            Page of `CustomerSummary`; iterating it continues through the following pages.
        """
        call = resellers_list_customers.call(
            id, name=name, email=email, external_id=external_id, offset=offset, limit=limit
        )
        return self._sender.page(call, timeout=timeout)

    def create_customer(
        self,
        id: str | int,
        body: CustomerCreate | Mapping[str, Any],
        *,
        timeout: float | None = None,
    ) -> Customer:
        """Create a customer below a sub-reseller.

        As `customers.create`, with the reseller as the owner. Not replayable.

        Effect: write; never send the same request twice.

        Args:
            id: Identifier of the reseller.
            body: `CustomerCreate`, or a mapping of its JSON keys.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            `Customer`.
        """
        call = resellers_create_customer.call(id, body)
        del body  # a traceback that shows locals would show a password in it
        return self._sender.send(call, timeout=timeout)

    def list_orders(
        self,
        id: str | int,
        *,
        customer_id: str | int | None = None,
        subscription_id: str | int | None = None,
        status: OrderStatus | str | None = None,
        creation_time_from: datetime.datetime | str | None = None,
        creation_time_to: datetime.datetime | str | None = None,
        offset: int | None = None,
        limit: int | None = None,
        timeout: float | None = None,
    ) -> Page[OrderSummary]:
        """List the orders of a sub-reseller, newest first.

        Rows are those of `orders.list`.

        Effect: read; the same request may be sent twice.

        Args:
            id: Identifier of the reseller.
            customer_id: Identifier of the customer.
            subscription_id: Identifier of the subscription an order belongs to; rows do not
                show it.
            status: Exactly one status.
            creation_time_from: Orders created at this moment or later.
            creation_time_to: Orders created at this moment or earlier.
            offset: Number of rows to skip. The service assumes 0.
            limit: Number of rows wanted. No maximum is documented; 500 is known to work. Go on
                by the number of rows received, not by the number asked for. The service assumes 10.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            Page of `OrderSummary`; iterating it continues through the following pages.
        """
        call = resellers_list_orders.call(
            id,
            customer_id=customer_id,
            subscription_id=subscription_id,
            status=status,
            creation_time_from=creation_time_from,
            creation_time_to=creation_time_to,
            offset=offset,
            limit=limit,
        )
        return self._sender.page(call, timeout=timeout)


class AsyncResellers:
    """Sub-resellers, their customers and their orders, asynchronous."""

    __slots__ = ("_sender",)

    def __init__(self, sender: AsyncSender) -> None:
        self._sender = sender

    def list(
        self,
        *,
        name: str | None = None,
        email: str | None = None,
        external_id: str | int | None = None,
        offset: int | None = None,
        limit: int | None = None,
        timeout: float | None = None,
    ) -> AsyncPage[ResellerSummary]:
        """List sub-resellers.

        Rows are sparse in the way of `customers.list`.

        Effect: read; the same request may be sent twice.

        Args:
            name: Part of the name; similar names match.
            email: E-mail address of a contact person.
            external_id: The caller's own identifier, matched exactly.
            offset: Number of rows to skip. The service assumes 0.
            limit: Number of rows wanted. No maximum is documented; 500 is known to work. Go on
                by the number of rows received, not by the number asked for. The service assumes 10.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            Page of `ResellerSummary`; iterating it continues through the following pages.
        """
        call = resellers_list.call(
            name=name, email=email, external_id=external_id, offset=offset, limit=limit
        )
        return self._sender.page(call, timeout=timeout)

    async def create(
        self, body: ResellerCreate | Mapping[str, Any], *, timeout: float | None = None
    ) -> Reseller:
        """Create a sub-reseller.

        Creates the account below the calling reseller. Not replayable.

        Effect: write; never send the same request twice.

        Args:
            body: `ResellerCreate`, or a mapping of its JSON keys.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            `Reseller`.
        """
        call = resellers_create.call(body)
        del body  # a traceback that shows locals would show a password in it
        return await self._sender.send(call, timeout=timeout)

    async def get(self, id: str | int, *, timeout: float | None = None) -> Reseller:
        """Read one sub-reseller.

        Everything known about a reseller.

        Effect: read; the same request may be sent twice.

        Args:
            id: Identifier of the reseller.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            `Reseller`.
        """
        call = resellers_get.call(id)
        return await self._sender.send(call, timeout=timeout)

    async def update(
        self,
        id: str | int,
        body: ResellerUpdate | Mapping[str, Any],
        *,
        timeout: float | None = None,
    ) -> Reseller:
        """Change a sub-reseller.

        Fields that are not sent stay as they are. The status can be set to `active` or
        `creditHold` only.

        Effect: write; the same request may be sent twice.

        Args:
            id: Identifier of the reseller.
            body: `ResellerUpdate`, or a mapping of its JSON keys.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            `Reseller`.
        """
        call = resellers_update.call(id, body)
        del body  # a traceback that shows locals would show a password in it
        return await self._sender.send(call, timeout=timeout)

    def list_customers(
        self,
        id: str | int,
        *,
        name: str | None = None,
        email: str | None = None,
        external_id: str | int | None = None,
        offset: int | None = None,
        limit: int | None = None,
        timeout: float | None = None,
    ) -> AsyncPage[CustomerSummary]:
        """List the customers of a sub-reseller.

        Rows are those of `customers.list`.

        Effect: read; the same request may be sent twice.

        Args:
            id: Identifier of the reseller.
            name: Part of the name; similar names match.
            email: E-mail address of a contact person.
            external_id: The caller's own identifier, matched exactly.
            offset: Number of rows to skip. The service assumes 0.
            limit: Number of rows wanted. No maximum is documented; 500 is known to work. Go on
                by the number of rows received, not by the number asked for. The service assumes 10.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            Page of `CustomerSummary`; iterating it continues through the following pages.
        """
        call = resellers_list_customers.call(
            id, name=name, email=email, external_id=external_id, offset=offset, limit=limit
        )
        return self._sender.page(call, timeout=timeout)

    async def create_customer(
        self,
        id: str | int,
        body: CustomerCreate | Mapping[str, Any],
        *,
        timeout: float | None = None,
    ) -> Customer:
        """Create a customer below a sub-reseller.

        As `customers.create`, with the reseller as the owner. Not replayable.

        Effect: write; never send the same request twice.

        Args:
            id: Identifier of the reseller.
            body: `CustomerCreate`, or a mapping of its JSON keys.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            `Customer`.
        """
        call = resellers_create_customer.call(id, body)
        del body  # a traceback that shows locals would show a password in it
        return await self._sender.send(call, timeout=timeout)

    def list_orders(
        self,
        id: str | int,
        *,
        customer_id: str | int | None = None,
        subscription_id: str | int | None = None,
        status: OrderStatus | str | None = None,
        creation_time_from: datetime.datetime | str | None = None,
        creation_time_to: datetime.datetime | str | None = None,
        offset: int | None = None,
        limit: int | None = None,
        timeout: float | None = None,
    ) -> AsyncPage[OrderSummary]:
        """List the orders of a sub-reseller, newest first.

        Rows are those of `orders.list`.

        Effect: read; the same request may be sent twice.

        Args:
            id: Identifier of the reseller.
            customer_id: Identifier of the customer.
            subscription_id: Identifier of the subscription an order belongs to; rows do not
                show it.
            status: Exactly one status.
            creation_time_from: Orders created at this moment or later.
            creation_time_to: Orders created at this moment or earlier.
            offset: Number of rows to skip. The service assumes 0.
            limit: Number of rows wanted. No maximum is documented; 500 is known to work. Go on
                by the number of rows received, not by the number asked for. The service assumes 10.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            Page of `OrderSummary`; iterating it continues through the following pages.
        """
        call = resellers_list_orders.call(
            id,
            customer_id=customer_id,
            subscription_id=subscription_id,
            status=status,
            creation_time_from=creation_time_from,
            creation_time_to=creation_time_to,
            offset=offset,
            limit=limit,
        )
        return self._sender.page(call, timeout=timeout)


__all__ = ["AsyncResellers", "Resellers"]
