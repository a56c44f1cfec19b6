"""`report_life` on a sound service and on faulty ones."""

from datetime import timedelta

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break
from marketplace_contracts.simulator.api import downloads
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import responses, without

FAULTS: list[tuple[str, str | Break, str]] = [
    ("reports.create", responses("reports.get", without("downloadUrl")), "can be downloaded"),
    (
        "reports.create",
        responses("reports.get", lambda body: {**body, "format": "JSON"}),
        "of the format",
    ),
]


@pytest.mark.parametrize("operation", operations_of("report_life"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service without faults the check runs and finds nothing."""
    assert drive(sound, "report_life", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """Each fault is reported as the promise that it breaks."""
    with client_of(fault) as api:
        found = drive(api, "report_life", operation)
    assert [violation for violation in found if promise in violation.promise], found


def test_an_address_is_good_for_90_days(monkeypatch: pytest.MonkeyPatch) -> None:
    """The signed URL of a report that expires too early breaks its promise (facts E12)."""
    monkeypatch.setattr(downloads, "LIFE", timedelta(hours=1))
    with client_of() as api:
        found = drive(api, "report_life", "reports.create")
    assert {one.promise for one in found} == {"the URL of a report is valid for 90 days"}


def test_an_address_ends_after_90_days(monkeypatch: pytest.MonkeyPatch) -> None:
    """The signed address of a report that lives longer breaks its promise (facts E12)."""
    monkeypatch.setattr(downloads, "LIFE", timedelta(days=120))
    with client_of() as api:
        found = drive(api, "report_life", "reports.create")
    assert [one.promise for one in found] == [
        "the URL of a report is valid for 90 days",
        "the URL of a report ends after 90 days",
    ]
