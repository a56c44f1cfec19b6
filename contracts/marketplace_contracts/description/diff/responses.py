"""Compare the responses of an operation: statuses, headers, links, bodies.

A status is described by itself, else by its range (`4XX`), else by `default`. In published files
without any success, `default` describes the success.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from marketplace_contracts.description.diff.bodies import BodyComparison
from marketplace_contracts.description.diff.change import RESPONSE, ApiChange
from marketplace_contracts.description.diff.keywords import deprecation
from marketplace_contracts.description.diff.normalise import Node, Normaliser, is_unread
from marketplace_contracts.description.diff.operation import Endpoint, mapping

DEFAULT = "default"
Statuses = Mapping[str, Node]


def response_changes(
    old: Normaliser, new: Normaliser, before: Endpoint, after: Endpoint
) -> Iterator[ApiChange]:
    """Yield the changes between the responses of an operation."""
    bodies = BodyComparison(old, new, before, RESPONSE)
    return _Responses(bodies, _by_status(old, before), _by_status(new, after)).changes()


class _Responses:
    """The comparison of all responses of one operation."""

    def __init__(self, bodies: BodyComparison, before: Statuses, after: Statuses) -> None:
        self.bodies, self.before, self.after = bodies, before, after
        self.was_error = any(map(_is_success, before))  # otherwise `default` was the success
        self.is_error = any(map(_is_success, after))
        self.undeclared: list[str] = []
        self.come = [status for status in after if status not in before and status != DEFAULT]

    def changes(self) -> Iterator[ApiChange]:
        """Yield every change."""
        for status, node in self.before.items():
            if status in self.after:
                yield from self._response(node, self.after[status], status)
            elif status == DEFAULT:
                yield from self._default_gone(node)
            else:
                yield from self._gone(status, node)
        for status in self.come:
            yield from self._come(status, self.after[status])
        if self.undeclared:
            node, default = self.before[self.undeclared[0]], self.after[DEFAULT]
            change = self._change("status-undeclared", "responses", node, default)
            yield replace(change, before=", ".join(self.undeclared), after=DEFAULT)

    def _default_gone(self, node: Node) -> Iterator[ApiChange]:
        news = [one for one in self.come if not (self.was_error and _is_success(one))]
        if not news:
            yield self._change("error-status-removed", "response default", node, None)
            return
        change = self._change("status-declared", "responses", node, self.after[news[0]])
        yield replace(change, before=DEFAULT, after=", ".join(news))

    def _gone(self, status: str, node: Node) -> Iterator[ApiChange]:
        subject = f"response {status}"
        kind = "success" if _is_success(status) else "error"
        parts = [one for one in self.come if _range(one) == status]
        wider = self.after.get(_range(status))
        default = self.after.get(DEFAULT)
        if parts:
            yield self._change("status-declared", subject, node, self.after[parts[0]])
            for part in parts:
                yield from self._response(node, self.after[part], part)
        elif wider is not None:
            yield from self._response(node, wider, status)
        elif default is None or (kind == "success" and self.is_error):
            yield self._change(f"{kind}-status-removed", subject, node, None)
        else:
            self.undeclared.append(status)
            if kind == "success" or self.is_error:
                yield from self._response(node, default, status)

    def _come(self, status: str, node: Node) -> Iterator[ApiChange]:
        subject = f"response {status}"
        success = _is_success(status)
        wider = self.before.get(_range(status))
        default = self.before.get(DEFAULT)
        if wider is not None:
            if _range(status) in self.after:
                yield self._change("status-declared", subject, None, node)
                yield from self._response(wider, node, status)
        elif default is None or (success and self.was_error):
            kind = "success" if success else "error"
            yield self._change(f"{kind}-status-added", subject, None, node)
        elif success:
            yield from self._response(default, node, status)
        elif DEFAULT in self.after and self.was_error:
            yield self._change("status-declared", subject, None, node)

    def _response(self, old: Node, new: Node, status: str) -> Iterator[ApiChange]:
        subject = f"response {status}"
        if is_unread(old) or is_unread(new):
            if old.value != new.value:
                yield self._change("schema-not-described", subject, old, new)
            return
        yield from self._headers(old, new, subject)
        yield from self._links(old, new, subject)
        yield from self.bodies.compare(old, new, subject)

    # Headers and links

    def _headers(self, old: Node, new: Node, subject: str) -> Iterator[ApiChange]:
        before, after = _named(self.bodies.old, old), _named(self.bodies.new, new)
        for name, node in before.items():
            label = f"{subject} header {_last(node)}"
            if name in after:
                yield from self._header(node, after[name], label)
            else:
                yield self._change("header-removed", label, node, new)
        for name, node in after.items():
            if name not in before:
                yield self._change("header-added", f"{subject} header {_last(node)}", None, node)

    def _header(self, old: Node, new: Node, label: str) -> Iterator[ApiChange]:
        first, second = self.bodies.old.resolve(old), self.bodies.new.resolve(new)
        was, now = (one.value.get("required") is True for one in (first, second))
        if was != now:
            rule = "header-became-required" if now else "header-became-optional"
            yield self._change(rule, label, first, second)
        for rule, _, _ in deprecation(first.value, second.value):
            yield self._change(rule, label, first, second)
        yield from self.bodies.schemas(first, second, label)

    def _links(self, old: Node, new: Node, subject: str) -> Iterator[ApiChange]:
        before, after = old.at("links"), new.at("links")
        for name in mapping(before.value) | mapping(after.value):
            first = self.bodies.old.resolve(before.at(name))
            second = self.bodies.new.resolve(after.at(name))
            if first.value is None:
                rule = "link-added"
            elif second.value is None:
                rule = "link-removed"
            elif _without_prose(first.value) != _without_prose(second.value):
                rule = "link-changed"
            else:
                continue
            nodes = (None if one.value is None else one for one in (first, second))
            yield self._change(rule, f"{subject} link {name}", *nodes)

    def _change(self, rule: str, subject: str, old: Node | None, new: Node | None) -> ApiChange:
        return self.bodies.change(rule, subject, old, new)


def _by_status(document: Normaliser, operation: Endpoint) -> dict[str, Node]:
    responses = operation.node.at("responses")
    found = {}
    for status in mapping(responses.value):
        node = document.resolve(responses.at(status))
        if isinstance(node.value, dict) and not status.startswith("x-"):
            found[status.upper() if status.lower().endswith("xx") else status] = node
    return found


def _named(document: Normaliser, response: Node) -> dict[str, Node]:
    """Return headers by name in lower case; the media type says what Content-Type is."""
    headers = response.at("headers")
    found = {name.lower(): headers.at(name) for name in mapping(headers.value)}
    return {
        name: node
        for name, node in found.items()
        if name != "content-type" and isinstance(document.resolve(node).value, dict)
    }


def _range(status: str) -> str:
    """Return the range of a status; of a range, nothing."""
    return "" if status.endswith("XX") else f"{status[:1]}XX"


def _is_success(status: str) -> bool:
    return status.startswith("2")


def _last(node: Node) -> str:
    return node.pointer.rpartition("/")[2]


def _without_prose(value: Any) -> Any:
    return {key: one for key, one in mapping(value).items() if key != "description"}
