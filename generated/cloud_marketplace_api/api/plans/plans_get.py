"""`plans.get`: GET /plans/{id}."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...arguments import segment
from ...call import Call, path_of, response
from ...operations import OPERATIONS

if TYPE_CHECKING:
    from ...models import Plan

OPERATION = OPERATIONS["plans.get"]
READ = response("Plan")


def call(id: str | int) -> Call[Plan]:
    """Build the call of `plans.get`, see there."""
    return Call(OPERATION, path_of("/plans/{id}", id=segment("id", id)), READ)
