"""Calls carry the credentials they should, and what cannot be called is said at once."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from marketplace_contracts.traffic.finding import CheckAborted
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.run.results import Results
from marketplace_contracts.service.api_client import Auth, Caller
from marketplace_contracts.service.probe import Probe
from marketplace_contracts.service.target import READ_ONLY, Embedded
from marketplace_contracts.simulator import Break, Request, Response
from marketplace_contracts.simulator.faults import network_faults
from support.harness import SPEC, contract, probing

OPERATIONS = SPEC.operations


@pytest.fixture(scope="module")
def probe() -> Iterator[Probe]:
    """A probe of a sound simulator."""
    with probing() as found:
        yield found


def test_a_token_is_asked_for_once(probe: Probe) -> None:
    """Calls share one token, and all of them are in the ledger."""
    before = probe.caller.results.interactions
    statuses = [probe.caller.call(OPERATIONS["plans.list"]).status for _ in range(3)]
    assert statuses == [200] * 3
    assert probe.caller.results.interactions - before in {3, 4}


def test_query_and_path_are_encoded(probe: Probe) -> None:
    """Path parameters and query are percent-encoded, and None is left out."""
    found = probe.caller.call(
        OPERATIONS["orders.get"], ids={"id": "a/b c"}, query={"x": None, "y": "ä&=", "z": True}
    )
    assert found.url.endswith("/orders/a%2Fb%20c?y=%C3%A4%26%3D&z=true")
    assert found.ids == {"id": "a/b c"}


@pytest.mark.parametrize(
    ("auth", "key", "proof"),
    [
        (Auth(key="none"), False, True),
        (Auth(proof="none"), True, False),
        (Auth(key="wrong", proof="wrong"), True, True),
        (Auth(token="t"), True, True),
    ],
)
def test_credentials_can_be_spoilt(probe: Probe, auth: Auth, *, key: bool, proof: bool) -> None:
    """Key and token are left out or wrong each by itself, and then the answer is 401."""
    found = probe.caller.call(OPERATIONS["plans.list"], auth=auth)
    assert found.status == 401
    assert ("x-subscription-key" in found.sent) is key
    assert ("authorization" in found.sent) is proof


def test_an_expired_token_is_renewed(probe: Probe) -> None:
    """A good call whose token has run out gets a new one and is sent again."""
    probe.caller.call(OPERATIONS["plans.list"])
    probe.advance(2000)
    assert probe.caller.call(OPERATIONS["plans.list"]).status == 200


def test_what_is_not_allowed_is_not_called() -> None:
    """An operation whose effect is not allowed is refused before anything is sent."""
    results = Results(contract())
    with Embedded() as target:
        caller = Caller(replace(target, effects=READ_ONLY), results)
        with pytest.raises(CannotRun, match=r"customers\.create would change something"):
            caller.call(OPERATIONS["customers.create"], body={})
        assert results.interactions == 0


def test_wrong_credentials_cannot_run() -> None:
    """Where no token is given the sentence names the variables, and shows none of them."""
    with Embedded() as target:
        wrong = replace(target, password="not-the-password-x")
        with pytest.raises(CannotRun, match="MARKETPLACE_PASSWORD") as refusal:
            Caller(wrong, Results(contract())).token()
    assert "not-the-password-x" not in str(refusal.value)


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (401, "check MARKETPLACE_USERNAME"),
        (403, "check MARKETPLACE_USERNAME"),
        (200, "does not answer as a Marketplace does"),
        (302, "does not answer as a Marketplace does"),
        (501, "does not answer as a Marketplace does"),
        (502, "try again later"),
    ],
)
def test_what_gives_no_token_is_told_apart(status: int, sentence: str) -> None:
    """Wrong credentials, a wrong address and a service in trouble are three different things."""

    def response(_: Request) -> Response:
        return Response(status, {"hello": 1})

    with (
        Embedded(breaks=(Break("other", "no Marketplace", before=response),)) as target,
        pytest.raises(CannotRun, match=sentence),
    ):
        Caller(target, Results(contract())).token()


def test_nobody_there_cannot_run() -> None:
    """A service that never answers cannot be checked."""
    with Embedded() as target:
        gone = replace(target, base_url="http://127.0.0.1:1/marketplace/na")
    with pytest.raises(CannotRun, match="cannot be reached"):
        Caller(gone, Results(contract())).token()


def test_a_service_that_breaks_off_is_found() -> None:
    """A connection that closes without an answer, after others were answered, is a finding."""
    with (
        probing(network_faults.drop("plans.list", times=None)) as probe,
        pytest.raises(CheckAborted) as aborted,
    ):
        probe.caller.call(OPERATIONS["plans.list"])
    assert aborted.value.violation.pointer.startswith("#/paths/~1plans/get")


def test_a_file_that_cannot_be_fetched_is_found(probe: Probe) -> None:
    """An address that nobody answers at breaks a promise; it does not stop the check."""
    with pytest.raises(CheckAborted, match="can be fetched"):
        probe.caller.fetch("http://127.0.0.1:1/rdecontainer/x")


def test_a_spent_budget_is_waited_for() -> None:
    """A 429 is waited out as long as it says, and the call is sent again."""
    slept: list[float] = []
    hits = iter((429,))

    def spent(request: Request) -> Request:
        return request

    def after(request: Request, response: object) -> object:
        if request.operation == "plans.list" and next(hits, None):
            return replace(
                response,  # type: ignore[type-var]  # it is an Answer
                status=429,
                body={"statusCode": 429, "message": "Rate limit is exceeded."},
                headers={"Retry-After": "7"},
            )
        return response

    spending = Break("spent", "429 once", before=spent, after=after)  # type: ignore[arg-type]  # as above
    with Embedded(breaks=(spending,)) as target:
        caller = Caller(target, Results(contract()), sleep=slept.append)
        assert caller.call(OPERATIONS["plans.list"]).status == 200
    assert slept == [7]
