"""The description as the harness reads it: operations with what they promise, and where it says so.

A place is a JSON pointer into the description (`#/paths/~1orders/get`); `Spec.line` tells the
line of the file, so that each finding can name both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import unquote

import yaml

from marketplace_contracts.description.source_map import lines_of
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.paths import spec_path

Node: TypeAlias = dict[str, Any]
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
EFFECTS = ("token", "read", "write", "order")


@dataclass(frozen=True, slots=True)
class Filter:
    """What an `x-filter` promises: each row satisfies it."""

    parameter: str
    field: str
    match: str
    ignore_case: bool
    schema: Node
    pointer: str


@dataclass(frozen=True, slots=True)
class Paging:
    """What `x-pagination` promises; `items` and `total` are dotted paths in the answer."""

    items: str
    total: str
    largest: int
    pointer: str


@dataclass(frozen=True, slots=True)
class Sort:
    """What `x-sort` promises about the order of rows."""

    field: str
    descending: bool
    pointer: str


@dataclass(frozen=True, slots=True)
class Link:
    """From an answer to an operation: each parameter comes from the place of an expression."""

    name: str
    operation: str
    parameters: Mapping[str, str]
    pointer: str


@dataclass(frozen=True, slots=True)
class Header:
    """A header of an answer."""

    name: str
    required: bool
    schema: Node
    pointer: str


@dataclass(frozen=True, slots=True)
class Response:
    """One declared status of an operation; `content` maps media types to places of schemas."""

    status: int
    pointer: str
    headers: tuple[Header, ...]
    content: Mapping[str, str]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter in the path or the query."""

    name: str
    location: str
    required: bool
    schema: Node
    pointer: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation with everything it promises."""

    id: str
    method: str
    path: str
    pointer: str
    effect: str
    replayable: bool
    schemes: tuple[str, ...]
    security_pointer: str
    parameters: tuple[Parameter, ...]
    body_pointer: str | None
    examples: tuple[Any, ...]
    responses: Mapping[int, Response]
    paging: Paging | None
    sort: Sort | None
    filters: tuple[Filter, ...]

    @property
    def tag(self) -> str:
        """The resource, which is the first part of the id."""
        return self.id.partition(".")[0]

    @property
    def path_parameters(self) -> tuple[Parameter, ...]:
        """Parameters in the path, in the order of the description."""
        return tuple(p for p in self.parameters if p.location == "path")

    def parameter(self, name: str) -> Parameter | None:
        """A query parameter by name."""
        found = (p for p in self.parameters if p.location == "query" and p.name == name)
        return next(found, None)


@dataclass(frozen=True)
class Spec:
    """A description that was read and looks like one."""

    document: Node
    text: str = field(repr=False)
    name: str = "openapi.yaml"

    @cached_property
    def operations(self) -> Mapping[str, Operation]:
        """All operations by id, in the order of the description.

        Raises:
            ValueError: Two share an id.
        """
        found: dict[str, Operation] = {}
        for operation in _operations(self):
            if operation.id in found:
                raise ValueError(f"operationId {operation.id} stands twice")
            found[operation.id] = operation
        return found

    @property
    def version(self) -> str:
        """The version of the API that is described."""
        return str(self.document["info"]["version"])

    def follow(self, pointer: str) -> tuple[Node, str]:
        """The node at a place, and where it really is after following references.

        Raises:
            CannotRun: A reference leads nowhere.
        """
        node: Any = self.document
        for part in pointer.removeprefix("#").split("/")[1:]:
            key = part.replace("~1", "/").replace("~0", "~")
            try:
                node = node[int(key) if isinstance(node, list) else key]
            except (KeyError, IndexError, TypeError, ValueError):
                raise CannotRun(f"The description {self.name} has nothing at {pointer}.") from None
        if isinstance(node, dict) and isinstance(node.get("$ref"), str):
            return self.follow(node["$ref"])
        return node, pointer

    def line(self, pointer: str) -> int:
        """The line of the file that a place is on; that of the nearest parent where it is not."""
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
        """Paths with the operations of their methods; literal ones first."""
        paths: dict[str, dict[str, Operation]] = {}
        for operation in self.operations.values():
            paths.setdefault(operation.path, {})[operation.method] = operation
        ordered = sorted(paths, key=lambda path: path.count("{"))
        return [(*_pattern(path), paths[path]) for path in ordered]

    def match(self, method: str, path: str) -> tuple[Operation, Mapping[str, str]] | None:
        """The operation that a request is for, with the values of its path parameters.

        Args:
            method: In any letter case.
            path: Relative to the base address, percent-encoded; a trailing slash is tolerated.
        """
        wanted = path.rstrip("/") or "/"
        for pattern, names, methods in self._routes:
            if found := pattern.fullmatch(wanted):
                # The first path that fits is the one meant: /orders/estimate is no order.
                operation = methods.get(method.upper())
                values = (unquote(value) for value in found.groups())
                return (operation, dict(zip(names, values, strict=True))) if operation else None
        return None


def load(path: Path | None = None) -> Spec:
    """Read a description and see that it can be checked against.

    Raises:
        CannotRun: Missing, unreadable, no OpenAPI, or without what the checks rest on.
    """
    path = path or spec_path()
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        raise CannotRun(f"The description {path} cannot be read: {reason}.") from None
    try:
        document = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe loaders
    except yaml.YAMLError as error:
        where = getattr(error, "problem_mark", None)
        line = f" at line {where.line + 1}" if where else ""
        raise CannotRun(f"The description {path} is no valid YAML{line}.") from None
    return parse(document, text, path.name)


def parse(document: Any, text: str = "", name: str = "openapi.yaml") -> Spec:
    """A description from its document.

    Raises:
        CannotRun: It is no OpenAPI 3 description, or lacks what the checks rest on.
    """
    if not isinstance(document, dict) or not str(document.get("openapi", "")).startswith("3."):
        raise CannotRun(f"The description {name} is no OpenAPI 3 document.")
    spec = Spec(document, text, name)
    try:
        if not spec.operations:
            raise CannotRun(f"The description {name} has no operations.")
        _ = spec.version
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        reason = f"lacks {error}" if isinstance(error, KeyError) else f"is malformed ({error})"
        raise CannotRun(f"The description {name} {reason}.") from None
    return spec


def escape(part: str) -> str:
    """A key as it stands in a pointer."""
    return part.replace("~", "~0").replace("/", "~1")


def _pattern(path: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    names = tuple(re.findall(r"{([^}]+)}", path))
    literal = (re.escape(part) for part in re.split(r"{[^}]+}", path))
    return re.compile("([^/]+)".join(literal)), names


def _operations(spec: Spec) -> Iterator[Operation]:
    for path, item in spec.document["paths"].items():
        for method in METHODS:
            if method in item:
                pointer = f"#/paths/{escape(path)}/{method}"
                yield _operation(spec, path, method, pointer, item.get("parameters", []))


def _operation(spec: Spec, path: str, method: str, pointer: str, shared: list[Node]) -> Operation:
    node, _ = spec.follow(pointer)
    if node["x-effect"] not in EFFECTS:
        raise ValueError(f"x-effect at {pointer} is none of {', '.join(EFFECTS)}")
    above = pointer.rpartition("/")[0]
    parameters = [
        *_parameters(spec, above, shared),
        *_parameters(spec, pointer, node.get("parameters", [])),
    ]
    body_pointer, examples = _body(spec, node, pointer)
    own = "security" in node
    security = node["security"] if own else spec.document.get("security", [])
    return Operation(
        id=node["operationId"],
        method=method.upper(),
        path=path,
        pointer=pointer,
        effect=node["x-effect"],
        replayable=node["x-replayable"],
        schemes=tuple(name for choice in security[:1] for name in choice),
        security_pointer=f"{pointer}/security" if own else "#/security",
        parameters=tuple(parameters),
        body_pointer=body_pointer,
        examples=examples,
        responses={
            int(s): _response(spec, int(s), f"{pointer}/responses/{s}") for s in node["responses"]
        },
        paging=_paging(node, pointer),
        sort=_sort(node, pointer),
        filters=tuple(_filters(spec, pointer, node)),
    )


def _parameters(spec: Spec, above: str, nodes: list[Node]) -> Iterator[Parameter]:
    for index in range(len(nodes)):
        node, pointer = spec.follow(f"{above}/parameters/{index}")
        schema, _ = spec.follow(f"{pointer}/schema")
        required = bool(node.get("required"))
        yield Parameter(node["name"], node["in"], required, schema, pointer)


def _filters(spec: Spec, above: str, node: Node) -> Iterator[Filter]:
    for index in range(len(node.get("parameters", []))):
        found, pointer = spec.follow(f"{above}/parameters/{index}")
        if rule := found.get("x-filter"):
            schema, _ = spec.follow(f"{pointer}/schema")
            fold = bool(rule.get("ignore-case"))
            yield Filter(
                found["name"], rule["field"], rule["match"], fold, schema, f"{pointer}/x-filter"
            )


def _body(spec: Spec, node: Node, pointer: str) -> tuple[str | None, tuple[Any, ...]]:
    """The place of the JSON schema of the request, and the examples beside it."""
    if "requestBody" not in node:
        return None, ()
    body, where = spec.follow(f"{pointer}/requestBody")
    content = body["content"]["application/json"]
    examples = [content["example"]] if "example" in content else []
    examples += [example["value"] for example in content.get("examples", {}).values()]
    return f"{where}/content/application~1json/schema", tuple(examples)


def _response(spec: Spec, status: int, pointer: str) -> Response:
    node, where = spec.follow(pointer)
    return Response(
        status=status,
        pointer=where,
        headers=tuple(_header(spec, name, where) for name in node.get("headers", {})),
        content={m: f"{where}/content/{escape(m)}/schema" for m in node.get("content", {})},
        links=tuple(_link(spec, name, where) for name in node.get("links", {})),
    )


def _header(spec: Spec, name: str, above: str) -> Header:
    node, pointer = spec.follow(f"{above}/headers/{escape(name)}")
    return Header(name, bool(node.get("required")), node.get("schema", {}), pointer)


def _link(spec: Spec, name: str, above: str) -> Link:
    node, pointer = spec.follow(f"{above}/links/{escape(name)}")
    return Link(name, node["operationId"], node["parameters"], pointer)


def _paging(node: Node, pointer: str) -> Paging | None:
    if "x-pagination" not in node:
        return None
    rule = node["x-pagination"]
    return Paging(rule["items"], rule["total"], rule["max-limit"], f"{pointer}/x-pagination")


def _sort(node: Node, pointer: str) -> Sort | None:
    if "x-sort" not in node:
        return None
    rule = node["x-sort"]
    return Sort(rule["field"], rule["order"] == "descending", f"{pointer}/x-sort")
