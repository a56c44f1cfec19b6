"""Validate JSON values against the schemas of the description, and find the objects in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import jsonschema_rs

from marketplace_contracts.description.json_values import Path
from marketplace_contracts.description.pointers import Node, escape
from marketplace_contracts.description.spec import Spec
from marketplace_contracts.errors import CannotRun

DRAFT = "https://json-schema.org/draft/2020-12/schema"
RANGES = {"int32": (-(2**31), 2**31 - 1), "int64": (-(2**63), 2**63 - 1)}


@dataclass(frozen=True, slots=True)
class SchemaViolation:
    """A violation of a schema: position in the value, the value, and pointer of the rule."""

    path: Path
    keyword: str
    message: str
    value: Any
    pointer: str


@dataclass(slots=True)
class Shape:
    """An object or array schema with its allOf parts folded together.

    Attributes:
        properties: Pointers of the schemas of the properties.
        usual: For each `x-usual`, its place and the properties it names.
        usual_names: For each `x-usual-names`, its pointer, the property, and the names in its list.
        absent_while: For each `x-absent-while`, its pointer and the rule.
        sums: For each `x-sum`, its pointer and the rule.
        choices: Pointers of the branches of anyOf and oneOf.
        names: Components that the value is an instance of, the outermost first.
    """

    properties: dict[str, str] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)
    write_only: set[str] = field(default_factory=set)
    items: str | None = None
    extra: str | None = None
    open: bool = False
    usual: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    usual_names: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)
    absent_while: list[tuple[str, Node]] = field(default_factory=list)
    sums: list[tuple[str, Node]] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Visit:
    """An object in a value, with its shape and position."""

    path: Path
    value: dict[str, Any]
    shape: Shape
    pointer: str


class Schemas:
    """Validators and shapes of one description, created when first needed."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self._components = to_json_schema(spec.document.get("components", {}))
        self._validators: dict[str, jsonschema_rs.Validator] = {}
        self._shapes: dict[str, Shape] = {}

    def validator(self, pointer: str) -> jsonschema_rs.Validator:
        """Return the compiled validator, formats included, of a schema."""
        if pointer not in self._validators:
            node, _ = self.spec.follow(pointer)
            root = {"$schema": DRAFT, "components": self._components, **to_json_schema(node)}
            self._validators[pointer] = jsonschema_rs.validator_for(root, validate_formats=True)
        return self._validators[pointer]

    def violations(self, pointer: str, value: Any) -> Iterator[SchemaViolation]:
        """Yield everything that is wrong with a value, each with the pointer of the broken rule."""
        validator = self.validator(pointer)
        if validator.is_valid(value):
            return
        _, where = self.spec.follow(pointer)
        for error in validator.iter_errors(value):
            yield from self._violation(where, error)

    def _violation(
        self, where: str, error: jsonschema_rs.ValidationError
    ) -> Iterator[SchemaViolation]:
        rule, nullable = self._rule(where, error.schema_path)
        if isinstance(error.kind, jsonschema_rs.ValidationErrorKind.AnyOf) and (
            nullable or self._or_null(rule)
        ):
            # What is wrong is the value itself; the alternative null is not reported.
            for inner in error.kind.context[0]:
                yield from self._violation(where, inner)
            return
        path = tuple(error.instance_path)
        yield SchemaViolation(path, error.kind.name, error.message, error.instance, rule)

    def _rule(self, above: str, steps: Sequence[str | int]) -> tuple[str, bool]:
        """Return the pointer of a validator's rule, and whether it allows null."""
        start = "#" if steps[:1] == ["components"] else above
        pointer = start
        node: Any = self.spec.follow(start)[0]
        nullable = False
        wrapped: Any = None
        rest = iter(steps)
        for step in rest:
            # The outer choice with null is ours, the description says nullable.
            nullable = step == "anyOf" and node is not wrapped and _is_nullable(node)
            if nullable:
                wrapped = node
                next(rest, None)
                continue
            try:
                node = node[step]
            except (KeyError, IndexError, TypeError):
                break
            pointer += "/" + escape(str(step))
        return pointer, nullable

    def _or_null(self, pointer: str) -> bool:
        """Tell whether the choices are a schema and, after it, null."""
        choices = self.spec.follow(pointer)[0]
        return len(choices) == 2 and self.spec.follow(f"{pointer}/1")[0].get("enum") == [None]

    def _beside_null(self, pointer: str) -> str:
        """Return the schema of a choice between it and null; others are returned unchanged."""
        node, where = self.spec.follow(pointer)
        if "anyOf" not in node or not self._or_null(f"{where}/anyOf"):
            return pointer
        return f"{where}/anyOf/0"

    def shape(self, pointer: str) -> Shape:
        """Return the folded shape of a schema."""
        if pointer not in self._shapes:
            shape = self._shapes[pointer] = Shape()
            self._fold(pointer, shape)
        return self._shapes[pointer]

    def _fold(self, pointer: str, shape: Shape, *, nulls_are_absent: bool = False) -> None:
        node, where = self.spec.follow(pointer)
        nulls_are_absent = nulls_are_absent or node.get("x-null") == "absent"
        if where.startswith("#/components/schemas/") and where.count("/") == 3:
            shape.names.append(where.rpartition("/")[2])
        if usual := node.get("x-usual"):
            shape.usual.append((f"{where}/x-usual", tuple(usual)))
        for keyword, rules in (("x-absent-while", shape.absent_while), ("x-sum", shape.sums)):
            if keyword in node:
                rules.append((f"{where}/{keyword}", node[keyword]))
        for name in node.get("properties", {}):
            place = f"{where}/properties/{name}"
            inner, there = self.spec.follow(place)
            # A null in a request is no value, so readers of a shape see the schema beside it.
            bare = self._beside_null(place) if nulls_are_absent else place
            shape.properties[name] = bare
            if inner.get("writeOnly") or self.spec.follow(bare)[0].get("writeOnly"):
                shape.write_only.add(name)
            if names := inner.get("x-usual-names"):
                shape.usual_names.append((f"{there}/x-usual-names", name, tuple(names)))
        shape.required |= set(node.get("required", []))
        if "items" in node:
            shape.items = f"{where}/items"
        extra = node.get("additionalProperties")
        shape.open = shape.open or extra not in (None, False)
        if isinstance(extra, dict):
            shape.extra = f"{where}/additionalProperties"
        for keyword in ("anyOf", "oneOf"):
            shape.choices += [f"{where}/{keyword}/{i}" for i in range(len(node.get(keyword, [])))]
        for index in range(len(node.get("allOf", []))):
            part = f"{where}/allOf/{index}"
            self._fold(part, shape, nulls_are_absent=nulls_are_absent)

    def visit(self, pointer: str, value: Any, path: Path = ()) -> Iterator[Visit]:
        """Yield every object in a value, with the shape that the schema gives it.

        Parts of the wrong type are skipped.
        """
        shape = self.shape(pointer)
        for choice in shape.choices:
            if self.validator(choice).is_valid(value):
                yield from self.visit(choice, value, path)
                return
        if isinstance(value, list) and shape.items:
            for index, item in enumerate(value):
                yield from self.visit(shape.items, item, (*path, index))
        elif isinstance(value, dict) and (shape.properties or shape.open):
            yield Visit(path, value, shape, self.spec.follow(pointer)[1])
            for key, item in value.items():
                inner = shape.properties.get(key, shape.extra)
                if inner and isinstance(item, dict | list):
                    yield from self.visit(inner, item, (*path, key))


def see_well_formed(spec: Spec) -> None:
    """Check that each schema of a description is valid, before any of them is used.

    Raises:
        CannotRun: Names the first invalid one.
    """
    found = list(_schemas(spec.document, "#"))
    root = {
        "$schema": DRAFT,
        "components": to_json_schema(spec.document.get("components", {})),
        "allOf": [to_json_schema(node) for _, node in found],
    }
    try:
        jsonschema_rs.validator_for(root, validate_formats=True)
    except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError) as error:
        where = _where(found, *getattr(error, "instance_path", ()))
        reason = getattr(error, "message", str(error)).splitlines()[0]
        words = f"The description {spec.name} has an invalid schema{where}: {reason}."
        raise CannotRun(words) from None


def _where(found: Sequence[tuple[str, Any]], group: str = "", *steps: str | int) -> str:
    """Return the pointer of an error; for a broken reference, its text."""
    if not group:
        return ""
    start = found[int(steps[0])][0] if group == "allOf" else "#/components"
    rest = steps[1:] if group == "allOf" else steps
    return " at " + "/".join((start, *(escape(str(step)) for step in rest)))


def _schemas(node: Any, pointer: str) -> Iterator[tuple[str, Any]]:
    """Yield each schema that is not part of another, with its pointer."""
    for key, inner in node.items() if isinstance(node, dict) else enumerate(node):
        where = f"{pointer}/{escape(str(key))}"
        if key == "schema" or pointer == "#/components/schemas":
            yield where, inner
        elif isinstance(inner, dict | list) and key not in {"example", "examples"}:
            yield from _schemas(inner, where)


def _is_nullable(node: Any) -> bool:
    return isinstance(node, dict) and node.get("nullable") is True


def exclusive_as_numbers(node: Mapping[str, Any]) -> Node:
    """Write `minimum: 0, exclusiveMinimum: true` of OpenAPI 3.0 as `exclusiveMinimum: 0` of 3.1."""
    out = dict(node)
    for limit, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if isinstance(out.get(exclusive), bool) and out.pop(exclusive) and limit in out:
            out[exclusive] = out.pop(limit)
    return out


def to_json_schema(node: Any) -> Any:
    """Convert an OpenAPI 3.0 schema to JSON Schema.

    Null becomes a choice, number formats become bounds, and a bound that `exclusiveMinimum: true`
    excludes becomes the value of that keyword.
    """
    if isinstance(node, list):
        return [to_json_schema(item) for item in node]
    if not isinstance(node, dict):
        return node
    plain = exclusive_as_numbers(node)
    out: Node = {key: to_json_schema(value) for key, value in plain.items() if key != "nullable"}
    if node.get("type") == "integer" and node.get("format") in RANGES:
        least, most = RANGES[node["format"]]
        out = {"minimum": least, "maximum": most, **out}
    return {"anyOf": [out, {"type": "null"}]} if _is_nullable(node) else out
