"""Each exchange check has nothing to say of a good exchange, and names the promise of a bad one."""

from typing import Any

import pytest
from marketplace_contracts.checks import interaction_checks
from marketplace_contracts.traffic.finding import Violation
from marketplace_contracts.traffic.interaction import Interaction
from support.harness import contract, made, page

CORRELATION = {"X-Correlation-ID": "a8n-1"}
CUSTOMERS = [{"id": "12", "name": "Oak"}, {"id": "11", "name": "Elm"}]
ROWS = [{**row, "status": "active"} for row in CUSTOMERS]
ERROR = {
    "timeStamp": "2026-11-02T08:00:00.000+00:00",
    "status": 404,
    "message": "Order 1 was not found",
    "path": "/orders/1",
    "correlationId": "a8n-1",
}
FULL = {
    **ROWS[0],
    "language": "en",
    "address": {"streetAddress": "1 Row", "postalCode": "1", "city": "Oslo", "countryCode": "NO"},
    "contactPersons": [],
}
CONTACT = {
    "type": "admin",
    "firstName": "Ida",
    "lastName": "Moen",
    "email": "ida@oak.example",
    "phoneNumber": "1",
}
REPORT = {"name": "Orders", "format": "CSV", "creationDate": "2026-11-02T08:00:00Z"}


def error(**changed: Any) -> Interaction:
    """An answer of 404 to a call of orders.get."""
    return made("orders.get", ERROR | changed, status=404, ids={"id": "1"})


def conflict(body: Any) -> Interaction:
    """An answer of 500 to an order."""
    return made("orders.create", body, status=500)


def customers(rows: Any, total: int | None = None, **query: Any) -> Interaction:
    """A page of customers."""
    limit, offset = int(query.get("limit", 10)), int(query.get("offset", 0))
    return made("customers.list", page(rows, offset, limit, total), query=query)


CASES: list[tuple[str, Interaction, Interaction, str]] = [
    ("status_declared", customers(ROWS), made("customers.list", status=418), "status is one of"),
    (
        "content_type",
        customers(ROWS),
        made("customers.list", raw=b"<p>", headers={"Content-Type": "text/html"}),
        "a 200 is application/json",
    ),
    ("body_schema", customers(ROWS), customers([{"id": "1"}]), "name always comes"),
    ("body_schema", error(), error(timeStamp="yesterday"), "anyOf"),
    ("body_schema", customers(ROWS), customers([ROWS[0] | {"id": 12}]), "id: type string"),
    (
        "body_schema",
        made("reports.list", page([REPORT])),
        made("reports.list", page([REPORT | {"creationDate": "2026-11-02 08:00"}])),
        "creationDate: format date-time",
    ),
    (
        "body_schema",
        customers(ROWS),
        made("customers.list", raw=b"{"),
        "the body is JSON",
    ),
    (
        "headers_present",
        customers(ROWS),
        made("customers.list", page(ROWS), headers={"Content-Type": "application/json"}),
        "X-Correlation-ID always comes",
    ),
    ("correlation_id", error(), error(correlationId="a8n-2"), "equals the header"),
    ("error_agrees", error(), error(status=400), "status is the HTTP status"),
    ("error_agrees", error(), error(message=" "), "message says what went wrong"),
    ("error_agrees", error(), error(path="/customers/1"), "path is that of the call"),
    (
        "server_error",
        conflict(ERROR | {"status": 500, "message": "An open order CH1 blocks it"}),
        conflict(ERROR | {"status": 500, "message": "Internal Server Error"}),
        "names the business reason",
    ),
    (
        "server_error",
        customers(ROWS),
        made("customers.list", ERROR | {"status": 500}, status=500),
        "never answered 500",
    ),
    (
        "write_only",
        made("customers.get", FULL | {"contactPersons": [CONTACT]}),
        made("customers.get", FULL | {"contactPersons": [CONTACT | {"password": "Abc123!"}]}),
        "password is write-only",
    ),
    (
        "no_secret",
        customers(ROWS),
        customers([ROWS[0] | {"name": "the-key-of-the-caller"}]),
        "does not repeat the caller's credentials",
    ),
    (
        "whole_numbers",
        made("auth.token", {"token": "opaque", "expiresInSeconds": 1500}),
        made("auth.token", {"token": "opaque", "expiresInSeconds": 1500.0}),
        "expiresInSeconds is a whole number",
    ),
    ("undeclared", customers(ROWS), customers([ROWS[0] | {"channel": "web"}]), '"channel"'),
    ("paging_arithmetic", customers(ROWS, limit=2), customers(ROWS, limit=1), "no more rows"),
    ("paging_arithmetic", customers(ROWS), customers(ROWS, 9), "full while more rows remain"),
    ("paging_arithmetic", customers(ROWS), customers(ROWS, 1), "the total counts every row"),
    ("paging_arithmetic", customers(ROWS), customers([ROWS[0]] * 2), "no row comes twice"),
    (
        "paging_arithmetic",
        customers(ROWS[:1], 3, limit=1, offset=2),
        made("customers.list", page(ROWS[:1], 0, 1, 3), query={"offset": 2, "limit": 1}),
        "says the offset that was asked for",
    ),
    (
        "paging_arithmetic",
        made("customers.list", page(ROWS, limit=500), query={"limit": 800}),
        made("customers.list", page(ROWS, limit=100), query={"limit": 200}),
        "says the limit that was asked for",
    ),
    (
        "unpaged",
        made("reports.list", page([REPORT], 0, 1)),
        made("reports.list", page([REPORT], 0, 10)),
        "paging is ignored",
    ),
    ("sort_order", customers(ROWS), customers(ROWS[::-1]), "rows come by id"),
    (
        "rows_satisfy_filters",
        customers(ROWS[:1], name="oa"),
        customers(ROWS, name="oa"),
        "rows satisfy the filter name",
    ),
    (
        "same_id",
        made("customers.get", FULL, ids={"id": "12"}),
        made("customers.get", FULL, ids={"id": "13"}),
        "the id is that of the path",
    ),
    (
        "retry_after",
        made("plans.list", status=429, headers=CORRELATION | {"Retry-After": "30"}),
        made("plans.list", status=429, headers=CORRELATION | {"Retry-After": "soon"}),
        "seconds or a date",
    ),
]


def violations(check: str, interaction: Interaction) -> list[Violation]:
    """What a check says of an exchange, if the exchange is its business at all."""
    found = interaction_checks()[check]
    if not found.when(interaction):
        return []
    return list(found.look(interaction, contract(MARKETPLACE_PASSWORD="the-key-of-the-caller")))


@pytest.mark.parametrize(("check", "good", "bad", "promise"), CASES, ids=[c[0] for c in CASES])
def test_good_passes_and_bad_does_not(
    check: str, good: Interaction, bad: Interaction, promise: str
) -> None:
    """A check is silent on a good exchange and names its promise on a bad one."""
    assert violations(check, good) == []
    found = violations(check, bad)
    assert [violation for violation in found if promise in violation.promise], found


def test_every_interaction_check_is_tried() -> None:
    """No exchange check is without a bad exchange that it finds."""
    others = {"client_reads"}  # broken below, since only a broken client breaks it
    assert {case[0] for case in CASES} | others == set(interaction_checks())


def test_a_model_that_loses_something_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client check compares what its model gives back with what came."""
    from cloud_marketplace_api import models

    good = customers(ROWS)
    assert violations("client_reads", good) == []
    monkeypatch.setattr(models.CustomerPage, "to_dict", lambda _: {"data": []}, raising=False)
    assert "loses nothing" in violations("client_reads", good)[0].promise


def test_each_place_is_in_the_description() -> None:
    """Whatever a check names as the place of a promise is there to be read."""
    known = contract()
    for check, _, bad, _ in CASES:
        for violation in violations(check, bad):
            known.spec.follow(violation.pointer)


def test_undeclared_is_a_notice() -> None:
    """A property that nobody described hurts nobody."""
    found = violations("undeclared", customers([ROWS[0] | {"channel": "web"}]))
    assert [violation.notice for violation in found] == [True]


def test_checks_have_a_line_to_print() -> None:
    """Each check says in one line what it holds."""
    assert all(check.summary.endswith(".") for check in interaction_checks().values())
