"""JSON that readers understand differently, or not at all, has its reason."""

import pytest
from marketplace_contracts.run.results import Results
from marketplace_contracts.traffic.strict_json import InvalidJsonError, loads
from support.harness import contract, made

BODIES = {
    "nan": (b'{"a": NaN}', "contains NaN"),
    "infinity": (b'{"a": [-Infinity]}', "contains -Infinity"),
    "a number beyond every range": (b'{"a": 1e999}', "beyond every range"),
    "an integer of 5,000 digits": (b'{"a": ' + b"1" * 5000 + b"}", "digits"),
    "a name twice": (b'{"a": 1, "b": {"c": 1, "c": 2}}', 'has "c" twice'),
    "half a surrogate pair": (rb'{"a": "x\ud83d"}', "surrogate"),
    "half a surrogate pair in a name": (rb'{"\uDE00": 1}', "surrogate"),
    "200 levels": (b"[" * 200 + b"]" * 200, "levels deep"),
    "200 levels of objects": (b'{"a":' * 200 + b"1" + b"}" * 200, "levels deep"),
    "100,000 levels": (b"[" * 100_000 + b"]" * 100_000, "too deeply"),
    "another encoding": ('{"a": "é"}'.encode("latin-1"), "UTF-8"),
    "half of it": (b'{"a": ', "Expecting value"),
}


@pytest.mark.parametrize(("body", "reason"), BODIES.values(), ids=BODIES)
def test_what_is_wrong_is_said(body: bytes, reason: str) -> None:
    """Each kind of unreliable JSON has a reason."""
    with pytest.raises(InvalidJsonError, match=reason):
        loads(body)


@pytest.mark.parametrize(
    "body", [rb'{"a": "\ud83d\ude00"}', b"[" * 60 + b"]" * 60, b'{"a": 1.5e10, "b": -0.0}', b"null"]
)
def test_unusual_json_is_still_json(body: bytes) -> None:
    """Whole surrogate pairs, some nesting and large numbers are fine."""
    loads(body)


@pytest.mark.parametrize(("body", "reason"), BODIES.values(), ids=BODIES)
@pytest.mark.parametrize("operation", ["plans.list", "orders.create"])
def test_it_is_a_finding_and_the_run_continues(body: bytes, reason: str, operation: str) -> None:
    """Every check survives such a response, and one finding of the operation has the reason."""
    results = Results(contract())
    results.record(made(operation, raw=body))
    results.record(made("plans.get", raw=body))
    findings = [one for one in results.findings if one.promise == "the body is JSON"]
    assert [one.operation for one in findings] == [operation, "plans.get"]
    assert reason in findings[0].observed
    for one in results.findings:
        one.observed.encode()
