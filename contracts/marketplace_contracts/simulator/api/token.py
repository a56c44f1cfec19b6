"""Handler of tokens, and the check of credentials (facts A7 to A11)."""

from __future__ import annotations

import base64
import json
from datetime import datetime, timedelta

from marketplace_contracts.simulator.api.call import Call
from marketplace_contracts.simulator.domain.errors import Rejected
from marketplace_contracts.simulator.domain.json_object import JsonObject
from marketplace_contracts.simulator.domain.world import World
from marketplace_contracts.simulator.options import MARKETPLACES

TOKEN_OPERATION = "auth.token"  # noqa: S105 - the id of an operation


def create_token(call: Call) -> JsonObject:
    """Handle `auth.token`: issue a token for a known marketplace.

    Raises:
        Rejected: 403 for a marketplace that the user has no access to.
    """
    world, marketplace = call.world, call.body["marketplace"]
    if marketplace not in MARKETPLACES | set(world.options.marketplaces):
        raise Rejected(403, f"The user has no access to marketplace {marketplace}")
    return {"token": issue_token(world, marketplace), "expiresInSeconds": world.options.token_ttl}


def issue_token(world: World, marketplace: str) -> str:
    """Make a token that lives from now on; all operations accept it."""
    token = _token_text(world, marketplace)
    world.tokens[token] = world.now() + timedelta(seconds=world.options.token_ttl)
    return token


def authenticate(world: World, operation: str, authorization: str, now: datetime) -> None:
    """Check the Authorization header: Basic for the token call, a bearer token for all others.

    Raises:
        Rejected: 401, in all cases.
    """
    scheme, _, value = authorization.partition(" ")
    if operation == TOKEN_OPERATION:
        accepted = scheme.lower() == "basic" and world.credentials.basic_matches(value.strip())
    else:
        accepted = scheme.lower() == "bearer" and _is_alive(world, value.strip(), now)
    if not accepted:
        raise Rejected(401, "Unauthorized")


def _is_alive(world: World, token: str, now: datetime) -> bool:
    expires = world.tokens.get(token)
    if expires is None:
        return False
    return now < expires or world.options.accept_expired_tokens


def _token_text(world: World, marketplace: str) -> str:
    """Return a token of three parts with an HS384 header, as observed (facts A10)."""
    head = _part(json.dumps({"alg": "HS384"}, separators=(",", ":")).encode())
    claims = {"n": len(world.tokens) + 1, "m": marketplace, "u": world.credentials.username}
    unsigned = f"{head}.{_part(json.dumps(claims, separators=(',', ':')).encode())}"
    return f"{unsigned}.{_part(world.credentials.sign(unsigned, 'sha384'))}"


def _part(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
