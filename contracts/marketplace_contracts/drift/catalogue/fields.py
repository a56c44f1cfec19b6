"""Properties that disappear or are renamed, in rows of lists as in single objects.

A property that stays and changes is in `types` or `values`; the list around the rows in `lists`.
"""

from __future__ import annotations

from marketplace_contracts.drift.edits import both, change, drop, rename
from marketplace_contracts.drift.faults import (
    responses,
)
from marketplace_contracts.drift.model import Drift

DRIFTS = (
    Drift(
        "dropped.row-status-code",
        "rows of orders have no statusCode",
        "orders.list",
        "an internal code is the first to go when an interface is tidied up (E6)",
        lambda: responses("orders.list", drop("data.*.statusCode")),
    ),
    Drift(
        "dropped.provisioning-date",
        "orders no longer have a provisioning date",
        "orders.list orders.get",
        "it is optional, since it is absent until then (E8)",
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
        "totals were added late and may move to an estimate (G2)",
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
        "the catalogue has no costs",
        "products.list",
        "costs were added with 1.5 and belong to details (G1)",
        lambda: responses("products.list", drop("data.*.costs")),
    ),
    Drift(
        "dropped.token-life",
        "a token has no lifetime",
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
        "orders have no subscription id",
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
    Drift(
        "dropped.price-type",
        "prices have no type, while costs have one",
        "products.list",
        "fields of Price changed between 1.1 and 1.15 (G2)",
        lambda: responses("products.list", drop("data.*.prices.*.type")),
    ),
    Drift(
        "dropped.depends-on",
        "the catalogue no longer names what a product depends on",
        "products.list",
        "details moved to an operation of their own once (E4, N15)",
        lambda: responses("products.list", drop("data.*.dependsOn")),
    ),
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
