"""A Python program that repeats a call, with the settings and secrets from the environment."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from marketplace_contracts.traffic.interaction import Interaction
from marketplace_contracts.traffic.redaction import Redactor, masked, one_line

_OWN_PROOF = 'env["MARKETPLACE_TOKEN"]'
_BASIC = '(env["MARKETPLACE_USERNAME"], env["MARKETPLACE_PASSWORD"])'
_LOG_IN = f"""\
{_OWN_PROOF} = httpx.post(
    base + "/token", json={{"marketplace": env["MARKETPLACE_CODE"]}}, timeout=60,
    headers={{"X-Subscription-Key": env["MARKETPLACE_SUBSCRIPTION_KEY"]}}, auth={_BASIC},
).json()["token"]"""
_NAMES = "BASE_URL|USERNAME|PASSWORD|SUBSCRIPTION_KEY|TOKEN|CODE"
# Our variables only: a value that was sent may contain a $.
_VARIABLE = re.compile(rf"\$(MARKETPLACE_(?:{_NAMES}))(?![A-Z_])")


def python_program(interaction: Interaction, redactor: Redactor) -> str:
    """Return the program; it needs httpx, and the five `MARKETPLACE_…` variables.

    It requests a token if the call had one, with correct headers: the headers of the call may be
    wrong on purpose.
    """
    query = urlsplit(interaction.url).query
    path = _text(redactor.mask(interaction.relative + (f"?{query}" if query else "")))
    body = _text(_body(interaction, redactor)) if interaction.payload else ""
    authorization = _authorization(interaction, redactor)
    lines = [
        "import os, httpx",
        "env = os.environ",
        'base = env["MARKETPLACE_BASE_URL"].rstrip("/")',
        *([_LOG_IN] if _OWN_PROOF in path + body + authorization else []),
        "headers = {" + ", ".join(_headers(interaction, redactor)) + "}",
    ]
    extra = ""
    if authorization == _BASIC:
        extra = f", auth={_BASIC}"
    elif authorization:
        lines.append(f'headers["Authorization"] = {authorization}')
    if body:
        lines.append(f"body = {body}")
        extra += ", content=body.encode()"
    call = f"httpx.request({interaction.method!r}, base + {path}, headers=headers{extra}"
    lines += [f"response = {call}, timeout=190)", "print(response.status_code, response.text)"]
    return "\n".join(lines)


def _authorization(interaction: Interaction, redactor: Redactor) -> str:
    """Return the credentials as an expression; empty if the call had none."""
    scheme, _, value = interaction.sent.get("authorization", "").partition(" ")
    if scheme.lower() == "basic" and redactor.knows(value):
        return _BASIC
    if scheme.lower() == "bearer" and redactor.knows(value):
        return f'"Bearer " + {_OWN_PROOF}'
    return '"Bearer wrong"' if scheme else ""


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
