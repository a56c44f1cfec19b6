"""Requests are held against the spec."""

from typing import Any

import pytest
from support.simulator_api import CUSTOMER, NEW_CUSTOMER, RESELLER, SUBSCRIPTION, Api


@pytest.mark.parametrize(
    ("path", "query", "named"),
    [
        ("/orders", {"limit": "0"}, "limit"),
        ("/orders", {"limit": "x"}, "limit"),
        ("/orders", {"limit": ""}, "limit"),
        ("/orders", {"limit": "1.5"}, "limit"),
        ("/orders", {"offset": "-1"}, "offset"),
        ("/orders", {"offset": "9" * 500}, "offset"),
        ("/orders", {"status": "done"}, "status"),
        ("/orders", {"status": "completed,error"}, "status"),
        ("/orders", {"creationTimeFrom": "yesterday"}, "creationTimeFrom"),
        ("/orders", {"creationTimeTo": "2026-10-01"}, "creationTimeTo"),
        (f"/resellers/{RESELLER}/orders", {"status": "completed,error"}, "status"),
        ("/subscriptions", {"status": "active,pending"}, "status"),
        ("/subscriptions", {"creationDateFrom": "2026-02-30"}, "creationDateFrom"),
        ("/reports", {"format": "docx"}, "format"),
        ("/reports", {"type": "monthly,daily"}, "type"),
        ("/reports", {"from": "01.02.2026"}, "from"),
    ],
)
def test_bad_query_parameters_are_named(
    api: Api, path: str, query: dict[str, str], named: str
) -> None:
    """A value outside the spec returns 400, as does a list instead of one value (facts C9)."""
    assert api.send("GET", path, 400, params=query)["message"].startswith(f"{named}: ")


def test_repeated_parameters_are_a_list(api: Api) -> None:
    """The same parameter twice reads as a list of two, which is refused (facts F10)."""
    query = [("status", "active"), ("status", "pending")]
    assert "status" in api.send("GET", "/subscriptions", 400, params=query)["message"]


def test_unknown_parameters_are_ignored(api: Api) -> None:
    """A misspelt filter returns everything, without an error (facts D9)."""
    everything = api.get("/orders")
    assert api.get("/orders", creationDateFrom="never", Status="x", **{"\0": "1"}) == everything


@pytest.mark.parametrize(
    "identifier", ["x", "1x", "-1", "1.0", "%00", "%F0%9F%98%80", "a%2Fb", "\u0661"]
)
def test_ids_that_cannot_be_are_400(api: Api, identifier: str) -> None:
    """An invalid identifier has no entity (facts C8)."""
    for path in ("orders", "customers", "resellers", "plans", "subscriptions", "reports"):
        error = api.get(f"/{path}/{identifier}", 400)
        assert error["message"].startswith("No entity has been found for id ")


@pytest.mark.parametrize("identifier", ["1", "0", "9" * 300])
def test_unknown_ids_are_404(api: Api, identifier: str) -> None:
    """An id that could be is looked for and not found (facts C8)."""
    for path in ("orders", "customers", "resellers", "plans", "subscriptions"):
        assert api.get(f"/{path}/{identifier}", 404)["status"] == 404
    api.get("/reports/00000000-0000-4000-8000-000000000000", 404)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"name": 5}, "/name"),
        ({"name": ""}, "/name"),
        ({"address": "here"}, "/address"),
        ({"contactPersons": {}}, "/contactPersons"),
        ({"contactPersons": [{"type": "boss"}]}, "/contactPersons/0"),
        ({"address": {**NEW_CUSTOMER["address"], "countryCode": "no"}}, "/address/countryCode"),
    ],
)
def test_bad_bodies_name_the_place(api: Api, change: dict[str, Any], named: str) -> None:
    """A violation of the request's schema returns 400 with its location."""
    error = api.post("/customers", {**NEW_CUSTOMER, **change}, 400)
    assert error["message"].startswith(named)


@pytest.mark.parametrize("body", [[], "x", 5, None, True])
def test_bodies_of_another_kind_are_400(api: Api, body: object) -> None:
    """Another type than an object returns 400."""
    for path in ("/customers", "/orders", "/orders/estimate", "/reports", "/validation/parameters"):
        api.post(path, body, 400)
    for path in (f"/customers/{CUSTOMER}", f"/subscriptions/{SUBSCRIPTION}", "/orders/905609"):
        api.patch(path, body, 400)


def test_messages_never_repeat_values(api: Api) -> None:
    """A refused password is not part of the message."""
    person = {**NEW_CUSTOMER["contactPersons"][0], "login": "admin", "password": "canary"}
    error = api.post("/customers", {**NEW_CUSTOMER, "contactPersons": [person]}, 400)
    assert "password" in error["message"]
    assert "canary" not in str(error)


def test_nothing_got_in(api: Api) -> None:
    """None of the refused requests left anything behind."""
    assert api.get("/customers")["pagination"]["total"] == 60
    assert api.get("/orders")["pagination"]["total"] == 400
