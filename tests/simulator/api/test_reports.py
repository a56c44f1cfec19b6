"""Reports: the unpaged list, one-time runs, details."""

from typing import Any

import pytest
from support.simulator_api import REPORT, Api, simulated


@pytest.mark.parametrize("query", [{}, {"limit": 1}, {"offset": 5, "limit": 2}])
def test_paging_is_ignored(api: Api, query: dict[str, int]) -> None:
    """All rows are returned, with offset 0 and a limit that equals the total (facts D8)."""
    page = api.get("/reports", **query)
    assert len(page["data"]) == 10
    assert page["pagination"] == {"offset": 0, "limit": 10, "total": 10}


def test_rows_are_sparse_and_formats_upper_case(api: Api) -> None:
    """Rows have four keys and sometimes the id; formats are shouted (facts E12, F18)."""
    rows = api.get("/reports")["data"]
    for row in rows:
        assert {"name", "format", "creationDate"} <= set(row)
        assert set(row) <= {"name", "format", "creationDate", "downloadUrl", "id"}
        assert row["format"] == row["format"].upper()
    assert any("id" not in row for row in rows)
    assert any("id" in row for row in rows)


def test_detail_has_what_a_row_lacks(api: Api) -> None:
    """An id whose row has no address has one in detail; a status can be missing (facts E12)."""
    rows = [row for row in api.get("/reports")["data"] if "id" in row]
    details = {row["id"]: api.get(f"/reports/{row['id']}") for row in rows}
    assert any("downloadUrl" not in row and "downloadUrl" in details[row["id"]] for row in rows)
    assert any("status" not in detail for detail in details.values())
    assert any(detail.get("downloadUrl", "").startswith("/") for detail in details.values())
    assert api.get(f"/reports/{REPORT.upper()}")["id"] == REPORT


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"name": "payments"}, ["Monthly payments", "Quarterly payments"]),
        ({"format": "json"}, ["Monthly payments"]),
        ({"format": "JSON"}, ["Monthly payments"]),
        ({"status": "error"}, ["Quarterly payments"]),
        ({"type": "daily"}, ["Daily provisioned orders"]),
        ({"from": "2026-11-02"}, ["Provisioned orders October"]),
        ({"to": "2026-09-01"}, ["Every Invoice - archive", "Every Invoice - example"]),
        (
            {"from": "2026-10-01", "to": "2026-10-01"},
            ["Monthly payments", "Monthly provisioned orders"],
        ),
        ({"status": "unknown"}, []),
    ],
    ids=str,
)
def test_filters_hold(api: Api, query: dict[str, str], names: list[str]) -> None:
    """Name, format, status, type and days narrow the list down (facts E12)."""
    found = {row["name"] for row in api.get("/reports", **query)["data"]}
    assert found == set(names)


def test_one_time_run_is_scheduled() -> None:
    """A new report is a one-time run, first in the list, as requested (facts E12)."""
    with simulated() as api:
        body: dict[str, Any] = {
            "name": "October",
            "startDate": "2026-10-01T00:00:00Z",
            "endDate": "2026-10-31T23:59:59Z",
            "format": "csv",
            "customizationName": "mine",
        }
        report = api.post("/reports", body)
        assert report["status"] == "submitted"
        assert report["type"] == "onetime"
        assert report["format"] == "CSV"
        assert {key: report[key] for key in body if key != "format"} == {
            key: body[key] for key in body if key != "format"
        }
        assert api.get(f"/reports/{report['id']}") == report
        assert api.get("/reports")["data"][0]["id"] == report["id"]
        plain = api.post("/reports", {"name": "x", "startDate": "2026-10-01T00:00:00Z"})
        assert plain["format"] == "XLSX"
        assert plain["id"] != report["id"]
