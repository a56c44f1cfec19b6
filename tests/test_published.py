"""Our description beside the structure of the vendor's published file and bodies from the field."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from test_spec import OPERATIONS, deref, violations

SHARED = Path(__file__).parents[2] / "shared/api"
PUBLISHED = SHARED / "published-1.15.structure.yaml"
BODIES = SHARED / "examples.jsonl"
absent = pytest.mark.skipif(
    not (PUBLISHED.exists() and BODIES.exists()),
    reason="the material on the vendor's API is not beside this checkout",
)
pytestmark = absent
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
    """Schema of a JSON request or answer."""
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


def test_every_published_answer_property_is_described() -> None:
    """Each property that the vendor's file returns is in our description of the answer."""
    document = published()
    for method, path, theirs in operations(document):
        if method == "get" and path in SPARSE:
            continue
        sides = (theirs["responses"]["default"], BY_PLACE[method, path]["responses"]["200"])
        missing = absent_names(document, *map(json_schema_of, sides), "answer")
        expected = set() if path == "/reports" else NOT_RETURNED.get(path, set())
        assert missing == expected, (method, path)


def test_bodies_from_the_field_are_valid() -> None:
    """Each body seen in the field is valid against our description."""
    count = 0
    for line in BODIES.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        method, path = record["operation"].split()
        operation = BY_PLACE[method.lower(), path]
        if record["kind"] == "request":
            content = operation["requestBody"]["content"]
        else:
            content = deref(operation["responses"][str(record["status"])])["content"]
        problems = violations(content["application/json"]["schema"], record["body"])
        assert problems == [], record["operation"]
        count += 1
    assert count > 30
