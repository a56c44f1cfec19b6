"""Pages: arithmetic, order and sizes."""

from typing import Any

import pytest
from marketplace_contracts.description.spec import load
from support.simulator_api import RESELLER, Api, simulated

PAGED = ["/customers", "/resellers", "/products", "/plans", "/orders", "/subscriptions"]


def walk(api: Api, path: str, limit: int) -> list[Any]:
    """All rows of a list in pages of a size."""
    rows: list[Any] = []
    while True:
        page = api.get(path, offset=len(rows), limit=limit)
        assert page["pagination"]["offset"] == len(rows)
        assert page["pagination"]["limit"] == limit
        rows += page["data"]
        if len(page["data"]) < limit:
            assert page["pagination"]["total"] == len(rows)
            return rows


@pytest.mark.parametrize("path", PAGED)
def test_pages_of_any_size_give_the_same_rows(api: Api, path: str) -> None:
    """Offset and limit cut one list into pages, without gap or overlap (facts D1, D2)."""
    whole = api.every(path)
    assert walk(api, path, 7) == whole
    assert walk(api, path, 23) == whole


def test_defaults_are_the_first_ten(api: Api) -> None:
    """Without offset and limit the first ten rows are returned (facts D1)."""
    page = api.get("/orders")
    assert len(page["data"]) == 10
    assert page["pagination"] == {"offset": 0, "limit": 10, "total": 400}


def test_large_limits_are_cut_to_500() -> None:
    """A page has at most 500 rows and states that limit (facts D3)."""
    with simulated(size="large") as api:
        page = api.get("/orders", limit=1000)
        assert len(page["data"]) == page["pagination"]["limit"] == 500
        assert page["pagination"]["total"] == 20_600
        last = api.get("/orders", offset=20_500, limit=500)
        assert len(last["data"]) == 100


@pytest.mark.parametrize(("option", "rows"), [(50, 50), (None, 400)])
def test_the_largest_page_is_an_option(option: int | None, rows: int) -> None:
    """Whether the service has a maximum is not known, so that it can be chosen (facts D3, E14)."""
    with simulated(max_page=option) as api:
        page = api.get("/orders", limit=10_000)
        assert len(page["data"]) == rows
        assert page["pagination"]["limit"] == (option or 10_000)


@pytest.mark.parametrize("path", PAGED)
def test_a_limit_of_zero_is_an_option(api: Api, path: str) -> None:
    """`limit=0` is a 400 on every list, or by option an empty page with the total (facts E14)."""
    assert api.get(path, 400, limit=0)["message"].startswith("limit: ")
    with simulated(zero_limit="count") as counting:
        page = counting.get(path, limit=0)
        assert page["data"] == []
        total = api.get(path)["pagination"]["total"]
        assert page["pagination"] == {"offset": 0, "limit": 0, "total": total}
        counting.get(path, 400, offset=-1)


FILTERS = [
    (operation.path, rule.parameter)
    for operation in load().operations.values()
    for rule in operation.filters
    if rule.schema.get("type") == "string" and not {"enum", "format"} & rule.schema.keys()
]


@pytest.mark.parametrize(("path", "name"), FILTERS)
def test_empty_filters_behave_alike(api: Api, path: str, name: str) -> None:
    """An empty text filter is ignored, or by option refused or matched, on every list."""
    path = path.replace("{id}", RESELLER)
    total = api.get(path)["pagination"]["total"]
    assert api.get(path, **{name: ""})["pagination"]["total"] == total
    with simulated(empty_filters="refuse") as strict:
        assert strict.get(path, 400, **{name: ""})["message"] == f"{name}: empty"
    with simulated(empty_filters="match") as literal:
        found = literal.get(path, **{name: ""})["pagination"]["total"]
        assert found == (total if name in {"name", "serviceName"} else 0)


@pytest.mark.parametrize("offset", [400, 10**6, 2**63 - 1])
def test_beyond_the_end_is_an_empty_page(api: Api, offset: int) -> None:
    """An offset beyond the last row returns 200 without rows (facts D7)."""
    page = api.get("/orders", offset=offset)
    assert page == {"data": [], "pagination": {"offset": offset, "limit": 10, "total": 400}}


def test_nothing_found_is_an_empty_page(api: Api) -> None:
    """A filter without a match returns 200 with an empty array (facts D7)."""
    page = api.get("/customers", externalId="none such")
    assert page["data"] == []
    assert page["pagination"]["total"] == 0


def test_newest_come_first(api: Api) -> None:
    """Customers, orders, subscriptions and reports go from new to old (facts D4)."""
    customers = [int(row["id"]) for row in api.every("/customers")]
    assert customers == sorted(customers, reverse=True)
    for path in ("/orders", "/subscriptions", "/reports"):
        dates = [row["creationDate"] for row in api.get(path, limit=500)["data"]]
        known = [date for date in dates if date is not None]
        assert known == sorted(known, reverse=True)


def test_new_orders_shift_the_pages() -> None:
    """Orders placed during paging appear in front, so rows are repeated (facts D6)."""
    with simulated() as api:
        first = api.get("/orders", limit=5)["data"]
        api.change(20)
        second = api.get("/orders", offset=5, limit=5)["data"]
        assert second[0] == first[-1]
