"""Generated responses keep the promises of a description that are more than a schema."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from marketplace_contracts.description.spec import parse
from marketplace_contracts.run.runner import check
from marketplace_contracts.settings import CheckSettings
from support.descriptions.new_operations import REF, extended, written
from support.simulator_api import Api, simulated

MONEY = {
    "type": "object",
    "required": ["currency", "amount"],
    "properties": {
        "currency": {"type": "string", "enum": ["EUR"]},
        "amount": {"type": "string", "pattern": r"^[0-9]{1,5}\.[0-9]{2}$"},
    },
}
ROW = {
    "type": "object",
    "required": ["id", "state", "total"],
    "x-absent-while": {"emptied": {"state": ["full", "half"]}},
    "properties": {
        "id": {"type": "string", "pattern": "^[0-9]{8}$"},
        "customerId": {"type": "string"},
        "shelfId": {"type": "string"},
        "state": {"type": "string", "enum": ["full", "half", "empty"]},
        "emptied": {"type": "string", "format": "date"},
        "total": {"$ref": f"{REF}Money2"},
    },
}
CRATE = {
    "x-sum": {"total": "lines.price"},
    "allOf": [
        {"$ref": f"{REF}CrateRow"},
        {
            "type": "object",
            "required": ["lines", "good", "wrap"],
            "properties": {
                "lines": {
                    "type": "array",
                    "minItems": 2,
                    "items": {
                        "type": "object",
                        "required": ["price"],
                        "properties": {"price": {"$ref": f"{REF}Money2"}},
                    },
                },
                "good": {
                    "oneOf": [{"$ref": f"{REF}Pear"}, {"$ref": f"{REF}Plum"}],
                    "discriminator": {
                        "propertyName": "kind",
                        "mapping": {"a pear": f"{REF}Pear", "a plum": "Plum"},
                    },
                },
                "wrap": {"$ref": f"{REF}Wrap"},
            },
        },
    ],
}
TEXT: dict[str, Any] = {"kind": {"type": "string"}}
KIND = {"type": "object", "required": ["kind"], "properties": TEXT}
MADE = {
    "Money2": MONEY,
    "CrateRow": ROW,
    "Crate": CRATE,
    "Pear": {**KIND, "required": ["kind", "ripe"], "properties": {**TEXT, "ripe": {}}},
    "Plum": {**KIND, "required": ["kind", "blue"], "properties": {**TEXT, "blue": {}}},
    "Wrap": {**KIND, "discriminator": {"propertyName": "kind"}},
    "Foil": {"allOf": [{"$ref": f"{REF}Wrap"}]},
    "Paper": {"allOf": [{"$ref": f"{REF}Wrap"}, {"type": "object"}]},
}
CRATES = ("crates.list", "crates.get", "shelves.crates", "customers.crates", "customers.crate")


def document() -> dict[str, Any]:
    """Return a description with crates, which are also below shelves and below customers."""
    found = extended()
    schemas, paths = found["components"]["schemas"], found["paths"]
    page = copy.deepcopy(schemas["ShelfPage"])
    page["properties"]["data"]["items"] = {"$ref": f"{REF}CrateRow"}
    schemas |= {**copy.deepcopy(MADE), "CratePage": page}
    crate_id = {"name": "crateId", "in": "path", "required": True, "schema": {"type": "string"}}
    shelf, customer = ({"$ref": f"#/components/parameters/{n}"} for n in ("ShelfId", "CustomerId"))

    def add(path: str, name: str, schema: str, *above: Any) -> None:
        made = copy.deepcopy(paths["/shelves" if schema == "CratePage" else "/shelves/{shelfId}"])
        get = made["get"] | {"operationId": name, "summary": name}
        get.pop("x-sort", None)
        paging = [
            one for one in get["parameters"] if "$ref" in one and "ShelfId" not in one["$ref"]
        ]
        get["parameters"] = [*above, *(paging if schema == "CratePage" else [crate_id])]
        good = get["responses"]["200"]
        good.pop("links", None)
        good["content"]["application/json"]["schema"] = {"$ref": f"{REF}{schema}"}
        paths[path] = {"get": get}

    add("/crates", "crates.list", "CratePage")
    add("/crates/{crateId}", "crates.get", "Crate")
    add("/shelves/{shelfId}/crates", "shelves.crates", "CratePage", shelf)
    add("/customers/{id}/crates", "customers.crates", "CratePage", customer)
    add("/customers/{id}/crates/{crateId}", "customers.crate", "Crate", customer)
    return found


@pytest.fixture(scope="module")
def api() -> Iterator[Api]:
    """Start a simulator that serves crates."""
    with simulated(spec=parse(document())) as client:
        yield client


def crates(api: Api, path: str = "/crates") -> list[Any]:
    """Return the rows of a list."""
    found: list[Any] = api.get(path, limit=500)["data"]
    return found


def test_what_is_absent_in_a_state_is_absent(api: Api) -> None:
    """A property of `x-absent-while` has a value in other states alone, and the state varies."""
    rows = crates(api)
    assert {row["state"] for row in rows} == {"full", "half", "empty"}
    assert {row["state"] for row in rows if row.get("emptied") is not None} == {"empty"}


def test_a_sum_is_that_of_its_rows(api: Api) -> None:
    """An amount of `x-sum` is the sum, and the detail still agrees with its row in all."""
    for row in crates(api)[:6]:
        found = api.get(f"/crates/{row['id']}")
        prices = [round(float(line["price"]["amount"]) * 100) for line in found["lines"]]
        assert len(prices) >= 2
        assert sum(prices) == round(float(found["total"]["amount"]) * 100)
        assert row.items() <= found.items()


def test_a_discriminator_names_the_schema(api: Api) -> None:
    """It has the name of the mapping; without a mapping and choice that of an extending schema."""
    found = [api.get(f"/crates/{row['id']}") for row in crates(api)[:12]]
    assert {one["good"]["kind"] for one in found} == {"a pear", "a plum"}
    assert {one["wrap"]["kind"] for one in found} == {"Foil", "Paper"}


@pytest.mark.parametrize(("above", "name"), [("shelves", "shelfId"), ("customers", "customerId")])
def test_rows_below_an_object_are_those_of_the_whole_list(api: Api, above: str, name: str) -> None:
    """Each is in the list of all with the same values, in one such list, and names its object."""
    every = {row["id"]: row for row in crates(api)}
    seen = []
    for owner in api.get(f"/{above}", limit=5)["data"]:
        for row in crates(api, f"/{above}/{owner['id']}/crates"):
            assert row == every[row["id"]]
            assert row[name] == str(owner["id"])
            assert row.items() <= api.get(f"/crates/{row['id']}").items()
            seen.append(row["id"])
    assert len(seen) == len(set(seen))
    if above == "customers":
        assert set(seen) <= set(every)
        api.get(f"/customers/{owner['id']}/crates/{max(every)}9", 404)
    assert seen


def test_the_check_of_such_operations_finds_nothing(tmp_path: Path) -> None:
    """Neither interaction checks nor those over several calls report a generated response."""
    spec = written(tmp_path, document())
    results, _ = check(CheckSettings(parts=("sequences",), only=CRATES, spec=spec))
    assert {failure.promise for failure in results.findings.failures} <= {
        "the client has a model of the response"
    }
    of_lists = {"lists_apart", "list_and_detail", "same_id"}
    assert [one for one in results.findings if one.check in of_lists] == []
