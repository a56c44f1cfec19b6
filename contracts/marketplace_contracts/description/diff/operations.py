"""Compare the operations of two descriptions: parameters, bodies, responses, security."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from marketplace_contracts.description.diff.change import (
    REQUEST,
    RESPONSE,
    ApiChange,
    Changes,
    short,
)
from marketplace_contracts.description.diff.document import Document
from marketplace_contracts.description.diff.names import method_of, snake
from marketplace_contracts.description.diff.normalise import Node, Normaliser
from marketplace_contracts.description.diff.operation import (
    Endpoint,
    addresses_of,
    api_keys,
    contents_of,
    encoding_of,
    mapping,
    moved,
    operations_of,
    schema_of,
    schemes_of,
)
from marketplace_contracts.description.diff.schemas import SchemaComparison, extensions


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
        new_keys = moved(before, after)
        for key, operation in before.items():
            twin = after.get(new_keys.get(key, key))
            if twin is None:
                yield _whole("operation-removed", operation, old=operation.node.pointer)
            else:
                yield from self._operation(operation, twin)
        taken = set(before) | set(new_keys.values())
        for key, operation in after.items():
            if key not in taken:
                yield _whole("operation-added", operation, new=operation.node.pointer)
        yield from self._servers()

    def _operation(self, old: Endpoint, new: Endpoint) -> Iterator[ApiChange]:
        yield from _heads(old, new)
        yield from self._security(old, new)
        yield from self._parameters(old, new)
        yield from self._body(old, new)
        yield from self._responses(old, new)

    # Parameters

    def _parameters(self, old: Endpoint, new: Endpoint) -> Iterator[ApiChange]:
        for key, node in old.parameters.items():
            twin = new.parameters.get(key)
            if twin is None:
                yield _parameter("parameter-removed", old, node, old=node.pointer)
            else:
                yield from self._parameter(old, node, twin)
        for key, node in new.parameters.items():
            if key not in old.parameters:
                required = node.value.get("required") is True
                rule = "required-parameter-added" if required else "parameter-added"
                yield _parameter(rule, old, node, new=node.pointer)

    def _parameter(self, operation: Endpoint, old: Node, new: Node) -> Iterator[ApiChange]:
        places = {"old": old.pointer, "new": new.pointer}
        if old.value.get("name") != new.value.get("name") and old.value.get("in") == "path":
            names = {"before": str(old.value["name"]), "after": str(new.value["name"])}
            yield _parameter("path-parameter-renamed", operation, old, **places, **names)
        was, now = old.value.get("required") is True, new.value.get("required") is True
        if was != now:
            rule = "parameter-became-required" if now else "parameter-became-optional"
            yield _parameter(rule, operation, old, **places)
        if encoding_of(old) != encoding_of(new):
            values = {"before": short(encoding_of(old)), "after": short(encoding_of(new))}
            yield _parameter("parameter-encoding-changed", operation, old, **places, **values)
        for rule, before, after in extensions(old.value, new.value):
            values = {"before": short(before), "after": short(after)}
            yield _parameter(rule, operation, old, **places, **values)
        comparison = SchemaComparison(self.old, self.new, REQUEST, operation.label)
        subject = _parameter_subject(old)
        for change in comparison.compare(schema_of(old), schema_of(new), subject):
            yield replace(change, names=(_argument(operation, old),))

    # Bodies

    def _body(self, old: Endpoint, new: Endpoint) -> Iterator[ApiChange]:
        before = self.old.resolve(old.node.at("requestBody"))
        after = self.new.resolve(new.node.at("requestBody"))
        if not isinstance(before.value, dict) or not isinstance(after.value, dict):
            yield from _body_come_or_gone(old, before, after)
            return
        was, now = before.value.get("required") is True, after.value.get("required") is True
        if was != now:
            rule = "body-became-required" if now else "body-became-optional"
            yield _change(rule, old, "request body", before, after, REQUEST)
        yield from self._bodies(old, before, after, REQUEST, "request body")

    def _bodies(
        self, operation: Endpoint, old: Node, new: Node, direction: str, subject: str
    ) -> Iterator[ApiChange]:
        before, after = contents_of(old), contents_of(new)
        for media, node in before.items():
            twin = after.get(media)
            if twin is None:
                label = f"{subject} {media}"
                yield _change("media-type-removed", operation, label, node, new, direction)
                continue
            comparison = SchemaComparison(self.old, self.new, direction, operation.label)
            yield from comparison.compare(schema_of(node), schema_of(twin), subject)
        for media, node in after.items():
            if media not in before:
                label = f"{subject} {media}"
                yield _change("media-type-added", operation, label, old, node, direction)

    # Responses

    def _responses(self, old: Endpoint, new: Endpoint) -> Iterator[ApiChange]:
        before, after = self._by_status(self.old, old), self._by_status(self.new, new)
        for status, node in before.items():
            yield from self._status(old, status, node, before, after)
        if "default" in before:
            # `default` of published files describes the success, so it is held to that.
            news = [status for status in after if status not in before]
            success = next((status for status in news if _is_success(status)), None)
            if success and not any(_is_success(status) for status in before):
                yield from self._response(old, before["default"], after[success], success)
            return
        for status, node in after.items():
            if status not in before and status != "default":
                kind = "success" if _is_success(status) else "error"
                rule = f"{kind}-status-added"
                yield _change(rule, old, f"response {status}", None, node, RESPONSE)

    def _status(
        self,
        operation: Endpoint,
        status: str,
        node: Node,
        before: Mapping[str, Node],
        after: Mapping[str, Node],
    ) -> Iterator[ApiChange]:
        twin = after.get(status)
        if twin is not None:
            yield from self._response(operation, node, twin, status)
            return
        if status == "default":
            if not any(_is_success(one) or one not in before for one in after):
                yield _change(
                    "error-status-removed", operation, "response default", node, None, RESPONSE
                )
            elif set(after) - set(before):
                yield _change(
                    "status-declared", operation, "response default", node, None, RESPONSE
                )
            return
        fallback = after.get(f"{status[:1]}XX") or after.get("default")
        subject = f"response {status}"
        if fallback is None:
            kind = "success" if _is_success(status) else "error"
            yield _change(f"{kind}-status-removed", operation, subject, node, None, RESPONSE)
            return
        if fallback is after.get("default"):
            label = "error responses" if not _is_success(status) else subject
            yield replace(
                _change("status-undeclared", operation, label, node, fallback, RESPONSE), old=""
            )
        if _is_success(status):
            yield from self._response(operation, node, fallback, status)

    def _response(
        self, operation: Endpoint, old: Node, new: Node, status: str
    ) -> Iterator[ApiChange]:
        subject = f"response {status}"
        yield from self._headers(operation, old, new, subject)
        yield from self._links(operation, old, new, subject)
        yield from self._bodies(operation, old, new, RESPONSE, subject)

    def _headers(
        self, operation: Endpoint, old: Node, new: Node, subject: str
    ) -> Iterator[ApiChange]:
        before, after = self._named(self.old, old), self._named(self.new, new)
        for name, node in before.items():
            label = f"{subject} header {node.pointer.rpartition('/')[2]}"
            twin = after.get(name)
            if twin is None:
                yield _change("header-removed", operation, label, node, new, RESPONSE)
                continue
            first, second = self.old.resolve(node), self.new.resolve(twin)
            was, now = (one.value.get("required") is True for one in (first, second))
            if was != now:
                rule = "header-became-required" if now else "header-became-optional"
                yield _change(rule, operation, label, first, second, RESPONSE)
            comparison = SchemaComparison(self.old, self.new, RESPONSE, operation.label)
            yield from comparison.compare(schema_of(first), schema_of(second), label)
        for name, node in after.items():
            if name not in before:
                label = f"{subject} header {node.pointer.rpartition('/')[2]}"
                yield _change("header-added", operation, label, None, node, RESPONSE)

    @staticmethod
    def _named(document: Normaliser, response: Node) -> dict[str, Node]:
        headers = response.at("headers")
        names = headers.value if isinstance(headers.value, dict) else {}
        found = {name.lower(): headers.at(name) for name in names if name.lower() != "content-type"}
        return {
            name: node
            for name, node in found.items()
            if isinstance(document.resolve(node).value, dict)
        }

    def _links(
        self, operation: Endpoint, old: Node, new: Node, subject: str
    ) -> Iterator[ApiChange]:
        before, after = old.at("links"), new.at("links")
        names = [
            *mapping(before.value),
            *(n for n in mapping(after.value) if n not in mapping(before.value)),
        ]
        for name in names:
            first, second = self.old.resolve(before.at(name)), self.new.resolve(after.at(name))
            if first.value is None or second.value is None:
                rule = "link-added" if first.value is None else "link-removed"
            elif _without_prose(first.value) != _without_prose(second.value):
                rule = "link-changed"
            else:
                continue
            label = f"{subject} link {name}"
            yield _change(
                rule,
                operation,
                label,
                first if first.value is not None else None,
                second if second.value is not None else None,
                RESPONSE,
            )

    def _by_status(self, document: Normaliser, operation: Endpoint) -> dict[str, Node]:
        responses = operation.node.at("responses")
        found = {}
        for status in mapping(responses.value):
            node = document.resolve(responses.at(status))
            if isinstance(node.value, dict) and not status.startswith("x-"):
                found[status.upper() if status.lower().endswith("xx") else status] = node
        return found

    # Security and servers

    def _security(self, old: Endpoint, new: Endpoint) -> Iterator[ApiChange]:
        before, after = schemes_of(self.old, old), schemes_of(self.new, new)
        if before == after:
            return
        for gone in before - after:
            # An alternative that was replaced by a stricter one shows as what was added to it.
            stricter = [one for one in after if one > gone]
            looser = [one for one in after if one < gone]
            if stricter:
                rule, label = "security-added", _joined(min(stricter, key=len) - gone)
            elif looser or frozenset() in after:
                rule, label = "security-removed", _joined(gone - max(looser, key=len, default=gone))
            elif len(before) == 1 and len(after) == 1:
                rule, label = "security-added", _joined(next(iter(after)) - gone)
            else:
                rule, label = "security-alternative-removed", _joined(gone)
            yield _security(rule, old, new, label)
        if before <= after or not before:
            for come in after - before:
                added = not before or before == {frozenset()}
                rule = "security-alternative-added" if not added else "security-added"
                if come or not added:
                    yield _security(rule, old, new, _joined(come))

    def _servers(self) -> Iterator[ApiChange]:
        before, after = addresses_of(self.old), addresses_of(self.new)
        for address in sorted(before - after):
            yield ApiChange(
                "server-removed", "", f"server {address}", "#/servers", "#/servers", address
            )
        for address in sorted(after - before):
            yield ApiChange("server-added", "", f"server {address}", "", "#/servers", "", address)


# Changes of operations


def _heads(old: Endpoint, new: Endpoint) -> Iterator[ApiChange]:
    if (old.method, old.template) != (new.method, new.template):
        values = [f"{one.method.upper()} {one.path}" for one in (old, new)]
        yield _change("operation-moved", old, "address", old.node, new.node, "", *values)
    if old.id != new.id:
        yield _change(
            "operation-id-changed", old, "operation id", old.node, new.node, "", old.id, new.id
        )
    if mapping(old.node.value).get("tags") != mapping(new.node.value).get("tags"):
        values = [short(one.node.value.get("tags") or []) for one in (old, new)]
        yield _change("tags-changed", old, "tags", old.node, new.node, "", *values)
    was, now = (one.node.value.get("deprecated") is True for one in (old, new))
    if was != now:
        rule = "operation-deprecated" if now else "operation-undeprecated"
        yield _change(rule, old, "deprecated", old.node, new.node, "")
    for rule, before, after in extensions(old.node.value, new.node.value):
        yield _change(rule, old, "operation", old.node, new.node, "", short(before), short(after))


def _whole(rule: str, operation: Endpoint, old: str = "", new: str = "") -> ApiChange:
    subject = f"{operation.method.upper()} {operation.path}"
    names = (method_of(operation.node.value, operation.label),)
    return ApiChange(rule, "", subject, old, new, operations=(operation.label,), names=names)


def _change(  # noqa: PLR0917 - one row, read from left to right
    rule: str,
    operation: Endpoint,
    subject: str,
    old: Node | None,
    new: Node | None,
    direction: str,
    before: str = "",
    after: str = "",
) -> ApiChange:
    return ApiChange(
        rule,
        direction,
        subject,
        old.pointer if old else "",
        new.pointer if new else "",
        before,
        after,
        (operation.label,),
        (method_of(operation.node.value, operation.label),),
    )


def _security(rule: str, old: Endpoint, new: Endpoint, what: str) -> ApiChange:
    """A change of what an operation needs; one of the default for all operations is one change."""
    first, second = (
        one.node.at("security") if "security" in one.node.value else Node(None, "#/security")
        for one in (old, new)
    )
    return _change(rule, old, "security", first, second, "", "", what)


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
        yield _change("body-removed", operation, "request body", old, None, REQUEST)
    elif isinstance(new.value, dict):
        required = new.value.get("required") is True
        rule = "required-body-added" if required else "body-added"
        yield _change(rule, operation, "request body", None, new, REQUEST)


def _is_success(status: str) -> bool:
    return status.startswith("2")


def _without_prose(value: Any) -> Any:
    return {key: one for key, one in mapping(value).items() if key != "description"}


def _joined(schemes: frozenset[str]) -> str:
    return " and ".join(sorted(schemes)) or "none"
