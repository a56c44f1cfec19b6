"""Merge the additions of a new published file into our description, per operation.

Our schemas have other names than the published ones, so a place is a path of names, no pointer:
`orders.list, response 200, data[].colour`. An addition is inserted at that path in our file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from marketplace_contracts.description.adopt.insert import insert
from marketplace_contracts.description.adopt.openapi_30 import as_30
from marketplace_contracts.description.adopt.paging import list_decision
from marketplace_contracts.description.adopt.pairing import Pairing
from marketplace_contracts.description.diff.change import ApiChange
from marketplace_contracts.description.diff.document import Document
from marketplace_contracts.description.diff.normalise import Node, Normaliser
from marketplace_contracts.description.diff.operation import (
    Endpoint,
    mapping,
    operations_of,
    schema_of,
)
from marketplace_contracts.description.overlay.structure import bare

KEY = "x-subscription-key"
MERGED = {
    "property-added",
    "required-property-added",
    "parameter-added",
    "required-parameter-added",
    "enum-value-added",
    "operation-added",
}
"""Rules of additions that can be merged; everything else is for a person to decide."""


@dataclass(frozen=True, slots=True)
class Merged:
    """One addition: where it was merged, and what remains to be decided."""

    place: str
    decision: str
    left_out: bool = False


class Merge:
    """Our description while additions are merged.

    Attributes:
        text: The YAML text, changed by each addition.
        left: Keys of additions without a place.
    """

    def __init__(self, text: str, ours: Document, published: Document, pairing: Pairing) -> None:
        self.text = text
        self._ours = Normaliser(ours.data)
        self._theirs = Normaliser(published.data)
        self._endpoints = operations_of(self._ours, set())
        self._pairing = pairing
        self.left: set[tuple[str, ...]] = set()
        self._done: set[tuple[str, str]] = set()
        self._twins = dict(self._twin_components())

    def add(self, changes: Iterable[ApiChange]) -> Iterator[Merged]:
        """Merge every addition and yield the result, once for each position.

        An addition for which our description has no place is kept in `left`.
        """
        placed: set[tuple[str, ...]] = set()
        for change in changes:
            if change.rule not in MERGED:
                continue
            merged = [self._one(change, label) for label in change.operations]
            yield from (one for some in merged for one in some or ())
            (placed if any(some is not None for some in merged) else self.left).add(change.key)
        self.left -= placed

    def _one(self, change: ApiChange, label: str) -> list[Merged] | None:
        """Return what was merged: nothing if we have it already, None if there is no place."""
        if change.rule == "operation-added":
            theirs = self._pairing.added.get(label)
            known = theirs is None or (theirs.method, theirs.template) in self._endpoints
            usable = theirs is not None and theirs.path.startswith("/")
            return [] if known else [self._operation(theirs)] if theirs and usable else None
        ours = self._endpoints.get(self._pairing.old_keys.get(label, ("", "")))
        if ours is None:
            return None
        merged = self._parameter if "parameter" in change.rule else self._schema
        return merged(change, ours)

    def _operation(self, theirs: Endpoint) -> Merged:
        """Add an operation under a name of our kind; the method distinguishes reads from writes."""
        value = bare(theirs.node.value, "")
        # Those of the path too; a reference is resolved, since its component may not be in ours.
        unsent = {key: self._unsent(one) for key, one in theirs.parameters.items()}
        value["parameters"] = [
            bare(one.value, "") for key, one in theirs.parameters.items() if not unsent[key]
        ]
        name = _operation_id(theirs, {one.id for one in self._endpoints.values()})
        reads = theirs.method in ("get", "head")
        responses = value.pop("responses", {}) or {}
        success = next(
            (responses[s] for s in responses if s.startswith("2")), responses.get("default")
        )
        made = {
            "tags": [name.partition(".")[0]],
            "operationId": name,
            "summary": f"Adopted from {theirs.method.upper()} {theirs.path}",
            "x-effect": "read" if reads else "write",
            "x-replayable": reads,
            **{k: self._plain(v) for k, v in value.items() if k in ("parameters", "requestBody")},
            "responses": {},
        }
        made["parameters"] = _without_key(made.get("parameters", []))
        if not made["parameters"]:
            del made["parameters"]
        found = {"description": "Success", **self._plain(success or {})}
        made["responses"] = {"200" if found.get("content") else "204": found}
        made["responses"] |= self._errors(theirs)
        if "200" in made["responses"]:
            self._name_schema(found, f"{_pascal(name)}Response")
        if "requestBody" in made:
            self._name_schema(made["requestBody"], f"{_pascal(name)}Request")
        item = {theirs.method: made}
        known = next((e for e in self._endpoints.values() if e.template == theirs.template), None)
        if known is None and theirs.path not in self._paths():
            self.text = insert(self.text, ["paths"], theirs.path, item)
        else:
            path = known.path if known else theirs.path
            self.text = insert(self.text, ["paths", path], theirs.method, made)
        self._reread()
        ours = self._endpoints[theirs.method, theirs.template]
        decision = "decide its name, x-effect, x-replayable, evidence; write its texts"
        for key, why in unsent.items():
            decision += f". {theirs.parameters[key].value['name']} {why}" if why else ""
        return Merged(
            f"{theirs.method.upper()} {theirs.path} as {name}",
            f"{decision}{list_decision(self._theirs, theirs, _success(self._ours, ours))}",
        )

    def _name_schema(self, holder: dict[str, Any], name: str) -> None:
        """Move the schema of a body into a component: generated models need a name."""
        content = holder.setdefault("content", {})
        media = content.setdefault("application/json", {})
        schema = media.get("schema") or {"type": "object"}
        if "$ref" not in schema:
            self._name_rows(schema, f"{name.removesuffix('Response')}Row")
            self.text = insert(self.text, ["components", "schemas"], name, schema)
            media["schema"] = {"$ref": f"#/components/schemas/{name}"}

    def _name_rows(self, schema: dict[str, Any], name: str) -> None:
        """Move the objects of an inline page into a component: a list has a model for its rows."""
        rows = mapping(mapping(schema.get("properties")).get("data"))
        items = rows.get("items")
        if isinstance(items, dict) and "properties" in items:
            self.text = insert(self.text, ["components", "schemas"], name, items)
            rows["items"] = {"$ref": f"#/components/schemas/{name}"}

    def _errors(self, theirs: Endpoint) -> dict[str, Any]:
        """Return the errors that all of our operations of the same kind have."""
        alike = [one for one in self._endpoints.values() if _kind(one) == _kind(theirs)]
        responses = [
            self._ours.resolve(endpoint.node.at("responses")).value or {}
            for endpoint in alike or self._endpoints.values()
        ]
        common = set.intersection(*(set(one) for one in responses)) if responses else set()
        return {
            status: {"$ref": node["$ref"]}
            for status, node in (responses[0] if responses else {}).items()
            if status in common and not status.startswith("2") and "$ref" in node
        }

    def _parameter(self, change: ApiChange, ours: Endpoint) -> list[Merged]:
        node = self._theirs.resolve(_node(self._theirs, change.new))
        name, place = str(node.value.get("name")), str(node.value.get("in"))
        key = (place, name.lower() if place == "header" else name)
        if key in ours.parameters or (ours.label, name) in self._done:
            return []
        self._done.add((ours.label, name))
        if reason := self._unsent(node):
            return [Merged(f"{ours.label}: parameter {name}", reason, left_out=True)]
        value = self._plain(bare(node.value, ""))
        way = _keys(ours.node.pointer)
        if isinstance(ours.node.value.get("parameters"), list):
            self.text = insert(self.text, [*way, "parameters"], None, value)
        else:
            self.text = insert(self.text, way, "parameters", [value])
        self._reread()
        decision = "write its text; say how it filters (x-filter)"
        return [Merged(f"{ours.label}: parameter {name}", decision)]

    def _unsent(self, parameter: Node) -> str:
        """Tell why the generated client could not send a parameter; generation would refuse it."""
        place, required = parameter.value.get("in"), parameter.value.get("required") is True
        types = self._theirs.schema(schema_of(parameter)).types
        if place in ("header", "cookie") and str(parameter.value["name"]).lower() != KEY:
            kind = f"a {place} that is required" if required else ""
        else:
            kind = "a list or an object" if types & {"array", "object"} else ""
        if not kind:
            return ""
        advice = " (calls without it are refused: change the client first)" if required else ""
        return f"is {kind}, which the client cannot send yet, so it is not merged{advice}"

    def _schema(self, change: ApiChange, ours: Endpoint) -> list[Merged] | None:
        start, way = self._start(change.subject, ours)
        if change.rule == "enum-value-added":
            return self._enumeration(change, _walk(self._ours, start, way))
        *above, name = way or [""]
        parent = _walk(self._ours, start, above)
        if parent is None or not name:
            return None
        if name in self._ours.schema([parent]).properties:
            return []
        target = _with_properties(self._ours, parent)
        if target is None:
            return None
        if (target.pointer, name) in self._done:
            return []
        self._done.add((target.pointer, name))
        value = self._plain(as_30(bare(_node(self._theirs, change.new).value, "")))
        self.text = insert(self.text, [*_keys(target.pointer), "properties"], name, value)
        self._reread()
        place = target.pointer.removeprefix("#/components/schemas/")
        required = " and whether it is required" if change.rule.startswith("required") else ""
        return [Merged(f"{place}.{name}", f"write its text and evidence{required}")]

    def _enumeration(self, change: ApiChange, node: Node | None) -> list[Merged] | None:
        node = _with_enum(self._ours, node) if node else None
        if node is None:
            return None
        known = node.value["enum"]
        merged = []
        for value in _node(self._theirs, change.new).value.get("enum") or []:
            if value not in known and (node.pointer, str(value)) not in self._done:
                self._done.add((node.pointer, str(value)))
                self.text = insert(self.text, [*_keys(node.pointer), "enum"], None, value)
                self._reread()
                place = node.pointer.removeprefix("#/components/schemas/")
                decision = "say what it means, and whether it is final"
                merged.append(Merged(f"{place}: value {value}", decision))
        return merged

    def _start(self, subject: str, ours: Endpoint) -> tuple[Node, list[str]]:
        """Return our node for the head of a subject, and the rest of the subject."""
        head, _, rest = subject.partition(".")
        while head.endswith("[]"):
            head, rest = head[:-2], f"[].{rest}" if rest else "[]"
        if head == "request body":
            start = self._ours.resolve(ours.node.at("requestBody"))
        else:
            status = head.removeprefix("response ")
            status = "200" if status == "default" else status
            start = self._ours.resolve(ours.node.at("responses", status))
        way = [part for part in re.split(r"\.|(\[\])", rest) if part]
        return start.at("content", "application/json", "schema"), way

    def _plain(self, value: Any, above: tuple[str, ...] = ()) -> Any:
        """Resolve references: their components have other names in our file."""
        if isinstance(value, list):
            return [self._plain(one, above) for one in value]
        if not isinstance(value, dict):
            return value
        reference = value.get("$ref")
        if isinstance(reference, str):
            if reference not in self._twins:
                self._bring(reference)
            if reference in self._twins:
                return {"$ref": self._twins[reference]}
            if reference in above or not reference.startswith("#/"):
                return {}
            target = _node(self._theirs, reference)
            return self._plain(bare(target.value, ""), (*above, reference))
        plain = as_30(value)
        return {
            key: {name: self._plain(as_30(one), above) for name, one in inner.items()}
            if key == "properties" and isinstance(inner, dict)
            else self._plain(inner, above)
            for key, inner in plain.items()
        }

    def _bring(self, reference: str) -> None:
        """Copy an object of theirs into our components, unless we have one of that name."""
        name = reference.removeprefix("#/components/schemas/")
        value = _node(self._theirs, reference).value if name.isidentifier() else None
        is_object = isinstance(value, dict) and ("properties" in value or "allOf" in value)
        if is_object and self._ours.root.at("components", "schemas", name).value is None:
            self._twins[reference] = reference  # known before its parts, which may contain it
            made = self._plain(bare(value, ""))
            self.text = insert(self.text, ["components", "schemas"], name, made)

    def _twin_components(self) -> Iterator[tuple[str, str]]:
        """Return their components of the same response or body as ours."""
        for key, ours in self._endpoints.items():
            theirs = self._pairing.new.get(self._pairing.new_keys.get(key, key))
            if theirs is None:
                continue
            first, second = _success(self._theirs, theirs), _success(self._ours, ours)
            if "$ref" in first and "$ref" in second:
                yield first["$ref"], second["$ref"]

    def _paths(self) -> dict[str, Any]:
        paths: dict[str, Any] = self._ours.root.value["paths"]
        return paths

    def _reread(self) -> None:
        """Read our description again, since pointers into lists may have moved."""
        from marketplace_contracts.description.diff.document import parse

        self._ours = Normaliser(parse("ours", self.text.encode()).data)
        self._endpoints = operations_of(self._ours, set())


def _success(document: Normaliser, endpoint: Endpoint) -> dict[str, Any]:
    """Return the schema of an operation's success, unresolved."""
    responses = endpoint.node.at("responses")
    for status in ("200", "default"):
        response = document.resolve(responses.at(status))
        schema = response.at("content", "application/json", "schema").value
        if isinstance(schema, dict):
            return schema
    return {}


def _kind(endpoint: Endpoint) -> tuple[bool, bool]:
    """Return whether an operation is about one object, and whether it takes a body."""
    return "{" in endpoint.path, "requestBody" in endpoint.node.value


def _operation_id(theirs: Endpoint, taken: set[str]) -> str:
    """Return an operation id of our kind: resource and action."""
    parts = [part for part in theirs.path.strip("/").split("/") if not part.startswith("{")]
    if len(parts) > 1 and re.fullmatch(r"v\d+", parts[0]):
        del parts[0]  # a version of the API is not a resource
    single = theirs.path.rstrip("/").endswith("}")
    words = {"get": "get" if single else "list", "post": "create", "patch": "update"}
    verb = words.get(theirs.method, theirs.method)
    resource = parts[0] if parts else "root"
    name = f"{resource}.{verb}" if len(parts) < 2 else f"{resource}.{verb}_{_snake(parts[-1])}"
    return name if name not in taken else f"{name}_{theirs.method}"


def _pascal(operation_id: str) -> str:
    return "".join(part.capitalize() for part in re.split(r"[._]", operation_id))


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).replace("-", "_").lower()


def _without_key(parameters: list[Any]) -> list[Any]:
    return [
        one
        for one in parameters
        if not (one.get("in") == "header" and str(one.get("name")).lower() == KEY)
    ]


def _keys(pointer: str) -> list[str | int]:
    parts = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
    return [
        int(part) if part.isdigit() and index and parts[index - 1] in _LISTS else part
        for index, part in enumerate(parts)
    ]


_LISTS = {"allOf", "oneOf", "anyOf", "parameters", "enum"}


def _node(document: Normaliser, pointer: str) -> Node:
    return document.root.at(*_keys(pointer))


def _walk(document: Normaliser, node: Node, way: list[str]) -> Node | None:
    """Follow property names and `[]`, through references and allOf."""
    current: Node | None = node
    for step in way:
        if current is None:
            return None
        schema = document.schema([current])
        found = schema.items if step == "[]" else schema.properties.get(step)
        current = found[0] if found else None
    return current


def _parts(document: Normaliser, node: Node) -> Iterator[Node]:
    """Return a schema and all of its parts."""
    resolved = document.resolve(node)
    if isinstance(resolved.value, dict):
        yield resolved
        for index in range(len(resolved.value.get("allOf") or [])):
            yield from _parts(document, resolved.at("allOf", index))


def _with_properties(document: Normaliser, node: Node) -> Node | None:
    """Return the part of a schema that can get another property."""
    parts = _parts(document, node)
    return next((one for one in parts if isinstance(one.value.get("properties"), dict)), None)


def _with_enum(document: Normaliser, node: Node) -> Node | None:
    return next(
        (one for one in _parts(document, node) if isinstance(one.value.get("enum"), list)), None
    )
