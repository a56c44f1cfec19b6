"""The request for a token at an identity provider, by OAuth 2 (RFC 6749).

It is a call like that of the service's own token, so cache, deadline, retries and errors are the
same; only the address, the form with the credentials, and the names in the response differ.
"""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote_plus, urlencode, urlsplit

from cloud_marketplace_api.call import Call
from cloud_marketplace_api.operations import Operation

from cloud_marketplace._config.oauth2 import OAuth2
from cloud_marketplace._config.settings import Settings
from cloud_marketplace._engine.token_cache import CachedToken, parse_token
from cloud_marketplace._observability.redaction import Secret

PROVIDER_TOKEN: Final = "auth.oauth2_token"  # noqa: S105 - the id of an operation
"""Operation id of the request, for errors, logs and hooks."""


def is_for_provider(operation: Operation) -> bool:
    """Return whether an operation is one of the identity provider, not of the service."""
    return operation.security == "oauth2"


def provider_call(oauth2: OAuth2, fetched_at: float) -> Call[CachedToken]:
    """Make the call that requests a token from the identity provider."""

    def read_token(value: Any) -> CachedToken:
        token = _token_in(value, fetched_at) if isinstance(value, dict) else None
        if token is None:
            raise TypeError("there is no usable access token in the response")
        return token

    path = urlsplit(oauth2.endpoint.url).path
    operation = Operation(
        id=PROVIDER_TOKEN,
        tag="auth",
        method="POST",
        path=path,
        effect="token",
        replayable=True,
        security="oauth2",
        statuses=(200, 400, 401),
    )
    return Call(operation, path, read_token)


def token_form(settings: Settings, oauth2: OAuth2) -> Secret:
    """Return the form that requests a token: the password grant if there is a user name."""
    grant = "password" if settings.username else "client_credentials"
    fields = {"grant_type": grant, "client_id": oauth2.client_id}
    fields |= {"username": settings.username} if settings.username else {}
    fields |= {"scope": oauth2.scope} if oauth2.scope else {}
    hidden = {"client_secret": oauth2.client_secret}
    hidden |= {"password": settings.password} if settings.username else {}
    # No variable holds a secret in clear: it would show in a traceback with locals.
    return Secret("&".join([urlencode(fields), *(_field(n, s) for n, s in hidden.items())]))


def form_encoded(secret: Secret) -> Secret:
    """Return a secret as a form has it, as UTF-8 or as the bytes that it was read from."""
    return Secret(quote_plus(secret.reveal(), errors="surrogateescape"))


def _field(name: str, secret: Secret) -> str:
    return f"{name}={form_encoded(secret).reveal()}"


def _token_in(value: dict[str, Any], fetched_at: float) -> CachedToken | None:
    """Read a response; a token of another kind than a bearer token is not usable."""
    kind = value.get("token_type")
    if isinstance(kind, str) and kind.lower() != "bearer":
        return None
    return parse_token(value.get("access_token"), value.get("expires_in"), fetched_at)
