"""The operations of the spec: checked, and written as the table `operations.py`.

The generator neither shows operations whole to templates nor writes a table of them, so this is
done beside it, from the same description that simulator and checks read.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from marketplace_contracts.codegen.errors import CodegenError
from marketplace_contracts.codegen.inline_schemas import PREFIX
from marketplace_contracts.codegen.schemas import flatten
from marketplace_contracts.description.operations import JSON, Operation, read_operations
from marketplace_contracts.description.pointers import Node, resolve


def operations_of(spec: Mapping[str, Any]) -> list[Operation]:
    """Return all operations, in the order of the spec.

    Raises:
        CodegenError: If an operation lacks what the generated package needs of it.
    """
    try:
        found = list(read_operations(spec, partial(resolve, spec)))
    except LookupError as error:
        raise CodegenError(f"{error} points to nothing") from None
    except ValueError as error:
        raise CodegenError(str(error)) from None
    except (TypeError, AttributeError) as error:
        raise CodegenError(f"the spec is malformed ({error})") from None
    if not found:
        raise CodegenError("the spec has no operations")
    ids = [operation.id for operation in found]
    for operation in found:
        _refuse_unusable(operation, node_at(spec, operation.pointer))
        if ids.count(operation.id) > 1:
            raise CodegenError(f"{operation.id}: two operations have this id")
    return found


def _refuse_unusable(operation: Operation, node: Node) -> None:
    tag = (node.get("tags") or [""])[0]
    if not tag or not operation.id.startswith(f"{tag}."):
        raise CodegenError(
            f"{operation.id}: the operation id must be its tag, a point and a method's name"
        )
    if not isinstance(operation.replayable, bool):
        raise CodegenError(f"{operation.id}: x-replayable must be true or false")


def node_at(spec: Mapping[str, Any], pointer: str) -> Node:
    """Return the node at a pointer after following references."""
    node: Node = resolve(spec, pointer)[0]
    return node


def schema_at(spec: Mapping[str, Any], pointer: str | None) -> Node | None:
    """Return the schema at a pointer as it is written: a reference stays one."""
    schema: Node | None = None
    if pointer:
        schema = node_at(spec, pointer.rpartition("/")[0]).get("schema")
    return schema


def good_schemas(operation: Operation) -> list[str | None]:
    """Return the pointers of the JSON of successful responses, that of the lowest status first."""
    statuses = sorted(status for status in operation.responses if status // 100 == 2)
    return [operation.responses[status].content.get(JSON) for status in statuses]


def has_no_content(operation: Operation) -> bool:
    """Return whether success is 204 and nothing else, so that there is nothing to read."""
    return [status for status in operation.responses if status // 100 == 2] == [204]


def render_table(spec: Mapping[str, Any]) -> str:
    """Write the source of the generated module `operations.py`, not yet formatted."""
    rows = "\n".join(f"{op.id!r}: {_row(op, spec)}," for op in operations_of(spec))
    return (
        HEAD + "OPERATIONS: Final[Mapping[str, Operation]] = MappingProxyType({\n" + rows + "\n})\n"
    )


def _row(op: Operation, spec: Mapping[str, Any]) -> str:
    values = {
        "id": op.id,
        "tag": op.tag,
        "method": op.method,
        "path": op.path,
        "effect": op.effect,
        "replayable": op.replayable,
        # Beside the subscription key.
        "security": "basic" if "Basic" in op.schemes else "bearer",
        "statuses": tuple(sorted(op.responses)),
    }
    known = ", ".join(f"{key}={value!r}" for key, value in values.items())
    names = _good_names(op, spec)
    returns = f"returns={names[0]!r}, " if names else ""
    parts = [_pagination(op), _sort(op), _filters(op), _terminal(names, spec), returns]
    return f"Operation({known}, {''.join(parts)})"


def _pagination(op: Operation) -> str:
    if op.paging is None:
        return ""
    return (
        f"pagination=Pagination({op.paging.items!r}, {op.paging.total!r}, {op.paging.largest!r}), "
    )


def _sort(op: Operation) -> str:
    if op.sort is None:
        return ""
    order = "descending" if op.sort.descending else "ascending"
    return f"sort=Sort({op.sort.field!r}, {order!r}), "


def _filters(op: Operation) -> str:
    rows = [
        f"Filter({one.parameter!r}, {one.field!r}, {one.match!r}, {one.ignore_case!r}), "
        for one in op.filters
    ]
    return f"filters=({''.join(rows)}), " if rows else ""


def _terminal(names: list[str], spec: Mapping[str, Any]) -> str:
    """Write the property of the response whose final states end waiting, if there is one."""
    schemas = spec.get("components", {}).get("schemas", {})
    for name in names:
        for field, schema in flatten(name, schemas).get("properties", {}).items():
            if "x-terminal" in schema:
                return f"terminal=Terminal({field!r}, {tuple(schema['x-terminal'])!r}), "
    return ""


def _good_names(op: Operation, spec: Mapping[str, Any]) -> list[str]:
    """Return the names of the schemas of successful responses, lowest status first."""
    schemas = spec.get("components", {}).get("schemas", {})
    found = [schema_at(spec, pointer) or {} for pointer in good_schemas(op)]
    names = [schema.get("$ref", "").removeprefix(PREFIX) for schema in found]
    return [name for name in names if name in schemas]


HEAD = '''"""The operations of the API in one table, for the client and the harness to follow."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from .operation import Filter, Operation, Pagination, Sort, Terminal

__all__ = ["OPERATIONS", "Filter", "Operation", "Pagination", "Sort", "Terminal"]

'''
