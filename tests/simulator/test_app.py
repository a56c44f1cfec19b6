"""HTTP in front of the service."""

from typing import Any

import httpx
import pytest
from marketplace_contracts.simulator import Fault, Request, Simulator
from marketplace_contracts.simulator.http.request_bodies import LARGEST_BODY
from support.simulator_api import fetch, simulated


def test_clock_can_be_moved_from_outside() -> None:
    """If it is enabled, the control path returns the time and moves it."""
    with simulated(control=True) as api:
        url = httpx.URL(api.simulator.base_url).join("/_simulator/clock")
        assert fetch(url).json() == {"now": "2026-11-02T08:00:00Z"}
        assert fetch(url, "POST", json={"advance": 90}).json() == {"now": "2026-11-02T08:01:30Z"}
        assert fetch(url).json() == {"now": "2026-11-02T08:01:30Z"}
        wrongs: list[object] = [
            {},
            {"advance": "x"},
            {"advance": -1},
            [],
            {"advance": None},
            {"advance": []},
            {"advance": True},
        ]
        for wrong in wrongs:
            assert fetch(url, "POST", json=wrong).status_code == 400
        assert fetch(url, "POST", content=b"{").status_code == 400
        assert fetch(url, "PUT", json={"advance": 1}).status_code == 405


@pytest.mark.parametrize("path", ["/_simulator/clock", "/_simulator/faults"])
def test_levers_are_out_of_reach_by_default(path: str) -> None:
    """An embedded simulator has no control address."""
    with simulated() as api:
        url = httpx.URL(api.simulator.base_url).join(path)
        assert fetch(url, "POST", json={"advance": 90}, headers=api.http.headers).status_code == 404


def test_trouble_can_be_made_from_outside() -> None:
    """A client in any language can provoke the HTML 504 and lost responses (facts C6)."""
    with simulated(control=True) as api:
        url = httpx.URL(api.simulator.base_url).join("/_simulator/faults")
        page = {"fault": "timeout-page", "operation": "plans.list", "times": 2}
        assert fetch(url, "POST", json=page).status_code == 200
        assert [api.http.get("/orders").status_code, api.http.get("/plans").status_code] == [
            200,
            504,
        ]
        assert api.http.get("/plans").headers["content-type"].startswith("text/html")
        assert api.http.get("/plans").status_code == 200
        fetch(url, "POST", json={"fault": "drop", "processed": False})
        with pytest.raises(httpx.RemoteProtocolError):
            api.http.get("/plans")


@pytest.mark.parametrize(
    "wrong",
    [
        {}, [], {"fault": "boom"}, {"fault": "drop", "operation": "plans.lst"},
        {"fault": "drop", "times": "x"}, {"fault": "drop", "processed": 1},
        {"fault": "delay"}, {"fault": "delay", "seconds": "x"}, {"fault": "drop", "x": 1},
    ],
)  # fmt: skip
def test_trouble_that_is_none_is_refused(wrong: object) -> None:
    """An invalid control request is refused without effect."""
    with simulated(control=True) as api:
        url = httpx.URL(api.simulator.base_url).join("/_simulator/faults")
        assert fetch(url, "POST", json=wrong).status_code == 400
        assert api.http.get("/plans").status_code == 200


def test_a_whole_address_in_the_request_line_is_understood() -> None:
    """A request line as for a proxy means its path, as RFC 9112 demands of each server."""
    with simulated() as api:
        target = f"{api.simulator.base_url}/plans".encode()
        response = api.http.get("/plans", extensions={"target": target})
        assert response.status_code == 200


def test_json_is_compact_and_declared() -> None:
    """Responses are JSON with content type and length."""
    with simulated() as api:
        response = api.http.get("/plans/10005")
        assert response.headers["content-type"] == "application/json"
        assert b'": ' not in response.content
        assert "server" not in response.headers


def test_bugs_are_noted_and_responded_to() -> None:
    """An exception inside becomes a 500 of the framework, and its traceback is kept."""
    with simulated() as api:
        order: Any = api.simulator.world.orders["905609"]
        order.lines = order.total = None
        response = api.http.get("/orders/905609")
        assert response.status_code == 500
        assert response.json()["error"] == "Internal Server Error"
        assert len(api.simulator.crashes) == 1
        assert "Traceback" in api.simulator.crashes[0]


def test_operation_and_ids_are_known_to_breaks() -> None:
    """A fault receives the operation of a request and its decoded parameters."""
    seen: list[Request] = []

    def look(request: Request) -> Request:
        seen.append(request)
        return request

    spy = Fault("spy", "looks only", before=look)
    with Simulator(breaks=[spy]) as simulator:
        fetch(simulator.base_url + "/customers/%31?name=%C3%A6&name=b")
    (request,) = seen
    assert request.operation == "customers.get"
    assert request.ids == {"id": "1"}
    assert request.query == (("name", "æ"), ("name", "b"))


def test_a_line_break_in_a_path_reaches_the_service() -> None:
    """Any path is handled by the service, with its headers."""
    with simulated() as api:
        response = api.http.get("/plans/a%0Ab")
        assert response.status_code == 400
        assert response.json()["status"] == 400
        assert response.headers["x-correlation-id"]


@pytest.mark.parametrize("path", ["/_simulator/clock", "/_simulator/faults"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://attacker.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Host": "attacker.example"},
    ],
)
def test_control_refuses_other_origins(path: str, headers: dict[str, str]) -> None:
    """A page of another origin, or of a name that resolves to us, cannot control the simulator."""
    with simulated(control=True) as api:
        url = httpx.URL(api.simulator.base_url).join(path)
        before = api.simulator.clock.now()
        bodies: list[dict[str, Any]] = [{"advance": 90}, {"fault": "drop"}]
        for body in bodies:
            assert fetch(url, "POST", json=body, headers=headers).status_code == 403
        assert fetch(url, headers=headers).status_code == 403
        assert api.simulator.clock.now() == before
        assert api.http.get("/plans").status_code == 200


def test_control_accepts_its_own_origin() -> None:
    """A page served by the simulator itself, and a client without an origin, can control it."""
    with simulated(control=True) as api:
        url = httpx.URL(api.simulator.base_url).join("/_simulator/clock")
        own = {"Origin": f"http://127.0.0.1:{url.port}", "Sec-Fetch-Site": "same-origin"}
        assert fetch(url, "POST", json={"advance": 1}, headers=own).status_code == 200
        assert fetch(url, "POST", json={"advance": 1}).status_code == 200


@pytest.mark.parametrize("path", ["/marketplace/na/orders", "/_simulator/clock"])
@pytest.mark.parametrize("chunked", [False, True])
def test_bodies_have_a_largest_size(path: str, *, chunked: bool) -> None:
    """A body above the largest size is a 413, whether or not its length is declared."""
    body = b"[" + b" " * LARGEST_BODY + b"]"
    content: Any = iter([body[: len(body) // 2], body[len(body) // 2 :]]) if chunked else body
    with simulated(control=True) as api:
        url = httpx.URL(api.simulator.base_url).join(path)
        headers = {**api.http.headers, "Content-Type": "application/json"}
        response = fetch(url, "POST", content=content, headers=headers)
        assert response.status_code == 413
        assert str(LARGEST_BODY) in response.json()["message"]
        assert api.http.get("/plans").status_code == 200
