"""Oddities of a published file, with their positions; none of them stops an adoption."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from marketplace_contracts.description.diff.document import Document
from marketplace_contracts.description.diff.normalise import Node, Normaliser
from marketplace_contracts.description.diff.operation import (
    METHODS,
    Endpoint,
    mapping,
    operations_of,
)
from marketplace_contracts.description.source_map import repeated_keys

EXAMPLES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}
OPERATION = frozenset(
    [
        "tags",
        "summary",
        "description",
        "externalDocs",
        "operationId",
        "parameters",
        "requestBody",
        "responses",
        "callbacks",
        "deprecated",
        "security",
        "servers",
    ]
)
PATH = frozenset({"$ref", "summary", "description", "servers", "parameters", *METHODS})
ROOT = frozenset(
    [
        "openapi",
        "info",
        "servers",
        "paths",
        "components",
        "security",
        "tags",
        "externalDocs",
        "webhooks",
        "jsonSchemaDialect",
    ]
)
Oddity = tuple[str, str]
"""A pointer and what is odd there."""


def oddities(document: Document) -> list[Oddity]:
    """List oddities in the order of the document."""
    normaliser = Normaliser(document.data)
    endpoints = list(operations_of(normaliser, set()).values())
    found = [
        *_document(document),
        *(
            (pointer, "the key is written twice; the last one counts")
            for pointer in repeated_keys(document.text)
        ),
        *_paths(normaliser.root.at("paths")),
        *_ids(endpoints),
        *(oddity for endpoint in endpoints for oddity in _operation(document, endpoint)),
        *_values(normaliser.root),
    ]
    return list(dict.fromkeys(found))


def _document(document: Document) -> Iterator[Oddity]:
    if not document.data.get("servers"):
        yield "#", "no servers are named"
    if not str(document.data["openapi"]).startswith("3.0"):
        yield "#/openapi", f"OpenAPI {document.data['openapi']}, read as 3.0 where both agree"
    if document.text.lstrip().startswith("{"):
        yield "#", "JSON in place of YAML"
    if not isinstance(document.data.get("paths"), dict):
        yield "#/paths", "no paths are described"

    yield from _unknown(Node(document.data, "#"), ROOT)


def _paths(paths: Node) -> Iterator[Oddity]:
    for path in mapping(paths.value):
        item = paths.at(path)
        if not path.startswith(("/", "x-")):
            yield item.pointer, f"the path {path!r} does not begin with a slash"
        yield from _unknown(item, PATH)
        for method in METHODS:
            yield from _unknown(item.at(method), OPERATION)
            yield from _parameters(item.at(method, "parameters"))
        yield from _parameters(item.at("parameters"))


def _unknown(node: Node, known: frozenset[str]) -> Iterator[Oddity]:
    for key in mapping(node.value):
        if key not in known and not key.startswith("x-"):
            yield node.at(key).pointer, f"OpenAPI has no key {key!r} here; it is not read"


def _parameters(parameters: Node) -> Iterator[Oddity]:
    listed = parameters.value
    for index, one in enumerate(listed if isinstance(listed, list) else []):
        named = isinstance(one, dict) and ("$ref" in one or {"name", "in"} <= one.keys())
        if not named:
            yield parameters.at(index).pointer, "a parameter without name and place is not read"
        elif not one.keys() & {"$ref", "schema", "content"}:
            yield parameters.at(index).pointer, f"the parameter {one['name']!r} has no schema"


def _ids(endpoints: list[Endpoint]) -> Iterator[Oddity]:
    seen: set[str] = set()
    for endpoint in endpoints:
        if endpoint.id in seen:
            yield endpoint.node.pointer, f"the operation id {endpoint.id!r} is used again"
        seen |= {endpoint.id} - {""}


def _operation(document: Document, endpoint: Endpoint) -> Iterator[Oddity]:
    value = endpoint.node.value
    known = document.data.get("tags")
    declared = {tag.get("name") for tag in known if isinstance(tag, dict)} if known else set()
    tags = value.get("tags")
    for tag in tags if isinstance(tags, list) else []:
        if tag not in declared:
            yield endpoint.node.pointer, f"the tag {tag!r} is not declared"
    if not endpoint.id:
        yield endpoint.node.pointer, "no operation id"
    responses = value.get("responses")
    if isinstance(responses, dict) and set(responses) == {"default"}:
        yield f"{endpoint.node.pointer}/responses", "only a default response, taken for success"


def _values(root: Node) -> Iterator[Oddity]:
    """Check every mapping for wrong examples, enumerations and references."""
    queue = [root]
    while queue:
        node = queue.pop(0)
        if isinstance(node.value, dict):
            yield from _mapping(root, node)
            queue += [node.at(key) for key in node.value if key not in ("example", "examples")]
        elif isinstance(node.value, list):
            queue += [node.at(index) for index in range(len(node.value))]


def _mapping(root: Node, node: Node) -> Iterator[Oddity]:
    value = node.value
    reference = value.get("$ref")
    if isinstance(reference, str) and not reference.startswith("#/"):
        yield node.pointer, f"the reference {reference!r} to another file is not followed"
    elif isinstance(reference, str) and _leads_nowhere(root, reference):
        yield node.pointer, f"the reference {reference!r} leads nowhere"
    yield from _enumeration(node, value.get("enum"))
    schema = value.get("schema") if isinstance(value.get("schema"), dict) else value
    wanted = EXAMPLES.get(str(schema.get("type")))
    example = value.get("example")
    if wanted and example is not None and not _fits(example, wanted):
        yield f"{node.pointer}/example", f"the example {example!r} is not of type {schema['type']}"


def _fits(example: Any, wanted: tuple[type, ...]) -> bool:
    return isinstance(example, wanted) and (bool in wanted or not isinstance(example, bool))


def _enumeration(node: Node, values: Any) -> Iterator[Oddity]:
    if not isinstance(values, list):
        return
    texts = [value for value in values if isinstance(value, str)]
    if len({text.lower() for text in texts}) < len(set(texts)):
        yield f"{node.pointer}/enum", "values differ in case alone"
    if len(set(texts)) < len(texts):
        yield f"{node.pointer}/enum", "a value is listed twice"


def _leads_nowhere(root: Node, reference: str) -> bool:
    keys = [part.replace("~1", "/").replace("~0", "~") for part in reference[2:].split("/")]
    return root.at(*keys).value is None
