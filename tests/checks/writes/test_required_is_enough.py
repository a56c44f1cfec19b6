"""`required_is_enough` on a sound service and on faulty ones."""

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import sends


def wants(operation: str, name: str) -> Break:
    """A fault that makes a property of a body required, which is refused as empty otherwise."""
    return sends(operation, lambda body: body if body.get(name) else {name: {}})


FAULTS: list[tuple[str, str | Break, str]] = [
    ("orders.estimate", wants("orders.estimate", "poNumber"), "can be left out"),
    ("customers.create", wants("customers.create", "taxRegId"), "can be left out"),
]


@pytest.mark.parametrize("operation", operations_of("required_is_enough"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service without faults the check runs and finds nothing."""
    assert drive(sound, "required_is_enough", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """Each fault is reported as the promise that it breaks."""
    with client_of(fault) as api:
        found = drive(api, "required_is_enough", operation)
    assert [violation for violation in found if promise in violation.promise], found
