"""The client is checked against the description, and losses are found."""

from collections.abc import Callable
from typing import Any

import pytest
from cloud_marketplace import Refused
from cloud_marketplace._pagination.pages import AsyncRowPage
from cloud_marketplace_api import call, model
from cloud_marketplace_api.api.orders import orders_list
from hypothesis import given, settings
from marketplace_contracts.client_conformance import PROMISES, Trial
from marketplace_contracts.client_conformance.values import Drawn
from marketplace_contracts.traffic.finding import Violation
from support.harness import SPEC, contract


def found(promise: str, operation: str, examples: int = 12) -> list[Violation]:
    """The findings of a client with a fault."""
    return list(PROMISES[promise](Trial(contract(), SPEC.operations[operation], 1, examples)))


@pytest.mark.parametrize("promise", PROMISES)
@pytest.mark.parametrize("operation", ["auth.token", "customers.update", "reports.list"])
def test_the_client_keeps_its_promises(promise: str, operation: str) -> None:
    """Tokens, changes and lists are sent and read as described."""
    assert found(promise, operation) == []


def without(lost: str, query_of: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A query that lacks one parameter."""
    return lambda values: query_of({k: v for k, v in values.items() if k != lost})


def test_an_argument_that_is_lost_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A query parameter that is given and not sent breaks a promise, with the smallest example."""
    monkeypatch.setattr(orders_list, "query_of", without("statusCode", call.query_of))
    (violation,) = found("client_sends", "orders.list", 40)
    assert violation.promise == "each query parameter that is given is sent, and no other"
    assert "for ['statusCode']; again with --seed 1" in violation.observed
    assert violation.pointer == "#/paths/~1orders/get"


def test_a_body_that_is_garbled_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A body that is sent changed breaks a promise."""
    monkeypatch.setattr(
        "cloud_marketplace._engine.build_request.encode", lambda _: b'{"type": "sales"}'
    )
    assert {p.promise for p in found("client_sends", "orders.create")} == {
        "a body is sent as it was given"
    }


def test_a_field_that_is_lost_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """An unknown field that a model drops breaks a promise."""
    whole = model.Model.to_dict

    def known(model: model.Model) -> dict[str, Any]:
        return {k: v for k, v in whole(model).items() if k != "xContractCheck"}

    monkeypatch.setattr(model.Model, "to_dict", known)
    (violation,) = found("client_is_told", "plans.get", 40)
    assert violation.promise == "a response is read without loss"


def test_a_twin_that_differs_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of the asynchronous client only is found, and the finding names it."""
    monkeypatch.setattr(AsyncRowPage, "to_dict", lambda _: {})
    (violation,) = found("client_is_told", "plans.list")
    assert violation.observed.startswith("AsyncMarketplace: ")


def test_an_error_without_its_status_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error without its status breaks a promise."""
    monkeypatch.setattr(Refused, "status", property(lambda _: None, lambda *_: None), raising=False)
    assert {p.promise for p in found("client_is_told", "plans.get", 40)} == {
        "an error has status and correlation id"
    }


def test_wild_values_differ_in_every_way() -> None:
    """Unknown words and properties, null, missing and other types are all drawn."""
    pointer = "#/components/schemas/OrderSummary"
    required = contract().schemas.shape(pointer).required
    ways = {
        "word": lambda order: order.get("status") == "never-heard-of",
        "unknown": lambda order: "xContractCheck" in order,
        "null": lambda order: None in order.values(),
        "missing": lambda order: bool(required - order.keys()),
        "other": lambda order: any(type(v) in {list, bool, int} for v in order.values()),
    }
    seen: set[str] = set()

    @settings(max_examples=200, derandomize=True, database=None)
    @given(Drawn(contract().schemas, wild=True).of(pointer))
    def draw(order: dict[str, Any]) -> None:
        seen.update(name for name, way in ways.items() if way(order))

    draw()
    assert seen == set(ways)
