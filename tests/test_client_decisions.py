"""What a reply leads to, as a table."""

import pytest
from cloud_marketplace.decisions import Phase, Situation, Verdict, decide, phase_of
from cloud_marketplace.messages import WireFailure
from cloud_marketplace.problem import Layer, Problem
from cloud_marketplace_api.operations import OPERATIONS

READ, TOKEN = OPERATIONS["orders.get"], OPERATIONS["auth.token"]
ORDER, WRITE = OPERATIONS["orders.create"], OPERATIONS["customers.update"]
REASON = "there is already an order"


def verdict(operation: str, **facts: object) -> object:
    """Decide about an operation."""
    return decide(Situation(OPERATIONS[operation], **facts))  # type: ignore[arg-type]  # by name


@pytest.mark.parametrize("name", ["ConnectError", "ConnectTimeout", "PoolTimeout", "ProxyError"])
def test_without_a_connection_nothing_was_sent(name: str) -> None:
    """A failure before sending is NotSent for every kind of call."""
    assert phase_of(WireFailure((name, "TransportError"))) is Phase.BEFORE
    assert {verdict(op, phase=Phase.BEFORE) for op in OPERATIONS} == {Verdict.NOT_SENT}


@pytest.mark.parametrize(
    "name", ["ReadTimeout", "WriteTimeout", "ReadError", "WriteError", "RemoteProtocolError", "New"]
)
def test_any_later_failure_is_ambiguous(name: str) -> None:
    """Once the request may have left, or the failure is unknown, nobody can tell (facts B9)."""
    assert phase_of(WireFailure((name, "TransportError"))) is Phase.AMBIGUOUS


@pytest.mark.parametrize(
    ("effect", "expected"),
    [
        ("order", Verdict.UNKNOWN),
        ("write", Verdict.UNKNOWN),
        ("read", Verdict.NO_ANSWER),
        ("token", Verdict.NO_ANSWER),
    ],
)
def test_an_ambiguous_failure_matters_to_orders_and_writes(effect: str, expected: Verdict) -> None:
    """An order or write without answer is of unknown outcome; a read has merely no answer."""
    operations = [op for op in OPERATIONS.values() if op.effect == effect]
    assert operations
    assert {verdict(op.id, phase=Phase.AMBIGUOUS) for op in operations} == {expected}


def test_an_answer_that_can_not_be_unpacked() -> None:
    """A read whose answer can't be unpacked is a mismatch; an order's outcome is unknown."""
    assert phase_of(WireFailure(("DecodingError", "RequestError"))) is Phase.AFTER
    assert verdict("orders.get", phase=Phase.AFTER) is Verdict.MISMATCH
    assert verdict("orders.create", phase=Phase.AFTER) is Verdict.UNKNOWN


def test_a_good_answer_is_read() -> None:
    """Neither phase nor problem: the answer is good."""
    assert {verdict(op) for op in OPERATIONS} == {Verdict.READ}


@pytest.mark.parametrize("status", [408, 502, 503, 504, 520])
@pytest.mark.parametrize("layer", Layer)
def test_a_front_end_that_gives_up_knows_nothing(status: int, layer: Layer) -> None:
    """502, 503, 504, 408 leave an order or write open whoever wrote them (facts B7, B9, C6)."""
    problem = Problem(status, layer, "Gateway Time-out")
    assert verdict("orders.create", problem=problem) is Verdict.UNKNOWN
    assert verdict("customers.create", problem=problem) is Verdict.UNKNOWN
    assert verdict("orders.get", problem=problem) is Verdict.REFUSED
    assert verdict("orders.estimate", problem=problem) is Verdict.REFUSED


@pytest.mark.parametrize(
    ("layer", "message", "expected"),
    [
        (Layer.SERVICE, REASON, Verdict.REFUSED),
        (Layer.FRAMEWORK, REASON, Verdict.REFUSED),
        (Layer.FRAMEWORK, "Internal Server Error", Verdict.UNKNOWN),
        (Layer.GATEWAY, REASON, Verdict.UNKNOWN),
        (Layer.PAGE, REASON, Verdict.UNKNOWN),
        (Layer.NOBODY, "Internal Server Error", Verdict.UNKNOWN),
    ],
)
def test_a_500_is_a_no_where_the_service_gives_a_reason(
    layer: Layer, message: str, expected: Verdict
) -> None:
    """A conflict comes as 500 with a reason (facts C7); a 500 without one leaves an order open."""
    problem = Problem(500, layer, message)
    assert verdict("orders.create", problem=problem) is expected
    assert verdict("orders.get", problem=problem) is Verdict.REFUSED


@pytest.mark.parametrize("status", [300, 302, 307, 400, 403, 404, 405, 409, 415, 422, 429])
def test_a_clear_no_is_refused(status: int) -> None:
    """Redirects and other 4xx are a no for every kind of call, and nothing is sent again."""
    problem = Problem(status, Layer.SERVICE, "no")
    assert {verdict(op, problem=problem) for op in OPERATIONS} == {Verdict.REFUSED}


def test_a_refused_token_is_renewed_once() -> None:
    """A 401 of the service leads to one new token for each call that carries one (facts C15)."""
    problem = Problem(401, Layer.SERVICE, "Unauthorized")
    bearers = [op.id for op in OPERATIONS.values() if op.security == "bearer"]
    assert {verdict(op, problem=problem) for op in bearers} == {Verdict.RENEW}
    assert {verdict(op, problem=problem, renewed=True) for op in bearers} == {Verdict.REFUSED}
    assert verdict("auth.token", problem=problem) is Verdict.REFUSED


def test_a_refused_key_is_not_about_the_token() -> None:
    """A 401 of the gateway is about the key: no new token is asked for (facts C5)."""
    problem = Problem(401, Layer.GATEWAY, "Access denied")
    assert {verdict(op, problem=problem) for op in OPERATIONS} == {Verdict.REFUSED}
