"""Recognise a paged list among new operations, and say what to write for it."""

from __future__ import annotations

from typing import Any

from marketplace_contracts.description.diff.normalise import Node, Normaliser
from marketplace_contracts.description.diff.operation import Endpoint, contents_of, schema_of

LARGEST = 500
"""The largest page of the lists that are known (facts D3)."""


def list_decision(document: Normaliser, operation: Endpoint, merged: dict[str, Any]) -> str:
    """Return the lines that make an adopted operation a paged list; nothing for another one.

    A file does not say how a list is paged, so a person decides: without these lines the client
    reads one page only.

    Args:
        document: The new published file.
        operation: The operation in it.
        merged: The schema of its success in our description.
    """
    rows, total = _rows_and_total(document, operation)
    if operation.method != "get" or not rows:
        return ""
    if not {("query", "offset"), ("query", "limit")} <= operation.parameters.keys():
        return f". It has rows in {rows}, but neither offset nor limit: say how it is paged"
    if rows != "data" or total != "pagination.total":
        return (
            f". It has rows in {rows}, but the client pages only what has rows in data and their"
            " number in pagination.total: it reads one page"
        )
    limit = operation.parameters["query", "limit"].value
    schema = limit.get("schema")
    most = schema.get("maximum", LARGEST) if isinstance(schema, dict) else LARGEST
    component = str(merged.get("$ref")).removeprefix("#/components/schemas/")
    lines = [
        "  If it is a paged list, add below its x-replayable:",
        f"    x-pagination: {{items: {rows}, total: {total}, max-limit: {most}}}",
        "    x-sort: {field: id, order: descending}  # or leave it out",
        f"  and to {component} in components/schemas:",
        "    required: [data, pagination]",
    ]
    return "".join(f"\n  {line}" for line in lines)


def _rows_and_total(document: Normaliser, operation: Endpoint) -> tuple[str, str]:
    """Return the dotted paths of the rows and of their number in a success."""
    responses = document.resolve(operation.node.at("responses"))
    statuses = responses.value if isinstance(responses.value, dict) else {}
    status = next((one for one in statuses if one.startswith("2")), "default")
    content = contents_of(document.resolve(responses.at(status)))
    nodes = schema_of(content.get("application/json", Node({}, "#")))
    rows = total = ""
    for name, inner in document.schema(nodes).properties.items():
        below = document.schema(inner)
        if "array" in below.types and not rows:
            rows = name
        if "total" in below.properties:
            total = f"{name}.total"
        if name == "total":
            total = total or name
    return rows, total
