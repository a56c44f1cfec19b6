"""Remove what has no effect on the wire, so that refactoring a description is no change.

References are resolved, `allOf` is merged, a single alternative replaces its choice, and
`type: [string, "null"]` is the same as `nullable: true`. Example: `{allOf: [{$ref: Base},
{properties: {b: ...}}]}` equals one object with the properties of both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import unquote

from marketplace_contracts.description.overlay.structure import PROSE
from marketplace_contracts.description.schemas import exclusive_as_numbers

LIMITS_LOW = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
LIMITS_HIGH = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
PLAIN = (
    "format",
    "pattern",
    "default",
    "deprecated",
    "readOnly",
    "writeOnly",
    "multipleOf",
    "uniqueItems",
)
CONSTRAINTS = (
    "not",
    "if",
    "then",
    "else",
    "contains",
    "minContains",
    "maxContains",
    "prefixItems",
    "patternProperties",
    "propertyNames",
    "dependentRequired",
    "dependentSchemas",
    "unevaluatedItems",
    "unevaluatedProperties",
    "contentEncoding",
    "contentMediaType",
)
"""Keywords that are compared as a whole."""
CHOICES = ("oneOf", "anyOf")
NOT_OWN = frozenset({"$ref", "allOf", "discriminator"})
DEEPEST = 12
"""References that are followed one below the other in what is compared as a whole."""


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
            elif isinstance(value, list) and str(key).isdecimal() and int(key) < len(value):
                value = value[int(key)]
            else:
                value = None
            pointer = f"{pointer}/{escaped(str(key))}"
        return Node(value, pointer)


def is_unread(node: Node) -> bool:
    """Tell whether a resolved node is a reference still: to another file, or to nothing."""
    return isinstance(node.value, dict) and isinstance(node.value.get("$ref"), str)


def escaped(key: str) -> str:
    """Escape one part of a JSON pointer."""
    return key.replace("~", "~0").replace("/", "~1")


@dataclass(slots=True)
class Schema:
    """A schema with all its parts merged.

    Attributes:
        pointer: Where it is written.
        types: JSON types; empty where any is allowed.
        values: Formats, limits, patterns and extensions by keyword.
        bases: The parts that hold beside each of the variants.
        tags: For a discriminator, the values that stand for a variant, by its pointer.
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
    bases: list[Node] = field(default_factory=list)
    discriminator: str = ""
    tags: dict[str, set[str]] = field(default_factory=dict)
    unknown: str = ""


class Normaliser:
    """Resolves references of one document and flattens its schemas."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.root = Node(data, "#")
        self._known: dict[tuple[tuple[str, int], ...], tuple[list[Node], Schema]] = {}

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
        parts = unquote(reference[2:]).split("/")
        return self.root.at(*(part.replace("~1", "/").replace("~0", "~") for part in parts))

    def schema(self, nodes: list[Node]) -> Schema:
        """Flatten the schema that all of these nodes together describe."""
        key = tuple((node.pointer, id(node.value)) for node in nodes)
        if key not in self._known:
            # The nodes are kept too, so that no other value gets their identity.
            self._known[key] = list(nodes), self._flat(nodes)
        return self._known[key][1]

    def _flat(self, nodes: list[Node]) -> Schema:
        made = Schema(self.resolve(nodes[0]).pointer if nodes else "#")
        for node in nodes:
            self._add(made, node, ())
        _infer_types(made)
        return made

    def plain(self, value: Any, above: tuple[str, ...] = ()) -> Any:
        """Return a value with references resolved and without texts for people."""
        if isinstance(value, list):
            return [self.plain(one, above) for one in value]
        if not isinstance(value, dict):
            return value
        reference = value.get("$ref")
        if isinstance(reference, str) and len(above) < DEEPEST:
            node = self.resolve(Node(value, "#"))
            if reference not in above and node.value is not value:
                return self.plain(node.value, (*above, reference))
        return {key: self.plain(one, above) for key, one in value.items() if key not in PROSE}

    def _add(self, made: Schema, node: Node, above: tuple[str, ...]) -> None:
        resolved = self.resolve(node)
        value = resolved.value
        if resolved.pointer in above or not isinstance(value, dict):
            return
        if isinstance(value.get("$ref"), str):
            made.unknown = value["$ref"]
            return
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
        _add_values(made, value)
        for keyword in CONSTRAINTS:
            if keyword in value:
                made.values[keyword] = self.plain(value[keyword])
        own = {key: one for key, one in value.items() if key not in {*CHOICES, *NOT_OWN}}
        if own.keys() - PROSE and all(one.pointer != node.pointer for one in made.bases):
            made.bases.append(Node(own, node.pointer))

    def _add_variants(self, made: Schema, node: Node, above: tuple[str, ...]) -> None:
        self._add_discriminator(made, node.value)
        for keyword in CHOICES:
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
            elif real and all(_only_type(self.resolve(one).value) for one in real):
                _add_types(made, {"type": [self.resolve(one).value["type"] for one in real]})
            else:
                made.variants += real

    def _add_discriminator(self, made: Schema, value: Mapping[str, Any]) -> None:
        stated = value.get("discriminator")
        if not isinstance(stated, dict):
            return
        made.discriminator = str(stated.get("propertyName", ""))
        for tag, target in _dict(stated.get("mapping")).items():
            reference = str(target)
            if "/" not in reference and "." not in reference:
                reference = f"#/components/schemas/{reference}"
            pointer = self.resolve(Node({"$ref": reference}, reference)).pointer
            made.tags.setdefault(pointer, set()).add(tag)

    def _is_null(self, node: Node) -> bool:
        value = self.resolve(node).value
        return isinstance(value, dict) and value.get("type") in ("null", ["null"])


def _only_type(value: Any) -> bool:
    """Tell whether a schema has one plain type and no other keyword."""
    plain = isinstance(value, dict) and not (value.keys() - {"type", "title", "description"})
    return plain and value.get("type") in ("string", "integer", "number", "boolean")


def _infer_types(made: Schema) -> None:
    """Add the type that other keywords imply, which many files leave out."""
    if made.types or made.variants:
        return
    if made.properties:
        made.types = frozenset({"object"})
    elif made.items:
        made.types = frozenset({"array"})
    elif made.enum and all(isinstance(one, str) for one in made.enum):
        made.types = frozenset({"string"})


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
