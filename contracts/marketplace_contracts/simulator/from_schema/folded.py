"""One schema, or several that hold at once, with their `allOf` parts folded together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from marketplace_contracts.description.pointers import Node, escape
from marketplace_contracts.description.schemas import exclusive_as_numbers
from marketplace_contracts.description.spec import Spec

SCHEMAS = "#/components/schemas/"
LARGEST = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
SMALLEST = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")


@dataclass(slots=True)
class Folded:
    """The keywords that a value must satisfy together.

    Attributes:
        places: Pointers of the schemas that were folded, references followed.
        limits: Bounds and other single keywords; of several the narrowest.
        types: Types that are allowed; None allows every type.
        values: Values that are allowed; None allows every value.
        properties: Pointers of the schemas of each property.
        choices: For each `oneOf` and `anyOf` the pointers of its branches; for a `discriminator`
            without these those of the schemas that extend the one it is in.
        marks: Values of properties that a `discriminator` prescribes.
        sums: The rules of `x-sum`.
        absent_while: The rules of `x-absent-while`.
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
    marks: dict[str, str] = field(default_factory=dict)
    sums: dict[str, str] = field(default_factory=dict)
    absent_while: dict[str, Node] = field(default_factory=dict)

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
    for where in list(folded.places):
        _mark(folded, spec, where)
    return folded


def _mark(folded: Folded, spec: Spec, where: str) -> None:
    """Apply the `discriminator` of a schema: the chosen schema decides the value of a property."""
    node = spec.follow(where)[0]
    rule = node.get("discriminator")
    if not isinstance(rule, dict):
        return
    given = [(key, f"{where}/{key}") for key in ("oneOf", "anyOf") if key in node]
    branches = [f"{place}/{index}" for key, place in given for index in range(len(node[key]))]
    kinds = [spec.follow(branch)[1] for branch in branches] or _extending(spec, where)
    holds = [kind for kind in kinds if kind in folded.places]
    if holds:
        folded.marks[rule["propertyName"]] = _name_of(holds[0], rule.get("mapping") or {})
    elif kinds and not branches:
        folded.choices.append(kinds)


def _extending(spec: Spec, where: str) -> list[str]:
    """Return the schemas of the components that have another one in their `allOf`."""
    schemas = spec.document.get("components", {}).get("schemas", {})
    return [
        f"{SCHEMAS}{escape(name)}"
        for name, node in schemas.items()
        if any(part.get("$ref") == where for part in node.get("allOf", []))
    ]


def _name_of(kind: str, mapping: Node) -> str:
    """Return what a discriminator calls a schema: the name in its mapping, else its own."""
    name = kind.rpartition("/")[2]
    return next((key for key, schema in mapping.items() if schema in (kind, name)), name)


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
    folded.sums |= node.get("x-sum", {})
    folded.absent_while |= node.get("x-absent-while", {})
    for keyword in ("oneOf", "anyOf"):
        if branches := node.get(keyword):
            folded.choices.append([f"{where}/{keyword}/{i}" for i in range(len(branches))])


def _narrow(folded: Folded, node: Node) -> None:
    """Add the single keywords of a schema; of two values the narrower one stays."""
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
