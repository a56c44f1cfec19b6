"""What is read is written unchanged: bodies from the field, and random ones for every model."""

import copy
import json
import pickle
from pathlib import Path
from typing import Any

import pytest
from cloud_marketplace_api import models
from cloud_marketplace_api.fields import Field, fields_of
from cloud_marketplace_api.model import Model, decode
from cloud_marketplace_api.operations import OPERATIONS
from cloud_marketplace_api.reading import CarefulReader, Deviation
from hypothesis import given, settings
from hypothesis import strategies as st
from support.field_bodies import FIELD, OURS, read

MODELS: dict[str, type[Model]] = {
    name: found for name in models.__all__ if issubclass(found := getattr(models, name), Model)
}

# A few shapes of the field bodies, for where those are not at hand.
SHAPES: list[tuple[str, Any]] = [
    (
        "CustomerPage",  # facts F1: rows carry four keys
        {
            "data": [{"id": "1", "externalId": "C-1", "name": "A & B", "status": "creditHold"}],
            "pagination": {"offset": 0, "limit": 10, "total": 1},
        },
    ),
    (
        "OrderRequest",  # facts F17: quantities as decimal text
        {"type": "sales", "customerId": "1", "products": [{"mpn": "M", "quantity": "2.0"}]},
    ),
    (
        "OrderRequest",  # facts E7, F28: structured values, upper case, null
        {
            "type": "change",
            "customerId": "1",
            "poNumber": None,
            "upgradeStartType": "FROM_OLD_START_DATE",
            "products": [{"parameters": [{"name": "p", "structured_value": {"yes": True}}]}],
        },
    ),
    (
        "Order",  # facts E8: signed difference, unknown code, whole numbers as decimals
        {
            "id": "9",
            "statusCode": "ZZ",
            "creationDate": "2026-07-27T03:12:55.000Z",
            "details": [{"quantity": -1.0, "duration": {"type": "month", "duration": 1.0}}],
            "products": [{"quantity": -1}],
        },
    ),
    (
        "SubscriptionPage",  # facts F19: null dates, null billing model, null plan
        {
            "data": [{"expirationDate": None, "billingModel": None, "planId": None}],
            "pagination": {"offset": 0, "limit": 10, "total": 1},
        },
    ),
    (
        "ReportList",  # facts F18: upper case, sparse rows
        {"data": [{"name": "R", "format": "XLSX", "downloadUrl": "/x"}], "pagination": {}},
    ),
    ("ServiceError", {"timeStamp": "2024-02-22T07:45:08.223+00:00", "status": 500}),
]


def touch(value: Any) -> None:
    """Read each field of a model and of those inside it, unknown fields included."""
    if isinstance(value, list):
        for inner in value:
            touch(inner)
    elif isinstance(value, Model):
        names = [field.name for field in fields_of(type(value)).values()]
        for name in (*names, "additional_properties"):
            touch(getattr(value, name))


def text(value: Any) -> str:
    """Return JSON text, in which 1, 1.0 and true differ and the order of keys counts."""
    return json.dumps(value)


def assert_round_trip(model: type[Model], body: dict[str, Any]) -> None:
    """Hold a body against what its model gives back, untouched, touched and copied."""
    wanted = text(body)
    read = model.from_dict(body)
    copied = copy.deepcopy(read)
    assert text(read.to_dict()) == wanted
    touch(read)
    assert text(read.to_dict()) == wanted
    for twin in (copied, copy.copy(read), copy.deepcopy(read), pickle.loads(pickle.dumps(read))):
        assert text(twin.to_dict()) == wanted
        assert twin == read
    assert text(body) == wanted


@pytest.mark.parametrize(("name", "body"), SHAPES)
def test_known_shapes_go_through_their_model_unchanged(name: str, body: dict[str, Any]) -> None:
    """The quirks of the facts are written as they were read."""
    assert_round_trip(MODELS[name], body)


@pytest.mark.parametrize(("path", "least"), [(OURS, 150), (FIELD, 35)], ids=["ours", "field"])
def test_all_field_bodies_go_through_their_model_unchanged(path: Path, least: int) -> None:
    """Every body that was seen in the field is written as it was read."""
    if not path.exists():
        pytest.skip("the field bodies are not beside this checkout")
    cases = [(model, one.body) for one in read(path) for model in one.models()]
    assert len(cases) >= least
    for model, body in cases:
        assert_round_trip(model, body)


def test_all_successful_responses_of_the_field_are_read_in_one_go() -> None:
    """The strict decoder reads every successful response that was seen, but for unknown fields."""
    responses = {operation.returns for operation in OPERATIONS.values()}
    cases = [(model, one.body) for one in read(OURS) for model in one.models()]
    good = [(model.__name__, body) for model, body in cases if model.__name__ in responses]
    assert len(good) >= 20
    for name, body in good:
        if decode(MODELS[name], json.dumps(body).encode()) is None:
            notes: list[Deviation] = []
            CarefulReader(notes).read(MODELS[name], body)
            assert {note.field for note in notes} == {None}


# Keys that start with "x " are unknown to every model.
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=8)
    | st.sampled_from(["", "2024-02-30", "2024-02-22", "2024-02-22T07:45:08.2Z", "active"])
)
JSON = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=4).map("x {}".format), inner, max_size=3)
    ),
    max_leaves=6,
)


def expected(field: Field, depth: int) -> st.SearchStrategy[Any]:
    """Return values of the types that a field expects."""
    nested = bodies(field.holds, depth - 1) if field.holds and not field.words and depth else JSON
    kinds: dict[type, st.SearchStrategy[Any]] = {
        str: st.text(max_size=8) | st.datetimes().map(lambda d: d.isoformat() + "+02:00"),
        dict: nested,
        list: st.lists(nested, max_size=2),
    }
    return st.one_of([kinds.get(kind, SCALARS) for kind in field.kinds] or [JSON])


def bodies(model: type[Model], depth: int = 2) -> st.SearchStrategy[dict[str, Any]]:
    """Return bodies of a model: right and wrong kinds, missing and unknown keys."""
    known = {key: expected(field, depth) | JSON for key, field in fields_of(model).items()}
    unknown = st.dictionaries(st.text(max_size=4).map("x {}".format), JSON, max_size=2)
    return st.builds(
        lambda first, second: {**first, **second},
        st.fixed_dictionaries({}, optional=known),
        unknown,
    )


@settings(deadline=None, derandomize=True, max_examples=8)
@given(data=st.data())
@pytest.mark.parametrize("name", MODELS)
def test_any_body_goes_through_any_model_unchanged(name: str, data: st.DataObject) -> None:
    """Reading, touching, copying and writing lose nothing and never fail, whatever is received."""
    assert_round_trip(MODELS[name], data.draw(bodies(MODELS[name])))
