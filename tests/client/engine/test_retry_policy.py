"""What a reply leads to, as a table."""

from typing import Any

import pytest
from cloud_marketplace._engine.error_response import ErrorResponse, Layer
from cloud_marketplace._engine.messages import TransportFailure
from cloud_marketplace._engine.retry_policy import (
    Decision,
    FailurePhase,
    Retry,
    RetryContext,
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
LATER = Retry(0.5)
"""The first pause of a draw in the middle."""


def decision(operation: str, **facts: object) -> object:
    """Decide about an operation, with a draw in the middle."""
    given: Any = {"random": 0.5, **facts}
    return decide(RetryContext(OPERATIONS[operation], **given))


def decisions(operations: list[str], **facts: object) -> set[object]:
    """What is decided about several operations."""
    return {decision(operation, **facts) for operation in operations}


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
    """A request that was not sent is sent again for any effect, and is NotSent in the end."""
    assert phase_of(TransportFailure((name, "TransportError"))) is FailurePhase.BEFORE_SENDING
    assert decisions(AGAIN + ONCE, phase=FailurePhase.BEFORE_SENDING) == {LATER}
    assert decisions(AGAIN + ONCE, phase=FailurePhase.BEFORE_SENDING, attempt=6) == {
        Decision.NOT_SENT
    }


@pytest.mark.parametrize("name", ["Closed", "InvalidURL", "UnsupportedProtocol"])
def test_what_can_never_be_sent_is_not_tried_again(name: str) -> None:
    """A closed client or an impossible address is NotSent at once."""
    assert phase_of(TransportFailure((name,))) is FailurePhase.UNSENDABLE
    assert decisions(AGAIN + ONCE, phase=FailurePhase.UNSENDABLE) == {Decision.NOT_SENT}


@pytest.mark.parametrize(
    "name", ["ReadTimeout", "WriteTimeout", "ReadError", "WriteError", "RemoteProtocolError", "New"]
)
def test_any_later_failure_is_ambiguous(name: str) -> None:
    """If the request may have been sent, or the failure is unknown, all is unsure (facts B9)."""
    assert phase_of(TransportFailure((name, "TransportError"))) is FailurePhase.AMBIGUOUS


def test_an_ambiguous_failure_matters_to_what_must_not_happen_twice() -> None:
    """Without a response an order is of unknown outcome; what may be repeated is sent again."""
    assert decisions(ONCE, phase=FailurePhase.AMBIGUOUS) == {Decision.UNKNOWN}
    assert decisions(AGAIN, phase=FailurePhase.AMBIGUOUS) == {LATER}
    assert decisions(READS, phase=FailurePhase.AMBIGUOUS, attempt=6) == {Decision.NO_RESPONSE}
    assert decisions(SAFE_WRITES, phase=FailurePhase.AMBIGUOUS, attempt=6) == {Decision.UNKNOWN}


def test_a_response_that_can_not_be_unpacked() -> None:
    """A read that can't be unpacked is a mismatch; anything else may have happened."""
    assert decisions(READS, phase=FailurePhase.AFTER_RESPONSE) == {Decision.MISMATCH}
    assert decisions(ONCE + SAFE_WRITES, phase=FailurePhase.AFTER_RESPONSE) == {Decision.UNKNOWN}


def test_a_good_status_is_read() -> None:
    """Without error and failure the response is read."""
    assert decisions(AGAIN + ONCE) == {Decision.READ}


@pytest.mark.parametrize("status", [408, 444, 460, 499, 501, 502, 503, 504, 520, 599])
@pytest.mark.parametrize("layer", list(Layer))
def test_a_front_end_that_gives_up(status: int, layer: Layer) -> None:
    """Statuses of a proxy that gave up are sent again or leave it open (facts B7, B9, C6)."""
    error = ErrorResponse(status, layer, "Gateway Time-out")
    assert decisions(ONCE, error_response=error) == {Decision.UNKNOWN}
    assert decisions(AGAIN, error_response=error) == {LATER}
    assert decisions(READS, error_response=error, attempt=6) == {Decision.REFUSED}
    assert decisions(SAFE_WRITES, error_response=error, attempt=6) == {Decision.UNKNOWN}


@pytest.mark.parametrize(
    ("layer", "message", "reason"),
    [
        (Layer.SERVICE, REASON, True),
        (Layer.FRAMEWORK, REASON, True),
        (Layer.FRAMEWORK, "Internal Server Error", False),
        (Layer.GATEWAY, REASON, False),
        (Layer.HTML, REASON, False),
        (Layer.UNKNOWN, "Internal Server Error", False),
    ],
)
def test_a_500_is_a_no_where_the_service_gives_a_reason(
    layer: Layer, message: str, reason: bool
) -> None:
    """A conflict is a 500 with a reason and is never sent again; others are (facts C7)."""
    error = ErrorResponse(500, layer, message)
    assert decisions(ONCE, error_response=error) == {
        Decision.REFUSED if reason else Decision.UNKNOWN
    }
    assert decisions(AGAIN, error_response=error) == {Decision.REFUSED if reason else LATER}


ORDERS = [op.id for op in OPERATIONS.values() if op.effect == "order"]


@pytest.mark.parametrize("status", [300, 302, 307, 399, 400, 403, 404, 405, 409, 413, 415, 422])
@pytest.mark.parametrize("layer", list(Layer))
def test_a_clear_no_is_refused(status: int, layer: Layer) -> None:
    """A redirect or other 4xx is a refusal, and nothing is sent again.

    For an order or a write it is one only where service or gateway wrote it, and never a redirect:
    a page of a proxy may hide an order or a customer that exists, and a caller who is told no makes
    it twice.
    """
    error = ErrorResponse(status, layer, "no", retry_after=5.0)
    assert decisions(READS, error_response=error) == {Decision.REFUSED}
    own = layer in (Layer.SERVICE, Layer.FRAMEWORK, Layer.GATEWAY) and status >= 400
    expected = Decision.REFUSED if own else Decision.UNKNOWN
    assert decisions(ONCE + SAFE_WRITES, error_response=error) == {expected}


@pytest.mark.parametrize("layer", list(Layer))
def test_a_429_is_a_no_whoever_wrote_it(layer: Layer) -> None:
    """A rate limit refuses before anything is carried out, so an order is sent again after it."""
    error = ErrorResponse(429, layer, "Too Many Requests")
    assert decisions(ORDERS, error_response=error) == {Retry(0.5, takes_quota=False)}
    assert decisions(ORDERS, error_response=error, attempt=6) == {Decision.REFUSED}


@pytest.mark.parametrize("layer", list(Layer))
def test_a_401_of_a_stranger_says_nothing_about_a_write(layer: Layer) -> None:
    """Only the service's own 401 sends an order again; a proxy's leaves it open, reads go again.

    So does a write that may be repeated, and the second 401 of a proxy leaves it open.
    """
    error = ErrorResponse(401, layer, "Sign in")
    own = layer in (Layer.SERVICE, Layer.FRAMEWORK)
    expected = Decision.RENEW if own else Decision.UNKNOWN
    if layer is Layer.GATEWAY:
        assert decisions(AGAIN + ONCE, error_response=error) == {Decision.REFUSED}
        return
    assert decisions(ONCE, error_response=error) == {expected}
    bearer = [each for each in AGAIN if OPERATIONS[each].security == "bearer"]
    assert decisions(bearer, error_response=error) == {Decision.RENEW}
    second = Decision.REFUSED if own else Decision.UNKNOWN
    assert decisions(SAFE_WRITES, error_response=error, renewed=True) == {second}


def test_a_spent_rate_is_waited_for_by_any_call() -> None:
    """A 429 was not carried out: any call waits for Retry-After and is repeated (facts B3, B4)."""
    asked = ErrorResponse(429, Layer.GATEWAY, "Rate limit is exceeded", retry_after=37.0)
    assert decisions(AGAIN + ONCE, error_response=asked) == {Retry(37.25, takes_quota=False)}
    assert decisions(AGAIN + ONCE, error_response=asked, attempt=6) == {Decision.REFUSED}
    mute = ErrorResponse(429, Layer.GATEWAY, "Rate limit is exceeded")
    assert decisions(AGAIN + ONCE, error_response=mute) == {Retry(0.5, takes_quota=False)}


def test_what_is_asked_beyond_the_deadline_is_raised_at_once() -> None:
    """A Retry-After longer than the time that is left is not waited for."""
    error = ErrorResponse(429, Layer.GATEWAY, "x", retry_after=37.0)
    facts: dict[str, object] = {"error_response": error, "whole": 60.0}
    assert decisions(AGAIN + ONCE, left=37.0, **facts) == {Decision.REFUSED}
    assert decisions(AGAIN, left=37.5, **facts) == {Retry(37.25, takes_quota=False)}
    busy = ErrorResponse(503, Layer.HTML, "x", retry_after=37.0)
    assert decisions(READS, error_response=busy, left=37.0) == {Decision.REFUSED}
    assert decisions(READS, error_response=busy, left=38.0) == {Retry(37.25)}


def test_an_order_is_not_sent_in_the_last_moment() -> None:
    """What must not happen twice is not sent again with less than half of its time left."""
    assert decisions(ONCE, phase=FailurePhase.BEFORE_SENDING, left=30.5, whole=60.0) == {LATER}
    assert decisions(ONCE, phase=FailurePhase.BEFORE_SENDING, left=30.4, whole=60.0) == {
        Decision.NOT_SENT
    }
    assert decisions(AGAIN, phase=FailurePhase.BEFORE_SENDING, left=0.6, whole=60.0) == {LATER}
    # With nothing left after the pause, not even a read is sent again.
    spent = decisions(READS, phase=FailurePhase.BEFORE_SENDING, left=0.5, whole=60.0)
    assert spent == {Decision.NOT_SENT}


def test_pauses_double_up_to_a_bound_and_are_drawn_in_full() -> None:
    """A pause is drawn from 0 up to 1, 2, 4, 8, then 15 seconds (facts B3)."""
    facts: dict[str, object] = {"phase": FailurePhase.BEFORE_SENDING, "max_attempts": 9}
    for random in (0.0, 0.25, 1.0):
        pauses = [decision("orders.get", attempt=n, random=random, **facts) for n in range(1, 8)]
        assert pauses == [Retry(random * bound) for bound in (1, 2, 4, 8, 15, 15, 15)]


def test_only_a_retry_that_the_service_asked_for_is_free() -> None:
    """Retries need the client's quota, except those after a 429 (facts B3)."""
    limited = ErrorResponse(429, Layer.GATEWAY, "Rate limit is exceeded")
    assert decisions(AGAIN, error_response=limited) == {Retry(0.5, takes_quota=False)}
    for facts in (
        {"phase": FailurePhase.BEFORE_SENDING},
        {"phase": FailurePhase.AMBIGUOUS},
        {"error_response": ErrorResponse(503, Layer.HTML, "x")},
    ):
        assert decisions(READS, **facts) == {Retry(0.5, takes_quota=True)}


def test_the_number_of_attempts_can_be_set() -> None:
    """A call of one attempt is not sent again, however harmless that would be."""
    assert decisions(READS, phase=FailurePhase.BEFORE_SENDING, max_attempts=1) == {
        Decision.NOT_SENT
    }


@pytest.mark.parametrize(
    "facts",
    [
        {"phase": FailurePhase.BEFORE_SENDING, "attempt": 6},
        {"error_response": ErrorResponse(500, Layer.SERVICE, REASON)},
        {"error_response": ErrorResponse(404, Layer.SERVICE, "no")},
        {"error_response": ErrorResponse(429, Layer.GATEWAY, "no"), "attempt": 6},
    ],
)
def test_an_earlier_doubt_stays(facts: dict[str, object]) -> None:
    """A write whose earlier attempt may have arrived stays unknown, with any last response."""
    assert decisions(SAFE_WRITES, doubtful=True, **facts) == {Decision.UNKNOWN}
    expected = Decision.REFUSED if "error_response" in facts else Decision.NO_RESPONSE
    assert decisions(READS, doubtful=True, **facts) == {expected}


def test_a_refused_token_is_renewed_once() -> None:
    """A 401 of the service leads to one new token for each call that carries one (facts C15)."""
    error = ErrorResponse(401, Layer.SERVICE, "Unauthorized")
    bearers = [op.id for op in OPERATIONS.values() if op.security == "bearer"]
    assert decisions(bearers, error_response=error) == {Decision.RENEW}
    assert decisions(bearers, error_response=error, renewed=True) == {Decision.REFUSED}
    assert decisions(bearers, error_response=error, left=0.0) == {Decision.REFUSED}
    assert decision("auth.token", error_response=error) is Decision.REFUSED


def test_a_refused_key_is_not_about_the_token() -> None:
    """A 401 of the gateway is about the key: no new token is requested (facts C5)."""
    error = ErrorResponse(401, Layer.GATEWAY, "Access denied")
    assert decisions(AGAIN + ONCE, error_response=error) == {Decision.REFUSED}


PHASES = {
    "ConnectError": FailurePhase.BEFORE_SENDING,
    "ConnectTimeout": FailurePhase.BEFORE_SENDING,
    "PoolTimeout": FailurePhase.BEFORE_SENDING,
    "ProxyError": FailurePhase.BEFORE_SENDING,
    "ConnectionRefusedError": FailurePhase.BEFORE_SENDING,
    "gaierror": FailurePhase.BEFORE_SENDING,
    "UnsupportedProtocol": FailurePhase.UNSENDABLE,
    "InvalidURL": FailurePhase.UNSENDABLE,
    "Closed": FailurePhase.UNSENDABLE,
    "TooLate": FailurePhase.UNSENDABLE,
    "DecodingError": FailurePhase.AFTER_RESPONSE,
    "BodyTooLarge": FailurePhase.AFTER_RESPONSE,
}


@pytest.mark.parametrize("kind", PHASES)
def test_the_first_known_name_of_a_failure_counts(kind: str) -> None:
    """Each failure that is known has its phase, by its own name or by that of a base class."""
    for names in ((kind,), ("New", kind), (kind, "Closed"), (kind, "ConnectError")):
        assert phase_of(TransportFailure(names)) is PHASES[kind]


def test_what_is_not_said_is_the_harmless_case() -> None:
    """A context has one attempt, no doubt and no deadline unless it says so; a retry costs one."""
    assert Retry() == Retry(0.0, takes_quota=True)
    get = OPERATIONS["orders.get"]
    assert decide(RetryContext(get)) is Decision.READ
    first = RetryContext(get, phase=FailurePhase.AMBIGUOUS)
    assert decide(first) == Retry(1.0)
    assert (first.attempt, first.elapsed, first.max_attempts) == (1, 0.0, 6)
    assert not first.renewed
    assert not first.doubtful
    create = RetryContext(OPERATIONS["orders.create"], phase=FailurePhase.BEFORE_SENDING)
    assert decide(create) == Retry(1.0)


@pytest.mark.parametrize("status", [407, 408, 409, 443, 444, 445, 459, 460, 498, 499, 500, 501])
def test_which_statuses_leave_it_open(status: int) -> None:
    """A 5xx of a front end, and four statuses of proxies that gave up, leave the outcome open."""
    error = ErrorResponse(status, Layer.SERVICE, REASON)
    is_open = status in (408, 444, 460, 499, 501)
    expected = Decision.UNKNOWN if is_open else Decision.REFUSED
    assert decisions(ONCE, error_response=error) == {expected}


@pytest.mark.parametrize("retry_after", [None, 0.0])
@pytest.mark.parametrize("random", [0.0, 0.5])
def test_a_retry_after_of_nothing_is_none(retry_after: float | None, random: float) -> None:
    """Without seconds to wait a pause is drawn; with some, up to half a second is added."""
    error = ErrorResponse(503, Layer.SERVICE, "busy", retry_after=retry_after)
    assert decision("orders.get", error_response=error, random=random) == Retry(random)
    asked = ErrorResponse(503, Layer.SERVICE, "busy", retry_after=20.0)
    assert decision("orders.get", error_response=asked, random=random) == Retry(20.0 + random / 2)


def test_what_is_left_is_judged_after_the_pause() -> None:
    """A read needs any time at all after its pause, an order half of what it was given."""
    late: dict[str, object] = {"phase": FailurePhase.BEFORE_SENDING, "whole": 10.0}
    assert decision("orders.get", left=0.5, **late) is Decision.NOT_SENT
    assert decision("orders.get", left=0.51, **late) == LATER
    assert decision("orders.create", left=5.5, **late) == LATER
    assert decision("orders.create", left=5.49, **late) is Decision.NOT_SENT


def test_a_token_is_renewed_while_there_is_time() -> None:
    """A 401 leads to a new token in the last moment too, but not when time is up."""
    error = ErrorResponse(401, Layer.UNKNOWN, "Unauthorized")
    assert decision("orders.get", error_response=error, left=0.5) is Decision.RENEW
    assert decision("orders.get", error_response=error, left=-1.0) is Decision.REFUSED
    other = ErrorResponse(403, Layer.SERVICE, "Forbidden")
    assert decision("orders.get", error_response=other) is Decision.REFUSED
