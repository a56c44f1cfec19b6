"""Build the HTTP request of a call; credentials are added for one origin only.

A request to an identity provider is built here too: it carries the credentials that are for the
provider, and the key only if the provider is at the origin of the base address.
"""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Any
from urllib.parse import quote, quote_plus, urlencode

from cloud_marketplace_api.call import Call
from cloud_marketplace_api.operations import Operation
from cloud_marketplace_api.types import UNSET

from cloud_marketplace._config.oauth2 import OAuth2
from cloud_marketplace._config.settings import Settings, check_timeout
from cloud_marketplace._decoding.json_codec import encode
from cloud_marketplace._engine.deadline import CALL
from cloud_marketplace._engine.messages import HttpRequest
from cloud_marketplace._observability.redaction import Secret

KEY_HEADER = "X-Subscription-Key"
_HEADERS = {
    "Accept": "application/json",
    "Accept-Encoding": "gzip, deflate",
    "User-Agent": "cloud-marketplace-python",
}


def timeout_of(operation: Operation, given: float | None, settings: Settings) -> float:
    """Return the seconds of a whole call: its own, or the client's, or the default of its effect.

    Raises:
        ValueError: If the call's own is not a positive, finite number.
    """
    own = check_timeout(given)
    return own or settings.timeout or CALL[operation.effect]


def build_request(call: Call[Any], settings: Settings, timeout: float) -> HttpRequest:
    """Build the request of a call, without credentials.

    Raises:
        TypeError: If the body can't be sent as JSON.
        ValueError: If the path leads out of the base address.
    """
    if call.operation.security == "oauth2" and settings.oauth2 is not None:
        headers = _HEADERS | {"Content-Type": "application/x-www-form-urlencoded"}
        url = settings.oauth2.endpoint.url
        return HttpRequest(call.operation.method, url, headers, {}, None, timeout)
    url = settings.address.url + call.path
    if not call.path.startswith("/") or not settings.address.owns(url):
        raise ValueError(f"{call.operation.id}: the path must begin with a slash")
    if call.query:
        url = f"{url}?{urlencode(call.query, quote_via=quote)}"
    headers, content = dict(_HEADERS), None
    if call.body is not UNSET:
        encoded = encode(call.body)
        if isinstance(encoded, str):
            raise TypeError(f"{call.operation.id}: {encoded}")
        headers["Content-Type"], content = "application/json", encoded
    return HttpRequest(call.operation.method, url, headers, {}, content, timeout)


def add_credentials(
    request: HttpRequest, settings: Settings, token: Secret | None, timeout: float | None = None
) -> HttpRequest:
    """Add key and authorization, unless the request goes to another origin.

    Args:
        request: The request.
        settings: They hold the key and the origin that it is sent to.
        token: Bearer token; None sends user name and password.
        timeout: Seconds for this attempt; None keeps the request's.
    """
    timeout = timeout or request.timeout
    if token is None and settings.oauth2 is not None:
        is_own = settings.address.owns(request.url)
        key = {KEY_HEADER: settings.subscription_key} if is_own else {}
        form = _token_form(settings, settings.oauth2)
        return replace(request, secrets=key, content=form, timeout=timeout)
    if not settings.address.owns(request.url):
        return request
    scheme, credentials = (
        ("Basic", basic_credentials(settings)) if token is None else ("Bearer", token)
    )
    secrets = {
        KEY_HEADER: settings.subscription_key,
        "Authorization": Secret(f"{scheme} {credentials.reveal()}"),
    }
    return replace(request, secrets=secrets, timeout=timeout)


def basic_credentials(settings: Settings) -> Secret:
    """Return user name and password as HTTP Basic sends them, as UTF-8 or as they were read."""
    # No variable holds the pair in clear: it would show in a traceback with locals.
    return Secret(
        base64.b64encode(
            f"{settings.username}:{settings.password.reveal()}".encode(errors="surrogateescape")
        ).decode()
    )


def form_encoded(secret: Secret) -> Secret:
    """Return a secret as a form has it, as UTF-8 or as the bytes that it was read from."""
    return Secret(quote_plus(secret.reveal(), errors="surrogateescape"))


def _token_form(settings: Settings, oauth2: OAuth2) -> Secret:
    """Return the form that requests a token: the password grant if there is a user name."""
    grant = "password" if settings.username else "client_credentials"
    fields = {"grant_type": grant, "client_id": oauth2.client_id}
    fields |= {"username": settings.username} if settings.username else {}
    fields |= {"scope": oauth2.scope} if oauth2.scope else {}
    hidden = {"client_secret": oauth2.client_secret}
    hidden |= {"password": settings.password} if settings.username else {}
    # No variable holds a secret in clear: it would show in a traceback with locals.
    return Secret("&".join([urlencode(fields), *(_field(n, s) for n, s in hidden.items())]))


def _field(name: str, secret: Secret) -> str:
    return f"{name}={form_encoded(secret).reveal()}"
