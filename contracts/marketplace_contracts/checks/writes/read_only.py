"""Properties that cannot be changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.writes.change_fields import ALWAYS, reader_of, subjects
from marketplace_contracts.description.operations import READ_WRITE, Operation
from marketplace_contracts.service.api_client import ApiClient, Row
from marketplace_contracts.service.other_values import SAME, different
from marketplace_contracts.service.request_factory import IDENTIFYING
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Violation


def _patches(operation: Operation, contract: Contract) -> bool:
    return operation.method == "PATCH" and reader_of(operation, contract) is not None


@sequence_check("write", concerns=_patches, effects=READ_WRITE)
def read_only(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """A property that a change does not take is refused or ignored, and stays (facts E11)."""
    reader = reader_of(operation, api.contract)
    assert reader is not None
    assert operation.body_pointer is not None
    ids = next(subjects(api, operation, reader))
    before = api.json(reader, ids)
    shown = reader.success_pointer
    assert shown is not None
    for name, body in _bodies(api.contract, operation.body_pointer, shown, before):
        api.call(operation, ids, body=body)
        after = api.json(reader, ids)
        if _lasting(after) != _lasting(before):
            observed = f"{api.contract.show(body)} changed it"
            yield Violation(f"{name} cannot be changed", observed, operation.body_pointer)
            before = after


def _lasting(body: Row) -> Row:
    return {name: value for name, value in body.items() if name != ALWAYS}


def _bodies(contract: Contract, taken: str, shown: str, current: Row) -> Iterator[tuple[str, Row]]:
    """Yield bodies with one property each that only responses have, one level down too."""
    schemas = contract.schemas
    takes, shows = schemas.shape(taken).properties, schemas.shape(shown).properties
    for name, value in current.items():
        if name in shows and name not in takes and name != "id":
            yield from _one(contract, name, shows[name], value)
        elif name in takes and isinstance(value, list) and value:
            inner, outer = schemas.shape(takes[name]).items, schemas.shape(shows[name]).items
            if inner and outer and isinstance(value[0], dict):
                known = schemas.shape(inner).properties
                named = {n: value[0][n] for n in IDENTIFYING if n in value[0] and n in known}
                for below, body in _bodies(contract, inner, outer, value[0]):
                    yield below, {name: [{**named, **body}]}


def _one(contract: Contract, name: str, pointer: str, value: Any) -> Iterator[tuple[str, Row]]:
    new = different(contract.schemas, pointer, value)
    if new is not SAME and not isinstance(value, dict | list):
        yield name, {name: new}
