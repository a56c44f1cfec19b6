"""Drift: deviations are reported without secrets, and the response is still read."""

import json
import logging
import pickle
from typing import Any

import httpx
import pytest
from cloud_marketplace import ConfigurationError, Drift, PromiseBroken, ResponseMismatch
from cloud_marketplace._decoding.deviations import Watch, drifts_of
from cloud_marketplace._decoding.read_response import Seen, read
from cloud_marketplace_api import models
from cloud_marketplace_api.call import Call, response
from cloud_marketplace_api.dates import dates_fit
from cloud_marketplace_api.model import decode
from cloud_marketplace_api.operations import OPERATIONS
from cloud_marketplace_api.reading import CarefulReader, Deviation
from marketplace_contracts.simulator import Simulator
from support.client import CANARIES, KEY, PASSWORD, Service, page

ROW: dict[str, Any] = {
    "id": "905701",
    "type": "sales",
    "orderNumber": "SO005901",
    "customerId": "1000611",
    "status": "completed",
    "statusCode": "CP",
    "creationDate": "2026-07-27T03:12:55Z",
    "total": {"currency": "USD", "amount": "1"},
}
LISTED = {key: value for key, value in ROW.items() if key != "total"}  # rows are sparse (facts F2)


def found_in(row: dict[str, Any], name: str = "Order") -> list[tuple[str, str, str]]:
    """Deviations of an object."""
    notes: list[Deviation] = []
    CarefulReader(notes).read(getattr(models, name), row)
    return [(drift.place, drift.promised, drift.came) for drift in drifts_of("orders.get", notes)]


def reported(response: Any, **keywords: Any) -> list[Drift]:
    """Drift that a client reports about the response to `orders.list`."""
    found: list[Drift] = []
    service = Service([httpx.Response(200, json=response)])
    with service.client(**{"on_drift": found.append} | keywords) as mp:
        mp.orders.list(limit=10)
    return found


@pytest.mark.parametrize(
    ("change", "deviation"),
    [
        ({"status": "brand-new"}, ("/status", "one of OrderStatus", "'brand-new'")),
        ({"status": "a long text " * 9}, ("/status", "one of OrderStatus", "another text")),
        ({"surprise": {"deep": 1}}, ("/surprise", "no such field", "an object")),
        ({"status": None}, ("/status", "one of OrderStatus", "null")),
        ({"customerId": 1000611}, ("/customerId", "text", "a whole number")),
        ({"creationDate": "yesterday"}, ("/creationDate", "a time", "text that is not a time")),
        ({"creationDate": 17}, ("/creationDate", "a time", "a whole number")),
        ({"total": "1"}, ("/total", "Money", "text")),
        ({"total": {"currency": "USD"}}, ("/total/amount", "text", "nothing")),
        (
            {"total": {"currency": "USD", "amount": 1.5}},
            ("/total/amount", "text", "a number with a fraction"),
        ),
        ({"products": {"mpn": "M"}}, ("/products", "a list of OrderLine", "an object")),
        ({"products": [{}, "M"]}, ("/products/1", "OrderLine", "text")),
        ({"products": [{}, {"quantity": "2.0"}]}, ("/products/1/quantity", "a number", "text")),
        ({"a/b~c": 1}, ("/a~1b~0c", "no such field", "a whole number")),
    ],
)
def test_each_kind_of_deviation_is_reported_with_its_place(
    change: dict[str, Any], deviation: tuple[str, str, str]
) -> None:
    """Deviating words, fields, nulls, dates and types are named (facts G3)."""
    if "a/b~c" in change:
        deviation = ("/?", *deviation[1:])  # a key that could be anything is not shown
    assert found_in(ROW | change) == [deviation]
    body = json.dumps(ROW | change).encode()
    found = decode(models.Order, body)
    assert found is None or not dates_fit(models.Order, [found])


def test_a_missing_required_field_is_drift() -> None:
    """A required field that is missing is drift."""
    short = {key: value for key, value in ROW.items() if key != "type"}
    assert found_in(short) == [("/type", "one of OrderType", "nothing")]


def test_what_is_described_is_no_drift() -> None:
    """A row as described has no deviation, nor has null where it is allowed (facts F19)."""
    assert found_in(ROW) == []
    assert found_in({"id": "1", "status": "active", "renewalDate": None}, "SubscriptionSummary")
    keys = {place for place, _, _ in found_in({"renewalDate": None}, "SubscriptionSummary")}
    assert "/renewalDate" not in keys


@pytest.mark.parametrize("size", ["small"])
def test_the_simulator_responds_as_described(size: str) -> None:
    """The lists and objects of the simulator are as described, to the last nested field."""
    from cloud_marketplace import Marketplace

    with (
        Simulator(seed=3, size=size) as simulator,
        Marketplace.from_env(simulator.environment, on_drift="raise") as mp,
    ):
        for name in ("customers", "resellers", "products", "plans", "orders"):
            assert list(getattr(mp, name).list(limit=100))
        for row in list(mp.subscriptions.list(limit=50))[:20]:
            assert mp.subscriptions.get(row.id).id == row.id
        for order in list(mp.orders.list(limit=50))[:20]:
            assert mp.orders.get(order.id).id == order.id


def test_drift_is_reported_once_per_response_and_reading_continues() -> None:
    """The same deviation in many rows is one report with their number; the rows are all there."""
    rows = [LISTED | {"id": str(n), "status": "brand-new"} for n in range(7)]
    assert reported(page(rows)) == [
        Drift("orders.list", "/data/0/status", "one of OrderStatus", "'brand-new'", 7)
    ]


def test_ignore_is_the_default_and_looks_at_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """Without `on_drift` there is no watch, and a deviation is neither logged nor raised."""
    assert Watch.of("ignore") is None
    service = Service([httpx.Response(200, json=page([LISTED | {"status": "x"}]))])
    with service.client() as mp:
        assert [row.status for row in mp.orders.list()] == ["x"]
    assert not caplog.records


def test_log_warns_through_logging(caplog: pytest.LogCaptureFixture) -> None:
    """`log` gives one warning for each kind of deviation, with operation and place."""
    with caplog.at_level(logging.WARNING, logger="cloud_marketplace"):
        reported(
            page([LISTED | {"status": "brand-new"}, LISTED | {"status": "brand-new"}]),
            on_drift="log",
        )
    assert [record.getMessage() for record in caplog.records] == [
        (
            "drift: orders.list /data/0/status: "
            "expected one of OrderStatus, received 'brand-new' (2 times)"
        )
    ]


def test_raise_raises_an_error_that_says_what_deviates() -> None:
    """`raise` ends the call with an error that can be pickled and names the deviations."""
    with pytest.raises(PromiseBroken) as caught:
        reported(page([LISTED | {"id": 1, "odd": 2}]), on_drift="raise")
    error = caught.value
    assert isinstance(error, ResponseMismatch)
    assert [drift.place for drift in error.drifts] == ["/data/0/id", "/data/0/odd"]
    assert "orders.list: 200 /data/0/id: expected text, received a whole number; and 1 more" in str(
        error
    )
    assert pickle.loads(pickle.dumps(error)).drifts == error.drifts


def test_raise_on_an_order_says_not_to_send_it_again() -> None:
    """An order whose response deviates has been placed, and the error states that."""
    service = Service([httpx.Response(200, json=ROW | {"status": "brand-new"})])
    with service.client(on_drift="raise") as mp, pytest.raises(PromiseBroken) as caught:
        mp.orders.create({"type": "sales", "customerId": "1", "products": []})
    assert "Do not send it again: it has happened" in str(caught.value)


def test_no_value_of_a_secret_is_shown() -> None:
    """Passwords, tokens and strange keys show up neither in drift nor in its log (facts A20)."""
    contact = {"type": PASSWORD, "password": 17, "login": None, f"{KEY}\n": PASSWORD * 9}
    body = {"contactPersons": [contact], "status": {"token": PASSWORD}, "language": [PASSWORD]}
    shown = str([Drift("customers.get", *found) for found in found_in(body, "Customer")])
    shown = shown.replace(repr(repr(PASSWORD)), "")  # a short word where one of a list is due
    assert not [canary for canary in CANARIES if canary in shown]


def test_long_pages_are_looked_at_sparingly_when_logging() -> None:
    """Beyond 64 rows the dates of each eighth row are looked at, in turn; all else in every row."""
    log, complete = Watch.of("log"), Watch.of("raise")
    assert log is not None
    assert complete is not None
    operation = OPERATIONS["subscriptions.list"]
    row = {"id": "1", "customerId": "2", "status": "active", "renewalStatus": True}

    def places(watch: Watch, change: dict[str, Any], rows: int = 160) -> list[str]:
        given = [row | {"creationDate": None} | (change if n == 37 else {}) for n in range(rows)]
        seen = Seen()
        call: Call[Any] = Call(operation, "/", response(operation.returns))
        read(call, json.dumps(page(given)).encode(), watch, seen)
        return [drift.place for drift in drifts_of(operation.id, seen.notes)]

    assert places(log, {}) == []
    deep = {"billingPeriod": {"type": "month"}}
    assert places(log, deep) == ["/data/37/billingPeriod/duration"]
    wrong = {"creationDate": "yesterday"}
    found = ["/data/37/creationDate"]
    assert sorted(places(log, wrong) for _ in range(16)) == [[]] * 14 + [found] * 2
    assert places(complete, wrong) == found
    assert places(log, wrong, rows=64) == found


def test_the_same_in_other_rows_is_put_together() -> None:
    """Positions that differ only in their index are one kind; others are not."""
    notes = [Deviation(path, None, 1) for path in (("data", 0, "a"), ("data", 12, "a"), ("b",))]
    assert [(drift.place, drift.times) for drift in drifts_of("o", notes)] == [
        ("/data/0/a", 2),
        ("/b", 1),
    ]


@pytest.mark.parametrize("wrong", ["loud", None, 3])
def test_a_wrong_setting_is_named(wrong: Any) -> None:
    """Any other value than the three words or a callable is an error that names on_drift."""
    with pytest.raises(ConfigurationError, match="on_drift"):
        Service().client(on_drift=wrong)
