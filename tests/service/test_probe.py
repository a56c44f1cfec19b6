"""What sequence checks see: samples of lists, ids that exist, bodies that are accepted."""

from collections.abc import Iterator

import pytest
from marketplace_contracts.traffic.finding import CheckAborted, Skipped
from marketplace_contracts.service.probe import Probe
from marketplace_contracts.service.request_factory import (
    NO_BODY,
    body_for,
    sale,
    seated_subscription,
    some_body,
)
from support.harness import SPEC, probing

WITH_IDS = [op.id for op in SPEC.operations.values() if op.path_parameters]
WITH_BODY = [op.id for op in SPEC.operations.values() if op.body_pointer]


@pytest.fixture(scope="module")
def probe() -> Iterator[Probe]:
    """A probe of a sound simulator."""
    with probing(seed=4) as found:
        yield found


def test_a_sample_is_asked_for_once(probe: Probe) -> None:
    """A list is sampled with one call until something is changed or time has passed."""
    probe.forget()
    probe.sample("plans.list")
    before = probe.caller.results.interactions
    assert probe.sample("plans.list").complete
    assert probe.caller.results.interactions == before
    probe.advance(1)
    probe.sample("plans.list")
    assert probe.caller.results.interactions == before + 1


@pytest.mark.parametrize("operation", WITH_IDS)
def test_ids_exist(probe: Probe, operation: str) -> None:
    """For each operation on an object the probe knows one that is there."""
    reader = SPEC.operations[operation].path.partition("}")[0] + "}"
    found = next(o for o in SPEC.operations.values() if o.path == reader and o.method == "GET")
    assert probe.call(found, probe.ids(SPEC.operations[operation])).status == 200


@pytest.mark.parametrize("operation", WITH_BODY)
def test_bodies_are_accepted(probe: Probe, operation: str) -> None:
    """For each operation with a body the probe makes one that the service accepts."""
    op = SPEC.operations[operation]
    ids = dict(probe.ids(op))
    if operation == "orders.update":
        ids = {"id": probe.good("orders.create", body=sale(probe))["id"]}
    elif op.tag == "subscriptions":
        ids = {"id": seated_subscription(probe)["id"]}
    assert probe.call(op, ids, body=body_for(probe, op)).status == 200


def test_secrets_are_sent_to_see_them_stay_away(probe: Probe) -> None:
    """A new account is sent with a login and a password, which the vault keeps."""
    body = body_for(probe, SPEC.operations["customers.create"])
    assert body["contactPersons"][0]["password"]
    assert probe.contract.redactor.knows(body["contactPersons"][0]["password"])


def test_operations_without_a_body_get_none(probe: Probe) -> None:
    """There is no body for what takes none."""
    assert some_body(probe, SPEC.operations["plans.list"]) is NO_BODY
    with pytest.raises(Skipped):
        body_for(probe, SPEC.operations["plans.list"])


def test_what_has_to_be_good_and_is_not(probe: Probe) -> None:
    """A proper call that is refused breaks the sequence and says what came."""
    with pytest.raises(CheckAborted, match="status 404"):
        probe.good("plans.get", {"id": "999999999"})


def test_unknown_operations_are_skipped(probe: Probe) -> None:
    """A description without an operation skips what needs it."""
    with pytest.raises(Skipped, match=r"no orders\.delete"):
        probe.operation("orders.delete")
