"""Cassette files: YAML, read by a safe loader without aliases, and written the same every time."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from marketplace_contracts.description.yaml_bounds import BoundsError, refuse_unbounded
from marketplace_contracts.errors import CannotRun

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Dumper: Any = type(
    "_Dumper",
    (getattr(yaml, "CSafeDumper", yaml.SafeDumper),),
    {"ignore_aliases": lambda *_: True},  # equal values are written twice; see `yaml_bounds`
)
_UNBROKEN = 2**31 - 1  # columns; a body stays on one line
LARGEST = 64 * 1024 * 1024
"""Bytes of the largest file that is read: a recorded scenario has a thousandth of that."""
DEEPEST = 64
"""Levels of nesting of a cassette; bodies are text and do not count."""


class Serializer:
    """Let vcrpy read and write cassettes in this format."""

    @staticmethod
    def deserialize(text: str) -> Any:
        """Return a cassette from its text."""
        return parse(text)

    @staticmethod
    def serialize(content: Any) -> str:
        """Return the text of a cassette, its provenance first."""
        return write(content)


def write(content: dict[str, Any]) -> str:
    """Return the text of a cassette; equal content has equal text."""
    ordered = {key: content[key] for key in ("metadata", "version", "interactions")}
    text: str = yaml.dump(
        ordered, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_UNBROKEN
    )
    return text


def parse(text: str, name: str = "cassette") -> dict[str, Any]:
    """Return the content of a cassette.

    Raises:
        CannotRun: The text is not a cassette; the message names it.
    """
    try:
        refuse_unbounded(text, deepest=DEEPEST, aliases=False)
        content = yaml.load(text, Loader=_Loader)  # noqa: S506 - both are safe loaders
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise CannotRun(f"The cassette {name} is not plain YAML{_line_of(error)}.") from None
    interactions = content.get("interactions") if isinstance(content, dict) else None
    if not isinstance(interactions, list):
        raise CannotRun(f"The cassette {name} has no interactions.")
    for number, each in enumerate(interactions, start=1):
        if fault := _fault_of(each):
            raise CannotRun(f"The cassette {name} is damaged: interaction {number} has {fault}.")
    found: dict[str, Any] = content
    return found


def read(path: Path) -> dict[str, Any]:
    """Return the content of a cassette file.

    Raises:
        CannotRun: It cannot be read, or is not a cassette.
    """
    return parse(text_of(path), path.name)


def text_of(path: Path) -> str:
    """Return the text of a cassette file.

    Raises:
        CannotRun: It cannot be read, or is too large.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise CannotRun(f"The cassette {path.name} is larger than {LARGEST >> 20} MiB.")
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        raise CannotRun(f"The cassette {path.name} cannot be read: {reason}.") from None


def _line_of(error: Exception) -> str:
    if isinstance(error, BoundsError):
        return f": {error}"
    mark = getattr(error, "problem_mark", None)
    return f" (line {mark.line + 1})" if mark else ""


def _fault_of(each: Any) -> str:
    """Return what is wrong with the form of an interaction; empty for a sound one."""
    request: Any = each.get("request") if isinstance(each, dict) else None
    response: Any = each.get("response") if isinstance(each, dict) else None
    if not _is_map(request) or not {"method", "uri", "body", "headers"} <= request.keys():
        return "no request with method, uri, body and headers"
    if not _is_map(response) or not {"status", "headers", "body"} <= response.keys():
        return "no response with status, headers and body"
    status, body = response["status"], response["body"]
    sound = {
        "a method that is not text": isinstance(request["method"], str),
        "an uri that is not an address": _is_address(request["uri"]),
        "headers that are not lists of texts": _are_headers(request["headers"])
        and _are_headers(response["headers"]),
        "a status that is not a number from 100 to 599 with a text": _is_map(status)
        and _is_status(status.get("code"))
        and isinstance(status.get("message", 0), str | None),
        "a body that is not text": _is_text(request["body"])
        and _is_map(body)
        and _is_text(body.get("string", 0)),
    }
    return next((fault for fault, holds in sound.items() if not holds), "")


def _is_map(value: Any) -> bool:
    return isinstance(value, dict)


def _are_headers(value: Any) -> bool:
    return _is_map(value) and all(
        isinstance(name, str)
        and isinstance(values, list)
        and values
        and all(isinstance(each, str) for each in values)
        for name, values in value.items()
    )


def _is_address(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(urlsplit(value).port or True)
    except ValueError:
        return False


def _is_text(value: Any) -> bool:
    return value is None or isinstance(value, str | bytes)


def _is_status(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 100 <= value <= 599
