"""A probe of a live service: the simulator behind another host name."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from marketplace_contracts.checks.registry import sequence_checks
from marketplace_contracts.description.operations import READ_ONLY
from marketplace_contracts.description.spec import load
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.recording import replay
from marketplace_contracts.report.probe import ProbeOutcome, probe_text
from marketplace_contracts.run.probe.folder import FINDINGS, STATE
from marketplace_contracts.service.connection import OutgoingRequest
from marketplace_contracts.service.probe_connection import CallBudget, ProbeConnection
from marketplace_contracts.service.target import from_settings
from marketplace_contracts.simulator import Break, Request, Response
from marketplace_contracts.simulator.faults import network_faults
from support.servers.live_service import Live

SPEC = load()


def told(outcome: ProbeOutcome) -> list[tuple[str, str, str]]:
    """Return the findings in short."""
    return [(one.operation, one.check, one.observed) for one in outcome.results.findings.failures]


@contextmanager
def interrupted(monkeypatch: pytest.MonkeyPatch, number: int) -> Iterator[None]:
    """Interrupt the probe when it is about to send a request."""
    sent = Counter[str]()
    send = ProbeConnection.send

    def spy(self: ProbeConnection, request: OutgoingRequest, source: str) -> Any:
        sent["calls"] += 1
        if sent["calls"] == number:
            raise KeyboardInterrupt
        return send(self, request, source)

    with monkeypatch.context() as patch:
        patch.setattr(ProbeConnection, "send", spy)
        yield


def test_twenty_calls_see_every_operation(live: Callable[..., Live]) -> None:
    """The first calls look at each operation; the report says what was judged and what not."""
    service = live()
    outcome = service.probe(20, only=())
    assert len(service.seen) == outcome.calls == 20
    assert service.seconds == 19 * 2  # at 30 calls a minute
    assert {request.operation for request in service.seen} == {
        one.id for one in SPEC.operations.values() if one.effect in READ_ONLY
    }
    assert outcome.exit_code == 0
    assert len(outcome.judged) > 200
    assert outcome.judged < outcome.promises
    text = probe_text(outcome, "probe")
    assert f"judged      {len(outcome.judged)} of {len(outcome.promises)} promises" in text
    assert "not judged  auth_enforced of 18 of 18" in text
    assert "with 60 more calls: " in text
    assert "20 calls, 0 findings in 0.6 minutes" in text
    assert "--resume" in text


def test_a_whole_probe_judges_what_can_be_judged(live: Callable[..., Live]) -> None:
    """Without a limit each step is done, and about as many calls are sent as planned."""
    service = live()
    planned = service.planned()
    calls, minutes = planned.planned
    assert minutes == calls / 30
    outcome = planned.run()
    assert outcome.results.findings.failures == []
    assert outcome.left == ()
    assert calls / 2 < outcome.calls < calls * 2
    open_checks = {check for check, _ in outcome.promises - outcome.judged}
    assert open_checks <= {"retry_after", "server_error"}
    assert replay.run(service.folder / "cassettes").failures == []


def test_no_read_is_sent_twice(live: Callable[..., Live], monkeypatch: pytest.MonkeyPatch) -> None:
    """Checks share pages and details: a proper read is sent again only by checks of repetition."""
    service, sent = live(), Counter[tuple[str, ...]]()
    repeating = {check.name for check in sequence_checks().values() if check.repeats}
    assert repeating == {"repeatable", "correlation_unique"}
    send = ProbeConnection.send

    def spy(self: ProbeConnection, request: OutgoingRequest, source: str) -> Any:
        if (
            source not in {*repeating, "auth_enforced", "token_beside"}
            and "/token" not in request.url
        ):
            sent[request.method, request.url, request.body.decode()] += 1
        return send(self, request, source)

    monkeypatch.setattr(ProbeConnection, "send", spy)
    service.probe()
    assert len(sent) > 20
    assert {call for call, times in sent.items() if times > 1} == set()


def test_nothing_is_written(live: Callable[..., Live]) -> None:
    """The lowest layer sends no request that is not a token or a read, whoever asks for it."""
    service = live()
    budget = CallBudget(1000)
    target = from_settings(service.url)
    connection = ProbeConnection(target, SPEC, budget)
    writes = [one for one in SPEC.operations.values() if one.effect not in READ_ONLY]
    assert len(writes) > 5
    requests = [(one.method, one.path.replace("{", "").replace("}", "")) for one in writes]
    unknown = [("DELETE", "/orders/1"), ("PUT", "/customers/1"), ("POST", "/nothing/at/all")]
    for method, path in [*requests, *unknown]:
        with pytest.raises(CannotRun, match="writes are not allowed"):
            connection.send(OutgoingRequest(method, target.base_url + path, {}, b"{}"), "test")
    assert service.seen == []
    assert budget.spent == 0
    connection.close()


def test_a_whole_probe_only_reads(live: Callable[..., Live]) -> None:
    """Whatever a probe of orders does, the service gets no request that changes something."""
    service = live()
    service.probe(120, only=("orders.estimate", "orders.get", "validation.validate_parameters"))
    assert len(service.seen) > 60
    effects = {SPEC.operations[r.operation].effect for r in service.seen if r.operation}
    assert effects == READ_ONLY


def canaries(request: Request, response: Response) -> Response:
    """Put secrets into responses: under a secret's name, and into a message."""
    if not isinstance(response.body, dict):
        return response
    token = request.headers.get("authorization", "").rpartition(" ")[2]
    leaked = {"adminPassword": "canary-7f3a91", "message": f"token {token}"}
    return replace(response, body={**response.body, **leaked})


def test_no_file_holds_a_secret(live: Callable[..., Live]) -> None:
    """Key, password, tokens and what a service lets slip are in none of the files left behind."""
    service = live(breaks=[Break("leaky", "", after=canaries)])
    service.probe(60)
    simulator = service.simulator
    secrets = [simulator.password, simulator.subscription_key, "canary-7f3a91"]
    secrets += simulator.world.tokens
    files = [path for path in service.folder.rglob("*") if path.is_file()]
    assert len(files) > 10
    for path in files:
        text = path.read_text()
        assert [secret for secret in secrets if secret in text] == [], path.name


def test_a_spent_rate_is_waited_for(live: Callable[..., Live]) -> None:
    """A 429 with a near Retry-After delays the probe and is no finding."""
    service = live(rate_limit=7)
    outcome = service.probe(60)
    assert outcome.results.findings.failures == []
    assert outcome.stopped == ""
    assert service.seconds > 120


def test_a_service_that_always_refuses_ends_the_probe(live: Callable[..., Live]) -> None:
    """One 429 after the other ends the probe rather than being called a broken promise."""
    service = live()

    def refuse(count: int) -> None:
        if count == 12:
            service.simulator.limit_rate(0)

    service.before = refuse
    outcome = service.probe(600)
    assert "the service refuses calls (status 429)" in outcome.stopped
    assert outcome.exit_code == 2
    assert outcome.results.findings.failures == []


def test_a_quota_ends_the_probe_and_it_continues_the_next_day(live: Callable[..., Live]) -> None:
    """A spent quota ends the probe cleanly; the next day it continues where it ended."""
    service = live(quota=25)
    first = service.probe()
    assert first.stopped.startswith("the quota of the service is spent and asks to wait ")
    assert first.exit_code == 2
    assert 26 <= first.calls <= 30
    assert first.results.findings.failures == []
    service.sleep(86_400)
    service.simulator.service.gateway.limit(None)
    second = service.probe(20, resume=True)
    assert second.stopped == ""
    assert second.former_calls == first.calls
    assert first.judged < second.judged
    assert len(second.left) < len(first.left)


def test_expiring_and_revoked_tokens_are_replaced(live: Callable[..., Live]) -> None:
    """A token that expires or is revoked on the way is replaced, which is no finding."""
    service = live(token_ttl=45)

    def revoke(count: int) -> None:
        if count == 17:
            service.simulator.world.tokens.clear()

    service.before = revoke
    outcome = service.probe(60)
    assert outcome.results.findings.failures == []
    assert sum(request.operation == "auth.token" for request in service.seen) > 3


def test_revoked_credentials_end_the_probe(live: Callable[..., Live]) -> None:
    """Credentials that are refused from now on end the probe; what was judged stays."""
    service = live()

    def revoke(count: int) -> None:
        if count == 17:
            service.simulator.world.tokens.clear()
            service.before = lambda _: None
            user = replace(service.simulator.world.credentials, password="another")
            service.simulator.world.credentials = user

    service.before = revoke
    outcome = service.probe()
    assert "issues no token (status 401)" in outcome.stopped
    assert told(outcome) == []
    assert outcome.exit_code == 2
    assert len(outcome.judged) > 20
    assert service.state()["done"]


def test_an_interrupted_probe_continues(
    live: Callable[..., Live], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An interruption keeps what was found; resumed, the probe does the rest and no step twice."""
    service = live()
    with interrupted(monkeypatch, 20):
        first = service.probe(60)
    assert first.results.interrupted
    assert first.calls == 19
    done = {tuple(one) for one in service.state()["done"]}
    assert done
    second = service.probe(200, resume=True)
    assert second.former_calls == 19
    assert second.left == ()
    assert first.judged <= second.judged
    assert second.results.findings.failures == []


def nameless(request: Request, response: Response) -> Response:
    """Lose the total of lists of customers."""
    if request.operation != "customers.list" or response.status != 200:
        return response
    pagination = {**response.body["pagination"], "total": "many"}
    return replace(response, body={**response.body, "pagination": pagination})


def test_findings_are_on_disk_as_they_are_found(
    live: Callable[..., Live], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whenever the probe is killed, each finding is a whole line, and the state is whole."""
    service = live(breaks=[Break("nameless", "", after=nameless)])
    known: list[int] = []

    def look(_: int) -> None:
        known.append(len(service.lines()))
        if (service.folder / STATE).exists():
            service.state()

    service.before = look
    with interrupted(monkeypatch, 12):
        first = service.probe(60)
    assert known[3] > 0
    assert known == sorted(known)
    assert len(service.lines()) == len(first.results.findings.failures) > 0
    assert first.exit_code == 1
    second = service.probe(10, resume=True)
    keys = [(line["operation"], line["check"], line["promised"]) for line in service.lines()]
    assert len(keys) == len(set(keys)) >= len(first.results.findings.failures)
    assert len(second.results.findings.failures) >= len(first.results.findings.failures)


def test_a_killed_probe_continues(live: Callable[..., Live], tmp_path: Path) -> None:
    """A probe that was killed within a step is resumed with all its findings, each once."""
    service = live(breaks=[Break("nameless", "", after=nameless)])
    killed = tmp_path / "killed"

    def kill(count: int) -> None:
        if count == 9:
            shutil.copytree(service.folder, killed)

    service.before = kill
    service.probe(12)
    service.folder = killed
    found = service.lines()
    assert found
    with (killed / FINDINGS).open("a") as file:
        file.write('{"operation": "cut o')
    outcome = service.probe(12, resume=True)
    lines = service.lines()
    keys = [(line["operation"], line["check"], line["promised"]) for line in lines]
    assert lines[: len(found)] == found
    assert len(keys) == len(set(keys))
    assert {key[:2] for key in keys} == {key[:2] for key in told(outcome)}


def test_a_service_that_is_gone_ends_the_probe(live: Callable[..., Live]) -> None:
    """A few calls without any response end the probe; it does not call a dead address for hours."""
    service = live()

    def stop(count: int) -> None:
        if count == 10:
            service.simulator.inject(network_faults.drop(times=None))

    service.before = stop
    outcome = service.probe()
    assert outcome.stopped == "the service does not respond any more"
    assert outcome.calls < 16


def test_a_date_is_heeded_like_seconds(live: Callable[..., Live]) -> None:
    """A Retry-After that is a date far from now ends the probe as seconds do."""

    def later(_: Request, response: Response) -> Response:
        if len(service.seen) < 8:
            return response
        headers = {"Retry-After": "Fri, 01 Jan 2999 00:00:00 GMT"}
        return Response(429, {"message": "later"}, headers)

    service = live(breaks=[Break("later", "", after=later)])
    outcome = service.probe()
    assert outcome.stopped.startswith("the service refuses calls (status 429) and asks to wait ")
    assert outcome.calls == 8


def empty(request: Request, response: Response) -> Response:
    """Show an account without any object."""
    if response.status == 200 and "pagination" in response.body:
        numbers = {**response.body["pagination"], "total": 0}
        if request.operation == "reports.list":
            numbers["limit"] = 0
        return replace(response, body={"data": [], "pagination": numbers})
    return response


def test_an_empty_account_is_no_finding(live: Callable[..., Live]) -> None:
    """What an empty account cannot show is left out with its reason, and is no finding."""
    service = live(breaks=[Break("empty", "", after=empty)])
    outcome = service.probe(150, only=())
    assert told(outcome) == []
    assert any(
        "the service shows no object to call orders.get with" in line
        for line in outcome.results.skipped
    )
    assert ("first_look", "orders.get") not in outcome.judged


def test_minutes_are_a_budget_too(live: Callable[..., Live]) -> None:
    """When the minutes are over no call is sent any more; the plan knows it."""
    service = live()
    planned = service.planned(1000, 1)
    assert planned.planned == (30, 1.0)
    outcome = planned.run()
    assert 28 <= outcome.calls <= 31
    assert outcome.exit_code == 0


def test_an_unfinished_probe_is_not_replaced(live: Callable[..., Live]) -> None:
    """Without --resume it is kept, and a sentence names the flag; a finished one is replaced."""
    service = live()
    service.probe(5, only=("plans.get",))
    kept = {path: path.read_bytes() for path in service.folder.rglob("*") if path.is_file()}
    state = service.folder / STATE
    for text in (state.read_text(), "{", "[]"):
        state.write_text(text)
        with pytest.raises(CannotRun, match="holds an unfinished probe") as caught:
            service.planned(5)
        assert "--resume, or name another folder" in str(caught.value)
    state.write_bytes(kept[state])
    assert {path: path.read_bytes() for path in kept} == kept
    done = service.probe(500, only=("plans.get",), resume=True)
    assert done.left == ()
    assert service.probe(5, only=("plans.get",)).former_calls == 0


def test_what_cannot_be_resumed_is_reported(live: Callable[..., Live]) -> None:
    """No probe, another target and a damaged state are one sentence each."""
    service = live()
    with pytest.raises(CannotRun, match="holds no probe to resume"):
        service.probe(resume=True)
    service.probe(5)
    with pytest.raises(CannotRun, match="has another target"):
        service.probe(resume=True, target=service.simulator.base_url)
    path = service.folder / STATE
    path.write_text(path.read_text().replace('"done"', '"gone"'))
    with pytest.raises(CannotRun, match="is damaged"):
        service.probe(resume=True)
    path.write_text("{")
    with pytest.raises(CannotRun, match="cannot be read"):
        service.probe(resume=True)
