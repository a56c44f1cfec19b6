"""The token endpoint of an identity provider: the OAuth 2 variant (facts A14, E14).

The form, both grants and the names in the response are facts. The errors are those of RFC 6749,
section 5.2, since the provider's own are not known.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qsl

from marketplace_contracts.simulator.api.token import issue_token
from marketplace_contracts.simulator.domain.json_object import JsonObject
from marketplace_contracts.simulator.domain.world import World
from marketplace_contracts.simulator.http.messages import Response

PROVIDER_PATH: Final = "/auth/realms/marketplace/protocol/openid-connect/token"
"""Path below the host; another host may serve it too."""

_FORM: Final = "application/x-www-form-urlencoded"
_SCOPES: Final = frozenset({"openid", "profile", "email"})
_HEADERS: Final = {"Cache-Control": "no-store", "Pragma": "no-cache"}


class GrantError(Exception):
    """A request for a token that is refused.

    Args:
        code: Code of RFC 6749.
        description: What is wrong; never a value of the request.
        status: HTTP status.
    """

    def __init__(self, code: str, description: str, status: int = 400) -> None:
        super().__init__(code)
        self.body = {"error": code, "error_description": description}
        self.status = status


def respond(world: World, content_type: str, body: bytes) -> Response:
    """Respond to a POST to the token endpoint."""
    try:
        return Response(200, _grant(world, _read_form(content_type, body)), _HEADERS)
    except GrantError as error:
        return Response(error.status, error.body, _HEADERS)


def _grant(world: World, form: dict[str, str]) -> JsonObject:
    credentials = world.credentials
    if not credentials.client_matches(form.get("client_id", ""), form.get("client_secret", "")):
        raise GrantError("invalid_client", "Invalid client or invalid client credentials", 401)
    if form["grant_type"] == "password":
        _check_user(world, form)
    elif form["grant_type"] != "client_credentials":
        raise GrantError("unsupported_grant_type", "Unsupported grant_type")
    if not _SCOPES.issuperset(form.get("scope", "").split()):
        raise GrantError("invalid_scope", "Invalid scopes")
    return {
        "access_token": issue_token(world, credentials.marketplace),
        "expires_in": world.options.token_ttl,
        "token_type": "Bearer",
    }


def _check_user(world: World, form: dict[str, str]) -> None:
    if "username" not in form or "password" not in form:
        raise GrantError("invalid_request", "Missing parameter: username or password")
    if not world.credentials.user_matches(form["username"], form["password"]):
        raise GrantError("invalid_grant", "Invalid user credentials")


def _read_form(content_type: str, body: bytes) -> dict[str, str]:
    """Return the fields of a form; each may occur once (RFC 6749, section 3.2)."""
    if content_type.partition(";")[0].strip().lower() != _FORM:
        raise GrantError("invalid_request", f"The content type must be {_FORM}")
    try:
        fields = parse_qsl(body.decode("latin-1"), errors="replace", max_num_fields=20)
    except ValueError:
        raise GrantError("invalid_request", "Too many parameters") from None
    form = dict(fields)
    if len(form) != len(fields):
        raise GrantError("invalid_request", "Duplicated parameter")
    if "grant_type" not in form:
        raise GrantError("invalid_request", "Missing form parameter: grant_type")
    return form
