"""The table of operations, as written from a spec and as committed."""

from typing import Any

from cloud_marketplace_api.operations import (
    OPERATIONS,
    Filter,
    Operation,
    Pagination,
    Sort,
    Terminal,
)
from marketplace_contracts.codegen.generator import load_spec
from marketplace_contracts.codegen.operations import operations_of, render_table
from support.specs import ROOT, operation, small_spec


def table(spec: dict[str, Any]) -> dict[str, Any]:
    """Write the table of a spec and read it as Python does."""
    space: dict[str, Any] = {"__name__": "operations", "__package__": "cloud_marketplace_api"}
    exec(render_table(spec), space)  # noqa: S102 - the module under test is text
    found: dict[str, Any] = dict(space["OPERATIONS"])
    return found


def test_a_row_says_all_that_the_spec_says() -> None:
    """Effect, statuses, paging, order, filters and final states are read from the spec."""
    rows = table(small_spec())
    assert tuple(rows["things.list"]) == (
        *("things.list", "things", "GET", "/things", "read", True, "bearer", (200, 401)),
        *(("data", "pagination.total", 500), ("day", "descending")),
        *((("kind", "kind", "equals", False),), None, "ThingPage"),
    )
    assert tuple(rows["things.update"]) == (
        *("things.update", "things", "PATCH", "/things/{id}", "write", False, "basic", (200, 401)),
        *(None, None, (), ("kind", ("bigOne",)), "Thing"),
    )


def test_a_parameter_of_the_operation_replaces_that_of_its_path() -> None:
    """A parameter of the operation overrides one of the path with the same name and place."""
    spec = small_spec()
    own = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
    operation(spec, "/things/{id}", "patch")["parameters"] = [own]
    (found,) = operations_of(spec)[1].parameters
    assert (found.name, found.location, found.schema) == ("id", "path", {"type": "integer"})


def test_the_committed_table_has_every_operation_of_the_spec() -> None:
    """All 28 operations are in the table, with the statuses that the spec declares."""
    spec = load_spec(ROOT / "spec" / "openapi.yaml")
    found = operations_of(spec)
    assert [op.id for op in found] == list(OPERATIONS)
    assert len(OPERATIONS) == 28
    for op in found:
        declared = operation(spec, op.path, op.method.lower())["responses"]
        assert OPERATIONS[op.id].statuses == tuple(sorted(int(s) for s in declared))


def test_the_committed_table_has_what_clients_decide_by() -> None:
    """An order commits money and must not be sent twice; its list pages, newest first (D4)."""
    create, rows = OPERATIONS["orders.create"], OPERATIONS["orders.list"]
    assert (create.effect, create.replayable, create.method) == ("order", False, "POST")
    assert create.terminal == Terminal("status", ("completed", "error", "cancelled"))
    assert rows.pagination == Pagination("data", "pagination.total", 500)
    assert rows.sort == Sort("creationDate", "descending")
    assert Filter("creationTimeFrom", "creationDate", "from") in rows.filters
    assert OPERATIONS["auth.token"].security == "basic"
    assert OPERATIONS["reports.list"].pagination is None
    assert (create.returns, rows.returns) == ("Order", "OrderPage")


def test_an_operation_cannot_be_changed() -> None:
    """The table is for reading: neither it nor its rows can be assigned to."""
    row = OPERATIONS["orders.list"]
    assert isinstance(row, Operation)
    assert not hasattr(OPERATIONS, "__setitem__")
    assert isinstance(row, tuple)
