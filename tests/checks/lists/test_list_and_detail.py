"""`list_and_detail` on a sound service and on faulty ones."""

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import responses, without

FAULTS: list[tuple[str, str | Break, str]] = [
    (
        "orders.list",
        responses("orders.get", lambda body: {**body, "statusCode": "ZZ"}),
        "statusCode is the same",
    ),
    (
        "subscriptions.list",
        responses("subscriptions.get", without("renewalStatus")),
        "has what its row has",
    ),
]


@pytest.mark.parametrize("operation", operations_of("list_and_detail"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service without faults the check runs and finds nothing."""
    assert drive(sound, "list_and_detail", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """Each fault is reported as the promise that it breaks."""
    with client_of(fault) as api:
        found = drive(api, "list_and_detail", operation)
    assert [violation for violation in found if promise in violation.promise], found


def test_an_address_in_the_row_alone_is_found() -> None:
    """A row with a download address whose report has none breaks a promise (facts E12)."""
    with client_of(responses("reports.get", without("downloadUrl"))) as api:
        found = drive(api, "list_and_detail", "reports.list")
    assert any("only once its object" in one.promise for one in found), found
