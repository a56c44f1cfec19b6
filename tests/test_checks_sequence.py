"""Each sequence check is silent on a sound service, and names the promise that a fault breaks."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from harness_support import SPEC, contract, probing
from marketplace_contracts.checks import sequence_checks
from marketplace_contracts.drift import memory
from marketplace_contracts.finding import Problem, Skipped, Unmet
from marketplace_contracts.probe import Probe
from marketplace_contracts.simulator import Answer, Break, Request, Simulator

Body = dict[str, Any]
KEY = Simulator(seed=1).subscription_key


def answers(operation: str, change: Callable[[Body], Body]) -> Break:
    """A fault in the good answers of an operation."""

    def after(request: Request, answer: Answer) -> Answer:
        if request.operation != operation or answer.status != 200:
            return answer
        return replace(answer, body=change(dict(answer.body)))

    return Break("answers", "changes answers", after=after)


def asks(operation: str, **changed: str | None) -> Break:
    """A fault that lets the service see another query; None takes a parameter away."""

    def before(request: Request) -> Request:
        if request.operation != operation or not set(changed) & {n for n, _ in request.query}:
            return request
        kept = tuple(pair for pair in request.query if pair[0] not in changed)
        return replace(request, query=kept + tuple((n, v) for n, v in changed.items() if v))

    return Break("asks", "changes the query", before=before)


def sends(operation: str, change: Callable[[Body], Body]) -> Break:
    """A fault that lets the service see another body."""

    def before(request: Request) -> Request:
        if request.operation != operation or not request.body.startswith(b"{"):
            return request
        return replace(request, body=json.dumps(change(json.loads(request.body))).encode())

    return Break("sends", "changes the body", before=before)


def without(name: str) -> Callable[[Body], Body]:
    """An object without one of its properties."""
    return lambda body: {key: value for key, value in body.items() if key != name}


def never_passing(body: Body) -> Body:
    """Results of a validation that no value passes."""
    text = json.dumps(body).replace('"success"', '"error"')
    return dict(json.loads(text))


def called_json(request: Request) -> Request:
    """A service that reads whatever comes as JSON."""
    return replace(request, headers={**request.headers, "content-type": "application/json"})


def wants(operation: str, name: str) -> Break:
    """A fault that makes a property of a body required, which is refused as empty otherwise."""
    return sends(operation, lambda body: body if body.get(name) else {name: {}})


def one_token() -> Break:
    """A fault that lets a new token end the one before it."""
    part = memory.one_token()
    return Break("one-token", "only the latest token counts", before=part.before, after=part.after)


def status(operation: str, old: int, new: int) -> Break:
    """A fault that turns one status of an operation into another."""

    def after(request: Request, answer: Answer) -> Answer:
        hit = request.operation == operation and answer.status == old
        return replace(answer, status=new) if hit else answer

    return Break("status", "changes the status", after=after)


def one_key_for_all(request: Request) -> Request:
    """A gateway that looks at no key."""
    return replace(request, headers={**request.headers, "x-subscription-key": KEY})


def unsigned_sense(body: Body) -> Body:
    """A change whose difference has lost its sign."""
    lines = [line | {"quantity": abs(line["quantity"])} for line in body.get("products") or []]
    return {**body, "products": lines} if body["type"] == "change" else body


def dearer(body: Body) -> Body:
    """A price that is another one."""
    return {**body, "total": {**body["total"], "amount": "1.00"}}


NUMBERS = iter(range(10_000))
CASES: list[tuple[str, str, str | Break, str]] = [
    ("auth_enforced", "plans.list", Break("k", "", before=one_key_for_all), "wrong subscription"),
    ("auth_enforced", "auth.token", status("auth.token", 401, 403), "without Basic"),
    ("expired_token", "plans.get", "accept-expired-token", "an expired bearer token"),
    ("token_life", "auth.token", "accept-expired-token", "run out is answered 401"),
    (
        "token_life",
        "auth.token",
        answers("auth.token", lambda body: {**body, "expiresInSeconds": 9000}),
        "lives for expiresInSeconds",
    ),
    ("paging_walk", "customers.list", "ignore-offset", "same rows at the same offsets"),
    (
        "paging_walk",
        "plans.list",
        answers(
            "plans.list",
            lambda body: {**body, "pagination": {**body["pagination"], "total": next(NUMBERS)}},
        ),
        "the total is the same",
    ),
    ("filters_narrow", "customers.list", asks("customers.list", email=None), "just the rows"),
    ("filters_narrow", "orders.list", asks("orders.list", subscriptionId=None), "just the rows"),
    ("filters_narrow", "reports.list", asks("reports.list", type=None), "just the rows"),
    (
        "filters_narrow",
        "subscriptions.list",
        asks("subscriptions.list", creationDateTo=None),
        "gives nothing where nothing",
    ),
    (
        "unknown_query",
        "plans.list",
        asks("plans.list", noSuchParameter=None, offset="1"),
        "unknown query parameters",
    ),
    (
        "list_and_detail",
        "orders.list",
        answers("orders.get", lambda body: {**body, "statusCode": "ZZ"}),
        "statusCode is the same",
    ),
    (
        "list_and_detail",
        "subscriptions.list",
        answers("subscriptions.get", without("renewalStatus")),
        "has what its row has",
    ),
    (
        "links_resolve",
        "orders.get",
        answers("orders.get", lambda body: {**body, "customerId": "999"}),
        "the link customer leads",
    ),
    ("unknown_ids", "orders.get", status("orders.get", 404, 200), "an unknown identifier"),
    (
        "repeatable",
        "plans.get",
        answers("plans.get", lambda body: {**body, "name": f"Plan {next(NUMBERS)}"}),
        "the same answer",
    ),
    (
        "create_and_read",
        "customers.create",
        sends("customers.create", without("externalId")),
        "externalId is answered",
    ),
    (
        "create_and_read",
        "customers.create",
        answers("customers.create", lambda body: {**body, "id": "7777777"}),
        "answered 200",
    ),
    (
        "change_fields",
        "customers.update",
        sends("customers.update", without("taxRegId")),
        "taxRegId is answered",
    ),
    (
        "change_fields",
        "customers.update",
        answers("customers.update", without("attributes")),
        "attributes stays",
    ),
    (
        "change_fields",
        "subscriptions.update",
        sends("subscriptions.update", without("renewalStatus")),
        "renewalStatus is answered",
    ),
    (
        "change_fields",
        "subscriptions.set_special_pricing",
        sends("subscriptions.set_special_pricing", lambda _: {"products": []}),
        "products is answered",
    ),
    (
        "order_life",
        "orders.create",
        answers("orders.get", lambda body: {**body, "status": "submitted"}),
        "terminal state",
    ),
    (
        "order_life",
        "orders.create",
        sends("orders.create", without("poNumber")),
        "poNumber is answered",
    ),
    ("change_sense", "orders.create", answers("orders.get", unsigned_sense), "signed difference"),
    ("open_change", "orders.create", status("orders.create", 500, 409), "refused with 500"),
    (
        "ends",
        "orders.create",
        answers("subscriptions.get", lambda body: {**body, "status": "active"}),
        "terminated or removed",
    ),
    (
        "withdrawn",
        "orders.create",
        answers("orders.get", lambda body: {**body, "status": "completed"}),
        "put in CL is cancelled",
    ),
    ("estimate_agrees", "orders.create", answers("orders.estimate", dearer), "total of the order"),
    (
        "credit_hold",
        "orders.create",
        status("orders.create", 500, 200),
        "in creditHold cannot buy",
    ),
    (
        "report_life",
        "reports.create",
        answers("reports.get", without("downloadUrl")),
        "can be downloaded",
    ),
    (
        "validation_results",
        "validation.validate_parameters",
        answers("validation.validate_parameters", lambda _: {"data": []}),
        "each product gets a result",
    ),
    (
        "validation_results",
        "validation.validate_parameters",
        answers("validation.validate_parameters", never_passing),
        "a value that was offered is accepted",
    ),
    (
        "invalid_bodies_refused",
        "orders.estimate",
        sends("orders.estimate", lambda body: {"type": "sales", **body}),
        "an invalid body is refused",
    ),
    (
        "invalid_bodies_refused",
        "validation.validate_parameters",
        Break("any-media", "", before=called_json),
        "another media type",
    ),
    (
        "invalid_changes_refused",
        "customers.create",
        sends("customers.create", lambda body: {"name": "Unnamed", **body}),
        "an invalid body is refused",
    ),
    (
        "invalid_queries_refused",
        "subscriptions.list",
        asks("subscriptions.list", status=None),
        "an invalid status is refused",
    ),
    (
        "required_is_enough",
        "orders.estimate",
        wants("orders.estimate", "poNumber"),
        "can be left out",
    ),
    (
        "required_is_enough_to_create",
        "customers.create",
        wants("customers.create", "taxRegId"),
        "can be left out",
    ),
    (
        "usual_shown",
        "plans.get",
        answers("plans.get", without("planSwitches")),
        "planSwitches usually comes",
    ),
    (
        "usual_shown",
        "subscriptions.list",
        answers(
            "subscriptions.list",
            lambda body: {**body, "data": [{**row, "renewalDate": None} for row in body["data"]]},
        ),
        "renewalDate usually comes",
    ),
    (
        "order_read_back",
        "orders.create",
        answers("orders.get", without("poNumber")),
        "has what its answer had",
    ),
    (
        "order_read_back",
        "orders.create",
        answers("orders.get", lambda body: {**body, "total": None}),
        "reads as it was answered",
    ),
    (
        "correlation_unique",
        "orders.list",
        Break(
            "same",
            "one id for all",
            after=lambda _, answer: replace(answer, headers={"X-Correlation-ID": "a8n-1"}),
        ),
        "a correlation id of its own",
    ),
    (
        "filters_cover",
        "subscriptions.list",
        asks("subscriptions.list", creationDateTo="2026-01-01"),
        "leaves nothing out",
    ),
    (
        "filters_cover",
        "orders.list",
        asks("orders.list", status="completed"),
        "are the whole list",
    ),
    (
        "filters_cover",
        "orders.list",
        asks("orders.list", creationTimeTo=None),
        "exact border",
    ),
    (
        "filters_cover",
        "orders.list",
        asks("orders.list", customerId=None),
        "satisfy both",
    ),
    (
        "changes_add_up",
        "customers.update",
        sends("customers.update", lambda body: {"status": "active", **body}),
        "stays when later changes",
    ),
    ("token_beside", "auth.token", one_token(), "honoured beside a second one"),
]
PAIRS = [
    (name, operation.id)
    for name, check in sequence_checks().items()
    for operation in SPEC.operations.values()
    if check.concerns(operation, contract())
]


def drive(probe: Probe, check: str, operation: str) -> list[Problem]:
    """What a sequence check finds, broken sequences included."""
    found: list[Problem] = []
    try:
        found.extend(sequence_checks()[check].drive(probe, probe.operation(operation)))
    except Unmet as unmet:
        found.append(unmet.problem)
    return found


@pytest.fixture(scope="module")
def sound() -> Iterator[Probe]:
    """A probe of a simulator without faults."""
    with probing(seed=2) as probe:
        yield probe


@pytest.mark.parametrize(("check", "operation"), PAIRS)
def test_a_sound_service_has_no_problem(sound: Probe, check: str, operation: str) -> None:
    """On a service that keeps its promises a check finds nothing, with something to look at."""
    assert drive(sound, check, operation) == []


@pytest.mark.parametrize(
    ("check", "operation", "fault", "promised"), CASES, ids=[f"{c[0]}-{c[1]}" for c in CASES]
)
def test_a_fault_is_named(check: str, operation: str, fault: str | Break, promised: str) -> None:
    """A service with a fault breaks just the promise that is about it."""
    with probing(fault) as probe:
        found = drive(probe, check, operation)
    assert [problem for problem in found if promised in problem.promised], found


def test_every_sequence_check_is_tried() -> None:
    """No sequence check is without a fault that it finds."""
    assert {case[0] for case in CASES} == set(sequence_checks())


def test_each_place_is_in_the_description() -> None:
    """The places that the checks of orders and reports name are there to be read."""
    known = contract()
    for component, name in (
        ("Order", "status"),
        ("Order", "scheduledOn"),
        ("OrderLine", "quantity"),
        ("Subscription", "status"),
        ("Report", "downloadUrl"),
        ("Token", "expiresInSeconds"),
        ("ServiceError", "correlationId"),
    ):
        place = known.place(component, name)
        assert place.endswith(f"/properties/{name}")
        known.spec.follow(place)


def test_a_service_without_objects_is_skipped() -> None:
    """Where there is nothing to look at, a check says so and finds nothing."""
    with (
        probing(answers("plans.list", lambda body: {**body, "data": []})) as probe,
        pytest.raises(Skipped),
    ):
        drive(probe, "links_resolve", "plans.get")
