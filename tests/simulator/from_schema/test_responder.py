"""The responses of operations that are described but not simulated are generated."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from marketplace_contracts.description.schemas import Schemas
from marketplace_contracts.description.spec import parse
from marketplace_contracts.simulator import Simulator
from marketplace_contracts.simulator.serving import serve
from support.descriptions.new_operations import extended, extended_spec
from support.simulator_api import Api, fetch, simulated

SPEC = extended_spec()
SCHEMAS = Schemas(SPEC)


@pytest.fixture(scope="module")
def api() -> Iterator[Api]:
    """Start a simulator that serves the new operations too."""
    with simulated(spec=SPEC) as client:
        yield client


def judged(response: httpx.Response, name: str) -> Any:
    """Return the JSON of a response that keeps to the schema of an operation and is marked."""
    assert response.status_code == 200, response.text
    assert response.headers["x-simulated-from"] == "schema"
    pointer = SPEC.operations[name].success_pointer
    assert pointer is not None
    assert list(SCHEMAS.violations(pointer, response.json())) == []
    return response.json()


def rows(api: Api, **query: Any) -> list[Any]:
    """Return the rows of one large page."""
    found: list[Any] = api.get("/shelves", limit=500, **query)["data"]
    return found


def test_a_list_has_valid_pages(api: Api) -> None:
    """Pages of any size are valid, follow each other, and agree on the total."""
    first = judged(api.http.get("/shelves"), "shelves.list")
    assert first["pagination"] == {"offset": 0, "limit": 10, "total": len(rows(api))}
    assert len(first["data"]) == 10
    walked = []
    for offset in range(0, 49, 7):
        walked += api.get("/shelves", offset=offset, limit=7)["data"]
    assert walked == rows(api)
    assert len({row["id"] for row in walked}) == first["pagination"]["total"] > 20


def test_a_list_is_sorted_and_filtered(api: Api) -> None:
    """Rows are in the order of x-sort, and satisfy each x-filter that is asked for."""
    every = rows(api)
    assert [row["made"] for row in every] == sorted((row["made"] for row in every), reverse=True)
    reds = [row for row in every if row["colour"] == "red"]
    assert 0 < len(reds) < len(every)
    assert rows(api, colour="red") == reds
    border = every[5]["made"]
    assert rows(api, **{"from": border}) == [row for row in every if row["made"] >= border]


def test_a_detail_is_the_object_of_its_row(api: Api) -> None:
    """The detail of a row is valid, echoes the id of the path, and says what the row says."""
    for row in rows(api)[:5]:
        found = judged(api.http.get(f"/shelves/{row['id']}"), "shelves.get")
        assert row.items() <= found.items()
        assert "secret" not in found


def test_an_object_that_is_in_no_list_is_not_found(api: Api) -> None:
    """An id that no row has is a 404, as is an id below an object that is simulated."""
    api.get("/shelves/SH-999999", 404)
    api.get("/orders/999999999999/history", 404)
    order = api.get("/orders")["data"][0]["id"]
    found = judged(api.http.get(f"/orders/{order}/history"), "orders.history")
    assert found["orderId"] == order


def test_a_write_echoes_what_was_sent(api: Api) -> None:
    """A write has a valid response with the values of the request; one without body has none."""
    sent = {"id": "SH-000007", "name": "Oak"}
    found = judged(api.http.post("/shelves", json=sent), "shelves.create")
    assert sent.items() <= found.items()
    gone = api.http.delete(f"/shelves/{rows(api)[0]['id']}")
    assert (gone.status_code, gone.content) == (204, b"")


def test_requests_are_validated(api: Api) -> None:
    """Key, token, parameters and body are checked as for every operation."""
    api.post("/shelves", {"id": "oak"}, 400)
    api.get("/shelves", 400, colour="pink")
    assert fetch(f"{api.simulator.base_url}/shelves").status_code == 401


def test_the_same_seed_gives_the_same_responses() -> None:
    """Two simulators of a seed agree, whatever was called before; another seed differs."""
    with (
        simulated(spec=SPEC) as first,
        simulated(spec=SPEC) as again,
        simulated(seed=2, spec=SPEC) as other,
    ):
        shelf = first.get("/shelves")["data"][0]["id"]
        again.get(f"/shelves/{shelf}")
        assert first.get("/shelves") == again.get("/shelves") != other.get("/shelves")


def test_simulated_operations_stay_as_they_are(api: Api) -> None:
    """What both descriptions have is simulated by ours, even if the other says something else."""
    document = extended()
    document["components"]["schemas"]["CustomerRow"] = {"type": "integer"}
    moved = document["paths"].pop("/plans/{id}")
    moved["get"]["operationId"] = "plans.read"
    moved["get"]["parameters"] = [
        {"name": "planId", "in": "path", "required": True, "schema": {"type": "string"}}
    ]
    document["paths"]["/plans/{planId}"] = moved
    with simulated(spec=parse(document)) as changed:
        assert changed.get("/customers") == api.get("/customers")
        plan = changed.http.get("/plans/10005")
        assert plan.json()["id"] == "10005"
        assert "x-simulated-from" not in plan.headers


def test_a_new_method_of_a_known_path() -> None:
    """A method that only the other description has is served, whatever it calls the parameter."""
    document = extended()
    put = document["paths"]["/shelves/{shelfId}"]["get"] | {"operationId": "plans.replace"}
    put["parameters"] = [
        {"name": "planId", "in": "path", "required": True, "schema": {"type": "string"}}
    ]
    document["paths"]["/plans/{planId}"] = {"put": put}
    with simulated(spec=parse(document)) as changed:
        assert changed.http.put("/plans/10005").headers["x-simulated-from"] == "schema"
        changed.send("PUT", "/plans/999999999999", 404)
        assert changed.get("/plans/10005")["id"] == "10005"


def test_a_schema_that_asks_too_much_is_reported() -> None:
    """Where no valid value is found the response is a 501 that says so, not a wrong value."""
    document = extended()
    document["components"]["schemas"]["History"] = {"type": "string", "pattern": "^(?=never)x$"}
    with simulated(spec=parse(document)) as changed:
        order = changed.get("/orders")["data"][0]["id"]
        told = changed.get(f"/orders/{order}/history", 501)
        assert "orders.history cannot be generated from its schema" in told["message"]


def test_serving_logs_what_is_not_simulated() -> None:
    """`serve` writes a line for each response from a schema, and none for others."""
    log, stop, ready = io.StringIO(), threading.Event(), threading.Event()
    settings: dict[str, str] = {}

    def out(line: str, **_: Any) -> None:
        settings.update([line.split("=", 1)])
        if len(settings) == 5:
            ready.set()

    options: dict[str, Any] = {"out": out, "stop": stop, "log": log, "spec": SPEC}
    thread = threading.Thread(target=serve, args=(0,), kwargs=options)
    thread.start()
    try:
        assert ready.wait(10)
        base, key = settings["MARKETPLACE_BASE_URL"], settings["MARKETPLACE_SUBSCRIPTION_KEY"]
        user = (settings["MARKETPLACE_USERNAME"], settings["MARKETPLACE_PASSWORD"])
        headers = {"X-Subscription-Key": key}
        token = fetch(
            f"{base}/token", "POST", json={"marketplace": "us"}, auth=user, headers=headers
        )
        headers["Authorization"] = f"Bearer {token.json()['token']}"
        assert fetch(f"{base}/customers", headers=headers).status_code == 200
        assert log.getvalue() == ""
        assert fetch(f"{base}/shelves", headers=headers).status_code == 200
    finally:
        stop.set()
        thread.join()
    assert log.getvalue() == "shelves.list: generated from its schema, not simulated\n"


def test_our_own_operations_are_all_simulated() -> None:
    """Without another description no response is generated from its schema."""
    assert Simulator().service.generated == frozenset()
