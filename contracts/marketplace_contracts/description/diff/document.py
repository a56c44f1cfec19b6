"""Read a description for comparison: from a file or from a git revision."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from marketplace_contracts.description.source_map import lines_of
from marketplace_contracts.description.yaml_file import parse_yaml, read_yaml
from marketplace_contracts.errors import CannotRun

SPEC = "spec/openapi.yaml"
OTHERS = {
    "asyncapi": "an AsyncAPI document",
    "item": "a Postman collection",
    "log": "a HAR capture",
    "overlay": "an Overlay",
}
"""What a file is that has one of these keys and no `openapi`."""


@dataclass(frozen=True)
class Document:
    """One description: its name for people, its text, and its data with text keys."""

    name: str
    text: str
    data: Mapping[str, Any]

    @cached_property
    def lines(self) -> Mapping[str, int]:
        """Lines by JSON pointer."""
        return lines_of(self.text)

    def line(self, pointer: str) -> int:
        """Return the line of a pointer, or of its nearest parent that has one."""
        while pointer not in self.lines and "/" in pointer:
            pointer = pointer.rpartition("/")[0]
        return self.lines.get(pointer, 1)

    @property
    def version(self) -> str:
        """The version that the description gives itself."""
        info = self.data.get("info")
        return str(info.get("version", "")) if isinstance(info, dict) else ""


def read(source: str) -> Document:
    """Read a description.

    Args:
        source: A path, or a git revision of the repository in the working folder: `HEAD~1` means
            its `spec/openapi.yaml`, `v1.0:other/openapi.yaml` another file.

    Raises:
        CannotRun: There is no such file or revision, or it is not an OpenAPI 3 document.
    """
    path = Path(source)
    try:
        is_file = path.exists() and not path.is_dir()
    except OSError as error:
        raise CannotRun(f"{source} cannot be read: {error.strerror}.") from None
    if is_file:
        return _document(source, *read_yaml(path, source))
    return parse(source, _from_git(source))


def parse(name: str, content: bytes) -> Document:
    """Parse the bytes of a description, YAML or JSON, with or without a byte order mark.

    Raises:
        CannotRun: They are not an OpenAPI 3 document.
    """
    return _document(name, *parse_yaml(content, name))


def _document(name: str, data: Any, text: str) -> Document:
    if not isinstance(data, dict):
        raise CannotRun(f"{name} is not an OpenAPI document: it holds no object.")
    if "swagger" in data:
        raise CannotRun(
            f"{name} is Swagger {data['swagger']}, not OpenAPI 3; convert it to OpenAPI 3 first."
        )
    kind = next((kind for key, kind in OTHERS.items() if key in data), "")
    if kind and "openapi" not in data:
        raise CannotRun(f"{name} is {kind}, not an OpenAPI 3 document.")
    if not str(data.get("openapi", "")).startswith("3."):
        raise CannotRun(f"{name} is not an OpenAPI 3 document: `openapi` is missing or not 3.x.")
    return Document(name, text, data)


def _from_git(source: str) -> bytes:
    revision, _, path = source.partition(":")
    if not revision or revision.startswith("-"):
        raise CannotRun(f"{source!r} is neither a file nor a git revision.")
    command = ["git", "show", f"{revision}:{path or SPEC}"]
    try:
        done = subprocess.run(command, capture_output=True, check=True, timeout=60)
    except (OSError, subprocess.SubprocessError):
        raise CannotRun(f"{source} is neither a file nor a git revision with {SPEC}.") from None
    return done.stdout
