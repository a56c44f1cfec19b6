"""Remove what has no effect on the wire, so that refactoring a description is no change.

References are resolved, `allOf` is merged, a single alternative replaces its choice, and
`type: [string, "null"]` is the same as `nullable: true`. Example: `{allOf: [{$ref: Base},
{properties: {b: ...}}]}` equals one object with the properties of both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from marketplace_contracts.description.schemas import exclusive_as_numbers

LIMITS_LOW = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
LIMITS_HIGH = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
PLAIN = ("format", "pattern", "default", "readOnly", "writeOnly", "multipleOf", "uniqueItems")
NULL: Mapping[str, Any] = {"type": "null"}


class Node(NamedTuple):
    """A value of a description with the pointer to where it is written."""

    value: Any
    pointer: str

    def at(self, *keys: str | int) -> Node:
        """Return a node further down; its value is None if there is nothing."""
        value, pointer = self.value, self.pointer
        for key in keys:
            if isinstance(value, dict):
                value = value.get(str(key))
            elif isinstance(value, list) and isinstance(key, int) and key < len(value):
                value = value[key]
            else:
                value = None
            pointer = f"{pointer}/{escaped(str(key))}"
        return Node(value, pointer)


def escaped(key: str) -> str:
    """Escape one part of a JSON pointer."""
    return key.replace("~", "~0").replace("/", "~1")


@dataclass(slots=True)
class Schema:
    """A schema with everything merged that belongs to it.

    A schema with all its parts merged.
        pointer: Where it is written.
        types: JSON types; empty where any is allowed.
        values: Formats, limits, patterns and extensions by keyword.
        unknown: The reference that could not be followed.
    """

    pointer: str
    types: frozenset[str] = frozenset()
    nullable: bool = False
    enum: tuple[Any, ...] | None = None
    values: dict[str, Any] = field(default_factory=dict)
    properties: dict[str, list[Node]] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)
    items: list[Node] = field(default_factory=list)
    extra: Any = None
    variants: list[Node] = field(default_factory=list)
    discriminator: str = ""
    unknown: str = ""


class Normaliser:
    """Resolves references of one document and flattens its schemas."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.root = Node(data, "#")

    def resolve(self, node: Node) -> Node:
        """Follow references; one that leads nowhere, round in a circle or out stays as it is."""
        seen: set[str] = set()
        while isinstance(node.value, dict) and isinstance(node.value.get("$ref"), str):
            reference = node.value["$ref"]
            target = self._target(reference)
            if target is None or target.value is None or reference in seen:
                return node
            seen.add(reference)
            node = target
        return node

    def _target(self, reference: str) -> Node | None:
        if not reference.startswith("#/"):
            return None
        keys = [part.replace("~1", "/").replace("~0", "~") for part in reference[2:].split("/")]
        return self.root.at(*keys)

    def schema(self, nodes: list[Node]) -> Schema:
        """Flatten the schema that all of these nodes together describe."""
        made = Schema(nodes[0].pointer if nodes else "#")
        for node in nodes:
            self._add(made, node, ())
        return made

    def _add(self, made: Schema, node: Node, above: tuple[str, ...]) -> None:
        resolved = self.resolve(node)
        value = resolved.value
        if resolved.pointer in above or not isinstance(value, dict):
            return
        if isinstance(value.get("$ref"), str):
            made.unknown = value["$ref"]
            return
        if not above and resolved is not node:
            made.pointer = resolved.pointer
        if resolved is not node and len(node.value) > 1 and self._siblings_count():
            own = {key: one for key, one in node.value.items() if key != "$ref"}
            self._add_own(made, Node(own, node.pointer))
        for index, _ in enumerate(_list(value.get("allOf"))):
            self._add(made, resolved.at("allOf", index), (*above, resolved.pointer))
        self._add_own(made, resolved)
        self._add_variants(made, resolved, (*above, resolved.pointer))

    def _siblings_count(self) -> bool:
        """Since OpenAPI 3.1 keywords beside `$ref` count; before they are ignored."""
        return not str(self.root.value.get("openapi", "")).startswith("3.0")

    def _add_own(self, made: Schema, node: Node) -> None:
        value = node.value
        _add_types(made, value)
        _add_enum(made, value)
        made.nullable = made.nullable or value.get("nullable") is True
        for name in _dict(value.get("properties")):
            made.properties.setdefault(name, []).append(node.at("properties", name))
        made.required |= {name for name in _list(value.get("required")) if isinstance(name, str)}
        if isinstance(value.get("items"), dict):
            made.items.append(node.at("items"))
        if "additionalProperties" in value:
            made.extra = value["additionalProperties"]
        if isinstance(value.get("discriminator"), dict):
            made.discriminator = str(value["discriminator"].get("propertyName", ""))
        _add_values(made, value)

    def _add_variants(self, made: Schema, node: Node, above: tuple[str, ...]) -> None:
        for keyword in ("oneOf", "anyOf"):
            options = [node.at(keyword, i) for i in range(len(_list(node.value.get(keyword))))]
            real = [one for one in options if not self._is_null(one)]
            made.nullable = made.nullable or len(real) < len(options)
            words = [word for one in real for word in _words(self.resolve(one).value)]
            if len(real) == 1:
                self._add(made, real[0], above)
            elif len(words) >= len(real) > 1 and all(_words(self.resolve(o).value) for o in real):
                for own in (self.resolve(one).value for one in real):
                    _add_types(made, own)
                _add_enum(made, {"enum": words})
            else:
                made.variants += real

    def _is_null(self, node: Node) -> bool:
        value = self.resolve(node).value
        return isinstance(value, dict) and value.get("type") in ("null", ["null"])


def _words(value: Any) -> list[Any]:
    """Return the values of a schema that is nothing but a list of words, as 3.1 writes them."""
    known = {"const", "enum", "type", "title", "description", "deprecated"}
    if not isinstance(value, dict) or not value.keys() <= known:
        return []
    return [value["const"]] if "const" in value else _list(value.get("enum"))


def _add_types(made: Schema, value: Mapping[str, Any]) -> None:
    types = {one for one in _list(value.get("type")) or [value.get("type")] if isinstance(one, str)}
    if "null" in types:
        made.nullable = True
        types.discard("null")
    if types:
        made.types = made.types & types if made.types else frozenset(types)
    elif not made.types and isinstance(value.get("properties"), dict):
        made.types = frozenset({"object"})


def _add_enum(made: Schema, value: Mapping[str, Any]) -> None:
    enum = [value["const"]] if "const" in value else value.get("enum")
    if not isinstance(enum, list):
        return
    made.nullable = made.nullable or None in enum
    known = [one for one in enum if one is not None]
    made.enum = tuple(known if made.enum is None else [one for one in known if one in made.enum])


def _add_values(made: Schema, value: Mapping[str, Any]) -> None:
    value = exclusive_as_numbers(value)
    for keyword in (*PLAIN, *(key for key in value if key.startswith("x-"))):
        if keyword in value:
            made.values[keyword] = value[keyword]
    for keywords, tighter in ((LIMITS_LOW, max), (LIMITS_HIGH, min)):
        for keyword in keywords:
            if _is_number(value.get(keyword)):
                known = made.values.get(keyword, value[keyword])
                made.values[keyword] = tighter(known, value[keyword])


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
