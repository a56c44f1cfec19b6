"""`ContractObserver`: real responses are judged in the background, and no call is disturbed."""

import asyncio
import copy
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from cloud_marketplace import ConfigurationError, ContractObserver, Drift, MarketplaceError
from support.client import CANARIES, Clock, Service
from support.openapi import OPERATIONS

PAGE: dict[str, Any] = OPERATIONS["subscriptions.list"][2]["responses"]["200"]["content"][
    "application/json"
]["example"]


def page(rows: int = 1, **changes: Any) -> dict[str, Any]:
    """A page as described, but for some properties of each row; None removes one."""
    body = copy.deepcopy(PAGE)
    row = {k: v for k, v in (body["data"][0] | changes).items() if v is not ...}
    body["data"] = [row] * rows
    return body


def observed(*responses: Any, calls: int = 1, **settings: Any) -> tuple[list[Drift], Any]:
    """What an observer reports of some calls, and the observer."""
    found: list[Drift] = []
    settings = {"sample": 1.0, "report": found.append} | settings
    with ContractObserver(**settings) as observer:
        mp = Service(responses).client(observe=observer, max_attempts=1)
        for _ in range(calls):
            try:
                mp.subscriptions.list(limit=10)
            except MarketplaceError:
                continue
    return [drift for drift in found if drift.operation != "auth.token"], observer


@pytest.mark.parametrize(
    ("changes", "place", "promised", "came"),
    [
        ({"status": "frozen"}, "/data/0/status", "one of SubscriptionStatus", "another text"),
        ({"customerId": ...}, "/data/0/customerId", "text", "nothing"),
        ({"customerId": 7}, "/data/0/customerId", "text", "a whole number"),
        ({"planId": "7"}, "/data/0/planId", "a whole number", "text"),
        ({"renewalStatus": "yes"}, "/data/0/renewalStatus", "true or false", "text"),
        ({"surprise": "x"}, "/data/0/surprise", "no such field", "text"),
        ({"id": None}, "/data/0/id", "text", "null"),
        ({"creationDate": "27/07/2026"}, "/data/0/creationDate", "a date", "text that is not"),
        ({"billingPeriod": []}, "/data/0/billingPeriod", "Period", "a list"),
        ({"billingPeriod": {"type": "month"}}, "/data/0/billingPeriod/duration", "", "nothing"),
    ],
)
def test_each_kind_of_deviation_is_found(
    changes: dict[str, Any], place: str, promised: str, came: str
) -> None:
    """Words, missing and unknown fields, types, nulls and dates are reported by place and kind."""
    (drift,), observer = observed(page(**changes))
    assert (drift.operation, drift.place) == ("subscriptions.list", place)
    assert promised in drift.promised
    assert came in drift.came
    assert observer.counts.deviating >= 1


@pytest.mark.parametrize(
    ("response", "promised", "came"),
    [
        (httpx.Response(200, text="<p>hello</p>"), "SubscriptionPage", "text that is not JSON"),
        (httpx.Response(200, content=b""), "SubscriptionPage", "nothing"),
        (httpx.Response(200, json=[1]), "SubscriptionPage", "a list"),
        (httpx.Response(418, json={}), "a status that is declared", "status 418"),
        (httpx.Response(200, content=b'{"x":' * 200 + b"1" + b"}" * 200), "Subscr", "too deeply"),
    ],
)
def test_whole_responses_are_judged(response: httpx.Response, promised: str, came: str) -> None:
    """Bodies that are no object and statuses that are not declared are found, at the root."""
    (drift,), _ = observed(response)
    assert drift.place == ""
    assert promised in drift.promised
    assert came in drift.came
    assert str(drift).startswith("subscriptions.list: expected ")


def test_what_is_as_described_is_silent() -> None:
    """A good page and a declared error give no finding, and count as judged."""
    found, observer = observed(page(), httpx.Response(403, json={"status": 403}), calls=2)
    assert found == []
    assert observer.counts.judged == observer.counts.sampled == 3  # with the token
    assert observer.counts.failed == observer.counts.dropped == 0


def test_a_deviation_in_each_row_is_one_finding(caplog: pytest.LogCaptureFixture) -> None:
    """One deviation in 1,000 rows of several pages is one line in the log, with its number."""
    with caplog.at_level(logging.WARNING, "cloud_marketplace"):
        _, observer = observed(page(1000, surprise=1), calls=3, report="log")
    lines = [line for line in caplog.messages if "subscriptions" in line]
    expected = "expected no such field, received a whole number"
    assert lines == [f"drift: subscriptions.list /data/0/surprise: {expected} (1000 times)"]
    (drift,) = [one for one in observer.findings() if one.place.endswith("surprise")]
    assert drift.times == 3000


def test_a_deviation_that_continues_is_reported_again_in_time() -> None:
    """After `repeat_after` seconds a known kind is reported again, with the unreported number."""
    clock, found = Clock(), []
    with ContractObserver(1, found.append, repeat_after=60, clock=clock) as observer:
        mp = Service([page(surprise=1)]).client(observe=observer)
        for pause in (0, 30, 31):
            clock.now += pause
            mp.subscriptions.list(limit=10)
            assert observer.flush()
    times = [drift.times for drift in found if drift.place.endswith("surprise")]
    assert times == [1, 2]


def test_kinds_beyond_the_limit_fill_no_memory() -> None:
    """A service that invents a field for each response is counted, not remembered for ever."""
    name = (f"x{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{n // 676}" for n in range(1200))
    row = page()["data"][0] | dict.fromkeys(name, 1)
    found, observer = observed(page() | {"data": [row]})
    assert len(observer.findings()) <= 1000
    assert len(found) <= 1000


def test_no_value_is_in_a_finding(caplog: pytest.LogCaptureFixture) -> None:
    """Values of any field, words, keys that are no names, and credentials stay out."""
    secrets = [*CANARIES, "hunter2", "kim@customer.example", "4f2a9c1b77de", "Kim"]
    strange = {
        "status": "hunter2",
        "customerId": {"password": "hunter2"},
        "creationDate": "kim@customer.example",
        "billingModel": "4f2a9c1b77de",
        "kim@customer.example": "Kim",
        "4f2a9c1b77de": ["hunter2"],
        "a/4f2a9c1b77de~": 1,
    }
    with caplog.at_level(logging.DEBUG, "cloud_marketplace"):
        found, observer = observed(page(**strange))
        observed(page(**strange), report="log")
    assert len(found) >= 6
    reported = f"{found} {observer.findings()} {caplog.text}"
    assert [secret for secret in secrets if secret in reported] == []


def test_a_full_queue_drops_and_counts() -> None:
    """While the thread is busy, calls go on at once, and what finds no room is counted."""
    judging, go_on = threading.Event(), threading.Event()

    def report(_: Drift) -> None:
        judging.set()
        assert go_on.wait(10)

    with ContractObserver(1, report, max_waiting=2) as observer:
        mp = Service([page(surprise=1)]).client(observe=observer)
        mp.subscriptions.list(limit=10)
        assert judging.wait(10)
        for _ in range(5):
            mp.subscriptions.list(limit=10)
        assert not observer.flush(timeout=0)
        assert observer.counts.dropped >= 3
        go_on.set()
        assert observer.flush()
    assert observer.counts.judged + observer.counts.dropped == observer.counts.sampled == 7


def test_bodies_that_wait_have_a_limit_of_bytes() -> None:
    """A body larger than what may wait is dropped and counted."""
    _, observer = observed(page(100), max_bytes=2000)
    assert observer.counts.dropped == 1


@pytest.mark.parametrize("error", [RuntimeError("hunter2"), SystemExit(3)])
def test_a_report_that_raises_hurts_nobody(
    error: BaseException, caplog: pytest.LogCaptureFixture
) -> None:
    """What a callable raises is counted and logged by its class; the calls and judging go on."""

    def report(_: Drift) -> None:
        raise error

    _, observer = observed(page(surprise=1), page(other=1), calls=2, report=report)
    assert observer.counts.failed >= 2
    assert observer.counts.judged == observer.counts.sampled == 3
    assert caplog.text.count(type(error).__name__) == 1
    assert "hunter2" not in caplog.text


def test_a_random_that_raises_hurts_no_call() -> None:
    """Whatever goes wrong while a response is offered does not reach the caller."""

    def broken() -> float:
        raise ValueError

    _, observer = observed(page(), random=broken)
    assert observer.counts.failed == 2
    assert observer.counts.sampled == 0


@pytest.mark.parametrize(("sample", "drawn"), [(0, 0), (0.25, 2), (0.75, 3), (1, 4)])
def test_the_share_is_drawn(sample: float, drawn: int) -> None:
    """A response is drawn where the random number is below the share."""
    numbers = iter([0.1, 0.2, 0.5, 0.9])
    _, observer = observed(page(), calls=3, sample=sample, random=lambda: next(numbers))
    assert observer.counts.sampled == drawn


def test_the_asynchronous_client_is_observed_too() -> None:
    """AsyncMarketplace offers its responses in the same way."""
    found: list[Drift] = []

    async def run() -> None:
        with ContractObserver(1, found.append) as observer:
            service = Service([page(surprise=1)])
            async with service.async_client(observe=observer) as mp:
                await mp.subscriptions.list(limit=10)

    asyncio.run(run())
    assert "/data/0/surprise" in [drift.place for drift in found]


def test_a_sibling_can_be_observed_alone() -> None:
    """`with_options(observe=...)` observes the new client, and None ends it."""
    with ContractObserver(1) as observer:
        mp = Service([page()]).client()
        watched = mp.with_options(observe=observer)
        mp.subscriptions.list(limit=10)
        watched.with_options(observe=None).subscriptions.list(limit=10)
        assert observer.counts.sampled == 0
        watched.subscriptions.list(limit=10)
        assert observer.counts.sampled == 1


def test_a_closed_observer_takes_nothing_and_disturbs_nothing() -> None:
    """After close, calls go on and count as dropped; closing again is harmless."""
    _, observer = observed(page())
    assert observer.close()
    mp = Service([page()]).client(observe=observer)
    mp.subscriptions.list(limit=10)
    assert observer.counts.dropped == 2


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("sample", lambda: ContractObserver(1.5)),
        ("sample", lambda: ContractObserver(sample=True)),
        ("report", lambda: ContractObserver(1, "mail")),  # wrong on purpose
        ("observe", lambda: Service().client(observe="yes")),
    ],
)
def test_a_malformed_setting_is_named(name: str, make: Callable[[], object]) -> None:
    """A wrong share, report or observer is a ConfigurationError that names it, at once."""
    with pytest.raises(ConfigurationError, match=f"{name} is malformed"):
        make()


def test_deviations_are_counted_by_opentelemetry(monkeypatch: pytest.MonkeyPatch) -> None:
    """With `otel` each deviation adds to a counter, with operation, place and kinds alone."""
    added: list[tuple[int, dict[str, str]]] = []

    class Meter:
        """Is meter and counter in one, and remembers."""

        def create_counter(self, name: str, **_: str) -> "Meter":
            """Return itself."""
            assert name == "marketplace.contract.deviations"
            return self

        def add(self, number: int, attributes: dict[str, str]) -> None:
            """Remember."""
            added.append((number, attributes))

    monkeypatch.setattr("opentelemetry.metrics.get_meter", lambda _: Meter())
    observed(page(3, surprise=1), calls=2, report="otel")
    ours = [one for one in added if one[1]["marketplace.operation"] == "subscriptions.list"]
    reported = {
        "marketplace.operation": "subscriptions.list",
        "marketplace.place": "/data/*/surprise",
        "marketplace.expected": "no such field",
        "marketplace.received": "a whole number",
    }
    assert ours == [(3, reported), (3, reported)]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
def test_a_forked_process_has_its_own_queue_and_thread() -> None:
    """A child judges its own responses, counted from zero, while the parent's thread is busy."""
    judging, go_on = threading.Event(), threading.Event()
    parent, found = os.getpid(), []

    def report(drift: Drift) -> None:
        found.append(drift)
        if os.getpid() == parent:
            judging.set()
            assert go_on.wait(10)

    with ContractObserver(1, report) as observer:
        mp = Service([page(surprise=1)]).client(observe=observer)
        mp.subscriptions.list(limit=10)
        assert judging.wait(10)
        child = os.fork()
        if child == 0:
            mp.subscriptions.list(limit=10)
            is_done = observer.flush(10)
            counts = observer.counts
            os._exit(0 if is_done and counts.judged == counts.sampled == 1 else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        go_on.set()
        assert observer.flush()
        assert observer.counts.judged == 2


END = """
import sys, threading
from cloud_marketplace import ContractObserver, Marketplace
from cloud_marketplace.testing import SETTINGS, FakeTransport as Fake

def report(drift):
    print(drift, flush=True)
    if sys.argv[1] == "blocked":
        threading.Event().wait()

observer = ContractObserver(1, report)
mp = Marketplace(**SETTINGS, transport=Fake({"id": 7}), observe=observer)
mp.orders.get(7)
"""


@pytest.mark.parametrize("way", ["quick", "blocked"])
def test_the_interpreter_ends(way: str) -> None:
    """A program that never closes its observer ends, with what was waiting judged if it can be."""
    done = subprocess.run(
        [sys.executable, "-c", END, way], capture_output=True, text=True, timeout=30, check=True
    )
    assert done.stderr == ""
    assert done.stdout.count("\n") >= 1
    assert way == "blocked" or "orders.get /id: expected text" in done.stdout
