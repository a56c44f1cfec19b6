"""A shell command that repeats a call, with variables in place of secrets."""

from __future__ import annotations

import re
import shlex
from urllib.parse import urlsplit

from marketplace_contracts.traffic.interaction import Interaction
from marketplace_contracts.traffic.redaction import STARS, Redactor, masked, one_line

SHOWN_HEADERS = ("content-type",)
# Our variables only: a value that was sent may contain a $.
_VARIABLE = re.compile(r"\$(?:MARKETPLACE_[A-Z_]+|SECRET|EXPIRED_TOKEN|SIGNED_QUERY)(?![A-Z_])")


def curl(interaction: Interaction, redactor: Redactor) -> str:
    """Return the command; `$MARKETPLACE_…` variables stand for settings and secrets.

    `$MARKETPLACE_TOKEN` is a token from `auth.token`, which the user fetches first.
    """
    query = urlsplit(interaction.url).query
    url = "$MARKETPLACE_BASE_URL" + interaction.relative + (f"?{query}" if query else "")
    parts = ["curl", "-sS", "-i", "-X", interaction.method, _word(redactor.mask(url))]
    for name in SHOWN_HEADERS:
        if name in interaction.sent:
            parts += ["-H", _word(redactor.mask(f"{name}: {interaction.sent[name]}"))]
    parts += _credentials(interaction, redactor)
    if interaction.payload:
        parts += ["--data-binary", _payload(interaction, redactor)]
    return " ".join(parts)


def _credentials(interaction: Interaction, redactor: Redactor) -> list[str]:
    parts = []
    if "x-subscription-key" in interaction.sent:
        value = _secret(interaction.sent["x-subscription-key"], redactor)
        parts += ["-H", _word(f"X-Subscription-Key: {value}")]
    authorization = interaction.sent.get("authorization", "")
    scheme, _, value = authorization.partition(" ")
    if scheme.lower() == "basic" and redactor.knows(value):
        parts += ["-u", _word("$MARKETPLACE_USERNAME:$MARKETPLACE_PASSWORD")]
    elif authorization:
        parts += ["-H", _word(f"Authorization: {scheme} {_secret(value, redactor)}")]
    return parts


def _secret(value: str, redactor: Redactor) -> str:
    """Return a credential's variable, or a placeholder for one that is wrong on purpose."""
    return redactor.mask(value) if redactor.knows(value) else "wrong"


def _payload(interaction: Interaction, redactor: Redactor) -> str:
    """Return the body: masked JSON, other text, or an argument of printf for bytes."""
    if isinstance(interaction.sent_json, dict | list):
        text = one_line(masked(interaction.sent_json))
        return _word(redactor.mask(text.replace(f'"{STARS}"', '"$SECRET"')))
    try:
        return _word(redactor.mask(interaction.payload.decode()))
    except UnicodeDecodeError:
        octal = "".join(f"\\{byte:03o}" for byte in interaction.payload)
        return f"\"$(printf '{octal}')\""


def _word(text: str) -> str:
    """Return one shell word: variables are expanded by the shell, everything else is quoted."""
    words, end = [], 0
    for found in _VARIABLE.finditer(text):
        words += [_quoted(text[end : found.start()]), f'"{found.group()}"']
        end = found.end()
    words.append(_quoted(text[end:]))
    return "".join(words) or "''"


def _quoted(text: str) -> str:
    return shlex.quote(text) if text else ""
