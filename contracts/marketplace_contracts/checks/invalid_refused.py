"""Requests that are not as described."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.contract import Contract
from marketplace_contracts.finding import Problem
from marketplace_contracts.mutation import answers_only, invalid_bodies, invalid_queries
from marketplace_contracts.probe import Probe
from marketplace_contracts.samples import body_for, ids_for, sale
from marketplace_contracts.spec import Operation
from marketplace_contracts.target import READ_ONLY

REFUSED = range(400, 500)


def _takes_a_body(operation: Operation, _: Contract) -> bool:
    return operation.body_place is not None and operation.effect in READ_ONLY


def _changes(operation: Operation, _: Contract) -> bool:
    return operation.body_place is not None and operation.effect not in READ_ONLY


def _takes_a_query(operation: Operation, _: Contract) -> bool:
    return any(parameter.location == "query" for parameter in operation.parameters)


@sequence_check("fuzz", concerns=_takes_a_body)
def invalid_bodies_refused(probe: Probe, operation: Operation) -> Iterator[Problem]:
    """A body with one mistake, or of another media type, is refused."""
    yield from _bodies(probe, operation)


@sequence_check("fuzz", concerns=_changes, effects=("token", "read", "write", "order"))
def invalid_changes_refused(probe: Probe, operation: Operation) -> Iterator[Problem]:
    """A change with one mistake, or of another media type, is refused."""
    yield from _bodies(probe, operation)


def _bodies(probe: Probe, operation: Operation) -> Iterator[Problem]:
    assert operation.body_place is not None
    body = sale(probe) if operation.tag == "orders" and not operation.path_parameters else None
    body = body or body_for(probe, operation)
    ids = ids_for(probe, operation)
    schemas, shown = probe.contract.schemas, operation.answers[200].content["application/json"]
    mistakes = invalid_bodies(schemas, operation.body_place, body)
    for words, wrong in chain(mistakes, answers_only(schemas, operation.body_place, shown, body)):
        found = probe.call(operation, ids, body=wrong)
        if found.status not in REFUSED:
            came = f"status {found.status} for {words}"
            yield Problem("an invalid body is refused", came, operation.body_place)
    found = probe.call(operation, ids, body=body, media="text/plain")
    if found.status not in REFUSED:
        came = f"status {found.status} for JSON that is called text/plain"
        place = f"{operation.place}/requestBody/content"
        yield Problem("a body of another media type is refused", came, place)


@sequence_check("fuzz", concerns=_takes_a_query)
def invalid_queries_refused(probe: Probe, operation: Operation) -> Iterator[Problem]:
    """A query parameter that is not as described is refused (facts C9)."""
    ids = probe.ids(operation)
    for parameter in operation.parameters:
        if parameter.location != "query":
            continue
        for text in invalid_queries(probe.contract.schemas, parameter):
            found = probe.call(operation, ids, {parameter.name: text})
            if found.status not in REFUSED:
                came = f"status {found.status} for {text!r}"
                promised = f"an invalid {parameter.name} is refused"
                yield Problem(promised, came, parameter.place)
