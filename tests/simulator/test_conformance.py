"""Responses of the simulator, built from the facts, keep to the spec."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.description.schemas import Schemas
from marketplace_contracts.description.spec import load
from marketplace_contracts.simulator import Simulator
from support.simulator_api import (
    CUSTOMER,
    KNOWN_MPN,
    NEW_CUSTOMER,
    REPORT,
    RESELLER,
    SHARED_MPN,
    SUBSCRIPTION,
    Api,
    simulated,
)

SPEC = load()
SCHEMAS = Schemas(SPEC)


class Referee:
    """Validates each response by the spec.

    Attributes:
        seen: Operation and status of each response.
        faults: Violations of the spec.
    """

    def __init__(self) -> None:
        self.seen: set[tuple[str, int]] = set()
        self.faults: list[str] = []

    def judge(self, response: httpx.Response) -> None:
        """Validate one response; an httpx response hook."""
        response.read()
        path = response.request.url.path.removeprefix("/marketplace/na")
        found = SPEC.match(response.request.method, path)
        if found is None:
            return
        operation = found[0]
        self.seen.add((operation.id, response.status_code))
        where = f"{operation.id} {response.status_code}"
        promised = operation.responses.get(response.status_code)
        if promised is None:
            self.faults.append(f"{where}: not declared")
            return
        media = response.headers["content-type"].partition(";")[0]
        place = promised.content[media]
        value = response.json() if media == "application/json" else response.text
        self.faults += [
            f"{where} {one.path}: {one.message}" for one in SCHEMAS.violations(place, value)
        ]
        self.faults += [
            f"{where}: no {header.name}"
            for header in promised.headers
            if header.required and header.name not in response.headers
        ]


@pytest.fixture
def referee() -> Referee:
    """An independent validator for each test."""
    return Referee()


@pytest.fixture
def api(referee: Referee) -> Iterator[Api]:
    """A client whose responses are all validated."""
    with simulated() as api:
        api.http.event_hooks["response"].append(referee.judge)
        api.log_in()
        yield api


def test_every_operation_keeps_to_the_spec(api: Api, referee: Referee) -> None:
    """A scripted flow through all 28 operations returns only responses that the spec declares."""
    _read(api)
    _write(api)
    assert referee.faults == []
    assert {name for name, status in referee.seen if status == 200} == set(SPEC.operations)


def test_every_object_keeps_to_the_spec(api: Api, referee: Referee) -> None:
    """Each customer, plan, order, subscription and report of a world can be read as promised."""
    for path in ("/customers", "/resellers", "/plans", "/orders", "/subscriptions"):
        for row in api.every(path):
            api.get(f"{path}/{row['id']}")
    api.every("/products")
    for identifier in api.simulator.world.reports:
        api.get(f"/reports/{identifier}")
    assert referee.faults == []


def test_refusals_keep_to_the_spec(api: Api, referee: Referee) -> None:
    """Errors of all shapes have declared statuses and bodies (facts C1 to C10)."""
    api.get("/orders/1", 404)
    api.get("/orders/x", 400)
    api.get("/orders", 400, status="completed,error")
    api.post("/customers", {"name": "x"}, 400)
    api.order("sales", 500, products=[{"mpn": SHARED_MPN, "quantity": 1}])
    api.send("POST", "/orders", 415, content="{}", headers={"Content-Type": "text/plain"})
    api.send("GET", "/orders", 401, headers={"Authorization": "Bearer x"})
    api.send("GET", "/orders", 401, headers={"X-Subscription-Key": "x"})
    api.post("/token", {"marketplace": "us"}, 401)
    assert referee.faults == []


EXAMPLES = [
    pytest.param(operation, body, id=f"{operation.id}-{number}")
    for operation in SPEC.operations.values()
    if operation.id != "auth.token"
    for number, body in enumerate(operation.examples)
]


@pytest.mark.parametrize(("operation", "body"), EXAMPLES)
def test_examples_of_the_spec_work(
    api: Api, referee: Referee, operation: Operation, body: object
) -> None:
    """Every request example of the spec is accepted by a new world."""
    place = {"/orders": "905997", "/subscriptions": SUBSCRIPTION, "/resellers": RESELLER}
    root = operation.path.partition("/{")[0]
    path = operation.path.replace("{id}", place.get(root, CUSTOMER))
    api.send(operation.method, path, 200, json=body)
    assert referee.faults == []


def test_referee_can_object() -> None:
    """The referee itself finds a missing field, so that its silence means something."""
    referee = Referee()
    with Simulator(breaks=["drop-field"]) as simulator:
        api = Api(simulator)
        api.http.event_hooks["response"].append(referee.judge)
        api.get("/orders")
        api.http.close()
    assert any("creationDate" in fault for fault in referee.faults)


def _read(api: Api) -> None:
    for path in (
        "/customers",
        f"/customers/{CUSTOMER}",
        "/resellers",
        f"/resellers/{RESELLER}",
        f"/resellers/{RESELLER}/customers",
        f"/resellers/{RESELLER}/orders",
        "/products",
        "/plans",
        "/plans/10005",
        "/orders",
        "/orders/905609",
        "/subscriptions",
        f"/subscriptions/{SUBSCRIPTION}",
        "/reports",
        f"/reports/{REPORT}",
    ):
        api.get(path)


def _write(api: Api) -> None:
    sale: dict[str, Any] = {
        "type": "sales",
        "customerId": CUSTOMER,
        "products": [{"mpn": KNOWN_MPN, "quantity": 2}],
    }
    customer = api.post("/customers", NEW_CUSTOMER)
    api.patch(f"/customers/{customer['id']}", {"status": "creditHold"})
    reseller = api.post("/resellers", {**NEW_CUSTOMER, "currency": "USD"})
    api.patch(f"/resellers/{reseller['id']}", {"name": "North Pine IT"})
    api.post(f"/resellers/{reseller['id']}/customers", NEW_CUSTOMER)
    api.post("/orders/estimate", sale)
    annual = [{"mpn": "CFQ7TTC0ZZ01:0005", "quantity": 3}]
    api.post("/orders/estimate", {**sale, "products": annual})
    order = api.post("/orders", sale)
    api.patch(f"/orders/{order['id']}", {"creditCheck": True})
    api.change(10, scheduledOn="renewal")
    api.wait(31)
    api.get(f"/orders/{order['id']}")
    path = f"/subscriptions/{SUBSCRIPTION}"
    prices = {
        "currency": "USD",
        "amount": "9.5",
        "priceTiers": [{"lowerLimit": "10", "amount": "9"}],
    }
    api.patch(path, {"attributes": {"PONumber": "T1"}, "renewalStatus": False})
    api.post(f"{path}/specialPricing", {"products": [{"mpn": KNOWN_MPN, "unitPrice": prices}]})
    parameters = [{"name": "microsoft_domain", "value": "newtenant1"}]
    products = [{"mpn": KNOWN_MPN, "parameters": parameters}]
    api.post("/validation/parameters", {"customerId": CUSTOMER, "products": products})
    api.post("/reports", {"name": "October", "startDate": "2026-10-01T00:00:00Z", "format": "csv"})
