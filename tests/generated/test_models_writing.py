"""Writing models: exactly what was received, plus what was changed, and nothing shared."""

import datetime as dt
import json
from typing import Any

import pytest
from attrs import evolve
from cloud_marketplace_api.fields import fields_of
from cloud_marketplace_api.model import Model
from cloud_marketplace_api.models import (
    Address,
    ContactPerson,
    ContactType,
    Customer,
    CustomerCreate,
    Money,
    Order,
    OrderLine,
    OrderStatus,
    OrderSummary,
    OrderType,
)
from cloud_marketplace_api.types import UNSET, Unset

GIVEN: dict[str, Any] = {
    "surprise": {"deep": [1, {"a": None}]},
    "status": "brand-new",
    "creationDate": "2024-02-22T07:45:08.223+00:00",
    "lastBillingDate": "2024-02-22",
    "poNumber": None,
    "id": 17,
    "attributes": {"k": "v"},
    "total": {"currency": "USD", "amount": "1.50", "odd": True},
    "products": [{"quantity": 2.0}, {"quantity": 2}, {"quantity": "2.0"}],
}


def touch(value: Any) -> None:
    """Read each field of a model and of those inside it."""
    if isinstance(value, list):
        for inner in value:
            touch(inner)
    if isinstance(value, Model):
        for field in fields_of(type(value)).values():
            touch(getattr(value, field.name))


@pytest.mark.parametrize("touched", [False, True])
def test_what_was_received_is_written(touched: bool) -> None:
    """Order of keys, texts of dates, kinds of numbers, nulls and unknown keys all stay."""
    order = Order.from_dict(GIVEN)
    if touched:
        touch(order)
        _ = order.additional_properties
    assert json.dumps(order.to_dict()) == json.dumps(GIVEN)


def test_the_result_is_nobody_elses() -> None:
    """Changing what to_dict gave changes neither the model nor what it was read from."""
    order = Order.from_dict(json.loads(json.dumps(GIVEN)))
    written = order.to_dict()
    written["surprise"]["deep"].clear()
    written["total"]["amount"] = "9"
    written["attributes"]["k"] = "w"
    assert order.to_dict() == GIVEN


def test_changes_show() -> None:
    """A field that is set, removed, added or changed in place is written as it is now."""
    order = Order.from_dict(json.loads(json.dumps(GIVEN)))
    order.status = OrderStatus.CANCELLED
    order.scheduled_on = "renewal"
    order.po_number = UNSET
    assert not isinstance(order.total, Unset)
    order.total.amount = "2"
    assert not isinstance(order.products, Unset)
    del order.products[1:]
    order.products.append(OrderLine(mpn="M9"))
    assert not isinstance(order.attributes, Unset)
    order.attributes["new"] = "x"
    order.additional_properties["more"] = 1
    del order.additional_properties["surprise"]
    expected = {key: value for key, value in GIVEN.items() if key not in ("surprise", "poNumber")}
    assert order.to_dict() == {
        **expected,
        "status": "cancelled",
        "scheduledOn": "renewal",
        "total": {"currency": "USD", "amount": "2", "odd": True},
        "products": [{"quantity": 2.0}, {"mpn": "M9"}],
        "attributes": {"k": "v", "new": "x"},
        "more": 1,
    }


def test_a_change_before_anything_is_touched_stays() -> None:
    """Reading another field later does not bring the old value back."""
    order = Order.from_dict(GIVEN)
    order.po_number = "PO-1"
    order.total = Money(currency="EUR", amount="3")
    touch(order)
    assert order.to_dict()["poNumber"] == "PO-1"
    assert order.to_dict()["total"] == {"currency": "EUR", "amount": "3"}


def test_dates_are_written_as_iso_text() -> None:
    """A changed date has its own text: UTC is `Z`, other offsets stay, days are plain."""
    order = Order.from_dict(GIVEN)
    order.creation_date = dt.datetime(2025, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
    order.last_billing_date = dt.date(2025, 1, 2)
    assert order.to_dict()["creationDate"] == "2025-01-02T03:04:05Z"
    assert order.to_dict()["lastBillingDate"] == "2025-01-02"
    zone = dt.timezone(dt.timedelta(hours=2))
    order.creation_date = dt.datetime(2025, 1, 2, 3, 4, 5, tzinfo=zone)
    assert order.to_dict()["creationDate"] == "2025-01-02T03:04:05+02:00"


def test_the_same_moment_in_another_zone_is_a_change() -> None:
    """A date that was set to an equal moment with another offset is written with that offset."""
    order = Order.from_dict({"creationDate": "2024-02-22T10:00:00Z"})
    zone = dt.timezone(dt.timedelta(hours=2))
    order.creation_date = order.creation_date.astimezone(zone)
    assert order.to_dict() == {"creationDate": "2024-02-22T12:00:00+02:00"}


def customer() -> CustomerCreate:
    """Build a customer as a caller would."""
    return CustomerCreate(
        name="Fjord Outdoor AS",
        language="en",
        address=Address(
            street_address="Kaigata 7", postal_code="5003", city="Bergen", country_code="NO"
        ),
        contact_persons=[
            ContactPerson(
                type=ContactType.ADMIN,
                first_name="Ida",
                last_name="Moen",
                email="ida@fjord.example",
                phone_number="47##1#",
            )
        ],
        attributes={"segment": "retail"},
    )


def test_a_built_model_has_the_json_names_and_nothing_that_was_not_set() -> None:
    """Neither read-only properties nor defaults are sent unless the caller sets them."""
    assert customer().to_dict() == {
        "name": "Fjord Outdoor AS",
        "language": "en",
        "attributes": {"segment": "retail"},
        "address": {
            "streetAddress": "Kaigata 7",
            "postalCode": "5003",
            "city": "Bergen",
            "countryCode": "NO",
        },
        "contactPersons": [
            {
                "type": "admin",
                "firstName": "Ida",
                "lastName": "Moen",
                "email": "ida@fjord.example",
                "phoneNumber": "47##1#",
            }
        ],
    }


def test_a_model_of_responses_has_no_default_that_is_not_so() -> None:
    """What a response always has must be given when a test or a fake builds one."""
    with pytest.raises(TypeError, match="Missing required argument 'id'"):
        OrderSummary(type=OrderType.SALES, customer_id="1")  # that is the point


def test_a_required_field_cannot_be_forgotten() -> None:
    """Building without a required field is a TypeError that names it."""
    with pytest.raises(TypeError, match="currency"):
        Money(amount="1")  # that is the point


def test_evolving_keeps_values_and_unknown_fields() -> None:
    """`attrs.evolve` gives a new model with the change, and leaves the old one as it was."""
    order = Order.from_dict(GIVEN)
    changed = evolve(order, po_number="PO-2")
    assert changed.to_dict()["poNumber"] == "PO-2"
    assert changed.to_dict()["surprise"] == GIVEN["surprise"]
    assert changed.creation_date == order.creation_date
    assert order.to_dict() == GIVEN


def test_an_unknown_key_cannot_displace_a_field() -> None:
    """An additional property with the name of a field is written only if the field is not set."""
    read = Customer.from_dict({"id": "1"})
    read.additional_properties["id"] = "2"
    read.additional_properties["name"] = "Set here"
    assert read.to_dict() == {"id": "1", "name": "Set here"}
