"""One schema, or several that hold at once, with their `allOf` parts folded together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from marketplace_contracts.description.pointers import Node
from marketplace_contracts.description.schemas import exclusive_as_numbers
from marketplace_contracts.description.spec import Spec

LARGEST = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
SMALLEST = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")


@dataclass(slots=True)
class Folded:
    """What must hold of a value.

    Attributes:
        places: Pointers of the schemas that were folded, references followed.
        limits: Bounds and other single keywords; of several the narrowest.
        types: Types that are allowed; None allows every type.
        values: Values that are allowed; None allows every value.
        properties: Pointers of the schemas of each property.
        choices: For each `oneOf` and `anyOf` the pointers of its branches.
        hidden: Properties that are written and never read.
    """

    places: list[str] = field(default_factory=list)
    limits: dict[str, Any] = field(default_factory=dict)
    types: list[str] | None = None
    values: list[Any] | None = None
    patterns: list[str] = field(default_factory=list)
    properties: dict[str, list[str]] = field(default_factory=dict)
    required: dict[str, None] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    items: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    choices: list[list[str]] = field(default_factory=list)

    def kind(self) -> str:
        """Return the type to generate: the first that is not null, or what the keywords imply."""
        for name in self.types or ():
            if name != "null":
                return name
        if self.types:
            return "null"
        if self.properties or self.extra or "minProperties" in self.limits:
            return "object"
        if self.items or "minItems" in self.limits:
            return "array"
        bounded = {"minimum", "maximum", "multipleOf"} & self.limits.keys()
        return "number" if bounded and not self.patterns else "string"


def fold(spec: Spec, pointers: Iterable[str]) -> Folded:
    """Fold the schemas at some places, their references and their `allOf` parts."""
    folded = Folded()
    todo = list(pointers)
    while todo:
        node, where = spec.follow(todo.pop(0))
        if where in folded.places:
            continue
        folded.places.append(where)
        _take(folded, node, where, spec)
        todo += [f"{where}/allOf/{index}" for index in range(len(node.get("allOf", [])))]
    return folded


def _take(folded: Folded, node: Node, where: str, spec: Spec) -> None:
    _narrow(folded, node)
    for name in node.get("properties", {}):
        place = f"{where}/properties/{name}"
        folded.properties.setdefault(name, []).append(place)
        if spec.follow(place)[0].get("writeOnly"):
            folded.hidden.add(name)
    folded.required |= dict.fromkeys(node.get("required", []))
    if isinstance(node.get("items"), dict):
        folded.items.append(f"{where}/items")
    if isinstance(node.get("additionalProperties"), dict):
        folded.extra.append(f"{where}/additionalProperties")
    for keyword in ("oneOf", "anyOf"):
        if branches := node.get(keyword):
            folded.choices.append([f"{where}/{keyword}/{i}" for i in range(len(branches))])


def _narrow(folded: Folded, node: Node) -> None:
    """Take the single keywords of a schema; where one is known already, the narrower stays."""
    node = exclusive_as_numbers(node)
    limits = folded.limits
    for name in LARGEST:
        if name in node:
            limits[name] = max(node[name], limits.get(name, node[name]))
    for name in SMALLEST:
        if name in node:
            limits[name] = min(node[name], limits.get(name, node[name]))
    for name in ("format", "multipleOf", "uniqueItems"):
        if name in node:
            limits[name] = node[name]
    if "pattern" in node:
        folded.patterns.append(node["pattern"])
    if kinds := node.get("type"):
        wanted = [kinds] if isinstance(kinds, str) else list(kinds)
        folded.types = wanted if folded.types is None else _both(folded.types, wanted)
    allowed = [node["const"]] if "const" in node else node.get("enum")
    if allowed is not None:
        former = folded.values
        folded.values = list(allowed) if former is None else [v for v in former if v in allowed]


def _both(first: list[str], second: list[str]) -> list[str]:
    """Return the types that two lists have in common; every integer is a number."""
    if "integer" in first + second and "number" in first + second:
        return ["integer"]
    return [name for name in first if name in second]
