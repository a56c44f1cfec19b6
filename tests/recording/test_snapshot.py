"""Snapshots of what a scenario returned."""

import datetime as dt

from cloud_marketplace import models
from cloud_marketplace.errors import RateLimited
from marketplace_contracts.recording.snapshot import RecordedBodies, line

ROW = {
    "id": "1",
    "orderNumber": "SO1",
    "type": "sales",
    "status": "new-status",
    "creationDate": "2026-11-02T08:00:00Z",
    "extra": [1, 1.0],
}


def test_a_line_shows_types() -> None:
    """Enumerations, unknown ones too, moments and unknown fields show as what Python has."""
    shown = line(models.OrderSummary.from_dict(ROW))
    assert "type=OrderType.SALES" in shown
    assert "status=OrderStatus('new-status')" in shown
    assert "creation_date=datetime 2026-11-02T08:00:00+00:00" in shown
    assert "'extra'=[1, 1.0]" in shown
    assert "customer_id" not in shown


def test_plain_values_show_as_python_writes_them() -> None:
    """Lists, mappings, dates and texts are distinguishable."""
    value = ["1", 1, {"day": dt.date(2026, 11, 2)}, None]
    assert line(value) == "['1', 1, {'day': date 2026-11-02}, None]"


def test_an_error_shows_what_does_not_vary() -> None:
    """An error shows status, message, correlation id, attempts and pause, but no time."""
    error = RateLimited("slow down", status=429, correlation_id="a8n-1", attempts=2, elapsed=0.5)
    error.retry_after = 60.0
    assert line(error) == "RateLimited(429, 'slow down', a8n-1, 2 attempts, retry after 60 s)"


def test_bodies_hold_what_was_received() -> None:
    """A model is contained in the responses only if it returns one of them unchanged."""
    model = models.OrderSummary.from_dict(ROW)
    assert RecordedBodies([{"data": [ROW]}]).contain(model)
    assert not RecordedBodies([{"data": [ROW | {"extra": [1, 1]}]}]).contain(model)
    assert not RecordedBodies([]).contain(model)
