"""`report_rows` on a sound service and on faulty ones."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break, Request, Response
from marketplace_contracts.simulator.api import report_files
from marketplace_contracts.simulator.domain.model import Report
from marketplace_contracts.simulator.domain.world import World
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import sends, without

FAULTS: list[tuple[str, str | Break, str]] = [
    ("reports.create", sends("reports.create", without("endDate")), "the rows of its period"),
]


@pytest.mark.parametrize("operation", operations_of("report_rows"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service that keeps its promises the check finds nothing, with something to look at."""
    assert drive(sound, "report_rows", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """A service with a fault breaks the promise that is about it."""
    with client_of(fault) as api:
        found = drive(api, "report_rows", operation)
    assert [violation for violation in found if promise in violation.promise], found


@pytest.mark.parametrize("column", ["CUSTOMER_NAME", "RESELLER_DETAIL_TOTAL", "SUBSCRIPTION_ID"])
def test_a_wrong_cell_is_found(monkeypatch: pytest.MonkeyPatch, column: str) -> None:
    """A row that names a thing wrongly, or does not add up, breaks its promise (facts E12)."""
    rows = report_files._rows  # noqa: SLF001 - the rows before they are a file
    place = report_files.COLUMNS.index(column)

    def changed(world: World, report: Report) -> Iterator[tuple[str, ...]]:
        for row in rows(world, report):
            yield tuple("7" if at == place else cell for at, cell in enumerate(row))

    monkeypatch.setattr(report_files, "_rows", changed)
    with client_of() as api:
        found = drive(api, "report_rows", "reports.create")
    assert {one.promise for one in found} == {f"{column} of a report agrees"}


def test_what_is_on_a_later_page_exists_too() -> None:
    """Rows about customers, products and subscriptions that the newest page lacks are right."""

    def after(request: Request, response: Response) -> Response:
        if request.method != "GET" or not isinstance(response.body, dict):
            return response
        rows = response.body.get("data")
        if not rows or "mpn" in request.query:
            return response
        return replace(response, body={**response.body, "data": rows[:1]})

    with client_of(Break("short", "has one row a page", after=after)) as api:
        assert drive(api, "report_rows", "reports.create") == []
