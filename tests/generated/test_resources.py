"""The resources and the calls they build."""

import asyncio
import datetime as dt
import inspect
from collections.abc import Callable
from typing import Any

import pytest
from cloud_marketplace_api import api
from cloud_marketplace_api.models import (
    CustomerCreate,
    Money,
    Order,
    OrderPage,
    OrderRequest,
    OrderRequestType,
    OrderStatus,
    OrderSummary,
    Token,
)
from cloud_marketplace_api.operations import OPERATIONS
from cloud_marketplace_api.call import Call, path_of, query_of
from cloud_marketplace_api.types import UNSET

VALUES: dict[str, Any] = {"id": "7", "report_id": 7, "body": {}}


class Recorder:
    """A sender that sends nothing and remembers the calls with the way they were to go."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Call[Any], float | None]] = []

    def send(self, call: Call[Any], *, timeout: float | None) -> Any:
        """Remember a call and answer with an empty object."""
        self.calls.append(("send", call, timeout))
        return call.read({})

    def page(self, call: Call[Any], *, timeout: float | None) -> Any:
        """Remember a call that pages."""
        self.calls.append(("page", call, timeout))
        return call.read({"data": [], "pagination": {}})


class AsyncRecorder(Recorder):
    """The asynchronous twin."""

    async def send(self, call: Call[Any], *, timeout: float | None) -> Any:  # noqa: ASYNC109 - the seam's
        """Remember a call and answer with an empty object."""
        return super().send(call, timeout=timeout)


def called(use: Callable[[Any], Any], resource: type = api.Orders) -> tuple[str, Call[Any]]:
    """Use a resource once and give the call that came of it."""
    recorder = Recorder()
    use(resource(recorder))
    ((way, call, _),) = recorder.calls
    return way, call


def methods(resource: type) -> dict[str, Callable[..., Any]]:
    """Give the public methods of a resource."""
    return {n: m for n, m in vars(resource).items() if not n.startswith("_") and callable(m)}


def resources(prefix: str = "") -> dict[str, type]:
    """Give the resources by the name of their tag."""
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
    """Give values for the parameters that a method cannot do without."""
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
    plain = query_of({"yes": True, "no": False, "zero": 0, "empty": ""})
    assert plain == {"yes": "true", "no": "false", "zero": "0", "empty": ""}


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
        path_of("/reports/{report_id}", report_id=id_)


def test_a_body_is_a_model_or_a_mapping() -> None:
    """Both become plain JSON at once, so that later changes do not reach the call."""
    order = OrderRequest(type=OrderRequestType.SALES, customer_id="1", products=[])
    _, call = called(lambda orders: orders.create(order))
    order.customer_id = "2"
    assert call.body == {"type": "sales", "customerId": "1", "products": []}
    mapping = {"type": OrderRequestType.SALES, "specialPrice": Money(currency="USD", amount="1")}
    _, call = called(lambda orders: orders.create(mapping))
    assert call.body == {"type": "sales", "specialPrice": {"currency": "USD", "amount": "1"}}


def test_a_call_reads_its_answer() -> None:
    """The reader gives the typed value and refuses what is no object."""
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
        call.path = "/customers"  # type: ignore[misc]  # that is the point


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
