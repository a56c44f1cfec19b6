"""`report_formats` on a sound service and on faulty ones."""

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break
from marketplace_contracts.simulator.api import downloads, report_files
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import sends

FAULTS: list[tuple[str, str | Break, str]] = [
    (
        "reports.create",
        sends("reports.create", lambda body: {**body, "format": "csv"}),
        "can be opened",
    ),
    (
        "reports.create",
        sends("reports.create", lambda body: {**body, "endDate": "2025-11-02T00:00:00Z"}),
        "the same table in each format",
    ),
]


@pytest.mark.parametrize("operation", operations_of("report_formats"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service without faults the check runs and finds nothing."""
    assert drive(sound, "report_formats", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """Each fault is reported as the promise that it breaks."""
    with client_of(fault) as api:
        found = drive(api, "report_formats", operation)
    assert [violation for violation in found if promise in violation.promise], found


def test_a_missing_column_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A report without a column of invoices breaks its promise (facts E12)."""
    columns = ("OTHER", *report_files.COLUMNS[1:])
    monkeypatch.setattr(report_files, "COLUMNS", columns)
    with client_of() as api:
        found = drive(api, "report_formats", "reports.create")
    assert [one.observed for one in found] == ["no RESELLER_INVOICE_NUMBER"]


def test_another_content_type_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file whose content type is not that of its name breaks its promise."""
    monkeypatch.setitem(report_files.MEDIA_TYPES, "xml", "text/html")
    with client_of() as api:
        found = drive(api, "report_formats", "reports.create")
    assert [one.observed for one in found] == ["text/html for xml"]


def test_another_part_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A storage that returns another range than requested breaks its promise."""
    monkeypatch.setattr(downloads, "_bounds", lambda *_: (0, 3))
    with client_of() as api:
        found = drive(api, "report_formats", "reports.create")
    assert {one.promise for one in found} == {
        "a part of a file is what was asked for",
        "a part beyond a file is refused with 416, or ignored",
    }
