"""Reading in one go: the same models as reading with care, for answers that are as promised."""

import contextlib
import copy
import datetime as dt
import itertools
import json
import pickle
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ClassVar

import attrs
import httpx
import msgspec
import pytest
from cloud_marketplace._decoding import drift_dates, strict
from cloud_marketplace._decoding.deviations import Watch
from cloud_marketplace_api import models
from cloud_marketplace_api.operations import OPERATIONS
from cloud_marketplace_api.types import (
    UNSET,
    Field,
    Model,
    is_slim,
    memory_of,
    read_date,
    read_datetime,
    response,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from support.client import CANARIES, Service

MODELS: dict[str, type[Model]] = {
    name: found for name in models.__all__ if issubclass(found := getattr(models, name), Model)
}
ORDER: dict[str, Any] = {
    "id": "905701",
    "orderNumber": "SO005901",
    "type": "sales",
    "customerId": "1000611",
    "creationDate": "2026-07-27T03:12:55.000Z",
    "status": "completed",
    "statusCode": "CP",
    "poNumber": None,
    "total": {"currency": "USD", "amount": "370.8"},
    "products": [{"mpn": "M1", "quantity": 18.0}, {"mpn": "M2", "quantity": 1}],
    "attributes": {"k": "v"},
}
TEXTS: dict[Any, st.SearchStrategy[str]] = {
    read_date: st.dates().map(str),
    read_datetime: st.datetimes(timezones=st.none() | st.just(dt.UTC)).map(dt.datetime.isoformat),
}
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=4)
)
JSON = (
    SCALARS.filter(lambda value: value not in (float("inf"), float("-inf")))
    | st.sampled_from(["2024-02-30", "2024-02-22T07:45:08z", "active", 1.0, -0.0, 2**70])
    | st.just([])
    | st.just({"x y": [None]})
)


def order(**changes: Any) -> Any:
    """An order, read in one go."""
    slim = strict.read("Order", json.dumps(ORDER | changes).encode())
    assert is_slim(slim)
    return response("Order")(slim)


def text(value: Any) -> str:
    """JSON text, in which 1, 1.0 and true differ."""
    return json.dumps(value, sort_keys=True)


def kept(field: Field, depth: int) -> st.SearchStrategy[Any]:
    """Values that keep what a field promises."""
    if field.holds in MODELS:
        inner = bodies(field.holds, depth - 1)
        return st.lists(inner, max_size=2) if list in field.expects else inner
    words: Any = st.text(max_size=4)
    if field.holds:
        words = st.sampled_from([word.value for word in getattr(models, field.holds)])
    kinds: dict[type, st.SearchStrategy[Any]] = {
        str: TEXTS.get(field.read, words),
        int: st.integers(),
        float: st.floats(allow_nan=False, allow_infinity=False),
        bool: st.booleans(),
        type(None): st.none(),
        dict: st.dictionaries(st.text(max_size=3), JSON, max_size=2),
        list: st.lists(words, max_size=2),
    }
    return st.one_of([kinds[kind] for kind in field.expects] or [JSON])


def bodies(name: str, depth: int = 2) -> st.SearchStrategy[dict[str, Any]]:
    """Objects that are as promised."""
    fields = MODELS[name].FIELDS.values()
    must = {field.wire: kept(field, depth) for field in fields if field.required}
    may = {
        field.wire: kept(field, depth)
        for field in fields
        if not field.required and (depth > 0 or field.holds not in MODELS)
    }
    return st.fixed_dictionaries(must, optional=may)


def spoil(data: st.DataObject, body: dict[str, Any]) -> None:
    """Change, remove or add one value, here or in an object inside."""
    inner = [v for value in body.values() for v in (value if isinstance(value, list) else [value])]
    objects = [value for value in inner if isinstance(value, dict)]
    deeper: bool = data.draw(st.booleans())
    if objects and deeper:
        return spoil(data, data.draw(st.sampled_from(objects)))
    key = data.draw(st.sampled_from([*body, "x surprise"]))
    if key in body and data.draw(st.booleans()):
        del body[key]
    else:
        body[key] = data.draw(JSON)
    return None


def assert_alike(name: str, value: Any, plain: dict[str, Any]) -> None:
    """Hold a model that was read in one go against one that was read with care."""
    first, second = response(name)(value), response(name)(plain)
    untouched = copy.deepcopy(first)
    assert text(first.to_dict()) == text(plain)
    assert first == second
    assert repr(first) == repr(second)
    for twin in (untouched, copy.copy(first), pickle.loads(pickle.dumps(untouched))):  # noqa: S301 - our own bytes
        assert twin == second
        assert text(twin.to_dict()) == text(plain)


@settings(deadline=None, derandomize=True, max_examples=8)
@given(data=st.data())
@pytest.mark.parametrize("name", MODELS)
def test_both_ways_of_reading_agree(name: str, data: st.DataObject) -> None:
    """Models, copies, texts and reported drift are the same; only what deviates is refused."""
    plain = data.draw(bodies(name))
    spoilt = data.draw(st.booleans())
    if spoilt:
        spoil(data, plain)
    operation = OPERATIONS["orders.get"]._replace(returns=name)
    watch = Watch.of("raise")
    assert watch is not None
    slim = strict.read(name, json.dumps(plain).encode())
    drifts = watch.look(operation, plain)
    assert spoilt or slim is not None
    if slim is None:
        assert drifts
    else:
        assert watch.look(operation, slim) == drifts
        assert_alike(name, slim, plain)


@pytest.mark.parametrize(
    "change",
    [
        {"surprise": 1},
        {"status": "brand-new"},
        {"status": None},
        {"customerId": 1000611},
        {"creditCheck": 1},
        {"total": {"currency": "USD"}},
        {"total": []},
        {"products": [{"quantity": "2.0"}]},
        {"products": None},
        {"id": ...},
    ],
)
def test_what_is_not_as_promised_is_refused(change: dict[str, Any]) -> None:
    """Unknown fields and words, other types, nulls and missing fields are not let through."""
    body = {key: value for key, value in (ORDER | change).items() if value is not ...}
    assert strict.read("Order", json.dumps(body).encode()) is None


DEEP = json.dumps(ORDER | {"attributes": {"k": "here"}}).replace('"here"', "[" * 100_000)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe{", DEEP.encode()])
def test_what_is_no_object_is_refused(body: bytes) -> None:
    """Broken, badly encoded or endlessly nested bodies are left to the careful reader."""
    assert strict.read("Order", body) is None


def test_numbers_are_not_converted() -> None:
    """A whole number stays one however large, and one with a point keeps it (facts E8, F17)."""
    numbers = ["18446744073709551617", "1.0", "-1", "1e2", "-0.0"]
    lines = ",".join(f'{{"quantity":{number}}}' for number in numbers)
    body = json.dumps(ORDER | {"products": ["here"]}).replace('"here"', lines)
    read = response("Order")(strict.read("Order", body.encode()))
    assert [repr(line.quantity) for line in read.products] == [
        "18446744073709551617",
        "1.0",
        "-1",
        "100.0",
        "-0.0",
    ]
    whole = b'{"offset":0,"limit":1.0,"total":1}'
    assert strict.read("Pagination", whole) is None


def test_of_a_key_that_comes_twice_the_last_counts() -> None:
    """As the standard library has it; and a key that comes twice does not stand for another."""
    twice = strict.read("Money", b'{"amount":"1","currency":"USD","amount":"2"}')
    assert response("Money")(twice).to_dict() == {"currency": "USD", "amount": "2"}
    assert strict.read("Money", b'{"amount":"1","amount":"2"}') is None


def test_nested_objects_stay_slim_until_they_are_touched() -> None:
    """A look at one field makes no models of the others, and each model is made once."""
    read = order()
    assert read.status is models.OrderStatus.COMPLETED
    assert is_slim(read._slots["total"](read))
    lines = read.products
    assert [type(line) for line in lines] == [models.OrderLine] * 2
    assert read.products is lines
    assert is_slim(read._slots["total"](read))
    assert read.total is read.total


def test_slim_objects_show_nothing_and_stay_here() -> None:
    """Neither a repr nor a pickle nor a copy holds a slim object, which may have secrets in it."""
    body = json.dumps({"token": "canary-token", "expiresInSeconds": 1}).encode()
    slim = strict.read("Token", body)
    assert not [canary for canary in CANARIES if canary in f"{slim!r} {slim} {[slim]}"]
    read = order()
    assert b"promised" not in pickle.dumps(read)
    copied = copy.deepcopy(read)
    assert type(copied._slots["total"](copied)) is dict
    assert [type(line) for line in copied._slots["products"](copied)] == [dict, dict]


def test_a_deep_copy_shares_nothing_and_a_shallow_one_what_is_inside() -> None:
    """Copies behave alike however a model was read."""
    read = order()
    deep, shallow = copy.deepcopy(read), copy.copy(read)
    deep.total.amount = "2"
    deep.products.clear()
    deep.attributes["k"] = "w"
    shallow.po_number = "PO-1"
    assert read.to_dict() == ORDER
    assert shallow.total is read.total
    assert shallow.to_dict() == ORDER | {"poNumber": "PO-1"}


def test_changes_show_and_are_not_undone() -> None:
    """What is set before anything is touched stays; what is changed inside is written."""
    read = order()
    read.total = models.Money(currency="EUR", amount="3")
    read.products[0].quantity = 2
    read.additional_properties["more"] = 1
    evolved = attrs.evolve(read, status=models.OrderStatus.CANCELLED)
    lines = [ORDER["products"][0] | {"quantity": 2}, ORDER["products"][1]]
    total = {"currency": "EUR", "amount": "3"}
    changed = ORDER | {"total": total, "products": lines, "more": 1}
    assert read.to_dict() == changed
    moment = {"creationDate": "2026-07-27T03:12:55Z"}  # evolving takes values, not texts
    assert evolved.to_dict() == changed | moment | {"status": "cancelled"}


class Meeting:
    """Something that two threads would do at the same time if nothing kept them from it."""

    def __init__(self) -> None:
        self.count = 0
        self._both = threading.Barrier(2)

    def __call__(self, value: Any) -> list[Any]:
        """Wait a moment for the other thread, and make something new."""
        self.count += 1
        with contextlib.suppress(threading.BrokenBarrierError):
            self._both.wait(timeout=0.05)
        return [value]


def both(action: Callable[[], Any]) -> list[Any]:
    """What two threads get that do the same at the same time."""
    with ThreadPoolExecutor(2) as pool:
        return [done.result() for done in [pool.submit(action), pool.submit(action)]]


def test_readers_are_made_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """While one thread makes a reader, which completes classes of msgspec, no other one does."""
    make = msgspec.json.Decoder

    def decoder(kind: Any) -> Any:
        assert strict._lock._is_owned()  # type: ignore[attr-defined]  # of threading's own tests
        return make(kind)

    monkeypatch.setattr("msgspec.json.Decoder", decoder)
    strict.reader_of.cache_clear()
    body = json.dumps(ORDER).encode()
    assert all(found is not None for found in both(lambda: strict.read("Order", body)))


def test_all_threads_get_the_same_model() -> None:
    """While a thread makes the model inside another, a second one waits for it."""
    meeting = Meeting()

    @attrs.define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
    class Outer(Model):
        FIELDS: ClassVar[dict[str, Field]] = {"held": Field("held", meeting, expects=(dict,))}
        held: Any
        additional_properties: dict[str, Any] = attrs.field(factory=dict)

    outer = Outer(held={})
    first, second = both(lambda: outer.held)
    assert first is second
    assert meeting.count == 1


def test_all_threads_use_the_same_class(monkeypatch: pytest.MonkeyPatch) -> None:
    """While a thread makes the class of slim objects, a second one waits for it."""
    meeting = Meeting()
    monkeypatch.setattr(strict, "_kinds", {})
    monkeypatch.setattr(strict, "_make", meeting)
    monkeypatch.setattr(strict, "register_slim", lambda *_: None)
    first, second = both(lambda: strict.slim_of(models.Money))
    assert first is second
    assert meeting.count == 1


def test_the_client_reads_in_one_go_where_it_can() -> None:
    """Through the client a good answer comes slim, and one that deviates loses nothing."""
    good, odd = dict(ORDER), ORDER | {"surprise": {"deep": 1}, "products": None}
    responses: list[Any] = [httpx.Response(200, json=body) for body in (good, odd)]
    with Service(responses).client() as mp:
        first, second = mp.orders.get("1"), mp.orders.get("2")
    assert is_slim(first._slots["total"](first))
    assert type(second._slots["total"](second)) is dict
    assert second.additional_properties == {"surprise": {"deep": 1}}
    assert second.to_dict() == odd


def test_every_answer_can_be_read_in_one_go() -> None:
    """Each model of an answer has a reader, and the pages all promise a list of rows."""
    for operation in OPERATIONS.values():
        assert strict.reader_of(operation.returns) is strict.reader_of(operation.returns)
        if operation.pagination:
            rows = MODELS[operation.returns].FIELDS["data"]
            assert rows.required
            assert rows.expects == (list,)


PARTS = (
    ["2024-02-22", "2024-02-30", "0000-01-01", "2024-W08-4", "20240222", "2024-053"],
    ["", "T", "t", " ", "_"],
    ["", "07", "07:45", "07:45:08", "24:00:00", "07:45:60", "074508"],
    ["", ".", ".2", ".2234567891", ",5"],
    ["", "Z", "z", "+02:00", "-0200", "+24:00", "+00:60", "+02:00:30", "-00:00", " "],
)


def test_what_msgspec_takes_for_a_date_the_readers_do_too() -> None:
    """So nothing that passes the quick look at dates comes out as mere text (facts C3, E12)."""
    taken = 0
    for moment in map("".join, itertools.product(*PARTS)):
        for read, kind in ((read_date, dt.date), (read_datetime, dt.datetime)):
            try:
                msgspec.convert(moment, kind)
            except msgspec.ValidationError:
                continue
            taken += 1
            assert isinstance(read(moment), kind), moment
    assert taken > 40


@pytest.mark.parametrize(
    ("change", "fits"),
    [
        ({}, True),
        ({"creationDate": "2026-07-27T03:12"}, True),  # which msgspec refuses and the reader takes
        ({"creationDate": "2026-07-27"}, False),
        ({"lastBillingDate": "2026-02-30"}, False),
        ({"lastBillingDate": "2026-02-28"}, True),
    ],
)
def test_dates_are_looked_at(change: dict[str, Any], fits: bool) -> None:
    """Days and times, and those of rows in a page, are read; one that can't be is noticed."""
    slim = strict.read("Order", json.dumps(ORDER | change).encode())
    assert slim is not None
    assert drift_dates.all_fit("Order", [slim]) == fits


def test_a_memory_of_texts_is_bounded_and_holds_no_strange_ones() -> None:
    """Many days, unknown words and texts that are no dates do not fill the memory."""
    days, words = memory_of(read_date), memory_of(models.Order.FIELDS["status"].read or read_date)
    for number in range(5000):
        assert days[f"{1000 + number}-02-03"].year == 1000 + number
        assert days[f"no date {number}"] == f"no date {number}"
        assert words[f"strange-{number}"].is_known is False
    assert len(days) <= 4098
    assert not [text for text in (*days, *words) if isinstance(text, str) and " " in text]
    assert not [word for word in words if isinstance(word, str) and word.startswith("strange")]
    assert [(key, days[key]) for key in (None, UNSET) if key in days] == [
        (None, None),
        (UNSET, UNSET),
    ]
