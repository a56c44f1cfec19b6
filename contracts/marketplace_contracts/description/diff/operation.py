"""One operation of a description, with all of its parts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from marketplace_contracts.description.diff.normalise import Node, Normaliser

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


@dataclass(slots=True)
class Endpoint:
    """One operation with all of its parts, wherever they are written.

    Attributes:
        label: Operation id, else method and path.
        template: Path with the names of its parameters left out: `/orders/{}`.
        parameters: By place and name; those of the path are under their position instead.
        keys: API keys that are written as header parameters, which some files do.
    """

    node: Node
    label: str
    method: str
    path: str
    template: str
    parameters: dict[tuple[str, str], Node] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)

    @property
    def id(self) -> str:
        """Return the operation id as written."""
        return str(self.node.value.get("operationId") or "")


def operations_of(document: Normaliser, keys: set[str]) -> dict[tuple[str, str], Endpoint]:
    """Return all operations by method and template of the path."""
    found: dict[tuple[str, str], Endpoint] = {}
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


def _operation(document: Normaliser, item: Node, node: Node, method: str, path: str) -> Endpoint:
    template = re.sub(r"\{[^}]*\}", "{}", path).rstrip("/") or "/"
    label = str(node.value.get("operationId") or f"{method.upper()} {path}")
    made = Endpoint(node, label, method, path, template)
    order = re.findall(r"\{([^}]*)\}", path)
    for owner in (item, node):
        listed = owner.at("parameters")
        for index in range(len(listed.value) if isinstance(listed.value, list) else 0):
            parameter = document.resolve(listed.at(index))
            if isinstance(parameter.value, dict) and "name" in parameter.value:
                made.parameters[_parameter_key(parameter.value, order)] = parameter
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


def _parameter_key(parameter: Mapping[str, Any], order: list[str]) -> tuple[str, str]:
    place, name = str(parameter.get("in")), str(parameter["name"])
    if place == "path" and name in order:
        return place, str(order.index(name))
    return place, name.lower() if place == "header" else name


def moved(
    old: Mapping[tuple[str, str], Endpoint], new: Mapping[tuple[str, str], Endpoint]
) -> dict[tuple[str, str], tuple[str, str]]:
    """Return operations that kept their id and changed their method or path."""
    by_id = {operation.id: key for key, operation in new.items() if operation.id}
    return {
        key: by_id[operation.id]
        for key, operation in old.items()
        if key not in new and operation.id in by_id and by_id[operation.id] not in old
    }


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


def encoding_of(node: Node) -> dict[str, Any]:
    """Return how values of a parameter are written, with the defaults filled in."""
    place = node.value.get("in")
    style = node.value.get("style") or ("form" if place in ("query", "cookie") else "simple")
    explode = node.value.get("explode")
    if explode is None:
        explode = style == "form"
    reserved = node.value.get("allowReserved") is True
    return {"style": style, "explode": explode, "allowReserved": reserved}


def mapping(value: Any) -> dict[str, Any]:
    """Return a mapping, or an empty one in place of anything else."""
    return value if isinstance(value, dict) else {}


def schemes_of(document: Normaliser, operation: Endpoint) -> frozenset[frozenset[str]]:
    """Return the alternatives of authentication, each as a set without names of schemes."""
    needed = operation.node.value.get("security")
    if needed is None:
        needed = document.root.value.get("security")
    known = document.root.at("components", "securitySchemes")
    extra = frozenset(operation.keys)
    ways = [
        frozenset(_scheme(document, known, name, scopes) for name, scopes in mapping(way).items())
        for way in (needed if isinstance(needed, list) else [])
    ]
    return frozenset(way | extra for way in ways or [frozenset()])


def _scheme(document: Normaliser, known: Node, name: str, scopes: Any) -> str:
    value = mapping(document.resolve(known.at(name)).value)
    parts = [value.get("type") or name, value.get("scheme"), value.get("in"), value.get("name")]
    text = " ".join(str(part).lower() for part in parts if part)
    wanted = " ".join(sorted(map(str, scopes))) if isinstance(scopes, list) and scopes else ""
    return f"{text} {wanted}".strip()


def addresses_of(document: Normaliser) -> set[str]:
    """Return the base addresses of a document."""
    servers = document.root.value.get("servers")
    return {
        str(one["url"]).rstrip("/")
        for one in (servers if isinstance(servers, list) else [])
        if isinstance(one, dict) and one.get("url")
    }
