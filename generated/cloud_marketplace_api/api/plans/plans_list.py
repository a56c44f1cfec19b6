"""`plans.list`: GET /plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...arguments import number
from ...call import Call, query_of, response
from ...operations import OPERATIONS

if TYPE_CHECKING:
    from ...models import PlanPage

OPERATION = OPERATIONS["plans.list"]
READ = response("PlanPage")


def call(*, offset: int | None = None, limit: int | None = None) -> Call[PlanPage]:
    """Build the call of `plans.list`, see there."""
    return Call(
        OPERATION,
        "/plans",
        READ,
        query=query_of({"offset": number("offset", offset), "limit": number("limit", limit)}),
    )
