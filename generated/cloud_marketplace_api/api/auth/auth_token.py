"""`auth.token`: POST /token."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...call import Call, body_of, response
from ...operations import OPERATIONS

if TYPE_CHECKING:
    from ...models import Token, TokenRequest

OPERATION = OPERATIONS["auth.token"]
READ = response("Token")


def call(body: TokenRequest | Mapping[str, Any]) -> Call[Token]:
    """Build the call of `auth.token`, see there."""
    return Call(OPERATION, "/token", READ, body=body_of("TokenRequest", body))
