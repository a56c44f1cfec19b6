"""Changes of JSON values by paths."""

from typing import Any

import pytest
from marketplace_contracts.drift import edits

BODY = {"id": "1", "data": [{"a": {"amount": "1.0"}}, {"a": None}, {"b": 2}]}


@pytest.mark.parametrize(
    ("edit", "wanted"),
    [
        (edits.drop("id"), {"data": BODY["data"]}),
        (edits.drop("data.*.a.amount"), {"id": "1", "data": [{"a": {}}, {"a": None}, {"b": 2}]}),
        (edits.put("data.*.b", 3), {"id": "1", "data": [*BODY["data"][:2], {"b": 3}]}),
        (edits.add("", "new", 1), {**BODY, "new": 1}),
        (edits.rename("id", "ID"), {"ID": "1", "data": BODY["data"]}),
        (edits.mapped("id", {"1": "2"}), {**BODY, "id": "2"}),
        (
            edits.change("**.amount", float),
            {"id": "1", "data": [{"a": {"amount": 1.0}}, *BODY["data"][1:]]},
        ),
        (
            edits.change("data.*", lambda row: row if "b" in row else edits.GONE),
            {"id": "1", "data": [{"b": 2}]},
        ),
        (edits.both(edits.drop("id"), edits.put("data", 0)), {"data": 0}),
        (edits.drop("nothing.here", "data.*.x.y", "id.*"), BODY),
    ],
    ids=["drop", "deep", "put", "add", "rename", "mapped", "any-depth", "items", "both", "nothing"],
)
def test_an_edit_changes_what_its_path_names(edit: edits.Edit, wanted: Any) -> None:
    """An edit changes only its path, and not the original value."""
    before = repr(BODY)
    assert edit(BODY) == wanted
    assert repr(BODY) == before


def test_a_rename_keeps_the_place() -> None:
    """Readers that go by order see the value where it was."""
    assert list(edits.rename("a", "z")({"a": 1, "b": 2})) == ["z", "b"]
