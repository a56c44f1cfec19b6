"""A description of a user is refused in a sentence, before anything is called."""

import copy
import random
from pathlib import Path
from typing import Any

import pytest
import yaml
from marketplace_contracts.cli import main
from marketplace_contracts.description.spec import load
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.run.usable_spec import see_usable
from support.harness import SPEC

ORDER = ("components", "schemas", "Order")
BODY = ("components", "schemas", "OrderRequest")
JUNK: tuple[Any, ...] = (True, None, 3, "x", [], {}, [1], {3: "x"}, {"$ref": "#/paths"}, 10**30)


def changed(folder: Path, path: tuple[Any, ...], value: Any) -> Path:
    """Our description with another value at one place."""
    document = copy.deepcopy(SPEC.document)
    node = document
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = value
    file = folder / "mine.yaml"
    file.write_text(yaml.dump(document, Dumper=yaml.CSafeDumper, sort_keys=False))
    return file


def test_our_own_description_is_usable() -> None:
    """Nothing is wrong with the description of the project, its examples included."""
    see_usable(load())


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ((*ORDER, "x-usual"), [{"a": 1}]),
        ((*ORDER, "x-usual"), {"a": 1}),
        ((*ORDER, "x-usual"), ["nothing"]),
        (ORDER, True),
        (ORDER, {"$ref": "#/components/schemas/Order"}),
        ((*ORDER, "properties"), [1]),
        ((*ORDER, "required"), 3),
        (("paths", "/orders", "get", "x-pagination"), True),
        (("paths", "/orders", "get", "responses"), {"default": {}}),
        (("paths", "/orders", "get", "parameters"), "x"),
        (("paths",), []),
        (("components",), None),
        (("info",), []),
    ],
    ids=lambda value: str(value)[-40:],
)
def test_a_malformed_description_is_named(
    path: tuple[Any, ...], value: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command exits with 2 and one sentence that names the description."""
    file = changed(tmp_path, path, value)
    assert main(["check", "--spec", str(file), "--phases", "examples"]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert said.startswith("The description ")
    assert "mine.yaml" in said


def test_integer_keys_are_the_statuses_they_mean(tmp_path: Path) -> None:
    """`200:` without quotation marks, as most people write it, is the status 200."""
    place = ("paths", "/plans/{id}", "get", "responses")
    responses = SPEC.document["paths"]["/plans/{id}"]["get"]["responses"]
    file = changed(tmp_path, place, {int(key): value for key, value in responses.items()})
    spec = load(file)
    see_usable(spec)
    assert spec.operations["plans.get"].responses.keys() == {int(key) for key in responses}


@pytest.mark.parametrize("kind", ["example", "examples"])
def test_examples_are_validated_first(kind: str, tmp_path: Path) -> None:
    """An example that breaks its own schema would be sent as a valid request: it is named."""
    value: Any = {"type": 3} if kind == "example" else {"mine": {"value": {"type": 3}}}
    content = SPEC.document["paths"]["/orders"]["post"]["requestBody"]["content"]
    changes = {key: each for key, each in content["application/json"].items() if key == "schema"}
    place = ("paths", "/orders", "post", "requestBody", "content", "application/json")
    file = changed(tmp_path, place, changes | {kind: value})
    with pytest.raises(CannotRun, match=f"example that breaks its own schema at #/paths.*{kind}"):
        see_usable(load(file))


@pytest.mark.parametrize("seed", range(12))
def test_no_random_change_is_a_crash(seed: int, tmp_path: Path) -> None:
    """A description broken at a random place is usable, or refused with one sentence."""
    chance = random.Random(seed)
    paths = [path for path in places(SPEC.document) if path]
    file = changed(tmp_path, chance.choice(paths), chance.choice(JUNK))
    try:
        see_usable(load(file))
    except CannotRun as reason:
        assert "\n" not in str(reason)  # noqa: PT017 - it need not be raised


def places(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Paths of all nodes of a document."""
    below = node.items() if isinstance(node, dict) else enumerate(node) if node else ()
    found = [path]
    for key, inner in below:
        found += places(inner, (*path, key)) if isinstance(inner, dict | list) else [(*path, key)]
    return found
