"""Insertions into YAML text: the value is there, and every other line is as it was."""

import difflib
import random
from typing import Any

import pytest
import yaml
from marketplace_contracts.description.adopt.insert import insert
from support.openapi import ROOT

TEXT = """\
# A comment at the top
a:
  block:  # beside
    one: 1
    text: >-
      folded
      over lines

  # about flow
  flow: {x: 1, y: [1, 2]}
  empty: {}
  list:
  - first
  - name: second
    deep: {k: v}

  none: []
b: last
"""
PLACES: list[tuple[list[str | int], str | None]] = [
    ([], "new"),
    (["a"], "new"),
    (["a", "block"], "new"),
    (["a", "flow"], "new"),
    (["a", "flow", "y"], None),
    (["a", "empty"], "new"),
    (["a", "list"], None),
    (["a", "list", 1], "new"),
    (["a", "list", 1, "deep"], "new"),
    (["a", "none"], None),
]
VALUES: list[Any] = [
    "text",
    "2026-11-01",
    "yes",
    7,
    {"p": {"q": [1, "x"]}},
    ["a", {"b": 1}],
    {},
    [],
]


@pytest.mark.parametrize(("parent", "key"), PLACES, ids=str)
@pytest.mark.parametrize("value", VALUES, ids=str)
def test_a_value_is_added_and_nothing_else_changes(
    parent: list[str | int], key: str | None, value: Any
) -> None:
    """After an insertion the document holds the value, and all lines but those of its place."""
    expected = yaml.safe_load(TEXT)
    node = expected
    for part in parent:
        node = node[part]
    if key is None:
        node.append(value)
    else:
        node[key] = value
    changed = insert(TEXT, parent, key, value)
    assert yaml.safe_load(changed) == expected
    removed = [
        line for line in difflib.ndiff(TEXT.split("\n"), changed.split("\n")) if line[:2] == "- "
    ]
    assert len(removed) <= (0 if "flow" not in parent and key != "deep" else 1) + (
        1 if parent in (["a", "empty"], ["a", "none"], ["a", "list", 1, "deep"]) else 0
    )


def test_any_mapping_of_the_description_takes_a_member() -> None:
    """Members added at many places of the real description are all there afterwards."""
    text = (ROOT / "spec/openapi.yaml").read_text(encoding="utf-8")
    expected = yaml.safe_load(text)
    chance = random.Random(3)
    ways: list[list[str | int]] = []

    def walk(node: Any, way: list[str | int]) -> None:
        if isinstance(node, dict):
            ways.append(way)
        for name, one in node.items() if isinstance(node, dict) else enumerate(node):
            if isinstance(one, dict | list):
                walk(one, [*way, name])

    walk(expected, [])
    for way in chance.sample(ways, 12):
        node = expected
        for part in way:
            node = node[part]
        node["x-new"] = {"k": 1}
        text = insert(text, way, "x-new", {"k": 1})
    assert yaml.safe_load(text) == expected


@pytest.mark.parametrize(
    ("parent", "key"), [(["zz"], "k"), (["a", "list", 9], "k"), (["a"], "block"), (["b"], "k")]
)
def test_a_place_that_cannot_take_it_is_refused(parent: list[str | int], key: str) -> None:
    """A parent that is missing or no collection, and a key that is there already, are errors."""
    with pytest.raises(KeyError):
        insert(TEXT, parent, key, 1)
