"""The description as the harness reads it: operations, places, lines, and what it refuses."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from marketplace_contracts.description.source_map import lines_of
from marketplace_contracts.description.spec import load, parse
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.paths import spec_path
from support.harness import SPEC

MINIMAL: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"version": "1"},
    "paths": {
        "/a": {"get": {"operationId": "a.get", "x-effect": "read", "x-replayable": True,
                       "responses": {"200": {"description": "x"}}}}
    },
}  # fmt: skip


TWICE = yaml.safe_dump(
    MINIMAL | {"paths": {"/a": MINIMAL["paths"]["/a"], "/b": MINIMAL["paths"]["/a"]}}
)


def test_operations_carry_their_promises() -> None:
    """Paging, sorting, filters, links and effects are read from the extensions."""
    orders = SPEC.operations["orders.list"]
    assert orders.paging is not None
    assert (orders.paging.items, orders.paging.largest) == ("data", 500)
    assert orders.sort is not None
    assert orders.sort.descending
    assert {"customerId", "creationTimeFrom"} <= {rule.parameter for rule in orders.filters}
    assert orders.schemes == ("SubscriptionKey", "Bearer")
    assert SPEC.operations["auth.token"].schemes == ("SubscriptionKey", "Basic")
    assert SPEC.operations["orders.create"].responses[200].links[0].operation == "orders.get"
    assert len(SPEC.operations["orders.create"].examples) == 4


@pytest.mark.parametrize(
    ("method", "path", "operation"),
    [
        ("GET", "/orders", "orders.list"),
        ("get", "/orders/12/", "orders.get"),
        ("POST", "/orders/estimate", "orders.estimate"),
        ("POST", "/subscriptions/1/specialPricing", "subscriptions.set_special_pricing"),
    ],
)
def test_requests_are_matched(method: str, path: str, operation: str) -> None:
    """A method and a path name one operation, trailing slash or not (facts E7)."""
    found = SPEC.match(method, path)
    assert found is not None
    assert found[0].id == operation


def test_a_literal_path_is_no_id() -> None:
    """/orders/estimate is no order, even for a method that it does not have."""
    assert SPEC.match("GET", "/orders/estimate") is None
    assert SPEC.match("DELETE", "/orders") is None
    assert SPEC.match("GET", "/nowhere") is None


def test_path_parameters_are_decoded() -> None:
    """Values of path parameters come as they were meant."""
    found = SPEC.match("GET", "/orders/a%2Fb")
    assert found is not None
    assert found[1] == {"id": "a/b"}


def test_places_have_lines() -> None:
    """The line of a place is where the file names it; a missing one has that of its parent."""
    lines = spec_path().read_text(encoding="utf-8").splitlines()
    assert "x-sort" in lines[SPEC.line("#/paths/~1orders/get/x-sort") - 1]
    assert SPEC.line("#/paths/~1orders/get/none/at/all") == SPEC.line("#/paths/~1orders/get")
    assert SPEC.line("#/nothing") == 1


def test_lines_of_lists_and_odd_keys() -> None:
    """Items of lists and keys with slashes have lines too."""
    found = lines_of("a:\n- b\n- c/d: 1\n")
    assert found["#/a/1"] == 3
    assert found["#/a/1/c~1d"] == 3
    assert lines_of("") == {}


def test_references_are_followed() -> None:
    """A place behind a reference is the place where it really stands."""
    _, pointer = SPEC.follow("#/paths/~1orders~1{id}/get/responses/404")
    assert pointer == "#/components/responses/NotFound"
    with pytest.raises(CannotRun, match="nothing at #/components/x"):
        SPEC.follow("#/components/x")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a: [", "not valid YAML or JSON at line"),
        ("- 1", "not an OpenAPI 3 document"),
        ("openapi: 2.0", "not an OpenAPI 3 document"),
        ("openapi: 3.0.3", "lacks 'paths'"),
        ("openapi: 3.0.3\npaths: {}", "has no operations"),
        ("openapi: 3.0.3\npaths: {/a: {get: {}}}", "lacks 'x-effect'"),
        ("openapi: 3.0.3\npaths: {/a: {get: {x-effect: odd}}}", "x-effect at"),
        (TWICE, r"operationId a\.get is used twice"),
    ],
)
def test_a_broken_description_is_refused(tmp_path: Path, text: str, sentence: str) -> None:
    """A description that cannot be checked against is refused in one sentence that names it."""
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CannotRun, match=sentence) as refusal:
        load(path)
    assert "mine.yaml" in str(refusal.value)


def test_a_missing_description_is_refused(tmp_path: Path) -> None:
    """A description that is not there is refused, and so is one that is not text."""
    with pytest.raises(CannotRun, match="cannot be read"):
        load(tmp_path / "none.yaml")
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe")
    with pytest.raises(CannotRun, match="not UTF-8"):
        load(tmp_path / "binary.yaml")


def test_a_small_description_will_do() -> None:
    """What the checks rest on is little: an id, an effect, whether it repeats, its answers."""
    assert list(parse(MINIMAL).operations) == ["a.get"]
