"""Links from a response to the next call."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.description.operations import Link, Operation
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Skipped, Violation

OBJECTS = 6
PREFIX = "$response.body#/"


def _reads_links(operation: Operation, _: Contract) -> bool:
    return operation.method == "GET" and bool(operation.links)


@sequence_check("detail", concerns=_reads_links)
def links_resolve(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """The object that a link points to can be read."""
    objects = islice(api.objects(operation), OBJECTS) if operation.path_parameters else [{}]
    followed = 0
    for ids in objects:
        body = api.json(operation, ids)
        for link in operation.links:
            followed += 1
            yield from _follow(api, link, body)
    if not followed:
        raise Skipped(f"no response of {operation.id} had a link to follow")


def _follow(api: ApiClient, link: Link, body: Any) -> Iterator[Violation]:
    target = api.operation(link.operation)
    values = {name: _value(body, expression) for name, expression in link.parameters.items()}
    if None in values.values() or target.effect != "read":
        return
    names = {parameter.name for parameter in target.path_parameters}
    ids = {name: str(value) for name, value in values.items() if name in names}
    query = {name: value for name, value in values.items() if name not in names}
    found = api.call(target, ids, query)
    if found.status != 200:
        observed = f"status {found.status} for {api.contract.show(values)}"
        yield Violation(f"the link {link.name} leads to {target.id}", observed, link.pointer)


def _value(body: Any, expression: str) -> Any:
    """Return what an expression selects in a body; None if there is nothing."""
    for part in expression.removeprefix(PREFIX).split("/"):
        if isinstance(body, list) and part.isdigit() and int(part) < len(body):
            body = body[int(part)]
        elif isinstance(body, dict):
            body = body.get(part)
        else:
            return None
    return body
