"""Each rule of the change report: it speaks when it should, as seriously as it should."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from marketplace_contracts.description.diff import RULES, Changes, compare
from marketplace_contracts.description.diff.document import parse
from support.descriptions.small_changes import RULES_SEEN

BASE: dict[str, Any] = yaml.safe_load("""
openapi: 3.0.3
info: {title: Shop, version: '1'}
servers: [{url: https://shop.example/v1}]
security: [{key: []}]
paths:
  /orders:
    parameters:
    - {name: tenant, in: query, schema: {type: string}}
    get:
      operationId: orders.list
      tags: [orders]
      x-effect: read
      x-replayable: true
      x-pagination: {items: data}
      x-sort: {field: id, order: descending}
      parameters:
      - name: status
        in: query
        schema: {type: string, enum: [open, done]}
        x-filter: {match: equals}
      - name: limit
        in: query
        schema: {type: integer, format: int32, minimum: 1, maximum: 500, default: 10}
      - {name: ids, in: query, schema: {type: array, items: {type: string}}}
      responses:
        '200':
          description: A page
          headers:
            X-Correlation-ID: {required: true, schema: {type: string}}
          content:
            application/json: {schema: {$ref: '#/components/schemas/Page'}}
          links:
            first: {operationId: orders.get, parameters: {id: $response.body#/data/0/id}}
        '400': {description: Bad request}
    post:
      operationId: orders.create
      tags: [orders]
      x-effect: order
      requestBody:
        content:
          application/json: {schema: {$ref: '#/components/schemas/OrderRequest'}}
      responses:
        '200':
          description: The order
          content:
            application/json: {schema: {$ref: '#/components/schemas/Order'}}
  /orders/{id}:
    get:
      operationId: orders.get
      tags: [orders]
      parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      responses:
        '200':
          description: The order
          content:
            application/json: {schema: {$ref: '#/components/schemas/Order'}}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    bearer: {type: http, scheme: bearer}
  schemas:
    Page:
      type: object
      required: [data]
      properties:
        data: {type: array, items: {$ref: '#/components/schemas/Order'}}
    Order:
      type: object
      required: [id]
      x-usual: [total]
      properties:
        id: {type: string, readOnly: true}
        status: {type: string, enum: [open, done], x-terminal: [done]}
        quantity: {type: number, format: double}
        count: {type: integer, format: int32, minimum: 0, maximum: 10}
        created: {type: string, format: date-time}
        code: {type: string, pattern: '^[A-Z]+$', minLength: 1, maxLength: 4}
        note: {type: string, nullable: true}
        total: {$ref: '#/components/schemas/Money'}
        payment:
          oneOf:
          - {$ref: '#/components/schemas/Card'}
          - {$ref: '#/components/schemas/Transfer'}
          discriminator: {propertyName: kind}
        parent: {$ref: '#/components/schemas/Order'}
    OrderRequest:
      type: object
      required: [customer]
      properties:
        customer: {type: string}
        kind: {type: string, enum: [sales, change]}
        quantity: {type: integer, format: int32, minimum: 1, maximum: 10}
        code: {type: string, pattern: '^[A-Z]+$'}
        note: {type: string, nullable: true}
        due: {type: string, format: date}
        mode: {type: string, default: fast}
        password: {type: string, writeOnly: true}
        extra: {type: object}
        payment:
          oneOf:
          - {$ref: '#/components/schemas/Card'}
          - {$ref: '#/components/schemas/Transfer'}
    Money:
      type: object
      required: [amount]
      properties: {amount: {type: string}, currency: {type: string}}
    Card:
      type: object
      required: [number]
      properties: {kind: {type: string}, number: {type: string}}
    Transfer:
      type: object
      required: [iban]
      properties: {kind: {type: string}, iban: {type: string}}
""")
LIST, CREATE, GET = "paths//orders/get", "paths//orders/post", "paths//orders/{id}/get"
ORDER, SENT = "components/schemas/Order/properties", "components/schemas/OrderRequest/properties"
GONE = object()


def parts(path: str) -> list[str]:
    """Split `paths//orders/get/x` into keys; a double slash starts a key that is a path."""
    if not path.startswith("paths//"):
        return path.split("/")
    rest = path.removeprefix("paths/")
    name = "/orders/{id}" if rest.startswith("/orders/{id}") else "/orders"
    below = rest.removeprefix(name).strip("/")
    return ["paths", name, *(below.split("/") if below else [])]


def edited(*edits: tuple[str, Any]) -> dict[str, Any]:
    """The base document with values replaced, added or (with GONE) removed."""
    document = copy.deepcopy(BASE)
    for path, value in edits:
        *way, last = parts(path.replace("application~json", "application@json"))
        node: Any = document
        for key in (one.replace("@", "/") for one in way):
            node = node[int(key)] if isinstance(node, list) else node[key]
        key = last.replace("@", "/")
        if value is GONE:
            del node[int(key) if isinstance(node, list) else key]
        elif isinstance(node, list):
            node.insert(int(key), value) if int(key) >= len(node) else node.__setitem__(
                int(key), value
            )
        else:
            node[key] = value
    return document


def changes(old: dict[str, Any], new: dict[str, Any]) -> Changes:
    """Compare two documents given as data."""
    first, second = (
        parse(name, yaml.safe_dump(data, sort_keys=False).encode())
        for name, data in (("old", old), ("new", new))
    )
    return compare(first, second)


def reported(found: Changes) -> list[tuple[str, str, str]]:
    """Rule, direction and severity of each change."""
    return [(one.rule, one.direction, one.severity.word) for one in found]


JSON = "content/application@json/schema"
B, R, C = "breaking", "risky", "compatible"
# What is edited, and what is told: (rule, direction, severity). Read backwards with `back`.
CASES: list[tuple[str, list[tuple[str, Any]], tuple[str, str, str], tuple[str, str, str]]] = [
    ("operation", [(f"{GET}", GONE)], ("operation-removed", "", B), ("operation-added", "", C)),
    (
        "operation id",
        [(f"{GET}/operationId", "orders.read")],
        ("operation-id-changed", "", B),
        ("operation-id-changed", "", B),
    ),
    (
        "deprecated",
        [(f"{GET}/deprecated", True)],
        ("operation-deprecated", "", R),
        ("operation-undeprecated", "", C),
    ),
    ("tags", [(f"{GET}/tags", ["sales"])], ("tags-changed", "", R), ("tags-changed", "", R)),
    (
        "optional parameter",
        [(f"{LIST}/parameters/3", {"name": "q", "in": "query", "schema": {"type": "string"}})],
        ("parameter-added", "request", C),
        ("parameter-removed", "request", B),
    ),
    (
        "required parameter",
        [(f"{GET}/parameters/1", {"name": "q", "in": "query", "required": True})],
        ("required-parameter-added", "request", B),
        ("parameter-removed", "request", B),
    ),
    (
        "parameter required",
        [(f"{LIST}/parameters/0/required", True)],
        ("parameter-became-required", "request", B),
        ("parameter-became-optional", "request", C),
    ),
    (
        "parameter of the path item",
        [("paths//orders/parameters/0/required", True)],
        ("parameter-became-required", "request", B),
        ("parameter-became-optional", "request", C),
    ),
    (
        "explode",
        [(f"{LIST}/parameters/2/explode", False)],
        ("parameter-encoding-changed", "request", B),
        ("parameter-encoding-changed", "request", B),
    ),
    (
        "default of a parameter",
        [(f"{LIST}/parameters/1/schema/default", 50)],
        ("default-changed", "request", R),
        ("default-changed", "request", R),
    ),
    (
        "maximum of a parameter",
        [(f"{LIST}/parameters/1/schema/maximum", 100)],
        ("limit-narrowed", "request", B),
        ("limit-widened", "request", C),
    ),
    (
        "value of a parameter",
        [(f"{LIST}/parameters/0/schema/enum", ["open"])],
        ("enum-value-removed", "request", B),
        ("enum-value-added", "request", C),
    ),
    (
        "type of a parameter",
        [(f"{GET}/parameters/0/schema/type", "integer")],
        ("type-changed", "request", B),
        ("type-changed", "request", B),
    ),
    (
        "filter",
        [(f"{LIST}/parameters/0/x-filter", {"match": "contains"})],
        ("filter-changed", "request", R),
        ("filter-changed", "request", R),
    ),
    (
        "body required",
        [(f"{CREATE}/requestBody/required", True)],
        ("body-became-required", "request", B),
        ("body-became-optional", "request", C),
    ),
    (
        "body",
        [(f"{CREATE}/requestBody", GONE)],
        ("body-removed", "request", B),
        ("body-added", "request", C),
    ),
    (
        "required body",
        [(f"{GET}/requestBody", {"required": True, "content": {}})],
        ("required-body-added", "request", B),
        ("body-removed", "request", B),
    ),
    (
        "media type of a body",
        [(f"{CREATE}/requestBody/content/text@plain", {"schema": {"type": "string"}})],
        ("media-type-added", "request", C),
        ("media-type-removed", "request", B),
    ),
    (
        "media type of a response",
        [(f"{GET}/responses/200/content/text@csv", {"schema": {"type": "string"}})],
        ("media-type-added", "response", R),
        ("media-type-removed", "response", B),
    ),
    (
        "error status",
        [(f"{GET}/responses/429", {"description": "Too many"})],
        ("error-status-added", "response", R),
        ("error-status-removed", "response", C),
    ),
    (
        "success status",
        [(f"{GET}/responses/202", {"description": "Later"})],
        ("success-status-added", "response", R),
        ("success-status-removed", "response", B),
    ),
    (
        "status into default",
        [(f"{LIST}/responses/400", GONE), (f"{LIST}/responses/default", {"description": "Error"})],
        ("status-undeclared", "response", R),
        ("status-declared", "response", C),
    ),
    (
        "header",
        [(f"{GET}/responses/200/headers", {"X-Age": {"schema": {"type": "string"}}})],
        ("header-added", "response", C),
        ("header-removed", "response", B),
    ),
    (
        "header required",
        [(f"{LIST}/responses/200/headers/X-Correlation-ID/required", False)],
        ("header-became-optional", "response", B),
        ("header-became-required", "response", C),
    ),
    (
        "link",
        [(f"{LIST}/responses/200/links", GONE)],
        ("link-removed", "response", R),
        ("link-added", "response", C),
    ),
    (
        "link's parameter",
        [(f"{LIST}/responses/200/links/first/parameters/id", "$response.body#/id")],
        ("link-changed", "response", R),
        ("link-changed", "response", R),
    ),
    (
        "further security",
        [("security", [{"key": [], "bearer": []}])],
        ("security-added", "", B),
        ("security-removed", "", C),
    ),
    (
        "alternative security",
        [("security", [{"key": []}, {"bearer": []}])],
        ("security-alternative-added", "", C),
        ("security-alternative-removed", "", B),
    ),
    (
        "security of one operation",
        [(f"{GET}/security", [])],
        ("security-removed", "", C),
        ("security-added", "", B),
    ),
    (
        "server",
        [("servers", [{"url": "https://shop.example/v1"}, {"url": "https://eu.example"}])],
        ("server-added", "", C),
        ("server-removed", "", R),
    ),
    (
        "property of a response",
        [(f"{ORDER}/colour", {"type": "string"})],
        ("property-added", "response", C),
        ("property-removed", "response", B),
    ),
    (
        "property of a request",
        [(f"{SENT}/colour", {"type": "string"})],
        ("property-added", "request", C),
        ("property-removed", "request", B),
    ),
    (
        "required property of a request",
        [
            (f"{SENT}/colour", {"type": "string"}),
            ("components/schemas/OrderRequest/required", ["customer", "colour"]),
        ],
        ("required-property-added", "request", B),
        ("property-removed", "request", B),
    ),
    (
        "required property of a response",
        [
            (f"{ORDER}/colour", {"type": "string"}),
            ("components/schemas/Order/required", ["id", "colour"]),
        ],
        ("required-property-added", "response", C),
        ("property-removed", "response", B),
    ),
    (
        "required in a response",
        [("components/schemas/Order/required", [])],
        ("property-became-optional", "response", B),
        ("property-became-required", "response", C),
    ),
    (
        "required in a request",
        [("components/schemas/OrderRequest/required", [])],
        ("property-became-optional", "request", C),
        ("property-became-required", "request", B),
    ),
    (
        "read-only in a request",
        [(f"{SENT}/kind/readOnly", True)],
        ("property-became-read-only", "request", B),
        ("property-became-writable", "request", C),
    ),
    (
        "write-only in a response",
        [(f"{ORDER}/note/writeOnly", True)],
        ("property-became-write-only", "response", B),
        ("property-became-readable", "response", C),
    ),
    (
        "type in a response",
        [(f"{ORDER}/quantity", {"type": "string"})],
        ("type-changed", "response", B),
        ("type-changed", "response", B),
    ),
    (
        "integer to number in a response",
        [(f"{ORDER}/count/type", "number"), (f"{ORDER}/count/format", "int32")],
        ("type-widened", "response", B),
        ("type-narrowed", "response", C),
    ),
    (
        "integer to number in a request",
        [(f"{SENT}/quantity/type", "number")],
        ("type-widened", "request", C),
        ("type-narrowed", "request", B),
    ),
    (
        "null in a response",
        [(f"{ORDER}/code/nullable", True)],
        ("became-nullable", "response", B),
        ("no-longer-nullable", "response", C),
    ),
    (
        "null in a request",
        [(f"{SENT}/note/nullable", False)],
        ("no-longer-nullable", "request", B),
        ("became-nullable", "request", C),
    ),
    (
        "value in a response",
        [(f"{ORDER}/status/enum", ["open", "done", "lost"])],
        ("enum-value-added", "response", R),
        ("enum-value-removed", "response", C),
    ),
    (
        "value in a request",
        [(f"{SENT}/kind/enum", ["sales", "change", "renewal"])],
        ("enum-value-added", "request", C),
        ("enum-value-removed", "request", B),
    ),
    (
        "enumeration in a response",
        [(f"{ORDER}/status/enum", GONE)],
        ("enum-removed", "response", R),
        ("enum-added", "response", C),
    ),
    (
        "enumeration in a request",
        [(f"{SENT}/kind/enum", GONE)],
        ("enum-removed", "request", C),
        ("enum-added", "request", B),
    ),
    (
        "format in a response",
        [(f"{ORDER}/created/format", "date")],
        ("format-changed", "response", B),
        ("format-changed", "response", B),
    ),
    (
        "no format in a response",
        [(f"{ORDER}/created/format", GONE)],
        ("format-removed", "response", R),
        ("format-added", "response", R),
    ),
    (
        "no format in a request",
        [(f"{SENT}/due/format", GONE)],
        ("format-removed", "request", C),
        ("format-added", "request", B),
    ),
    (
        "width of a number in a response",
        [(f"{ORDER}/count/format", "int64")],
        ("format-widened", "response", R),
        ("format-narrowed", "response", C),
    ),
    (
        "width of a number in a request",
        [(f"{SENT}/quantity/format", "int64")],
        ("format-widened", "request", C),
        ("format-narrowed", "request", B),
    ),
    (
        "minimum in a request",
        [(f"{SENT}/quantity/minimum", 2)],
        ("limit-narrowed", "request", B),
        ("limit-widened", "request", C),
    ),
    (
        "maximum in a response",
        [(f"{ORDER}/count/maximum", 100)],
        ("limit-widened", "response", R),
        ("limit-narrowed", "response", C),
    ),
    (
        "length in a response",
        [(f"{ORDER}/code/maxLength", GONE)],
        ("limit-widened", "response", R),
        ("limit-narrowed", "response", C),
    ),
    (
        "pattern in a response",
        [(f"{ORDER}/code/pattern", "^[A-Z]{2}$")],
        ("pattern-changed", "response", R),
        ("pattern-changed", "response", R),
    ),
    (
        "no pattern in a request",
        [(f"{SENT}/code/pattern", GONE)],
        ("pattern-removed", "request", C),
        ("pattern-added", "request", B),
    ),
    (
        "no pattern in a response",
        [(f"{ORDER}/code/pattern", GONE)],
        ("pattern-removed", "response", R),
        ("pattern-added", "response", C),
    ),
    (
        "default in a request",
        [(f"{SENT}/mode/default", "slow")],
        ("default-changed", "request", R),
        ("default-changed", "request", R),
    ),
    (
        "extra properties in a request",
        [("components/schemas/OrderRequest/additionalProperties", False)],
        ("extra-properties-forbidden", "request", B),
        ("extra-properties-allowed", "request", C),
    ),
    (
        "extra properties in a response",
        [("components/schemas/Money/additionalProperties", False)],
        ("extra-properties-forbidden", "response", C),
        ("extra-properties-allowed", "response", C),
    ),
    (
        "form in a response",
        [(f"{ORDER}/payment/oneOf/2", {"type": "object", "properties": {"cash": {}}})],
        ("variant-added", "response", R),
        ("variant-removed", "response", C),
    ),
    (
        "form in a request",
        [(f"{SENT}/payment/oneOf/2", {"type": "object", "properties": {"cash": {}}})],
        ("variant-added", "request", C),
        ("variant-removed", "request", B),
    ),
    (
        "discriminator",
        [(f"{ORDER}/payment/discriminator/propertyName", "type")],
        ("discriminator-changed", "response", B),
        ("discriminator-changed", "response", B),
    ),
    (
        "items",
        [("components/schemas/Page/properties/data/items", GONE)],
        ("schema-removed", "response", B),
        ("schema-added", "response", C),
    ),
    (
        "reference to another file",
        [(f"{SENT}/extra", {"$ref": "other.yaml#/Extra"})],
        ("schema-not-described", "request", R),
        ("schema-not-described", "request", R),
    ),
    (
        "effect",
        [(f"{LIST}/x-effect", "write")],
        ("effect-changed", "", B),
        ("effect-changed", "", B),
    ),
    (
        "replayable",
        [(f"{LIST}/x-replayable", False)],
        ("replayable-changed", "", R),
        ("replayable-changed", "", R),
    ),
    (
        "pagination",
        [(f"{LIST}/x-pagination", {"items": "rows"})],
        ("pagination-changed", "", B),
        ("pagination-changed", "", B),
    ),
    (
        "sorting",
        [(f"{LIST}/x-sort/order", "ascending")],
        ("sort-changed", "", B),
        ("sort-changed", "", B),
    ),
    (
        "terminal states",
        [(f"{ORDER}/status/x-terminal", ["done", "open"])],
        ("terminal-changed", "response", B),
        ("terminal-changed", "response", B),
    ),
    (
        "what usually comes",
        [("components/schemas/Order/x-usual", ["total", "code"])],
        ("usual-changed", "response", R),
        ("usual-changed", "response", R),
    ),
    (
        "another extension",
        [(f"{LIST}/x-colour", "red")],
        ("extension-added", "", C),
        ("extension-changed", "", C),
    ),
]
MORE: list[tuple[str, list[tuple[str, Any]], set[tuple[str, str, str]]]] = [
    (
        "an operation at another address",
        [(GET, GONE), ("paths//orders/put", BASE["paths"]["/orders/{id}"]["get"])],
        {("operation-moved", "", B), ("parameter-removed", "request", B)},
    ),
    (
        "a change below a schema that contains itself",
        [(f"{ORDER}/parent", {"type": "object"})],
        {("property-removed", "response", B)},
    ),
]


@pytest.mark.parametrize(
    ("edits", "there"), [(c[1], c[2]) for c in CASES], ids=[c[0] for c in CASES]
)
def test_a_change_is_classified(edits: list[tuple[str, Any]], there: tuple[str, str, str]) -> None:
    """One small change is reported once for each rule, with the severity for clients."""
    assert reported(changes(BASE, edited(*edits))) == [there]


@pytest.mark.parametrize(
    ("edits", "back"), [(c[1], c[3]) for c in CASES], ids=[c[0] for c in CASES]
)
def test_its_reverse_is_classified(
    edits: list[tuple[str, Any]], back: tuple[str, str, str]
) -> None:
    """The same change the other way round has its own rule and severity."""
    assert reported(changes(edited(*edits), BASE)) == [back]


@pytest.mark.parametrize(("edits", "rules"), [(c[1], c[2]) for c in MORE], ids=[c[0] for c in MORE])
def test_wider_changes_are_seen(
    edits: list[tuple[str, Any]], rules: set[tuple[str, str, str]]
) -> None:
    """What changes an operation or a recursive schema as a whole is seen too."""
    assert rules <= set(reported(changes(BASE, edited(*edits))))


def test_every_rule_has_a_case() -> None:
    """The table of rules holds nothing that no test has seen."""
    seen = {case[side][0] for case in CASES for side in (2, 3)}
    seen |= {rule for case in MORE for rule, _, _ in case[2]}
    assert RULES.keys() - seen - RULES_SEEN == {"path-parameter-renamed"}


def test_a_renamed_path_parameter_is_no_other_parameter() -> None:
    """A parameter of the path is known by its position, so a new name is reported as a renaming."""
    new = copy.deepcopy(BASE)
    new["paths"]["/orders/{orderId}"] = new["paths"].pop("/orders/{id}")
    new["paths"]["/orders/{orderId}"]["get"]["parameters"][0]["name"] = "orderId"
    found = changes(BASE, new)
    assert reported(found) == [("path-parameter-renamed", "request", R)]
    assert (next(iter(found)).before, next(iter(found)).after) == ("id", "orderId")


def refactored(change: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """The base document after a refactor."""
    document = copy.deepcopy(BASE)
    change(document)
    return document


def into_all_of(document: dict[str, Any]) -> None:
    """Move half of a schema's properties into a schema of their own."""
    order = document["components"]["schemas"]["Order"]
    base = {name: order["properties"].pop(name) for name in ("id", "status", "note")}
    document["components"]["schemas"]["Base"] = {"type": "object", "properties": base}
    document["components"]["schemas"]["Order"] = {
        "allOf": [{"$ref": "#/components/schemas/Base"}, order]
    }


def to_the_path(document: dict[str, Any]) -> None:
    """Move a parameter to the path item."""
    item = document["paths"]["/orders/{id}"]
    item["parameters"] = item["get"].pop("parameters")


def inlined(document: dict[str, Any]) -> None:
    """Write a referenced schema where it is used."""
    schemas = document["components"]["schemas"]
    schemas["Order"]["properties"]["total"] = schemas.pop("Money")


def shared_response(document: dict[str, Any]) -> None:
    """Move a response and a parameter into the components."""
    got = document["paths"]["/orders/{id}"]["get"]
    document["components"]["responses"] = {"Order": got["responses"]["200"]}
    got["responses"]["200"] = {"$ref": "#/components/responses/Order"}
    document["components"]["parameters"] = {"Id": got["parameters"][0]}
    got["parameters"] = [{"$ref": "#/components/parameters/Id"}]


def reordered(document: dict[str, Any]) -> None:
    """Sort everything that has no order."""
    schemas = document["components"]["schemas"]
    document["components"]["schemas"] = dict(reversed(schemas.items()))
    order = schemas["Order"]
    order["properties"] = dict(reversed(order["properties"].items()))
    order["properties"]["status"]["enum"].reverse()
    order["properties"]["payment"]["oneOf"].reverse()
    document["paths"]["/orders"]["get"]["parameters"].reverse()


def renamed_scheme(document: dict[str, Any]) -> None:
    """Give a security scheme and a schema other names."""
    document["components"]["securitySchemes"]["other"] = document["components"][
        "securitySchemes"
    ].pop("key")
    document["security"] = [{"other": []}]
    schemas = document["components"]["schemas"]
    schemas["Amount"] = schemas.pop("Money")
    schemas["Order"]["properties"]["total"] = {"$ref": "#/components/schemas/Amount"}


def prose(document: dict[str, Any]) -> None:
    """Change what only people read."""
    document["info"]["title"] = "Another"
    document["components"]["schemas"]["Order"]["description"] = "An order"
    document["components"]["schemas"]["Order"]["example"] = {"id": "7"}
    document["paths"]["/orders"]["get"]["summary"] = "Orders"
    document["components"]["schemas"]["Order"]["x-evidence"] = "observed"


def security_per_operation(document: dict[str, Any]) -> None:
    """Say for each operation what was said for all."""
    security = document.pop("security")
    for item in document["paths"].values():
        for method in ("get", "post"):
            if method in item:
                item[method]["security"] = security


def newer_dialect(document: dict[str, Any]) -> None:
    """Say the same in OpenAPI 3.1."""
    document["openapi"] = "3.1.0"
    for name in ("Order", "OrderRequest"):
        note = document["components"]["schemas"][name]["properties"]["note"]
        del note["nullable"]
        note["type"] = ["string", "null"]


def one_alternative(document: dict[str, Any]) -> None:
    """Wrap a schema into an alternative of one."""
    total = document["components"]["schemas"]["Order"]["properties"]["total"]
    document["components"]["schemas"]["Order"]["properties"]["total"] = {"oneOf": [total]}


def defaults_written(document: dict[str, Any]) -> None:
    """Write out what holds anyway."""
    for parameter in document["paths"]["/orders"]["get"]["parameters"]:
        parameter |= {"required": False, "style": "form", "explode": True}
    document["components"]["schemas"]["Order"]["additionalProperties"] = True
    document["components"]["schemas"]["Page"]["properties"]["data"]["minItems"] = 0


def words_by_const(document: dict[str, Any]) -> None:
    """Write an enumeration as a choice between constants, as 3.1 does to describe each word."""
    document["components"]["schemas"]["Order"]["properties"]["status"] = {
        "oneOf": [{"const": "open", "title": "Open"}, {"const": "done"}],
        "type": "string",
        "x-terminal": ["done"],
    }


REFACTORS = [
    words_by_const,
    into_all_of,
    to_the_path,
    inlined,
    shared_response,
    reordered,
    renamed_scheme,
    prose,
    security_per_operation,
    newer_dialect,
    one_alternative,
    defaults_written,
]


@pytest.mark.parametrize("change", REFACTORS, ids=lambda change: change.__name__)
def test_a_refactor_without_effect_is_silent(change: Callable[[dict[str, Any]], None]) -> None:
    """A refactor without effect on requests and responses is no change, in either direction."""
    new = refactored(change)
    assert reported(changes(BASE, new)) == []
    assert reported(changes(new, BASE)) == []


def test_an_untouched_document_is_silent() -> None:
    """The same document twice has no change and needs no new version."""
    found = changes(BASE, copy.deepcopy(BASE))
    assert (len(found), found.worst, found.bump) == (0, None, "none")
