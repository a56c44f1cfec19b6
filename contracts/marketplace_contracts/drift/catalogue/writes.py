"""Creations and changes that are confirmed and lost, or that do more than requested."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from marketplace_contracts.drift.edits import change, drop, put
from marketplace_contracts.drift.faults import (
    FaultPart,
    bodies,
    requests,
    rewrite,
    sent,
)
from marketplace_contracts.drift.memory import (
    forgotten,
    wiped,
)
from marketplace_contracts.drift.model import Drift
from marketplace_contracts.simulator.http.messages import Request, Response

REASON = "a confirmed and lost change is not noticed until the invoice"


def _lost(where: str, *names: str) -> FaultPart:
    """Hide some properties of a body from the service, but return them as sent."""

    def shown(request: Request, response: Response) -> Response:
        body = sent(request)
        sent_values = {name: body[name] for name in names if name in body}
        return replace(response, body={**response.body, **sent_values})

    return bodies(where, drop(*names)) & rewrite(where, shown, 200)


def _as_before(where: str, *names: str) -> FaultPart:
    """Hide some properties of a body from the service, and return the old ones."""
    return bodies(where, drop(*names))


def _filled(where: str, name: str, value: Any) -> FaultPart:
    """Set a field that is not sent."""
    return bodies(where, lambda body: body if name in body else {**body, name: value})


def _text(where: str, name: str, new: Callable[[str], str]) -> FaultPart:
    """Change the text of a field before the service receives it."""
    return bodies(where, change(name, lambda text: new(text) if isinstance(text, str) else text))


def _really_ordered(request: Request) -> Request:
    return replace(request, operation="orders.create")


def _contacts_back(request: Request, response: Response) -> Response:
    contacts = (sent(request) or {}).get("contactPersons", [])
    return replace(response, body={**response.body, "contactPersons": contacts})


def _old(request: Request, response: Response) -> Response:
    names = set(sent(request) or {})
    stale = {n: f"{v} (old)" if isinstance(v, str) else v for n, v in response.body.items()}
    return replace(response, body={**response.body, **{n: stale[n] for n in names & stale.keys()}})


DRIFTS = (
    Drift(
        "writes.customer-name-lost",
        "a new name of a customer is acknowledged and lost",
        "customers.update",
        REASON,
        lambda: _lost("customers.update", "name"),
    ),
    Drift(
        "writes.customer-tax-lost",
        "a new tax id of a customer is acknowledged and lost",
        "customers.update",
        REASON + "; taxRegId came late (G2)",
        lambda: _lost("customers.update", "taxRegId"),
    ),
    Drift(
        "writes.contacts-lost",
        "new contact persons of a customer are lost, and the response shows the old ones",
        "customers.update",
        "a list that is merged by keys it does not have",
        lambda: _as_before("customers.update", "contactPersons"),
    ),
    Drift(
        "writes.reseller-lost",
        "changes of resellers are acknowledged and lost",
        "resellers.update",
        REASON + "; no public client uses it (E3)",
        lambda: _lost("resellers.update", "name", "status", "externalId", "taxRegId", "address"),
    ),
    Drift(
        "writes.status-code-lost",
        "a new internal code of an order is acknowledged and lost",
        "orders.update",
        REASON,
        lambda: _lost("orders.update", "statusCode"),
    ),
    Drift(
        "writes.credit-check-lost",
        "a credit check of an order is acknowledged and lost",
        "orders.update",
        "read-only in one schema, writable in the other (H)",
        lambda: _lost("orders.update", "creditCheck"),
    ),
    Drift(
        "writes.renewal-lost",
        "switching the renewal off is acknowledged and lost",
        "subscriptions.update",
        "a flag of the panel was ignored until 1.9 the same way (G1)",
        lambda: _lost("subscriptions.update", "renewalStatus"),
    ),
    Drift(
        "writes.attributes-lost",
        "new attributes of a subscription are lost, and the response shows the old ones",
        "subscriptions.update",
        REASON,
        lambda: _as_before("subscriptions.update", "attributes"),
    ),
    Drift(
        "writes.prices-lost",
        "special prices are acknowledged and lost",
        "subscriptions.set_special_pricing",
        REASON + "; the operation was added after 1.1 (G2)",
        lambda: bodies(
            "subscriptions.set_special_pricing", change("products.*", drop("unitPrice"))
        ),
    ),
    Drift(
        "writes.tax-wiped",
        "a change removes the tax id if it is not sent",
        "customers.update",
        "a change that replaces the whole object",
        lambda: wiped("customers.update", "customers.get", ("taxRegId",)),
    ),
    Drift(
        "writes.attributes-wiped",
        "a change removes the attributes if they are not sent",
        "subscriptions.update",
        "a change that replaces the whole object",
        lambda: wiped("subscriptions.update", "subscriptions.get", ("attributes",)),
    ),
    Drift(
        "writes.renewal-switched",
        "a change of attributes switches the renewal off",
        "subscriptions.update",
        "a boolean that is false by default",
        lambda: _filled("subscriptions.update", "renewalStatus", value=False),
    ),
    Drift(
        "writes.status-reset",
        "every change makes a customer active again",
        "customers.update",
        "a default in the schema of changes (H)",
        lambda: _filled("customers.update", "status", "active"),
    ),
    Drift(
        "writes.customer-not-kept",
        "a new customer is acknowledged and not kept",
        "customers.create",
        REASON,
        lambda: forgotten("customers.create", "customers.list"),
    ),
    Drift(
        "writes.reseller-customer-not-kept",
        "a new customer of a reseller is acknowledged and not kept",
        "resellers.create_customer",
        "a newer operation with code of its own (E3)",
        lambda: forgotten(
            "resellers.create_customer", "customers.list", "resellers.list_customers"
        ),
    ),
    Drift(
        "writes.report-not-kept",
        "a report is scheduled and not kept",
        "reports.create",
        "an entry that could not be written (G2)",
        lambda: forgotten("reports.create", "reports.list"),
    ),
    Drift(
        "writes.order-not-kept",
        "an order is acknowledged and not kept",
        "orders.create",
        "the same as the outcome of a 504 (B9)",
        lambda: forgotten("orders.create", "orders.list"),
    ),
    Drift(
        "writes.cut-external-id",
        "an externalId is cut to eight characters",
        "customers.create customers.update",
        "a column that is shorter elsewhere",
        lambda: _text("customers.create customers.update", "externalId", lambda text: text[:8]),
    ),
    Drift(
        "writes.upper-name",
        "names of customers are kept in capitals",
        "customers.create",
        "a rule of the tax office that becomes one of the platform",
        lambda: _text("customers.create", "name", str.upper),
    ),
    Drift(
        "writes.contact-first-only",
        "of the contact persons only the first name is kept",
        "customers.create",
        "one field for the whole name elsewhere",
        lambda: bodies("customers.create", put("contactPersons.*.lastName", "-")),
    ),
    Drift(
        "writes.attributes-dropped",
        "attributes of a new customer are not kept",
        "customers.create resellers.create",
        "attributes came after 1.1 (G2)",
        lambda: bodies("customers.create resellers.create", drop("attributes")),
    ),
    Drift(
        "writes.po-dropped",
        "the poNumber of an order is not kept",
        "orders.create",
        "purchase order numbers are outdated elsewhere (F23)",
        lambda: bodies("orders.create", drop("poNumber")),
    ),
    Drift(
        "writes.estimate-orders",
        "an estimate places the order",
        "orders.estimate",
        "the same body, one path further (E9)",
        lambda: requests("orders.estimate", _really_ordered),
    ),
    Drift(
        "writes.password-back",
        "passwords of contacts are returned",
        "customers.create",
        "services often overlook writeOnly (E2, G3)",
        lambda: rewrite("customers.create", _contacts_back, 200),
    ),
    Drift(
        "writes.change-returns-old",
        "a change returns the object before the change",
        "customers.update",
        "read before it is written",
        lambda: rewrite("customers.update", _old, 200),
    ),
    Drift(
        "writes.parameters-lost",
        "parameters of an order do not reach its subscription",
        "orders.create",
        "order parameters were added to subscriptions with 1.5 (N15)",
        lambda: bodies("orders.create", drop("products.*.parameters")),
    ),
    Drift(
        "writes.order-attributes-lost",
        "attributes of an order are not kept",
        "orders.create",
        "attributes were added to orders after 1.1 (G2)",
        lambda: bodies("orders.create", drop("attributes")),
    ),
)
