"""`plans.list`: GET /plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...operations import OPERATIONS
from ...seam import Call, query_of
from ...types import UNSET, Unset, response

if TYPE_CHECKING:
    from ...models import PlanPage

OPERATION = OPERATIONS["plans.list"]
READ = response("PlanPage")


def call(
    *, offset: int | Unset | None = UNSET, limit: int | Unset | None = UNSET
) -> Call[PlanPage]:
    """Build the call of `plans.list`, see there."""
    return Call(OPERATION, "/plans", READ, query=query_of({"offset": offset, "limit": limit}))
