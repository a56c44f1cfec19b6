"""Our corrections of the published file: complete, reasoned, and each of them needed."""

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml
from marketplace_contracts.description.adopt.adoption import latest
from marketplace_contracts.description.diff import read
from marketplace_contracts.description.overlay import (
    CorrectionOutcome,
    apply,
    corrections,
    structure,
)
from marketplace_contracts.description.overlay.derive import derive
from marketplace_contracts.errors import CannotRun
from support.openapi import ROOT

PATH = ROOT / "spec/corrections.yaml"
PUBLISHED = structure(dict(read(str(latest(ROOT / "spec/published"))).data))
OURS = structure(dict(read(str(ROOT / "spec/openapi.yaml")).data))


def test_the_published_structure_with_our_corrections_is_ours() -> None:
    """No difference between the published file and ours is unexplained.

    What is missing is printed as actions to be added to spec/corrections.yaml with their reasons.
    """
    corrected, _ = apply(PUBLISHED, corrections(PATH).actions)
    missing = derive(structure(corrected), OURS)
    assert missing == [], yaml.safe_dump(missing, sort_keys=False)


def test_every_correction_changes_something() -> None:
    """Each action finds its target in the version it was written for, and is needed there."""
    _, outcomes = apply(PUBLISHED, corrections(PATH).actions)
    idle = [
        (action.line, action.target)
        for action, was in outcomes
        if was is not CorrectionOutcome.APPLIED
    ]
    assert idle == []


def test_applying_leaves_the_document_alone() -> None:
    """The published structure is the same afterwards."""
    before = copy.deepcopy(PUBLISHED)
    apply(PUBLISHED, corrections(PATH).actions)
    assert before == PUBLISHED


ACTION: dict[str, Any] = {
    "target": "$.paths",
    "description": "Because.",
    "x-evidence": "observed (C1)",
    "x-written-for": "1.15",
    "remove": True,
}


@pytest.mark.parametrize(
    ("change", "reported"),
    [
        ({"target": None}, "has no target"),
        ({"description": " "}, "has no description"),
        ({"x-evidence": "surely"}, "has no level of evidence"),
        ({"x-written-for": None}, "has no x-written-for"),
        ({"remove": False}, "must either update or remove"),
        ({"update": {}}, "must either update or remove"),
    ],
)
def test_an_action_without_its_reason_is_refused(
    tmp_path: Path, change: dict[str, Any], reported: str
) -> None:
    """An action says why, how surely and for which version; else its line is reported."""
    path = tmp_path / "corrections.yaml"
    overlay = {"overlay": "1.0.0", "actions": [{**ACTION, **change}]}
    path.write_text(yaml.safe_dump(overlay), encoding="utf-8")
    with pytest.raises(CannotRun, match=f"corrections.yaml:[23] {reported}"):
        corrections(path)


def test_a_target_that_is_no_jsonpath_is_reported(tmp_path: Path) -> None:
    """A mistyped target names its line."""
    path = tmp_path / "corrections.yaml"
    path.write_text(yaml.safe_dump({"overlay": "1.0.0", "actions": [{**ACTION, "target": "$.["}]}))
    with pytest.raises(CannotRun, match="is not JSONPath"):
        apply({}, corrections(path).actions)
