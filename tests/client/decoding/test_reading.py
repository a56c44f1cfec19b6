"""Strict and careful reading give the same models; the strict one accepts only valid responses."""

import contextlib
import copy
import datetime as dt
import itertools
import json
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import attrs
import httpx
import msgspec
import pytest
from cloud_marketplace import ResponseMismatch
from cloud_marketplace._decoding.deviations import Drift, Watch, drifts_of
from cloud_marketplace._decoding.read_response import Seen, Unread, read
from cloud_marketplace_api import fields, models
from cloud_marketplace_api.call import Call, response
from cloud_marketplace_api.dates import dates_fit
from cloud_marketplace_api.fields import Field, fields_of
from cloud_marketplace_api.model import Model, decode, texts_of
from cloud_marketplace_api.operations import OPERATIONS
from cloud_marketplace_api.types import UNSET, read_date, read_datetime
from hypothesis import given, settings
from hypothesis import strategies as st
from marketplace_contracts.codegen import compile_spec
from marketplace_contracts.codegen.generator import load_spec
from support.client import CANARIES, Service
from support.specs import ROOT

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
    | st.builds(list)  # a new one each time, since they are spoilt
    | st.builds(lambda: {"x y": [None]})
)


def order(**changes: Any) -> Any:
    """An order, read in one go."""
    found = decode(models.Order, json.dumps(ORDER | changes).encode())
    assert found is not None
    return found


def text(value: Any) -> str:
    """JSON text, in which 1, 1.0 and true differ."""
    return json.dumps(value, sort_keys=True)


def kept(field: Field, depth: int) -> st.SearchStrategy[Any]:
    """Values that are what a field expects."""
    if field.holds and field.words is None:
        inner = bodies(field.holds, depth - 1)
        return st.lists(inner, max_size=2) if list in field.kinds else inner
    words: Any = st.sampled_from(sorted(field.words)) if field.words else st.text(max_size=4)
    kinds: dict[type, st.SearchStrategy[Any]] = {
        str: TEXTS.get(field.read, words),
        int: st.integers(),
        float: st.floats(allow_nan=False, allow_infinity=False),
        bool: st.booleans(),
        type(None): st.none(),
        dict: st.dictionaries(st.text(max_size=3), JSON, max_size=2),
        list: st.lists(words, max_size=2),
    }
    return st.one_of([kinds[kind] for kind in field.kinds] or [JSON])


def bodies(model: Any, depth: int = 2) -> st.SearchStrategy[dict[str, Any]]:
    """Objects that are exactly as described."""
    known = fields_of(model).items()
    must = {key: kept(field, depth) for key, field in known if field.required}
    may = {
        key: kept(field, depth)
        for key, field in known
        if not field.required and (depth > 0 or field.words or not field.holds)
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


def call_of(name: str) -> Call[Any]:
    """A call whose response is a model."""
    return Call(OPERATIONS["orders.get"]._replace(returns=name), "/", response(name))


def drifts_in(name: str, body: bytes) -> list[Drift]:
    """The deviations that are found in a response."""
    seen = Seen()
    assert not isinstance(read(call_of(name), body, Watch.of("raise"), seen), Unread)
    return drifts_of("orders.get", seen.notes)


def assert_alike(name: str, first: Any, plain: dict[str, Any]) -> None:
    """Hold a model that was read in one go against one that was read with care."""
    second = MODELS[name].from_dict(plain)
    untouched = copy.deepcopy(first)
    assert text(first.to_dict()) == text(plain)
    assert first == second
    assert repr(first) == repr(second)
    for twin in (untouched, copy.copy(first), pickle.loads(pickle.dumps(untouched))):
        assert twin == second
        assert text(twin.to_dict()) == text(plain)


@settings(deadline=None, derandomize=True, max_examples=8)
@given(data=st.data())
@pytest.mark.parametrize("name", sorted(MODELS))
def test_both_ways_of_reading_agree(name: str, data: st.DataObject) -> None:
    """Models, copies and texts are the same; the strict decoder refuses what deviates."""
    plain = data.draw(bodies(MODELS[name]))
    spoilt = data.draw(st.booleans())
    if spoilt:
        spoil(data, plain)
    body = json.dumps(plain).encode()
    found = decode(MODELS[name], body)
    drifts = drifts_in(name, body)
    assert spoilt or (found is not None and not drifts)
    if found is None:
        assert drifts
    else:
        assert bool(drifts) != dates_fit(MODELS[name], [found])
        assert_alike(name, found, plain)


@settings(deadline=None, derandomize=True, max_examples=8)
@given(data=st.data())
@pytest.mark.parametrize("name", sorted(MODELS))
def test_a_response_with_deviations_loses_nothing(name: str, data: st.DataObject) -> None:
    """The model of a deviating response has what was received, watched or not."""
    plain = data.draw(bodies(MODELS[name]))
    for _ in range(data.draw(st.integers(1, 3))):
        spoil(data, plain)
    body = json.dumps(plain).encode()
    for watch in (None, Watch.of("raise")):
        found = read(call_of(name), body, watch, Seen())
        assert text(found.to_dict()) == text(plain)
        assert found == MODELS[name].from_dict(plain)


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
def test_what_is_not_as_described_is_refused(change: dict[str, Any]) -> None:
    """Unknown fields and words, other types, nulls and missing fields are refused."""
    body = {key: value for key, value in (ORDER | change).items() if value is not ...}
    assert decode(models.Order, json.dumps(body).encode()) is None


DEEP = json.dumps(ORDER | {"attributes": {"k": "here"}}).replace('"here"', "[" * 100_000)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe{", DEEP.encode()])
def test_what_is_no_object_is_refused(body: bytes) -> None:
    """Broken, badly encoded or endlessly nested bodies are left to the careful reader."""
    assert decode(models.Order, body) is None


def test_numbers_are_not_converted() -> None:
    """A whole number stays one however large, and one with a point keeps it (facts E8, F17)."""
    numbers = ["18446744073709551617", "1.0", "-1", "1e2", "-0.0"]
    lines = ",".join(f'{{"quantity":{number}}}' for number in numbers)
    body = json.dumps(ORDER | {"products": ["here"]}).replace('"here"', lines)
    found: Any = decode(models.Order, body.encode())
    assert [repr(line.quantity) for line in found.products] == [
        "18446744073709551617",
        "1.0",
        "-1",
        "100.0",
        "-0.0",
    ]
    whole = b'{"offset":0,"limit":1.0,"total":1}'
    assert decode(models.Pagination, whole) is None


def test_of_a_key_that_comes_twice_the_last_counts() -> None:
    """As in the standard library; and a key that is sent twice does not replace another."""
    twice: Any = decode(models.Money, b'{"amount":"1","currency":"USD","amount":"2"}')
    assert twice.to_dict() == {"currency": "USD", "amount": "2"}
    assert decode(models.Money, b'{"amount":"1","amount":"2"}') is None


@pytest.mark.parametrize("key", ["additional_properties", "_keys", "additionalProperties", "Keys"])
@pytest.mark.parametrize("value", ["1", "0", "[]", "{}", "null", "-1"])
def test_no_key_reaches_what_models_keep_for_themselves(key: str, value: str) -> None:
    """A key with the name of an attribute of ours is an unknown field like any other."""
    body = f'{{"amount":"1","currency":"USD","{key}":{value}}}'
    found: Any = read(call_of("Money"), body.encode())
    assert found.to_dict() == json.loads(body)
    assert found.additional_properties == {key: json.loads(value)}


def test_a_repr_of_a_response_shows_no_secret() -> None:
    """A token that was read in one go is as hidden as any other."""
    body = json.dumps({"token": "canary-token", "expiresInSeconds": 1}).encode()
    found = decode(models.Token, body)
    assert found is not None
    assert not [canary for canary in CANARIES if canary in f"{found!r} {found} {[found]}"]
    assert "canary" not in repr(found)


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


def received(body: Any) -> Any:
    """Return what a client reads from a page of orders; bytes are sent unchanged."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    with Service([httpx.Response(200, content=content)]).client() as mp:
        return mp.orders.list(limit=10)


PAGING = {"offset": 0, "limit": 10, "total": 1}


@pytest.mark.parametrize("row", ["x", 1, None, [], True, 1.5, [{"id": "1"}]])
@pytest.mark.parametrize("number", [0, 1])
def test_a_row_that_is_not_an_object_is_a_mismatch(row: Any, number: int) -> None:
    """A row without attributes is an error that names the row, not its value."""
    rows = [ORDER] * number + [row, ORDER]
    with pytest.raises(ResponseMismatch, match=f"row {number} of the response is not an object"):
        received({"data": rows, "pagination": PAGING})


def nested(depth: int, opening: str, closing: str) -> bytes:
    """A page with a value of that depth, where no model describes it."""
    deep = opening * depth + "1" + closing * depth
    return (
        json.dumps({"data": [ORDER], "pagination": PAGING, "x": "?"}).replace('"?"', deep).encode()
    )


@pytest.mark.parametrize("depth", [65, 400, 900, 5_000, 200_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
@pytest.mark.parametrize("key", ["x", "attributes", "id"])
def test_a_response_that_is_nested_too_deeply_is_a_mismatch(
    depth: int, opening: str, closing: str, key: str
) -> None:
    """Unknown fields, maps and values of the wrong type have a limit, and no stack overflows."""
    body = nested(depth, opening, closing)
    if key != "x":
        deep = body[body.index(b'"x": ') + 5 : -1]
        row = json.dumps(ORDER | {key: "?"}).encode().replace(b'"?"', deep)
        body = b'{"data": [' + row + b'], "pagination": {"offset": 0, "limit": 10, "total": 1}}'
    with pytest.raises(ResponseMismatch):
        received(body)


@pytest.mark.parametrize("depth", [1, 5, 40, 60])
def test_a_response_of_usual_depth_loses_nothing(depth: int) -> None:
    """Values of some levels are read, shown, copied and written like any other."""
    body = nested(depth, '[{"a":', "}]") if depth < 30 else nested(depth, "[", "]")
    page = received(body)
    assert page.to_dict() == json.loads(body)
    assert copy.deepcopy(page.data) == page.data
    assert repr(page.data)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "9" * 5000])
def test_what_is_no_number_in_json_is_a_mismatch(number: str) -> None:
    """Python would take some of them, and later fail to compute with them or to write them."""
    body = json.dumps({"data": [ORDER], "pagination": PAGING | {"total": "?"}})
    with pytest.raises(ResponseMismatch, match="is not JSON"):
        received(body.replace('"?"', number).encode())


def test_a_lone_surrogate_is_read() -> None:
    """It is text that UTF-8 cannot carry: it is shown escaped, and refused as an argument."""
    (row,) = received({"data": [ORDER | {"id": "\ud800"}], "pagination": PAGING}).data
    assert row.id == "\ud800"
    repr(row).encode()
    with Service().client() as mp, pytest.raises(ValueError, match=r"^id must be text"):
        mp.orders.get(row.id)


def test_a_key_that_comes_twice_counts_once_in_either_way_of_reading() -> None:
    """The last one counts, as in Python, whether the rest is as described or not."""
    for extra in ("", ',"surprise":1'):
        body = f'{{"amount":"1","currency":"USD","amount":"2"{extra}}}'.encode()
        found: Any = read(call_of("Money"), body)
        assert found.to_dict() == json.loads(body)


def both(action: Callable[[], Any]) -> list[Any]:
    """What two threads get that do the same at the same time."""
    with ThreadPoolExecutor(2) as pool:
        return [done.result() for done in [pool.submit(action), pool.submit(action)]]


def test_decoders_are_made_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """While one thread makes a decoder, which completes classes of msgspec, no other one does."""
    make, inside = msgspec.json.Decoder, threading.Semaphore(1)
    waiting = threading.Event()

    def decoder(kind: Any) -> Any:
        assert inside.acquire(blocking=False)
        waiting.wait(0.05)  # a chance for the other thread
        with contextlib.suppress(ValueError):
            inside.release()
        return make(kind)

    monkeypatch.setattr("msgspec.json.Decoder", decoder)
    fields.decoder_of.cache_clear()
    body = json.dumps(ORDER).encode()
    assert all(found is not None for found in both(lambda: decode(models.Order, body)))


def test_threads_may_meet_a_model_for_the_first_time_together() -> None:
    """A new interpreter in which eight threads read the first responses, good and deviating."""
    program = """
import json, sys, threading
from cloud_marketplace_api import models
from cloud_marketplace_api.model import decode
from cloud_marketplace_api.reading import CarefulReader
sys.setswitchinterval(1e-6)
start, found = threading.Barrier(8), []
body = json.dumps({"id": "1", "total": {"currency": "USD", "amount": "1"}, "x": 1})
def read(number):
    start.wait()
    if number % 2:
        decode(models.Order, body.encode())
        found.append(models.Order.from_dict(json.loads(body)))
    else:
        found.append(CarefulReader([]).read(models.Order, json.loads(body)))
threads = [threading.Thread(target=read, args=(n,)) for n in range(8)]
for each in threads: each.start()
for each in threads: each.join()
print(len(found), all(order == found[0] for order in found))
"""
    reported = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (reported.stdout, reported.stderr) == ("8 True\n", "")


def test_a_model_may_hold_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tree of objects is read, strictly and with care, and its dates are looked at."""
    annotations = {"day": "datetime.date | Unset", "inner": "Tree | Unset"}
    space = {
        "__module__": "cloud_marketplace_api.models.order",
        "__annotations__": annotations,
        "TEXT_FIELDS": {"day": "date"},
        "day": UNSET,
        "inner": UNSET,
    }
    tree: Any = type(Model)("Tree", (Model,), space, kw_only=True)
    monkeypatch.setattr(models, "Tree", tree, raising=False)
    monkeypatch.setattr(models, "__all__", (*models.__all__, "Tree"))
    good, wrong = (
        {"day": "2026-01-02", "inner": {"inner": {"day": day}}}
        for day in ("2026-01-03", "2026-02-30")
    )
    assert decode(tree, json.dumps(good).encode()).inner.inner.day == dt.date(2026, 1, 3)
    assert dates_fit(tree, [tree.from_dict(good)])
    assert not dates_fit(tree, [tree.from_dict(wrong)])


SCHEMAS = compile_spec(load_spec(ROOT / "spec" / "openapi.yaml"))["components"]["schemas"]


@pytest.mark.parametrize("name", sorted(MODELS))
def test_fields_have_the_json_names_and_the_promises_of_the_description(name: str) -> None:
    """JSON names are derived from Python's: each is the description's; so is what is required."""
    schema, known = SCHEMAS[name], fields_of(MODELS[name])
    assert set(known) == set(schema["properties"])
    required = {key for key, field in known.items() if field.required}
    assert required == set(schema.get("required", []))
    secret = {key for key, inner in schema["properties"].items() if inner.get("x-secret")}
    assert {known[key].name for key in secret} == MODELS[name].SECRET_FIELDS


def test_the_client_reads_in_one_go_where_it_can(monkeypatch: pytest.MonkeyPatch) -> None:
    """A valid response needs no careful reading, and a deviating one loses nothing."""
    good, odd = dict(ORDER), ORDER | {"surprise": {"deep": 1}, "products": None}
    careful: list[Any] = []
    whole = json.loads

    def loads(body: Any) -> Any:
        careful.append(body)
        return whole(body)

    monkeypatch.setattr("cloud_marketplace._decoding.json_codec.decode", loads)
    responses: list[Any] = [httpx.Response(200, json=body) for body in (good, odd)]
    with Service(responses).client() as mp:
        first, second = mp.orders.get(ORDER["id"]), mp.orders.get(ORDER["id"])
    assert len(careful) == 1
    assert first.to_dict() == good
    assert second.additional_properties == {"surprise": {"deep": 1}}
    assert second.to_dict() == odd


def test_every_response_can_be_read_in_one_go() -> None:
    """Each model of a response has a decoder, and the pages all expect a list of rows."""
    for operation in OPERATIONS.values():
        model = MODELS[operation.returns]
        assert fields.decoder_of(model) is fields.decoder_of(model)
        if operation.pagination:
            rows = fields_of(model)["data"]
            assert rows.required
            assert rows.kinds == (list,)


PARTS = (
    ["2024-02-22", "2024-02-30", "0000-01-01", "2024-W08-4", "20240222", "2024-053"],
    ["", "T", "t", " ", "_"],
    ["", "07", "07:45", "07:45:08", "24:00:00", "07:45:60", "074508"],
    ["", ".", ".2", ".2234567891", ",5"],
    ["", "Z", "z", "+02:00", "-0200", "+24:00", "+00:60", "+02:00:30", "-00:00", " "],
)


def test_what_msgspec_takes_for_a_date_the_readers_do_too() -> None:
    """So no date that passes the quick check is read as mere text (facts C3, E12)."""
    taken = 0
    for moment in map("".join, itertools.product(*PARTS)):
        for reader, kind in ((read_date, dt.date), (read_datetime, dt.datetime)):
            try:
                msgspec.convert(moment, kind)
            except msgspec.ValidationError:
                continue
            taken += 1
            assert isinstance(reader(moment), kind), moment
    assert taken > 40


@pytest.mark.parametrize(
    ("change", "fits"),
    [
        ({}, True),
        (
            {"creationDate": "2026-07-27T03:12"},
            True,
        ),  # msgspec refuses this and the reader accepts it
        ({"creationDate": "2026-07-27"}, False),
        ({"lastBillingDate": "2026-02-30"}, False),
        ({"lastBillingDate": "2026-02-28"}, True),
    ],
)
def test_dates_are_looked_at(change: dict[str, Any], fits: bool) -> None:
    """Days and times, and those of rows in a page, are read; one that can't be is noticed."""
    assert dates_fit(models.Order, [order(**change)]) == fits


def test_a_memory_of_texts_is_bounded_and_holds_no_strange_ones() -> None:
    """Many days, unknown words and texts that are not dates do not fill the memory."""
    days, words = texts_of("date"), texts_of("OrderStatus")
    for number in range(5000):
        assert days[f"{1000 + number}-02-03"].year == 1000 + number
        assert days[f"no date {number}"] == f"no date {number}"
        assert words[f"strange-{number}"].is_known is False
    assert len(days) <= 4096
    assert not [text for text in (*days, *words) if " " in text]
    assert not [word for word in words if word.startswith("strange")]
