"""Settings of a client that gets its tokens from an identity provider by OAuth 2 (RFC 6749)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from cloud_marketplace._config.base_url import Address
from cloud_marketplace._observability.redaction import Secret

OAUTH2: Final = {
    "token_url": "MARKETPLACE_TOKEN_URL",
    "client_id": "MARKETPLACE_CLIENT_ID",
    "client_secret": "MARKETPLACE_CLIENT_SECRET",
    "scope": "MARKETPLACE_SCOPE",
}
"""Keyword of each setting that is for OAuth 2 alone, and its environment variable."""

REQUIRED: Final = ("token_url", "client_id", "client_secret")
DEFAULT_SCOPE: Final = "openid"
_SCOPE = re.compile(r"[!#-\[\]-~]+( [!#-\[\]-~]+)*")  # RFC 6749, section 3.3


@dataclass(frozen=True, slots=True)
class OAuth2:
    """How a client proves who it is to an identity provider.

    Attributes:
        endpoint: Where tokens are requested; it may be on another host than the service.
        client_id: Identifier of the client.
        client_secret: Its secret; it is sent to the endpoint alone.
        scope: What the token shall be for, words with blanks between; empty asks for nothing.
    """

    endpoint: Address
    client_id: str
    client_secret: Secret
    scope: str = DEFAULT_SCOPE

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Self:
        """Check the settings, by keyword; those that are required must be there.

        Raises:
            SettingError: Names the setting that is malformed.
        """
        scope = given.get("scope")
        return cls(
            endpoint=_endpoint(given["token_url"]),
            client_id=_client_id(given["client_id"]),
            client_secret=_client_secret(given["client_secret"]),
            scope=DEFAULT_SCOPE if scope is None else _scope(scope),
        )


class SettingError(ValueError):
    """A setting is malformed; the text says why and never shows the value.

    Args:
        name: Keyword of the setting.
        problem: What is wrong with it.
    """

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(problem)
        self.name = name


def _endpoint(value: Any) -> Address:
    try:
        return Address.endpoint(str(value))
    except ValueError as error:
        problem = str(error)
    raise SettingError("token_url", problem)


def _client_id(value: Any) -> str:
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise SettingError("client_id", f"it must be text, not {type(value).__name__}")
    name = str(value).strip()
    if not name.isprintable():
        raise SettingError("client_id", "it must not hold control characters")
    return name


def _client_secret(value: Any) -> Secret:
    """Check a secret; the line end of a secret file that was read whole is not part of it."""
    secret = Secret(Secret.of(value).reveal().rstrip("\r\n"))
    if not secret.is_encodable():
        raise SettingError(
            "client_secret", "it is not text, or holds a character that can't be sent"
        )
    return secret


def _scope(value: Any) -> str:
    scope = str(value).strip()
    if scope and not _SCOPE.fullmatch(scope):
        raise SettingError("scope", "words such as openid are expected, with blanks between")
    return scope
