"""Rows and the objects they stand for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from marketplace_contracts.checks.finding import Problem
from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.contract import Contract
from marketplace_contracts.description.description import Operation
from marketplace_contracts.service.probe import Probe, Row
from marketplace_contracts.traffic.redaction import SIGNED_PROPERTIES

ROWS = 10


def _has_details(operation: Operation, contract: Contract) -> bool:
    return contract.detail_of(operation) is not None


@sequence_check("detail", concerns=_has_details)
def list_and_detail(probe: Probe, operation: Operation) -> Iterator[Problem]:
    """All that a row says is said again, the same, by the object it stands for."""
    found = probe.contract.detail_of(operation)
    assert found is not None
    reader, name = found
    known = probe.contract.row_fields(operation)
    rows = [row for row in probe.sample(operation).rows if "id" in row]
    for row in rows[:: max(1, len(rows) // ROWS)][:ROWS]:
        detail = probe.good(reader, {name: str(row["id"])})
        told = {field: row[field] for field in row.keys() & known - SIGNED_PROPERTIES}
        yield from _differences(probe, reader, told, detail)


def _differences(probe: Probe, reader: Operation, row: Row, detail: Any) -> Iterator[Problem]:
    place = f"{reader.place}/responses/200"
    for name in row:
        if name not in detail:
            came = f"{name} is in the row and not in the object {probe.contract.show(row['id'])}"
            yield Problem("an object has what its row has", came, place, operation=reader.id)
        elif detail[name] != row[name]:
            show = probe.contract.show
            came = f"{name} is {show(row[name])} in the row, {show(detail[name])} in the object"
            yield Problem(f"{name} is the same in row and object", came, place, operation=reader.id)
