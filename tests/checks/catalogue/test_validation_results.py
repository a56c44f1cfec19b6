"""`validation_results` on a sound service and on faulty ones."""

import json

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import Body, responses, without


def never_passing(body: Body) -> Body:
    """Results of a validation that no value passes."""
    text = json.dumps(body).replace('"success"', '"error"')
    return dict(json.loads(text))


def each_parameter(body: Body, name: str) -> Body:
    """Results without one of their properties."""
    lacking = without(name)
    return {
        "data": [
            {**one, "parameters": [lacking(each) for each in one["parameters"]]}
            for one in body["data"]
        ]
    }


def never_wrong(body: Body) -> Body:
    """Results of a validation that every value passes."""
    return dict(json.loads(json.dumps(body).replace('"result": "error"', '"result": "success"')))


def _all_proposed(body: Body) -> Body:
    """Results that propose each of the choices."""
    return dict(json.loads(json.dumps(body).replace('"default": false', '"default": true')))


def _lenient(body: Body) -> Body:
    """Results in which a parameter that nobody knows passes."""
    return {
        "data": [
            {**one, "parameters": [_known(p) for p in one["parameters"]]} for one in body["data"]
        ]
    }


def _known(parameter: Body) -> Body:
    return {**parameter, "result": "success"} if "nobody" in parameter["name"] else parameter


FAULTS: list[tuple[str, str | Break, str]] = [
    (
        "validation.validate_parameters",
        responses("validation.validate_parameters", lambda _: {"data": []}),
        "each product gets a result",
    ),
    (
        "validation.validate_parameters",
        responses(
            "validation.validate_parameters",
            lambda body: {"data": [without("draftRequestId")(each) for each in body["data"]]},
        ),
        "a draft to follow up",
    ),
    (
        "validation.validate_parameters",
        responses("validation.validate_parameters", never_passing),
        "a value that was offered is accepted",
    ),
    (
        "validation.validate_parameters",
        responses(
            "validation.validate_parameters", lambda body: each_parameter(body, "valueError")
        ),
        "has a reason",
    ),
    (
        "validation.validate_parameters",
        responses(
            "validation.validate_parameters", lambda body: each_parameter(body, "valueChoices")
        ),
        "has others to choose",
    ),
    (
        "validation.validate_parameters",
        responses(
            "validation.validate_parameters", lambda body: each_parameter(body, "valueChoices")
        ),
        "a choice is offered",
    ),
    (
        "validation.validate_parameters",
        responses("validation.validate_parameters", lambda body: each_parameter(body, "value")),
        "the value that was checked",
    ),
    (
        "validation.validate_parameters",
        responses("validation.validate_parameters", never_wrong),
        "has a reason",
    ),
    (
        "validation.validate_parameters",
        responses("validation.validate_parameters", never_passing),
        "a proper value is accepted",
    ),
    (
        "validation.validate_parameters",
        responses("validation.validate_parameters", _all_proposed),
        "one choice is proposed",
    ),
    (
        "validation.validate_parameters",
        responses("validation.validate_parameters", _lenient),
        "an unknown parameter",
    ),
]


@pytest.mark.parametrize("operation", operations_of("validation_results"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service without faults the check runs and finds nothing."""
    assert drive(sound, "validation_results", operation) == []


@pytest.mark.parametrize(("operation", "fault", "promise"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named(operation: str, fault: str | Break, promise: str) -> None:
    """Each fault is reported as the promise that it breaks."""
    with client_of(fault) as api:
        found = drive(api, "validation_results", operation)
    assert [violation for violation in found if promise in violation.promise], found
