"""Faults of the network."""

import time

import httpx
import pytest
from marketplace_contracts.simulator.faults import network_faults
from support.simulator_api import KNOWN_MPN, Api, simulated

LINES = [{"mpn": KNOWN_MPN, "quantity": 1}]
BODY = {"type": "sales", "customerId": "1000611", "products": LINES}


def orders(api: Api) -> int:
    """How many orders there are."""
    total: int = api.get("/orders", limit=1)["pagination"]["total"]
    return total


@pytest.mark.parametrize("processed", [True, False])
def test_dropped_connection_shows_nothing(*, processed: bool) -> None:
    """The caller sees a broken connection, whether or not the order exists (facts B9)."""
    with simulated() as api:
        before = orders(api)
        api.simulator.inject(network_faults.drop("orders.create", processed=processed))
        with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
            api.http.post("/orders", json=BODY)
        assert orders(api) == before + processed
        assert api.http.post("/orders", json=BODY).status_code == 200


@pytest.mark.parametrize("processed", [True, False])
def test_front_end_gives_up_with_a_page(*, processed: bool) -> None:
    """The 504 is HTML, and the order may still exist (facts B7, C6)."""
    with simulated() as api:
        before = orders(api)
        api.simulator.inject(network_faults.timeout_page("orders.create", processed=processed))
        response = api.http.post("/orders", json=BODY)
        assert response.status_code == 504
        assert response.headers["content-type"].startswith("text/html")
        assert response.text.startswith("<html>")
        assert orders(api) == before + processed


def test_faults_hit_as_often_as_configured() -> None:
    """A fault counts its own operation only, and is spent after its times."""
    with simulated() as api:
        api.simulator.inject(network_faults.timeout_page("plans.list", times=2))
        assert api.http.get("/orders").status_code == 200
        statuses = [api.http.get("/plans").status_code for _ in range(3)]
        assert statuses == [504, 504, 200]
        api.simulator.inject(network_faults.timeout_page(times=None))
        assert [api.http.get("/orders").status_code for _ in range(3)] == [504] * 3


def test_delay_costs_real_time() -> None:
    """A delayed response is complete, but late."""
    with simulated() as api:
        api.simulator.inject(network_faults.delay(0.05, "plans.list"))
        began = time.monotonic()
        assert api.http.get("/plans").status_code == 200
        assert time.monotonic() - began >= 0.05
