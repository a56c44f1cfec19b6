"""The simulator that is served until it is interrupted."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from click.testing import CliRunner
from marketplace_contracts.cli import main
from marketplace_contracts.commands import simulate as command
from marketplace_contracts.simulator import FAULTS, SimulatorError, serve
from support.simulator_api import fetch


@contextmanager
def served(**options: Any) -> Iterator[httpx.Client]:
    """Serve in another thread; yield a client of it with a token."""
    lines: list[str] = []
    stop, printed = threading.Event(), threading.Event()

    def out(line: str, *, flush: bool) -> None:
        lines.append(line)
        if flush and len(lines) == 5:
            printed.set()

    thread = threading.Thread(target=serve, kwargs={"port": 0, "out": out, "stop": stop, **options})
    thread.start()
    try:
        assert printed.wait(10)
        url, user, password, key, code = (line.partition("=")[2] for line in lines)
        headers = {"X-Subscription-Key": key}
        with httpx.Client(base_url=url, headers=headers, trust_env=False) as http:
            token = http.post("/token", json={"marketplace": code}, auth=(user, password)).json()
            http.headers["Authorization"] = f"Bearer {token['token']}"
            yield http
    finally:
        stop.set()
        thread.join(10)


def now(http: httpx.Client) -> datetime:
    """Return the simulated time."""
    text = fetch(http.base_url.join("/_simulator/clock")).json()["now"]
    return datetime.fromisoformat(text)


def test_the_world_begins_today() -> None:
    """By default the simulated time is the real one, and newest orders and renewals lie near it."""
    with served() as http:
        assert abs(now(http) - datetime.now(UTC)) < timedelta(minutes=1)
        newest = http.get("/orders", params={"limit": 1}).json()["data"][0]
        assert now(http) - datetime.fromisoformat(newest["creationDate"]) < timedelta(hours=1)
        rows = http.get("/subscriptions", params={"status": "active", "limit": 500}).json()["data"]
        soon = (now(http) + timedelta(days=31)).date().isoformat()
        assert any(row.get("renewalDate", "9") <= soon for row in rows)


@pytest.mark.parametrize(
    "start",
    [
        datetime(2024, 2, 29, 23, 59, 59, tzinfo=UTC),
        datetime(2027, 12, 31, 0, 0, tzinfo=UTC),
        datetime(2000, 1, 1, tzinfo=UTC),
        datetime(2089, 3, 31, 12, 0, tzinfo=UTC),
    ],
)
@pytest.mark.parametrize("seed", [1, 2])
def test_the_world_can_begin_at_any_time(start: datetime, seed: int) -> None:
    """Objects of any beginning keep the rules: nothing in the future, terms end later."""
    from marketplace_contracts.simulator import Simulator

    world = Simulator(seed=seed, start=start).world
    assert world.now() == start
    assert max(order.created for order in world.orders.values()) <= start
    for subscription in world.subscriptions.values():
        assert subscription.created <= start.date()
        if subscription.status == "active":
            assert subscription.renewal is not None
            assert subscription.renewal > start.date()
    assert world.subscriptions["1300501"].customer_id == "1000611"


@pytest.mark.parametrize(
    "start",
    [datetime(2026, 1, 1), datetime(1999, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)],
)
def test_a_beginning_needs_a_zone_and_time_to_live(start: datetime) -> None:
    """A time without its zone, or outside of the clock's range, is refused by name."""
    with pytest.raises(SimulatorError, match="start must be a time with its zone"):
        serve(port=0, start=start)


def test_requests_are_logged_one_a_line_without_secrets() -> None:
    """Each line has time, status, method, path, operation and faults, and no secret."""
    lines: list[str] = []
    start = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
    with served(request_log=lines.append, start=start) as http:
        secrets = [http.headers["X-Subscription-Key"], http.headers["Authorization"][7:]]
        http.get("/plans", params={"limit": 1, "token": secrets[1], "x": "a\nb"})
        http.get("/nowhere/%0A%1B[31m" + secrets[0])
        body = {"fault": "drop", "operation": "plans.list"}
        fetch(http.base_url.join("/_simulator/faults"), "POST", json=body)
        with pytest.raises(httpx.TransportError):
            http.get("/plans")
    assert [line[:11] for line in lines] == ["2026-11-02T"] * 4
    token, listed, unknown, dropped = (line[21:] for line in lines)
    assert token == "200 POST /marketplace/na/token auth.token"
    assert listed == "200 GET /marketplace/na/plans?limit=1&token=***&x=a%0Ab plans.list"
    assert unknown.startswith("404 GET /marketplace/na/nowhere/")
    assert dropped == "--- GET /marketplace/na/plans plans.list [drop]"
    assert all(line.isprintable() for line in lines)
    assert not [secret for secret in secrets if secret in "\n".join(lines)]


def test_drifts_are_chosen_by_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--break` takes names of the drift catalogue, and suggests some for an unknown one."""
    served_with: dict[str, Any] = {}
    monkeypatch.setattr("marketplace_contracts.simulator.serve", served_with.update)
    names = ["paging.offset-ignored", "drop-field"]
    options = [part for name in names for part in ("--break", name)]
    done = CliRunner().invoke(command.simulate, [*options, "--start", "2026-03-04", "--log"])
    assert done.exit_code == 0, done.output
    assert [fault.name for fault in served_with["breaks"]] == names
    assert served_with["breaks"][1] is FAULTS["drop-field"]
    assert served_with["start"] == datetime(2026, 3, 4, 8, 0, tzinfo=UTC)
    served_with["request_log"]("a line")
    for wrong, near in (("offset-ignored", "paging.offset-ignored"), ("zzz", "drift --list")):
        assert main(["simulate", "--break", wrong]) == 2
        said = capsys.readouterr().err
        assert f"called {wrong!r}" in said
        assert near in said
