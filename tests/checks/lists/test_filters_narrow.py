"""`filters_narrow` on a sound service and on faulty ones."""

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import asked_in, asks


def _only_small(text: str) -> str:
    """Find nothing for text with capitals."""
    return text if text == text.lower() else "nobody@oak.example"


FAULTS: list[tuple[str, str | Break, str]] = [
    ("customers.list", asks("customers.list", email=None), "just the rows"),
    ("orders.list", asks("orders.list", subscriptionId=None), "just the rows"),
    ("reports.list", asks("reports.list", type=None), "just the rows"),
    (
        "subscriptions.list",
        asks("subscriptions.list", creationDateTo=None),
        "gives nothing where nothing",
    ),
    ("customers.list", asked_in("externalId", str.upper), "gives nothing where"),
    ("customers.list", asked_in("email", _only_small), "ignores case"),
]


@pytest.mark.parametrize("operation", operations_of("filters_narrow"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service without faults the check runs and finds nothing."""
    assert drive(sound, "filters_narrow", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """Each fault is reported as the promise that it breaks."""
    with client_of(fault) as api:
        found = drive(api, "filters_narrow", operation)
    assert [violation for violation in found if promise in violation.promise], found
