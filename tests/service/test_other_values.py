"""A field is changed to another value that is valid too."""

from typing import Any

import pytest
from marketplace_contracts.description.schemas import Schemas
from marketplace_contracts.service.other_values import SAME, contains, other, same
from support.harness import SPEC

SCHEMAS = Schemas(SPEC)
ADDRESS = {"streetAddress": "1 Row", "postalCode": "1", "city": "Oslo", "countryCode": "NO"}
MONEY = {"currency": "USD", "amount": "19.5"}


@pytest.mark.parametrize(
    ("component", "field", "current", "wanted"),
    [
        ("AccountUpdate", "name", "Oak", "Oak & ä"),
        ("AccountUpdate", "name", None, "contract check & ä"),
        ("AccountUpdate", "status", "active", "creditHold"),
        ("AccountUpdate", "status", "creditHold", "active"),
        ("SubscriptionUpdate", "renewalStatus", True, False),
        ("SubscriptionUpdate", "attributes", {"a": "b"}, {"a": "b", "contractCheck": "yes"}),
        ("OrderUpdate", "creditCheck", None, True),
    ],
)
def test_scalars(component: str, field: str, current: Any, wanted: Any) -> None:
    """Text grows, choices and flags change, free pairs get one more."""
    pointer = SCHEMAS.shape(f"#/components/schemas/{component}").properties[field]
    assert other(SCHEMAS, pointer, current) == wanted
    assert not list(SCHEMAS.violations(pointer, wanted))


def test_objects_change_what_they_can() -> None:
    """In an object each free text changes; what has a pattern stays."""
    pointer = SCHEMAS.shape("#/components/schemas/AccountUpdate").properties["address"]
    new = other(SCHEMAS, pointer, ADDRESS)
    assert new["city"] == "Oslo & ä"
    assert new["countryCode"] == "NO"
    assert not list(SCHEMAS.violations(pointer, new))


def test_lists_change_their_first_item_and_keep_its_name() -> None:
    """The first product gets another price, and is still the same product."""
    pointer = SCHEMAS.shape("#/components/schemas/SubscriptionUpdate").properties["products"]
    current = [
        {"mpn": "A", "id": "P", "quantity": 3, "unitPrice": MONEY},
        {"mpn": "B", "name": "b"},
    ]
    new = other(SCHEMAS, pointer, current)
    assert new[0] == {"mpn": "A", "id": "P", "unitPrice": {"currency": "USD", "amount": "20.75"}}
    assert new[1] == {"mpn": "B"}
    assert other(SCHEMAS, pointer, []) is SAME


def test_what_was_sent_is_in_what_was_received() -> None:
    """More may come than was sent; less or other may not."""
    observed = {"a": "1.50", "b": [{"c": 1, "d": 2}], "e": None}
    assert contains(observed, {"a": "1.5", "b": [{"c": 1}]})
    assert not contains(observed, {"a": "1.6"})
    assert not contains(observed, {"x": 1})
    assert not contains(observed, {"b": [{"c": 3}]})
    assert not contains("text", {"a": 1})


@pytest.mark.parametrize(
    ("one", "two", "equal"),
    [("2.0", 2, True), (True, 1, False), ("a", "a", True), ("a", "b", False), (None, None, True)],
)
def test_numbers_are_compared_as_numbers(one: Any, two: Any, *, equal: bool) -> None:
    """Decimal text is compared by its number; true is not one."""
    assert same(one, two) is equal
