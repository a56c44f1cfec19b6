"""Requests that are not as described, made one mistake at a time."""

import pytest
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.service import invalid_requests
from support.harness import SPEC, contract

WITH_BODY = [op for op in SPEC.operations.values() if op.body_pointer and op.examples]


@pytest.mark.parametrize("operation", WITH_BODY, ids=lambda op: op.id)
def test_each_body_has_one_mistake(operation: Operation) -> None:
    """Every body is invalid, differs from the others, and the example itself is unchanged."""
    schemas, pointer = contract().schemas, operation.body_pointer or ""
    example = operation.examples[0]
    made = list(invalid_requests.invalid_bodies(schemas, pointer, example))
    assert made
    assert not [words for words, body in made if schemas.validator(pointer).is_valid(body)]
    assert len({repr(body) for _, body in made}) == len(made)
    assert schemas.validator(pointer).is_valid(example)


def test_mistakes_are_described() -> None:
    """Words name the place in the body and what is there instead."""
    operation = SPEC.operations["customers.create"]
    made = dict(
        invalid_requests.invalid_bodies(
            contract().schemas, operation.body_pointer or "", operation.examples[0]
        )
    )
    assert "/name left out" in made
    assert "name" not in made["/name left out"]
    assert made["/attributes/contractCheck as an object"]["attributes"]["contractCheck"] == {
        "of": ["another", "kind"]
    }
    assert "/contactPersons/0/email left out" in made


def test_queries_are_invalid() -> None:
    """A number below its bound, an unknown word and two words at once are not allowed."""
    schemas, orders = contract().schemas, SPEC.operations["orders.list"]
    limit, status = orders.parameter("limit"), orders.parameter("status")
    assert limit is not None
    assert status is not None
    assert set(invalid_requests.invalid_queries(schemas, limit)) >= {
        "0",
        "-1",
        "1.5",
        invalid_requests.STRANGE,
    }
    assert "submitted,processing" in set(invalid_requests.invalid_queries(schemas, status))


def test_the_least_is_what_is_required() -> None:
    """At every level only the required part stays, and what identifies products."""
    operation = SPEC.operations["validation.validate_parameters"]
    least = invalid_requests.least(
        contract().schemas, operation.body_pointer or "", operation.examples[0]
    )
    assert set(least) == {"customerId", "products"}
    assert set(least["products"][0]) == {"mpn", "parameters"}
