"""Consecutive changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.writes.change_fields import (
    changes_objects,
    reader_of,
    subjects,
    taken,
)
from marketplace_contracts.description.operations import READ_WRITE, Operation
from marketplace_contracts.service.api_client import ApiClient, Row
from marketplace_contracts.service.other_values import SAME, contains, other
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Skipped, Violation

ENOUGH = 3


def _changes_much(operation: Operation, contract: Contract) -> bool:
    """Tell whether there are enough fields for a change between two others."""
    pointer = operation.body_pointer
    return (
        pointer is not None
        and changes_objects(operation, contract)
        and len(contract.schemas.shape(pointer).properties.keys() - {"id"}) >= ENOUGH
    )


@sequence_check("write", concerns=_changes_much, effects=READ_WRITE)
def changes_add_up(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """Consecutive changes all apply: a later one does not undo an earlier one (facts E2)."""
    reader = reader_of(operation, api.contract)
    assert reader is not None
    ids = next(subjects(api, operation, reader))
    before = _listed(api, reader)
    kept = dict(_made(api, operation, reader, ids))
    if not kept:
        raise Skipped(f"the service shows no object to change with {operation.id}")
    # The first change is sent again, so that each change has one after it.
    first = next(iter(kept))
    api.call(operation, ids, body={first: kept[first][0]})
    read = api.json(reader, ids)
    for field, (new, pointer) in kept.items():
        if not contains(read.get(field), new):
            observed = api.contract.show({"sent": new, "came": read.get(field)})
            yield Violation(f"{field} stays when later changes do not send it", observed, pointer)
    yield from _in_the_list(api, reader, before, read)


def _listed(api: ApiClient, reader: Operation) -> dict[str, Row]:
    """Return the rows of the list of such objects by id; empty if there is no list."""
    for lister in api.contract.spec.operations.values():
        found = api.contract.detail_of(lister)
        if found and found[0] is reader and not lister.path_parameters:
            return {str(row.get("id")): row for row in api.newest(lister).rows}
    return {}


def _in_the_list(
    api: ApiClient, reader: Operation, before: dict[str, Row], now: Row
) -> Iterator[Violation]:
    """Check that the row shows the change and that no other row changed."""
    after, own = _listed(api, reader), str(now.get("id"))
    row, show = after.pop(own, {}), api.contract.show
    pointer = f"{reader.pointer}/responses/200"
    stale = {name: value for name, value in row.items() if now.get(name) != value}
    if stale:
        observed = f"{show(stale)} in the row"
        yield Violation("the row of what was changed agrees with it", observed, pointer)
    for key in after.keys() & before.keys():
        if after[key] != before[key]:
            observed = f"{show(before[key])} became {show(after[key])}"
            yield Violation("a change is about its own object", observed, pointer)
            return


def _made(
    api: ApiClient, operation: Operation, reader: Operation, ids: Any
) -> Iterator[tuple[str, tuple[Any, str]]]:
    """Change each field that can be changed; yield its new value and its pointer."""
    schemas = api.contract.schemas
    assert operation.body_pointer is not None
    for field, pointer in schemas.shape(operation.body_pointer).properties.items():
        if field == "id":
            continue
        new = other(schemas, pointer, api.json(reader, ids).get(field))
        if new is not SAME and taken(api, operation, ids, {field: new}) is not None:
            yield field, (new, pointer)
