"""Fields that go, change their name, their type, or become null."""

from __future__ import annotations

from marketplace_contracts.drift.edits import GONE, both, change, drop, put, rename
from marketplace_contracts.drift.faults import responses
from marketplace_contracts.drift.model import Drift

DROPPED = (
    Drift(
        "dropped.row-status-code",
        "rows of orders have no statusCode",
        "orders.list",
        "an internal code is the first to go when an interface is tidied up (E6)",
        lambda: responses("orders.list", drop("data.*.statusCode")),
    ),
    Drift(
        "dropped.provisioning-date",
        "orders no longer say when they were provisioned",
        "orders.list orders.get",
        "it is optional already, since it comes late (E8)",
        lambda: responses("orders.*", drop("data.*.provisioningDate", "provisioningDate")),
    ),
    Drift(
        "dropped.external-id",
        "rows of customers have no externalId",
        "customers.list",
        "between 1.1 and 1.15 externalId stopped being required (G2)",
        lambda: responses("customers.list", drop("data.*.externalId")),
    ),
    Drift(
        "dropped.po-number",
        "the details of an order have no poNumber",
        "orders.get",
        "rows lost it already (F2), details may follow",
        lambda: responses("orders.get", drop("poNumber")),
    ),
    Drift(
        "dropped.order-total",
        "orders have no total",
        "orders.get",
        "totals came late and may move to an estimate (G2)",
        lambda: responses("orders.get", drop("total")),
    ),
    Drift(
        "dropped.line-quantity",
        "lines of orders have no quantity",
        "orders.get",
        "the required list of order lines was emptied in 1.15 (H)",
        lambda: responses("orders.get", drop("products.*.quantity")),
    ),
    Drift(
        "dropped.seats",
        "products of subscriptions have no quantity",
        "subscriptions.get",
        "required was dropped from subscription items in 1.15 (G2)",
        lambda: responses("subscriptions.get", drop("products.*.quantity")),
    ),
    Drift(
        "dropped.contact-email",
        "contact persons have no email",
        "customers.get",
        "privacy rules shorten contacts; the format was dropped already (G2)",
        lambda: responses("customers.get", drop("contactPersons.*.email")),
    ),
    Drift(
        "dropped.postal-code",
        "addresses have no postal code",
        "customers.get resellers.get",
        "state stopped being required the same way (G2)",
        lambda: responses("*.get", drop("address.postalCode")),
    ),
    Drift(
        "dropped.costs",
        "the catalogue shows no costs",
        "products.list",
        "costs came with 1.5 and belong to details (G1)",
        lambda: responses("products.list", drop("data.*.costs")),
    ),
    Drift(
        "dropped.token-life",
        "a token does not say how long it lives",
        "auth.token",
        "an OAuth front end has a field of its own for it (A14)",
        lambda: responses("auth.token", drop("expiresInSeconds")),
    ),
    Drift(
        "dropped.plan-switches",
        "plans do not show their switches",
        "plans.get",
        "partial upgrades moved between versions (E7)",
        lambda: responses("plans.get", drop("planSwitches")),
    ),
    Drift(
        "dropped.download-url",
        "rows of reports have no download address",
        "reports.list",
        "one user already falls back to the details (E12)",
        lambda: responses("reports.list", drop("data.*.downloadUrl")),
    ),
    Drift(
        "dropped.line-subscription",
        "orders do not name their subscription",
        "orders.get",
        "subscriptionId moved between order and line (G2)",
        lambda: responses("orders.get", drop("subscriptionId")),
    ),
    Drift(
        "dropped.renewal-flag",
        "rows of subscriptions have no renewalStatus",
        "subscriptions.list",
        "older documents show fewer keys (E11)",
        lambda: responses("subscriptions.list", drop("data.*.renewalStatus")),
    ),
    Drift(
        "dropped.tenant",
        "the parameter that holds the customer's tenant is left out, and the list is empty",
        "subscriptions.*",
        "names of parameters are the vendor's; integrators find the customer by it (E11, I)",
        lambda: responses(
            "subscriptions.*",
            change(
                "fulfillmentParameters", lambda p: [i for i in p if i["name"] != "ms_customer_id"]
            ),
        ),
    ),
)

RENAMED = (
    Drift(
        "renamed.po-number",
        "poNumber is called ponumber",
        "orders.*",
        "one page of the documentation writes it so (E7)",
        lambda: responses("orders.get orders.create", rename("poNumber", "ponumber")),
    ),
    Drift(
        "renamed.fulfilment",
        "fulfillmentParameters is spelt with one l",
        "subscriptions.get",
        "the schema's own name has the other spelling (H)",
        lambda: responses(
            "subscriptions.get", rename("fulfillmentParameters", "fulfilmentParameters")
        ),
    ),
    Drift(
        "renamed.creation-date",
        "creationDate is called createdAt",
        "orders.list",
        "names were not kept between versions (H)",
        lambda: responses("orders.list", rename("data.*.creationDate", "createdAt")),
    ),
    Drift(
        "renamed.total",
        "pagination.total is called totalCount",
        "*.list",
        "another framework for paging has another name",
        lambda: responses("*.list*", rename("pagination.total", "totalCount")),
    ),
    Drift(
        "renamed.token-life",
        "expiresInSeconds is called expires_in",
        "auth.token",
        "that is its name on the OAuth side of the platform (A14)",
        lambda: responses("auth.token", rename("expiresInSeconds", "expires_in")),
    ),
    Drift(
        "renamed.download-url",
        "downloadUrl is called downloadURL",
        "reports.get reports.list",
        "letter case is not kept elsewhere (H: newMPN beside mpn)",
        lambda: responses(
            "reports.*",
            both(rename("downloadUrl", "downloadURL"), rename("data.*.downloadUrl", "downloadURL")),
        ),
    ),
    Drift(
        "renamed.vendor-subscription",
        "vendorSubscriptionId is called vendorSubscriptionID",
        "subscriptions.get",
        "the field is younger than the rest (G2)",
        lambda: responses(
            "subscriptions.get",
            rename("products.*.vendorSubscriptionId", "vendorSubscriptionID"),
        ),
    ),
    Drift(
        "renamed.draft",
        "draftRequestId is called draftId",
        "validation.*",
        "the operation was extended most between versions (G2)",
        lambda: responses("validation.*", rename("data.*.draftRequestId", "draftId")),
    ),
)


def _text(value: object) -> object:
    return f"{value}"


RETYPED = (
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
        "its name speaks of a status, not of a flag (E11)",
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
        "prices is one object and no list",
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
)

NULLED = (
    Drift(
        "nulled.external-id",
        "externalId of customers is null where it was left out",
        "customers.list",
        "dates already come as null (F19)",
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
        "absent and null are told apart by few services (F6)",
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
        unpromised="attributes need not come, and readers have to do without (E11)",
    ),
)

DRIFTS = DROPPED + RENAMED + RETYPED + NULLED
