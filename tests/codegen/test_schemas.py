"""The spec's schemas on their way to the generator."""

import copy
from typing import Any

import pytest
from marketplace_contracts.codegen.errors import CodegenError
from marketplace_contracts.codegen.schemas import compile_schemas, reachable

Json = dict[str, Any]
TEXT = {"type": "string"}


def ref(name: str) -> Json:
    """Return a reference to a component schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def thing(**properties: Json) -> Json:
    """Return an object schema."""
    return {"type": "object", "properties": properties}


def test_an_heir_has_the_properties_of_all_its_parts_and_the_last_word() -> None:
    """A composition becomes one object in which later parts win and requirements add up."""
    compiled = compile_schemas(
        {
            "Row": thing(id=TEXT, name={"type": "integer"}) | {"required": ["id"]},
            "Full": {
                "description": "All of it.",
                "allOf": [ref("Row"), thing(name=TEXT), {"type": "object", "required": ["name"]}],
            },
        }
    )
    assert compiled["Full"] == {
        "type": "object",
        "description": "All of it.",
        "properties": {"id": TEXT, "name": TEXT},
        "required": ["id", "name"],
    }


def test_a_choice_between_objects_is_any_value() -> None:
    """What no reader can distinguish is received as JSON, wherever the choice is written."""
    choice = {"oneOf": [ref("B"), ref("C")]}
    compiled = compile_schemas(
        {
            "B": thing(x=TEXT),
            "C": thing(x=TEXT),
            "Named": {**choice, "description": "Either.", "discriminator": {"propertyName": "x"}},
            "A": thing(
                b={**choice, "readOnly": True},
                c={"type": "array", "items": choice},
                d=ref("Named"),
                e={"anyOf": [ref("B"), thing(y=TEXT)]},
                f={"anyOf": [ref("B"), TEXT]},
            ),
        }
    )
    assert compiled["A"]["properties"] == {
        "b": {"readOnly": True, "x-choice": choice},
        "c": {"type": "array", "items": {"x-choice": choice}},
        "d": {"description": "Either.", "x-choice": choice},
        "e": {"x-choice": {"anyOf": [ref("B"), thing(y=TEXT)]}},
        "f": {"anyOf": [ref("B"), TEXT]},
    }
    # The models that can be chosen exist, for users who know which one they received.
    assert reachable([ref("A")], compiled) >= {"B", "C"}


def test_inline_objects_get_a_name() -> None:
    """An object within an object, a list or a composition is a component of that place."""
    inner = thing(c=TEXT, d={"type": "array", "items": thing(e=TEXT)})
    compiled = compile_schemas(
        {
            "Base": thing(x=TEXT),
            "A": thing(
                b={**inner, "description": "Inner.", "nullable": True},
                m={"allOf": [ref("Base"), thing(n=TEXT)]},
            ),
            "Heir": {"allOf": [ref("A"), thing(z=TEXT)]},
        }
    )
    expected = {
        "b": {"allOf": [ref("AB")], "description": "Inner.", "nullable": True},
        "m": {"allOf": [ref("AM")]},
    }
    assert compiled["A"]["properties"] == expected
    assert compiled["Heir"]["properties"] == expected | {"z": TEXT}
    assert compiled["AB"]["properties"]["d"]["items"] == {"allOf": [ref("ABD")]}
    assert compiled["ABD"]["properties"] == {"e": TEXT}
    assert list(compiled["AM"]["properties"]) == ["x", "n"]


def test_a_part_of_a_part_is_flattened_too() -> None:
    """Compositions of compositions become one object."""
    compiled = compile_schemas(
        {
            "A": thing(a=TEXT),
            "B": {"allOf": [ref("A"), thing(b=TEXT)]},
            "C": {"allOf": [ref("B"), thing(c=TEXT)]},
        }
    )
    assert list(compiled["C"]["properties"]) == ["a", "b", "c"]


def test_heirs_share_the_inline_enumeration_of_their_part() -> None:
    """An inline enumeration gets the name of the schema that declares it, once for all heirs."""
    compiled = compile_schemas(
        {
            "Base": thing(kind={"type": "string", "enum": ["a", "B c"], "nullable": True}),
            "One": {"allOf": [ref("Base")]},
            "Two": {"allOf": [ref("Base")]},
        }
    )
    kind = {"allOf": [ref("BaseKind")], "nullable": True}
    assert compiled["One"]["properties"]["kind"] == kind
    assert compiled["Two"]["properties"]["kind"] == kind
    assert compiled["BaseKind"]["enum"] == ["a", "B c"]


def test_a_choice_of_null_is_nullable() -> None:
    """A choice between a schema and null reads as that schema or None; other choices stay."""
    nothing = {"type": "string", "nullable": True, "enum": [None]}
    compiled = compile_schemas(
        {
            "A": thing(
                kind={
                    "type": "string",
                    "nullable": True,
                    "anyOf": [ref("Kind"), ref("Nothing")],
                    "description": "Mine.",
                },
                other={"anyOf": [TEXT, {"type": "number"}]},
            ),
            "Kind": {"type": "string", "enum": ["a"]},
            "Nothing": nothing,
        }
    )
    assert compiled["A"]["properties"] == {
        "kind": {"allOf": [ref("Kind")], "nullable": True, "description": "Mine."},
        "other": {"anyOf": [TEXT, {"type": "number"}]},
    }
    assert "Nothing" not in compiled


def test_an_enumeration_in_a_list_gets_a_name_too() -> None:
    """The items of a list refer to the enumeration that was inline."""
    items = {"type": "array", "items": {"type": "string", "enum": ["x"]}}
    compiled = compile_schemas({"A": thing(kinds=items)})
    assert compiled["A"]["properties"]["kinds"]["items"] == {"allOf": [ref("AKinds")]}
    assert compiled["AKinds"]["x-enum-varnames"] == ["X"]


def test_members_are_named_with_underscores_unless_the_spec_names_them() -> None:
    """A value creditHold becomes CREDIT_HOLD; x-enum-varnames has the last word."""
    compiled = compile_schemas(
        {
            "A": {"type": "string", "enum": ["creditHold", "FLAT", "no_refund"]},
            "B": {"type": "string", "enum": ["x", "X"], "x-enum-varnames": ["LOWER_X", "X"]},
        }
    )
    assert compiled["A"]["x-enum-varnames"] == ["CREDIT_HOLD", "FLAT", "NO_REFUND"]
    assert compiled["B"]["x-enum-varnames"] == ["LOWER_X", "X"]


def test_a_map_is_a_mark_wherever_it_is_referred_to() -> None:
    """An object of free keys gets no class: references to it become the type of its values."""
    compiled = compile_schemas(
        {
            "Attributes": {"type": "object", "additionalProperties": TEXT, "description": "Free."},
            "A": thing(
                plain=ref("Attributes"),
                wrapped={"allOf": [ref("Attributes")], "nullable": True, "description": "Mine."},
                anything={"type": "object"},
            ),
        }
    )
    assert "Attributes" not in compiled
    assert compiled["A"]["properties"] == {
        "plain": {"x-map": "str", "description": "Free."},
        "wrapped": {"x-map": "str", "description": "Mine.", "nullable": True},
        "anything": {"x-map": "Any"},
    }


def test_what_a_reader_must_not_act_on_is_dropped() -> None:
    """Patterns, limits, defaults, examples and formats other than dates do not reach the reader."""
    compiled = compile_schemas(
        {
            "A": thing(
                amount=TEXT | {"format": "decimal", "pattern": "^x$", "default": "1"},
                day=TEXT | {"format": "date", "example": "2024-01-01"},
                id=TEXT | {"format": "uuid", "minLength": 3},
            )
        }
    )
    assert compiled["A"]["properties"] == {
        "amount": TEXT,
        "day": TEXT | {"format": "date"},
        "id": TEXT,
    }


@pytest.mark.parametrize("name", ["token", "password", "login", "downloadUrl", "pin"])
def test_secrets_are_marked(name: str) -> None:
    """Known secret names and the password format carry the mark that keeps them out of reprs."""
    schema = TEXT | {"format": "password"} if name == "pin" else TEXT
    compiled = compile_schemas({"A": thing(**{name: schema, "other": TEXT})})
    assert compiled["A"]["properties"] == {name: TEXT | {"x-secret": True}, "other": TEXT}


def test_compiling_leaves_the_spec_alone_and_is_deterministic() -> None:
    """The same schemas give the same result twice and are not changed by it."""
    schemas = {
        "A": thing(kind={"type": "string", "enum": ["a"]}, map={"type": "object"}),
        "B": {"allOf": [ref("A"), thing(b=TEXT)]},
    }
    before = copy.deepcopy(schemas)
    assert compile_schemas(schemas) == compile_schemas(schemas)
    assert schemas == before


def test_reachable_follows_references_and_stops_at_circles() -> None:
    """All schemas that a root needs are found once, others are not."""
    schemas = {"A": thing(b=ref("B")), "B": thing(a=ref("A")), "C": thing(x=TEXT)}
    assert reachable([ref("A")], schemas) == {"A", "B"}


@pytest.mark.parametrize(
    ("schemas", "says"),
    [
        ({"A": {"allOf": [ref("Nobody")]}}, "A: no schema is called Nobody"),
        ({"A": thing(b=ref("Nobody"))}, "A.b: no schema is called Nobody"),
        ({"A": {"allOf": [ref("A")]}}, "A: the composition contains itself"),
        ({"A": {"allOf": [TEXT]}}, "A: only objects can be composed with allOf"),
        ({"A": thing(b=thing(c=TEXT)), "AB": TEXT}, "A: an inline object needs the name AB"),
        ({"A": {"enum": [1, 2]}}, "A: only enumerations of text are supported"),
        (
            {"A": {"type": "string", "enum": ["x", "X"]}},
            "A: x-enum-varnames must give each value a name of its own",
        ),
        (
            {"AKind": TEXT, "A": thing(kind={"type": "string", "enum": ["x"]})},
            "A: an inline enum needs the name AKind, which is taken",
        ),
    ],
)
def test_what_cannot_be_expressed_is_refused_with_its_place(schemas: Json, says: str) -> None:
    """A schema that the generated package cannot express is an error that names it."""
    with pytest.raises(CodegenError, match="^" + says.replace(".", r"\.")):
        compile_schemas(schemas)
