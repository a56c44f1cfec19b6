"""A replay finds every change in a cassette, in the client or in the description."""

import copy
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from marketplace_contracts.description.spec import load, parse
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.paths import cassettes_path
from marketplace_contracts.recording import cassette_file, replay
from marketplace_contracts.recording.block_network import NetworkBlocked
from marketplace_contracts.recording.scenarios.scenario import scenarios
from marketplace_contracts.run.results import Results
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Finding
from support.descriptions.new_operations import NEW, extended_spec

NAME = "customer-life"


@pytest.fixture(scope="module")
def contract() -> Contract:
    """The description, ready for checking."""
    return Contract(load())


@pytest.fixture
def results(contract: Contract) -> Results:
    """Return empty results."""
    return Results(contract)


def changed(tmp_path: Path, change: Callable[[dict[str, Any]], object], name: str = NAME) -> Path:
    """Write a copy of a committed cassette with a change."""
    content = cassette_file.read(cassettes_path() / f"{name}.yaml")
    change(content)
    path = tmp_path / f"{name}.yaml"
    path.write_text(cassette_file.write(content), encoding="utf-8")
    return path


def in_text(old: str, new: str) -> Callable[[dict[str, Any]], object]:
    """Return a change of the bodies of all responses."""

    def change(content: dict[str, Any]) -> None:
        for each in content["interactions"]:
            body = each["response"]["body"]
            body["string"] = (body["string"] or "").replace(old, new)

    return change


def texts(findings: list[Finding]) -> str:
    """Return all findings as text."""
    return "\n".join(f"{f.operation} {f.check} {f.promise}: {f.observed}" for f in findings)


def test_a_committed_cassette_replays(results: Results) -> None:
    """There is no finding, each interaction counts, and only the column of replays has passes."""
    assert replay.replay(cassettes_path() / f"{NAME}.yaml", results) == []
    assert results.interactions == 6
    assert {column for _, column in results.passed} == {"replay"}
    assert results.passed["customers.update", "replay"] == 2
    assert not results.good


BROKEN: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "a field of another type": (in_text('"id":"1000661"', '"id":1000661'), "body_schema"),
    "another value": (in_text("Bergen", "Oslo"), "as when it was recorded: customer-life.yaml"),
    "a new enumeration value": (in_text('"creditHold"', '"frozen"'), "body_schema"),
    "no such status": (
        lambda c: c["interactions"][1]["response"]["status"].update(code=201),
        "status_declared",
    ),
    "a header that is missing": (
        lambda c: c["interactions"][1]["response"]["headers"].pop("x-correlation-id"),
        "headers_present",
    ),
    "a call that is missing": (
        lambda c: c["interactions"].pop(2),
        "a call that is not in it: <Request (GET)",
    ),
    "a call too many": (
        lambda c: c["interactions"].append(c["interactions"][-1]),
        "a call that is no longer made: <Request (GET)",
    ),
    "another body of a write": (
        lambda c: c["interactions"][1]["request"].update(body='{"name":"Other"}'),
        "a call that is not in it: <Request (POST)",
    ),
    "another method": (
        lambda c: c["interactions"][3]["request"].update(method="PUT"),
        "a call that is not in it: <Request (PATCH)",
    ),
    "a secret": (
        lambda c: c["interactions"][1]["request"]["headers"].update({"cookie": ["canary"]}),
        "a cassette holds no secret",
    ),
    "another scenario": (
        lambda c: c["metadata"].update(scenario="none-of-these"),
        "no scenario is named none-of-these",
    ),
    "operations that it does not call": (
        lambda c: c["metadata"]["operations"].append("plans.get"),
        "calls the operations that it names: customer-life.yaml: plans.get",
    ),
    "outcomes that are missing": (
        lambda c: c["metadata"]["outcomes"].pop(),
        "outcome 5: nothing became Customer(",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_each_change_is_found(name: str, tmp_path: Path, results: Results) -> None:
    """Every change of a cassette is found, by the promise that it breaks."""
    change, expected = BROKEN[name]
    found = replay.replay(changed(tmp_path, change), results)
    assert expected in texts(found)
    assert [f.key for f in results.findings.failures] == [f.key for f in found]


def test_a_secret_is_not_repeated(tmp_path: Path, results: Results) -> None:
    """The finding of a secret does not show it."""
    found = replay.replay(changed(tmp_path, BROKEN["a secret"][0]), results)
    assert "canary" not in texts(found)


def test_a_client_that_reads_otherwise_is_found(
    monkeypatch: pytest.MonkeyPatch, results: Results
) -> None:
    """If the client reads a value as another type, the replay names the changed outcome."""
    from cloud_marketplace import models

    monkeypatch.setattr(models.Customer, "status", property(lambda _: "active"))
    found = replay.replay(cassettes_path() / f"{NAME}.yaml", results)
    assert "AccountStatus.ACTIVE" in texts(found)


def test_a_client_that_loses_something_is_found(
    monkeypatch: pytest.MonkeyPatch, results: Results
) -> None:
    """A model that does not return what it received is named."""
    from cloud_marketplace import models

    monkeypatch.setattr(models.Customer, "to_dict", lambda _: {"id": "1"})
    found = replay.replay(cassettes_path() / f"{NAME}.yaml", results)
    assert "Customer.to_dict() is not what was received" in texts(found)


def test_a_scenario_that_reaches_out_is_found(
    monkeypatch: pytest.MonkeyPatch, results: Results
) -> None:
    """A scenario that goes past the cassette to the network is stopped and found."""
    import socket

    def play(_: Any) -> Any:
        yield socket.create_connection(("127.0.0.1", 9))

    scenario = scenarios()["token"]
    rogue = type(scenario)("token", "x", scenario.operations, play, live=True, options={})
    pointer = "marketplace_contracts.recording.playback.scenarios"
    monkeypatch.setattr(pointer, lambda: {"token": rogue})
    found = replay.replay(cassettes_path() / "token.yaml", results)
    assert NetworkBlocked.__name__ in texts(found)


def test_the_network_is_there_again_after_an_exception(
    monkeypatch: pytest.MonkeyPatch, results: Results
) -> None:
    """When a scenario's value cannot be shown, it is found, and sockets work afterwards."""
    import socket

    before = socket.socket.connect
    monkeypatch.setattr("marketplace_contracts.recording.playback.line", lambda _: 1 / 0)
    found = replay.replay(cassettes_path() / "token.yaml", results)
    assert "ZeroDivisionError" in texts(found)
    assert socket.socket.connect is before


def test_an_older_version_is_a_notice(tmp_path: Path, results: Results) -> None:
    """A cassette of another version of the description is a notice, not a finding."""
    path = changed(tmp_path, lambda content: content["metadata"].update(spec="1.14"))
    assert replay.replay(path, results) == []
    assert [notice.observed for notice in results.findings.notices] == [
        f"{path.name} is of version 1.14"
    ]


def test_a_folder_of_live_cassettes_need_not_cover_everything(tmp_path: Path) -> None:
    """Of a live service only reads are recorded, so nothing more is required of such a folder."""
    text = (cassettes_path() / f"{NAME}.yaml").read_text(encoding="utf-8")
    path = tmp_path / "one.yaml"
    path.write_text(text.replace("source: simulator", "source: live"), encoding="utf-8")
    assert list(replay.run(tmp_path)) == []
    path.write_text(text, encoding="utf-8")
    assert "a cassette calls the operation" in texts(replay.run(tmp_path).failures)


def test_an_operation_without_cassette_is_found(results: Results) -> None:
    """An operation that no cassette calls is a finding."""
    kept = [path for path in replay.cassettes() if path.stem != "validation"]
    found = replay.cover(kept, results)
    assert [finding.operation for finding in found] == ["validation.validate_parameters"]


def test_a_folder_without_cassettes_is_named(tmp_path: Path) -> None:
    """A folder without cassettes is an error."""
    with pytest.raises(CannotRun, match="There are no cassettes in"):
        replay.run(tmp_path)


def test_another_folder_can_be_replayed(tmp_path: Path) -> None:
    """A folder of some cassettes is replayed, and what they do not call is found."""
    shutil.copy(cassettes_path() / "token.yaml", tmp_path)
    assert len(replay.run(tmp_path).failures) == 27


def renamed(new_version: str) -> Results:
    """Return empty results for a description of another version that renames a property."""
    document: dict[str, Any] = copy.deepcopy(dict(load().document))
    document["info"]["version"] = new_version
    row = document["components"]["schemas"]["Pagination"]
    row["properties"]["count"] = row["properties"].pop("total")
    row["required"] = [name if name != "total" else "count" for name in row["required"]]
    return Results(Contract(parse(document)))


def test_recordings_that_contradict_another_version_are_reported() -> None:
    """A recording that a new description contradicts is reported with file and versions."""
    results = renamed("1.16")
    for name in ("orders", "customers", "token"):
        replay.replay(cassettes_path() / f"{name}.yaml", results)
    failures = results.findings.failures
    told = [failure.observed for failure in failures if failure.check == "body_schema"]
    assert {line.partition(",")[2].split(", ")[0].strip() for line in told} == {
        "contradicts 1.16: orders.yaml",
        "contradicts 1.16: customers.yaml",
    }
    assert all(line.startswith("recorded under 1.15, ") for line in told)
    assert any("orders.yaml, orders.list, " in line for line in told)
    assert any("count" in failure.promise for failure in failures)


def test_a_broken_recording_of_this_version_is_reported_otherwise() -> None:
    """Under the version of the description, the same difference is that of a damaged recording."""
    results = renamed(load().version)
    found = replay.replay(cassettes_path() / "orders.yaml", results)
    assert found
    assert "recorded under" not in texts(found)


def test_a_secret_in_an_old_recording_stays_a_secret(tmp_path: Path, results: Results) -> None:
    """A secret has nothing to do with versions, so its finding does not speak of them."""

    def change(content: dict[str, Any]) -> None:
        BROKEN["a secret"][0](content)
        content["metadata"]["spec"] = "1.14"

    found = replay.replay(changed(tmp_path, change), results)
    assert [f.promise for f in found if "secret" in f.promise] == ["a cassette holds no secret"]


def test_an_operation_that_cannot_be_recorded_is_a_notice() -> None:
    """An operation that is not simulated, or is newer than all cassettes, needs no cassette yet."""
    added = Results(Contract(extended_spec()))
    assert replay.cover(replay.cassettes(), added) == []
    assert {notice.operation for notice in added.findings.notices} == set(NEW)
    newer = renamed("1.16")
    assert replay.cover([cassettes_path() / "token.yaml"], newer) == []
    assert len(newer.findings.notices) == 27
