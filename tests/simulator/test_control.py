"""The levers over HTTP, for tests in any language."""

from typing import Any

import httpx
import pytest
from support.simulator_api import KNOWN_MPN, NEW_CUSTOMER, SUBSCRIPTION, Api, fetch, simulated

SALE = {"type": "sales", "customerId": "1000611", "products": [{"mpn": KNOWN_MPN, "quantity": 1}]}


def control(api: Api, name: str, method: str = "POST", status: int = 200, **rest: Any) -> Any:
    """Return the response of a control path, which must have the status."""
    url = httpx.URL(api.simulator.base_url).join(f"/_simulator/{name}")
    response = fetch(url, method, **rest)
    assert response.status_code == status, response.text
    return response.json()


def test_faults_are_reported_with_their_hits() -> None:
    """The list of faults shows what was never hit; a test in any language can fail on it."""
    with simulated(control=True) as api:
        limited = {"fault": "rate-limited", "operation": "plans.list", "retry_after": 7}
        control(api, "faults", json=limited)
        control(api, "faults", json={"fault": "unauthorized", "operation": "plans.*"})
        control(api, "faults", json={"fault": "error", "operation": "orders.get", "status": 500})
        control(api, "faults", json={"fault": "drop-field"})
        responses = [api.http.get("/plans") for _ in range(3)]
        assert [response.status_code for response in responses] == [429, 401, 200]
        assert responses[0].headers["retry-after"] == "7"
        found = control(api, "faults", "GET")["faults"]
        assert [(each["fault"], each["hits"]) for each in found] == [
            ("rate-limited", 1), ("unauthorized", 1), ("error", 0), ("drop-field", 0),
        ]  # fmt: skip
        assert found[0] | {"hits": 0} == {
            "fault": "rate-limited", "operation": "plans.list", "times": 1, "hits": 0,
        }  # fmt: skip
        assert control(api, "faults", "DELETE")["faults"] == []
        assert api.http.get("/orders/905609").status_code == 200


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"fault": "drop", "operation": "plans.lst"}, "did you mean plans.list?"),
        ({"fault": "rate-limited", "retry_after": "x"}, "expected"),
        ({"fault": "rate-limited", "retry_after": 1.5}, "expected"),
        ({"fault": "error", "status": 200}, "status must be from 400 to 599"),
        ({"fault": "error", "status": "500"}, "expected"),
        ({"fault": "error", "message": 1}, "expected"),
        ({"fault": "drop", "times": 0}, "times must be a whole number from 1 on"),
        ({"fault": "drop", "operation": ["plans.list"]}, "expected"),
        ({"fault": ["drop"]}, "expected"),
        ({"fault": "drop-field", "times": 1}, "expected"),
    ],
)
def test_a_wrong_fault_is_refused_with_a_reason(wrong: object, message: str) -> None:
    """The message names the value, or the form that is expected; nothing is injected."""
    with simulated(control=True) as api:
        assert message in control(api, "faults", status=400, json=wrong)["message"]
        assert control(api, "faults", "GET")["faults"] == []


def test_the_world_can_be_changed_from_outside() -> None:
    """Each change shows in the next response of the API."""
    with simulated(control=True) as api:
        control(api, "world", json={"change": "set-price", "product": KNOWN_MPN, "amount": "7.25"})
        assert api.post("/orders/estimate", SALE)["total"]["amount"] == "7.25"
        control(api, "world", json={"change": "end-subscription", "subscription": SUBSCRIPTION})
        assert api.get(f"/subscriptions/{SUBSCRIPTION}")["status"] == "terminated"
        made = control(api, "world", json={"change": "add-customer", "name": "Fjord AS"})
        assert api.get(f"/customers/{made['id']}")["name"] == "Fjord AS"
        control(api, "world", json={"change": "retire-product", "product": KNOWN_MPN})
        api.post("/orders/estimate", SALE, 404)
        control(api, "world", json={"change": "revoke-tokens"})
        assert api.http.get("/plans").status_code == 401
        api.log_in()
        assert api.http.get("/plans").status_code == 200


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({}, "one of set-price, retire-product"),
        ([1], "expected"),
        ({"change": "boom"}, "one of set-price"),
        ({"change": "set-price", "product": KNOWN_MPN}, "expected"),
        ({"change": "set-price", "product": KNOWN_MPN, "amount": 1.5}, "expected"),
        ({"change": "set-price", "product": KNOWN_MPN, "amount": "-1"}, "decimal text"),
        ({"change": "revoke-tokens", "token": "x"}, "expected"),
        ({"change": "end-subscription", "subscription": "7"}, "no subscription '7'"),
    ],
)
def test_a_wrong_change_is_refused_with_a_reason(wrong: object, message: str) -> None:
    """The message names the value, or the form that is expected."""
    with simulated(control=True) as api:
        assert message in control(api, "world", status=400, json=wrong)["message"]


def test_requests_are_shown_without_secrets() -> None:
    """Each request is listed with operation, body, status and faults, and nothing secret."""
    person = NEW_CUSTOMER["contactPersons"][0]
    secret = {**person, "login": "ida.moen", "password": "Canary-7-password"}
    with simulated(control=True) as api:
        control(api, "faults", json={"fault": "drop", "operation": "customers.create"})
        with pytest.raises(httpx.TransportError):
            api.http.post("/customers", json={**NEW_CUSTOMER, "contactPersons": [secret]})
        api.http.get("/plans", params={"limit": 1, "subscription-key": "canary-in-query"})
        api.http.post("/orders", content=api.simulator.password.encode())
        shown = control(api, "requests", "GET")["requests"]
        token, created, listed, bad = shown
        assert [each["status"] for each in shown] == [200, None, 200, 415]
        assert token["operation"] == "auth.token"
        assert token["headers"]["authorization"] == "***"
        assert created["faults"] == ["drop"]
        assert created["body"]["name"] == NEW_CUSTOMER["name"]
        assert created["body"]["contactPersons"][0]["password"] == "***"
        assert listed["path"] == "/marketplace/na/plans"
        assert listed["query"] == [["limit", "1"], ["subscription-key", "***"]]
        assert bad["body"] == "$MARKETPLACE_PASSWORD"
        simulator, text = api.simulator, str(shown)
        for secrets in (simulator.password, simulator.subscription_key, "Canary", "canary", "eyJ"):
            assert secrets not in text
        assert list(simulator.requests) == shown
        assert control(api, "requests", "DELETE")["requests"] == []


def test_a_reset_begins_anew() -> None:
    """Time, world, faults and requests are as at first; options and addresses stay."""
    with simulated(control=True, breaks=["drop-field"]) as api:
        before = api.get("/customers")
        api.post("/customers", NEW_CUSTOMER)
        control(api, "clock", json={"advance": 3600})
        control(api, "faults", json={"fault": "drop"})
        assert control(api, "reset") == {"now": "2026-11-02T08:00:00Z"}
        assert control(api, "requests", "GET")["requests"] == []
        assert [each["fault"] for each in control(api, "faults", "GET")["faults"]] == ["drop-field"]
        assert api.http.get("/plans").status_code == 401
        api.log_in()
        assert api.get("/customers") == before
        files = [row.get("downloadUrl", "") for row in api.get("/reports")["data"]]
        assert any(url.startswith("http://127.0.0.1") for url in files)


def test_the_description_is_served() -> None:
    """A tool can read the OpenAPI description of what it talks to, with its address."""
    with simulated(control=True) as api:
        found = control(api, "openapi.json", "GET")
        assert found["openapi"].startswith("3.")
        assert found["servers"][0] == {"url": "/marketplace/na"}
        assert "/orders/{id}" in found["paths"]


@pytest.mark.parametrize("name", ["world", "requests", "reset", "openapi.json"])
def test_further_levers_are_guarded_as_the_clock_is(name: str) -> None:
    """They are absent by default, refuse other origins, and name the methods that they have."""
    with simulated() as api:
        url = httpx.URL(api.simulator.base_url).join(f"/_simulator/{name}")
        assert fetch(url).status_code == 404
    with simulated(control=True) as api:
        headers = {"Origin": "https://attacker.example"}
        for method in ("GET", "POST", "DELETE"):
            control(api, name, method, 403, json={"change": "revoke-tokens"}, headers=headers)
        assert api.http.get("/plans").status_code == 200
        assert "GET" in control(api, name, "PUT", 405)["message"]
