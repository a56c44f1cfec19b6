"""The compile step: what the generator gets to see of the spec."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from marketplace_contracts.codegen import CodegenError, compile_spec
from support.specs import operation, small_spec

Json = dict[str, Any]


def facts(compiled: Json, path: str = "/things", method: str = "get") -> Json:
    """Return what a template finds about an operation."""
    found: Json = operation(compiled, path, method)["responses"]["200"]["x-operation"]
    return found


def test_only_the_successful_response_remains() -> None:
    """Errors, headers, links, security and header parameters do not reach the generator."""
    compiled = compile_spec(small_spec())
    text = json.dumps(compiled)
    assert list(operation(compiled)["responses"]) == ["200"]
    assert not [word for word in ("401", "headers", "links", "security", "X-Key") if word in text]


def test_templates_find_what_the_generator_hides() -> None:
    """Operation id, effect, row and the descriptions of parameters are in the response."""
    assert facts(compile_spec(small_spec())) == {
        "id": "things.list",
        "name": "list",
        "about": "All things",
        "summary": "List things",
        "description": "",
        "effect": "read",
        "replayable": True,
        "returns": "ThingPage",
        "row": "Thing",
        "body": None,
        "parameters": {"kind": "The kind.", "limit": "Rows. The service assumes 10."},
    }


def test_parameters_of_the_path_belong_to_each_of_its_operations() -> None:
    """A parameter of the path, by reference, is part of the operation."""
    compiled = compile_spec(small_spec())
    assert operation(compiled, "/things/{id}", "patch")["parameters"] == [
        {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    ]
    update = facts(compiled, "/things/{id}", "patch")
    assert (update["body"], update["row"]) == ("Thing", None)


def test_models_are_those_that_an_operation_or_an_error_needs() -> None:
    """Errors have models though no response names them; unreferenced schemas have none."""
    names = compile_spec(small_spec())["components"]["schemas"]
    assert set(names) == {"Kind", "Thing", "Pagination", "ThingPage", "Error"}


def test_compiling_is_pure_and_deterministic() -> None:
    """The spec is not changed, and compiles to the same text each time."""
    spec = small_spec()
    before = copy.deepcopy(spec)
    assert json.dumps(compile_spec(spec)) == json.dumps(compile_spec(spec))
    assert spec == before


def set_at(*path: str, value: Any) -> Callable[[Json], None]:
    """Return a change that sets one place of the spec."""

    def change(spec: Json) -> None:
        node: Any = spec
        for step in path[:-1]:
            node = node[step]
        node[path[-1]] = value

    return change


LIST = ("paths", "/things", "get")
TAGS = {"name": "tags", "schema": {"type": "array", "items": {"type": "string"}}}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (set_at("paths", value={}), "the spec has no operations"),
        (set_at(*LIST, "operationId", value="list"), "list: the operation id must be its tag"),
        (set_at(*LIST, "tags", value=[]), "things.list: the operation id must be its tag"),
        (
            set_at(*LIST, "x-effect", value="delete"),
            "x-effect at #/paths/~1things/get is not one of",
        ),
        (set_at(*LIST, "x-replayable", value=None), "things.list: x-replayable"),
        (set_at(*LIST, "x-sort", value={}), "#/paths/~1things/get lacks 'field'"),
        (set_at(*LIST, "x-pagination", value=3), "#/paths/~1things/get is malformed"),
        (set_at(*LIST, "parameters", value=[3]), "#/paths/~1things/get is malformed"),
        (set_at("paths", "/things", value=3), "the spec is malformed"),
        (set_at(*LIST, "responses", value={"401": {}}), "things.list: no successful response"),
        (
            set_at(*LIST, "parameters", value=[{**TAGS, "in": "query"}]),
            "things.list: tags is a list or object, which is not sent yet",
        ),
        (
            set_at(*LIST, "parameters", value=[{**TAGS, "in": "header", "required": True}]),
            "things.list: tags is a header parameter, which is not sent yet",
        ),
        (
            set_at(*LIST, "responses", value={"200": {}}),
            "things.list: the successful response has no",
        ),
        (
            set_at(*LIST, "responses", "200", "content", "application/json", "schema", value={}),
            "things.list: bodies and responses must refer to a schema",
        ),
        (
            set_at(*LIST, "parameters", value=[{"$ref": "#/components/parameters/No"}]),
            "#/components/parameters/No points to nothing",
        ),
        (
            set_at("components", "schemas", "ThingPage", "required", value=["data"]),
            "things.list: a page needs data",
        ),
        (
            set_at("paths", "/things/{id}", "patch", "operationId", value="things.list"),
            "things.list: two operations have this id",
        ),
    ],
)
def test_a_broken_rule_is_named_with_its_place(change: Callable[[Json], None], says: str) -> None:
    """What the generated package depends on is checked, and the error names the place."""
    spec = small_spec()
    change(spec)
    with pytest.raises(CodegenError) as caught:
        compile_spec(spec)
    assert str(caught.value).startswith(says)
