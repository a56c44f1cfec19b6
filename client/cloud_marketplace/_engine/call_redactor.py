"""The redactor of one call, which has every secret that a response could repeat."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cloud_marketplace._config.settings import Settings
from cloud_marketplace._engine.build_request import basic_credentials, form_encoded
from cloud_marketplace._observability.redaction import Redactor, Secret


def redactor_for(settings: Settings, tokens: Iterable[Secret | None], body: Any) -> Redactor:
    """Make a redactor.

    Args:
        settings: Settings of the client; they hold key and password.
        tokens: Tokens that were sent.
        body: JSON value of the request; it may hold passwords.
    """
    known = [token for token in tokens if token]
    return Redactor([*secrets_of(settings), *known, *passwords_in(body)])


def secrets_of(settings: Settings) -> list[Secret]:
    """Return all secrets of the settings, in every form that is sent."""
    own = [settings.subscription_key, settings.password]
    if settings.oauth2 is None:
        return [*own, basic_credentials(settings)]
    secret = settings.oauth2.client_secret
    return [*own, secret, form_encoded(secret), form_encoded(settings.password)]


def passwords_in(body: Any) -> list[Secret]:
    """Find the passwords in a request body, such as those of contacts."""
    if isinstance(body, Mapping):
        own = [Secret(v) for k, v in body.items() if k == "password" and isinstance(v, str)]
        return own + [secret for value in body.values() for secret in passwords_in(value)]
    if isinstance(body, list):
        return [secret for value in body for secret in passwords_in(value)]
    return []
