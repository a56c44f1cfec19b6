"""Contract faults: each changes what it states and nothing else."""

from dataclasses import replace
from typing import Any

import pytest
from marketplace_contracts.simulator import (
    FAULTS,
    Fault,
    Request,
    Response,
    Simulator,
    SimulatorError,
)
from support.simulator_api import Api, simulated


def test_dropped_field_is_gone_from_rows_only() -> None:
    """`drop-field` removes the creation date from order rows and changes nothing else."""
    with simulated() as whole, simulated(breaks=["drop-field"]) as broken:
        expected = whole.get("/orders")
        for row in expected["data"]:
            del row["creationDate"]
        assert broken.get("/orders") == expected
        assert broken.get("/orders/905609") == whole.get("/orders/905609")
        assert broken.get("/subscriptions") == whole.get("/subscriptions")


def test_ignored_offset_lies_about_it() -> None:
    """`ignore-offset` returns the first page and claims the requested one."""
    with simulated(breaks=["ignore-offset"]) as api:
        first, later = api.get("/orders"), api.get("/orders", offset=20)
        assert later["data"] == first["data"]
        assert later["pagination"]["offset"] == 20
        assert api.get("/orders", 400, limit=0, offset=5)["status"] == 400


def test_fault_can_be_named_or_given() -> None:
    """A fault is found by name; an unknown name raises with the known ones."""
    Simulator(breaks=("drop-field", FAULTS["ignore-offset"]))
    with pytest.raises(SimulatorError, match="ignore-offset"):
        Simulator(breaks=["drop-everything"])


def test_fault_can_respond_in_place_of_the_service() -> None:
    """A response of a fault is sent unchanged, and the service does nothing."""

    def refuse(request: Request) -> Request | Response:
        return Response(418, {"no": request.operation}) if request.method == "POST" else request

    with simulated() as api:
        api.simulator.inject(Fault("teapot", "no more writes", before=refuse))
        assert api.post("/customers", {}, 418) == {"no": "customers.create"}
        assert api.get("/customers")["pagination"]["total"] == 60


def test_faults_cannot_reach_the_world() -> None:
    """A fault that edits a response in place does not change the world."""

    def spoil(_: Request, response: Response) -> Response:
        if isinstance(response.body, dict):
            response.body.pop("name", None)
            response.body["contactPersons"] = []
        return response

    with simulated(breaks=[Fault("spoil", "in place", after=spoil)]) as api:
        assert "name" not in api.get("/customers/1000611")
        document: dict[str, Any] = api.simulator.world.customers["1000611"].document
        assert document["name"]
        assert document["contactPersons"]


def test_faults_follow_each_other() -> None:
    """Several faults are applied in order, each to the result of the one before."""

    def appending(text: str) -> Fault:
        def append(_: Request, response: Response) -> Response:
            trace = response.headers.get("X-Trace", "") + text
            return replace(response, headers={**response.headers, "X-Trace": trace})

        return Fault(text, "leaves a trace", after=append)

    with simulated(breaks=[appending("a"), appending("b")]) as api:
        assert api.http.get("/plans").headers["X-Trace"] == "ab"


def test_injected_options_take_effect_at_once() -> None:
    """A fault of options works on a running simulator too."""

    def expired(api: Api) -> int:
        return api.http.get("/plans").status_code

    with simulated(token_ttl=10) as api:
        api.wait(10)
        assert expired(api) == 401
        api.simulator.inject("accept-expired-token")
        assert expired(api) == 200
