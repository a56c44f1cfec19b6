"""Properties whose type changes or whose value becomes null."""

from __future__ import annotations

from marketplace_contracts.drift.edits import GONE, both, change, put
from marketplace_contracts.drift.faults import (
    responses,
)
from marketplace_contracts.drift.model import Drift


def _text(value: object) -> object:
    return f"{value}"


DRIFTS = (
    Drift(
        "retyped.line-quantity",
        "quantities of order lines are text",
        "orders.get",
        'the documentation sends "2.0" (F17)',
        lambda: responses("orders.get", change("products.*.quantity", _text)),
    ),
    Drift(
        "retyped.seats-decimal",
        "seats are numbers with a fraction",
        "subscriptions.get",
        "quantities went from integer to double elsewhere (G2, G3)",
        lambda: responses("subscriptions.get", change("products.*.quantity", lambda n: n + 0.5)),
    ),
    Drift(
        "retyped.amount",
        "amounts are numbers",
        "*.get",
        "lowerLimit is text here and a number there (H)",
        lambda: responses("*.get", change("**.amount", float)),
    ),
    Drift(
        "retyped.customer-id",
        "ids of customers are numbers",
        "customers.list customers.get",
        "the published file has ids of both kinds (H)",
        lambda: responses("customers.*", both(change("data.*.id", int), change("id", int))),
    ),
    Drift(
        "retyped.plan-id",
        "planId of subscriptions is text",
        "subscriptions.*",
        "it is text on orders (H)",
        lambda: responses(
            "subscriptions.*", both(change("planId", _text), change("data.*.planId", _text))
        ),
    ),
    Drift(
        "retyped.renewal-flag",
        "renewalStatus is text",
        "subscriptions.*",
        "its name suggests a status, not a flag (E11)",
        lambda: responses(
            "subscriptions.*",
            both(change("renewalStatus", _text), change("data.*.renewalStatus", _text)),
        ),
    ),
    Drift(
        "retyped.minimum",
        "minimumQuantity is a number",
        "products.list",
        "quantities as text are a known oddity (H)",
        lambda: responses("products.list", change("data.*.minimumQuantity", float)),
    ),
    Drift(
        "retyped.total",
        "pagination.total is text",
        "*.list",
        "the numbers of a page changed their type before (G2)",
        lambda: responses("*.list*", change("pagination.total", _text)),
    ),
    Drift(
        "retyped.attributes",
        "attributes are a list of pairs",
        "subscriptions.get",
        "parameters are such a list already",
        lambda: responses(
            "subscriptions.get",
            change("attributes", lambda a: [{"name": n, "value": v} for n, v in a.items()]),
        ),
    ),
    Drift(
        "retyped.prices",
        "prices is one object, not a list",
        "products.list",
        "one user reads the first element alone (E4)",
        lambda: responses("products.list", change("data.*.prices", lambda p: p[0] if p else {})),
    ),
    Drift(
        "retyped.parameter-value",
        "values of parameters are objects, and not what was ordered",
        "subscriptions.*",
        "1.15 describes them as objects (F16)",
        lambda: responses(
            "subscriptions.*",
            change("orderParameters.*.value", lambda value: {"value": value}),
        ),
    ),
    Drift(
        "retyped.life-decimal",
        "the lifetime of a token is written with a point",
        "auth.token",
        "integers became decimals before, with quantities (G2, G3)",
        lambda: responses("auth.token", change("expiresInSeconds", float)),
    ),
    Drift(
        "nulled.external-id",
        "externalId of customers is null if it was not sent",
        "customers.list",
        "dates are already null (F19)",
        lambda: responses("customers.list", put("data.*.externalId", None)),
    ),
    Drift(
        "nulled.empty-page",
        "a list without rows has null for data",
        "*.list",
        "empty collections were null until 1.5 (D7, G1)",
        lambda: responses("*.list*", change("data", lambda found: found or None)),
    ),
    Drift(
        "nulled.billing-model",
        "billingModel of subscriptions is null",
        "subscriptions.*",
        "one client types it as nullable (F19)",
        lambda: responses(
            "subscriptions.*", both(put("billingModel", None), put("data.*.billingModel", None))
        ),
    ),
    Drift(
        "nulled.products",
        "renewals have null for products",
        "orders.get",
        "few services distinguish absent and null (F6)",
        lambda: responses("orders.get", lambda body: {"products": None, **body}),
    ),
    Drift(
        "nulled.contact-phone",
        "phone numbers of contacts are null",
        "customers.get",
        "privacy rules empty fields before they remove them",
        lambda: responses("customers.get", put("contactPersons.*.phoneNumber", None)),
    ),
    Drift(
        "nulled.dates",
        "expirationDate of subscriptions is always null",
        "subscriptions.*",
        "null was seen in dates (F19)",
        lambda: responses(
            "subscriptions.*", both(put("expirationDate", None), put("data.*.expirationDate", None))
        ),
    ),
    Drift(
        "nulled.attributes",
        "attributes without entries are left out",
        "subscriptions.list",
        "an empty object is often dropped by serialisers",
        lambda: responses(
            "subscriptions.list", change("data.*.attributes", lambda found: found or GONE)
        ),
        unpromised="attributes are optional for readers (E11)",
    ),
    Drift(
        "nulled.blank-names",
        "products have empty names",
        "products.list",
        "texts without a translation are empty",
        lambda: responses("products.list", put("data.*.name", "")),
    ),
)
