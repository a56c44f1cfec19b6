"""A Python program that repeats a call, with the settings and secrets from the environment."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from marketplace_contracts.traffic.interaction import Interaction
from marketplace_contracts.traffic.redaction import Redactor, masked, one_line

_LOG_IN = """\
token = httpx.post(
    f"{base}/token", json={"marketplace": env["MARKETPLACE_CODE"]}, headers=headers,
    auth=(env["MARKETPLACE_USERNAME"], env["MARKETPLACE_PASSWORD"]), timeout=60,
).json()["token"]
headers["Authorization"] = f"Bearer {token}\""""
_NAMES = "BASE_URL|USERNAME|PASSWORD|SUBSCRIPTION_KEY|TOKEN|CODE"
# Ours alone: a value that was sent may well hold a $ of its own.
_VARIABLE = re.compile(rf"\$(MARKETPLACE_(?:{_NAMES}))(?![A-Z_])")


def python_program(interaction: Interaction, redactor: Redactor) -> str:
    """Return the program; it needs httpx, and the five `MARKETPLACE_…` variables.

    It logs in by itself where the call had a token. Other credentials are wrong on purpose.
    """
    lines = [
        "import os, httpx",
        "env = os.environ",
        'base = env["MARKETPLACE_BASE_URL"].rstrip("/")',
        "headers = {" + ", ".join(_headers(interaction, redactor)) + "}",
    ]
    authorization = interaction.sent.get("authorization", "")
    extra = ""
    if authorization.lower().startswith("bearer ") and redactor.knows(authorization[7:]):
        lines.append(_LOG_IN)
    elif authorization.lower().startswith("basic ") and redactor.knows(authorization[6:]):
        extra = ', auth=(env["MARKETPLACE_USERNAME"], env["MARKETPLACE_PASSWORD"])'
    elif authorization:
        lines.append('headers["Authorization"] = "Bearer wrong"')
    query = urlsplit(interaction.url).query
    path = redactor.mask(interaction.relative + (f"?{query}" if query else ""))
    if interaction.payload:
        lines.append(f"body = {_text(_body(interaction, redactor))}")
        extra += ", content=body.encode()"
    call = f"httpx.request({interaction.method!r}, base + {_text(path)}, headers=headers{extra}"
    lines += [f"response = {call}, timeout=190)", "print(response.status_code, response.text)"]
    return "\n".join(lines)


def _headers(interaction: Interaction, redactor: Redactor) -> list[str]:
    found = []
    if "x-subscription-key" in interaction.sent:
        known = redactor.knows(interaction.sent["x-subscription-key"])
        value = 'env["MARKETPLACE_SUBSCRIPTION_KEY"]' if known else '"wrong"'
        found.append(f'"X-Subscription-Key": {value}')
    if "content-type" in interaction.sent:
        found.append(f'"Content-Type": {redactor.mask(interaction.sent["content-type"])!r}')
    return found


def _body(interaction: Interaction, redactor: Redactor) -> str:
    if isinstance(interaction.sent_json, dict | list):
        return redactor.mask(one_line(masked(interaction.sent_json)))
    return redactor.mask(interaction.payload.decode("utf-8", "replace"))


def _text(text: str) -> str:
    """Return a text as an expression in which settings come from the environment."""
    parts = _VARIABLE.split(text)
    words = [
        repr(part) if number % 2 == 0 else f'env["{part}"]' for number, part in enumerate(parts)
    ]
    return " + ".join(word for word in words if word != "''") or "''"
