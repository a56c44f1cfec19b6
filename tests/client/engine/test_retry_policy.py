"""What a reply leads to, as a table."""

import pytest
from cloud_marketplace._engine.error_response import Layer, Problem
from cloud_marketplace._engine.messages import WireFailure
from cloud_marketplace._engine.retry_policy import (
    Phase,
    Resend,
    Situation,
    Verdict,
    decide,
    is_repeatable,
    phase_of,
)
from cloud_marketplace_api.operations import OPERATIONS

REASON = "there is already an order"
ONCE = [op.id for op in OPERATIONS.values() if not is_repeatable(op)]
AGAIN = [op.id for op in OPERATIONS.values() if is_repeatable(op)]
READS = [op.id for op in OPERATIONS.values() if op.effect in ("read", "token")]
SAFE_WRITES = [op.id for op in OPERATIONS.values() if op.effect == "write" and op.replayable]
LATER = Resend(0.5)
"""The first pause of a draw in the middle."""


def verdict(operation: str, **facts: object) -> object:
    """Decide about an operation, with a draw in the middle."""
    given = {"chance": 0.5, **facts}
    return decide(Situation(OPERATIONS[operation], **given))  # type: ignore[arg-type]  # by name


def verdicts(operations: list[str], **facts: object) -> set[object]:
    """What is decided about several operations."""
    return {verdict(operation, **facts) for operation in operations}


def test_who_may_be_repeated() -> None:
    """Orders and what creates something must not be carried out twice; all else may."""
    assert set(ONCE) == {
        "customers.create",
        "resellers.create",
        "resellers.create_customer",
        "orders.create",
        "reports.create",
    }


@pytest.mark.parametrize("name", ["ConnectError", "ConnectTimeout", "PoolTimeout", "ProxyError"])
def test_without_a_connection_any_call_is_sent_again(name: str) -> None:
    """What never left is sent again whatever it does, and is NotSent in the end."""
    assert phase_of(WireFailure((name, "TransportError"))) is Phase.BEFORE
    assert verdicts(AGAIN + ONCE, phase=Phase.BEFORE) == {LATER}
    assert verdicts(AGAIN + ONCE, phase=Phase.BEFORE, attempt=6) == {Verdict.NOT_SENT}


@pytest.mark.parametrize("name", ["Closed", "InvalidURL", "UnsupportedProtocol"])
def test_what_can_never_be_sent_is_not_tried_again(name: str) -> None:
    """A closed client or an impossible address is NotSent at once."""
    assert phase_of(WireFailure((name,))) is Phase.BARRED
    assert verdicts(AGAIN + ONCE, phase=Phase.BARRED) == {Verdict.NOT_SENT}


@pytest.mark.parametrize(
    "name", ["ReadTimeout", "WriteTimeout", "ReadError", "WriteError", "RemoteProtocolError", "New"]
)
def test_any_later_failure_is_ambiguous(name: str) -> None:
    """Once the request may have left, or the failure is unknown, nobody can tell (facts B9)."""
    assert phase_of(WireFailure((name, "TransportError"))) is Phase.AMBIGUOUS


def test_an_ambiguous_failure_matters_to_what_must_not_happen_twice() -> None:
    """Without an answer an order is of unknown outcome at once; what may be repeated goes again."""
    assert verdicts(ONCE, phase=Phase.AMBIGUOUS) == {Verdict.UNKNOWN}
    assert verdicts(AGAIN, phase=Phase.AMBIGUOUS) == {LATER}
    assert verdicts(READS, phase=Phase.AMBIGUOUS, attempt=6) == {Verdict.NO_RESPONSE}
    assert verdicts(SAFE_WRITES, phase=Phase.AMBIGUOUS, attempt=6) == {Verdict.UNKNOWN}


def test_an_answer_that_can_not_be_unpacked() -> None:
    """A read that can't be unpacked is a mismatch; anything else may have happened."""
    assert verdicts(READS, phase=Phase.AFTER) == {Verdict.MISMATCH}
    assert verdicts(ONCE + SAFE_WRITES, phase=Phase.AFTER) == {Verdict.UNKNOWN}


def test_a_good_status_is_read() -> None:
    """Without problem and failure the answer is read."""
    assert verdicts(AGAIN + ONCE) == {Verdict.READ}


@pytest.mark.parametrize("status", [408, 502, 503, 504, 599])
@pytest.mark.parametrize("layer", list(Layer))
def test_a_front_end_that_gives_up(status: int, layer: Layer) -> None:
    """408 and 502 to 599 are sent again or leave it open, whoever wrote them (B7, B9, C6)."""
    problem = Problem(status, layer, "Gateway Time-out")
    assert verdicts(ONCE, problem=problem) == {Verdict.UNKNOWN}
    assert verdicts(AGAIN, problem=problem) == {LATER}
    assert verdicts(READS, problem=problem, attempt=6) == {Verdict.REFUSED}
    assert verdicts(SAFE_WRITES, problem=problem, attempt=6) == {Verdict.UNKNOWN}


@pytest.mark.parametrize(
    ("layer", "message", "reason"),
    [
        (Layer.SERVICE, REASON, True),
        (Layer.FRAMEWORK, REASON, True),
        (Layer.FRAMEWORK, "Internal Server Error", False),
        (Layer.GATEWAY, REASON, False),
        (Layer.PAGE, REASON, False),
        (Layer.NOBODY, "Internal Server Error", False),
    ],
)
def test_a_500_is_a_no_where_the_service_gives_a_reason(
    layer: Layer, message: str, reason: bool
) -> None:
    """A conflict comes as 500 with a reason and is never sent again; others are (facts C7)."""
    problem = Problem(500, layer, message)
    assert verdicts(ONCE, problem=problem) == {Verdict.REFUSED if reason else Verdict.UNKNOWN}
    assert verdicts(AGAIN, problem=problem) == {Verdict.REFUSED if reason else LATER}


@pytest.mark.parametrize("status", [300, 302, 307, 400, 403, 404, 405, 409, 415, 422])
def test_a_clear_no_is_refused(status: int) -> None:
    """Redirects and other 4xx are a no for every kind of call, and nothing is sent again."""
    problem = Problem(status, Layer.SERVICE, "no", retry_after=5.0)
    assert verdicts(AGAIN + ONCE, problem=problem) == {Verdict.REFUSED}


def test_a_spent_rate_is_waited_for_by_any_call() -> None:
    """A 429 was not carried out: any call waits as long as asked and goes again (facts B3, B4)."""
    asked = Problem(429, Layer.GATEWAY, "Rate limit is exceeded", retry_after=37.0)
    assert verdicts(AGAIN + ONCE, problem=asked) == {Resend(37.25)}
    assert verdicts(AGAIN + ONCE, problem=asked, affordable=False) == {Resend(37.25)}
    assert verdicts(AGAIN + ONCE, problem=asked, attempt=6) == {Verdict.REFUSED}
    mute = Problem(429, Layer.GATEWAY, "Rate limit is exceeded")
    assert verdicts(AGAIN + ONCE, problem=mute) == {LATER}


def test_what_is_asked_beyond_the_deadline_is_raised_at_once() -> None:
    """A Retry-After longer than the time that is left is not waited for."""
    problem = Problem(429, Layer.GATEWAY, "x", retry_after=37.0)
    facts: dict[str, object] = {"problem": problem, "whole": 60.0}
    assert verdicts(AGAIN + ONCE, left=37.0, **facts) == {Verdict.REFUSED}
    assert verdicts(AGAIN, left=37.5, **facts) == {Resend(37.25)}
    busy = Problem(503, Layer.PAGE, "x", retry_after=37.0)
    assert verdicts(READS, problem=busy, left=37.0) == {Verdict.REFUSED}
    assert verdicts(READS, problem=busy, left=38.0) == {Resend(37.25)}


def test_an_order_is_not_sent_in_the_last_moment() -> None:
    """What must not happen twice is not sent again with less than half of its time left."""
    assert verdicts(ONCE, phase=Phase.BEFORE, left=30.5, whole=60.0) == {LATER}
    assert verdicts(ONCE, phase=Phase.BEFORE, left=30.4, whole=60.0) == {Verdict.NOT_SENT}
    assert verdicts(AGAIN, phase=Phase.BEFORE, left=0.6, whole=60.0) == {LATER}


def test_pauses_double_up_to_a_bound_and_are_drawn_in_full() -> None:
    """A pause is drawn from 0 up to 1, 2, 4, 8, then 15 seconds (facts B3)."""
    for chance in (0.0, 0.25, 1.0):
        pauses = [
            verdict("orders.get", phase=Phase.BEFORE, attempt=n, most=9, chance=chance)
            for n in range(1, 8)
        ]
        assert pauses == [Resend(chance * bound) for bound in (1, 2, 4, 8, 15, 15, 15)]


def test_an_empty_reserve_ends_the_call() -> None:
    """When the client's resends are used up, failures are raised after the first attempt."""
    assert verdicts(AGAIN + ONCE, phase=Phase.BEFORE, affordable=False) == {Verdict.NOT_SENT}
    assert verdicts(READS, phase=Phase.AMBIGUOUS, affordable=False) == {Verdict.NO_RESPONSE}


def test_the_number_of_attempts_can_be_set() -> None:
    """A call of one attempt is not sent again, however harmless that would be."""
    assert verdicts(READS, phase=Phase.BEFORE, most=1) == {Verdict.NOT_SENT}


@pytest.mark.parametrize(
    "facts",
    [
        {"phase": Phase.BEFORE, "attempt": 6},
        {"problem": Problem(500, Layer.SERVICE, REASON)},
        {"problem": Problem(404, Layer.SERVICE, "no")},
        {"problem": Problem(429, Layer.GATEWAY, "no"), "attempt": 6},
    ],
)
def test_an_earlier_doubt_stays(facts: dict[str, object]) -> None:
    """A write whose earlier attempt may have arrived stays open, whatever the last one says."""
    assert verdicts(SAFE_WRITES, doubtful=True, **facts) == {Verdict.UNKNOWN}
    expected = Verdict.REFUSED if "problem" in facts else Verdict.NO_RESPONSE
    assert verdicts(READS, doubtful=True, **facts) == {expected}


def test_a_refused_token_is_renewed_once() -> None:
    """A 401 of the service leads to one new token for each call that carries one (facts C15)."""
    problem = Problem(401, Layer.SERVICE, "Unauthorized")
    bearers = [op.id for op in OPERATIONS.values() if op.security == "bearer"]
    assert verdicts(bearers, problem=problem) == {Verdict.RENEW}
    assert verdicts(bearers, problem=problem, renewed=True) == {Verdict.REFUSED}
    assert verdicts(bearers, problem=problem, left=0.0) == {Verdict.REFUSED}
    assert verdict("auth.token", problem=problem) is Verdict.REFUSED


def test_a_refused_key_is_not_about_the_token() -> None:
    """A 401 of the gateway is about the key: no new token is asked for (facts C5)."""
    problem = Problem(401, Layer.GATEWAY, "Access denied")
    assert verdicts(AGAIN + ONCE, problem=problem) == {Verdict.REFUSED}
