"""Rows and their detail responses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.service.api_client import ApiClient, Row
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Violation
from marketplace_contracts.traffic.redaction import SIGNED_PROPERTIES

ROWS = 10


def _has_details(operation: Operation, contract: Contract) -> bool:
    return contract.detail_of(operation) is not None


@sequence_check("detail", concerns=_has_details)
def list_and_detail(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """Every value in a list row equals the value in the object's detail response."""
    found = api.contract.detail_of(operation)
    assert found is not None
    reader, name = found
    known = api.contract.row_fields(operation)
    rows = [row for row in api.newest(operation).rows if "id" in row]
    for row in rows[:: max(1, len(rows) // ROWS)][:ROWS]:
        detail = api.json(reader, {name: str(row["id"])})
        described = {field: row[field] for field in row.keys() & known - SIGNED_PROPERTIES}
        yield from _differences(api, reader, described, detail)
        for field in row.keys() & SIGNED_PROPERTIES:
            if row[field] and not detail.get(field):
                observed = f"{field} is in the row alone, of {api.contract.show(row['id'])}"
                pointer = f"{reader.pointer}/responses/200"
                promise = "a row has an address only once its object has one"
                yield Violation(promise, observed, pointer, operation=reader.id)


def _differences(api: ApiClient, reader: Operation, row: Row, detail: Any) -> Iterator[Violation]:
    pointer = f"{reader.pointer}/responses/200"
    for name in row:
        if name not in detail:
            observed = f"{name} is in the row and not in the object {api.contract.show(row['id'])}"
            yield Violation(
                "an object has what its row has", observed, pointer, operation=reader.id
            )
        elif detail[name] != row[name]:
            show = api.contract.show
            observed = f"{name} is {show(row[name])} in the row, {show(detail[name])} in the object"
            yield Violation(
                f"{name} is the same in row and object", observed, pointer, operation=reader.id
            )
