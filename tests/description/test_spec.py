"""The description holds what openapi-spec-validator does not look at."""

import collections
import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
from openapi_spec_validator import validate
from support.openapi import OPERATIONS, SPEC, deref, walk

NAMES = """
auth.token customers.list customers.create customers.get customers.update resellers.list
resellers.create resellers.get resellers.update resellers.list_customers
resellers.create_customer resellers.list_orders products.list plans.list plans.get orders.list
orders.create orders.get orders.update orders.estimate subscriptions.list subscriptions.get
subscriptions.update subscriptions.set_special_pricing validation.validate_parameters
reports.list reports.create reports.get
"""
LEVEL = r"(documented|observed|inferred)( \([A-J]\d+(, [A-J]\d+)*\))?"
EVIDENCE = re.compile(LEVEL)


def extension(name: str) -> list[tuple[str, dict[str, Any]]]:
    """Every mapping that carries the extension."""
    return [(pointer, node) for pointer, node in walk(SPEC) if name in node]


def properties(schema: dict[str, Any]) -> dict[str, Any]:
    """All properties of an object schema, those of its allOf parts included."""
    schema = deref(schema)
    found = dict(schema.get("properties", {}))
    for part in schema.get("allOf", []):
        found.update(properties(part))
    return found


def row_properties(operation: dict[str, Any]) -> dict[str, Any]:
    """Properties of the rows of a list operation."""
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    return properties(properties(schema)["data"]["items"])


def as_json_schema(node: Any) -> Any:
    """JSON Schema for an OpenAPI 3.0 schema: nullable becomes a choice with null."""
    if isinstance(node, list):
        return [as_json_schema(item) for item in node]
    if not isinstance(node, dict):
        return node
    out = {key: as_json_schema(value) for key, value in node.items() if key != "nullable"}
    return {"anyOf": [out, {"type": "null"}]} if node.get("nullable") is True else out


def violations(schema: dict[str, Any], value: Any) -> list[str]:
    """Return the violations of a value."""
    root = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "components": as_json_schema(SPEC["components"]),
        "allOf": [as_json_schema(schema)],
    }
    validator = jsonschema_rs.validator_for(root, validate_formats=True)
    return [error.message for error in validator.iter_errors(value)]


def contents() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every request and response body of every operation, with its pointer."""
    for name, (_, _, operation) in OPERATIONS.items():
        for content in operation.get("requestBody", {}).get("content", {}).values():
            yield f"{name} request", content
        for status, response in operation["responses"].items():
            for kind, content in deref(response)["content"].items():
                yield f"{name} {status} {kind}", content


def test_is_valid_openapi() -> None:
    """The description passes openapi-spec-validator."""
    validate(SPEC)


def test_names_are_those_of_the_design() -> None:
    """There are 28 operations, named after their tag and method."""
    assert sorted(OPERATIONS) == sorted(NAMES.split())
    for name, (_, _, operation) in OPERATIONS.items():
        assert operation["tags"] == [name.split(".")[0]]


def test_everything_is_described() -> None:
    """Each operation, parameter, schema, property, header and response says what it is."""
    bare = [name for name, (_, _, op) in OPERATIONS.items() if not op.get("description")]
    for kind in ("schemas", "parameters", "headers", "responses", "securitySchemes"):
        nodes = SPEC["components"][kind]
        bare += [f"{kind}/{name}" for name, node in nodes.items() if not node.get("description")]
    for pointer, node in walk(SPEC):
        if "in" in node and "name" in node and not node.get("description"):
            bare.append(pointer)
        bare += [
            f"{pointer}/{name}"
            for name, schema in node.get("properties", {}).items()
            if not deref(schema).get("description")
        ]
    assert bare == []


def test_properties_are_distinguished() -> None:
    """No two properties of a schema have the same description: each says what it is for."""
    alike = []
    for name, schema in SPEC["components"]["schemas"].items():
        words = collections.Counter(
            deref(one)["description"] for one in properties(schema).values()
        )
        alike += [(name, text) for text, times in words.items() if times > 1]
    assert alike == []


def test_every_body_has_an_example_that_validates() -> None:
    """Each request and response has an example, and each example is valid against its schema."""
    for pointer, content in contents():
        examples = [e["value"] for e in content.get("examples", {}).values()]
        examples += [content["example"]] if "example" in content else []
        assert examples, pointer
        for example in examples:
            assert violations(content["schema"], example) == [], pointer


def test_no_component_is_unused() -> None:
    """Each component is referenced from somewhere."""
    text = json.dumps(SPEC)
    unused = [
        f"{kind}/{name}"
        for kind, nodes in SPEC["components"].items()
        for name in nodes
        if kind != "securitySchemes" and f'"#/components/{kind}/{name}"' not in text
    ]
    assert unused == []


def test_no_schema_stands_twice() -> None:
    """No two components and no two inline enumerations have the same shape."""

    def shape(node: Any) -> Any:
        if isinstance(node, dict):
            words = {
                "description",
                "example",
                "x-evidence",
                "x-usual",
                "x-sum",
                "x-absent-while",
                "title",
            }
            return {key: shape(value) for key, value in node.items() if key not in words}
        return [shape(item) for item in node] if isinstance(node, list) else node

    shapes = collections.defaultdict(list)
    for name, schema in SPEC["components"]["schemas"].items():
        # A schema that only refines the words or the usual properties of another is a name for it.
        if set(shape(schema)) != {"allOf"} or len(schema["allOf"]) > 1:
            shapes[json.dumps(shape(schema), sort_keys=True)].append(name)
    for pointer, node in walk(SPEC["paths"]):
        if "enum" in node:
            shapes[json.dumps(shape(node), sort_keys=True)].append(pointer)
    assert [names for names in shapes.values() if len(names) > 1] == []


def test_statuses_are_explicit() -> None:
    """Creations return 200 (facts C2), no default hides an error, all error shapes are declared."""
    for name, (method, path, operation) in OPERATIONS.items():
        statuses = set(operation["responses"])
        always = {"200", "400", "401", "403", "429", "500", "502", "503", "504"}
        assert always <= statuses, name
        assert "default" not in statuses, name
        assert "201" not in statuses, name
        assert ("404" in statuses) or "{" not in path, name
        assert ("requestBody" in operation) == (method != "get"), name
        assert operation.get("requestBody", {"required": True})["required"] is True, name
    limited = deref(OPERATIONS["orders.list"][2]["responses"]["429"])
    assert set(limited["headers"]) == {"Retry-After", "X-Correlation-ID"}
    late = deref(OPERATIONS["orders.create"][2]["responses"]["504"])
    assert set(late["content"]) == {"text/html", "application/json"}


def test_security_is_key_and_token_everywhere() -> None:
    """The key goes with every call, Basic with the token call alone, the token with all others."""
    assert SPEC["security"] == [{"SubscriptionKey": [], "Bearer": []}]
    own = {name: op["security"] for name, (_, _, op) in OPERATIONS.items() if "security" in op}
    assert own == {"auth.token": [{"SubscriptionKey": [], "Basic": []}]}


def test_every_operation_states_its_effect() -> None:
    """x-effect and x-replayable are on every operation, and no order may be sent twice."""
    for name, (method, _, operation) in OPERATIONS.items():
        assert operation["x-effect"] in {"token", "read", "write", "order"}, name
        assert isinstance(operation["x-replayable"], bool), name
        assert method != "get" or operation["x-effect"] == "read", name
        assert operation["x-effect"] not in {"token", "read"} or operation["x-replayable"], name
    orders = [n for n, (_, _, op) in OPERATIONS.items() if op["x-effect"] == "order"]
    assert orders == ["orders.create"]
    assert OPERATIONS["orders.create"][2]["x-replayable"] is False


def test_pagination_is_on_what_really_pages() -> None:
    """Every list with offset and limit pages, except reports, which ignores both (facts D8)."""
    for name, (_, _, operation) in OPERATIONS.items():
        names = {deref(p)["name"] for p in operation.get("parameters", [])}
        if "x-pagination" not in operation:
            assert "offset" not in names or name == "reports.list", name
            continue
        pages = operation["x-pagination"]
        assert pages == {"items": "data", "total": "pagination.total", "max-limit": 500}, name
        assert {"offset", "limit"} <= names, name
        content = operation["responses"]["200"]["content"]["application/json"]["schema"]
        assert {"data", "pagination"} <= set(properties(content)), name


def test_sorting_names_a_field_of_the_rows() -> None:
    """x-sort names a property that every row has, and newest comes first (facts D4)."""
    sorted_lists = [n for n, (_, _, op) in OPERATIONS.items() if "x-sort" in op]
    assert {"customers.list", "orders.list", "subscriptions.list", "reports.list"} <= set(
        sorted_lists
    )
    for name in sorted_lists:
        operation = OPERATIONS[name][2]
        assert operation["x-sort"]["order"] == "descending", name
        assert operation["x-sort"]["field"] in row_properties(operation), name


def test_filters_are_well_formed() -> None:
    """Each query parameter but the paging ones is a filter on a property of some response."""
    everywhere = {name for _, node in walk(SPEC) for name in node.get("properties", {})}
    for name, (_, _, operation) in OPERATIONS.items():
        for parameter in map(deref, operation.get("parameters", [])):
            if parameter["in"] != "query" or parameter["name"] in {"offset", "limit"}:
                assert "x-filter" not in parameter, name
                continue
            rule = parameter["x-filter"]
            assert set(rule) <= {"field", "match", "ignore-case"}, name
            assert rule["match"] in {"equals", "contains", "from", "to"}, name
            assert set(rule["field"].split(".")) <= everywhere, name


def test_terminal_states_are_states() -> None:
    """x-terminal lists values of the enumeration beside it, and stands on orders and reports."""
    found = extension("x-terminal")
    assert len(found) == 2
    for pointer, node in found:
        values = deref(node["allOf"][0])["enum"]
        assert set(node["x-terminal"]) < set(values), pointer


def test_evidence_is_well_formed() -> None:
    """x-evidence is a level, with the facts it rests on."""
    for pointer, node in extension("x-evidence"):
        assert EVIDENCE.fullmatch(node["x-evidence"]), pointer


def test_usual_properties_exist() -> None:
    """x-usual lists optional properties of the schema it stands on."""
    for pointer, node in extension("x-usual"):
        known = properties(node)
        assert set(node["x-usual"]) <= set(known), pointer


def test_absent_properties_exist() -> None:
    """x-absent-while names properties of the schema it stands on, and values of an enumeration."""
    for pointer, node in extension("x-absent-while"):
        known = properties(node)
        for name, rule in node["x-absent-while"].items():
            ((by, values),) = rule.items()
            choices = deref(known[by])
            choices = choices if "enum" in choices else deref(choices["allOf"][0])
            assert name in known, pointer
            assert set(values) < set(choices["enum"]), pointer


def test_sums_are_of_money() -> None:
    """x-sum names an amount of money, and the amounts of a list that add up to it."""
    for pointer, node in extension("x-sum"):
        known = properties(node)
        for name, terms in node["x-sum"].items():
            rows, _, field = terms.partition(".")
            term = properties(known[rows]["items"])[field]
            assert {"currency", "amount"} <= set(properties(known[name])), pointer
            assert {"currency", "amount"} <= set(properties(term)), pointer


def test_the_words_of_a_conflict_are_those_of_its_example() -> None:
    """x-conflict has the text of the example beside it, with placeholders and advice (facts C7)."""
    ((_, node),) = extension("x-conflict")
    rule = node["x-conflict"]
    text = node["content"]["application/json"]["example"]["message"]
    ((code, state),) = rule["states"].items()
    values = {"subscriptionId": "1300077", "orderNumber": "CH009990"}
    stated = rule["message"].format(**values, state=state, statusCode=code)
    assert text.startswith(stated)
    assert all(word in text.removeprefix(stated) for word in rule["advice"])


def test_no_other_extension_is_used() -> None:
    """Only the extensions that generated code, client and checks know are used."""
    known = {"x-effect", "x-replayable", "x-pagination", "x-sort", "x-filter", "x-terminal"}
    known |= {"x-evidence", "x-usual", "x-usual-names", "x-enum-varnames"}
    known |= {"x-absent-while", "x-sum", "x-null", "x-model", "x-conflict"}
    used = {key for _, node in walk(SPEC) for key in node if key.startswith("x-")}
    assert used == known


def test_links_lead_to_operations() -> None:
    """Each link names an operation and a path parameter from a property of the response."""
    count = 0
    for name, (_, _, operation) in OPERATIONS.items():
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        for link in operation["responses"]["200"].get("links", {}).values():
            count += 1
            target = OPERATIONS[link["operationId"]][2]
            taken = {deref(p)["name"] for p in target["parameters"]}
            assert set(link["parameters"]) <= taken, name
            for pointer in link["parameters"].values():
                steps = pointer.removeprefix("$response.body#/").split("/")
                found = row_properties(operation) if steps[0] == "data" else properties(schema)
                assert steps[-1] in found, name
    assert count >= 20


def test_names_of_enum_members_are_distinct() -> None:
    """An enumeration with both letter cases names its members apart."""
    for pointer, node in walk(SPEC):
        if "enum" in node:
            names = node.get("x-enum-varnames", [str(v).upper() for v in node["enum"]])
            assert len(set(names)) == len(names) == len(node["enum"]), pointer


@pytest.mark.parametrize("name", ["Money", "Discount"])
def test_money_is_decimal_text(name: str) -> None:
    """No amount of money is a number."""
    amount = SPEC["components"]["schemas"][name]["properties"]["amount"]
    assert SPEC["components"]["schemas"]["Decimal"]["format"] == "decimal"
    assert violations(amount, "-1.50") == []
    assert violations(amount, 1.5)
    assert violations(amount, "1,50")
