"""Credentials: which ones are accepted, for how long, and how others are refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from marketplace_contracts.drift.edits import put
from marketplace_contracts.drift.faults import (
    FaultPart,
    media,
    requests,
    responses,
    rewrite,
    status,
)
from marketplace_contracts.drift.memory import (
    one_token,
    unlocked,
)
from marketplace_contracts.drift.model import Drift
from marketplace_contracts.simulator.http.messages import Request, Response
from marketplace_contracts.simulator.options import Options

KEY = "x-subscription-key"

PROOF = "authorization"


def _token_life(seconds: int) -> FaultPart:
    return FaultPart(options=lambda options: replace(options, token_ttl=seconds))


def _forever(options: Options) -> Options:
    return replace(options, accept_expired_tokens=True)


def _as_another(code: int, where: str = "*") -> FaultPart:
    """Return another status instead of 401."""

    def new(_: Request, response: Response) -> Response:
        body = response.body
        statuses = {
            n: code for n in ("status", "statusCode") if isinstance(body, dict) and n in body
        }
        return replace(response, status=code, body={**body, **statuses})

    return rewrite(where, new, 401)


def _no_token_as(code: int) -> FaultPart:
    """Return another status if the token, not the key, is invalid."""

    def new(request: Request, response: Response) -> Response:
        if "statusCode" in response.body or request.operation == "auth.token":
            return response
        return replace(response, status=code, body={**response.body, "status": code})

    return rewrite("*", new, 401)


def _redirected(_: Request, response: Response) -> Response:
    found = {**response.headers, "Location": "/signin"}
    return replace(response, status=302, headers=found, media="text/html", body="")


def _key_in_query(request: Request) -> Request:
    """Accept the key in the query only."""
    value = dict(request.query).get("subscription-key", "")
    return replace(request, headers={**request.headers, KEY: value})


def _echo(request: Request, response: Response) -> Response:
    message = f"{response.body.get('message')} (key {request.headers.get(KEY)})"
    return replace(response, body={**response.body, "message": message})


def _short(body: Any) -> Any:
    return {**body, "expiresInSeconds": 1500}


def _basic_everywhere() -> FaultPart:
    """Accept Basic credentials in place of a token."""
    good: dict[str, str] = {}

    def before(request: Request) -> Request:
        given = request.headers.get("authorization", "")
        if request.operation == "auth.token":
            good.setdefault("Basic", given)
        elif given.startswith("Bearer "):
            good.setdefault("Bearer", given)
        elif given and given == good.get("Basic") and "Bearer" in good:
            return replace(request, headers={**request.headers, "authorization": good["Bearer"]})
        return request

    return FaultPart(before=before)


DRIFTS = (
    Drift(
        "auth.key-everywhere",
        "the subscription key is not checked",
        "*",
        "the key belongs to the gateway, which can be bypassed (A5, B1)",
        lambda: unlocked("*", KEY),
    ),
    Drift(
        "auth.key-one-operation",
        "resellers can be changed without a key",
        "resellers.update",
        "the published file forgot key and token there (H)",
        lambda: unlocked("resellers.update", KEY),
    ),
    Drift(
        "auth.key-validation",
        "parameters can be validated without a key",
        "validation.*",
        "in 1.1 the operation had no key header (E10)",
        lambda: unlocked("validation.*", KEY),
    ),
    Drift(
        "auth.token-everywhere",
        "tokens are not checked",
        "*",
        "the gateway is considered sufficient",
        lambda: unlocked("*[!n]", PROOF),
    ),
    Drift(
        "auth.token-one-operation",
        "the catalogue can be read without a token",
        "products.list",
        "catalogues tend to become public",
        lambda: unlocked("products.list", PROOF),
    ),
    Drift(
        "auth.basic-open",
        "a token is issued for any password",
        "auth.token",
        "the key is considered sufficient",
        lambda: unlocked("auth.token", PROOF),
    ),
    Drift(
        "auth.expired-accepted",
        "expired tokens are accepted",
        "*",
        "a cache of tokens that is never emptied (A9)",
        lambda: FaultPart(options=_forever),
    ),
    Drift(
        "auth.shorter-life",
        "tokens live for 15 minutes instead of the stated 25",
        "*",
        "the session behind the token has its own lifetime (A10)",
        lambda: _token_life(900) & responses("auth.token", _short),
    ),
    Drift(
        "auth.life-overstated",
        "the stated lifetime of tokens is a minute too long",
        "auth.token",
        "a margin on the wrong side (A9)",
        lambda: responses("auth.token", put("expiresInSeconds", 1560)),
    ),
    Drift(
        "auth.one-token",
        "a new token ends the one before it",
        "*",
        "there is one user to a key, and sessions may be limited to one (A2)",
        one_token,
    ),
    Drift(
        "auth.forbidden",
        "invalid credentials return 403",
        "*",
        "gateways differ in this (C5)",
        lambda: _as_another(403),
    ),
    Drift(
        "auth.token-forbidden",
        "an expired token returns 403",
        "*",
        "a filter before the service that knows only one refusal (C15)",
        lambda: _no_token_as(403),
    ),
    Drift(
        "auth.token-bad-request",
        "a token that cannot be read returns 400",
        "*",
        "a parser of tokens in front (A10)",
        lambda: _no_token_as(400),
    ),
    Drift(
        "auth.token-crash",
        "an expired token returns 500",
        "*",
        "a session that is not found (A10)",
        lambda: _no_token_as(500),
    ),
    Drift(
        "auth.redirect",
        "invalid credentials redirect to a login page",
        "*",
        "an identity provider in front (A13)",
        lambda: rewrite("*", _redirected, 401),
    ),
    Drift(
        "auth.ok-page",
        "invalid credentials return a login page with 200",
        "*",
        "an identity provider in front (A13)",
        lambda: (
            media("*", "text/html", lambda _: "<html>Sign in</html>", 401) & status("*", 401, 200)
        ),
    ),
    Drift(
        "auth.key-echoed",
        "errors repeat the key that was sent",
        "*",
        "debugging help that stays in",
        lambda: rewrite("*", _echo, 400, 404),
    ),
    Drift(
        "auth.oauth",
        "the token is named access_token, with expires_in",
        "auth.token",
        "the platform's other way of signing in (A14)",
        lambda: responses(
            "auth.token",
            lambda body: {
                "access_token": body["token"],
                "expires_in": body["expiresInSeconds"],
                "token_type": "bearer",
            },
        ),
    ),
    Drift(
        "auth.key-in-query",
        "the key must be in the query",
        "reports.*",
        "the gateway takes it from there too (B1)",
        lambda: requests("reports.*", _key_in_query),
    ),
    Drift(
        "auth.longer-life",
        "tokens live for an hour, as stated",
        "auth.token",
        "one client considers any other number an error (A9)",
        lambda: _token_life(3600),
        unpromised="a caller must use the returned number (A9)",
    ),
    Drift(
        "auth.basic-everywhere",
        "Basic credentials are accepted in place of a token",
        "*",
        "1.1 had Bearer or Basic as the default of the whole file (G2)",
        _basic_everywhere,
    ),
)
