"""Interactions made up for the tests of checks of a single response."""

from typing import Any

from marketplace_contracts.traffic.interaction import Interaction

from support.harness import made, page

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
