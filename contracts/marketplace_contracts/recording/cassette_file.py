"""Cassettes as YAML: read by a safe loader alone, written the same way each time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from marketplace_contracts.errors import CannotRun

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_UNBROKEN = 2**31 - 1  # columns; a body stays on one line


class Serializer:
    """What vcrpy reads and writes cassettes with. Tags that make objects are refused."""

    @staticmethod
    def deserialize(text: str) -> Any:
        """A cassette from its text."""
        return parse(text)

    @staticmethod
    def serialize(content: Any) -> str:
        """The text of a cassette, its provenance first."""
        return write(content)


def write(content: dict[str, Any]) -> str:
    """The text of a cassette; the same content gives the same text."""
    ordered = {key: content[key] for key in ("metadata", "version", "interactions")}
    text: str = yaml.dump(
        ordered, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_UNBROKEN
    )
    return text


def parse(text: str, name: str = "cassette") -> dict[str, Any]:
    """The content of a cassette.

    Raises:
        CannotRun: It is no cassette; names it.
    """
    try:
        content = yaml.load(text, Loader=_Loader)  # noqa: S506 - both are safe loaders
    except yaml.YAMLError:
        raise CannotRun(f"The cassette {name} is no plain YAML.") from None
    shape = isinstance(content, dict) and isinstance(content.get("interactions"), list)
    if not shape or not all(_is_interaction(each) for each in content["interactions"]):
        raise CannotRun(f"The cassette {name} holds no interactions.")
    found: dict[str, Any] = content
    return found


def _is_interaction(each: Any) -> bool:
    if not isinstance(each, dict):
        return False
    request, response = each.get("request"), each.get("response")
    return (
        isinstance(request, dict)
        and isinstance(response, dict)
        and {"method", "uri", "body", "headers"} <= request.keys()
        and {"status", "headers", "body"} <= response.keys()
        and isinstance(response["body"], dict)
    )


def read(path: Path) -> dict[str, Any]:
    """The content of a cassette file.

    Raises:
        CannotRun: It cannot be read, or is no cassette.
    """
    return parse(text_of(path), path.name)


def text_of(path: Path) -> str:
    """The text of a cassette file.

    Raises:
        CannotRun: It cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        raise CannotRun(f"The cassette {path.name} cannot be read: {reason}.") from None
