"""`paging_walk` on a sound service and on faulty ones."""

from dataclasses import replace
from typing import Any

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break
from marketplace_contracts.simulator.http.messages import Request, Response
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import NUMBERS, responses

FAULTS: list[tuple[str, str | Break, str]] = [
    ("customers.list", "ignore-offset", "same rows at the same offsets"),
    (
        "plans.list",
        responses(
            "plans.list",
            lambda body: {**body, "pagination": {**body["pagination"], "total": next(NUMBERS)}},
        ),
        "the total is the same",
    ),
]


@pytest.mark.parametrize("operation", operations_of("paging_walk"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service without faults the check runs and finds nothing."""
    assert drive(sound, "paging_walk", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """Each fault is reported as the promise that it breaks."""
    with client_of(fault) as api:
        found = drive(api, "paging_walk", operation)
    assert [violation for violation in found if promise in violation.promise], found


@pytest.mark.parametrize("beyond", [0, 7])
def test_the_page_after_the_last_row_is_asked_for(beyond: int) -> None:
    """A service that repeats a row right after the last one, or only further on, is named."""
    rows: list[Any] = []

    def repeat(request: Request, response: Response) -> Response:
        if request.operation != "customers.list" or response.status != 200:
            return response
        body, offset = response.body, int(dict(request.query).get("offset", "0"))
        if offset == body["pagination"]["total"] + beyond:
            return replace(response, body=body | {"data": rows[:1]})
        rows.extend(body["data"])
        return response

    with client_of(Break("repeat", "a row is repeated after the last one", after=repeat)) as api:
        (found,) = drive(api, "paging_walk", "customers.list")
    assert found.promise == "beyond the total there are no rows"
    assert found.observed.startswith("1 rows at offset ")
