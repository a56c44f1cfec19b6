"""Our description beside the structure of the vendor's published file."""

from collections.abc import Iterator
from typing import Any

import yaml
from support.openapi import OPERATIONS, ROOT, deref

PUBLISHED = ROOT / "spec/published/1.15.structure.yaml"
BY_PLACE = {(method, path): op for method, path, op in OPERATIONS.values()}
# Rows of these lists are sparse schemas of their own (facts F1, F2, F18).
SPARSE = {
    "/customers",
    "/resellers",
    "/orders",
    "/reports",
    "/resellers/{id}/customers",
    "/resellers/{id}/orders",
}
# What the vendor's file shows where it makes no sense, and we leave out.
NOT_SENT = {
    # Contract values and download addresses are made by the service.
    "/orders": {"subscriptions", "tcvs"},
    "/orders/estimate": {"subscriptions", "tcvs"},
    "/reports": {"downloadUrl"},
}
NOT_RETURNED = {
    # Its only content is flagged write-only.
    "/orders": {"vendorAlreadyAccountedTcvs"},
    "/orders/{id}": {"vendorAlreadyAccountedTcvs"},
    # An estimate is no order: it has no number, no state and no dates (facts F29).
    "/orders/estimate": {
        "vendorAlreadyAccountedTcvs",
        "creationDate",
        "creditCheck",
        "orderNumber",
        "provisioningDate",
        "status",
        "statusCode",
    },
}


def published() -> dict[str, Any]:
    """The structure of the vendor's file."""
    text = PUBLISHED.read_text(encoding="utf-8")
    document: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return document


def hidden(schema: dict[str, Any], document: dict[str, Any] | None, side: str) -> bool:
    """Whether a property goes the other way only; the vendor flags whole schemas too."""
    flag = "readOnly" if side == "request" else "writeOnly"
    while True:
        if schema.get(flag):
            return True
        if "items" in schema:
            schema = schema["items"]
        elif "$ref" in schema and document is not None:
            schema = document["components"]["schemas"][schema["$ref"].split("/")[-1]]
        else:
            return False


def names(node: Any, document: dict[str, Any] | None, side: str, seen: set[str]) -> set[str]:
    """Names of all properties reachable from a schema, less those of the other direction."""
    if document is not None and "$ref" in node:
        if node["$ref"] in seen:
            return set()
        seen = seen | {node["$ref"]}
        node = document["components"]["schemas"][node["$ref"].split("/")[-1]]
    elif document is None:
        if "$ref" in node and node["$ref"] in seen:
            return set()
        seen = seen | ({node["$ref"]} if "$ref" in node else set())
        node = deref(node)
    found: set[str] = set()
    for name, schema in node.get("properties", {}).items():
        if not hidden(schema, document, side):
            found.add(name)
            found |= names(schema, document, side, seen)
    for part in node.get("allOf", []):
        found |= names(part, document, side, seen)
    if "items" in node:
        found |= names(node["items"], document, side, seen)
    return found


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """Method, path and operation of each published operation."""
    return [(m, p, op) for p, item in document["paths"].items() for m, op in item.items()]


def test_every_published_operation_and_parameter_is_described() -> None:
    """All 28 published operations are there, with all their parameters and the same types."""
    document = published()
    assert {(m, p) for m, p, _ in operations(document)} == set(BY_PLACE)
    for method, path, operation in operations(document):
        ours = {deref(p)["name"]: deref(p) for p in BY_PLACE[method, path].get("parameters", [])}
        for parameter in operation.get("parameters", []):
            name = parameter["name"]
            if name == "X-Subscription-Key":
                continue  # declared once, as a security scheme
            schema = deref(ours[name]["schema"])
            assert schema["type"] == parameter["schema"]["type"], (path, name)
            assert schema.get("format") == parameter["schema"].get("format"), (path, name)


def absent_names(document: dict[str, Any], theirs: Any, ours: Any, side: str) -> set[str]:
    """Properties of the vendor's body that ours does not have."""
    wanted = names(theirs, document, side, set())
    return wanted - names(ours, None, side, set())


def json_schema_of(body: dict[str, Any]) -> dict[str, Any]:
    """Schema of a JSON request or response."""
    schema: dict[str, Any] = body["content"]["application/json"]["schema"]
    return schema


def test_every_published_request_property_is_described() -> None:
    """Each property that the vendor's file sends is in our description of the request."""
    document = published()
    for method, path, theirs in operations(document):
        if "requestBody" in theirs:
            sides = (theirs["requestBody"], BY_PLACE[method, path]["requestBody"])
            missing = absent_names(document, *map(json_schema_of, sides), "request")
            assert missing == NOT_SENT.get(path, set()), (method, path)


def test_every_published_response_property_is_described() -> None:
    """Each property that the vendor's file returns is in our description of the response."""
    document = published()
    for method, path, theirs in operations(document):
        if method == "get" and path in SPARSE:
            continue
        sides = (theirs["responses"]["default"], BY_PLACE[method, path]["responses"]["200"])
        missing = absent_names(document, *map(json_schema_of, sides), "answer")
        expected = set() if path == "/reports" else NOT_RETURNED.get(path, set())
        assert missing == expected, (method, path)


# Properties whose type is not the published one, with the fact that says why.
OTHER_TYPE = {
    "value": "any JSON value (facts F16)",
    "structured_value": "any JSON value (facts F16)",
    "quantity": "decimal text too, in orders that are sent (facts F17)",
}
# Published values that ours leaves out.
OTHER_VALUES = {
    ("/customers/{id}", "status"): {"pending", "adminHold", "cancelled", "error"},  # facts E2
    ("/resellers/{id}", "status"): {"pending", "adminHold", "cancelled", "error"},  # facts E2
    ("/orders", "type"): {"unknown"},  # on read alone (facts E6)
    ("/orders/estimate", "type"): {"unknown"},
}
# Flags that are not the published ones.
OTHER_FLAGS = {
    "scheduledOn": "returned all the same (facts F4)",
    "lastBillingDate": "sent with a migration (facts H)",
    "nextBillingDate": "sent with a migration (facts H)",
    "downloadUrl": "made by the service (facts H)",
    "status": "that of a subscription is as read-only as its name (facts H)",
    "subscriptionPeriods": "all that is in it is read-only",
    "priceTerm": "a period of a deal is sent (facts H)",
    "type": "a period of a deal is sent (facts H)",
    "duration": "a period of a deal is sent (facts H)",
}
Pair = tuple[str, dict[str, Any], dict[str, Any]]


def folded(node: dict[str, Any], document: dict[str, Any] | None) -> dict[str, Any]:
    """A schema with its references followed and its allOf parts folded together."""
    if document is None:
        node = deref(node)
    while "$ref" in node and document is not None:
        node = document["components"]["schemas"][node["$ref"].split("/")[-1]]
    out: dict[str, Any] = {"properties": {}}
    for part in node.get("allOf", []):
        inner = folded(part, document)
        out = {**inner, **out, "properties": {**out["properties"], **inner["properties"]}}
    properties = {**out["properties"], **node.get("properties", {})}
    return {**out, **node, "properties": properties}


def pairs(document: dict[str, Any], theirs: Any, ours: Any) -> Iterator[Pair]:
    """Each published property that ours has too, both folded, at all depths."""
    theirs, ours = folded(theirs, document), folded(ours, None)
    for name, schema in theirs["properties"].items():
        if name in ours["properties"]:
            mine = ours["properties"][name]
            yield name, folded(schema, document), folded(mine, None)
            yield from pairs(document, schema, mine)
    if "items" in theirs and "items" in ours:
        yield from pairs(document, theirs["items"], ours["items"])


def bodies(document: dict[str, Any]) -> Iterator[tuple[str, bool, Pair]]:
    """All pairs of all bodies, with the path and whether it is a request."""
    for method, path, theirs in operations(document):
        ours = BY_PLACE[method, path]
        responses = (theirs["responses"]["default"], ours["responses"]["200"])
        sides = [(False, responses)]
        if "requestBody" in theirs:
            sides.append((True, (theirs["requestBody"], ours["requestBody"])))
        for sent, both in sides:
            for pair in pairs(document, *map(json_schema_of, both)):
                yield path, sent, pair


def test_every_published_property_has_its_type_and_values() -> None:
    """Types, lists and enumerations are the published ones, unless a fact says otherwise."""
    count = 0
    for path, sent, (name, theirs, ours) in bodies(published()):
        count += 1
        if theirs["type"] != ours.get("type"):
            assert name in OTHER_TYPE, (path, name)
        left_out = set(theirs.get("enum", [])) - set(ours.get("enum", []))
        assert not left_out or left_out == OTHER_VALUES.get((path, name) if sent else ()), name
    assert count > 1000


def test_every_published_property_has_its_flags() -> None:
    """What is read-only or write-only in the published file is so here, unless a fact disagrees."""
    for path, _, (name, theirs, ours) in bodies(published()):
        for flag in ("readOnly", "writeOnly"):
            if bool(theirs.get(flag)) != bool(ours.get(flag)):
                assert name in OTHER_FLAGS, (path, name, flag)
