"""The operations of the spec: found, checked, and written as the table `operations.py`.

The generator neither shows operations whole to templates nor writes a table of them, so this is
done beside it, from the same spec.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from marketplace_contracts.codegen.errors import CodegenError
from marketplace_contracts.codegen.schemas import PREFIX, flatten

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
EFFECTS = ("token", "read", "write", "order")


class Found(NamedTuple):
    """One operation of the spec.

    Attributes:
        id: Operation id, `resource.method`.
        tag: Its resource, which is its first tag.
        method: HTTP method in capital letters.
        path: Path template below the base address.
        parameters: Its parameters and those of its path, references resolved.
        raw: The operation object itself.
    """

    id: str
    tag: str
    method: str
    path: str
    parameters: tuple[dict[str, Any], ...]
    raw: dict[str, Any]


def resolve(node: dict[str, Any], spec: Mapping[str, Any]) -> dict[str, Any]:
    """Follow a local reference; anything else is given back as it is.

    Raises:
        CodegenError: If the reference points to nothing.
    """
    while "$ref" in node:
        target: Any = spec
        for step in str(node["$ref"]).removeprefix("#/").split("/"):
            target = target.get(step) if isinstance(target, dict) else None
        if not isinstance(target, dict):
            raise CodegenError(f"{node['$ref']} points to nothing")
        node = target
    return node


def operations_of(spec: Mapping[str, Any]) -> list[Found]:
    """Find all operations, in the order of the spec.

    Raises:
        CodegenError: If an operation lacks what the generated package needs of it.
    """
    found = [
        _found(method, path, item, spec)
        for path, item in spec.get("paths", {}).items()
        for method in METHODS
        if method in item
    ]
    if not found:
        raise CodegenError("the spec has no operations")
    ids = [operation.id for operation in found]
    for name in ids:
        if ids.count(name) > 1:
            raise CodegenError(f"{name}: two operations have this id")
    return found


def _found(method: str, path: str, item: Mapping[str, Any], spec: Mapping[str, Any]) -> Found:
    raw = item[method]
    name, tag = raw.get("operationId", ""), (raw.get("tags") or [""])[0]
    place = name or f"{method.upper()} {path}"
    if not tag or not name.startswith(f"{tag}."):
        raise CodegenError(
            f"{place}: the operation id must be its tag, a point and a method's name"
        )
    if raw.get("x-effect") not in EFFECTS or not isinstance(raw.get("x-replayable"), bool):
        raise CodegenError(f"{place}: x-effect ({', '.join(EFFECTS)}) and x-replayable are needed")
    own = [resolve(p, spec) for p in raw.get("parameters", [])]
    names = {(p["name"], p["in"]) for p in own}
    shared = [resolve(p, spec) for p in item.get("parameters", [])]
    parameters = (*(p for p in shared if (p["name"], p["in"]) not in names), *own)
    return Found(name, tag, method.upper(), path, parameters, raw)


def render_table(spec: Mapping[str, Any]) -> str:
    """Write the source of the generated module `operations.py`, not yet formatted."""
    rows = "\n".join(f"{op.id!r}: {_row(op, spec)}," for op in operations_of(spec))
    return (
        HEAD + "OPERATIONS: Final[Mapping[str, Operation]] = MappingProxyType({\n" + rows + "\n})\n"
    )


def _row(op: Found, spec: Mapping[str, Any]) -> str:
    values = {
        "id": op.id,
        "tag": op.tag,
        "method": op.method,
        "path": op.path,
        "effect": op.raw["x-effect"],
        "replayable": op.raw["x-replayable"],
        "security": _security(op, spec),
        "statuses": tuple(sorted(int(s) for s in op.raw["responses"] if str(s).isdigit())),
    }
    known = ", ".join(f"{key}={value!r}" for key, value in values.items())
    parts = [_pagination(op), _sort(op), _filters(op), _terminal(op, spec), _returns(op, spec)]
    return f"Operation({known}, {''.join(parts)})"


def _security(op: Found, spec: Mapping[str, Any]) -> str:
    """Return the authentication of the operation, beside the subscription key."""
    needed = {name for way in op.raw.get("security", spec.get("security", [])) for name in way}
    return "basic" if "Basic" in needed else "bearer"


def _pagination(op: Found) -> str:
    paging = op.raw.get("x-pagination")
    if paging is None:
        return ""
    items, total, limit = paging["items"], paging["total"], paging["max-limit"]
    return f"pagination=Pagination({items!r}, {total!r}, {limit!r}), "


def _sort(op: Found) -> str:
    sort = op.raw.get("x-sort")
    return f"sort=Sort({sort['field']!r}, {sort['order']!r}), " if sort else ""


def _filters(op: Found) -> str:
    marked = [(p["name"], p["x-filter"]) for p in op.parameters if "x-filter" in p]
    rows = [
        f"Filter({name!r}, {f['field']!r}, {f['match']!r}, {f.get('ignore-case', False)!r}), "
        for name, f in marked
    ]
    return f"filters=({''.join(rows)}), " if rows else ""


def _terminal(op: Found, spec: Mapping[str, Any]) -> str:
    """Write the property of the response whose final states end waiting, if there is one."""
    schemas = spec.get("components", {}).get("schemas", {})
    for name in _good_responses(op, spec):
        for field, schema in flatten(name, schemas).get("properties", {}).items():
            if "x-terminal" in schema:
                return f"terminal=Terminal({field!r}, {tuple(schema['x-terminal'])!r}), "
    return ""


def _returns(op: Found, spec: Mapping[str, Any]) -> str:
    """Write the name of the model of a successful response."""
    names = _good_responses(op, spec)
    return f"returns={names[0]!r}, " if names else ""


def _good_responses(op: Found, spec: Mapping[str, Any]) -> list[str]:
    """Return the names of the schemas of successful responses, lowest status first."""
    schemas = spec.get("components", {}).get("schemas", {})
    media = [
        resolve(op.raw["responses"][status], spec).get("content", {}).get("application/json", {})
        for status in sorted(op.raw["responses"], key=str)
        if str(status).startswith("2")
    ]
    names = [one.get("schema", {}).get("$ref", "").removeprefix(PREFIX) for one in media]
    return [name for name in names if name in schemas]


HEAD = '''"""The operations of the API in one table, for the client and the harness to follow."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from .operation import Filter, Operation, Pagination, Sort, Terminal

__all__ = ["OPERATIONS", "Filter", "Operation", "Pagination", "Sort", "Terminal"]

'''
