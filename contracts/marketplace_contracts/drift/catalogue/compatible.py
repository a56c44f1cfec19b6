"""Changes that do not break a caller; no check may report them as a breach."""

from __future__ import annotations

from itertools import count

from marketplace_contracts.drift.edits import add
from marketplace_contracts.drift.faults import (
    FaultPart,
    headers,
    responses,
    rows,
)
from marketplace_contracts.drift.model import Drift

NOTICE = "an addition breaks no caller: it is a notice, and --strict makes it a finding"


def _counted() -> FaultPart:
    numbers = count()
    return rows("products.list", lambda data: [{**row, "seen": next(numbers)} for row in data])


DRIFTS = (
    Drift(
        "compatible.row-field",
        "rows of orders have the number of their invoice",
        "orders.list",
        "every version added fields (G2)",
        lambda: responses("orders.list", add("data.*", "invoiceNumber", "INV-1")),
        unpromised=NOTICE,
    ),
    Drift(
        "compatible.new-field",
        "subscriptions have a property for how they were bought",
        "subscriptions.get",
        "every version added fields (G2)",
        lambda: responses(
            "subscriptions.get subscriptions.update subscriptions.set_special_pricing",
            add("", "purchaseChannel", "api"),
        ),
        unpromised=NOTICE,
    ),
    Drift(
        "compatible.nested-field",
        "products of the catalogue have a category",
        "products.list",
        "vendor and costs were added so (G1)",
        lambda: responses("products.list", add("data.*", "category", "cloud")),
        unpromised=NOTICE,
    ),
    Drift(
        "compatible.header",
        "responses state how many calls are left",
        "*",
        "no such header was seen so far (B6, G3)",
        lambda: headers("*", lambda found: {**found, "X-RateLimit-Remaining": "59"}),
        unpromised="headers that are not described change nothing for a caller",
    ),
    Drift(
        "compatible.new-each-time",
        "products carry an unknown property that is new each time",
        "products.list",
        "gateways and tracing add such things",
        _counted,
        "additions break no caller, whatever their value",
    ),
)
