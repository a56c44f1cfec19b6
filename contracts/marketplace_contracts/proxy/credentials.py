"""The secrets that pass through the proxy: no setting names them, so they are learned."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

from marketplace_contracts.description.json_values import objects_in
from marketplace_contracts.traffic.interaction import Interaction
from marketplace_contracts.traffic.redaction import PARAMETER_VALUES, Redactor
from marketplace_contracts.traffic.secret_shapes import SIGNATURES, is_secret_name

MOST = 500
"""Secrets of others, such as passwords of contacts, that are searched for everywhere. Those beyond
are still hidden if their name or shape identifies them."""


class CredentialLearner:
    """Learns the secrets of each call before anything of it is shown."""

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor
        self._seen: set[str] = set()

    def learn(self, call: Interaction) -> None:
        """Learn the credentials of the caller, its token, and what is secret by its name."""
        self._name("MARKETPLACE_SUBSCRIPTION_KEY", call.sent.get("x-subscription-key", ""))
        scheme, _, value = call.sent.get("authorization", "").partition(" ")
        if scheme.lower() == "basic":
            self._learn_basic(value.strip())
        elif value or scheme:
            self._name("MARKETPLACE_TOKEN", (value or scheme).strip())
        if call.operation and call.operation.effect == "token" and isinstance(call.json, dict):
            self._name("MARKETPLACE_TOKEN", call.json.get("token"))
        for value in _secrets_of(call):
            if len(self._seen) < MOST:
                self._name("SECRET", value)

    def _learn_basic(self, encoded: str) -> None:
        self._name("MARKETPLACE_BASIC", encoded)
        try:
            name, _, password = base64.b64decode(encoded).decode().partition(":")
        except ValueError:
            return
        self._name("MARKETPLACE_PASSWORD", password)
        self._name("MARKETPLACE_USERNAME", name)

    def _name(self, name: str, value: Any) -> None:
        if isinstance(value, str) and value not in self._seen:
            self._seen.add(value)
            self._redactor.learn(name, value)


def _secrets_of(call: Interaction) -> Iterator[str]:
    for header in ("cookie", "set-cookie"):
        for pair in (call.sent.get(header, "") + ";" + call.headers.get(header, "")).split(";"):
            name, _, value = pair.strip().partition("=")
            if value and name.lower() not in {"path", "domain", "expires", "max-age", "samesite"}:
                yield value
    for name, value in (*call.query, *parse_qsl(call.headers.get("location", ""))):
        if is_secret_name(name) or name.lower() in SIGNATURES:
            yield value
    yield from _members(call.sent_json)
    yield from _members(call.json)


def _members(value: Any) -> Iterator[str]:
    for inner in objects_in(value):
        named = is_secret_name(str(inner.get("name", "")))
        for key, item in inner.items():
            is_secret = is_secret_name(key) or (named and key in PARAMETER_VALUES)
            if is_secret and isinstance(item, str):
                yield item
