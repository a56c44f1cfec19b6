"""Compare the operations of two descriptions: parameters, bodies, responses, security."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from marketplace_contracts.description.diff.addresses import address_changes, paired
from marketplace_contracts.description.diff.bodies import BodyComparison, change_of
from marketplace_contracts.description.diff.change import (
    NEITHER,
    REQUEST,
    ApiChange,
    Changes,
    short,
)
from marketplace_contracts.description.diff.document import Document
from marketplace_contracts.description.diff.keywords import comparable, deprecation, extensions
from marketplace_contracts.description.diff.names import method_of, snake
from marketplace_contracts.description.diff.normalise import Node, Normaliser, is_unread
from marketplace_contracts.description.diff.operation import (
    Endpoint,
    Key,
    api_keys,
    encoding_of,
    mapping,
    operations_of,
    schema_of,
    unread_paths,
)
from marketplace_contracts.description.diff.responses import response_changes
from marketplace_contracts.description.diff.schemas import SchemaComparison
from marketplace_contracts.description.diff.security import (
    flow_changes,
    schemes_of,
    security_differences,
)

PLAIN = frozenset({"string"})
NOT_READ = "schema-not-described"


def compare(old: Document, new: Document) -> Changes:
    """Compare two descriptions.

    Returns:
        All changes that a client can notice; refactors without effect are none.
    """
    return Changes(every_change(old, new))


def every_change(old: Document, new: Document) -> Iterator[ApiChange]:
    """Yield each change as often as an operation reaches it, with its subject there."""
    return Comparison(Normaliser(old.data), Normaliser(new.data)).changes()


class Comparison:
    """The comparison of two whole documents."""

    def __init__(self, old: Normaliser, new: Normaliser) -> None:
        self.old, self.new = old, new

    def changes(self) -> Iterator[ApiChange]:
        """Yield every change, operation by operation, then those of the servers."""
        keys = api_keys(self.old) | api_keys(self.new)
        before, after = operations_of(self.old, keys), operations_of(self.new, keys)
        new_keys = paired(before, after)
        yield from self._unread(before, after)
        for key, operation in before.items():
            if key in new_keys:
                yield from self._operation(operation, after[new_keys[key]])
            elif key[1] not in unread_paths(self.new):
                yield _whole("operation-removed", operation, old=operation.node.pointer)
        taken = set(new_keys.values())
        for key, operation in after.items():
            if key not in taken and key[1] not in unread_paths(self.old):
                yield _whole("operation-added", operation, new=operation.node.pointer)
        pairs = [(before[key], after[twin]) for key, twin in new_keys.items()]
        yield from address_changes(pairs, self.old, self.new)
        yield from flow_changes(self.old, self.new)
        yield from self._called_back()

    def _operation(self, old: Endpoint, new: Endpoint) -> Iterator[ApiChange]:
        yield from _heads(old, new)
        yield from self._security(old, new)
        yield from self._parameters(old, new)
        yield from self._body(old, new)
        yield from response_changes(self.old, self.new, old, new)
        places = old.node.at("callbacks"), new.node.at("callbacks")
        if self.old.plain(places[0].value) != self.new.plain(places[1].value):
            yield change_of("callback-changed", old, "callbacks", *places, NEITHER)

    def _unread(
        self, before: Mapping[Key, Endpoint], after: Mapping[Key, Endpoint]
    ) -> Iterator[ApiChange]:
        """Tell which operations cannot be compared, since their path is in another file."""
        for document, others in ((self.new, before), (self.old, after)):
            for template, node in unread_paths(document).items():
                for operation in (one for key, one in others.items() if key[1] == template):
                    old, new = (None, node) if document is self.new else (node, None)
                    yield change_of(NOT_READ, operation, "path", old, new, NEITHER)

    def _called_back(self) -> Iterator[ApiChange]:
        """Compare the webhooks of OpenAPI 3.1 as a whole."""
        before, after = self.old.root.at("webhooks"), self.new.root.at("webhooks")
        if self.old.plain(before.value) != self.new.plain(after.value):
            yield ApiChange("callback-changed", NEITHER, "webhooks", before.pointer, after.pointer)

    # Parameters

    def _parameters(self, old: Endpoint, new: Endpoint) -> Iterator[ApiChange]:
        come = {key: node for key, node in new.parameters.items() if key not in old.parameters}
        references = [{one.value["$ref"] for one in each.unread} for each in (old, new)]
        if references[0] != references[1]:
            nodes = [next(iter(each.unread), None) for each in (old, new)]
            yield change_of(NOT_READ, old, "parameters", nodes[0], nodes[1], REQUEST)
        for key, node in old.parameters.items():
            if key in new.parameters:
                yield from self._parameter(old, node, new.parameters[key])
                continue
            elsewhere = next((one for one in come if one[1] == key[1]), None)
            if elsewhere is None and not new.unread:
                yield _parameter("parameter-removed", old, node, old=node.pointer)
            if elsewhere is None:
                continue
            twin = come.pop(elsewhere)
            values = {"old": node.pointer, "new": twin.pointer, "before": key[0]}
            yield _parameter("parameter-moved", old, node, after=elsewhere[0], **values)
            yield from self._parameter(old, node, twin)
        for node in come.values() if not old.unread else ():
            required = node.value.get("required") is True
            rule = "required-parameter-added" if required else "parameter-added"
            yield _parameter(rule, old, node, new=node.pointer)

    def _parameter(self, operation: Endpoint, old: Node, new: Node) -> Iterator[ApiChange]:
        places = {"old": old.pointer, "new": new.pointer}
        was, now = old.value.get("required") is True, new.value.get("required") is True
        if was != now:
            rule = "parameter-became-required" if now else "parameter-became-optional"
            yield _parameter(rule, operation, old, **places)
        for rule, before, after in self._parameter_differences(old, new):
            values = {"before": short(before), "after": short(after)}
            yield _parameter(rule, operation, old, **places, **values)
        comparison = SchemaComparison(self.old, self.new, REQUEST, operation.label)
        subject = _parameter_subject(old)
        for change in comparison.compare(schema_of(old), schema_of(new), subject):
            yield replace(change, names=(_argument(operation, old),))

    def _parameter_differences(self, old: Node, new: Node) -> Iterator[tuple[str, Any, Any]]:
        if old.value.get("name") != new.value.get("name") and old.value.get("in") == "path":
            yield "path-parameter-renamed", str(old.value["name"]), str(new.value["name"])
        schemas = self.old.schema(schema_of(old)), self.new.schema(schema_of(new))
        # For other types `explode` has no effect; the change of the type is reported.
        types = [one.types if comparable(*schemas) else PLAIN for one in schemas]
        before, after = encoding_of(old, types[0]), encoding_of(new, types[1])
        if old.value.get("in") == new.value.get("in") and before != after:
            yield "parameter-encoding-changed", before, after
        yield from deprecation(old.value, new.value)
        yield from extensions(old.value, new.value)

    # Bodies

    def _body(self, old: Endpoint, new: Endpoint) -> Iterator[ApiChange]:
        before = self.old.resolve(old.node.at("requestBody"))
        after = self.new.resolve(new.node.at("requestBody"))
        if not isinstance(before.value, dict) or not isinstance(after.value, dict):
            yield from _body_come_or_gone(old, before, after)
            return
        if is_unread(before) or is_unread(after):
            if before.value != after.value:
                yield change_of(NOT_READ, old, "request body", before, after, REQUEST)
            return
        was, now = before.value.get("required") is True, after.value.get("required") is True
        if was != now:
            rule = "body-became-required" if now else "body-became-optional"
            yield change_of(rule, old, "request body", before, after, REQUEST)
        bodies = BodyComparison(self.old, self.new, old, REQUEST)
        yield from bodies.compare(before, after, "request body")

    def _security(self, old: Endpoint, new: Endpoint) -> Iterator[ApiChange]:
        before, after = schemes_of(self.old, old), schemes_of(self.new, new)
        for rule, label in security_differences(before, after):
            yield _security(rule, old, new, label)


# Changes of operations


def _heads(old: Endpoint, new: Endpoint) -> Iterator[ApiChange]:
    if old.id != new.id:
        yield change_of(
            "operation-id-changed", old, "operation id", old.node, new.node, "", old.id, new.id
        )
    if mapping(old.node.value).get("tags") != mapping(new.node.value).get("tags"):
        values = [short(one.node.value.get("tags") or []) for one in (old, new)]
        yield change_of("tags-changed", old, "tags", old.node, new.node, "", *values)
    was, now = (one.node.value.get("deprecated") is True for one in (old, new))
    if was != now:
        rule = "operation-deprecated" if now else "operation-undeprecated"
        yield change_of(rule, old, "deprecated", old.node, new.node, "")
    for subject, one, two in (("operation", old.node, new.node), ("path", old.item, new.item)):
        for rule, before, after in extensions(one.value, two.value):
            yield change_of(rule, old, subject, one, two, NEITHER, short(before), short(after))


def _whole(rule: str, operation: Endpoint, old: str = "", new: str = "") -> ApiChange:
    subject = f"{operation.method.upper()} {operation.path}"
    names = (method_of(operation.node.value, operation.label),)
    return ApiChange(rule, "", subject, old, new, operations=(operation.label,), names=names)


def _security(rule: str, old: Endpoint, new: Endpoint, what: str) -> ApiChange:
    """Yield changes of required credentials; a change of the default is one change."""
    first, second = (
        one.node.at("security") if "security" in one.node.value else Node(None, "#/security")
        for one in (old, new)
    )
    return change_of(rule, old, "security", first, second, "", "", what)


def _parameter(rule: str, operation: Endpoint, node: Node, **values: str) -> ApiChange:
    subject = _parameter_subject(node)
    names = (_argument(operation, node),)
    return ApiChange(rule, REQUEST, subject, operations=(operation.label,), names=names, **values)


def _parameter_subject(node: Node) -> str:
    return f"{node.value.get('in')} parameter {node.value.get('name')}"


def _argument(operation: Endpoint, node: Node) -> str:
    method = method_of(operation.node.value, operation.label)
    return f"{method}({snake(str(node.value.get('name')))}=)"


def _body_come_or_gone(operation: Endpoint, old: Node, new: Node) -> Iterator[ApiChange]:
    if isinstance(old.value, dict):
        yield change_of("body-removed", operation, "request body", old, None, REQUEST)
    elif isinstance(new.value, dict):
        required = new.value.get("required") is True
        rule = "required-body-added" if required else "body-added"
        yield change_of(rule, operation, "request body", None, new, REQUEST)
