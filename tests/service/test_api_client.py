"""Calls have the right credentials, and obstacles are reported at once."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from marketplace_contracts.description.operations import READ_ONLY
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.service.authentication import Auth
from marketplace_contracts.service.target import Embedded
from marketplace_contracts.simulator import Break, Request, Response
from marketplace_contracts.simulator.faults import network_faults
from marketplace_contracts.traffic.finding import CheckAborted
from marketplace_contracts.traffic.interaction import Interaction
from support.harness import SPEC, client_of, contract

OPERATIONS = SPEC.operations


CALLS: list[Interaction] = []


@pytest.fixture(scope="module")
def api() -> Iterator[ApiClient]:
    """A client of a sound simulator."""
    with client_of(record=CALLS.append) as found:
        yield found


def test_a_token_is_asked_for_once(api: ApiClient) -> None:
    """Calls share one token, and all of them are recorded."""
    before = len(CALLS)
    statuses = [api.call(OPERATIONS["plans.list"]).status for _ in range(3)]
    assert statuses == [200] * 3
    assert len(CALLS) - before in {3, 4}


def test_query_and_path_are_encoded(api: ApiClient) -> None:
    """Path parameters and query are percent-encoded, and None is left out."""
    found = api.call(
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
def test_credentials_can_be_spoilt(api: ApiClient, auth: Auth, *, key: bool, proof: bool) -> None:
    """Key and token are omitted or wrong, one at a time, and then the status is 401."""
    found = api.call(OPERATIONS["plans.list"], auth=auth)
    assert found.status == 401
    assert ("x-subscription-key" in found.sent) is key
    assert ("authorization" in found.sent) is proof


def test_an_expired_token_is_renewed(api: ApiClient) -> None:
    """A valid call whose token has expired gets a new one and is sent again."""
    api.call(OPERATIONS["plans.list"])
    api.advance(2000)
    assert api.call(OPERATIONS["plans.list"]).status == 200


def test_what_is_not_allowed_is_not_called() -> None:
    """An operation whose effect is not allowed is refused before anything is sent."""
    calls: list[Interaction] = []
    with Embedded() as target:
        api = ApiClient(replace(target, effects=READ_ONLY), contract(), calls.append)
        with pytest.raises(CannotRun, match=r"customers\.create would change something"):
            api.call(OPERATIONS["customers.create"], body={})
        assert calls == []


def test_wrong_credentials_cannot_run() -> None:
    """If no token is issued, the sentence names the variables, and shows none of them."""
    with Embedded() as target:
        wrong = replace(target, password="not-the-password-x")
        with pytest.raises(CannotRun, match="MARKETPLACE_PASSWORD") as refusal:
            ApiClient(wrong, contract()).token()
    assert "not-the-password-x" not in str(refusal.value)


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (401, "Check MARKETPLACE_USERNAME"),
        (403, "Set MARKETPLACE_CODE"),
        (200, "MARKETPLACE_BASE_URL does not respond as a Marketplace does"),
        (302, "MARKETPLACE_BASE_URL does not respond as a Marketplace does"),
        (501, "MARKETPLACE_BASE_URL does not respond as a Marketplace does"),
        (502, "Try again later"),
    ],
)
def test_what_gives_no_token_is_distinguished(status: int, sentence: str) -> None:
    """Wrong credentials, a wrong address and a service in trouble are three different things."""

    def response(_: Request) -> Response:
        return Response(status, {"hello": 1})

    with (
        Embedded(breaks=(Break("other", "no Marketplace", before=response),)) as target,
        pytest.raises(CannotRun, match=sentence),
    ):
        ApiClient(target, contract()).token()


def test_nobody_there_cannot_run() -> None:
    """A service that never responds cannot be checked."""
    with Embedded() as target:
        gone = replace(target, base_url="http://127.0.0.1:1/marketplace/na")
    with pytest.raises(CannotRun, match="cannot be reached"):
        ApiClient(gone, contract()).token()


def test_a_service_that_breaks_off_is_found() -> None:
    """A connection that closes without a response, after other responses, is a finding."""
    with (
        client_of(network_faults.drop("plans.list", times=None)) as api,
        pytest.raises(CheckAborted) as aborted,
    ):
        api.call(OPERATIONS["plans.list"])
    assert aborted.value.violation.pointer.startswith("#/paths/~1plans/get")


def test_a_file_that_cannot_be_fetched_is_found(api: ApiClient) -> None:
    """An unreachable URL breaks a promise; it does not stop the check."""
    with pytest.raises(CheckAborted, match="can be fetched"):
        api.download("http://127.0.0.1:1/rdecontainer/x")


def test_a_spent_budget_is_waited_for() -> None:
    """After a 429 the client waits for Retry-After and sends the call again."""
    slept: list[float] = []
    hits = iter((429,))

    def spent(request: Request) -> Request:
        return request

    def after(request: Request, response: Any) -> Any:
        if request.operation == "plans.list" and next(hits, None):
            return replace(
                response,
                status=429,
                body={"statusCode": 429, "message": "Rate limit is exceeded."},
                headers={"Retry-After": "7"},
            )
        return response

    spending = Break("spent", "429 once", before=spent, after=after)
    with Embedded(breaks=(spending,)) as target:
        api = ApiClient(target, contract(), sleep=slept.append)
        assert api.call(OPERATIONS["plans.list"]).status == 200
    assert slept == [7]
