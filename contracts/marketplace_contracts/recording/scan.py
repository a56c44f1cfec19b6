"""Search cassettes for secrets by other means than the scrubber uses.

The scrubber works on values with names; the scan also searches the text of the file by pattern,
and reports what is not on the list of headers. It never repeats what it finds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from marketplace_contracts.errors import CannotRun
from marketplace_contracts.recording import cassette_file
from marketplace_contracts.recording.kept_fields import (
    CREDENTIALS,
    PARAMETER_VALUES,
    PLACEHOLDER,
    REQUEST_HEADERS,
    RESPONSE_HEADERS,
)
from marketplace_contracts.traffic.redaction import Redactor
from marketplace_contracts.traffic.secret_shapes import is_secret_name

_SUSPICIOUS = {
    "a token": re.compile(r"eyJ(?:(?!eyJ)[\w-]){6,}\.[\w-]"),
    "an authorisation header": re.compile(
        rf"\b(?:basic|bearer)\s+(?!{PLACEHOLDER}\b)[\w.~+/=-]{{6,}}", re.IGNORECASE
    ),
    "a signature": re.compile(
        rf"[?&;](?:sig|signature|x-amz-signature|sv|se|st|skoid)=(?!{PLACEHOLDER}\b)[^&\s\"]",
        re.IGNORECASE,
    ),
    "credentials in an address": re.compile(
        r"https?://[^\s/@\"]{1,500}?:[^\s/@\"]{1,500}@", re.IGNORECASE
    ),
    "an address of a machine": re.compile(
        r"https?://(?:127\.|10\.|192\.168\.|localhost|\[::1\])", re.IGNORECASE
    ),
    "a cookie": re.compile(r"\bset-cookie\b", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class Leak:
    """Something that must not be in a cassette.

    Attributes:
        pointer: Its place in the file; never the value itself.
        what: What it is.
    """

    pointer: str
    what: str

    def __str__(self) -> str:
        return f"{self.what} in {self.pointer}"


def leaks(text: str, known: Iterable[str] | Redactor = ()) -> list[Leak]:
    """Return what must not be in the text of a cassette.

    Args:
        text: The whole file.
        known: Secrets that could be in it.
    """
    secrets = known if isinstance(known, Redactor) else _redactor(known)
    found = [Leak("the file", "a known secret")] if secrets.knows(text) else []
    try:
        content = cassette_file.parse(text)
    except CannotRun:
        return [*found, Leak("the file", "not a cassette")]
    for pointer, value in _strings(content, ""):
        found += [Leak(pointer, what) for what in _suspicions(value, secrets)]
    for index, each in enumerate(content["interactions"]):
        found += _headers(f"/interactions/{index}/request", each["request"], REQUEST_HEADERS)
        found += _headers(f"/interactions/{index}/response", each["response"], RESPONSE_HEADERS)
        found += _body(f"/interactions/{index}/request/body", each["request"]["body"])
        body = each["response"]["body"].get("string")
        found += _body(f"/interactions/{index}/response/body", body)
    return found


def _redactor(values: Iterable[str]) -> Redactor:
    redactor = Redactor()
    redactor.learn("SECRET", *values)
    return redactor


def _suspicions(value: str, secrets: Redactor) -> Iterator[str]:
    if secrets.knows(value):
        yield "a known secret"
    yield from (what for what, pattern in _SUSPICIOUS.items() if pattern.search(value))


def _headers(pointer: str, message: dict[str, Any], kept: frozenset[str]) -> Iterator[Leak]:
    for name, values in message["headers"].items():
        if name.lower() not in kept:
            yield Leak(f"{pointer}/headers/{name}", "a header that is not kept")
        elif name.lower() in CREDENTIALS:
            for value in values if isinstance(values, list) else [values]:
                if str(value).rpartition(" ")[2] != PLACEHOLDER:
                    yield Leak(f"{pointer}/headers/{name}", "a credential")


def _body(pointer: str, body: Any) -> Iterator[Leak]:
    if body is None:
        return
    if not isinstance(body, str):
        yield Leak(pointer, "a body that is not text")
        return
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return
    for where, name, inner in _members(value, pointer):
        plain = isinstance(inner, str | int | float) and not isinstance(inner, bool)
        if is_secret_name(name) and plain and inner != PLACEHOLDER:
            yield Leak(where, "a secret property")


def _members(value: Any, pointer: str) -> Iterator[tuple[str, str, Any]]:
    """Yield place, name and value of each member; a parameter's value has the parameter's name."""
    if isinstance(value, dict):
        for key in PARAMETER_VALUES & value.keys():
            yield f"{pointer}/{key}", str(value.get("name", "")), value[key]
        for key, inner in value.items():
            yield f"{pointer}/{key}", key, inner
            yield from _members(inner, f"{pointer}/{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _members(inner, f"{pointer}/{index}")


def _strings(value: Any, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield f"{pointer}/{key} (name)", str(key)
            yield from _strings(inner, f"{pointer}/{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _strings(inner, f"{pointer}/{index}")
