"""The gateway: key, rate and quota."""

from datetime import timedelta

from marketplace_contracts.simulator.domain.clock import START
from marketplace_contracts.simulator.http.gateway import MINUTE, Budget
from support.simulator_api import simulated


def test_key_is_asked_for_before_anything_else() -> None:
    """Without the key even unknown paths return 401, in the gateway's own shape (facts A6, C5)."""
    with simulated() as api:
        del api.http.headers["X-Subscription-Key"]
        for path in ("/orders", "/token", "/nowhere"):
            error = api.get(path, 401)
            assert error == {"statusCode": 401, "message": error["message"]}
            assert "missing" in error["message"]


def test_key_and_token_are_checked_apart() -> None:
    """A wrong key speaks as the gateway, a wrong token as the service (facts C3, C5)."""
    with simulated() as api:
        key = api.send("GET", "/orders", 401, headers={"X-Subscription-Key": "wrong"})
        token = api.send("GET", "/orders", 401, headers={"Authorization": "Bearer wrong"})
        assert "statusCode" in key
        assert "timeStamp" in token


def test_header_names_have_no_letter_case() -> None:
    """The key is found in any letter case of its header."""
    with simulated() as api:
        key = api.http.headers.pop("X-Subscription-Key")
        api.send("GET", "/orders", 200, headers={"x-SUBSCRIPTION-key": key})


def test_budget_is_per_window_and_not_per_moment() -> None:
    """That many calls pass, then none until the window is over (facts B2)."""
    budget = Budget(3, MINUTE)
    waits = [budget.wait(START + timedelta(seconds=number)) for number in range(4)]
    assert waits == [0, 0, 0, 57]
    assert budget.wait(START + timedelta(seconds=59.5)) == 1
    assert [budget.wait(START + MINUTE) for _ in range(4)] == [0, 0, 0, 60]


def test_rate_limit_returns_429_with_seconds_to_wait() -> None:
    """Beyond the limit is 429 in the gateway's shape; waiting helps (facts B1, B4)."""
    with simulated(rate_limit=5) as api:
        statuses = [api.http.get("/plans").status_code for _ in range(6)]
        # The token call of the set-up spends the same budget (facts B10).
        assert statuses == [200] * 4 + [429] * 2
        response = api.http.get("/plans")
        seconds = int(response.headers["Retry-After"])
        assert response.json() == {
            "statusCode": 429,
            "message": f"Rate limit is exceeded. Try again in {seconds} seconds.",
        }
        api.wait(seconds - 1)
        assert api.http.get("/plans").status_code == 429
        api.wait(1)
        assert api.http.get("/plans").status_code == 200


def test_quota_returns_403_for_the_rest_of_the_day() -> None:
    """A spent quota is 403 with Retry-After, for hours (facts B1, B4)."""
    with simulated(quota=2) as api:
        api.get("/plans")
        response = api.http.get("/plans")
        assert response.status_code == 403
        assert response.json()["statusCode"] == 403
        assert int(response.headers["Retry-After"]) == 24 * 3600
        api.wait(24 * 3600)
        api.log_in()
        api.get("/plans")


def test_refused_keys_spend_nothing() -> None:
    """Calls with a wrong key do not use the budget of the right one."""
    with simulated(rate_limit=2) as api:
        for _ in range(5):
            api.send("GET", "/plans", 401, headers={"X-Subscription-Key": "wrong"})
        api.get("/plans")
