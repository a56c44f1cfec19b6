"""The resource `products`: The catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...protocols import AsyncPage, AsyncSender, Page, Sender
from . import products_list

if TYPE_CHECKING:
    from ...models import Product


class Products:
    """The catalogue."""

    __slots__ = ("_sender",)

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    def list(
        self,
        *,
        name: str | None = None,
        service_name: str | None = None,
        mpn: str | None = None,
        vendor: str | None = None,
        offset: int | None = None,
        limit: int | None = None,
        timeout: float | None = None,
    ) -> Page[Product]:
        """List the catalogue.

        A product is a resource rate of a service plan. The MPN alone does not identify it: the
        same MPN is listed once for each vendor, subscription period and billing period. No
        operation reads one product.

        Effect: read; the same request may be sent twice.

        Args:
            name: Part of the product's name.
            service_name: Part of the name of the service the product belongs to.
            mpn: Manufacturer part number, matched exactly.
            vendor: Vendor, matched exactly.
            offset: Number of rows to skip. The service assumes 0.
            limit: Number of rows wanted. No maximum is documented; 500 is known to work. Go on
                by the number of rows received, not by the number asked for. The service assumes 10.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            Page of `Product`; iterating it continues through the following pages.
        """
        call = products_list.call(
            name=name, service_name=service_name, mpn=mpn, vendor=vendor, offset=offset, limit=limit
        )
        return self._sender.page(call, timeout=timeout)


class AsyncProducts:
    """The catalogue, asynchronous."""

    __slots__ = ("_sender",)

    def __init__(self, sender: AsyncSender) -> None:
        self._sender = sender

    def list(
        self,
        *,
        name: str | None = None,
        service_name: str | None = None,
        mpn: str | None = None,
        vendor: str | None = None,
        offset: int | None = None,
        limit: int | None = None,
        timeout: float | None = None,
    ) -> AsyncPage[Product]:
        """List the catalogue.

        A product is a resource rate of a service plan. The MPN alone does not identify it: the
        same MPN is listed once for each vendor, subscription period and billing period. No
        operation reads one product.

        Effect: read; the same request may be sent twice.

        Args:
            name: Part of the product's name.
            service_name: Part of the name of the service the product belongs to.
            mpn: Manufacturer part number, matched exactly.
            vendor: Vendor, matched exactly.
            offset: Number of rows to skip. The service assumes 0.
            limit: Number of rows wanted. No maximum is documented; 500 is known to work. Go on
                by the number of rows received, not by the number asked for. The service assumes 10.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            Page of `Product`; iterating it continues through the following pages.
        """
        call = products_list.call(
            name=name, service_name=service_name, mpn=mpn, vendor=vendor, offset=offset, limit=limit
        )
        return self._sender.page(call, timeout=timeout)


__all__ = ["AsyncProducts", "Products"]
