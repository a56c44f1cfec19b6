"""Reading responses: nothing that is received can make it fail, and nothing is lost."""

import datetime as dt
import threading
from typing import Any

import pytest
from cloud_marketplace_api.fields import fields_of
from cloud_marketplace_api.model import Model
from cloud_marketplace_api.models import (
    Customer,
    Money,
    Order,
    OrderLine,
    OrderStatus,
    ReportSummary,
    Subscription,
    SubscriptionSummary,
)
from cloud_marketplace_api.types import UNSET

UTC = dt.UTC
ORDER: dict[str, Any] = {
    "id": "905701",
    "type": "sales",
    "status": "completed",
    "creationDate": "2026-07-27T03:12:55Z",
    "total": {"currency": "USD", "amount": "370.8"},
    "products": [{"mpn": "M1", "quantity": 18.0}, {"mpn": "M2", "quantity": 1}],
}


def test_fields_have_their_types() -> None:
    """Texts, words, times, models and lists of models have the types of their annotations."""
    order = Order.from_dict(ORDER)
    assert order.id == "905701"
    assert order.status is OrderStatus.COMPLETED
    assert order.creation_date == dt.datetime(2026, 7, 27, 3, 12, 55, tzinfo=UTC)
    assert isinstance(order.total, Money)
    assert order.total.amount == "370.8"
    assert [type(line) for line in order.products or ()] == [OrderLine, OrderLine]


def test_a_missing_key_is_unset_whether_required_or_not() -> None:
    """Neither a missing required key nor a missing optional one fails (facts F1, F2)."""
    order = Order.from_dict({})
    assert order.id is UNSET  # the description is not kept here
    assert order.creation_date is UNSET
    assert order.products is UNSET


def test_null_is_none_for_every_kind_of_field() -> None:
    """Null is read as None, whether the description allows it or not (facts F19)."""
    fields = fields_of(Subscription)
    nulls = dict.fromkeys(fields)
    row = Subscription.from_dict(nulls)
    assert {getattr(row, field.name) for field in fields.values()} == {None}


@pytest.mark.parametrize(
    ("model", "name", "given"),
    [
        (Order, "creationDate", ""),
        (Order, "creationDate", "yesterday"),
        (Order, "creationDate", "2026-07-27"),
        (Order, "creationDate", "2026-13-27T00:00:00Z"),
        (Order, "creationDate", 1753585975),
        (SubscriptionSummary, "creationDate", ""),
        (SubscriptionSummary, "creationDate", "2026-02-30"),
        (SubscriptionSummary, "creationDate", "2026-W01-1"),
        (SubscriptionSummary, "creationDate", "2026-07-27T00:00:00Z"),
        (Order, "status", 7),
        (Order, "status", {"code": "CP"}),
        (Order, "total", "370.8"),
        (Order, "total", [1]),
        (Order, "products", {"mpn": "M1"}),
        (Order, "products", "none"),
        (Order, "products", [None, "M1", 3]),
        (Order, "attributes", ["a"]),
        (Order, "id", 905701),
    ],
)
def test_a_value_of_the_wrong_type_stays_as_received(
    model: type[Model], name: str, given: Any
) -> None:
    """Numbers for text, text for objects, empty and impossible dates do not fail (facts G3)."""
    read = model.from_dict({name: given})
    found = getattr(read, fields_of(model)[name].name)
    assert found == given
    assert type(found) is type(given)
    assert read.to_dict() == {name: given}


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-07-27T03:12:55Z", dt.datetime(2026, 7, 27, 3, 12, 55, tzinfo=UTC)),
        (
            "2024-02-22T07:45:08.223+00:00",
            dt.datetime(2024, 2, 22, 7, 45, 8, 223000, tzinfo=UTC),
        ),
        ("2024-02-22T07:45:08", dt.datetime(2024, 2, 22, 7, 45, 8)),
        (
            "2024-02-22T07:45:08+02:00",
            dt.datetime(2024, 2, 22, 5, 45, 8, tzinfo=UTC),
        ),
    ],
)
def test_times_are_read_with_and_without_zone_and_fraction(text: str, moment: dt.datetime) -> None:
    """`Z`, an offset, no offset, and fractions of a second are all read (facts C3, E12)."""
    assert Order.from_dict({"creationDate": text}).creation_date == moment


def test_unknown_fields_are_kept() -> None:
    """A key that the description does not have is there, and only there."""
    order = Order.from_dict({"id": "1", "surprise": {"deep": [1]}})
    assert order.additional_properties == {"surprise": {"deep": [1]}}


def test_a_response_that_is_not_an_object_is_a_type_error_that_shows_nothing() -> None:
    """A model cannot be read from a list or text, and the message does not repeat it."""
    with pytest.raises(TypeError, match="Order is read from an object, not from list") as caught:
        Order.from_dict([{"password": "hunter2"}])  # that is the point
    assert "hunter2" not in str(caught.value)


def test_nested_models_are_the_same_at_each_access() -> None:
    """A model or a list inside is made once: a change to it is not lost."""
    order = Order.from_dict(ORDER)
    assert order.products is order.products
    assert order.total is order.total


def test_the_order_of_keys_is_kept() -> None:
    """The keys of an object are written in the order in which they were received."""
    turned = {"amount": "1", "currency": "USD"}
    assert list(Money.from_dict(turned).to_dict()) == list(turned)


def test_unknown_keys_leave_nothing_behind() -> None:
    """Objects with unknown keys, whatever these are, cannot fill the memory."""
    from cloud_marketplace_api import reading

    before = len(reading._shapes)  # noqa: SLF001 - nothing else shows it
    for number in range(20):
        assert Money.from_dict({f"odd{number}": 1}).additional_properties == {f"odd{number}": 1}
    assert len(reading._shapes) == before  # noqa: SLF001 - nothing else shows it


def test_all_threads_get_the_same_nested_object() -> None:
    """Threads that touch the same field at once share what the first of them made."""
    for _ in range(20):
        customer = Customer.from_dict({"address": {"city": "Bergen"}, "x": 1, "contactPersons": []})
        start = threading.Barrier(8)
        seen: list[tuple[int, int, int]] = []

        def touch(
            customer: Customer = customer,
            start: threading.Barrier = start,
            seen: list[tuple[int, int, int]] = seen,
        ) -> None:
            start.wait()
            extra = customer.additional_properties
            seen.append((id(customer.address), id(customer.contact_persons), id(extra)))

        threads = [threading.Thread(target=touch) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(seen) == 8
        assert len(set(seen)) == 1


def test_a_misspelt_attribute_is_an_attribute_error() -> None:
    """Lazy fields do not make up fields that are not there."""
    with pytest.raises(AttributeError, match="'Order' object has no attribute 'custommer_id'"):
        Order.from_dict({}).custommer_id  # noqa: B018 - mistyped on purpose


def test_a_report_row_in_upper_case_is_read() -> None:
    """Report formats are received in both letter cases and distinguished (facts F18)."""
    upper = ReportSummary.from_dict({"format": "XLSX"}).format
    lower = ReportSummary.from_dict({"format": "xlsx"}).format
    assert (upper.is_known, lower.is_known, upper == lower) == (True, True, False)
