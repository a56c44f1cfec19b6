"""The resources and the calls they build."""

import asyncio
import datetime as dt
import enum
import inspect
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from cloud_marketplace_api import api
from cloud_marketplace_api.arguments import flag, number, segment
from cloud_marketplace_api.call import Call, query_of
from cloud_marketplace_api.models import (
    CustomerCreate,
    Money,
    Order,
    OrderLineRequest,
    OrderPage,
    OrderRequest,
    OrderRequestType,
    OrderStatus,
    OrderSummary,
    ParameterValue,
    ReportRequest,
    Token,
)
from cloud_marketplace_api.operations import OPERATIONS
from cloud_marketplace_api.types import UNSET

VALUES: dict[str, Any] = {"id": "7", "report_id": 7, "body": {}}


class Recorder:
    """A sender that sends nothing and remembers the calls with the way they were to go."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Call[Any], float | None]] = []

    def send(self, call: Call[Any], *, timeout: float | None) -> Any:
        """Remember a call and return an empty object."""
        self.calls.append(("send", call, timeout))
        return call.read({})

    def page(self, call: Call[Any], *, timeout: float | None) -> Any:
        """Remember a call that pages."""
        self.calls.append(("page", call, timeout))
        return call.read({"data": [], "pagination": {}})


class AsyncRecorder(Recorder):
    """The asynchronous twin."""

    async def send(self, call: Call[Any], *, timeout: float | None) -> Any:
        """Remember a call and return an empty object."""
        return super().send(call, timeout=timeout)


def called(use: Callable[[Any], Any], resource: type = api.Orders) -> tuple[str, Call[Any]]:
    """Use a resource once and return the call that it made."""
    recorder = Recorder()
    use(resource(recorder))
    ((way, call, _),) = recorder.calls
    return way, call


def methods(resource: type) -> dict[str, Callable[..., Any]]:
    """Return the public methods of a resource."""
    return {n: m for n, m in vars(resource).items() if not n.startswith("_") and callable(m)}


def resources(prefix: str = "") -> dict[str, type]:
    """Return the resources by the name of their tag."""
    tags = sorted({operation.tag for operation in OPERATIONS.values()})
    return {tag: getattr(api, f"{prefix}{tag.capitalize()}") for tag in tags}


@pytest.mark.parametrize("prefix", ["", "Async"])
def test_every_operation_is_a_method_of_its_resource(prefix: str) -> None:
    """The nine resources have exactly the 28 operations, in both worlds."""
    found = {
        f"{tag}.{name}" for tag, resource in resources(prefix).items() for name in methods(resource)
    }
    assert found == OPERATIONS.keys()


def arguments(method: Callable[..., Any]) -> list[Any]:
    """Return values for the parameters that a method cannot do without."""
    needed = [name for name in inspect.signature(method).parameters if name in VALUES]
    return [VALUES[name] for name in needed]


@pytest.mark.parametrize("id_", OPERATIONS)
def test_each_method_builds_the_call_of_its_operation(id_: str) -> None:
    """Path, body and way fit the operation; only operations that page give pages."""
    operation = OPERATIONS[id_]
    recorder, twin = Recorder(), AsyncRecorder()
    name = id_.partition(".")[2]
    method = getattr(resources()[operation.tag](recorder), name)
    given = arguments(getattr(resources()[operation.tag], name))
    method(*given, timeout=3)

    async def use() -> None:
        result = getattr(resources("Async")[operation.tag](twin), name)(*given, timeout=3)
        if inspect.isawaitable(result):
            await result

    asyncio.run(use())
    for way, call, timeout in (*recorder.calls, *twin.calls):
        assert call.operation is operation
        assert call.path == operation.path.replace("{id}", "7").replace("{reportId}", "7")
        assert (call.body is UNSET) == (operation.method == "GET")
        assert (way == "page") == (operation.pagination is not None)
        assert timeout == 3
    assert len(recorder.calls) == len(twin.calls) == 1


@pytest.mark.parametrize("id_", OPERATIONS)
def test_twins_have_the_same_parameters_and_a_full_docstring(id_: str) -> None:
    """A method and its twin take the same, and explain each parameter, effect and result."""
    tag, _, name = id_.partition(".")
    one, other = (getattr(resources(prefix)[tag], name) for prefix in ("", "Async"))
    assert list(inspect.signature(one).parameters) == list(inspect.signature(other).parameters)
    for method in (one, other):
        doc = inspect.getdoc(method) or ""
        for parameter in list(inspect.signature(method).parameters)[1:]:
            assert f"\n    {parameter}: " in doc
        assert f"Effect: {OPERATIONS[id_].effect};" in doc
        assert "Returns:\n    " in doc


def test_query_values_are_rendered_and_what_is_not_given_is_left_out() -> None:
    """Members, moments, days, numbers and text become text; UNSET and None are not sent."""
    moment = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
    _, call = called(
        lambda orders: orders.list(
            customer_id=1000611,
            status=OrderStatus.PROCESSING,
            creation_time_from=moment,
            creation_time_to="2026-02-01T00:00:00+01:00",
            order_number=None,
            limit=500,
        )
    )
    assert call.query == {
        "customerId": "1000611",
        "status": "processing",
        "creationTimeFrom": "2026-01-02T03:04:05Z",
        "creationTimeTo": "2026-02-01T00:00:00+01:00",
        "limit": "500",
    }


def test_days_booleans_and_keywords_are_rendered() -> None:
    """A day is a plain date, a boolean is lower case, `from_` is the parameter `from`."""
    day = dt.date(2026, 1, 2)
    _, call = called(lambda r: r.list(from_=day, to="2026-02-01", type="onetime"), api.Reports)
    assert call.query == {"from": "2026-01-02", "to": "2026-02-01", "type": "onetime"}
    plain = query_of(
        {"yes": flag("yes", value=True), "no": flag("no", value=False), "z": number("z", 0)}
    )
    assert plain == {"yes": "true", "no": "false", "z": "0"}


@pytest.mark.parametrize(
    ("id_", "path"),
    [
        ("905701", "/orders/905701"),
        (905701, "/orders/905701"),
        ("a/b?c#d e%", "/orders/a%2Fb%3Fc%23d%20e%25"),
        ("../customers", "/orders/..%2Fcustomers"),
        ("é", "/orders/%C3%A9"),
    ],
)
def test_an_id_is_one_segment_of_the_path(id_: str | int, path: str) -> None:
    """Whatever an id holds, it cannot leave its place in the path."""
    assert called(lambda orders: orders.get(id_))[1].path == path


@pytest.mark.parametrize("id_", ["", ".", ".."])
def test_an_id_that_would_name_another_path_is_refused(id_: str) -> None:
    """An empty id would be the list, and dots another path: ValueError before anything is sent."""
    with pytest.raises(ValueError, match=r"^id must be an identifier"):
        called(lambda orders: orders.get(id_))
    with pytest.raises(ValueError, match=r"^report_id must be an identifier"):
        segment("report_id", id_)


WRONG_IDS: list[Any] = [
    *(None, UNSET, True, 1.0, float("nan"), b"1", ["1"], ("1",), {"id": "1"}, object()),
    *(Money(currency="USD", amount="1"), dt.date(2026, 1, 2), Decimal(1)),
]
DAYS = {
    *(("subscriptions.list", f"creation_date_{end}") for end in ("from", "to")),
    *(("reports.list", name) for name in ("from_", "to")),
}
WRONG_TEXTS: list[Any] = ["", " ", "\t\n", "\ud800", 10**5000]


def parameters() -> Iterator[tuple[str, str]]:
    """Each operation with each of its parameters that is part of the address."""
    for id_, operation in OPERATIONS.items():
        method = getattr(resources()[operation.tag], id_.partition(".")[2])
        for name in inspect.signature(method).parameters:
            if name not in ("self", "body", "timeout"):
                yield id_, name


def refusal(id_: str, prefix: str, name: str, value: Any) -> str:
    """Call a method with one wrong argument, and return the error's text; nothing is sent."""
    tag, _, method_name = id_.partition(".")
    recorder = AsyncRecorder() if prefix else Recorder()
    method = getattr(resources(prefix)[tag](recorder), method_name)
    given = {key: VALUES[key] for key in inspect.signature(method).parameters if key in VALUES}

    async def use() -> None:
        result = method(**{**given, name: value})
        if inspect.isawaitable(result):
            await result

    with pytest.raises((TypeError, ValueError)) as caught:
        asyncio.run(use())
    assert recorder.calls == []
    assert type(caught.value) in (TypeError, ValueError)
    return str(caught.value)


@pytest.mark.parametrize("prefix", ["", "Async"])
@pytest.mark.parametrize(("id_", "name"), [*parameters()])
def test_an_argument_of_a_wrong_type_is_refused_by_name(id_: str, name: str, prefix: str) -> None:
    """It neither becomes text in the address nor drops a filter, in any method of both clients."""
    in_path = name in VALUES
    for value in [*WRONG_IDS, *WRONG_TEXTS]:
        if value is None and not in_path:
            continue  # a filter that is not given
        if isinstance(value, dt.date) and (id_, name) in DAYS:
            continue
        assert refusal(id_, prefix, name, value).startswith(f"{name} must be ")


@pytest.mark.parametrize("name", ["offset", "limit"])
@pytest.mark.parametrize("value", ["1", True, 1.0, "", [1]])
def test_a_number_is_a_whole_number(name: str, value: Any) -> None:
    """Text, truth values and fractions are no offset and no limit."""
    assert refusal("orders.list", "", name, value).startswith(f"{name} must be a whole number")


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (dt.datetime(2026, 1, 2), "must have an offset"),
        ("2026-01-02T00:00:00", "must have an offset"),
        (dt.date(2026, 1, 2), "must be a datetime, or its text, not date"),
        ("2026-01-02", "must be a time"),
        ("yesterday", "must be a time"),
    ],
)
def test_a_time_has_its_offset(value: Any, says: str) -> None:
    """A naive time means another moment on each machine, and a date is not a time."""
    assert says in refusal("orders.list", "", "creation_time_from", value)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (dt.datetime(2026, 1, 2, tzinfo=dt.UTC), "must be a date, or its text, not datetime"),
        ("2026-01-02T00:00:00Z", "must be a date, YYYY-MM-DD"),
        ("2026-02-30", "must be a date, YYYY-MM-DD"),
    ],
)
def test_a_day_is_not_a_time(value: Any, says: str) -> None:
    """A datetime has another date in another zone, so it is not taken for one."""
    assert refusal("reports.list", "", "from_", value) == f"from_ {says}"


def test_a_wrong_argument_is_not_repeated() -> None:
    """The error shows the type of an argument, never its value."""
    for value in (b"hunter2", ["hunter2"], {"password": "hunter2"}, "hunter2\ud800"):
        assert "hunter2" not in refusal("orders.get", "", "id", value)


@pytest.mark.parametrize("body", [None, UNSET, "{}", b"{}", 1, ["a"], [("a", 1)], object()])
@pytest.mark.parametrize("prefix", ["", "Async"])
def test_a_body_of_a_wrong_type_is_refused(body: Any, prefix: str) -> None:
    """A body is a model or a mapping; anything else is a TypeError before anything is sent."""
    assert refusal("orders.create", prefix, "body", body).startswith("body must be a OrderRequest")


NAIVE = dt.datetime(2026, 1, 2)
BODIES: list[tuple[str, Any]] = [
    ("body.x", {"x": NAIVE}),
    ("body.products[0].x", {"products": [{"x": NAIVE}]}),
    (
        "body.products[1].parameters[0].value",
        {"products": [{}, {"parameters": [{"value": NAIVE}]}]},
    ),
    (
        "body.products[0].parameters[0].value",
        OrderRequest(
            type=OrderRequestType.SALES,
            customer_id="1",
            products=[
                OrderLineRequest(mpn="M", parameters=[ParameterValue(name="p", value=NAIVE)])
            ],
        ),
    ),
]


@pytest.mark.parametrize(("place", "body"), BODIES)
def test_a_naive_time_in_a_body_is_refused(place: str, body: Any) -> None:
    """Wherever it is in a body, in a mapping or a model; the error names the place."""
    assert refusal("orders.create", "", "body", body) == (
        f"{place} must have an offset, such as datetime.UTC"
    )


@pytest.mark.parametrize("as_model", [True, False])
def test_a_date_is_no_time_of_a_body(as_model: bool) -> None:
    """Where the description expects a time, a date is refused, in a mapping and in a model."""
    body: Any = {"name": "R", "type": "onetime", "startDate": dt.date(2026, 1, 2)}
    if as_model:
        body = ReportRequest.from_dict(body)
    place = "body.start_date" if as_model else "body.startDate"
    reported = refusal("reports.create", "", "body", body)
    assert reported == f"{place} must be a datetime, or its text, not date"


@pytest.mark.parametrize(
    ("place", "expected", "body"),
    [
        ("body.products[0].quantity", "a number or text", {"products": [{"quantity": True}]}),
        ("body.customerId", "text", {"customerId": False}),
        ("body.products", "a list", {"products": True}),
        (
            "body.products[0].specialPrice",
            "an object",
            {"products": [{"specialPrice": True}]},
        ),
    ],
)
def test_a_truth_value_is_no_number_of_a_body(place: str, expected: str, body: Any) -> None:
    """True would be sent as `true`, or be read as 1: it is refused where it does not belong."""
    assert refusal("orders.create", "", "body", body) == f"{place} must be {expected}, not bool"


def test_truth_values_stay_where_they_belong() -> None:
    """A property that is described as one, and one that is not described, may be True."""
    _, call = called(lambda orders: orders.create({"autorenewal": True, "extra": True}))
    assert call.body == {"autorenewal": True, "extra": True}


class Status(str, enum.Enum):  # noqa: UP042 - as many programs have it
    """Words as many programs define them."""

    ACTIVE = "active"


class Shouting(str):
    """A text that prints as something else."""

    __slots__ = ()

    def __str__(self) -> str:
        return self.upper()


@pytest.mark.parametrize("word", [Status.ACTIVE, Shouting("active")])
def test_the_value_of_a_text_is_sent_whatever_it_prints(word: str) -> None:
    """`class Status(str, Enum)` prints as `Status.ACTIVE`, and is sent as its value."""
    recorder = Recorder()
    resources("")["subscriptions"](recorder).list(status=word)
    resources("")["orders"](recorder).get(word)
    (_, listed, _), (_, read, _) = recorder.calls
    assert listed.query["status"] == "active"
    assert read.path.endswith("/active")


def test_a_body_is_a_model_or_a_mapping() -> None:
    """Both become plain JSON at once, so that later changes do not reach the call."""
    order = OrderRequest(type=OrderRequestType.SALES, customer_id="1", products=[])
    _, call = called(lambda orders: orders.create(order))
    order.customer_id = "2"
    assert call.body == {"type": "sales", "customerId": "1", "products": []}
    mapping = {"type": OrderRequestType.SALES, "specialPrice": Money(currency="USD", amount="1")}
    _, call = called(lambda orders: orders.create(mapping))
    assert call.body == {"type": "sales", "specialPrice": {"currency": "USD", "amount": "1"}}


def test_a_call_reads_its_response() -> None:
    """The reader returns the typed value and refuses anything but an object."""
    _, call = called(lambda orders: orders.get(1))
    assert isinstance(call.read({"id": "1"}), Order)
    with pytest.raises(TypeError, match="Order is read from an object"):
        call.read([])
    _, call = called(lambda orders: orders.list())
    page = call.read({"data": [{"id": "1"}], "pagination": {"total": 1}})
    assert isinstance(page, OrderPage)
    assert isinstance(page.data[0], OrderSummary)


def test_a_call_shows_neither_query_nor_body() -> None:
    """The repr of a call has the operation and the path alone (facts A20)."""
    body = {"contactPersons": [{"password": "hunter2"}]}
    _, call = called(lambda customers: customers.create(body), api.Customers)
    assert repr(call) == "Call(customers.create: POST /customers)"
    _, call = called(lambda customers: customers.list(email="x@y.example"), api.Customers)
    assert "x@y.example" not in repr(call)


def test_a_call_cannot_be_changed() -> None:
    """What was decided about a call stays decided."""
    _, call = called(lambda orders: orders.get(1))
    with pytest.raises(AttributeError):
        call.path = "/customers"  # that is the point


def test_the_results_are_typed() -> None:
    """Annotations name models and pages, never Any."""
    returned = {
        f"{tag}.{name}": inspect.signature(method).return_annotation
        for tag, resource in resources().items()
        for name, method in methods(resource).items()
    }
    assert returned["orders.list"] == "Page[OrderSummary]"
    assert returned["orders.get"] == "Order"
    assert returned["reports.list"] == "ReportList"
    assert not [name for name, type_ in returned.items() if "Any" in type_]
    assert Token.__name__ == returned["auth.token"]
    assert CustomerCreate.__name__ in str(inspect.signature(api.Resellers.create_customer))
