"""A reconstruction of the published file 1.1 from 1.15 and the notes on what changed (facts G2).

The original is not available. Each step below undoes one line of the notes.
"""

import copy
from typing import Any

Data = dict[str, Any]
ADDED = {
    "/plans": ["get"],
    "/plans/{id}": ["get"],
    "/resellers": ["get", "post"],
    "/resellers/{id}": ["get", "patch"],
    "/resellers/{id}/customers": ["get", "post"],
    "/resellers/{id}/orders": ["get"],
    "/customers/{id}": ["patch"],
    "/orders/{id}": ["patch"],
    "/subscriptions/{id}": ["patch"],
    "/reports": ["post"],
    "/subscriptions/{id}/specialPricing": ["post"],
}
PARAMETERS = {
    "/customers": ["resellerId"],
    "/products": ["name", "serviceName", "vendor"],
    "/orders": ["orderNumber", "statusCode"],
}
FILTERS = {
    ("/orders", "status"): ["submitted", "processing", "error", "completed", "cancelled"],
    ("/subscriptions", "status"): ["active", "hold", "terminated", "removed"],
    ("/reports", "format"): ["csv", "xml", "xlsx", "json"],
    ("/reports", "status"): ["submitted", "processing", "error", "completed"],
    ("/reports", "type"): ["periodic", "daily", "monthly", "onetime", "on_invoice"],
}
NEW_IN_ORDERS = [
    "orderNumber",
    "poNumber",
    "provisioningDate",
    "statusCode",
    "total",
    "details",
    "attributes",
    "creditCheck",
    "autorenewal",
    "startDate",
    "migrationDate",
    "expirationDate",
    "lastBillingDate",
    "nextBillingDate",
    "migrationProgram",
    "planId",
    "subscriptionPeriod",
    "scheduledOn",
    "upgradeStartType",
]
NEW_IN_DETAILS = [
    "subscriptionId",
    "targetSubscriptionId",
    "billingModel",
    "subscriptions",
    "alignExpirationDate",
    "placementType",
    "vendorBillingSettings",
]
NEW_IN_LINES = [
    "vendor",
    "id",
    "billingPeriod",
    "subscriptionPeriod",
    "newMPN",
    "newId",
    "specialPrice",
    "specialCost",
    "specialProviderCost",
    "deals",
    "targetSubscriptionId",
    "tcvs",
    "newProductId",
    "type",
    "newSubscription",
    "margins",
    "vendorRatedExtendedCost",
    "vendorDiscounts",
    "vendorAlreadyAccountedTcvs",
]
NEW_IN_SUBSCRIPTIONS = (
    "name attributes expirationDate billingModel billingPeriod subscriptionPeriod"
)
NEW_IN_ITEMS = [
    "vendor",
    "id",
    "name",
    "unitCost",
    "unitProviderCost",
    "vendorSubscriptionId",
    "totalSubscriptionPrice",
    "totalSubscriptionCost",
    "totalSubscriptionProviderCost",
]


def version_1_1(published: Data) -> Data:
    """Return the reconstructed structure of 1.1.

    Args:
        published: The structure of 1.15.
    """
    document = copy.deepcopy(published)
    document["info"]["version"] = "1.1"
    _operations(document)
    _responses(document)
    schemas = document["components"]["schemas"]
    for step in (_customers, _products, _orders, _subscriptions, _validation, _reports):
        step(schemas)
    for number in schemas["Pagination"]["properties"].values():
        number.update(type="number")
        del number["format"]
    return document


def _operations(document: Data) -> None:
    for path, methods in ADDED.items():
        for method in methods:
            del document["paths"][path][method]
        if not document["paths"][path].keys() - {"parameters"}:
            del document["paths"][path]
    for path, names in PARAMETERS.items():
        get = document["paths"][path]["get"]
        get["parameters"] = [one for one in get["parameters"] if one["name"] not in names]
    for path, item in document["paths"].items():
        for operation in item.values():
            for parameter in operation.get("parameters", []):
                _parameter(path, parameter)
    report = document["paths"].pop("/reports/{reportId}")
    for parameter in report["get"]["parameters"]:
        parameter["name"] = parameter["name"].replace("reportId", "id")
    document["paths"]["/reports/{id}"] = report
    validate = document["paths"]["/validation/parameters"]["post"]
    validate["parameters"] = [
        one for one in validate.get("parameters", []) if one["name"] != "X-Subscription-Key"
    ]


def _parameter(path: str, parameter: Data) -> None:
    schema = parameter["schema"]
    if parameter["name"] == "X-Subscription-Key":
        schema["format"] = "uuid"
    if parameter["name"] in {"offset", "limit"}:
        del schema["format"]
    if words := FILTERS.get((path, parameter["name"])):
        schema["enum"] = words


def _responses(document: Data) -> None:
    """Give each operation statuses of its own, and the file its default security."""
    message = {"$ref": "#/components/schemas/errorMessage"}
    error = {"content": {"application/json": {"schema": message}}}
    document["security"] = [{"BearerAuth": []}, {"BasicAuth": []}]
    for item in document["paths"].values():
        for operation in item.values():
            success = operation["responses"].pop("default")
            statuses = {"200": success, "400": error, "401": error, "404": error, "500": error}
            operation["responses"] = statuses
    for path, method in (("/validation/parameters", "post"),):
        document["paths"][path][method].pop("security", None)
    document["components"]["schemas"]["errorMessage"] = {
        "type": "object",
        "properties": {"error": {"type": "string"}, "message": {"type": "string"}},
    }


def _own(schema: Data) -> Data:
    """The part of a schema with properties of its own."""
    part: Data = schema["allOf"][-1] if "allOf" in schema else schema
    return part


def _without(schema: Data, names: list[str]) -> None:
    for part in [schema, *schema.get("allOf", [])]:
        for name in names:
            part.get("properties", {}).pop(name, None)


def _customers(schemas: Data) -> None:
    for name in ("Account", "Customer"):
        _without(schemas[name], ["attributes", "taxRegId", "resellerId"])
        properties = _own(schemas[name])["properties"]
        if status := properties.get("status"):
            status["enum"].remove("error")
            status["readOnly"] = True
        if language := properties.get("language"):
            language["enum"] = ["en", "de", "fr", "nl"]
    schemas["Customer"]["required"] = ["externalId", "id", "status"]
    schemas["Address"]["required"].append("state")
    contact = schemas["ContactPerson"]["properties"]
    contact["email"]["format"] = "email"
    for name in ("login", "password"):
        del contact[name]["writeOnly"]


def _products(schemas: Data) -> None:
    new = ["vendor", "id", "costs", "subscriptionPeriod", "billingModel", "coterming"]
    _without(schemas["Product"], new)
    schemas["Product"]["properties"]["id"] = {"type": "string"}
    schemas["Product"]["required"] = ["id", "name", "minimumQuantity", "maximumQuantity", "prices"]
    _without(schemas["ProductPrice"], ["model", "lowerLimit"])


def _orders(schemas: Data) -> None:
    schemas["OrderDetailed"]["properties"]["products"]["items"] = {
        "$ref": "#/components/schemas/OrderLineProduct"
    }
    _without(schemas["Order"], NEW_IN_ORDERS)
    _without(schemas["OrderDetailed"], [*NEW_IN_ORDERS, *NEW_IN_DETAILS])
    _without(schemas["OrderLineProduct"], NEW_IN_LINES)
    for name in ("Order", "OrderDetailed"):
        for word in ("migration", "unknown"):
            schemas[name]["properties"]["type"]["enum"].remove(word)
    basic = ["creationDate", "customerId", "id", "status", "type"]
    schemas["Order"]["required"] = basic
    schemas["OrderDetailed"]["required"] = [*basic, "products"]
    line = schemas["OrderLineProduct"]["properties"]
    line["quantity"] = {"type": "integer", "format": "int32"}
    if "subscriptionId" in line:
        line["subscriptionId"]["readOnly"] = True


def _subscriptions(schemas: Data) -> None:
    new = NEW_IN_SUBSCRIPTIONS.split()
    _without(schemas["Subscription"], new)
    more = [
        "totalSubscriptionPrice",
        "totalSubscriptionCost",
        "totalSubscriptionProviderCost",
        "orderParameters",
        "fulfillmentParameters",
        "planId",
    ]
    _without(schemas["SubscriptionDetailed"], [*new, *more])
    for name in ("Subscription", "SubscriptionDetailed"):
        properties = schemas[name]["properties"]
        for word in ("pending", "unknown"):
            properties["status"]["enum"].remove(word)
        for date in ("creationDate", "lastModifiedDate", "renewalDate"):
            properties[date]["readOnly"] = True
        schemas[name]["required"] = ["id"]
    schemas["SubscriptionDetailed"]["required"] = ["id", "products"]
    _without(schemas["SubscriptionProduct"], NEW_IN_ITEMS)
    schemas["SubscriptionProduct"]["properties"]["quantity"] = {"type": "number"}


def _validation(schemas: Data) -> None:
    value = schemas["ParameterValue"]["properties"]
    value["value"] = {"oneOf": [{"type": one} for one in ("string", "number", "boolean")]}
    del value["structured_value"]
    new = ["value", "valueError", "valueChoices", "phase", "reconciliation", "type"]
    _without(schemas["Parameter"], [*new, "structured_value"])
    _without(schemas["ParameterValidationRequest"], ["type"])
    new = ["id", "vendor", "billingPeriod", "subscriptionPeriod", "quantity", "draftRequestId"]
    _without(schemas["ProductWithParameters"], new)


def _reports(schemas: Data) -> None:
    report = schemas["Report"]
    _without(report, ["customizationName"])
    del report["properties"]["id"]["format"]
    for name in ("name", "format", "startDate", "endDate", "downloadUrl"):
        report["properties"][name]["readOnly"] = True
    for one in report["properties"].values():
        if "unknown" in one.get("enum", []):
            one["enum"].remove("unknown")
    report["required"] = []
