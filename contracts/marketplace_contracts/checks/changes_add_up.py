"""Changes one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from marketplace_contracts.checks.change_fields import _changes, _reader, _sent, _subjects
from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.contract import Contract
from marketplace_contracts.finding import Problem, Skipped
from marketplace_contracts.probe import Probe
from marketplace_contracts.spec import Operation
from marketplace_contracts.variation import SAME, contains, other

ENOUGH = 3


def _changes_much(operation: Operation, contract: Contract) -> bool:
    """Enough fields that some change can be between two others."""
    place = operation.body_place
    return (
        place is not None
        and _changes(operation, contract)
        and len(contract.schemas.shape(place).properties.keys() - {"id"}) >= ENOUGH
    )


@sequence_check("write", concerns=_changes_much, effects=("token", "read", "write"))
def changes_add_up(probe: Probe, operation: Operation) -> Iterator[Problem]:
    """Changes one after the other all hold: a later one takes no earlier one back (facts E2)."""
    reader = _reader(operation, probe.contract)
    assert reader is not None
    ids = next(_subjects(probe, operation, reader))
    kept = dict(_made(probe, operation, reader, ids))
    if not kept:
        raise Skipped(f"the service lets nothing be changed by {operation.id}")
    # The first change once more, so that the last one is not the only one never followed.
    first = next(iter(kept))
    probe.call(operation, ids, body={first: kept[first][0]})
    read = probe.good(reader, ids)
    for field, (new, place) in kept.items():
        if not contains(read.get(field), new):
            came = probe.contract.show({"sent": new, "came": read.get(field)})
            yield Problem(f"{field} stays when later changes do not send it", came, place)


def _made(
    probe: Probe, operation: Operation, reader: Operation, ids: Any
) -> Iterator[tuple[str, tuple[Any, str]]]:
    """Each field that can be changed, with its new value and the place of its promise."""
    schemas = probe.contract.schemas
    assert operation.body_place is not None
    for field, place in schemas.shape(operation.body_place).properties.items():
        if field == "id":
            continue
        new = other(schemas, place, probe.good(reader, ids).get(field))
        if new is not SAME and _sent(probe, operation, ids, {field: new}) is not None:
            yield field, (new, place)
