"""A description read from its file: operations, nodes by JSON pointer, and lines of the file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from marketplace_contracts.description.operations import Operation, read_operations
from marketplace_contracts.description.pointers import Node, resolve
from marketplace_contracts.description.source_map import lines_of
from marketplace_contracts.description.yaml_file import read_yaml
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.paths import spec_path


@dataclass(frozen=True)
class Spec:
    """A valid description."""

    document: Node
    text: str = field(repr=False)
    name: str = "openapi.yaml"

    @cached_property
    def operations(self) -> Mapping[str, Operation]:
        """Return all operations by id, in the order of the description.

        Raises:
            ValueError: Two share an id.
        """
        found: dict[str, Operation] = {}
        for operation in read_operations(self.document, self.follow):
            if operation.id in found:
                raise ValueError(f"operationId {operation.id} is used twice")
            found[operation.id] = operation
        return found

    @property
    def version(self) -> str:
        """Return the version of the described API."""
        return str(self.document["info"]["version"])

    def follow(self, pointer: str) -> tuple[Node, str]:
        """Return the node at a pointer, and its own pointer after following references.

        Raises:
            CannotRun: A reference leads nowhere.
        """
        try:
            return resolve(self.document, pointer)
        except LookupError as error:
            raise CannotRun(f"The description {self.name} has nothing at {error}.") from None

    @cached_property
    def token_operation(self) -> Operation:
        """Return the operation that issues tokens."""
        return next(one for one in self.operations.values() if one.effect == "token")

    @cached_property
    def order_operation(self) -> Operation:
        """Return the operation that places orders."""
        return next(one for one in self.operations.values() if one.effect == "order")

    @cached_property
    def plain_list(self) -> Operation:
        """Return a read without ids, to try credentials with."""
        return next(
            one
            for one in self.operations.values()
            if one.method == "GET" and not one.path_parameters
        )

    def line(self, pointer: str) -> int:
        """Return the line of a pointer in the file; of the nearest parent if it is not there."""
        while pointer not in self._lines:
            pointer = pointer.rpartition("/")[0]
            if not pointer:
                return 1
        return self._lines[pointer]

    @cached_property
    def _lines(self) -> Mapping[str, int]:
        return lines_of(self.text)

    @cached_property
    def _routes(self) -> list[tuple[re.Pattern[str], tuple[str, ...], dict[str, Operation]]]:
        """Return paths with the operations of their methods; literal ones first."""
        paths: dict[str, dict[str, Operation]] = {}
        for operation in self.operations.values():
            paths.setdefault(operation.path, {})[operation.method] = operation
        ordered = sorted(paths, key=lambda path: path.count("{"))
        return [(*_pattern(path), paths[path]) for path in ordered]

    def match(self, method: str, path: str) -> tuple[Operation, Mapping[str, str]] | None:
        """Return the operation of a request, with the values of its path parameters.

        Args:
            method: In any letter case.
            path: Relative to the base address, percent-encoded; a trailing slash is tolerated.
        """
        wanted = path.rstrip("/") or "/"
        for pattern, names, methods in self._routes:
            if found := pattern.fullmatch(wanted):
                # The first match counts: /orders/estimate is not an order.
                operation = methods.get(method.upper())
                values = (unquote(value) for value in found.groups())
                return (operation, dict(zip(names, values, strict=True))) if operation else None
        return None


def load(path: Path | None = None) -> Spec:
    """Read a description and check that the harness can use it.

    Raises:
        CannotRun: Missing, unreadable, not OpenAPI, or without required parts.
    """
    path = path or spec_path()
    document, text = read_yaml(path, f"The description {path}")
    return parse(document, text, path.name)


def parse(document: Any, text: str = "", name: str = "openapi.yaml") -> Spec:
    """Return a description from its document.

    Raises:
        CannotRun: It is not an OpenAPI 3 description, or lacks required parts.
    """
    if not isinstance(document, dict) or not str(document.get("openapi", "")).startswith("3."):
        raise CannotRun(f"The description {name} is not an OpenAPI 3 document.")
    spec = Spec(document, text, name)
    try:
        if not spec.operations:
            raise CannotRun(f"The description {name} has no operations.")
        _ = spec.version
    except (LookupError, TypeError, AttributeError, ValueError, RecursionError) as error:
        reason = f"lacks {error}" if isinstance(error, KeyError) else f"is malformed ({error})"
        raise CannotRun(f"The description {name} {reason}.") from None
    return spec


def _pattern(path: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    names = tuple(re.findall(r"{([^}]+)}", path))
    literal = (re.escape(part) for part in re.split(r"{[^}]+}", path))
    return re.compile("([^/]+)".join(literal)), names
