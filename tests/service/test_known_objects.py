"""What sequence checks see: samples of lists, ids that exist, bodies that are accepted."""

from collections.abc import Iterator

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.service.request_factory import (
    NO_BODY,
    body_for,
    sale,
    seated_subscription,
    some_body,
)
from marketplace_contracts.traffic.finding import CheckAborted, Skipped
from marketplace_contracts.traffic.interaction import Interaction
from support.harness import SPEC, client_of

WITH_IDS = [op.id for op in SPEC.operations.values() if op.path_parameters]
WITH_BODY = [op.id for op in SPEC.operations.values() if op.body_pointer]


CALLS: list[Interaction] = []


@pytest.fixture(scope="module")
def api() -> Iterator[ApiClient]:
    """A client of a sound simulator."""
    with client_of(seed=4, record=CALLS.append) as found:
        yield found


def test_a_sample_is_asked_for_once(api: ApiClient) -> None:
    """A list is sampled with one call until something is changed or time has passed."""
    api.forget()
    api.newest("plans.list")
    before = len(CALLS)
    assert api.newest("plans.list").complete
    assert len(CALLS) == before
    api.advance(1)
    api.newest("plans.list")
    assert len(CALLS) == before + 1


@pytest.mark.parametrize("operation", WITH_IDS)
def test_ids_exist(api: ApiClient, operation: str) -> None:
    """For each operation on an object an existing one is known."""
    reader = SPEC.operations[operation].path.partition("}")[0] + "}"
    found = next(o for o in SPEC.operations.values() if o.path == reader and o.method == "GET")
    assert api.call(found, api.ids(SPEC.operations[operation])).status == 200


@pytest.mark.parametrize("operation", WITH_BODY)
def test_bodies_are_accepted(api: ApiClient, operation: str) -> None:
    """For each operation with a body the probe makes one that the service accepts."""
    op = SPEC.operations[operation]
    ids = dict(api.ids(op))
    if operation == "orders.update":
        ids = {"id": api.json("orders.create", body=sale(api))["id"]}
    elif op.tag == "subscriptions":
        ids = {"id": seated_subscription(api)["id"]}
    assert api.call(op, ids, body=body_for(api, op)).status == 200


def test_secrets_are_sent_to_see_them_stay_away(api: ApiClient) -> None:
    """A new account is sent with a login and a password, which the vault keeps."""
    body = body_for(api, SPEC.operations["customers.create"])
    assert body["contactPersons"][0]["password"]
    assert api.contract.redactor.knows(body["contactPersons"][0]["password"])


def test_operations_without_a_body_get_none(api: ApiClient) -> None:
    """An operation without a body has none."""
    assert some_body(api, SPEC.operations["plans.list"]) is NO_BODY
    with pytest.raises(Skipped):
        body_for(api, SPEC.operations["plans.list"])


def test_what_has_to_be_good_and_is_not(api: ApiClient) -> None:
    """A valid call that is refused ends the sequence, with the response."""
    with pytest.raises(CheckAborted, match="status 404"):
        api.json("plans.get", {"id": "999999999"})


def test_unknown_operations_are_skipped(api: ApiClient) -> None:
    """A description without an operation skips what needs it."""
    with pytest.raises(Skipped, match=r"no orders\.delete"):
        api.operation("orders.delete")
