"""What is logged, and what never is."""

import logging

import httpx
import pytest
from cloud_marketplace import NotFound, OutcomeUnknown
from cloud_marketplace._observability.logs import LOGGER
from support.client import CANARIES, Service, said


def test_an_attempt_is_logged_by_an_allow_list(caplog: pytest.LogCaptureFixture) -> None:
    """Operation, method, route template, status, time, attempt and correlation id; nothing else."""
    caplog.set_level(logging.DEBUG, logger="cloud_marketplace")
    good = httpx.Response(200, json={"id": "canary-id"}, headers={"X-Correlation-ID": "a8n-1"})
    expired = said(401, "expired")
    with Service([expired, good]).client() as mp:
        mp.subscriptions.get("canary-id")
    lines = [line.message for line in caplog.records if line.name == "cloud_marketplace"]
    assert [line.partition(" in ")[0] for line in lines] == [
        "auth.token POST /token -> 200",
        "subscriptions.get GET /subscriptions/{id} -> 401",
        "auth.token POST /token -> 200",
        "subscriptions.get GET /subscriptions/{id} -> 200",
    ]
    assert lines[3].endswith("ms, attempt 2, correlation id a8n-1")
    assert "canary" not in "".join(lines)


def test_a_failure_is_logged_by_its_kind(caplog: pytest.LogCaptureFixture) -> None:
    """A call without response is logged with the kind of failure in place of the status."""
    caplog.set_level(logging.DEBUG, logger="cloud_marketplace")
    with Service([httpx.ReadTimeout("slow")]).client() as mp, pytest.raises(OutcomeUnknown):
        mp.orders.create({})
    assert "orders.create POST /orders -> ReadTimeout in" in caplog.text
    assert caplog.text.rstrip().endswith("correlation id -")


def test_no_log_of_any_library_holds_a_secret(caplog: pytest.LogCaptureFixture) -> None:
    """At the most verbose level no logger at all shows a secret."""
    caplog.set_level(logging.DEBUG)
    service = Service([said(404, f"no {CANARIES[0]} {CANARIES[2]}-1")])
    with service.client() as mp, pytest.raises(NotFound):
        mp.orders.get(7)
    assert caplog.records
    assert not [canary for canary in CANARIES if canary in caplog.text]


def test_the_library_is_silent_by_itself() -> None:
    """The logger has a handler that does nothing, and no level."""
    assert [type(handler) for handler in LOGGER.handlers] == [logging.NullHandler]
    assert LOGGER.level == logging.NOTSET
