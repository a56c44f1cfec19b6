"""The committed cassettes: complete, clean, and quick to replay."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from marketplace_contracts.description.spec import load
from marketplace_contracts.paths import cassettes_path
from marketplace_contracts.recording import cassette_file
from marketplace_contracts.recording.interactions import interactions
from marketplace_contracts.recording.provenance import provenance
from marketplace_contracts.recording.replay import cassettes, run
from marketplace_contracts.recording.scan import leaks
from marketplace_contracts.recording.scenarios.scenario import scenarios
from marketplace_contracts.run.results import Results
from marketplace_contracts.simulator import Simulator
from marketplace_contracts.traffic.contract import Contract

PATHS = cassettes()
SPEC = load()


def responses() -> Iterator[tuple[int, str, Any]]:
    """Yield status, media type and JSON (or text) of every recorded response."""
    for path in PATHS:
        for call in interactions(cassette_file.read(path), SPEC, path.stem):
            yield call.status, call.media_type, call.body.decode() if call.json_error else call.json


def test_there_is_a_cassette_for_each_scenario() -> None:
    """Each scenario has its cassette, and each of the simulator's cassettes its scenario."""
    recorded = {path.stem for path in PATHS if provenance(path).source == "simulator"}
    assert recorded == set(scenarios())
    assert len(recorded) >= 15


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_cassette_is_clean(path: Path) -> None:
    """No secret is in a committed cassette, neither by its looks nor a known one."""
    with_secrets = Simulator(seed=1)
    known = (with_secrets.password, with_secrets.subscription_key, with_secrets.username)
    assert leaks(path.read_text(encoding="utf-8"), (*known, "Invented-7-Secret")) == []


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_cassette_has_its_provenance(path: Path) -> None:
    """Source, version, day and scenario are in the file and fit the present description."""
    origin = provenance(path)
    assert origin.scenario == path.stem.removeprefix("live-")
    assert origin.spec == SPEC.version
    assert len(origin.date) == len("2026-11-02")
    assert origin.recorder.startswith("vcrpy ")


def test_every_operation_is_called() -> None:
    """The cassettes together call all operations, each with success at least once."""
    good = {
        call.operation.id
        for path in PATHS
        for call in interactions(cassette_file.read(path), SPEC, path.stem)
        if call.operation and call.ok
    }
    assert good == set(SPEC.operations)


def test_every_voice_of_error_is_recorded() -> None:
    """Each documented shape of error is there: C3, C4, C5, C6, and one without a word."""
    seen = {
        (status, "/".join(sorted(body)) if isinstance(body, dict) else media if body else "empty")
        for status, media, body in responses()
        if status != 200
    }
    service = "correlationId/message/path/status/timeStamp"
    framework = "correlationId/error/path/status/timestamp"
    gateway = "message/statusCode"
    expected = {(status, service) for status in (400, 401, 404, 500)} | {(404, framework)}
    expected |= {(status, gateway) for status in (401, 403, 429)}
    assert expected | {(504, "text/html"), (502, "empty")} <= seen


def test_conflicts_name_the_open_order() -> None:
    """The conflict of facts C7 and the "No entity" of facts C8 are recorded."""
    said = [
        str(body["message"])
        for _, _, body in responses()
        if isinstance(body, dict) and "message" in body
    ]
    assert any("there is already an Upgrade/Downgrade Order #CH" in text for text in said)
    assert any("No entity has been found" in text for text in said)


def test_an_order_lives_through_all_its_states() -> None:
    """The life of an order is recorded: from submitted on, by sale, change, renewal and end."""
    content = cassette_file.read(cassettes_path() / "order-life.yaml")
    calls = [call for call in interactions(content, SPEC, "") if call.operation]
    placed = [call.sent_json["type"] for call in calls if call.operation.id == "orders.create"]
    assert placed == ["sales", "change", "renewal", "cancellation"]
    states = [call.json["status"] for call in calls if call.operation.tag == "orders"]
    assert states[:3] == ["submitted", "processing", "completed"]


def test_pages_follow_each_other() -> None:
    """Several pages of one list are recorded, with their offsets."""
    content = cassette_file.read(cassettes_path() / "paging.yaml")
    offsets = [
        call.query_value("offset")
        for call in interactions(content, SPEC, "")
        if call.method == "GET"
    ]
    assert offsets == [None, "20", "40"]


def test_signed_addresses_have_no_signature() -> None:
    """Addresses of files are recorded with the names of their queries and without the values."""
    texts = [json.dumps(body) for _, _, body in responses()]
    signed = [text for text in texts if "?sig=" in text]
    assert signed
    assert all("sig=SCRUBBED" in text for text in signed)


def test_all_replay_without_key_and_network() -> None:
    """All cassettes replay in a process without credentials, whose every connection would fail."""
    program = (
        "import socket, sys\n"
        "def refuse(*_): sys.exit('a connection')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "from marketplace_contracts.recording.replay import run\n"
        "print([(f.operation, f.promise, f.observed) for f in run().failures])\n"
    )
    environ = {k: v for k, v in os.environ.items() if not k.startswith("MARKETPLACE_")}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environ, capture_output=True, text=True, check=False
    )
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_replaying_finds_nothing() -> None:
    """Every interaction keeps its promises, and the client reads them as when recorded."""
    results = Results(Contract(SPEC))
    assert [(f.operation, f.promise, f.observed) for f in run(results=results).failures] == []
    assert results.interactions >= 150
    assert {operation for operation, _ in results.passed} == set(SPEC.operations)
