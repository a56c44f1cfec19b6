"""The description as plain data, for tests that read it without the harness's reader."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
SPEC: dict[str, Any] = yaml.safe_load((ROOT / "spec/openapi.yaml").read_text(encoding="utf-8"))
METHODS = ("get", "post", "patch", "put", "delete")
OPERATIONS = {
    operation["operationId"]: (method, path, operation)
    for path, item in SPEC["paths"].items()
    for method, operation in item.items()
    if method in METHODS
}


def deref(node: dict[str, Any]) -> dict[str, Any]:
    """Follow references, also in a choice between a schema and null."""
    while "$ref" in node:
        target: Any = SPEC
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[int(part) if isinstance(target, list) else part]
        node = target
    if node.get("anyOf", [])[1:] == [{"$ref": "#/components/schemas/NoValue"}]:
        notes = {key: value for key, value in node.items() if key != "anyOf"}
        return {**deref(node["anyOf"][0]), **notes}
    return node


def walk(node: Any, place: str = "#") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every mapping of the description with its place, examples left out."""
    if isinstance(node, dict):
        yield place, node
        for key, value in node.items():
            if key not in {"example", "examples"}:
                yield from walk(value, f"{place}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from walk(value, f"{place}/{index}")
