"""Compare two schemas for one direction: sent or received."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from marketplace_contracts.description.diff.change import REQUEST, ApiChange, short
from marketplace_contracts.description.diff.names import attribute_of
from marketplace_contracts.description.diff.normalise import (
    LIMITS_HIGH,
    LIMITS_LOW,
    Node,
    Normaliser,
    Schema,
)
from marketplace_contracts.description.diff.rules import EXTENSIONS, SILENT_EXTENSIONS

WIDTHS = {"int32": 1, "int64": 2, "float": 1, "double": 2}
"""Formats of numbers by how much fits into them."""
FLAGS = (
    ("readOnly", "property-became-read-only", "property-became-writable"),
    ("writeOnly", "property-became-write-only", "property-became-readable"),
)
Nodes = list[Node]


@dataclass
class SchemaComparison:
    """Compares schemas of two documents; each pair once, so recursive schemas end.

    Attributes:
        old: The document before.
        new: The document after.
        direction: `request` or `response`.
        operation: The operation through which the schemas are reached.
    """

    old: Normaliser
    new: Normaliser
    direction: str
    operation: str
    _seen: set[tuple[str, ...]] = field(default_factory=set)

    def compare(self, old: Nodes, new: Nodes, subject: str) -> Iterator[ApiChange]:
        """Yield the changes between two schemas, and between everything below them.

        Args:
            old: Nodes that together describe the value before; empty if it was not described.
            new: The same after.
            subject: What the value is, in words.
        """
        if not old or not new:
            if old or new:
                rule = "schema-removed" if old else "schema-added"
                yield self._change(rule, subject, _pointer(old), _pointer(new))
            return
        before, after = self.old.schema(old), self.new.schema(new)
        key = (before.pointer, "|", after.pointer)
        if key in self._seen:
            return
        self._seen.add(key)
        yield from self._own(before, after, subject)
        yield from self._properties(before, after, subject)
        yield from self._variants(before, after, subject)
        if before.items or after.items:
            yield from self.compare(before.items, after.items, f"{subject}[]")
        yield from self._extra(before, after, subject)

    def _own(self, old: Schema, new: Schema, subject: str) -> Iterator[ApiChange]:
        """Compare the schemas' own keywords."""
        for rule, before, after in _differences(old, new):
            if rule in ("property-became-writable", "property-became-readable") and (
                (rule.endswith("writable")) != (self.direction == REQUEST)
            ):
                continue
            yield self._change(rule, subject, old.pointer, new.pointer, before, after)

    def _properties(self, old: Schema, new: Schema, subject: str) -> Iterator[ApiChange]:
        for name in [*old.properties, *(n for n in new.properties if n not in old.properties)]:
            below = f"{subject}.{name}" if subject else name
            before, after = old.properties.get(name), new.properties.get(name)
            if before is None or after is None:
                yield from self._come_or_gone(name, old, new, below)
                continue
            yield from self._required(name, old, new, below)
            yield from self.compare(before, after, below)

    def _come_or_gone(self, name: str, old: Schema, new: Schema, below: str) -> Iterator[ApiChange]:
        nodes = old.properties.get(name)
        if nodes is not None:
            if not self._hidden(self.old, nodes):
                yield self._change("property-removed", below, _pointer(nodes), new.pointer)
            return
        nodes = new.properties[name]
        if not self._hidden(self.new, nodes):
            rule = "required-property-added" if name in new.required else "property-added"
            yield self._change(rule, below, "", _pointer(nodes))

    def _hidden(self, document: Normaliser, nodes: Nodes) -> bool:
        """Tell whether a property does not belong to this direction."""
        flag = "readOnly" if self.direction == REQUEST else "writeOnly"
        return document.schema(nodes).values.get(flag) is True

    def _required(self, name: str, old: Schema, new: Schema, below: str) -> Iterator[ApiChange]:
        was, now = name in old.required, name in new.required
        if was != now:
            rule = "property-became-required" if now else "property-became-optional"
            places = _pointer(old.properties[name]), _pointer(new.properties[name])
            yield self._change(rule, below, *places)

    def _variants(self, old: Schema, new: Schema, subject: str) -> Iterator[ApiChange]:
        before, after = list(old.variants), list(new.variants)
        for one in list(before):
            twin = next((two for two in after if self._same(one, two)), None)
            if twin is not None:
                before.remove(one)
                after.remove(twin)
        if not old.variants or not new.variants:
            # A value that had one form has several now, or the reverse.
            if bool(old.variants) != bool(new.variants):
                rule = "variant-added" if new.variants else "variant-removed"
                yield self._change(rule, subject, old.pointer, new.pointer)
            return
        while before and after:
            yield from self.compare([before.pop(0)], [after.pop(0)], subject)
        for one in before:
            yield self._change("variant-removed", subject, one.pointer, new.pointer)
        for one in after:
            yield self._change("variant-added", subject, old.pointer, one.pointer)

    def _same(self, old: Node, new: Node) -> bool:
        probe = SchemaComparison(
            self.old, self.new, self.direction, self.operation, set(self._seen)
        )
        return next(probe.compare([old], [new], ""), None) is None

    def _extra(self, old: Schema, new: Schema, subject: str) -> Iterator[ApiChange]:
        was, now = old.extra is not False, new.extra is not False
        if was != now:
            rule = "extra-properties-allowed" if now else "extra-properties-forbidden"
            yield self._change(rule, subject, old.pointer, new.pointer)
        if isinstance(old.extra, dict) and isinstance(new.extra, dict):
            before = Node(old.extra, f"{old.pointer}/additionalProperties")
            after = Node(new.extra, f"{new.pointer}/additionalProperties")
            yield from self.compare([before], [after], f"{subject}.*")

    def _change(  # noqa: PLR0917 - one row, read from left to right
        self, rule: str, subject: str, old: str, new: str, before: Any = "", after: Any = ""
    ) -> ApiChange:
        name = attribute_of(old) or attribute_of(new)
        return ApiChange(
            rule,
            self.direction,
            subject,
            old,
            new,
            short(before),
            short(after),
            (self.operation,) if self.operation else (),
            (name,) if name else (),
        )


def _pointer(nodes: Nodes) -> str:
    return nodes[0].pointer if nodes else ""


def _differences(old: Schema, new: Schema) -> Iterator[tuple[str, Any, Any]]:
    """Yield rule, value before and value after for everything but the parts of a schema."""
    if old.unknown != new.unknown:
        yield "schema-not-described", old.unknown, new.unknown
        return
    types = list(_types(old, new))
    yield from types
    if old.nullable != new.nullable:
        yield ("became-nullable" if new.nullable else "no-longer-nullable"), "", ""
    yield from _enums(old, new)
    if not any(rule == "type-changed" for rule, _, _ in types):
        # Formats and limits of different types are not comparable.
        yield from _formats(old, new)
        yield from _limits(old, new)
        yield from _patterns(old, new)
    before, after = old.values.get("default"), new.values.get("default")
    if before != after or isinstance(before, bool) != isinstance(after, bool):
        yield "default-changed", _text(before), _text(after)
    if old.discriminator != new.discriminator:
        yield "discriminator-changed", old.discriminator, new.discriminator
    for flag, added, removed in FLAGS:
        was, now = old.values.get(flag) is True, new.values.get(flag) is True
        if was != now:
            yield (added if now else removed), "", ""
    yield from extensions(old.values, new.values)


def _types(old: Schema, new: Schema) -> Iterator[tuple[str, Any, Any]]:
    if old.types == new.types:
        return
    before, after = _spread(old.types), _spread(new.types)
    if before < after or (before and not after):
        rule = "type-widened"
    elif after < before or (after and not before):
        rule = "type-narrowed"
    else:
        rule = "type-changed"
    yield rule, "|".join(sorted(old.types)) or "any", "|".join(sorted(new.types)) or "any"


def _spread(types: frozenset[str]) -> frozenset[str]:
    """Expand types: every integer is a number, so `number` includes `integer`."""
    return types | {"integer"} if "number" in types else types


def _enums(old: Schema, new: Schema) -> Iterator[tuple[str, Any, Any]]:
    if old.enum is None or new.enum is None:
        if old.enum != new.enum:
            rule = "enum-added" if old.enum is None else "enum-removed"
            yield rule, _listed(old.enum), _listed(new.enum)
        return
    more = [one for one in new.enum if one not in old.enum]
    fewer = [one for one in old.enum if one not in new.enum]
    if more:
        yield "enum-value-added", "", _listed(more)
    if fewer:
        yield "enum-value-removed", _listed(fewer), ""


def _listed(values: Any) -> str:
    return "any" if values is None else ", ".join(_text(value) for value in values)


def _text(value: Any) -> str:
    return "none" if value is None else str(value) if isinstance(value, str) else json.dumps(value)


def _formats(old: Schema, new: Schema) -> Iterator[tuple[str, Any, Any]]:
    before, after = old.values.get("format"), new.values.get("format")
    if before == after:
        return
    widths = WIDTHS.get(str(before), 3), WIDTHS.get(str(after), 3)
    if {str(one) for one in (before, after) if one} <= WIDTHS.keys() and widths[0] != widths[1]:
        rule = "format-widened" if widths[0] < widths[1] else "format-narrowed"
    elif before is None:
        rule = "format-added"
    elif after is None:
        rule = "format-removed"
    else:
        rule = "format-changed"
    yield rule, before or "none", after or "none"


def _limits(old: Schema, new: Schema) -> Iterator[tuple[str, Any, Any]]:
    for keywords, sign in ((LIMITS_LOW, 1), (LIMITS_HIGH, -1)):
        for keyword in keywords:
            before, after = old.values.get(keyword), new.values.get(keyword)
            if before == after or (not before and not after and sign == 1 and _is_size(keyword)):
                continue
            narrowed = before is None or (after is not None and (after - before) * sign > 0)
            rule = "limit-narrowed" if narrowed else "limit-widened"
            yield rule, f"{keyword} {_text(before)}", f"{keyword} {_text(after)}"
    for keyword in ("multipleOf", "uniqueItems"):
        before, after = old.values.get(keyword) or None, new.values.get(keyword) or None
        if before != after:
            rule = "limit-widened" if after is None else "limit-narrowed"
            yield rule, f"{keyword} {_text(before)}", f"{keyword} {_text(after)}"


def _is_size(keyword: str) -> bool:
    """Tell whether a limit has an effect; a minimum size of 0 has none."""
    return keyword.startswith("min") and keyword != "minimum"


def _patterns(old: Schema, new: Schema) -> Iterator[tuple[str, Any, Any]]:
    before, after = old.values.get("pattern"), new.values.get("pattern")
    if before != after:
        kind = "added" if before is None else "removed" if after is None else "changed"
        yield f"pattern-{kind}", before or "none", after or "none"


def extensions(old: dict[str, Any], new: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """Yield what changed in extensions, silent ones left out."""
    names = [key for key in {**old, **new} if key.startswith("x-")]
    for name in names:
        before, after = old.get(name), new.get(name)
        if name in SILENT_EXTENSIONS or _canonical(before) == _canonical(after):
            continue
        rule = "extension-added" if before is None else EXTENSIONS.get(name, "extension-changed")
        yield rule, f"{name} {_text(before)}", f"{name} {_text(after)}"


def _canonical(value: Any) -> Any:
    """Return lists of names in extensions as sets: their order has no meaning."""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return sorted(value)
    return value
