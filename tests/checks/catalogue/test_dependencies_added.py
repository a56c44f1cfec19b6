"""`dependencies_added` on a sound service and on faulty ones."""

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import NUMBERS, Body, each_row, responses

ZERO = {"currency": "USD", "amount": "0.0"}


def _dearer(body: Body) -> Body:
    """An order whose last line costs something else."""
    *lines, last = body["products"]
    return {**body, "products": [*lines, {**last, "extendedPrice": ZERO}]}


def _twice(body: Body) -> Body:
    """An order to which something is always added."""
    lines = body["products"]
    added = next(NUMBERS) % 2
    return {**body, "products": [*lines, lines[-1]] if added else lines}


def _strange(row: Body) -> Body:
    """A product that depends on something with the identifier of no product."""
    needed = [{**one, "id": f"{one['id']}X"} for one in row.get("dependsOn", [])]
    return {**row, "dependsOn": needed} if needed else row


FAULTS: list[tuple[str, str | Break, str]] = [
    (
        "orders.estimate",
        responses("orders.estimate", lambda body: {**body, "products": body["products"][:1]}),
        "added to its order",
    ),
    ("orders.estimate", responses("orders.estimate", _dearer), "costs its price"),
    ("orders.estimate", responses("orders.estimate", _twice), "is not added again"),
    (
        "orders.estimate",
        responses("products.list", lambda body: each_row(body, _strange)),
        "depends on is a product",
    ),
]


@pytest.mark.parametrize("operation", operations_of("dependencies_added"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service without faults the check runs and finds nothing."""
    assert drive(sound, "dependencies_added", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """Each fault is reported as the promise that it breaks."""
    with client_of(fault) as api:
        found = drive(api, "dependencies_added", operation)
    assert [violation for violation in found if promise in violation.promise], found
