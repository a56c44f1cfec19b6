"""Operations with everything that the description says about them.

This is the one reader of `paths`: code generation, simulator and checks use it. Each part keeps the
JSON pointer of the line that says it, so that a finding can name that line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from marketplace_contracts.description.json_values import at
from marketplace_contracts.description.pointers import Node, escape

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
EFFECTS = ("token", "read", "write", "order")
"""All values of `x-effect`; `order` commits money."""
EVERYTHING = frozenset(EFFECTS)
READ_ONLY = frozenset({"token", "read"})
"""Effects that change nothing for the owner of the account."""
READ_WRITE = READ_ONLY | {"write"}
"""Effects that commit no money."""
JSON = "application/json"
_BODY, _FIRST_ROW = "$response.body#/", "$response.body#/data/0/"

Follow: TypeAlias = Callable[[str], tuple[Any, str]]
"""Returns the node at a pointer and its own pointer after following references."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What an `x-filter` promises: each row satisfies it.

    Example: `GET /orders?creationDateFrom=2026-01-01` with `field: creationDate, match: from`
    promises that no row has an earlier `creationDate`; the day itself is included.
    """

    parameter: str
    field: str
    match: str
    ignore_case: bool
    schema: Node
    pointer: str


@dataclass(frozen=True, slots=True)
class Paging:
    """What `x-pagination` promises; `items` and `total` are dotted paths in the response.

    Example: of 23 rows, `offset=20&limit=10` returns the last 3, with `pagination.total` 23.
    """

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
    """From a response to another operation: each parameter has the expression for its value."""

    name: str
    operation: str
    parameters: Mapping[str, str]
    pointer: str

    @property
    def first_row_field(self) -> str | None:
        """The property of the first row that the link follows; None for other links."""
        for expression in self.parameters.values():
            if expression.startswith(_FIRST_ROW):
                return expression.removeprefix(_FIRST_ROW)
        return None

    @property
    def body_field(self) -> tuple[str, str] | None:
        """The target's parameter and the top-level property that the link connects, if any."""
        for name, expression in self.parameters.items():
            if expression.startswith(_BODY) and "/" not in expression.removeprefix(_BODY):
                return name, expression.removeprefix(_BODY)
        return None


@dataclass(frozen=True, slots=True)
class Header:
    """A header of a response."""

    name: str
    required: bool
    schema: Node
    pointer: str


@dataclass(frozen=True, slots=True)
class DeclaredResponse:
    """One declared status of an operation; `content` maps media types to pointers of schemas."""

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
    """One operation with everything it promises.

    Attributes:
        schemes: Names of the security schemes, all of which a request needs.
        body_pointer: Schema of the JSON request body; None for operations without one.
        examples: Request bodies that the description gives as examples.
    """

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
    responses: Mapping[int, DeclaredResponse]
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

    @property
    def query_parameters(self) -> tuple[Parameter, ...]:
        """Parameters in the query, in the order of the description."""
        return tuple(p for p in self.parameters if p.location == "query")

    def parameter(self, name: str) -> Parameter | None:
        """Return a query parameter by name."""
        return next((p for p in self.query_parameters if p.name == name), None)

    @property
    def changes_something(self) -> bool:
        """Whether a call changes something for the owner of the account."""
        return self.effect not in READ_ONLY

    @property
    def takes_body(self) -> bool:
        """Whether requests have a JSON body."""
        return self.body_pointer is not None

    @property
    def success(self) -> DeclaredResponse | None:
        """The successful response of the lowest status; None where none is declared."""
        good = [status for status in self.responses if status // 100 == 2]
        return self.responses[min(good)] if good else None

    @property
    def success_pointer(self) -> str | None:
        """The schema of the JSON of a successful response; None where there is none."""
        return self.success.content.get(JSON) if self.success else None

    @property
    def links(self) -> tuple[Link, ...]:
        """The links of a successful response."""
        return self.success.links if self.success else ()

    @property
    def largest_page(self) -> Mapping[str, int]:
        """The query that asks for the largest page known to work; empty without paging."""
        return {"limit": self.paging.largest} if self.paging else {}

    def rows_in(self, body: Any) -> Any:
        """Return what a response has in the place of its rows."""
        return at(body, self.paging.items if self.paging else "data")

    def total_in(self, body: Any) -> Any:
        """Return what a response has in the place of the number of all rows."""
        return at(body, self.paging.total if self.paging else "pagination.total")


def read_operations(document: Mapping[str, Any], follow: Follow) -> Iterator[Operation]:
    """Yield the operations of a description, in its order.

    Raises:
        ValueError: An operation lacks, or has a wrong value for, what the project rests on; names
            the place.
    """
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield _placed(document, follow, path, method)


def _placed(document: Mapping[str, Any], follow: Follow, path: str, method: str) -> Operation:
    """Return an operation; an error names its place."""
    try:
        return _operation(document, follow, path, method)
    except KeyError as error:
        reason = f"lacks {error}"
    except (TypeError, AttributeError) as error:
        reason = f"is malformed ({error})"
    raise ValueError(f"#/paths/{escape(path)}/{method} {reason}")


def _operation(document: Mapping[str, Any], follow: Follow, path: str, method: str) -> Operation:
    above = f"#/paths/{escape(path)}"
    pointer = f"{above}/{method}"
    node, _ = follow(pointer)
    if node["x-effect"] not in EFFECTS:
        raise ValueError(f"x-effect at {pointer} is not one of {', '.join(EFFECTS)}")
    body_pointer, examples = _body(follow, node, pointer)
    own = "security" in node
    security = node["security"] if own else document.get("security", [])
    return Operation(
        id=node["operationId"],
        method=method.upper(),
        path=path,
        pointer=pointer,
        effect=node["x-effect"],
        replayable=node["x-replayable"],
        schemes=tuple(name for choice in security[:1] for name in choice),
        security_pointer=f"{pointer}/security" if own else "#/security",
        parameters=tuple(_parameters(follow, above, pointer)),
        body_pointer=body_pointer,
        examples=examples,
        responses={
            int(s): _response(follow, int(s), f"{pointer}/responses/{s}") for s in node["responses"]
        },
        paging=_paging(node, pointer),
        sort=_sort(node, pointer),
        filters=tuple(_filters(follow, above, pointer)),
    )


def _parameter_nodes(follow: Follow, above: str, pointer: str) -> Iterator[tuple[Node, str]]:
    """Yield the parameters of a path and an operation; the operation's own ones win."""
    own = _listed(follow, pointer)
    names = {(node["name"], node["in"]) for node, _ in own}
    yield from (
        (node, where)
        for node, where in _listed(follow, above)
        if (node["name"], node["in"]) not in names
    )
    yield from own


def _listed(follow: Follow, pointer: str) -> list[tuple[Node, str]]:
    count = len(follow(pointer)[0].get("parameters", []))
    return [follow(f"{pointer}/parameters/{index}") for index in range(count)]


def _parameters(follow: Follow, above: str, pointer: str) -> Iterator[Parameter]:
    for node, where in _parameter_nodes(follow, above, pointer):
        schema, _ = follow(f"{where}/schema")
        yield Parameter(node["name"], node["in"], bool(node.get("required")), schema, where)


def _filters(follow: Follow, above: str, pointer: str) -> Iterator[Filter]:
    for node, where in _parameter_nodes(follow, above, pointer):
        if rule := node.get("x-filter"):
            schema, _ = follow(f"{where}/schema")
            fold = bool(rule.get("ignore-case"))
            yield Filter(
                node["name"], rule["field"], rule["match"], fold, schema, f"{where}/x-filter"
            )


def _body(follow: Follow, node: Node, pointer: str) -> tuple[str | None, tuple[Any, ...]]:
    """Return the pointer of the JSON schema of the request, and the examples beside it."""
    if "requestBody" not in node:
        return None, ()
    body, where = follow(f"{pointer}/requestBody")
    content = body["content"][JSON]
    examples = [content["example"]] if "example" in content else []
    examples += [example["value"] for example in content.get("examples", {}).values()]
    return f"{where}/content/{escape(JSON)}/schema", tuple(examples)


def _response(follow: Follow, status: int, pointer: str) -> DeclaredResponse:
    node, where = follow(pointer)
    return DeclaredResponse(
        status=status,
        pointer=where,
        headers=tuple(_header(follow, name, where) for name in node.get("headers", {})),
        content={m: f"{where}/content/{escape(m)}/schema" for m in node.get("content", {})},
        links=tuple(_link(follow, name, where) for name in node.get("links", {})),
    )


def _header(follow: Follow, name: str, above: str) -> Header:
    node, pointer = follow(f"{above}/headers/{escape(name)}")
    return Header(name, bool(node.get("required")), node.get("schema", {}), pointer)


def _link(follow: Follow, name: str, above: str) -> Link:
    node, pointer = follow(f"{above}/links/{escape(name)}")
    return Link(name, node["operationId"], node.get("parameters", {}), pointer)


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
