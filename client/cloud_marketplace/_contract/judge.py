"""What the description says about one response, without repeating any value of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cloud_marketplace._contract.sample import Sample
from cloud_marketplace._decoding import json_codec
from cloud_marketplace._decoding.deviations import Drift, Watch, drifts_of, kind_of
from cloud_marketplace._decoding.read_response import value_of

if TYPE_CHECKING:
    from cloud_marketplace_api.reading import Deviation

_EVERY_DATE = Watch(None)


def judge(sample: Sample) -> list[Drift]:
    """Find how a response deviates: its status, and the body of a success.

    It is read as the client reads it. Bodies of errors are not judged: each layer in front of the
    service writes its own.
    """
    operation, status = sample.operation, sample.status
    if status not in operation.statuses:
        return [Drift(operation.id, "", "a status that is declared", f"status {status}")]
    if not 200 <= status < 300 or not operation.returns:
        return []
    from cloud_marketplace_api.types import load

    model = load(operation.returns)
    if sample.seen is not None and isinstance(sample.seen.value, model):
        if sample.seen.notes:
            return drifts_of(operation.id, sample.seen.notes, is_discreet=True)
        if _dates_fit(sample.seen.value):
            return []
    return _judge_body(sample, model)


def _dates_fit(value: Any) -> bool:
    """Look at the dates of what the client read; False also if the caller has changed it."""
    try:
        return _EVERY_DATE.dates_fit(value)
    except (TypeError, ValueError, AttributeError, RuntimeError):
        return False


def _judge_body(sample: Sample, model: Any) -> list[Drift]:
    operation, notes = sample.operation, list["Deviation"]()
    try:
        value = value_of(operation.returns, sample.body, _EVERY_DATE, notes)
    except (ValueError, RecursionError, OverflowError):  # their text may hold anything
        return [Drift(operation.id, "", operation.returns, "JSON that is nested too deeply")]
    if value is json_codec.UNREADABLE:
        received = "text that is not JSON" if sample.body.strip() else "nothing"
        return [Drift(operation.id, "", operation.returns, received)]
    if not isinstance(value, model):
        return [Drift(operation.id, "", operation.returns, kind_of(value))]
    return drifts_of(operation.id, notes, is_discreet=True)
