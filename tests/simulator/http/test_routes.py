"""Routes: paths, methods and their handlers."""

import pytest
from marketplace_contracts.description.spec import load
from marketplace_contracts.simulator.http.routes import HANDLERS, Router
from support.simulator_api import CUSTOMER, fetch, simulated

ADDRESSES = ("/marketplace/na", "/marketplace/eu", "/marketplace/dev", "/marketplace")
"""Paths of base addresses that were seen; written here, so that the code can't change them."""


def test_every_operation_of_the_spec_is_handled() -> None:
    """All 28 operations have a handler, and nothing else has one."""
    assert set(HANDLERS) == set(load().operations)
    assert len(HANDLERS) == 28


def test_fixed_paths_win_over_ids() -> None:
    """`/orders/estimate` is not an order."""
    router = Router(load().operations.values())
    assert router.find(("orders", "estimate"))[0] == {"POST": "orders.estimate"}
    operations, ids = router.find(("orders", "estimates"))
    assert set(operations) == {"GET", "PATCH"}
    assert ids == {"id": "estimates"}


def test_trailing_slashes_are_accepted() -> None:
    """The documentation prints paths with a slash at the end (facts E7)."""
    with simulated() as api:
        for path in ("/orders", "/plans/10005", f"/customers/{CUSTOMER}"):
            assert api.get(f"{path}/") == api.get(path)
        token = {"marketplace": "us"}
        user = (api.simulator.username, api.simulator.password)
        assert api.send("POST", "/token/", 200, json=token, auth=user)["token"]


def test_both_regions_show_the_same_world() -> None:
    """The European base path is served too (facts A16)."""
    with simulated() as api:
        europe = api.simulator.base_url.replace("/na", "/eu")
        response = fetch(f"{europe}/customers", headers=api.http.headers)
        assert response.json() == api.get("/customers")


def test_only_below_the_base_is_the_api() -> None:
    """Neither the host's root nor a neighbour of the base path is the API."""
    with simulated() as api:
        for path in ("/orders", "/marketplace/nav/orders", "/marketplace/us/orders", "/"):
            root = api.simulator.base_url.removesuffix("/marketplace/na")
            response = fetch(root + path, headers=api.http.headers)
            assert response.status_code == 404
            assert response.json()["path"] == path
            assert all(base in response.json()["error"] for base in ADDRESSES)


@pytest.mark.parametrize("base", ADDRESSES)
def test_every_base_path_shows_the_same_world(base: str) -> None:
    """`/marketplace/dev` and the bare `/marketplace` are served too (facts A16, E14)."""
    with simulated() as api:
        other = api.simulator.base_url.replace("/marketplace/na", base)
        user = (api.simulator.username, api.simulator.password)
        key = {"X-Subscription-Key": api.simulator.subscription_key}
        token = fetch(
            f"{other}/token", "POST", json={"marketplace": "us"}, auth=user, headers=key
        ).json()["token"]
        response = fetch(f"{other}/plans", headers={**key, "Authorization": f"Bearer {token}"})
        assert response.json() == api.get("/plans")
        error = fetch(f"{other}/orders/1", headers=api.http.headers).json()
        assert error["path"] == "/orders/1"
