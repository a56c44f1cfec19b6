"""Each date and each time in a body is refused as the other one, and without an offset."""

import datetime as dt
from typing import Any

import pytest
from cloud_marketplace_api import models
from cloud_marketplace_api.body import json_of
from cloud_marketplace_api.fields import fields_of
from cloud_marketplace_api.types import load, read_date, read_datetime

TIME = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
NAIVE = dt.datetime(2026, 1, 2)
FIELDS = [
    (name, field)
    for name in models.__all__
    if hasattr(load(name), "from_dict")
    for field in fields_of(load(name)).values()
]
DAYS = [(name, field.json_name) for name, field in FIELDS if field.read is read_date]
TIMES = [(name, field.json_name) for name, field in FIELDS if field.read is read_datetime]


def refusal(model: str, key: str, value: Any) -> str:
    """Return the kind and text of the error, which is the same for a body and for one within it."""
    told = set()
    for body in ({key: value}, load(model).from_dict({key: value})):
        with pytest.raises((TypeError, ValueError)) as caught:
            json_of(model, body)
        told.add(f"{type(caught.value).__name__}: {str(caught.value).partition(' ')[2]}")
    (one,) = told
    return one


def test_there_are_dates_and_times_of_each_request() -> None:
    """The models of orders and reports are among those that are tried."""
    assert ("OrderRequest", "startDate") in DAYS
    assert ("ReportRequest", "endDate") in TIMES


@pytest.mark.parametrize(("model", "key"), DAYS)
def test_a_time_is_not_taken_for_a_date(model: str, key: str) -> None:
    """A datetime has another date in another zone, so it is refused, and the field is named."""
    for value in (TIME, NAIVE):
        told = refusal(model, key, value)
        assert told == "TypeError: must be a date, or its text, not datetime"
    with pytest.raises(TypeError, match=rf"^body\.{key} must be a date"):
        json_of(model, {key: TIME})
    assert json_of(model, {key: TIME.date()}) == {key: "2026-01-02"}


@pytest.mark.parametrize(("model", "key"), TIMES)
def test_a_date_or_a_naive_time_is_not_taken_for_a_time(model: str, key: str) -> None:
    """Neither says which moment is meant, so both are refused, and the field is named."""
    told = refusal(model, key, TIME.date())
    assert told == "TypeError: must be a datetime, or its text, not date"
    assert refusal(model, key, NAIVE).startswith("ValueError: must have an offset")
    assert json_of(model, {key: TIME})[key].startswith("2026-01-02T00:00:00")
