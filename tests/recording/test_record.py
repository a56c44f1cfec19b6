"""Recordings are repeatable, complete or nothing, and only read from live services."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from marketplace_contracts.description.spec import load
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.paths import cassettes_path
from marketplace_contracts.recording import record
from marketplace_contracts.recording.provenance import provenance
from marketplace_contracts.recording.replay import run as replay_run
from marketplace_contracts.recording.scenario_context import (
    Pace,
    ScenarioContext,
    http_client,
)
from marketplace_contracts.recording.scenarios.scenario import Scenario, first, refused, scenarios
from marketplace_contracts.service.network import ssl_context
from marketplace_contracts.service.target import from_settings
from marketplace_contracts.simulator import Simulator
from marketplace_contracts.simulator.faults import network_faults
from marketplace_contracts.traffic.finding import Skipped

READS = frozenset({"token", "read"})


def unregistered(name: str, play: Any) -> Scenario:
    """Return a scenario that is not registered."""
    return Scenario(name, "a test", ("auth.token",), play, live=True, options={})


@pytest.mark.parametrize("name", ["order-life", "report-life", "rate-limited", "resellers"])
def test_recording_again_gives_the_same_file(name: str) -> None:
    """The same seed gives the committed bytes: ports and dates leave no trace."""
    committed = (cassettes_path() / f"{name}.yaml").read_text(encoding="utf-8")
    assert record.record_simulator(scenarios()[name]) == committed


def test_another_seed_gives_another_file() -> None:
    """The comparison above would notice another world."""
    other = record.record_simulator(scenarios()["customers"], seed=2)
    assert other != (cassettes_path() / "customers.yaml").read_text(encoding="utf-8")


def test_a_folder_is_filled(tmp_path: Path) -> None:
    """What was recorded is in the folder, and nothing else is left there."""
    said: list[str] = []
    code = record.run(out=tmp_path / "new", only=["token", "customers"], progress=said.append)
    assert code == 0
    names = sorted(path.name for path in (tmp_path / "new").iterdir())
    assert names == ["customers.yaml", "token.yaml"]
    assert said == ["2 cassettes recorded in new"]


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> dict[str, Scenario]:
    """A stock of scenarios for a test to fill."""
    known: dict[str, Scenario] = {"token": scenarios()["token"]}
    monkeypatch.setattr(record, "scenarios", lambda: known)
    monkeypatch.setattr("marketplace_contracts.recording.playback.scenarios", lambda: known)
    return known


def test_nothing_is_kept_when_one_does_not_replay(
    tmp_path: Path, registered: dict[str, Scenario]
) -> None:
    """A scenario that plays differently the second time spoils the whole set: files stay."""
    times: list[int] = []

    def fickle(context: ScenarioContext) -> Iterator[Any]:
        times.append(1)
        yield context.client().plans.list(limit=len(times)).data

    (tmp_path / "token.yaml").write_text("as before", encoding="utf-8")
    registered["z-fickle"] = unregistered("z-fickle", fickle)
    said: list[str] = []
    assert record.run(out=tmp_path, progress=said.append) == 1
    assert "z-fickle does not replay, a call that is not in it" in said[0]
    assert (tmp_path / "token.yaml").read_text(encoding="utf-8") == "as before"
    assert len(list(tmp_path.iterdir())) == 1


def test_nothing_is_kept_when_a_scenario_breaks(
    tmp_path: Path, registered: dict[str, Scenario]
) -> None:
    """An exception in the middle of a set leaves the folder as it was."""

    def broken(context: ScenarioContext) -> Iterator[Any]:
        yield context.client().plans.get("999999")

    registered["z-broken"] = unregistered("z-broken", broken)
    with pytest.raises(Exception, match="999999"):
        record.run(out=tmp_path, progress=lambda _: None)
    assert list(tmp_path.iterdir()) == []


def test_a_leak_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A recording in which the scan finds a secret is not kept; the secret is not repeated."""
    monkeypatch.setattr(record.Scrubber, "_body", lambda _, body: body)
    said: list[str] = []
    assert record.run(out=tmp_path, only=["token"], progress=said.append) == 1
    assert "token would show a secret property in" in said[0] or "a token" in said[0]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("registered")
def test_cassettes_of_scenarios_that_are_gone_go(tmp_path: Path) -> None:
    """Recording the whole set removes obsolete cassettes, but neither live nor foreign ones."""
    text = (cassettes_path() / "token.yaml").read_text(encoding="utf-8")
    (tmp_path / "gone.yaml").write_text(text, encoding="utf-8")
    live = text.replace("source: simulator", "source: live")
    (tmp_path / "live-token.yaml").write_text(live, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    assert record.run(out=tmp_path, progress=lambda _: None) == 0
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["live-token.yaml", "notes.txt", "token.yaml"]


def test_an_unknown_scenario_is_named(tmp_path: Path) -> None:
    """A misspelt scenario is named, with those that there are."""
    with pytest.raises(CannotRun, match="named tokn; there are ambiguous-product"):
        record.run(out=tmp_path, only=["tokn"])


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """A file in place of the folder is reported in one sentence."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(CannotRun, match="cannot be made"):
        record.run(out=tmp_path / "file", only=["token"])


def test_a_service_is_only_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From a service only scenarios that read are recorded, at the rate, with today's date."""
    paces: list[int | None] = []
    limiter = record.Limiter
    monkeypatch.setattr(record, "Limiter", lambda rate: paces.append(rate) or limiter())
    said: list[str] = []
    with Simulator(seed=7) as service:
        calls = _calls(service)
        environ = {**service.environment, "MARKETPLACE_BASE_URL": "https://elsewhere.example"}
        code = record.run(service.base_url, tmp_path, environ=environ, progress=said.append)
    assert (code, paces) == (0, [record.RATE])
    operations = load().operations
    assert {operations[name].effect for name in calls} == READS
    sources = {provenance(path).source for path in tmp_path.glob("live-*.yaml")}
    assert sources == {"live"}
    assert len(list(tmp_path.iterdir())) == sum(each.live for each in scenarios().values()) >= 8
    assert service.password not in "".join(p.read_text("utf-8") for p in tmp_path.iterdir())


def _calls(service: Simulator) -> set[str]:
    """Operations that the service sees from now on."""
    from marketplace_contracts.simulator import Break, Request, Response

    seen: set[str] = set()

    def after(request: Request, response: Response) -> Response:
        seen.add(str(request.operation))
        return response

    service.inject(Break("spy", "remembers operations", after=after))
    return seen


def test_what_a_service_refuses_is_left_out(tmp_path: Path) -> None:
    """A scenario that a service refuses is left out with the reason; nothing at all is an error."""
    said: list[str] = []
    with Simulator(seed=1, quota=5) as service:
        names = ["token", "customers", "orders"]

        def run() -> int:
            fast = {"rate": 60_000, "only": names, "progress": said.append}
            return record.run(service.base_url, tmp_path, environ=service.environment, **fast)

        assert run() == 0
        assert [line.partition(":")[0] for line in said][:1] == ["orders is left out"]
        names_kept = sorted(path.name for path in tmp_path.iterdir())
        assert names_kept == ["live-customers.yaml", "live-token.yaml"]
        with pytest.raises(CannotRun, match="issues no token"):
            run()


def test_odd_responses_of_a_service_are_no_crash(
    tmp_path: Path, registered: dict[str, Scenario]
) -> None:
    """A scenario that cannot follow the responses is left out, and its old cassette stays."""

    def requests(_: ScenarioContext) -> Iterator[Any]:
        yield None
        raise TypeError("no list")

    registered["odd"] = unregistered("odd", requests)
    text = (cassettes_path() / "token.yaml").read_text(encoding="utf-8")
    kept = tmp_path / "live-odd.yaml"
    kept.write_text(text.replace("source: simulator", "source: live"), encoding="utf-8")
    said: list[str] = []
    with Simulator() as service:
        environ = service.environment
        assert (
            record.run(
                service.base_url, tmp_path, environ=environ, rate=60_000, progress=said.append
            )
            == 0
        )
    assert said[0] == "odd is left out: its responses cannot be followed (no list)"
    assert kept.exists()


def failing(service: Simulator, status: int = 500) -> None:
    """Let a service issue tokens and fail every other call."""
    from marketplace_contracts.simulator import Break, Request, Response

    def after(request: Request, response: Response) -> Response:
        if request.operation == "auth.token":
            return response
        return replace(response, status=status, body="", media="text/html")

    service.inject(Break("failing", "fails every call but the token's", after=after))


@pytest.mark.parametrize("only", [(), ("token", "customers")])
def test_a_service_that_fails_everything_leaves_nothing(
    tmp_path: Path, only: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A service that only issues tokens was not recorded: nothing is kept, not even the token."""
    monkeypatch.setattr(record, "CALL_SECONDS", 0.01)
    said: list[str] = []
    with Simulator(seed=1) as service:
        failing(service)
        calls = {"rate": 60_000, "only": only, "progress": said.append}
        with pytest.raises(CannotRun, match="Nothing was kept: the service fails"):
            record.run(service.base_url, tmp_path, environ=service.environment, **calls)
    assert len(said) <= record.GIVES_UP_AFTER
    assert list(tmp_path.iterdir()) == []


def test_all_calls_to_a_service_have_a_deadline(tmp_path: Path) -> None:
    """A service that needs too long for all calls together is given up, and nothing is kept."""
    seconds = iter(range(0, 100_000, 40))
    with Simulator(seed=1) as service:
        calls = {"rate": 60_000, "progress": lambda _: None, "now": lambda: float(next(seconds))}
        with pytest.raises(CannotRun, match="took more than 180 s"):
            record.run(service.base_url, tmp_path, environ=service.environment, **calls)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("target", ["", "  "])
def test_an_empty_target_is_refused(tmp_path: Path, target: str) -> None:
    """An unset variable as target does not record the simulator over the project's cassettes."""
    with pytest.raises(CannotRun, match="target is empty"):
        record.run(target, tmp_path)


@pytest.mark.parametrize(
    ("name", "value"),
    [("SSL_CERT_FILE", "/nowhere/ca.pem"), ("HTTPS_PROXY", "ftp://proxy"), ("NO_PROXY", "[::1")],
)
def test_unusable_network_settings_are_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """A missing file of certificates or an invalid proxy is one sentence with the variables."""
    monkeypatch.setenv(name, value)
    ssl_context.cache_clear()
    try:
        with pytest.raises(CannotRun, match=name), http_client(Pace(), trust_env=True) as client:
            client.get("https://marketplace.example")
    finally:
        ssl_context.cache_clear()


def test_a_live_recording_replays_and_names_nobody(tmp_path: Path) -> None:
    """What is kept of a live service is as described, and has no person or address in it."""
    with Simulator(seed=3) as service:
        people = customer_texts(service)
        calls = {"rate": 60_000, "progress": lambda _: None}
        assert record.run(service.base_url, tmp_path, environ=service.environment, **calls) == 0
    assert [(f.operation, f.promise, f.observed) for f in replay_run(tmp_path).failures] == []
    text = "".join(path.read_text(encoding="utf-8") for path in tmp_path.iterdir())
    assert [each for each in people if each in text] == []


def customer_texts(service: Simulator) -> list[str]:
    """Return names and addresses of the customers of a service."""
    from cloud_marketplace import Marketplace

    with Marketplace.from_env(service.environment) as mp:
        found = [mp.customers.get(row.id) for row in mp.customers.list(limit=5).data]
    people = [person for each in found for person in each.contact_persons or []]
    return [each.name for each in found] + [person.email for person in people]


def test_a_service_that_is_not_there_is_said_once(tmp_path: Path) -> None:
    """If there is no service, one sentence says so at once, and no folder is made."""
    environ = {**Simulator().environment, "MARKETPLACE_BASE_URL": "http://127.0.0.1:1"}
    said: list[str] = []
    with pytest.raises(CannotRun, match="cannot be reached"):
        record.run("http://127.0.0.1:1", tmp_path / "new", environ=environ, progress=said.append)
    assert said == []
    assert not (tmp_path / "new").exists()


def test_a_service_needs_credentials(tmp_path: Path) -> None:
    """Without credentials in the environment one sentence names what is missing."""
    with pytest.raises(CannotRun, match="MARKETPLACE_PASSWORD"):
        record.run("https://marketplace.example", tmp_path, environ={})


def test_live_scenarios_only_read() -> None:
    """No scenario that can be recorded from a service calls what writes."""
    operations = load().operations
    for each in scenarios().values():
        if each.live:
            assert {operations[name].effect for name in each.operations} <= READS, each.name
            assert each.options == {}


def test_a_scenario_that_writes_is_stopped() -> None:
    """A scenario that is wrongly called live cannot write: its request is never sent."""

    def play(context: ScenarioContext) -> Iterator[Any]:
        body: Any = {"name": "Fjord"}
        yield context.client().customers.create(body)

    with Simulator() as simulator:
        target = from_settings(simulator.base_url, environ=simulator.environment)
        before = len(simulator.world.customers)
        with pytest.raises(CannotRun, match=r"customers\.create would change something"):
            record.record_live(unregistered("rogue", play), target, load())
        assert len(simulator.world.customers) == before


def test_scenarios_say_what_they_show() -> None:
    """Every scenario has a sentence that cites facts or says what it shows."""
    assert all(each.shows.endswith(".") for each in scenarios().values())


def test_helpers_of_scenarios_fail_loudly() -> None:
    """A call that should be refused and is not, or a list without rows, is not passed over."""
    with pytest.raises(AssertionError):
        refused(lambda: None)
    with pytest.raises(Skipped, match="no plans"):
        first([], "plans")


def test_only_a_simulator_can_be_troubled() -> None:
    """On a live service no scenario can move the clock or inject faults."""
    from marketplace_contracts.recording.scenario_context import on_target
    from marketplace_contracts.service.target import Target

    target = Target("https://marketplace.example", "u", "p", "k")
    with on_target(target, lambda: 0.0) as context:
        with pytest.raises(RuntimeError):
            context.advance(1)
        with pytest.raises(RuntimeError):
            context.inject(network_faults.drop())
