"""Creations and changes that are acknowledged and lost, or do more than was asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from marketplace_contracts.drift.edits import both, change, drop, put
from marketplace_contracts.drift.faults import Part, bodies, requests, responses, rewrite, sent
from marketplace_contracts.drift.memory import forgotten, wiped
from marketplace_contracts.drift.model import Drift
from marketplace_contracts.simulator.http.messages import Request, Response

REASON = "acknowledged and lost is what nobody notices until the invoice"


def _lost(where: str, *names: str) -> Part:
    """Some fields of a body do not reach the service, and the answer shows them all the same."""

    def shown(request: Request, response: Response) -> Response:
        body = sent(request)
        told = {name: body[name] for name in names if name in body}
        return replace(response, body={**response.body, **told})

    return bodies(where, drop(*names)) & rewrite(where, shown, 200)


def _as_before(where: str, *names: str) -> Part:
    """Some fields of a body do not reach the service, and the answer shows the old ones."""
    return bodies(where, drop(*names))


def _filled(where: str, name: str, value: Any) -> Part:
    """A field that is not sent is set all the same."""
    return bodies(where, lambda body: body if name in body else {**body, name: value})


def _text(where: str, name: str, new: Callable[[str], str]) -> Part:
    """The service takes another text of a field."""
    return bodies(where, change(name, lambda text: new(text) if isinstance(text, str) else text))


def _really_ordered(request: Request) -> Request:
    return replace(request, operation="orders.create")


WRITES = (
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
        "new contact persons of a customer are lost, and the answer shows the old ones",
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
        "new attributes of a subscription are lost, and the answer shows the old ones",
        "subscriptions.update",
        REASON,
        lambda: _as_before("subscriptions.update", "attributes"),
    ),
    Drift(
        "writes.prices-lost",
        "special prices are acknowledged and lost",
        "subscriptions.set_special_pricing",
        REASON + "; the operation came after 1.1 (G2)",
        lambda: bodies(
            "subscriptions.set_special_pricing", change("products.*", drop("unitPrice"))
        ),
    ),
    Drift(
        "writes.tax-wiped",
        "a change empties the tax id where it is not sent",
        "customers.update",
        "a change that replaces the whole object",
        lambda: wiped("customers.update", "customers.get", ("taxRegId",)),
    ),
    Drift(
        "writes.attributes-wiped",
        "a change empties the attributes where they are not sent",
        "subscriptions.update",
        "a change that replaces the whole object",
        lambda: wiped("subscriptions.update", "subscriptions.get", ("attributes",)),
    ),
    Drift(
        "writes.renewal-switched",
        "a change of attributes switches the renewal off",
        "subscriptions.update",
        "a boolean that is false where it is not sent",
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
        "purchase order numbers are stale elsewhere (F23)",
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
        "passwords of contacts come back",
        "customers.create",
        "write-only is a word that services overlook (E2, G3)",
        lambda: rewrite("customers.create", _contacts_back, 200),
    ),
    Drift(
        "writes.change-answers-old",
        "a change is answered with the object before the change",
        "customers.update",
        "read before it is written",
        lambda: rewrite("customers.update", _old, 200),
    ),
)


def _contacts_back(request: Request, response: Response) -> Response:
    contacts = (sent(request) or {}).get("contactPersons", [])
    return replace(response, body={**response.body, "contactPersons": contacts})


def _old(request: Request, response: Response) -> Response:
    names = set(sent(request) or {})
    stale = {n: f"{v} (old)" if isinstance(v, str) else v for n, v in response.body.items()}
    return replace(response, body={**response.body, **{n: stale[n] for n in names & stale.keys()}})


IDS = (
    Drift(
        "ids.prefixed",
        "ids of orders have a prefix",
        "orders.*",
        "order numbers have one (E6)",
        lambda: responses(
            "orders.*",
            both(change("id", lambda i: f"O-{i}"), change("data.*.id", lambda i: f"O-{i}")),
        ),
    ),
    Drift(
        "ids.uuid",
        "ids of subscriptions in lists are UUIDs",
        "subscriptions.list",
        "reports have such ids (E12)",
        lambda: responses(
            "subscriptions.list",
            change("data.*.id", lambda i: f"00000000-0000-4000-8000-{int(i):012d}"),
        ),
    ),
    Drift(
        "ids.report-number",
        "ids of reports are numbers",
        "reports.create reports.get",
        "the form of these ids changed before (G2)",
        lambda: responses("reports.create reports.get", put("id", "4711")),
    ),
    Drift(
        "ids.of-another",
        "rows of customers carry the id of the next one",
        "customers.list",
        "two lists that are zipped and shifted",
        lambda: responses("customers.list", _next_ids),
    ),
    Drift(
        "ids.customer-unknown",
        "orders name a customer that cannot be read",
        "orders.get",
        "accounts have ids in several systems (E6)",
        lambda: responses("orders.get", change("customerId", lambda i: f"9{i}")),
    ),
    Drift(
        "ids.subscription-is-order",
        "orders name themselves as their subscription",
        "orders.get",
        "ranges of the two ids overlap (E6)",
        lambda: responses("orders.get", _itself),
    ),
    Drift(
        "ids.get-another",
        "reading a customer gives another customer",
        "customers.get",
        "a cache with a wrong key",
        lambda: responses("customers.get", put("id", "1000611")),
    ),
    Drift(
        "ids.order-number-gone",
        "a sale has the number of a billing order",
        "orders.*",
        "the platform has such numbers too (E6)",
        lambda: responses(
            "orders.*",
            both(change("orderNumber", _billing), change("data.*.orderNumber", _billing)),
        ),
    ),
)


def _billing(number: str) -> str:
    return number.replace("SO", "BO")


def _itself(body: Any) -> Any:
    return {**body, "subscriptionId": body["id"]} if "subscriptionId" in body else body


def _next_ids(body: Any) -> Any:
    found = body["data"]
    ids = [row["id"] for row in found]
    return {
        **body,
        "data": [{**row, "id": one} for row, one in zip(found, ids[1:] + ids[:1], strict=True)],
    }


DRIFTS = WRITES + IDS
