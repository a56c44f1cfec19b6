"""Redaction of secrets: known values become shell variables, secret properties become stars.

Whatever the harness prints or writes passes through a `Redactor` first. Known values are replaced
wherever they appear. Properties that usually hold secrets (passwords, logins, tokens, signed URLs)
are masked whether or not their value is known.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from marketplace_contracts.description.json_values import objects_in
from marketplace_contracts.traffic.secret_shapes import (
    AUTHORIZATION,
    HEXADECIMAL,
    MEMBER,
    SIGNATURE,
    TOKEN,
    USERINFO,
    is_secret_name,
    spellings,
)

STARS = "***"
CREDENTIALS = frozenset(
    {"$EXPIRED_TOKEN"}
    | {f"$MARKETPLACE_{name}" for name in ("SUBSCRIPTION_KEY", "PASSWORD", "BASIC", "TOKEN")}
)
SCRUBBED = "SCRUBBED"
"""Replaces a secret in recordings."""
SIGNED_PROPERTIES = frozenset({"downloadUrl"})
PARAMETER_VALUES = frozenset({"value", "structured_value"})
"""Where a named parameter has its value; the name decides whether it is secret."""
_SHORTEST = 4  # a shorter value would match parts of harmless words
_SHORTEST_SIGNATURE = 16


class Redactor:
    """The secrets of one run, each with the name that replaces it.

    Whatever is printed, reported or recorded passes through one of these. A value is found in any
    letter case and in each of its spellings (URL-encoded, as JSON, in base64, …), since a service
    may repeat a value in another form than it received it.

    Args:
        secrets: Values by variable name, such as `MARKETPLACE_PASSWORD`.
    """

    def __init__(self, secrets: Mapping[str, str] | None = None) -> None:
        self._names: dict[str, str] = {}
        self._folded: dict[str, str] = {}
        for name, value in (secrets or {}).items():
            self.learn(name, value)

    def __repr__(self) -> str:
        return f"Redactor({len(self._names)} values)"

    def learn(self, name: str, *values: str) -> None:
        """Replace these values by `$name` from now on; values that are too short are ignored."""
        for value in values:
            if len(value) >= _SHORTEST:
                for spelling in spellings(value):
                    self._names.setdefault(spelling, f"${name}")
                    self._folded.setdefault(spelling, spelling.casefold())

    def learn_basic(self, username: str, password: str) -> None:
        """Replace the value of the Basic header too."""
        encoded = base64.b64encode(f"{username}:{password}".encode()).decode()
        self.learn("MARKETPLACE_BASIC", encoded, encoded.rstrip("="))

    def learn_from(self, value: Any) -> None:
        """Learn the signatures of signed URLs in a JSON value."""
        for address in _signed_addresses(value):
            for name, text in parse_qsl(urlsplit(address).query):
                if SIGNATURE.match(f"{name}={text}") and len(text) >= _SHORTEST_SIGNATURE:
                    self.learn("SIGNATURE", text)

    def mask(self, text: str, *, prose: bool = False) -> str:
        """Return a text with variables for known values, and stars for shapes of secrets.

        Args:
            text: Any text to be shown.
            prose: Whether the text is our own, so that `token: type string` stays as it is.
        """
        return _starred(self._replaced(text, lambda value: self._names[value]), prose=prose)

    def hide(self, text: str, placeholder: str = STARS) -> str:
        """Return a text with each known value replaced by a placeholder."""
        return self._replaced(text, lambda _: placeholder)

    def knows(self, text: str) -> bool:
        """Tell whether a known value is in the text."""
        return bool(self._present(text))

    def betrays(self, text: str) -> bool:
        """Tell whether a text contains one of the caller's credentials."""
        return any(self._names[value] in CREDENTIALS for value in self._present(text))

    def show(self, value: Any, limit: int = 300) -> str:
        """Return a JSON value as one short line of text without secrets."""
        text = self.mask(one_line(masked(value)))
        return text if len(text) <= limit else text[: limit - 1] + "…"

    def _replaced(self, text: str, replacement: Callable[[str], str]) -> str:
        present = self._present(text)
        if not present:
            return text
        # Longest first: one secret may be part of another. One pass: names are not searched again.
        pattern = "|".join(re.escape(value) for value in sorted(present, key=len, reverse=True))
        by_folded = {value.casefold(): value for value in present}
        return re.sub(
            pattern,
            lambda found: replacement(by_folded.get(found[0].casefold(), present[0])),
            text,
            flags=re.IGNORECASE,
        )

    def _present(self, text: str) -> list[str]:
        folded = text.casefold()
        return [value for value, searched in self._folded.items() if searched in folded]


def _starred(text: str, *, prose: bool) -> str:
    """Return the text without what only looks like a secret.

    Example: `GET /f?sig=abc failed for Bearer eyJhbGciOi.x.y` becomes
    `GET /f?sig=*** failed for Bearer ***`.
    """
    text = TOKEN.sub(STARS, text)
    text = AUTHORIZATION.sub(rf"\1 {STARS}", text)
    text = USERINFO.sub(rf"\1{STARS}@", text)
    text = SIGNATURE.sub(rf"\1{STARS}", text)
    if not prose:
        text = MEMBER.sub(_member_text, text)
    return HEXADECIMAL.sub(STARS, text)


def _member_text(found: re.Match[str]) -> str:
    return f"{found[1]}{STARS}" if is_secret_name(found[2]) else found[0]


def _signed_addresses(value: Any) -> Iterator[str]:
    for inner in objects_in(value):
        signed = (inner.get(name) for name in SIGNED_PROPERTIES)
        yield from (address for address in signed if isinstance(address, str))


def one_line(value: Any) -> str:
    """Return a JSON value as text that a terminal can show."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if text.isprintable() else json.dumps(value, default=str)


def masked(value: Any) -> Any:
    """Return a copy of a JSON value with stars for properties whose names are those of secrets."""
    if isinstance(value, list):
        return [masked(item) for item in value]
    if not isinstance(value, dict):
        return value
    named = is_secret_name(str(value.get("name", "")))
    return {
        key: _member(key, item, secret=is_secret_name(key) or (named and key in PARAMETER_VALUES))
        for key, item in value.items()
    }


def _member(key: str, item: Any, *, secret: bool) -> Any:
    if secret and item is not None and not isinstance(item, bool):
        return STARS
    if key in SIGNED_PROPERTIES and isinstance(item, str):
        return unsigned(item)
    return masked(item)


def unsigned(address: str) -> str:
    """Return a URL without the values of its query, which may include a signature."""
    parts = urlsplit(address)
    if not parts.query:
        return address
    names = (unquote(pair.partition("=")[0]) for pair in parts.query.split("&"))
    return parts._replace(query="&".join(f"{name}={STARS}" for name in names)).geturl()
