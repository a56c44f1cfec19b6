"""What our templates use of openapi-python-client's parser, which is not public API."""

from typing import Any

import pytest
from marketplace_contracts.codegen import compile_spec
from openapi_python_client import Project
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from support.specs import ROOT, small_spec

SPEC = ROOT / "spec"
CONFIG = Config.from_sources(
    ConfigFile.load_from_path(SPEC / "generator.yaml"),
    MetaType.NONE,
    SPEC,
    "utf-8",
    overwrite=False,
    output_path=None,
)


@pytest.fixture(scope="module")
def parsed() -> GeneratorData:
    """The small spec as the parser hands it to the templates."""
    data = GeneratorData.from_dict(compile_spec(small_spec()), config=CONFIG)
    assert isinstance(data, GeneratorData)
    return data


def environment(parsed: GeneratorData) -> Any:
    """The jinja environment that renders the templates."""
    return Project(openapi=parsed, config=CONFIG, custom_template_path=SPEC / "templates").env


def endpoint(parsed: GeneratorData, number: int) -> Any:
    """One operation of the only resource."""
    (collection,) = parsed.endpoint_collections_by_tag.values()
    assert collection.tag == "things"
    return collection.endpoints[number]


def model(parsed: GeneratorData, name: str) -> Any:
    """One model by its name."""
    (found,) = (one for one in parsed.models if str(one.class_info.name) == name)
    return found


def test_endpoints_carry_what_templates_read(parsed: GeneratorData) -> None:
    """Method, path, name, parameters by place, and the `x-operation` of the only response."""
    listed, updated = endpoint(parsed, 0), endpoint(parsed, 1)
    assert (listed.method, str(listed.name)) == ("get", "things_list")
    assert listed.path.get_untrusted_value() == "/things"
    assert [p.python_name for p in listed.query_parameters] == ["kind", "limit"]
    assert [p.name.get_untrusted_value() for p in updated.path_parameters] == ["id"]
    facts = listed.responses.patterns[0].data.model_extra["x-operation"]
    assert (facts["id"], facts["row"]) == ("things.list", "Thing")


def test_models_carry_what_templates_read(parsed: GeneratorData) -> None:
    """Class name, description, properties in two groups, raw schemas, and imports."""
    thing = model(parsed, "Thing")
    assert [p.python_name for p in thing.required_properties] == ["kind"]
    assert [p.python_name for p in thing.optional_properties] == ["day"]
    assert thing.description == "A thing."
    assert thing.data.properties["day"].readOnly is True
    kind = thing.data.properties["kind"]
    assert (kind.writeOnly, kind.nullable) == (None, False) or kind.writeOnly is False
    assert {*thing.relative_imports, *thing.lazy_imports} >= {"from ..models.kind import Kind"}


def test_properties_carry_what_templates_read(parsed: GeneratorData) -> None:
    """The class names of properties show their kind; lists and enumerations what they contain."""
    thing, page = model(parsed, "Thing"), model(parsed, "ThingPage")
    kind, day = thing.required_properties[0], thing.optional_properties[0]
    rows = {str(p.python_name): p for p in page.required_properties}["data"]
    names = [type(p).__name__ for p in (kind, day, rows, rows.inner_property)]
    assert names == ["EnumProperty", "DateProperty", "ListProperty", "ModelProperty"]
    assert str(kind.class_info.name) == "Kind"
    code = environment(parsed).filters["as_unembedded_code"]
    types = [str(code(p.get_type_string(no_optional=True))) for p in (day, rows)]
    assert types == ["datetime.date", "list[Thing]"]


def test_enumerations_carry_what_templates_read(parsed: GeneratorData) -> None:
    """Class name, description, and values by the names of `x-enum-varnames`."""
    (kind,) = parsed.enums
    assert str(kind.class_info.name) == "Kind"
    assert kind.description == "A kind."
    assert {str(k): str(v) for k, v in kind.values.items()} == {
        "SMALL": "small",
        "BIG_ONE": "bigOne",
    }


def test_templates_have_the_filters_that_they_use(parsed: GeneratorData) -> None:
    """The filters that make document texts safe, and the function that names a class."""
    known = environment(parsed)
    needed = {"safe_for_docstring", "as_unembedded_code", "in_double_quote_literal"}
    assert needed <= known.filters.keys()
    assert known.globals["class_name"]("things") == "Things"
