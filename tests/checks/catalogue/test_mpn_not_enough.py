"""`mpn_not_enough` on a sound service and on faulty ones."""

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break, Request, Response
from support.check_driving import drive, operations_of
from support.harness import client_of


def never_ambiguous(_: Request, response: Response) -> Response:
    """A service that chooses one of several matching products."""
    several = "More than one product" in str(response.body)
    return Response(200, {"total": {}, "products": []}) if several else response


FAULTS: list[tuple[str, str | Break, str]] = [
    (
        "orders.estimate",
        Break("first", "takes the first product", after=never_ambiguous),
        "several products is refused",
    ),
]


@pytest.mark.parametrize("operation", operations_of("mpn_not_enough"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service without faults the check runs and finds nothing."""
    assert drive(sound, "mpn_not_enough", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """Each fault is reported as the promise that it breaks."""
    with client_of(fault) as api:
        found = drive(api, "mpn_not_enough", operation)
    assert [violation for violation in found if promise in violation.promise], found
