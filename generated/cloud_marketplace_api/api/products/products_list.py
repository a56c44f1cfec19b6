"""`products.list`: GET /products."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...arguments import number, text
from ...call import Call, query_of, response
from ...operations import OPERATIONS

if TYPE_CHECKING:
    from ...models import ProductPage

OPERATION = OPERATIONS["products.list"]
READ = response("ProductPage")


def call(
    *,
    name: str | None = None,
    service_name: str | None = None,
    mpn: str | None = None,
    vendor: str | None = None,
    offset: int | None = None,
    limit: int | None = None,
) -> Call[ProductPage]:
    """Build the call of `products.list`, see there."""
    return Call(
        OPERATION,
        "/products",
        READ,
        query=query_of(
            {
                "name": text("name", name),
                "serviceName": text("service_name", service_name),
                "mpn": text("mpn", mpn),
                "vendor": text("vendor", vendor),
                "offset": number("offset", offset),
                "limit": number("limit", limit),
            }
        ),
    )
