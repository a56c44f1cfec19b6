"""Coverage: which parts of the description were exercised, and by what."""

import json
from dataclasses import replace
from typing import Any

import pytest
from marketplace_contracts.run.coverage import (
    CASSETTES,
    CHECKS,
    KINDS,
    PROPERTY_TESTS,
    Coverage,
    Part,
)
from marketplace_contracts.traffic.interaction import Interaction
from support.harness import SPEC, contract, made


def coverage(*interactions: Interaction) -> Coverage:
    """Return the coverage of some interactions."""
    found = Coverage(contract())
    for interaction in interactions:
        found.record(interaction)
    return found


def sale(**changes: Any) -> dict[str, Any]:
    """Return the body of an order."""
    line = {"mpn": "CFQ7TTC0ZZ01:0004", "quantity": 2}
    return {"type": "sales", "customerId": "1000611", "products": [line]} | changes


def test_every_operation_has_parts_of_each_kind_it_can_have() -> None:
    """Statuses, parameters, body properties, rules and examples are listed, each once."""
    parts = list(coverage().parts())
    assert len(parts) == len(set(parts))
    assert {part.kind for part in parts} == set(KINDS)
    assert {part.operation for part in parts} == set(SPEC.operations)
    orders = {(part.kind, part.name) for part in parts if part.operation == "orders.create"}
    assert ("status", "500") in orders
    assert ("body property", "products.[].quantity") in orders
    assert ("body rule", "type: enum") in orders
    assert ("body rule", "body: required") in orders


@pytest.mark.parametrize(
    ("source", "way"),
    [
        ("fuzzing", PROPERTY_TESTS),
        ("coverage", PROPERTY_TESTS),
        ("stateful", PROPERTY_TESTS),
        ("cassette order-life", CASSETTES),
        ("paging_walk", CHECKS),
        ("", CHECKS),
    ],
)
def test_the_source_of_a_call_is_its_way(source: str, way: str) -> None:
    """Phases of schemathesis are property tests; cassettes and checks stand for themselves."""
    found = coverage(replace(made("customers.list", {}, query={"name": "x"}), source=source))
    assert found.ways(Part("customers.list", "parameter", "name")) == [way]
    assert found.ways(Part("customers.list", "status", "200")) == [way]


def test_what_nothing_touched_is_never() -> None:
    """Other statuses, parameters and operations stay unexercised."""
    found = coverage(made("customers.list", {}, query={"name": "x"}))
    for part in (
        Part("customers.list", "status", "400"),
        Part("customers.list", "parameter", "email"),
        Part("plans.list", "status", "200"),
    ):
        assert found.ways(part) == []


def test_properties_of_a_body_are_seen_at_any_depth() -> None:
    """A property counts where it is sent, inside lists and objects too."""
    found = coverage(made("orders.create", {}, payload=sale()))
    for name in ("type", "products", "products.[].mpn", "products.[].quantity"):
        assert found.ways(Part("orders.create", "body property", name)) == [CHECKS]
    assert not found.ways(Part("orders.create", "body property", "poNumber"))


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        (sale(type="present"), "type: enum"),
        (sale(customerId=7), "customerId: type"),
        ({"type": "sales"}, "body: required"),
        (sale(products=[{"mpn": 5, "quantity": 1}]), "products.[].mpn: type"),
    ],
)
def test_a_rule_counts_when_a_request_breaks_it(body: Any, rule: str) -> None:
    """A rule of the body is exercised by a request that breaks it, and by no other."""
    part = Part("orders.create", "body rule", rule)
    described = {each for each in coverage().parts() if each.kind == "body rule"}
    assert part in described
    assert coverage(made("orders.create", {}, payload=body)).ways(part) == [CHECKS]
    assert coverage(made("orders.create", {}, payload=sale())).ways(part) == []


def test_a_documented_example_counts_when_it_is_sent() -> None:
    """An example is exercised by the very same body."""
    example = SPEC.operations["orders.create"].examples[0]
    part = Part("orders.create", "example", "example 1")
    assert coverage(made("orders.create", {}, payload=example)).ways(part) == [CHECKS]
    other = {**example, "poNumber": "another"}
    assert coverage(made("orders.create", {}, payload=other)).ways(part) == []


def test_coverage_adds_up() -> None:
    """What several processes saw is one coverage."""
    first = coverage(made("customers.list", {}, query={"name": "x"}))
    second = coverage(made("orders.create", {}, payload=sale()))
    both = coverage()
    for each in (first, second):
        both.add(json.loads(json.dumps(each.as_list())))
    assert both.ways(Part("customers.list", "parameter", "name")) == [CHECKS]
    assert both.ways(Part("orders.create", "body property", "type")) == [CHECKS]


def test_hostile_bodies_do_no_harm() -> None:
    """Bodies that are no objects, or of unknown operations, exercise nothing and raise nothing."""
    for payload in ([], "x", 5, [[[{}]]], {"products": {"mpn": {}}}, {"poNumber": "\ud800"}):
        coverage(made("orders.create", {}, payload=payload))
    coverage(replace(made("customers.list"), operation=None))
