"""`filters_cover` on a sound service and on faulty ones."""

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import asked_in, asks

FAULTS: list[tuple[str, str | Break, str]] = [
    (
        "subscriptions.list",
        asks("subscriptions.list", creationDateTo="2026-01-01"),
        "leaves nothing out",
    ),
    ("orders.list", asks("orders.list", status="completed"), "are the whole list"),
    ("orders.list", asks("orders.list", creationTimeTo=None), "exact border"),
    ("orders.list", asks("orders.list", customerId=None), "satisfy both"),
    (
        "orders.list",
        asked_in("creationTimeFrom", lambda text: text[:19] + "Z"),
        "whatever its UTC offset",
    ),
]


@pytest.mark.parametrize("operation", operations_of("filters_cover"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service without faults the check runs and finds nothing."""
    assert drive(sound, "filters_cover", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """Each fault is reported as the promise that it breaks."""
    with client_of(fault) as api:
        found = drive(api, "filters_cover", operation)
    assert [violation for violation in found if promise in violation.promise], found
