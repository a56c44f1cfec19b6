"""One operation of a description, with all of its parts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from marketplace_contracts.description.diff.normalise import Node, Normaliser, is_unread

Key = tuple[str, str]
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


IGNORED = frozenset({("header", "accept"), ("header", "content-type")})
"""Parameters that a description cannot declare: the media types say what they are."""


@dataclass(slots=True)
class Endpoint:
    """One operation with all of its parts, wherever they are written.

    Attributes:
        label: Operation id, else method and path.
        address: Path with the names of its parameters left out: `/orders/{}`.
        item: The path's node.
        parameters: By place and name; those of the path are under their position instead.
        keys: API keys that are written as header parameters, which some files do.
        unread: References to parameters that were not followed.
    """

    node: Node
    label: str
    method: str
    path: str
    address: str
    item: Node
    parameters: dict[Key, Node] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)
    unread: list[Node] = field(default_factory=list)

    @property
    def template(self) -> str:
        """Return the address by which an operation is known: without a slash at its end."""
        return self.address.rstrip("/") or "/"

    @property
    def id(self) -> str:
        """Return the operation id as written."""
        return str(self.node.value.get("operationId") or "")


def operations_of(document: Normaliser, keys: set[str]) -> dict[Key, Endpoint]:
    """Return all operations by method and template of the path."""
    found: dict[Key, Endpoint] = {}
    paths = document.root.at("paths")
    for path in mapping(paths.value):
        item = document.resolve(paths.at(path))
        for method in METHODS:
            node = item.at(method)
            if isinstance(node.value, dict):
                made = _operation(document, item, node, method, path)
                _move_keys(made, keys)
                found[method, made.template] = made
    return found


def unread_paths(document: Normaliser) -> dict[str, Node]:
    """Return the paths that are references which were not followed, by template."""
    paths = document.root.at("paths")
    items = {path: document.resolve(paths.at(path)) for path in mapping(paths.value)}
    return {
        re.sub(r"\{[^}]*\}", "{}", path).rstrip("/") or "/": item
        for path, item in items.items()
        if is_unread(item)
    }


def _operation(document: Normaliser, item: Node, node: Node, method: str, path: str) -> Endpoint:
    address = re.sub(r"\{[^}]*\}", "{}", path)
    label = str(node.value.get("operationId") or f"{method.upper()} {path}")
    made = Endpoint(node, label, method, path, address, item)
    order = re.findall(r"\{([^}]*)\}", path)
    for owner in (item, node):
        listed = owner.at("parameters")
        for index in range(len(listed.value) if isinstance(listed.value, list) else 0):
            parameter = document.resolve(listed.at(index))
            if is_unread(parameter):
                made.unread.append(parameter)
            elif isinstance(parameter.value, dict) and "name" in parameter.value:
                key = _parameter_key(parameter.value, order)
                if key not in IGNORED:
                    made.parameters[key] = parameter
    return made


def api_keys(document: Normaliser) -> set[str]:
    """Return the names of headers with an API key, in lower case."""
    known = document.root.at("components", "securitySchemes")
    schemes = [mapping(document.resolve(known.at(name)).value) for name in mapping(known.value)]
    return {
        str(scheme.get("name")).lower()
        for scheme in schemes
        if scheme.get("type") == "apiKey" and scheme.get("in") == "header"
    }


def _move_keys(operation: Endpoint, keys: set[str]) -> None:
    """Treat a required header with an API key as security."""
    for name in keys:
        node = operation.parameters.get(("header", name))
        if node is not None and node.value.get("required") is True:
            del operation.parameters["header", name]
            operation.keys.add(f"apikey header {name}")


def _parameter_key(parameter: Mapping[str, Any], order: list[str]) -> Key:
    place, name = str(parameter.get("in")), str(parameter["name"])
    if place == "path" and name in order:
        return place, str(order.index(name))
    return place, name.lower() if place == "header" else name


def schema_of(node: Node) -> list[Node]:
    """Return the schema of a parameter, header or content, as the nodes that describe it."""
    schema = node.at("schema")
    if schema.value is None and isinstance(node.value.get("content"), dict):
        schema = next(iter(contents_of(node).values()), node).at("schema")
    return [schema] if isinstance(schema.value, dict) else []


def contents_of(node: Node) -> dict[str, Node]:
    """Return contents by media type without parameters."""
    content = node.at("content")
    return {
        media.partition(";")[0].strip().lower(): content.at(media)
        for media in mapping(content.value)
        if isinstance(content.at(media).value, dict)
    }


def encoding_of(node: Node, types: frozenset[str]) -> dict[str, Any]:
    """Return how values of a parameter are written, with the defaults filled in.

    Args:
        node: The parameter.
        types: Its JSON types; `explode` has no effect on plain values.
    """
    if isinstance(node.value.get("content"), dict):
        return {"content": sorted(contents_of(node))}
    place = node.value.get("in")
    style = node.value.get("style") or ("form" if place in ("query", "cookie") else "simple")
    explode = node.value.get("explode")
    if explode is None:
        explode = style == "form"
    reserved = node.value.get("allowReserved") is True
    empty = node.value.get("allowEmptyValue") is True
    made = {"style": style, "explode": explode, "allowReserved": reserved, "allowEmptyValue": empty}
    if types and not types & {"array", "object"}:
        del made["explode"]
    return made


def mapping(value: Any) -> dict[str, Any]:
    """Return a mapping, or an empty one in place of anything else."""
    return value if isinstance(value, dict) else {}
