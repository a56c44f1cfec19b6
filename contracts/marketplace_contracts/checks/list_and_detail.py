"""Rows and the objects they stand for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.contract import Contract
from marketplace_contracts.finding import Problem
from marketplace_contracts.masking import SIGNED_PROPERTIES
from marketplace_contracts.probe import Probe, Row, first_row_field
from marketplace_contracts.spec import Operation

ROWS = 10


def _detail(operation: Operation, contract: Contract) -> tuple[Operation, str] | None:
    """The operation that reads one row's object, with the name of its path parameter."""
    if contract.rows_place(operation) is None:
        return None
    operations = contract.spec.operations
    for link in operation.answers[200].links:
        if first_row_field(link) == "id":
            return operations[link.operation], next(iter(link.parameters))
    for other in operations.values():
        if other.method == "GET" and other.path.rpartition("/{")[0] == operation.path:
            return other, other.path_parameters[0].name
    return None


def _has_details(operation: Operation, contract: Contract) -> bool:
    return _detail(operation, contract) is not None


@sequence_check("detail", concerns=_has_details)
def list_and_detail(probe: Probe, operation: Operation) -> Iterator[Problem]:
    """All that a row says is said again, the same, by the object it stands for."""
    found = _detail(operation, probe.contract)
    assert found is not None
    reader, name = found
    rows = [row for row in probe.sample(operation).rows if "id" in row]
    for row in rows[:: max(1, len(rows) // ROWS)][:ROWS]:
        detail = probe.good(reader, {name: str(row["id"])})
        yield from _differences(probe, reader, row, detail)


def _differences(probe: Probe, reader: Operation, row: Row, detail: Any) -> Iterator[Problem]:
    place = f"{reader.place}/responses/200"
    for name in row.keys() - SIGNED_PROPERTIES:
        if name not in detail:
            came = f"{name} is in the row and not in the object {probe.contract.show(row['id'])}"
            yield Problem("an object has what its row has", came, place, operation=reader.id)
        elif detail[name] != row[name]:
            show = probe.contract.show
            came = f"{name} is {show(row[name])} in the row, {show(detail[name])} in the object"
            yield Problem(f"{name} is the same in row and object", came, place, operation=reader.id)
