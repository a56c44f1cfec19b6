"""Shapes of secrets: their names, their spellings, and the texts that contain them.

Shared by the redactor, the scrubber of cassettes and the independent scan of cassettes. Each
pattern reads a text once, whatever is in it: a body may be one word of megabytes.
"""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterator
from urllib.parse import quote, quote_plus

SIGNATURES = frozenset({"sig", "signature", "x-amz-signature"})
"""Query parameters whose value signs a URL."""

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_SECRET_WORD = re.compile(
    r"\b(?:authori[sz]ation|cookies?|credentials?|cvv|logins?|mfa|otp|pass|passcodes?|passphrase"
    r"|passwd|passwords?|passwort|pins?|psw|pwds?|secrets?|tan|tokens?|totp)\b"
)
_SECRET_PAIRS = re.compile(
    r"\b(?:access|account|activation|api|auth|client|encryption|licen[cs]e|master|private|product"
    r"|recovery|secret|serial|shared|signing|storage|subscription|volume) ?keys?\b"
    r"|\b(?:access|activation|auth|backup|confirmation|one time|recovery|redemption|redeem|reset"
    r"|security|unlock|verification) ?codes?\b"
    r"|\b(?:session|sid) ?id\b|\bconnection ?string\b|\bone time\b|\bpass ?(?:word|wd|phrase|code)"
)
_RUN_TOGETHER = re.compile(
    r"passw|passphrase|passcode|pwd|secret|credential|token|login|apikey|licen[cs]ekey|productkey"
    r"|sessionid|connectionstring"
)
_NOT_SECRET = re.compile(r"^token ?type$|^(?:expires|expiry|expiration)|expires|\bpass ?through\b")

QUERY = re.compile(r"(https?://[^\s?\"'<>\\]{1,2000})\?([^\s\"'<>\\]+)", re.IGNORECASE)
"""A URL with a query, which may contain a signature (facts A20, E12)."""
SCHEME = re.compile(r"\b(basic|bearer)\s+([\w.~+/=-]{6,})", re.IGNORECASE)
"""An authorization header quoted in a text."""
TOKEN = re.compile(r"\beyJ[\w-]{6,}(?:\.[\w-]+)+")
"""A JWT."""
USERINFO = re.compile(r"(https?://)[^\s/@\"'<>]{1,500}?:[^\s/@\"'<>]{1,500}@", re.IGNORECASE)
"""The start of a URL with user name and password."""
AUTHORIZATION = re.compile(r"\b([Bb]asic|[Bb]earer|BASIC|BEARER)\s+(?=\S*[A-Z0-9])[\w.~+/=-]{6,}")
"""The same, but not words such as "bearer token" and "Basic credentials"."""
SIGNATURE = re.compile(
    r"((?:\b|%3F|%26|_)(?:sig|signature|[\w-]{0,60}[-_]signature|x-amz-credential|"
    r"x-amz-security-token|key-pair-id)(?:=|%3D))(?:(?!%26)[^&\s\"'<>\\,;])+",
    re.IGNORECASE,
)
"""The signature in the query of a URL, also if the URL itself is encoded."""
MEMBER = re.compile(
    r"(?<![\w\\-])(\\*[\"']?(?<![\w-])"
    r"(?=[\w-]*?(?:pass|pwd|psw|token|secret|cred|login|key|code|cookie|auth|otp|pin|cvv|mfa|tan"
    r"|session|connection|one))([\w-]++)\\*[\"']?\s*[:=]\s*\\*[\"']?)"
    r"(?!\*\*\*|\$)[^\s\"'\\,;&<>{}\[\]]{4,}",
    re.IGNORECASE,
)
"""A name that may be that of a secret, and its value, as in nested JSON or a header."""
HEXADECIMAL = re.compile(r"(?<![\w-])[0-9a-fA-F]{32,}(?![\w-])")
"""A key as gateways issue them."""
PAIR = re.compile(r"(?<![\w.-])([\w.-]+)=([^&\s\"'<>;,]+)")
"""A name and its value, as in a query or a form."""


_SHORTEST_WITHIN = 6  # shorter values leave too few characters of their base64


def is_secret_name(name: str) -> bool:
    """Tell whether a property or parameter of this name holds a secret.

    Names are read word by word, however they are written: `adminPwd`, `root_pass`, `LICENSE-KEY`
    and `oneTimeCode` are secret, `passed`, `tokenType` and `mpnKey` are not.
    """
    words = " ".join(word.lower() for word in _WORD.findall(name))
    if _NOT_SECRET.search(words):
        return False
    return (
        _SECRET_WORD.search(words) is not None
        or _SECRET_PAIRS.search(words) is not None
        or _RUN_TOGETHER.search(words.replace(" ", "")) is not None
    )


def spellings(value: str) -> Iterator[str]:
    """Yield the ways in which a value can be written in a header, an address or a body.

    Example: `a&b c` is also `a%26b%20c`, `a%26b+c`, `a&amp;b c`, its hexadecimal digits, its
    base64, and what of its base64 is left where other bytes surround it.
    """
    yield value
    yield quote(value, safe="", errors="surrogatepass")
    yield quote_plus(value, errors="surrogatepass")
    yield json.dumps(value)[1:-1]
    yield json.dumps(value, ensure_ascii=False)[1:-1]
    yield html.escape(value)
    data = value.encode("utf-8", "surrogatepass")
    for encoded in (base64.b64encode(data), base64.urlsafe_b64encode(data)):
        yield encoded.decode().rstrip("=")
    if len(data) >= _SHORTEST_WITHIN:
        yield data.hex()
        for offset in range(3):
            within = _base64_within(data, offset)
            yield from (within, within.replace("+", "-").replace("/", "_"), quote(within, safe=""))


def _base64_within(data: bytes, offset: int) -> str:
    """Return the characters of base64 that depend on these bytes alone, after `offset` others."""
    encoded = base64.b64encode(b"\0" * offset + data).decode()
    whole = encoded.rstrip("=")
    if whole != encoded:  # the last character depends on the bytes that follow
        whole = whole[:-1]
    return whole[(0, 2, 3)[offset] :]


def without_values(query: str, placeholder: str) -> str:
    """Return a query with its names and without its values."""
    names = (pair.partition("=")[0] for pair in query.split("&"))
    return "&".join(f"{name}={placeholder}" for name in names)


def without_shapes(text: str, placeholder: str) -> str:
    """Return a text in which everything that looks like a secret is replaced.

    Values of queries, authorization headers, JWTs, user names and passwords in addresses, and the
    values of `name=value` pairs whose name is a secret's.
    """
    text = QUERY.sub(lambda found: f"{found[1]}?{without_values(found[2], placeholder)}", text)
    text = SCHEME.sub(lambda found: f"{found[1]} {placeholder}", text)
    text = USERINFO.sub(lambda found: f"{found[1]}{placeholder}@", TOKEN.sub(placeholder, text))

    def pair(found: re.Match[str]) -> str:
        secret = is_secret_name(found[1]) or found[1].lower() in SIGNATURES
        return f"{found[1]}={placeholder}" if secret else found[0]

    return PAIR.sub(pair, text)
