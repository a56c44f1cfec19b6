"""Requests with nothing that is not required."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.contract import Contract
from marketplace_contracts.finding import Problem
from marketplace_contracts.mutation import least
from marketplace_contracts.probe import Probe, Row
from marketplace_contracts.samples import body_for, ids_for, sale
from marketplace_contracts.spec import Operation
from marketplace_contracts.target import READ_ONLY


def _asks(operation: Operation, _: Contract) -> bool:
    return operation.method == "POST" and operation.effect in READ_ONLY


def _makes(operation: Operation, _: Contract) -> bool:
    return operation.method == "POST" and operation.effect not in READ_ONLY


@sequence_check("fuzz", concerns=_asks)
def required_is_enough(probe: Probe, operation: Operation) -> Iterator[Problem]:
    """A body with nothing but what is required is accepted."""
    yield from _accepted(probe, operation)


@sequence_check("fuzz", concerns=_makes, effects=("token", "read", "write", "order"))
def required_is_enough_to_create(probe: Probe, operation: Operation) -> Iterator[Problem]:
    """A creation with nothing but what is required is accepted."""
    yield from _accepted(probe, operation)


def _accepted(probe: Probe, operation: Operation) -> Iterator[Problem]:
    found = probe.call(operation, ids_for(probe, operation), body=_least(probe, operation))
    if found.status != 200:
        came = f"status {found.status}, {probe.contract.show(found.json)}"
        assert operation.body_place is not None
        place = probe.contract.spec.follow(operation.body_place)[1]
        yield Problem("what is not required can be left out", came, f"{place}/required")


def _least(probe: Probe, operation: Operation) -> Row:
    """What is required; a sale needs its products too (facts E7)."""
    assert operation.body_place is not None
    if operation.tag == "orders":
        body = sale(probe)
        return {name: body[name] for name in ("type", "customerId", "products")}
    found: Row = least(probe.contract.schemas, operation.body_place, body_for(probe, operation))
    return found
