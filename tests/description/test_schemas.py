"""Values against schemas: what is wrong, at which place, and which object is what."""

import copy
from typing import Any

import pytest
from marketplace_contracts.description.json_values import at, gather, path_text
from marketplace_contracts.description.pointers import Node
from marketplace_contracts.description.schemas import Schemas, see_well_formed, to_json_schema
from marketplace_contracts.description.spec import parse
from marketplace_contracts.errors import CannotRun
from support.harness import SPEC

SCHEMAS = Schemas(SPEC)


@pytest.mark.parametrize(
    ("schema", "sentence"),
    [
        ({"type": "strong"}, r"components/schemas/Id/type: "),
        ({"required": 5}, r"components/schemas/Id/required: 5 is not of type"),
        ({"pattern": "(["}, r"components/schemas/Id/pattern: "),
        ({"items": {"$ref": "#/components/schemas/Nope"}}, "Nope"),
    ],
)
def test_a_schema_that_is_none_is_named(schema: Node, sentence: str) -> None:
    """A description with a schema that no value could be held to is refused in one sentence."""
    components = SPEC.document["components"]
    schemas = components["schemas"] | {"Id": schema}
    broken = parse(SPEC.document | {"components": components | {"schemas": schemas}})
    with pytest.raises(CannotRun, match=f"invalid schema.*{sentence}") as refusal:
        see_well_formed(broken)
    assert str(refusal.value).count("\n") == 0


def test_a_schema_beside_the_components_is_seen_too() -> None:
    """Schemas of parameters are named by their place; our own description is well-formed."""
    see_well_formed(SPEC)
    broken = parse(SPEC.document | {"x-beside": {"schema": {"type": "strong"}}})
    with pytest.raises(CannotRun, match="at #/x-beside/schema/type: "):
        see_well_formed(broken)


ROWS = "#/paths/~1subscriptions/get/responses/200/content/application~1json/schema"
ROW = {
    "id": "1",
    "customerId": "2",
    "status": "active",
    "renewalStatus": True,
    "creationDate": "2026-01-02",
}


def violations(row: dict[str, Any]) -> list[tuple[str, str]]:
    """Keyword and place of what is wrong with a row of subscriptions."""
    body = {"data": [ROW | row], "pagination": {"offset": 0, "limit": 1, "total": 1}}
    return [(found.keyword, found.pointer) for found in SCHEMAS.violations(ROWS, body)]


def test_a_good_value_has_no_violations() -> None:
    """Null is fine where the description allows it."""
    assert violations({}) == []
    assert violations({"expirationDate": None, "planId": None}) == []


@pytest.mark.parametrize(
    ("row", "keyword", "tail"),
    [
        ({"id": "x"}, "pattern", "/Id/pattern"),
        ({"status": "frozen"}, "enum", "/SubscriptionStatus/enum"),
        ({"creationDate": "2.1.2026"}, "format", "/creationDate/format"),
        ({"planId": "7"}, "type", "/planId/type"),
        ({"billingModel": "prepaid"}, "enum", "/BillingModel/enum"),
        ({"planId": 2**40}, "maximum", "/planId"),
        ({"attributes": {"a": 1}}, "type", "/additionalProperties/type"),
    ],
)
def test_the_place_is_that_of_the_rule(row: dict[str, Any], keyword: str, tail: str) -> None:
    """Each violation names the rule in the description, through references and choices of null."""
    ((found, pointer),) = violations(row)
    assert found == keyword
    assert pointer.endswith(tail)
    SPEC.follow(pointer)


def test_shapes_fold_their_parts() -> None:
    """A shape has the properties of all parts, and knows what is usual and what is secret."""
    shape = SCHEMAS.shape("#/components/schemas/Subscription")
    assert {"id", "products", "totalSubscriptionPrice"} <= shape.properties.keys()
    assert shape.names[0] == "Subscription"
    assert {pointer.split("/")[3] for pointer, _ in shape.usual} >= {"Subscription"}
    assert "password" in SCHEMAS.shape("#/components/schemas/ContactPerson").write_only


def test_visits_go_everywhere() -> None:
    """Every object of a value is met with its place and shape; wrong types are passed over."""
    body = {"data": [ROW | {"billingPeriod": {"type": "month", "duration": 1}}, 3], "pagination": 1}
    paths = [visit.path for visit in SCHEMAS.visit(ROWS, body)]
    assert paths == [(), ("data", 0), ("data", 0, "billingPeriod")]


def test_visits_choose_the_branch_that_fits() -> None:
    """Of several shapes of an error the one that fits is visited."""
    body = {"statusCode": 401, "message": "no"}
    visits = list(SCHEMAS.visit("#/components/schemas/Error", body))
    assert visits[0].shape.names == ["GatewayError"]


def test_nullable_becomes_a_choice() -> None:
    """OpenAPI's nullable is a choice with null in JSON Schema."""
    assert to_json_schema({"type": "string", "nullable": True}) == {
        "anyOf": [{"type": "string"}, {"type": "null"}]
    }


@pytest.mark.parametrize("bound", [{"minimum": 0}, {"minimum": 0, "exclusiveMinimum": False}])
def test_an_included_bound_stays_one(bound: Node) -> None:
    """Without the flag of OpenAPI 3.0, or with false, the bound itself is allowed."""
    assert to_json_schema({"type": "number", **bound}) == {"type": "number", "minimum": 0}


EXCLUDED = [
    {"minimum": 0, "exclusiveMinimum": True, "maximum": 5, "exclusiveMaximum": True},
    {"exclusiveMinimum": 0, "exclusiveMaximum": 5},
]


@pytest.mark.parametrize("bounds", EXCLUDED)
@pytest.mark.parametrize(("value", "fits"), [(0, False), (1, True), (4, True), (5, False)])
def test_an_excluded_bound_is_no_value(bounds: Node, value: int, *, fits: bool) -> None:
    """The flag of OpenAPI 3.0 and the number of 3.1 exclude the same, at the place of the rule."""
    document = copy.deepcopy(SPEC.document)
    document["components"]["schemas"]["Seats"] = {"type": "integer", **bounds}
    spec = parse(document, "", "copy.yaml")
    see_well_formed(spec)
    found = list(Schemas(spec).violations("#/components/schemas/Seats", value))
    assert [one.keyword for one in found] == ([] if fits else [found[0].keyword])
    assert all(one.pointer.startswith("#/components/schemas/Seats/exclusive") for one in found)


def test_a_flag_without_a_bound_excludes_nothing() -> None:
    """`exclusiveMaximum: true` alone has no effect, and a property of such a name is a property."""
    assert to_json_schema({"type": "number", "exclusiveMaximum": True}) == {"type": "number"}
    named = {"properties": {"exclusiveMinimum": {"type": "boolean"}}}
    assert to_json_schema(named) == named


def test_paths_into_values() -> None:
    """Dotted paths go through objects, and through lists where many are wanted."""
    value = {"a": {"b": [{"c": 1}, {"c": 2}, 3]}}
    assert at(value, "a.b") == [{"c": 1}, {"c": 2}, 3]
    assert at(value, "a.x") is None
    assert gather(value, "a.b.c") == [1, 2]
    assert gather(value, "a.x") == []
    assert path_text(("data", 0)) == "/data/0"
    assert path_text(()) == "the body"
