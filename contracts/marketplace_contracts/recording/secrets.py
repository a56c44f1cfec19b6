"""What counts as secret in recorded traffic; scrubbing and scanning both go by it."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote, quote_plus

SCRUBBED = "SCRUBBED"
"""Stands where a secret was."""

SENT_HEADERS = frozenset({"accept", "content-type", "range", "authorization", "x-subscription-key"})
"""Headers of requests that are kept; the values of the last two are scrubbed."""
GIVEN_HEADERS = frozenset(
    {"content-type", "x-correlation-id", "retry-after", "allow", "location", "content-range"}
)
"""Headers of answers that are kept; addresses in them are scrubbed."""
VALUES = frozenset({"value", "structured_value"})
"""Where a named parameter has its value; its name tells whether that is secret."""
CREDENTIALS = frozenset({"authorization", "x-subscription-key"})

_SECRET_NAMES = re.compile(
    r"passw|passphrase|\bpwd|login|token|secret|credential|authori[sz]ation|cookie"
    r"|session-?_?id|connection-?_?string|(?:api|subscription|access|account)-?_?key",
    re.IGNORECASE,
)
_NOT_SECRET = re.compile(r"tokentype|token_type|expires", re.IGNORECASE)
QUERY = re.compile(r"(https?://[^\s?\"'<>\\]+)\?([^\s\"'<>\\]+)", re.IGNORECASE)
"""An address with a query: the query may be a signature (facts A20, E12)."""
SCHEME = re.compile(r"\b(basic|bearer)\s+([\w.~+/=-]{6,})", re.IGNORECASE)
"""An authorisation header quoted in a text."""
TOKEN = re.compile(r"\beyJ[\w-]{6,}(?:\.[\w-]+)+")
"""A token that nobody was told of."""
USERINFO = re.compile(r"(https?://)[^\s/@\"'<>]+:[^\s/@\"'<>]+@", re.IGNORECASE)
"""The head of an address with name and password."""
PAIR = re.compile(r"(?<![\w.-])([\w.-]+)=([^&\s\"'<>;,]+)")
"""A name and its value, as in a query or a form."""
SHORTEST = 6
"""A shorter value would be found inside innocent words."""


def is_secret_name(name: str) -> bool:
    """Whether a property or parameter of this name holds a secret."""
    return bool(_SECRET_NAMES.search(name)) and not _NOT_SECRET.search(name)


def forms(value: str) -> Iterator[str]:
    """The ways in which a value may be written in a header, an address or a body."""
    yield value
    yield quote(value, safe="")
    yield quote_plus(value)
    yield json.dumps(value)[1:-1]
    yield json.dumps(value, ensure_ascii=False)[1:-1]
    yield html.escape(value)
    for encoded in (base64.b64encode(value.encode()), base64.urlsafe_b64encode(value.encode())):
        yield encoded.decode().rstrip("=")


def unqueried(query: str) -> str:
    """A query with its names and without its values."""
    names = (pair.partition("=")[0] for pair in query.split("&"))
    return "&".join(f"{name}={SCRUBBED}" for name in names)


class Known:
    """Values that must not be seen, learned as they pass by."""

    def __init__(self, values: Iterable[str] = ()) -> None:
        self._forms: set[str] = set()
        self._ordered: list[str] = []
        self.learn(*values)

    def __repr__(self) -> str:
        return f"Known({len(self._forms)} forms)"

    def learn(self, *values: object) -> None:
        """Look for these from now on; values that are no text or too short are left out."""
        for value in values:
            if isinstance(value, str) and len(value) >= SHORTEST and value != SCRUBBED:
                self._forms.update(forms(value))
        # Longest first: one secret may be part of another.
        self._ordered = sorted(self._forms, key=len, reverse=True)

    def scrub(self, text: str) -> str:
        """The text without any of them."""
        # A key or a user's name in other letters is still one, and may be accepted.
        folded = text.casefold()
        for form in self._ordered:
            if form.casefold() in folded:
                text = re.sub(re.escape(form), SCRUBBED, text, flags=re.IGNORECASE)
        return text

    def shows(self, text: str) -> bool:
        """Whether one of them stands in the text."""
        folded = text.casefold()
        return any(form.casefold() in folded for form in self._ordered)
