"""Compare two schemas for one direction: sent or received."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from marketplace_contracts.description.diff.change import REQUEST, ApiChange, short
from marketplace_contracts.description.diff.keywords import comparable, differences
from marketplace_contracts.description.diff.names import attribute_of
from marketplace_contracts.description.diff.normalise import Node, Normaliser, Schema

Nodes = list[Node]
NEAREST = 8
"""Variants without a twin among which the most similar are sought; more are taken in order."""


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
    _distances: dict[tuple[str, ...], int] = field(default_factory=dict)

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
        key = _key(old, new)
        if key in self._seen:
            return
        self._seen.add(key)
        before, after = self.old.schema(old), self.new.schema(new)
        if before.variants or after.variants:
            yield from self._forms(old, before, new, after, subject)
            return
        for rule, was, now in differences(before, after):
            yield self._change(rule, subject, before.pointer, after.pointer, was, now)
        if comparable(before, after):
            yield from self._below(before, after, subject)

    def _below(self, old: Schema, new: Schema, subject: str) -> Iterator[ApiChange]:
        yield from self._properties(old, new, subject)
        if old.items or new.items:
            yield from self.compare(old.items, new.items, f"{subject}[]")
        yield from self._extra(old, new, subject)

    # Properties

    def _properties(self, old: Schema, new: Schema, subject: str) -> Iterator[ApiChange]:
        for name in [*old.properties, *(n for n in new.properties if n not in old.properties)]:
            below = f"{subject}.{name}" if subject else name
            before, after = old.properties.get(name), new.properties.get(name)
            if before is None or after is None:
                yield from self._come_or_gone(name, old, new, below)
            else:
                yield from self._property(name, old, new, below)
        described = old.properties.keys() | new.properties.keys()
        for name in sorted((old.required ^ new.required) - described):
            rule = f"property-became-{'required' if name in new.required else 'optional'}"
            places = (f"{one.pointer}/required/{name}" for one in (old, new))
            yield self._change(rule, f"{subject}.{name}", *places)

    def _property(self, name: str, old: Schema, new: Schema, below: str) -> Iterator[ApiChange]:
        before, after = old.properties[name], new.properties[name]
        was, now = self._hidden(self.old, before), self._hidden(self.new, after)
        places = _pointer(before), _pointer(after)
        if not was and not now:
            yield from self._required(name, old, new, below)
            yield from self.compare(before, after, below)
        elif not was:
            word = "read-only" if self.direction == REQUEST else "write-only"
            yield self._change(f"property-became-{word}", below, *places)
        elif not now and self.direction == REQUEST and name in new.required:
            yield self._change("required-property-added", below, *places)
        elif not now:
            word = "writable" if self.direction == REQUEST else "readable"
            yield self._change(f"property-became-{word}", below, *places)

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

    def _extra(self, old: Schema, new: Schema, subject: str) -> Iterator[ApiChange]:
        was, now = old.extra is not False, new.extra is not False
        if was != now:
            rule = "extra-properties-allowed" if now else "extra-properties-forbidden"
            yield self._change(rule, subject, old.pointer, new.pointer)
            return
        first, second = (one.extra if isinstance(one.extra, dict) else {} for one in (old, new))
        if was and (first or second):
            before = Node(first, f"{old.pointer}/additionalProperties")
            after = Node(second, f"{new.pointer}/additionalProperties")
            yield from self.compare([before], [after], f"{subject}.*")

    # Variants

    def _forms(
        self, old: Nodes, before: Schema, new: Nodes, after: Schema, subject: str
    ) -> Iterator[ApiChange]:
        """Compare the forms that a value can have; a schema without variants is one form."""
        if before.variants and after.variants and before.discriminator != after.discriminator:
            values = before.discriminator, after.discriminator
            places = before.pointer, after.pointer
            yield self._change("discriminator-changed", subject, *places, *values)
        first = [[*before.bases, one] for one in before.variants] or [old]
        second = [[*after.bases, one] for one in after.variants] or [new]
        twins = self._twins(first, second)
        if before.discriminator == after.discriminator:
            yield from self._tags(before, after, twins, subject)
        for one, two in [*twins, *self._nearest(first, second)]:
            yield from self.compare(one, two, subject)
        for one in first:
            yield self._change("variant-removed", subject, one[-1].pointer, after.pointer)
        for two in second:
            yield self._change("variant-added", subject, before.pointer, two[-1].pointer)

    def _twins(self, first: list[Nodes], second: list[Nodes]) -> list[tuple[Nodes, Nodes]]:
        """Take out the pairs that are the same."""
        found = []
        for one in list(first):
            twin = next((two for two in second if not self._distance(one, two, 1)), None)
            if twin is not None:
                first.remove(one)
                second.remove(twin)
                found.append((one, twin))
        return found

    def _nearest(self, first: list[Nodes], second: list[Nodes]) -> Iterator[tuple[Nodes, Nodes]]:
        """Take out pairs, the most similar first: one that changed is still the same form."""
        while first and second:
            pairs = [(one, two) for one in first[:NEAREST] for two in second[:NEAREST]]
            pair = min(pairs, key=lambda pair: self._distance(pair[0], pair[1], NEAREST))
            first.remove(pair[0])
            second.remove(pair[1])
            yield pair

    def _distance(self, old: Nodes, new: Nodes, most: int) -> int:
        """Count the changes between two schemas, up to a number."""
        key = (str(most), *_key(old, new))
        if key not in self._distances:
            trial = replace(self, _seen=set(self._seen))
            found = trial.compare(old, new, "")
            self._distances[key] = sum(1 for _ in zip(range(most), found, strict=False))
        return self._distances[key]

    def _tags(
        self, old: Schema, new: Schema, twins: list[tuple[Nodes, Nodes]], subject: str
    ) -> Iterator[ApiChange]:
        """Compare the values of a discriminator that stand for the same form."""
        if not old.discriminator:
            return
        for one, two in twins:
            before, after = _tags(self.old, old, one[-1]), _tags(self.new, new, two[-1])
            if before != after:
                places = old.pointer, new.pointer
                values = ", ".join(sorted(before)), ", ".join(sorted(after))
                yield self._change("discriminator-changed", subject, *places, *values)

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


def _key(old: Nodes, new: Nodes) -> tuple[str, ...]:
    return (*map(_place, old), "|", *map(_place, new))


def _place(node: Node) -> str:
    """Identify a node; a reference by its target, unless keywords beside it may count."""
    alone = isinstance(node.value, dict) and len(node.value) == 1
    return str(node.value["$ref"]) if alone and "$ref" in node.value else node.pointer


def _pointer(nodes: Nodes) -> str:
    return nodes[0].pointer if nodes else ""


def _tags(document: Normaliser, schema: Schema, variant: Node) -> set[str]:
    """Return the values that stand for a variant; without a mapping, the name of its schema."""
    pointer = document.resolve(variant).pointer
    named = pointer.startswith("#/components/schemas/")
    return schema.tags.get(pointer) or ({pointer.rpartition("/")[2]} if named else set())
