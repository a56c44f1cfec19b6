"""`products.list`: GET /products."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...operations import OPERATIONS
from ...seam import Call, query_of
from ...types import UNSET, Unset, response

if TYPE_CHECKING:
    from ...models import ProductPage

OPERATION = OPERATIONS["products.list"]
READ = response("ProductPage")


def call(
    *,
    name: str | Unset | None = UNSET,
    service_name: str | Unset | None = UNSET,
    mpn: str | Unset | None = UNSET,
    vendor: str | Unset | None = UNSET,
    offset: int | Unset | None = UNSET,
    limit: int | Unset | None = UNSET,
) -> Call[ProductPage]:
    """Build the call of `products.list`, see there."""
    return Call(
        OPERATION,
        "/products",
        READ,
        query=query_of(
            {
                "name": name,
                "serviceName": service_name,
                "mpn": mpn,
                "vendor": vendor,
                "offset": offset,
                "limit": limit,
            }
        ),
    )
