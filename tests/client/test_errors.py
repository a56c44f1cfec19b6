"""The error tree: its shape, its texts, pickling."""

import copy
import pickle

import cloud_marketplace as package
import pytest
from cloud_marketplace import errors

ALL = [getattr(errors, name) for name in errors.__all__]


def drawn() -> dict[str, str]:
    """The tree that the docstring draws: class and base."""
    found: dict[str, str] = {}
    path: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        mark = max(line.find("├─ "), line.find("└─ "))
        if line.strip() == "MarketplaceError":
            path = ["MarketplaceError"]
        elif mark >= 0:
            depth = (mark - 4) // 3 + 1
            name = line[mark + 3 :].split()[0]
            path[depth:] = [name]
            found[name] = path[depth - 1]
    return found


def test_the_drawn_tree_is_the_real_one() -> None:
    """The tree in the docstring names every class under its base."""
    real = {kind.__name__: kind.__bases__[0].__name__ for kind in ALL}
    assert drawn() == {name: base for name, base in real.items() if base != "Exception"}
    assert set(errors.__all__) <= set(package.__all__)


@pytest.mark.parametrize("kind", ALL)
def test_text_says_what_happened_and_then_what_to_do(kind: type[errors.MarketplaceError]) -> None:
    """The text of each error begins with what happened; its own advice follows."""
    error = kind("it said no")
    assert str(error) == f"it said no. {error.advice}".strip()
    assert kind is errors.MarketplaceError or error.advice.endswith(".")


def test_text_carries_what_support_asks_for() -> None:
    """Operation, status, correlation id and the number of attempts are in the text."""
    error = errors.NotFound(
        "Order 1 was not found",
        status=404,
        correlation_id="a8n-1",
        operation="orders.get",
        attempts=2,
    )
    assert str(error) == (
        "orders.get: 404 Order 1 was not found (correlation id a8n-1, 2 attempts)."
        " Check the identifier."
    )


@pytest.mark.parametrize("kind", ALL)
def test_errors_pickle_and_copy(kind: type[errors.MarketplaceError]) -> None:
    """A pickled or copied error has the same class, text and attributes."""
    error = kind("no", advice="Do this.")
    error.status, error.correlation_id, error.attempts, error.elapsed = 429, "a8n-1", 3, 1.5
    if isinstance(error, errors.Refused):
        error.retry_after = 37.0
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert type(twin) is kind
        assert vars(twin) == vars(error)
        assert str(twin) == str(error)


@pytest.mark.parametrize(
    ("message", "problems"),
    [
        ("name: is missing", [("name", "is missing")]),
        (
            "contactPersons[0].email: not an e-mail address; language: is missing; 3 more",
            [("contactPersons[0].email", "not an e-mail address"), ("language", "is missing")],
        ),
        ("status: expected one of: a, b.", [("status", "expected one of: a, b")]),
        ("Bad Request", []),
        ("Error: something", []),
        ("", []),
    ],
)
def test_a_bad_request_names_its_fields(message: str, problems: list[tuple[str, str]]) -> None:
    """`problems` has each field that the message names, with its fault, and nothing else."""
    assert errors.BadRequest(message).problems == problems
    assert all(
        isinstance(each, package.FieldProblem) for each in errors.BadRequest(message).problems
    )
