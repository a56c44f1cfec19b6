"""Requests are validated by the spec."""

import copy
from typing import Any

import pytest
from support.simulator_api import (
    CUSTOMER,
    KNOWN_MPN,
    NEW_CUSTOMER,
    RESELLER,
    SUBSCRIPTION,
    Api,
    simulated,
)


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


@pytest.mark.parametrize("country", ["XX", "UK", "EU", "ZZ", "XK", "AA", "no", "NOR", "N\n", 47])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/customers"),
        ("PATCH", f"/customers/{CUSTOMER}"),
        ("POST", "/resellers"),
        ("PATCH", f"/resellers/{RESELLER}"),
        ("POST", f"/resellers/{RESELLER}/customers"),
    ],
)
def test_only_countries_of_the_standard_are_taken(
    api: Api, method: str, path: str, country: Any
) -> None:
    """A code outside ISO 3166-1 returns 400 for any account, named beside all other faults (E2)."""
    address = {**NEW_CUSTOMER["address"], "countryCode": country}
    del address["city"]
    body = {**NEW_CUSTOMER, "currency": "EUR", "address": address, "name": ""}
    if method == "PATCH":
        body = {"address": address, "name": ""}
    named = api.send(method, path, 400, json=body)["message"].split("; ")
    assert {each.partition(":")[0] for each in named} == {
        "/address",
        "/address/countryCode",
        "/name",
    }


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
    """None of the refused requests changed anything."""
    assert api.get("/customers")["pagination"]["total"] == 60
    assert api.get("/orders")["pagination"]["total"] == 400


@pytest.mark.parametrize("country", ["GB", "AU", "AX", "BQ", "SS", "ZW"])
def test_countries_of_the_standard_are_taken(api: Api, country: str) -> None:
    """Codes of the standard are accepted and read back."""
    address = {**NEW_CUSTOMER["address"], "countryCode": country}
    made = api.post("/customers", {**NEW_CUSTOMER, "address": address})
    assert api.get(f"/customers/{made['id']}")["address"]["countryCode"] == country


NULLS: list[tuple[str, str, dict[str, Any], tuple[str, ...]]] = [
    (
        "POST",
        "/orders",
        {
            "type": "sales",
            "customerId": CUSTOMER,
            "products": [{"mpn": KNOWN_MPN, "quantity": 2}],
        },
        (
            "poNumber", "subscriptionId", "id", "creationDate", "status", "scheduledOn",
            "alignExpirationDate", "attributes", "placementType", "billingModel", "planId",
            "products/0/name", "products/0/parameters", "products/0/vendor", "products/0/id",
            "products/0/billingPeriod", "products/0/specialPrice", "products/0/deals",
        ),
    ),
    (
        "PATCH",
        f"/subscriptions/{SUBSCRIPTION}",
        {"renewalStatus": True},
        ("attributes", "products"),
    ),
    (
        "PATCH",
        f"/customers/{CUSTOMER}",
        {"taxRegId": "1"},
        ("name", "status", "address", "contactPersons", "externalId"),
    ),
    (
        "POST",
        "/customers",
        NEW_CUSTOMER,
        (
            "externalId", "attributes", "status", "taxRegId", "address/state",
            "address/addressExtension", "contactPersons/0/login", "contactPersons/0/password",
        ),
    ),
    (
        "POST",
        "/reports",
        {"name": "R", "startDate": "2026-10-01T00:00:00Z"},
        ("endDate", "format", "customizationName"),
    ),
    (
        "POST",
        "/validation/parameters",
        {"customerId": CUSTOMER, "products": [{"mpn": KNOWN_MPN, "parameters": []}]},
        ("type", "products/0/draftRequestId", "products/0/quantity", "products/0/vendor"),
    ),
]  # fmt: skip


def with_value(body: dict[str, Any], where: str, value: object) -> dict[str, Any]:
    """Return a copy of a body with a value at a path."""
    changed = copy.deepcopy(body)
    *way, last = where.split("/")
    inside: Any = changed
    for step in way:
        inside = inside[int(step)] if step.isdigit() else inside[step]
    inside[last] = value
    return changed


def without_ids(value: Any) -> Any:
    """Return a response without what differs between two creations."""
    volatile = {"id", "orderNumber", "draftRequestId"}
    return {key: item for key, item in value.items() if key not in volatile}


@pytest.mark.parametrize(
    ("method", "path", "body", "where"),
    [
        (method, path, body, where)
        for method, path, body, nulls in NULLS
        for where in nulls
    ],
)  # fmt: skip
def test_nulls_of_optional_properties_are_absent(
    method: str, path: str, body: dict[str, Any], where: str
) -> None:
    """A null of an optional property has the effect of its absence (facts E14)."""
    with simulated() as plain, simulated() as api:
        expected = plain.send(method, path, 200, json=body)
        found = api.send(method, path, 200, json=with_value(body, where, None))
        if path == "/validation/parameters":
            expected, found = expected["data"][0], found["data"][0]
        assert without_ids(found) == without_ids(expected)


@pytest.mark.parametrize(
    ("path", "body", "missing"),
    [
        ("/orders", {"type": None, "customerId": CUSTOMER}, "type"),
        ("/orders", {"type": "sales", "customerId": None}, "customerId"),
        ("/customers", {**NEW_CUSTOMER, "name": None}, "name"),
        ("/customers", {**NEW_CUSTOMER, "address": None}, "address"),
        ("/reports", {"name": None, "startDate": "2026-10-01T00:00:00Z"}, "name"),
        ("/token", {"marketplace": None}, "marketplace"),
    ],
)
def test_nulls_of_required_properties_are_400(
    api: Api, path: str, body: dict[str, Any], missing: str
) -> None:
    """A required property cannot be null."""
    user = (api.simulator.username, api.simulator.password)
    rest: dict[str, Any] = {"auth": user} if path == "/token" else {}
    response = api.http.post(path, json=body, **rest)
    assert response.status_code == 400
    assert missing in response.json()["message"]


def test_free_values_keep_their_nulls() -> None:
    """A null within a structured value is content, not an absent property (facts F16)."""
    with simulated() as api:
        parameters = [{"name": "offer_attestation", "structured_value": {"a": None}}]
        line = {"mpn": KNOWN_MPN, "quantity": 1, "parameters": parameters}
        order = api.order("sales", products=[line])
        api.wait(31)
        identifier = api.get(f"/orders/{order['id']}")["subscriptionId"]
        assert parameters[0] in api.get(f"/subscriptions/{identifier}")["orderParameters"]


ID_BODIES: list[tuple[str, dict[str, Any]]] = [
    ("/orders", {"type": "renewal", "customerId": int(CUSTOMER), "subscriptionId": SUBSCRIPTION}),
    ("/orders", {"type": "renewal", "customerId": CUSTOMER, "subscriptionId": int(SUBSCRIPTION)}),
    (
        "/orders/estimate",
        {
            "type": "sales",
            "customerId": int(CUSTOMER),
            "products": [{"mpn": KNOWN_MPN, "quantity": 1}],
        },
    ),
    (
        "/orders/estimate",
        {
            "type": "sales",
            "customerId": CUSTOMER,
            "products": [{"mpn": KNOWN_MPN, "quantity": 1}],
            "alignExpirationDate": {
                "alignmentType": "CO_TERM_ON_SUBSCRIPTION",
                "subscriptionId": SUBSCRIPTION,
            },
        },
    ),
    (
        "/validation/parameters",
        {"customerId": int(CUSTOMER), "products": [{"mpn": KNOWN_MPN, "parameters": []}]},
    ),
]


@pytest.mark.parametrize(("path", "body"), ID_BODIES)
def test_ids_of_the_other_type_are_an_option(api: Api, path: str, body: dict[str, Any]) -> None:
    """Numbers for text ids, and text for number ids, are refused or by option read (facts E14)."""
    api.post(path, body, 400)
    with simulated(number_ids="accept") as lenient:
        lenient.post(path, body)
        lenient.post(path, {**body, "customerId": True}, 400)
