"""Scenarios that write: accounts, subscriptions, reports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from marketplace_contracts.recording.scenario_context import ScenarioContext
from marketplace_contracts.recording.scenarios.orders import PROVISIONED
from marketplace_contracts.recording.scenarios.scenario import first, scenario

ADDRESS = {
    "streetAddress": "Kaigata 7",
    "postalCode": "5003",
    "city": "Bergen",
    "countryCode": "NO",
}
ADMIN = {
    "type": "admin",
    "firstName": "Ida",
    "lastName": "Moen",
    "email": "ida.moen@fjordoutdoor.example",
    "phoneNumber": "47##55512345#",
}
CUSTOMER = {
    "name": "Fjord Outdoor AS",
    "externalId": "CRM-1001",
    "language": "en",
    "address": ADDRESS,
    "contactPersons": [ADMIN | {"login": "fjord-admin-login", "password": "Invented-7-Secret"}],
}
"""Its login and password are invented; neither is ever returned (facts E2)."""


@scenario("customers.create", "customers.get", "customers.update", "customers.list")
def customer_life(context: ScenarioContext) -> Iterator[Any]:
    """A customer is created, found, changed in part and put on hold (facts C2, E2)."""
    mp = context.client()
    made = mp.customers.create(CUSTOMER)
    yield made
    yield mp.customers.list(external_id="CRM-1001").data
    yield mp.customers.update(made.id, {"taxRegId": "NO 987 654 321"})
    yield mp.customers.update(made.id, {"status": "creditHold"}).status
    yield mp.customers.get(made.id)


@scenario(
    "resellers.create",
    "resellers.get",
    "resellers.update",
    "resellers.create_customer",
    "resellers.list_customers",
)
def reseller_life(context: ScenarioContext) -> Iterator[Any]:
    """A reseller is created and changed, and gets a customer of its own (facts E3)."""
    mp = context.client()
    made = mp.resellers.create(CUSTOMER | {"name": "North Pine IT", "currency": "NOK"})
    yield made
    yield mp.resellers.update(made.id, {"taxRegId": "NO 123 456 789"})
    yield mp.resellers.create_customer(made.id, CUSTOMER)
    yield mp.resellers.list_customers(made.id).data
    yield mp.resellers.get(made.id)


@scenario(
    "subscriptions.list",
    "subscriptions.get",
    "subscriptions.update",
    "subscriptions.set_special_pricing",
)
def subscription_terms(context: ScenarioContext) -> Iterator[Any]:
    """Renewal, attributes and special prices are set; what is not sent stays (facts E11)."""
    mp = context.client()
    rows = mp.subscriptions.list(status="active", limit=10).data
    full = (mp.subscriptions.get(row.id) for row in rows)
    found = first((each for each in full if each.products), "subscription with seats")
    yield mp.subscriptions.update(found.id, {"attributes": {"PONumber": "PO-2026-11"}})
    yield mp.subscriptions.update(found.id, {"renewalStatus": False})
    price = {"currency": "USD", "amount": "9.50"}
    line = {"mpn": first(found.products or [], "seats").mpn, "unitPrice": price}
    yield mp.subscriptions.set_special_pricing(found.id, {"products": [line]})
    yield mp.subscriptions.get(found.id)


@scenario("reports.create", "reports.get", "reports.list")
def report_life(context: ScenarioContext) -> Iterator[Any]:
    """A report is scheduled and produced, and gets a signed URL (facts E12)."""
    mp = context.client()
    wanted = {"name": "Orders of October", "format": "xlsx", "startDate": "2026-10-01T00:00:00Z"}
    made = mp.reports.create(wanted)
    yield made
    context.advance(10)
    yield mp.reports.get(made.id).status
    context.advance(PROVISIONED)
    yield mp.reports.get(made.id)
    yield list(mp.reports.list(name="Orders of October").data)
