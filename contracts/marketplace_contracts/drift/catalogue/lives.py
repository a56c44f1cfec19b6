"""Orders, subscriptions and reports over time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from marketplace_contracts.drift.edits import add, both, change, drop, mapped, put
from marketplace_contracts.drift.faults import (
    FaultPart,
    bodies,
    responses,
    rewrite,
    sent,
)
from marketplace_contracts.drift.memory import (
    after_calls,
)
from marketplace_contracts.drift.model import Drift
from marketplace_contracts.simulator.http.messages import Request, Response


def _of_type(kind: str, edit: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Edit an order of one type."""
    return lambda body: edit(body) if body.get("type") == kind else body


def _open(body: Any) -> Any:
    """Return an order as if it were still in progress."""
    if body.get("status") != "completed":
        return body
    kept = {name: value for name, value in body.items() if name != "provisioningDate"}
    return {**kept, "status": "processing", "statusCode": "AS"}


def _again(_: Request, response: Response) -> Response:
    """Move a terminal order on."""
    if response.body.get("status") != "completed":
        return response
    return replace(response, body={**response.body, "status": "error", "statusCode": "ER"})


def _backwards(_: Request, response: Response) -> Response:
    if response.body.get("status") != "processing":
        return response
    return replace(response, body={**response.body, "status": "submitted"})


def _by_difference(body: Any) -> Any:
    """Treat the quantity of a change as a difference: one seat more than ordered."""
    if body.get("type") != "change":
        return body
    lines = [{**line, "quantity": line["quantity"] + 1} for line in body.get("products") or []]
    return {**body, "products": lines}


def _never_refused(request: Request, response: Response) -> Response:
    """Return success in place of a conflict."""
    if "already" not in str(response.body.get("message", "")):
        return response
    body = sent(request) or {}
    order = {
        "id": "905998",
        "orderNumber": "CH009999",
        "type": body.get("type"),
        "customerId": body.get("customerId"),
        "creationDate": "2026-11-02T08:00:00Z",
        "status": "submitted",
        "statusCode": "AS",
    }
    return replace(response, status=200, body=order)


def _kept_alive(body: Any) -> Any:
    return {**body, "status": "active"} if body.get("status") == "terminated" else body


CHANGES = "orders.get orders.create"


def _as_sent(request: Request, response: Response) -> Response:
    body = sent(request) or {}
    if body.get("type") != "change":
        return response
    ordered = [line.get("quantity") for line in body.get("products") or []]
    lines = [
        {**line, "quantity": quantity}
        for line, quantity in zip(response.body.get("products") or [], ordered, strict=False)
    ]
    return replace(response, body={**response.body, "products": lines})


def _scheduled_difference(body: Any) -> Any:
    if not body.get("scheduledOn"):
        return body
    return change("products.*.quantity", lambda _: 4.0)(body)


def _status_as_sent(request: Request, response: Response) -> Response:
    status = (sent(request) or {}).get("status")
    return replace(response, body={**response.body, "status": status}) if status else response


def _unsigned(address: str) -> str:
    return address.partition("?")[0]


ORDERS = "orders.create orders.get"


def _only_asked_for(request: Request, response: Response) -> Response:
    """Leave out the products that others depend on."""
    wanted = {line.get("mpn") for line in (sent(request) or {}).get("products", [])}
    lines = [line for line in response.body.get("products", []) if line.get("mpn") in wanted]
    return replace(response, body={**response.body, "products": lines} if lines else response.body)


def _kept_renewal() -> FaultPart:
    """Keep the first renewal date of a subscription."""
    first: dict[str, str] = {}

    def new(body: Any) -> Any:
        day = body.get("renewalDate")
        return {**body, "renewalDate": first.setdefault(body["id"], day)} if day else body

    return responses("subscriptions.get", new)


def _when_done(edit: Callable[[Any], Any]) -> FaultPart:
    """Edit completed sales."""

    def new(body: Any) -> Any:
        done = body.get("type") == "sales" and body.get("status") == "completed"
        return edit(body) if done else body

    return responses("orders.get", new)


def _apart(body: Any) -> Any:
    """Give each line of an order its own subscription."""
    lines = body.get("products", [])
    ids = (str(int(line["subscriptionId"]) + n) for n, line in enumerate(lines))
    if not all("subscriptionId" in line for line in lines) or len(lines) < 2:
        return body
    apart = [{**line, "subscriptionId": one} for line, one in zip(lines, ids, strict=True)]
    return {**body, "products": apart}


DRIFTS = (
    Drift(
        "life.sign",
        "the difference of a change has the other sign",
        CHANGES,
        "the documentation has positive amounts for a downgrade (E8)",
        lambda: responses(CHANGES, _of_type("change", change("products.*.quantity", lambda n: -n))),
    ),
    Drift(
        "life.no-sign",
        "the difference of a change has no sign",
        CHANGES,
        "the type of the order is thought to be sufficient (F3)",
        lambda: responses(CHANGES, _of_type("change", change("products.*.quantity", abs))),
    ),
    Drift(
        "life.absolute",
        "a change reads back as it was sent, as the new total",
        "orders.create",
        "sent as a total, returned as a signed difference: easy to get wrong (F3)",
        lambda: rewrite("orders.create", _as_sent, 200),
    ),
    Drift(
        "life.difference-in",
        "the quantity of a change is added to the present seats",
        "orders.create",
        "sent as a total, returned as a signed difference: easy to get wrong (F3)",
        lambda: bodies("orders.create", _by_difference),
    ),
    Drift(
        "life.doubled",
        "a sale of a new subscription has twice the seats",
        "orders.create",
        "an order that is sent twice inside the platform (B9)",
        lambda: bodies(
            "orders.create",
            _of_type("sales", change("products.*.quantity", lambda n: n * 2 if n else n)),
        ),
    ),
    Drift(
        "life.never-done",
        "orders stay in processing",
        "orders.get",
        "seen for changes of annual terms (E6)",
        lambda: responses("orders.get", _open),
    ),
    Drift(
        "life.backwards",
        "an order in processing is submitted again after a look",
        "orders.get",
        "two replicas of a store",
        lambda: after_calls("orders.get", 1, _backwards),
    ),
    Drift(
        "life.terminal-moves",
        "a completed order ends in error later",
        "orders.get",
        "provisioning that is undone",
        lambda: after_calls("orders.get", 4, _again),
    ),
    Drift(
        "life.fails",
        "sales end in error",
        "orders.get",
        "an unannounced rule",
        lambda: responses("orders.get", mapped("status", {"completed": "error"})),
    ),
    Drift(
        "life.done-at-once",
        "orders are completed and not provisioned",
        "orders.get",
        "the status follows the payment (E6)",
        lambda: responses("orders.get", drop("provisioningDate")),
    ),
    Drift(
        "life.no-subscription",
        "completed sales do not name their subscription",
        "orders.get",
        "subscriptionId moved between order and line (G2)",
        lambda: responses("orders.get", _of_type("sales", drop("subscriptionId"))),
    ),
    Drift(
        "life.pending",
        "new subscriptions stay pending",
        "subscriptions.get",
        "pending was added to the statuses after 1.1 (G2)",
        lambda: responses("subscriptions.get", mapped("status", {"active": "pending"})),
    ),
    Drift(
        "life.conflict-accepted",
        "a second change is accepted while one is open",
        "orders.create",
        "a queue behind the orders (C7)",
        lambda: rewrite("orders.create", _never_refused, 500),
    ),
    Drift(
        "life.cancelled-lives",
        "a cancelled subscription stays active",
        "subscriptions.*",
        "a cancellation waits for the end of the term (E7)",
        lambda: responses("subscriptions.*", both(_kept_alive, change("data.*", _kept_alive))),
    ),
    Drift(
        "life.renewal-products",
        "renewals carry products",
        "orders.get",
        "other orders do (F6)",
        lambda: responses(
            "orders.get",
            _of_type("renewal", add("", "products", [{"mpn": "X", "name": "X", "quantity": 1.0}])),
        ),
    ),
    Drift(
        "life.schedule-dropped",
        "a change on renewal lacks scheduledOn",
        CHANGES,
        "the field is write-only in the published file (F4)",
        lambda: responses(CHANGES, drop("scheduledOn")),
    ),
    Drift(
        "life.schedule-ignored",
        "a change on renewal is done at once",
        "orders.create",
        "an unknown property is ignored (D9)",
        lambda: bodies("orders.create", drop("scheduledOn")),
    ),
    Drift(
        "life.schedule-difference",
        "a change on renewal reads back as a difference",
        CHANGES,
        "all other changes do (F5)",
        lambda: responses(CHANGES, _scheduled_difference),
    ),
    Drift(
        "life.withdrawn-runs",
        "an order that was withdrawn is completed",
        "orders.get",
        "the code is free text, and only one does something (E6)",
        lambda: responses("orders.get", mapped("status", {"cancelled": "completed"})),
    ),
    Drift(
        "life.report-never",
        "reports stay in processing",
        "reports.get",
        "generators wait in a queue (E12)",
        lambda: responses("reports.get", mapped("status", {"completed": "processing"})),
    ),
    Drift(
        "life.report-no-url",
        "completed reports have no URL",
        "reports.get",
        "the URL moves to the list (E12)",
        lambda: responses("reports.get", drop("downloadUrl")),
    ),
    Drift(
        "life.report-dead-url",
        "the URL of a report has no file",
        "reports.get",
        "signed URLs expire (E12)",
        lambda: responses("reports.get", change("downloadUrl", _unsigned)),
    ),
    Drift(
        "life.credit-hold",
        "a customer in credit hold can buy",
        "customers.update",
        "the status becomes a label (E2)",
        lambda: (
            bodies("customers.update", mapped("status", {"creditHold": "active"}))
            & rewrite("customers.update", _status_as_sent, 200)
        ),
    ),
    Drift(
        "life.estimate-differs",
        "an estimate is cheaper than the order",
        "orders.estimate",
        "setup fees are left out of estimates (E9)",
        lambda: responses("orders.estimate", put("total.amount", "1.0")),
    ),
    Drift(
        "life.draft-forgotten",
        "a follow-up of a validation gets a new draft",
        "validation.*",
        "drafts are kept for minutes (E10)",
        lambda: bodies("validation.*", change("products.*", drop("draftRequestId"))),
    ),
    Drift(
        "life.dependencies",
        "products that others depend on are not added",
        "orders.create orders.estimate",
        "the platform adds them, the caller does not see how (E4)",
        lambda: rewrite("orders.create orders.estimate", _only_asked_for, 200),
    ),
    Drift(
        "life.renewal-date",
        "a renewal leaves the day of the next one",
        "subscriptions.get",
        "each renewal seems to make a new record (E11)",
        _kept_renewal,
    ),
    Drift(
        "life.number-forgotten",
        "a sale that is done has lost its purchase order number",
        "orders.get",
        "purchase order numbers can be outdated (F23)",
        lambda: _when_done(put("poNumber", None)),
    ),
    Drift(
        "life.total-moves",
        "a sale that is done has another total",
        "orders.get",
        "taxes are added with the invoice (E8)",
        lambda: _when_done(put("total.amount", "1.0")),
    ),
    Drift(
        "life.subscription-each",
        "each line of a sale has a subscription of its own",
        ORDERS,
        "products of one plan share a subscription (E4)",
        lambda: responses(ORDERS, _apart),
    ),
)
