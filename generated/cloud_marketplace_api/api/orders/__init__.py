"""The resource `orders`: Sales, changes, renewals, cancellations and migrations."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...protocols import AsyncPage, AsyncSender, Page, Sender
from . import orders_create, orders_estimate, orders_get, orders_list, orders_update

if TYPE_CHECKING:
    from ...models import Order, OrderEstimate, OrderRequest, OrderStatus, OrderSummary, OrderUpdate


class Orders:
    """Sales, changes, renewals, cancellations and migrations."""

    __slots__ = ("_sender",)

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    def list(
        self,
        *,
        customer_id: str | int | None = None,
        subscription_id: str | int | None = None,
        order_number: str | None = None,
        status: OrderStatus | str | None = None,
        creation_time_from: datetime.datetime | str | None = None,
        creation_time_to: datetime.datetime | str | None = None,
        status_code: str | None = None,
        offset: int | None = None,
        limit: int | None = None,
        timeout: float | None = None,
    ) -> Page[OrderSummary]:
        """List orders, newest first.

        Rows carry neither PO number nor products nor details; read those with `orders.get`. Rows
        shift while new orders arrive: remove duplicates by id.

        Effect: read; the same request may be sent twice.

        Args:
            customer_id: Identifier of the customer.
            subscription_id: Identifier of the subscription an order belongs to; rows do not
                show it.
            order_number: Order number, such as `SO005818`.
            status: Exactly one status.
            creation_time_from: Orders created at this moment or later.
            creation_time_to: Orders created at this moment or earlier.
            status_code: Internal two-letter code.
            offset: Number of rows to skip. The service assumes 0.
            limit: Number of rows wanted. No maximum is documented; 500 is known to work. Go on
                by the number of rows received, not by the number asked for. The service assumes 10.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            Page of `OrderSummary`; iterating it continues through the following pages.
        """
        call = orders_list.call(
            customer_id=customer_id,
            subscription_id=subscription_id,
            order_number=order_number,
            status=status,
            creation_time_from=creation_time_from,
            creation_time_to=creation_time_to,
            status_code=status_code,
            offset=offset,
            limit=limit,
        )
        return self._sender.page(call, timeout=timeout)

    def create(
        self, body: OrderRequest | Mapping[str, Any], *, timeout: float | None = None
    ) -> Order:
        """Place an order.

        Commits money, accepts the vendor's terms on the customer's behalf, and is processed after
        the response: poll `orders.get` until the status is terminal. There is no idempotency key:
        after a timeout or a 504 the outcome is unknown, so look for the order (customer, PO
        number, newest first) before sending again. Responses can take longer than a minute. A
        conflict is a 500, which an immediate retry never solves: an open order of a subscription
        blocks another order of the same type for it; whether it blocks orders of other types is
        not known. An MPN that several products share is refused; add vendor, subscription period
        and billing period. Seats of the new commerce model can be given up within seven days;
        later only automatic renewal can be ended.

        Effect: order; never send the same request twice.

        Args:
            body: `OrderRequest`, or a mapping of its JSON keys.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            `Order`.
        """
        call = orders_create.call(body)
        del body  # a traceback that shows locals would show a password in it
        return self._sender.send(call, timeout=timeout)

    def estimate(
        self, body: OrderRequest | Mapping[str, Any], *, timeout: float | None = None
    ) -> OrderEstimate:
        """Price an order without placing it.

        Takes the body of `orders.create` and commits nothing.

        Effect: read; the same request may be sent twice.

        Args:
            body: `OrderRequest`, or a mapping of its JSON keys.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            `OrderEstimate`.
        """
        call = orders_estimate.call(body)
        del body  # a traceback that shows locals would show a password in it
        return self._sender.send(call, timeout=timeout)

    def get(self, id: str | int, *, timeout: float | None = None) -> Order:
        """Read one order.

        Read `products[].quantity` with care: seats bought for a sale, a signed difference for a
        change, the target total for a change that is scheduled on renewal. Renewals and
        cancellations carry no products. No property holds the number of seats after the order.

        Effect: read; the same request may be sent twice.

        Args:
            id: Identifier of the order (not the order number).
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            `Order`.
        """
        call = orders_get.call(id)
        return self._sender.send(call, timeout=timeout)

    def update(
        self, id: str | int, body: OrderUpdate | Mapping[str, Any], *, timeout: float | None = None
    ) -> Order:
        """Change an open order.

        Sets the credit check or the internal status code; nothing else can be changed.

        Effect: write; the same request may be sent twice.

        Args:
            id: Identifier of the order (not the order number).
            body: `OrderUpdate`, or a mapping of its JSON keys.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            `Order`.
        """
        call = orders_update.call(id, body)
        del body  # a traceback that shows locals would show a password in it
        return self._sender.send(call, timeout=timeout)


class AsyncOrders:
    """Sales, changes, renewals, cancellations and migrations, asynchronous."""

    __slots__ = ("_sender",)

    def __init__(self, sender: AsyncSender) -> None:
        self._sender = sender

    def list(
        self,
        *,
        customer_id: str | int | None = None,
        subscription_id: str | int | None = None,
        order_number: str | None = None,
        status: OrderStatus | str | None = None,
        creation_time_from: datetime.datetime | str | None = None,
        creation_time_to: datetime.datetime | str | None = None,
        status_code: str | None = None,
        offset: int | None = None,
        limit: int | None = None,
        timeout: float | None = None,
    ) -> AsyncPage[OrderSummary]:
        """List orders, newest first.

        Rows carry neither PO number nor products nor details; read those with `orders.get`. Rows
        shift while new orders arrive: remove duplicates by id.

        Effect: read; the same request may be sent twice.

        Args:
            customer_id: Identifier of the customer.
            subscription_id: Identifier of the subscription an order belongs to; rows do not
                show it.
            order_number: Order number, such as `SO005818`.
            status: Exactly one status.
            creation_time_from: Orders created at this moment or later.
            creation_time_to: Orders created at this moment or earlier.
            status_code: Internal two-letter code.
            offset: Number of rows to skip. The service assumes 0.
            limit: Number of rows wanted. No maximum is documented; 500 is known to work. Go on
                by the number of rows received, not by the number asked for. The service assumes 10.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            Page of `OrderSummary`; iterating it continues through the following pages.
        """
        call = orders_list.call(
            customer_id=customer_id,
            subscription_id=subscription_id,
            order_number=order_number,
            status=status,
            creation_time_from=creation_time_from,
            creation_time_to=creation_time_to,
            status_code=status_code,
            offset=offset,
            limit=limit,
        )
        return self._sender.page(call, timeout=timeout)

    async def create(
        self, body: OrderRequest | Mapping[str, Any], *, timeout: float | None = None
    ) -> Order:
        """Place an order.

        Commits money, accepts the vendor's terms on the customer's behalf, and is processed after
        the response: poll `orders.get` until the status is terminal. There is no idempotency key:
        after a timeout or a 504 the outcome is unknown, so look for the order (customer, PO
        number, newest first) before sending again. Responses can take longer than a minute. A
        conflict is a 500, which an immediate retry never solves: an open order of a subscription
        blocks another order of the same type for it; whether it blocks orders of other types is
        not known. An MPN that several products share is refused; add vendor, subscription period
        and billing period. Seats of the new commerce model can be given up within seven days;
        later only automatic renewal can be ended.

        Effect: order; never send the same request twice.

        Args:
            body: `OrderRequest`, or a mapping of its JSON keys.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            `Order`.
        """
        call = orders_create.call(body)
        del body  # a traceback that shows locals would show a password in it
        return await self._sender.send(call, timeout=timeout)

    async def estimate(
        self, body: OrderRequest | Mapping[str, Any], *, timeout: float | None = None
    ) -> OrderEstimate:
        """Price an order without placing it.

        Takes the body of `orders.create` and commits nothing.

        Effect: read; the same request may be sent twice.

        Args:
            body: `OrderRequest`, or a mapping of its JSON keys.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            `OrderEstimate`.
        """
        call = orders_estimate.call(body)
        del body  # a traceback that shows locals would show a password in it
        return await self._sender.send(call, timeout=timeout)

    async def get(self, id: str | int, *, timeout: float | None = None) -> Order:
        """Read one order.

        Read `products[].quantity` with care: seats bought for a sale, a signed difference for a
        change, the target total for a change that is scheduled on renewal. Renewals and
        cancellations carry no products. No property holds the number of seats after the order.

        Effect: read; the same request may be sent twice.

        Args:
            id: Identifier of the order (not the order number).
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            `Order`.
        """
        call = orders_get.call(id)
        return await self._sender.send(call, timeout=timeout)

    async def update(
        self, id: str | int, body: OrderUpdate | Mapping[str, Any], *, timeout: float | None = None
    ) -> Order:
        """Change an open order.

        Sets the credit check or the internal status code; nothing else can be changed.

        Effect: write; the same request may be sent twice.

        Args:
            id: Identifier of the order (not the order number).
            body: `OrderUpdate`, or a mapping of its JSON keys.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            `Order`.
        """
        call = orders_update.call(id, body)
        del body  # a traceback that shows locals would show a password in it
        return await self._sender.send(call, timeout=timeout)


__all__ = ["AsyncOrders", "Orders"]
