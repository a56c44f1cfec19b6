"""Our templates against the generator's originals."""

import hashlib
from pathlib import Path

import openapi_python_client
import pytest
from openapi_python_client.config import ConfigFile
from ruamel.yaml import YAML

SPEC = Path(__file__).parents[2] / "spec"
OURS = SPEC / "templates"
ORIGINALS = Path(openapi_python_client.__file__).parent / "templates"

# SHA-256 of each original of openapi-python-client 0.29.1 that one of ours replaces. When one
# differs: read what changed there, carry it over where it matters, and only then write the new sum.
OVERRIDDEN = {
    "api_init.py.jinja": "f3b0290732b219be73b204cc3a44170eab0b64299a485a093306c6cc20d064cc",
    "endpoint_init.py.jinja": "c1837a037fdbbd85b5dc1d49f58bd80a672fe4496cfaaf84d3b91927027b56da",
    "endpoint_module.py.jinja": "c1b2628053eb4875ba59566baa5ae907666f9cbfafa308d93f970a4404b7cd52",
    "model.py.jinja": "fd1c79680d51c06cfbb89809ad123750ba9add98b688036c04cabbf1f8ba40a0",
    "models_init.py.jinja": "4f64a3d6e1b15a561be5573c1b7702eb928c0e4fa6b67107d20e57a74c44d51a",
    "package_init.py.jinja": "ac15907e32dc39bd9b83ea6f2002fb87514f2182b97f88231b5a9c47321f6210",
    "str_enum.py.jinja": "e4979a5e6b338351eda8bdac534017cfbeb51a809b494fd3c632db39414817fc",
}
# Macros of our own, which replace nothing.
ADDED = {"fields.jinja", "operation.jinja"}


@pytest.mark.parametrize("name", OVERRIDDEN)
def test_the_original_behind_a_template_is_the_one_it_was_written_for(name: str) -> None:
    """A generator whose template changed under ours is noticed, by the template's name."""
    found = hashlib.sha256((ORIGINALS / name).read_bytes()).hexdigest()
    assert found == OVERRIDDEN[name], f"the generator's {name} changed: compare, then update"


def test_every_template_is_an_override_or_known_to_be_ours() -> None:
    """There is no file that the generator does not read."""
    assert {path.name for path in OURS.iterdir()} == OVERRIDDEN.keys() | ADDED


def test_ours_do_not_hide_an_original() -> None:
    """The macro files have names that the generator does not use."""
    assert not [name for name in ADDED if (ORIGINALS / name).exists()]


@pytest.mark.parametrize("path", sorted(OURS.iterdir()), ids=lambda path: path.name)
def test_each_template_begins_with_its_reason(path: Path) -> None:
    """The first thing in a template is why it exists."""
    assert path.read_text(encoding="utf-8").startswith("{# Why: ")


def test_the_generator_knows_each_setting() -> None:
    """The generator ignores unknown settings silently, so there are none."""
    settings = YAML(typ="safe").load(SPEC / "generator.yaml")
    assert set(settings) <= set(ConfigFile.model_fields)
