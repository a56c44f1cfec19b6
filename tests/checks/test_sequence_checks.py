"""Each sequence check is silent on a sound service, and names the promise that a fault breaks."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from marketplace_contracts.checks import sequence_checks
from marketplace_contracts.drift import memory
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator import Break, Request, Response, Simulator
from marketplace_contracts.simulator.api import downloads
from marketplace_contracts.simulator.domain import provisioning
from marketplace_contracts.traffic.finding import CheckAborted, Skipped, Violation
from support.harness import SPEC, client_of, contract

Body = dict[str, Any]
KEY = Simulator(seed=1).subscription_key


def responses(operation: str, change: Callable[[Body], Body]) -> Break:
    """A fault in the good answers of an operation."""

    def after(request: Request, response: Response) -> Response:
        if request.operation != operation or response.status != 200:
            return response
        return replace(response, body=change(dict(response.body)))

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


def no_wait(response: Response) -> dict[str, str]:
    """The headers of an answer without how long to wait."""
    return {name: value for name, value in response.headers.items() if name != "Retry-After"}


def wants(operation: str, name: str) -> Break:
    """A fault that makes a property of a body required, which is refused as empty otherwise."""
    return sends(operation, lambda body: body if body.get(name) else {name: {}})


def one_token() -> Break:
    """A fault that lets a new token end the one before it."""
    part = memory.one_token()
    return Break("one-token", "only the latest token counts", before=part.before, after=part.after)


def status(operation: str, old: int, new: int) -> Break:
    """A fault that turns one status of an operation into another."""

    def after(request: Request, response: Response) -> Response:
        hit = request.operation == operation and response.status == old
        return replace(response, status=new) if hit else response

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


def basic_does(request: Request) -> Request | Response:
    """A service that takes Basic where it takes a bearer."""
    basic = request.headers.get("authorization", "").startswith("Basic ")
    return Response(200, {}) if basic and request.operation == "plans.list" else request


def one_id_for_refusals(_: Request, response: Response) -> Response:
    """A service that numbers what it does and not what it refuses."""
    return (
        replace(response, headers={"X-Correlation-ID": "a8n-1"})
        if response.status == 401
        else response
    )


def never_ambiguous(_: Request, response: Response) -> Response:
    """A service that takes one of several products that could be meant."""
    several = "More than one product" in str(response.body)
    return Response(200, {"total": {}, "products": []}) if several else response


def asked_in(name: str, change: Callable[[str], str]) -> Break:
    """A fault that reads a query parameter in its own way."""

    def before(request: Request) -> Request:
        pairs = ((key, change(value) if key == name else value) for key, value in request.query)
        return replace(request, query=tuple(pairs))

    return Break("asked-in", "changes a query parameter", before=before)


def filtered_at_first(request: Request) -> Request:
    """A service that forgets the filters after the first page."""
    if dict(request.query).get("offset", "0") == "0":
        return request
    return replace(request, query=tuple(p for p in request.query if p[0] in {"offset", "limit"}))


def each_row(body: Body, change: Callable[[Body], Body]) -> Body:
    """A page with each of its rows changed."""
    return {**body, "data": [change(row) for row in body["data"]]}


def each_line(body: Body, **changed: Any) -> Body:
    """An order with something else in each of its lines; None gives each a value of its own."""
    lines = [dict(line) for line in body.get("products", [])]
    for line in lines:
        line.update({name: str(next(NUMBERS)) if v is None else v for name, v in changed.items()})
    return {**body, "products": lines} if lines else body


def prices_without(name: str) -> Callable[[Body], Body]:
    """A product whose prices lack a property that its costs have."""
    lacking = without(name)
    return lambda row: {**row, "prices": [lacking(price) for price in row["prices"]]}


def renamed(row: Body) -> Body:
    """A row of another name than a moment ago."""
    return {**row, "name": f"Renamed {next(NUMBERS)}"}


def seats_patched() -> Break:
    """A fault that changes seats by a PATCH."""
    sent: list[Any] = []

    def before(request: Request) -> Request:
        if request.operation == "subscriptions.update" and b'"quantity"' in request.body:
            sent.append(request.body)
        return request

    def after(request: Request, response: Response) -> Response:
        if request.operation != "subscriptions.get" or not sent or response.status != 200:
            return response
        return replace(response, body=each_line(response.body, quantity=77))

    return Break("seats-patched", "changes seats by a PATCH", before=before, after=after)


NUMBERS = iter(range(10_000))
CASES: list[tuple[str, str, str | Break, str]] = [
    ("auth_enforced", "plans.list", Break("k", "", before=one_key_for_all), "wrong subscription"),
    ("auth_enforced", "auth.token", status("auth.token", 401, 403), "without Basic"),
    ("expired_token", "plans.get", "accept-expired-token", "an expired bearer token"),
    ("token_life", "auth.token", "accept-expired-token", "run out is answered 401"),
    (
        "token_life",
        "auth.token",
        responses("auth.token", lambda body: {**body, "expiresInSeconds": 9000}),
        "lives for expiresInSeconds",
    ),
    ("paging_walk", "customers.list", "ignore-offset", "same rows at the same offsets"),
    (
        "paging_walk",
        "plans.list",
        responses(
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
        responses("orders.get", lambda body: {**body, "statusCode": "ZZ"}),
        "statusCode is the same",
    ),
    (
        "list_and_detail",
        "subscriptions.list",
        responses("subscriptions.get", without("renewalStatus")),
        "has what its row has",
    ),
    (
        "links_resolve",
        "orders.get",
        responses("orders.get", lambda body: {**body, "customerId": "999"}),
        "the link customer leads",
    ),
    ("unknown_ids", "orders.get", status("orders.get", 404, 200), "an unknown identifier"),
    (
        "repeatable",
        "plans.get",
        responses("plans.get", lambda body: {**body, "name": f"Plan {next(NUMBERS)}"}),
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
        responses("customers.create", lambda body: {**body, "id": "7777777"}),
        "answered 200",
    ),
    (
        "create_and_read",
        "customers.create",
        responses("customers.create", lambda body: {**body, "id": "1000661"}),
        "a second object",
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
        responses("customers.update", without("attributes")),
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
        responses("orders.get", lambda body: {**body, "status": "submitted"}),
        "terminal state",
    ),
    (
        "order_life",
        "orders.create",
        sends("orders.create", without("poNumber")),
        "poNumber is answered",
    ),
    ("change_sense", "orders.create", responses("orders.get", unsigned_sense), "signed difference"),
    ("open_change", "orders.create", status("orders.create", 500, 409), "refused with 500"),
    (
        "ends",
        "orders.create",
        responses("subscriptions.get", lambda body: {**body, "status": "active"}),
        "terminated or removed",
    ),
    (
        "withdrawn",
        "orders.create",
        responses("orders.get", lambda body: {**body, "status": "completed"}),
        "put in CL is cancelled",
    ),
    (
        "estimate_agrees",
        "orders.create",
        responses("orders.estimate", dearer),
        "total of the order",
    ),
    (
        "credit_hold",
        "orders.create",
        status("orders.create", 500, 200),
        "in creditHold cannot buy",
    ),
    (
        "report_life",
        "reports.create",
        responses("reports.get", without("downloadUrl")),
        "can be downloaded",
    ),
    (
        "validation_results",
        "validation.validate_parameters",
        responses("validation.validate_parameters", lambda _: {"data": []}),
        "each product gets a result",
    ),
    (
        "validation_results",
        "validation.validate_parameters",
        responses(
            "validation.validate_parameters",
            lambda body: {"data": [without("draftRequestId")(each) for each in body["data"]]},
        ),
        "a draft to follow up",
    ),
    (
        "validation_results",
        "validation.validate_parameters",
        responses("validation.validate_parameters", never_passing),
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
        "invalid_bodies_refused",
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
    ("rate_told", "orders.create", status("orders.create", 429, 503), "is answered 429"),
    (
        "rate_told",
        "plans.list",
        Break("untold", "", after=lambda _, response: replace(response, headers=no_wait(response))),
        "how long to wait",
    ),
    (
        "estimate_agrees",
        "orders.create",
        responses("orders.estimate", lambda body: {**body, "poNumber": "PO-OTHER"}),
        "poNumber of the order is that of the estimate",
    ),
    (
        "required_is_enough",
        "orders.estimate",
        wants("orders.estimate", "poNumber"),
        "can be left out",
    ),
    (
        "required_is_enough",
        "customers.create",
        wants("customers.create", "taxRegId"),
        "can be left out",
    ),
    (
        "usual_shown",
        "plans.get",
        responses("plans.get", without("planSwitches")),
        "planSwitches usually comes",
    ),
    (
        "usual_shown",
        "subscriptions.list",
        responses(
            "subscriptions.list",
            lambda body: {**body, "data": [{**row, "renewalDate": None} for row in body["data"]]},
        ),
        "renewalDate usually comes",
    ),
    (
        "order_read_back",
        "orders.create",
        responses("orders.get", without("poNumber")),
        "has what its answer had",
    ),
    (
        "order_read_back",
        "orders.create",
        responses("orders.get", lambda body: {**body, "total": None}),
        "reads as it was answered",
    ),
    (
        "correlation_unique",
        "orders.list",
        Break(
            "same",
            "one id for all",
            after=lambda _, response: replace(response, headers={"X-Correlation-ID": "a8n-1"}),
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
    ("auth_enforced", "plans.list", Break("b", "", before=basic_does), "with another scheme"),
    (
        "correlation_unique",
        "orders.estimate",
        Break("same", "one id for refusals", after=one_id_for_refusals),
        "a correlation id of its own",
    ),
    ("filters_narrow", "customers.list", asked_in("externalId", str.upper), "gives nothing where"),
    (
        "filters_cover",
        "orders.list",
        asked_in("creationTimeFrom", lambda text: text[:19] + "Z"),
        "in whatever offset",
    ),
    (
        "filters_paged",
        "orders.list",
        Break("first-page", "a filter holds on the first page", before=filtered_at_first),
        "status holds on every page",
    ),
    (
        "lists_apart",
        "resellers.list_customers",
        responses("resellers.list_customers", lambda body: {**body, "data": [{"id": "1"}]}),
        "the list of one object",
    ),
    (
        "usual_shown",
        "products.list",
        responses("products.list", lambda body: each_row(body, prices_without("type"))),
        "type usually comes",
    ),
    (
        "usual_shown",
        "customers.list",
        responses("customers.list", lambda body: each_row(body, lambda row: {**row, "name": ""})),
        "name usually comes",
    ),
    ("read_only", "subscriptions.update", seats_patched(), "quantity cannot be changed"),
    (
        "references_resolved",
        "orders.estimate",
        sends("orders.estimate", lambda body: {**body, "customerId": "1000660"}),
        "has to exist",
    ),
    (
        "references_resolved",
        "orders.create",
        sends("orders.create", lambda body: {**body, "customerId": "1000660"}),
        "has to exist",
    ),
    (
        "limits_hold",
        "orders.estimate",
        sends("orders.estimate", lambda body: each_line(body, quantity=3)),
        "maximumQuantity is a limit",
    ),
    (
        "dependencies_added",
        "orders.estimate",
        responses("orders.estimate", lambda body: {**body, "products": body["products"][:1]}),
        "added to its order",
    ),
    (
        "mpn_not_enough",
        "orders.estimate",
        Break("first", "takes the first product", after=never_ambiguous),
        "several products share",
    ),
    (
        "changes_add_up",
        "customers.update",
        responses(
            "customers.list", lambda body: each_row(body, lambda row: {**row, "name": "Old"})
        ),
        "agrees with it",
    ),
    (
        "changes_add_up",
        "subscriptions.update",
        responses("subscriptions.list", lambda body: each_row(body, renamed)),
        "about its own object",
    ),
    (
        "invalid_bodies_refused",
        "customers.update",
        sends("customers.update", lambda body: {**body, "status": "active"}),
        "an invalid body is refused",
    ),
    (
        "order_life",
        "orders.create",
        sends("orders.create", without("attributes")),
        "attributes is answered",
    ),
    (
        "order_life",
        "orders.create",
        sends("orders.create", lambda body: each_line(body, parameters=[])),
        "the parameters of its order",
    ),
    (
        "order_life",
        "orders.create",
        responses("orders.get", lambda body: {**body, "creationDate": "2026-11-02T09:00:00Z"}),
        "creationDate of an order stays",
    ),
    (
        "order_life",
        "orders.create",
        responses("orders.list", lambda body: {**body, "pagination": {"total": next(NUMBERS) * 2}}),
        "one subscription more",
    ),
    (
        "ends",
        "orders.create",
        responses("subscriptions.get", lambda body: {**body, "renewalDate": "2027-01-01"}),
        "moves the day",
    ),
    (
        "ends",
        "orders.create",
        responses("subscriptions.list", lambda body: each_row(body, renamed)),
        "about its own subscription",
    ),
    (
        "withdrawn",
        "orders.create",
        responses("subscriptions.list", lambda body: each_row(body, renamed)),
        "gives no subscription",
    ),
    (
        "term_ends",
        "orders.create",
        responses("subscriptions.get", lambda body: {**body, "status": "active"}),
        "ends with its term",
    ),
    (
        "term_ends",
        "orders.create",
        sends("subscriptions.update", without("renewalStatus")),
        "ends with its term",
    ),
    (
        "two_products",
        "orders.create",
        responses("orders.get", lambda body: each_line(body, subscriptionId=None)),
        "in one subscription",
    ),
    (
        "report_life",
        "reports.create",
        responses("reports.get", lambda body: {**body, "format": "JSON"}),
        "of the format",
    ),
]
PAIRS = [
    (name, operation.id)
    for name, check in sequence_checks().items()
    for operation in SPEC.operations.values()
    if check.concerns(operation, contract())
]


def drive(api: ApiClient, check: str, operation: str) -> list[Violation]:
    """What a sequence check finds, broken sequences included."""
    found: list[Violation] = []
    try:
        found.extend(sequence_checks()[check].drive(api, api.operation(operation)))
    except CheckAborted as aborted:
        found.append(aborted.violation)
    return found


@pytest.fixture(scope="module")
def sound() -> Iterator[ApiClient]:
    """A client of a simulator without faults."""
    with client_of(seed=2) as api:
        yield api


@pytest.mark.parametrize(("check", "operation"), PAIRS)
def test_a_sound_service_has_no_problem(sound: ApiClient, check: str, operation: str) -> None:
    """On a service that keeps its promises a check finds nothing, with something to look at."""
    assert drive(sound, check, operation) == []


@pytest.mark.parametrize(
    ("check", "operation", "fault", "promise"), CASES, ids=[f"{c[0]}-{c[1]}" for c in CASES]
)
def test_a_fault_is_named(check: str, operation: str, fault: str | Break, promise: str) -> None:
    """A service with a fault breaks just the promise that is about it."""
    with client_of(fault) as api:
        found = drive(api, check, operation)
    assert [violation for violation in found if promise in violation.promise], found


def test_every_sequence_check_is_tried() -> None:
    """No sequence check is without a fault that it finds."""
    assert {case[0] for case in CASES} == set(sequence_checks())


def test_additions_hurt_nobody() -> None:
    """A property that only the description lacks may come with one answer and not another."""
    added = responses("customers.get", lambda body: {**body, "servedBy": f"node {next(NUMBERS)}"})
    with client_of(added) as api:
        for check, operation in (
            ("repeatable", "customers.get"),
            ("change_fields", "customers.update"),
            ("create_and_read", "customers.create"),
        ):
            assert drive(api, check, operation) == []


def test_an_address_is_good_for_90_days(monkeypatch: pytest.MonkeyPatch) -> None:
    """The signed address of a report that dies earlier breaks its promise (facts E12)."""
    monkeypatch.setattr(downloads, "LIFE", timedelta(hours=1))
    with client_of() as api:
        found = drive(api, "report_life", "reports.create")
    assert [violation.promise for violation in found] == [
        "the address of a report is good for 90 days"
    ]


@pytest.mark.parametrize(
    ("kind", "promise"),
    [("change", "leaves the total that was ordered"), ("renewal", "goes on after its term")],
)
def test_what_waits_for_the_renewal_is_done(
    monkeypatch: pytest.MonkeyPatch, kind: str, promise: str
) -> None:
    """An order that is completed and has no effect breaks the promise of the term's end."""
    monkeypatch.setitem(provisioning._EFFECTS, kind, lambda *_: None)
    with client_of() as api:
        found = drive(api, "term_ends", "orders.create")
    assert [violation for violation in found if promise in violation.promise], found


def test_a_change_leaves_other_products(monkeypatch: pytest.MonkeyPatch) -> None:
    """A change that touches products which it does not name breaks its promise (facts E7)."""

    def change_all(_world: Any, _order: Any, subscription: Any, _today: Any) -> None:
        for seats in subscription.seats:
            seats.quantity += 1

    monkeypatch.setitem(provisioning._EFFECTS, "change", change_all)
    with client_of() as api:
        found = drive(api, "two_products", "orders.create")
    assert [violation for violation in found if "does not name" in violation.promise], found


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
        pointer = known.pointer_to(component, name)
        assert pointer.endswith(f"/properties/{name}")
        known.spec.follow(pointer)


def test_a_service_without_objects_is_skipped() -> None:
    """Where there is nothing to look at, a check says so and finds nothing."""
    with (
        client_of(responses("plans.list", lambda body: {**body, "data": []})) as api,
        pytest.raises(Skipped),
    ):
        drive(api, "links_resolve", "plans.get")
