"""Hooks and logs: each attempt is reported, by an allow-list, without disturbing a call."""

import dataclasses
import logging
from typing import Any

import httpx
import pytest
from cloud_marketplace import Attempt, NotFound
from support.client import CANARIES, Clock, Service, said

GOOD = httpx.Response(200, json={"id": "7"}, headers={"X-Correlation-ID": "a8n-1"})
CONTACT = {"name": "x", "contactPersons": [{"login": "jo", "password": "canary-contact"}]}


def test_a_hook_receives_each_attempt() -> None:
    """The token call and the call itself come one by one, with route, status, time and id."""
    seen: list[Attempt] = []
    clock = Clock()

    def slow(_: httpx.Request) -> httpx.Response:
        clock.now += 2.5
        return httpx.Response(200, json={"id": "7"}, headers={"X-Correlation-ID": "a8n-1"})

    with Service([slow]).client(hooks=[seen.append], clock=clock) as mp:
        mp.orders.get(7)
    assert [(done.operation, done.status) for done in seen] == [
        ("auth.token", 200),
        ("orders.get", 200),
    ]
    last = seen[-1]
    assert (last.method, last.route, last.number) == ("GET", "/orders/{id}", 1)
    assert (last.seconds, last.correlation_id, last.failure) == (2.5, "a8n-1", None)


def test_a_call_that_is_sent_twice_is_two_attempts() -> None:
    """A refused token shows as a first attempt with 401 and a second one."""
    seen: list[Attempt] = []
    with Service([said(401, "expired"), GOOD]).client(hooks=[seen.append]) as mp:
        mp.orders.get(7)
    mine = [(done.number, done.status) for done in seen if done.operation == "orders.get"]
    assert mine == [(1, 401), (2, 200)]


def test_a_failure_has_its_kind_in_place_of_a_status() -> None:
    """An attempt without a response has the kind of failure."""
    seen: list[Attempt] = []
    service = Service([httpx.ReadTimeout("slow")])
    with service.client(hooks=[seen.append]) as mp, pytest.raises(Exception, match="orders"):
        mp.orders.create({"type": "sales", "customerId": "1", "products": []})
    assert (seen[-1].status, seen[-1].failure) == (None, "ReadTimeout")


def test_a_hook_that_raises_does_not_lose_the_response(caplog: pytest.LogCaptureFixture) -> None:
    """A placed order is returned although a hook fails; the log has the class of the error."""

    def broken(_: Attempt) -> None:
        raise KeyError("canary-contact")

    caplog.set_level(logging.WARNING, logger="cloud_marketplace")
    with Service([GOOD]).client(hooks=[broken]) as mp:
        assert mp.orders.create({"type": "sales"}).id == "7"
    assert {record.getMessage() for record in caplog.records} == {
        "a hook raised KeyError; the call goes on"
    }
    assert all(record.exc_info is None for record in caplog.records)


async def hooked(service: Service, seen: list[Attempt]) -> None:
    """One asynchronous call."""
    async with service.async_client(hooks=[seen.append]) as mp:
        await mp.orders.get(7)


def test_tasks_report_the_same_as_threads() -> None:
    """The asynchronous client calls the hooks as well."""
    import asyncio

    seen: list[Attempt] = []
    asyncio.run(hooked(Service([GOOD]), seen))
    assert [done.operation for done in seen] == ["auth.token", "orders.get"]


def test_the_log_is_one_line_for_each_attempt(caplog: pytest.LogCaptureFixture) -> None:
    """At level DEBUG a line has operation, method, route, status, time, number and id."""
    caplog.set_level(logging.DEBUG, logger="cloud_marketplace")
    with Service([GOOD]).client(clock=Clock()) as mp:
        mp.orders.get(7)
    assert caplog.records[-1].getMessage() == (
        "orders.get GET /orders/{id} -> 200 in 0 ms, attempt 1, correlation id a8n-1"
    )


def everything(caplog: pytest.LogCaptureFixture, seen: list[Any]) -> str:
    """All that logs and hooks received."""
    records = [f"{vars(record)} {record.getMessage()}" for record in caplog.records]
    return " ".join([*records, *(str(dataclasses.asdict(done)) for done in seen)])


def test_no_canary_is_logged_or_reported(caplog: pytest.LogCaptureFixture) -> None:
    """Neither log records nor hooks hold a secret, a query, a body or a filled path."""
    seen: list[Attempt] = []
    quoting = said(404, f"no {' '.join(CANARIES)}", **{"X-Correlation-ID": CANARIES[0]})
    caplog.set_level(logging.DEBUG)
    with Service([quoting]).client(hooks=[seen.append]) as mp:
        for call in (
            lambda: mp.customers.create(CONTACT),
            lambda: mp.customers.list(name="canary-contact"),
            lambda: mp.orders.get("canary-contact"),
        ):
            with pytest.raises(NotFound):
                call()
    ours = [record for record in caplog.records if record.name.startswith("cloud_marketplace")]
    caplog.records[:] = ours
    assert len(seen) >= 4
    reported = everything(caplog, seen)
    assert not [canary for canary in CANARIES if canary in reported]


def test_nothing_is_computed_when_nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without hooks and without a listening logger an attempt costs nothing more."""
    monkeypatch.setattr("cloud_marketplace._engine.engine.Attempt", None)
    monkeypatch.setattr("cloud_marketplace._observability.logs.is_wanted", lambda: False)
    with Service([GOOD]).client() as mp:
        assert mp.orders.get(7).id == "7"
