"""Secrets on their way out: known values become shell variables, secret places become stars.

Whatever the harness prints or writes passes through a `Redactor` first. Known values are replaced
wherever they stand; beyond that, properties that carry secrets by their nature (passwords, logins,
tokens, signed addresses) are masked whether or not their value is known.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote, quote_plus, urlsplit

STARS = "***"
SECRET_PROPERTIES = frozenset({"password", "login", "token"})
CREDENTIALS = frozenset(
    {"$EXPIRED_TOKEN"}
    | {f"$MARKETPLACE_{name}" for name in ("SUBSCRIPTION_KEY", "PASSWORD", "BASIC", "TOKEN")}
)
SIGNED_PROPERTIES = frozenset({"downloadUrl"})
_SHORTEST = 4  # a shorter value would be found inside innocent words


class Redactor:
    """The secrets of one run, each with the name that stands for it.

    Args:
        secrets: Values by variable name, such as `MARKETPLACE_PASSWORD`.
    """

    def __init__(self, secrets: Mapping[str, str] | None = None) -> None:
        self._names: dict[str, str] = {}
        for name, value in (secrets or {}).items():
            self.learn(name, value)

    def __repr__(self) -> str:
        return f"Vault({len(self._names)} values)"

    def learn(self, name: str, *values: str) -> None:
        """Mask these values from now on, in plain and in URL-encoded form."""
        for value in values:
            if len(value) >= _SHORTEST:
                for form in (value, quote(value, safe=""), quote_plus(value)):
                    self._names.setdefault(form, f"${name}")

    def learn_basic(self, username: str, password: str) -> None:
        """Mask the Basic header's value too."""
        encoded = base64.b64encode(f"{username}:{password}".encode()).decode()
        self.learn("MARKETPLACE_BASIC", encoded)

    def mask(self, text: str) -> str:
        """The text with each known value replaced by its variable, longest values first."""
        for value in sorted(self._names, key=len, reverse=True):
            if value in text:
                text = text.replace(value, self._names[value])
        return text

    def hide(self, text: str) -> str:
        """The text with each known value replaced by stars, longest values first."""
        for value in sorted(self._names, key=len, reverse=True):
            text = text.replace(value, STARS)
        return text

    def knows(self, text: str) -> bool:
        """Whether a known value stands in the text."""
        return any(value in text for value in self._names)

    def betrays(self, text: str) -> bool:
        """Whether one of the caller's own credentials stands in the text."""
        return any(value in text for value, name in self._names.items() if name in CREDENTIALS)

    def show(self, value: Any, limit: int = 300) -> str:
        """A JSON value as one short line of text without secrets."""
        text = self.mask(one_line(masked(value)))
        return text if len(text) <= limit else text[: limit - 1] + "…"


def one_line(value: Any) -> str:
    """A JSON value as text that a terminal can be shown."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if text.isprintable() else json.dumps(value, default=str)


def masked(value: Any, names: Iterable[str] = SECRET_PROPERTIES) -> Any:
    """A copy of a JSON value whose secret properties are stars, whatever their values."""
    secret = frozenset(names)
    if isinstance(value, list):
        return [masked(item, secret) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: _member(key, item, secret) for key, item in value.items()}


def _member(key: str, item: Any, secret: frozenset[str]) -> Any:
    if key in secret and item is not None:
        return STARS
    if key in SIGNED_PROPERTIES and isinstance(item, str):
        return unsigned(item)
    return masked(item, secret)


def unsigned(address: str) -> str:
    """An address without the values of its query, in which signatures stand."""
    parts = urlsplit(address)
    if not parts.query:
        return address
    names = (pair.partition("=")[0] for pair in parts.query.split("&"))
    return parts._replace(query="&".join(f"{name}={STARS}" for name in names)).geturl()
