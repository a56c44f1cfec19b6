"""UNSET, open enumerations, and what copying, comparing and showing do to models."""

import copy
import io
import pickle
from typing import Any

import attrs
import pytest
from cloud_marketplace_api.call import response
from cloud_marketplace_api.model import Model, dump
from cloud_marketplace_api.models import (
    ContactPerson,
    Customer,
    DealPriceType,
    Money,
    Order,
    OrderStatus,
    ReportSummary,
    Token,
)
from cloud_marketplace_api.types import UNSET, Unset
from rich.console import Console
from rich.pretty import pretty_repr

GIVEN: dict[str, Any] = {
    "id": "1",
    "status": "brand-new",
    "creationDate": "2024-02-22T07:45:08Z",
    "total": {"currency": "USD", "amount": "1"},
    "products": [{"mpn": "M1"}],
    "odd": {"a": [1]},
}
TWINS = [copy.copy, copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))]
SECRETS = ("hunter2!A", "login.name", "tok-canary", "sig=canary")


@pytest.mark.parametrize("twin", TWINS)
def test_unset_is_one_object_for_ever(twin: Any) -> None:
    """Copies and pickles of UNSET are UNSET itself, alone and inside a model."""
    assert twin(UNSET) is UNSET
    assert twin(Order.from_dict({})).total is UNSET
    assert twin(Money(currency="USD", amount="1", additional_properties={"x": UNSET})) is not None


def test_unset_is_falsy_and_says_its_name() -> None:
    """UNSET is false, has a short repr, and is the only value of its type."""
    assert not UNSET
    assert (repr(UNSET), str(UNSET), list(Unset)) == ("UNSET", "UNSET", [UNSET])


def test_an_unknown_value_is_kept_as_a_member() -> None:
    """An unknown text is a member that equals its text and says that it is not known."""
    status = OrderStatus("brand-new")
    assert isinstance(status, OrderStatus)
    assert status == "brand-new"
    assert hash(status) == hash("brand-new")
    assert (str(status), status.value, f"{status}") == ("brand-new",) * 3
    assert (status.is_known, OrderStatus.COMPLETED.is_known) == (False, True)


def test_unknown_values_do_not_pile_up() -> None:
    """The class does not remember strange values."""
    before = (len(OrderStatus), len(OrderStatus._value2member_map_))
    for number in range(100):
        OrderStatus(f"strange-{number}")
    assert (len(OrderStatus), len(OrderStatus._value2member_map_)) == before


@pytest.mark.parametrize("status", [OrderStatus.COMPLETED, OrderStatus("brand-new")])
@pytest.mark.parametrize("twin", TWINS)
def test_members_survive_copies(status: OrderStatus, twin: Any) -> None:
    """Known and unknown members are copied and pickled to equal members of the same class."""
    copied = twin(status)
    assert copied == status
    assert type(copied) is OrderStatus
    assert copied.is_known == status.is_known


def test_only_text_can_be_an_unknown_member() -> None:
    """A number is not a member; a model keeps it as received instead."""
    with pytest.raises(ValueError, match="7 is not a valid OrderStatus"):
        OrderStatus(7)  # that is the point


def test_an_enumeration_with_both_letter_cases_keeps_them_apart() -> None:
    """`SETUP` and `setup` are two members (facts H: the published file has both)."""
    assert DealPriceType("SETUP") is DealPriceType.SETUP
    assert DealPriceType("setup") is DealPriceType.LOWER_SETUP
    assert len(DealPriceType) == 8


def test_a_read_and_a_built_model_are_equal_by_values() -> None:
    """It makes no difference how a model was made, only what it holds."""
    read = Money.from_dict({"currency": "USD", "amount": "1"})
    assert read == Money(currency="USD", amount="1")
    assert read != Money(currency="USD", amount="2")
    assert read != Money(currency="USD", amount="1", additional_properties={"x": 1})
    assert read != {"currency": "USD", "amount": "1"}


def test_models_change_so_they_are_no_keys() -> None:
    """A model cannot be put into a set."""
    with pytest.raises(TypeError, match="unhashable"):
        hash(Money(currency="USD", amount="1"))


def test_a_shallow_copy_shares_what_is_inside() -> None:
    """A copy has its own fields and the same nested objects, touched before or not."""
    order = Order.from_dict(GIVEN)
    twin = copy.copy(order)
    twin.po_number = "PO-1"
    assert order.po_number is UNSET
    assert twin.total is order.total
    assert twin.products is order.products
    assert twin.additional_properties is order.additional_properties
    assert twin.to_dict() == {**GIVEN, "poNumber": "PO-1"}


@pytest.mark.parametrize("twin", TWINS[1:])
@pytest.mark.parametrize("touched", [False, True])
def test_a_deep_copy_shares_nothing(twin: Any, touched: bool) -> None:
    """Changing a deep copy, or a model from a pickle, does not change the model."""
    order = Order.from_dict(copy.deepcopy(GIVEN))
    if touched:
        repr(order)
    copied = twin(order)
    assert copied == order
    copied.total.amount = "2"
    copied.products.clear()
    copied.additional_properties["odd"]["a"].append(2)
    assert order.to_dict() == GIVEN
    assert copied.to_dict()["odd"] == {"a": [1, 2]}


def test_attrs_can_take_a_model_apart() -> None:
    """`attrs.asdict` gives the Python names and values, nested models included."""
    taken = attrs.asdict(Money.from_dict({"currency": "USD", "amount": "1", "odd": 2}))
    assert taken == {"currency": "USD", "amount": "1", "additional_properties": {"odd": 2}}


def secretive() -> list[Model]:
    """Models that hold secrets where they belong and where they do not."""
    contact = {"login": SECRETS[1], "password": SECRETS[0]}
    return [
        ContactPerson.from_dict({"firstName": "Ida", **contact}),
        Customer.from_dict({"contactPersons": [contact]}),
        Customer.from_dict({"contactPersons": contact}),
        Customer.from_dict({"contactPersons": [[contact]]}),
        Customer.from_dict({"contacts": [contact], "name": contact}),
        Token.from_dict({"token": SECRETS[2], "expiresInSeconds": 1500}),
        Token.from_dict({"token": {"token": SECRETS[2]}}),
        ReportSummary.from_dict({"name": "x", "downloadUrl": f"https://x.example/?{SECRETS[3]}"}),
    ]


@pytest.mark.parametrize("model", secretive(), ids=lambda model: type(model).__name__)
def test_a_repr_shows_no_secret(model: Model) -> None:
    """Passwords, logins, tokens and signed addresses stay hidden, anywhere (facts A20)."""
    assert not [secret for secret in SECRETS if secret in repr(model)]


@pytest.mark.parametrize("model", secretive(), ids=lambda model: type(model).__name__)
def test_rich_shows_no_secret(model: Model) -> None:
    """`rich.print`, and rich tracebacks with locals, show what a repr shows."""
    console = Console(file=(written := io.StringIO()), width=200)
    for value in (model, [model], {"x": model}):
        console.print(value)
        console.print(pretty_repr(value, max_string=5))
    shown = written.getvalue()
    assert type(model).__name__ in shown
    assert not [secret for secret in SECRETS if secret in shown]
    assert not [secret for secret in SECRETS if secret[:6] in shown]


def test_a_secret_taken_out_of_a_model_hides_itself() -> None:
    """What `attrs.asdict` or an attribute gives equals the secret, and its repr is hidden."""
    token = Token.from_dict({"token": SECRETS[2], "expiresInSeconds": 1500})
    contact = ContactPerson.from_dict({"login": SECRETS[1], "password": SECRETS[0]})
    report = ReportSummary.from_dict({"downloadUrl": f"https://x.example/?{SECRETS[3]}" * 9})
    taken = [attrs.asdict(model) for model in (token, contact, report)]
    console = Console(file=(written := io.StringIO()), width=200)
    for value in (taken, copy.deepcopy(taken), pickle.loads(pickle.dumps(taken))):
        console.print(value)
        console.print(pretty_repr(value, max_string=5))
        shown = repr(value) + written.getvalue()
        assert not [secret for secret in SECRETS if secret[:6] in shown]
    assert taken[0]["token"] == SECRETS[2]
    assert (f"Bearer {token.token}", str(token.token)) == (f"Bearer {SECRETS[2]}", SECRETS[2])
    assert type(token.to_dict()["token"]) is str
    assert type(attrs.evolve(token).to_dict()["token"]) is str


def test_attrs_knows_which_fields_are_secret() -> None:
    """Tools that follow attrs' own mark do not show them either."""
    known = attrs.fields_dict(ContactPerson)
    hidden = {name for name, field in known.items() if not field.repr}
    assert hidden == {"login", "password"}


def test_a_repr_shows_what_is_set_and_the_names_of_the_rest() -> None:
    """Fields that are set are shown; of unknown fields only the names."""
    shown = repr(Money.from_dict({"currency": "USD", "odd": "value", "deep": {"key": "value"}}))
    assert shown == "Money(currency='USD', additional_properties={'odd': ..., 'deep': ...})"


def test_dump_takes_what_a_caller_may_put_into_a_mapping() -> None:
    """Models, members, tuples and UNSET inside a plain mapping become JSON."""
    body = {
        "money": Money(currency="USD", amount="1"),
        "status": OrderStatus.COMPLETED,
        "rows": (1, UNSET, None),
        "left_out": UNSET,
    }
    assert dump(body) == {
        "money": {"currency": "USD", "amount": "1"},
        "status": "completed",
        "rows": [1, None],
    }


def test_a_reader_of_responses_refuses_what_is_not_an_object() -> None:
    """The whole response must be an object; anything else is a TypeError."""
    assert response("Money")({"amount": "1"}).amount == "1"
    with pytest.raises(TypeError, match="Money is read from an object, not from str"):
        response("Money")("<html>")
