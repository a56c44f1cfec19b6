"""The identity provider: two grants, the errors of RFC 6749, and tokens that work everywhere."""

from typing import Any

import pytest
from marketplace_contracts.simulator import Simulator
from support.simulator_api import Api, fetch, simulated


def form(simulator: Simulator, **changes: str) -> dict[str, str]:
    """Return a form of the client-credentials grant; an empty change leaves a field out."""
    own = {
        "grant_type": "client_credentials",
        "client_id": simulator.client_id,
        "client_secret": simulator.client_secret,
        "scope": "openid",
    }
    return {name: value for name, value in (own | changes).items() if value}


def ask(simulator: Simulator, status: int, **changes: str) -> Any:
    """Return the response to a request for a token."""
    response = fetch(simulator.token_url, "POST", data=form(simulator, **changes))
    assert response.status_code == status, response.text
    assert response.headers["cache-control"] == "no-store"
    return response.json()


def test_both_grants_give_tokens_that_the_service_accepts(api: Api) -> None:
    """A token of either grant is honoured by the API together with the key, and not without."""
    simulator = api.simulator
    person = {"username": simulator.username, "password": simulator.password}
    for changes in ({}, {"grant_type": "password", **person}):
        token = ask(simulator, 200, **changes)
        assert (token["expires_in"], token["token_type"]) == (1500, "Bearer")
        headers = {"Authorization": f"Bearer {token['access_token']}"}
        api.send("GET", "/orders", 200, headers=headers)
        assert fetch(f"{simulator.base_url}/orders", headers=headers).status_code == 401


def test_a_token_ends_when_it_says() -> None:
    """At its end a token is refused (facts A9)."""
    with simulated(token_ttl=60) as api:
        simulator = api.simulator
        headers = {"Authorization": f"Bearer {ask(simulator, 200)['access_token']}"}
        simulator.clock.advance(59)
        api.send("GET", "/orders", 200, headers=headers)
        simulator.clock.advance(1)
        api.send("GET", "/orders", 401, headers=headers)


PERSON = {"grant_type": "password", "username": "cmpapi-user-1.API"}


@pytest.mark.parametrize(
    ("changes", "status", "error"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_secret": ""}, 401, "invalid_client"),
        ({"client_id": "other"}, 401, "invalid_client"),
        ({**PERSON, "password": "wrong"}, 400, "invalid_grant"),
        ({**PERSON, "username": "other", "password": "x"}, 400, "invalid_grant"),
        (PERSON, 400, "invalid_request"),
        ({"grant_type": ""}, 400, "invalid_request"),
        ({"grant_type": "refresh_token"}, 400, "unsupported_grant_type"),
        ({"scope": "openid billing"}, 400, "invalid_scope"),
    ],
)
def test_refusals_are_those_of_the_standard(
    api: Api, changes: dict[str, str], status: int, error: str
) -> None:
    """Each refusal has its code and a description, and quotes nothing that was sent."""
    found = ask(api.simulator, status, **changes)
    assert found["error"] == error
    assert set(found) == {"error", "error_description"}
    assert not [value for value in changes.values() if value == "wrong" and value in str(found)]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b'{"grant_type": "client_credentials"}', "application/json"),
        (b"grant_type=password&grant_type=client_credentials", "application/x-www-form-urlencoded"),
        (b"&".join([b"a=1"] * 50), "application/x-www-form-urlencoded"),
        (b"\xff\x00=%ff", "application/x-www-form-urlencoded"),
        (b"", "application/x-www-form-urlencoded; charset=utf-8"),
    ],
)
def test_a_malformed_request_is_refused(api: Api, content: bytes, kind: str) -> None:
    """Anything but one form with each field once is an invalid request, and no crash."""
    simulator = api.simulator
    headers = {"Content-Type": kind}
    response = fetch(simulator.token_url, "POST", content=content, headers=headers)
    assert (response.status_code, response.json()["error"]) == (400, "invalid_request")
    assert fetch(simulator.token_url).status_code == 405
    assert not simulator.crashes
