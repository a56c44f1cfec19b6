"""The status screen: each line shows a part of the state of the repository."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from marketplace_contracts.cli import main
from marketplace_contracts.report.status import as_text, status
from support.openapi import ROOT

TODAY = date(2027, 1, 31)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the files that the screen reads."""
    for name in ("spec", "generated", "contracts/cassettes", "docs"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
    shutil.copy(ROOT / "contracts/accepted.yaml", tmp_path / "contracts/accepted.yaml")
    return tmp_path


def test_a_sound_repository_is_current(house: Path) -> None:
    """Version, generated code, cassettes, corrections and facts are counted."""
    text = as_text(status(house, TODAY))
    assert "description   version 1.15, 28 operations\n" in text
    assert "generated     current\n" in text
    assert "from simulator, " in text
    assert "accepted      no deviation\n" in text
    assert "inferred" in text.splitlines()[-1]


def test_what_is_out_of_date_is_reported(house: Path) -> None:
    """A stale package, a cassette of another version and an expired acceptance show."""
    (house / "generated/cloud_marketplace_api/operations.py").write_text("", encoding="utf-8")
    cassette = next((house / "contracts/cassettes").glob("*.yaml"))
    cassette.write_text(
        cassette.read_text("utf-8").replace("spec: '1.15'", "spec: '1.14'"), "utf-8"
    )
    (house / "contracts/accepted.yaml").write_text(
        "- operation: orders.list\n  check: sort_order\n  reason: the move, ticket 4711\n"
        "  expires: 2027-01-30\n",
        encoding="utf-8",
    )
    text = as_text(status(house, TODAY))
    assert "generated     stale: 1 files differ; run make generate\n" in text
    assert ", 1 of another version\n" in text
    assert "accepted      orders.list sort_order expired 1 days ago: the move" in text


def test_the_last_probe_is_shown(house: Path) -> None:
    """Day, age, service and number of findings of the last probe show, once there is one."""
    assert "last probe    none in the folder probe\n" in as_text(status(house, TODAY))
    report = {"date": "2027-01-21T09:00:00+00:00", "target": "https://x.example", "findings": [{}]}
    (house / "probe").mkdir()
    (house / "probe/findings.json").write_text(json.dumps(report), encoding="utf-8")
    text = as_text(status(house, TODAY))
    assert "last probe    2027-01-21, 10 days ago, of https://x.example: 1 findings\n" in text


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"date": 5}', "\x00", "[" * 100_000])
def test_a_damaged_probe_is_none(house: Path, text: str) -> None:
    """A report that cannot be read does not stop the screen."""
    (house / "probe").mkdir()
    (house / "probe/findings.json").write_text(text, encoding="utf-8")
    assert status(house, TODAY)["probe"] is None


def test_programs_get_json(capsys: pytest.CaptureFixture[str]) -> None:
    """`--format json` prints the same as data."""
    assert main(["status", "--root", str(ROOT), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["description"]["operations"] == 28
    assert sum(found["corrections"].values()) > 100
