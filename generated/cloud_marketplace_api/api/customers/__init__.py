"""The resource `customers`: End customers of the calling reseller."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...protocols import AsyncPage, AsyncSender, Page, Sender
from . import customers_create, customers_get, customers_list, customers_update

if TYPE_CHECKING:
    from ...models import Customer, CustomerCreate, CustomerSummary, CustomerUpdate


class Customers:
    """End customers of the calling reseller."""

    __slots__ = ("_sender",)

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    def list(
        self,
        *,
        name: str | None = None,
        email: str | None = None,
        external_id: str | int | None = None,
        reseller_id: str | int | None = None,
        offset: int | None = None,
        limit: int | None = None,
        timeout: float | None = None,
    ) -> Page[CustomerSummary]:
        """List customers, newest first.

        Rows are sparse: only `customers.get` surely returns address, contact persons and
        language. Rows have no date; a newer customer has the larger id.

        Effect: read; the same request may be sent twice.

        Args:
            name: Part of the name; similar names match.
            email: E-mail address of a contact person.
            external_id: The caller's own identifier, matched exactly.
            reseller_id: Identifier of the reseller the customers belong to.
            offset: Number of rows to skip. The service assumes 0.
            limit: Number of rows wanted. No maximum is documented; 500 is known to work. Go on
                by the number of rows received, not by the number asked for. The service assumes 10.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            Page of `CustomerSummary`; iterating it continues through the following pages.
        """
        call = customers_list.call(
            name=name,
            email=email,
            external_id=external_id,
            reseller_id=reseller_id,
            offset=offset,
            limit=limit,
        )
        return self._sender.page(call, timeout=timeout)

    def create(
        self, body: CustomerCreate | Mapping[str, Any], *, timeout: float | None = None
    ) -> Customer:
        """Create a customer.

        Creates the account and its control-panel login below the calling reseller. Not
        replayable: a second call makes a second customer.

        Effect: write; never send the same request twice.

        Args:
            body: `CustomerCreate`, or a mapping of its JSON keys.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            `Customer`.
        """
        call = customers_create.call(body)
        del body  # a traceback that shows locals would show a password in it
        return self._sender.send(call, timeout=timeout)

    def get(self, id: str | int, *, timeout: float | None = None) -> Customer:
        """Read one customer.

        Everything known about a customer.

        Effect: read; the same request may be sent twice.

        Args:
            id: Identifier of the customer.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            `Customer`.
        """
        call = customers_get.call(id)
        return self._sender.send(call, timeout=timeout)

    def update(
        self,
        id: str | int,
        body: CustomerUpdate | Mapping[str, Any],
        *,
        timeout: float | None = None,
    ) -> Customer:
        """Change a customer.

        Fields that are not sent stay as they are. The status can be set to `active` or
        `creditHold` only.

        Effect: write; the same request may be sent twice.

        Args:
            id: Identifier of the customer.
            body: `CustomerUpdate`, or a mapping of its JSON keys.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            `Customer`.
        """
        call = customers_update.call(id, body)
        del body  # a traceback that shows locals would show a password in it
        return self._sender.send(call, timeout=timeout)


class AsyncCustomers:
    """End customers of the calling reseller, asynchronous."""

    __slots__ = ("_sender",)

    def __init__(self, sender: AsyncSender) -> None:
        self._sender = sender

    def list(
        self,
        *,
        name: str | None = None,
        email: str | None = None,
        external_id: str | int | None = None,
        reseller_id: str | int | None = None,
        offset: int | None = None,
        limit: int | None = None,
        timeout: float | None = None,
    ) -> AsyncPage[CustomerSummary]:
        """List customers, newest first.

        Rows are sparse: only `customers.get` surely returns address, contact persons and
        language. Rows have no date; a newer customer has the larger id.

        Effect: read; the same request may be sent twice.

        Args:
            name: Part of the name; similar names match.
            email: E-mail address of a contact person.
            external_id: The caller's own identifier, matched exactly.
            reseller_id: Identifier of the reseller the customers belong to.
            offset: Number of rows to skip. The service assumes 0.
            limit: Number of rows wanted. No maximum is documented; 500 is known to work. Go on
                by the number of rows received, not by the number asked for. The service assumes 10.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            Page of `CustomerSummary`; iterating it continues through the following pages.
        """
        call = customers_list.call(
            name=name,
            email=email,
            external_id=external_id,
            reseller_id=reseller_id,
            offset=offset,
            limit=limit,
        )
        return self._sender.page(call, timeout=timeout)

    async def create(
        self, body: CustomerCreate | Mapping[str, Any], *, timeout: float | None = None
    ) -> Customer:
        """Create a customer.

        Creates the account and its control-panel login below the calling reseller. Not
        replayable: a second call makes a second customer.

        Effect: write; never send the same request twice.

        Args:
            body: `CustomerCreate`, or a mapping of its JSON keys.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            `Customer`.
        """
        call = customers_create.call(body)
        del body  # a traceback that shows locals would show a password in it
        return await self._sender.send(call, timeout=timeout)

    async def get(self, id: str | int, *, timeout: float | None = None) -> Customer:
        """Read one customer.

        Everything known about a customer.

        Effect: read; the same request may be sent twice.

        Args:
            id: Identifier of the customer.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            `Customer`.
        """
        call = customers_get.call(id)
        return await self._sender.send(call, timeout=timeout)

    async def update(
        self,
        id: str | int,
        body: CustomerUpdate | Mapping[str, Any],
        *,
        timeout: float | None = None,
    ) -> Customer:
        """Change a customer.

        Fields that are not sent stay as they are. The status can be set to `active` or
        `creditHold` only.

        Effect: write; the same request may be sent twice.

        Args:
            id: Identifier of the customer.
            body: `CustomerUpdate`, or a mapping of its JSON keys.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            `Customer`.
        """
        call = customers_update.call(id, body)
        del body  # a traceback that shows locals would show a password in it
        return await self._sender.send(call, timeout=timeout)


__all__ = ["AsyncCustomers", "Customers"]
