"""The resource `subscriptions`: What orders created; seats, dates, prices."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...protocols import AsyncPage, AsyncSender, Page, Sender
from . import (
    subscriptions_get,
    subscriptions_list,
    subscriptions_set_special_pricing,
    subscriptions_update,
)

if TYPE_CHECKING:
    from ...models import (
        SpecialPricing,
        Subscription,
        SubscriptionStatus,
        SubscriptionSummary,
        SubscriptionUpdate,
    )


class Subscriptions:
    """What orders created; seats, dates, prices."""

    __slots__ = ("_sender",)

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    def list(
        self,
        *,
        customer_id: str | int | None = None,
        creation_date_from: datetime.date | str | None = None,
        creation_date_to: datetime.date | str | None = None,
        status: SubscriptionStatus | str | None = None,
        offset: int | None = None,
        limit: int | None = None,
        timeout: float | None = None,
    ) -> Page[SubscriptionSummary]:
        """List subscriptions, newest first.

        Rows carry neither products nor seat counts; read those with `subscriptions.get`. Without
        a status filter ended subscriptions are listed too, and they are many: a monthly renewal
        seems to make a new subscription and to retire the old one; this is not known of longer
        terms. A subscription can end without any order.

        Effect: read; the same request may be sent twice.

        Args:
            customer_id: Identifier of the customer.
            creation_date_from: Subscriptions created on this day or later.
            creation_date_to: Subscriptions created on this day or earlier.
            status: Exactly one status; a comma-separated list returns 400.
            offset: Number of rows to skip. The service assumes 0.
            limit: Number of rows wanted. No maximum is documented; 500 is known to work. Go on
                by the number of rows received, not by the number asked for. The service assumes 10.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            Page of `SubscriptionSummary`; iterating it continues through the following pages.
        """
        call = subscriptions_list.call(
            customer_id=customer_id,
            creation_date_from=creation_date_from,
            creation_date_to=creation_date_to,
            status=status,
            offset=offset,
            limit=limit,
        )
        return self._sender.page(call, timeout=timeout)

    def get(self, id: str | int, *, timeout: float | None = None) -> Subscription:
        """Read one subscription.

        Adds products with seat counts, totals and parameters to the row.

        Effect: read; the same request may be sent twice.

        Args:
            id: Identifier of the subscription.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            `Subscription`.
        """
        call = subscriptions_get.call(id)
        return self._sender.send(call, timeout=timeout)

    def update(
        self,
        id: str | int,
        body: SubscriptionUpdate | Mapping[str, Any],
        *,
        timeout: float | None = None,
    ) -> Subscription:
        """Change prices, attributes or automatic renewal.

        Fields that are not sent stay as they are. The quantity cannot be changed here: place a
        change order.

        Effect: write; the same request may be sent twice.

        Args:
            id: Identifier of the subscription.
            body: `SubscriptionUpdate`, or a mapping of its JSON keys.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            `Subscription`.
        """
        call = subscriptions_update.call(id, body)
        del body  # a traceback that shows locals would show a password in it
        return self._sender.send(call, timeout=timeout)

    def set_special_pricing(
        self,
        id: str | int,
        body: SpecialPricing | Mapping[str, Any],
        *,
        timeout: float | None = None,
    ) -> Subscription:
        """Set special prices.

        Replaces the unit prices and costs of the named products, with tiers if given. Sending the
        same prices twice has no further effect.

        Effect: write; the same request may be sent twice.

        Args:
            id: Identifier of the subscription.
            body: `SpecialPricing`, or a mapping of its JSON keys.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            `Subscription`.
        """
        call = subscriptions_set_special_pricing.call(id, body)
        del body  # a traceback that shows locals would show a password in it
        return self._sender.send(call, timeout=timeout)


class AsyncSubscriptions:
    """What orders created; seats, dates, prices, asynchronous."""

    __slots__ = ("_sender",)

    def __init__(self, sender: AsyncSender) -> None:
        self._sender = sender

    def list(
        self,
        *,
        customer_id: str | int | None = None,
        creation_date_from: datetime.date | str | None = None,
        creation_date_to: datetime.date | str | None = None,
        status: SubscriptionStatus | str | None = None,
        offset: int | None = None,
        limit: int | None = None,
        timeout: float | None = None,
    ) -> AsyncPage[SubscriptionSummary]:
        """List subscriptions, newest first.

        Rows carry neither products nor seat counts; read those with `subscriptions.get`. Without
        a status filter ended subscriptions are listed too, and they are many: a monthly renewal
        seems to make a new subscription and to retire the old one; this is not known of longer
        terms. A subscription can end without any order.

        Effect: read; the same request may be sent twice.

        Args:
            customer_id: Identifier of the customer.
            creation_date_from: Subscriptions created on this day or later.
            creation_date_to: Subscriptions created on this day or earlier.
            status: Exactly one status; a comma-separated list returns 400.
            offset: Number of rows to skip. The service assumes 0.
            limit: Number of rows wanted. No maximum is documented; 500 is known to work. Go on
                by the number of rows received, not by the number asked for. The service assumes 10.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            Page of `SubscriptionSummary`; iterating it continues through the following pages.
        """
        call = subscriptions_list.call(
            customer_id=customer_id,
            creation_date_from=creation_date_from,
            creation_date_to=creation_date_to,
            status=status,
            offset=offset,
            limit=limit,
        )
        return self._sender.page(call, timeout=timeout)

    async def get(self, id: str | int, *, timeout: float | None = None) -> Subscription:
        """Read one subscription.

        Adds products with seat counts, totals and parameters to the row.

        Effect: read; the same request may be sent twice.

        Args:
            id: Identifier of the subscription.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            `Subscription`.
        """
        call = subscriptions_get.call(id)
        return await self._sender.send(call, timeout=timeout)

    async def update(
        self,
        id: str | int,
        body: SubscriptionUpdate | Mapping[str, Any],
        *,
        timeout: float | None = None,
    ) -> Subscription:
        """Change prices, attributes or automatic renewal.

        Fields that are not sent stay as they are. The quantity cannot be changed here: place a
        change order.

        Effect: write; the same request may be sent twice.

        Args:
            id: Identifier of the subscription.
            body: `SubscriptionUpdate`, or a mapping of its JSON keys.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            `Subscription`.
        """
        call = subscriptions_update.call(id, body)
        del body  # a traceback that shows locals would show a password in it
        return await self._sender.send(call, timeout=timeout)

    async def set_special_pricing(
        self,
        id: str | int,
        body: SpecialPricing | Mapping[str, Any],
        *,
        timeout: float | None = None,
    ) -> Subscription:
        """Set special prices.

        Replaces the unit prices and costs of the named products, with tiers if given. Sending the
        same prices twice has no further effect.

        Effect: write; the same request may be sent twice.

        Args:
            id: Identifier of the subscription.
            body: `SpecialPricing`, or a mapping of its JSON keys.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            `Subscription`.
        """
        call = subscriptions_set_special_pricing.call(id, body)
        del body  # a traceback that shows locals would show a password in it
        return await self._sender.send(call, timeout=timeout)


__all__ = ["AsyncSubscriptions", "Subscriptions"]
