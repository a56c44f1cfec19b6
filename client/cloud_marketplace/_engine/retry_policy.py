"""What to do after an attempt, as a pure function of its context.

This is the one place that decides whether a failure is harmless, whether a request is sent again,
and when the outcome is unknown. The effect of the operation decides, not its HTTP method.
`docs/reliability.md` shows all decisions as a table.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeAlias

from cloud_marketplace_api.operations import Operation

from cloud_marketplace._config.settings import MAX_ATTEMPTS
from cloud_marketplace._engine.error_response import ErrorResponse, Layer
from cloud_marketplace._engine.messages import TransportFailure

LONGEST_PAUSE: Final = 15.0
"""Longest pause in seconds before a retry, unless the service asks for more."""

_GIVEN_UP: Final = frozenset({408, 444, 460, 499})  # 4xx of proxies that waited in vain
_OWN: Final = (Layer.SERVICE, Layer.FRAMEWORK, Layer.GATEWAY)
_JITTER: Final = 0.5  # seconds added to Retry-After, so that not all clients return at once


class FailurePhase(Enum):
    """When an exchange without a response failed."""

    UNSENDABLE = "the request can't be sent at all"
    BEFORE_SENDING = "nothing was sent"
    AMBIGUOUS = "the request may have arrived"
    AFTER_RESPONSE = "the response can't be read"


class Decision(Enum):
    """What the engine does after an attempt, other than a retry."""

    READ = "read the response"
    RENEW = "fetch a new token and send the request again"
    NOT_SENT = "raise NotSent"
    NO_RESPONSE = "raise NoAnswer"
    UNKNOWN = "raise OutcomeUnknown"
    REFUSED = "raise Refused"
    MISMATCH = "raise ResponseMismatch"


@dataclass(frozen=True, slots=True)
class Retry:
    """Send the same request again.

    Attributes:
        after: Seconds to wait before.
        takes_quota: Whether it takes one from the client's retry quota; a retry that the service
            requested does not.
    """

    after: float = 0.0
    takes_quota: bool = True


@dataclass(frozen=True, slots=True)
class RetryContext:
    """The input of a decision, so that the policy needs neither a clock nor randomness.

    Attributes:
        operation: Its effect, whether it may be repeated, how it is authorized.
        attempt: How often the request was sent; 1 after the first attempt.
        elapsed: Seconds since the call began.
        phase: When the exchange failed; None if there is a response.
        error_response: The parsed error response; None for success or without a response.
        renewed: Whether this call has fetched a new token because of a 401.
        doubtful: Whether an earlier attempt of this call may have been carried out.
        left: Seconds that the call may still take.
        whole: Seconds that the call had at first.
        max_attempts: How often the request may be sent.
        random: Number from 0 up to 1 by which the pause is drawn.
    """

    operation: Operation
    attempt: int = 1
    elapsed: float = 0.0
    phase: FailurePhase | None = None
    error_response: ErrorResponse | None = None
    renewed: bool = False
    doubtful: bool = False
    left: float = math.inf
    whole: float = math.inf
    max_attempts: int = MAX_ATTEMPTS
    random: float = 1.0


Policy: TypeAlias = Callable[[RetryContext], Decision | Retry]

_PHASES: Final = {
    "ConnectError": FailurePhase.BEFORE_SENDING,
    "ConnectTimeout": FailurePhase.BEFORE_SENDING,
    "PoolTimeout": FailurePhase.BEFORE_SENDING,
    "ProxyError": FailurePhase.BEFORE_SENDING,
    "ConnectionRefusedError": FailurePhase.BEFORE_SENDING,
    "gaierror": FailurePhase.BEFORE_SENDING,
    "UnsupportedProtocol": FailurePhase.UNSENDABLE,
    "InvalidURL": FailurePhase.UNSENDABLE,
    "Closed": FailurePhase.UNSENDABLE,
    "Forked": FailurePhase.UNSENDABLE,
    "TooLate": FailurePhase.UNSENDABLE,
    "DecodingError": FailurePhase.AFTER_RESPONSE,
    "BodyTooLarge": FailurePhase.AFTER_RESPONSE,
    "MemoryError": FailurePhase.AFTER_RESPONSE,
}


def phase_of(failure: TransportFailure) -> FailurePhase:
    """Classify a failure by the names of its exception; an unknown one is ambiguous."""
    known = (_PHASES[kind] for kind in failure.kinds if kind in _PHASES)
    return next(known, FailurePhase.AMBIGUOUS)


def commits(operation: Operation) -> bool:
    """Tell whether an operation changes something in the service."""
    return operation.effect in ("order", "write")


def is_repeatable(operation: Operation) -> bool:
    """Tell whether carrying out an operation twice does no harm."""
    return operation.replayable or not commits(operation)


def decide(context: RetryContext) -> Decision | Retry:
    """Decide what to do after an attempt."""
    if context.phase is None and context.error_response is None:
        return Decision.READ
    if _is_stale_token(context):
        return Decision.RENEW
    if _may_retry(context):
        after = _pause(context)
        if is_worth_waiting(context.operation, context.left - after, context.whole):
            return Retry(after, takes_quota=not _is_rate_limited(context))
    return end_of(context)


def is_worth_waiting(operation: Operation, rest: float, whole: float) -> bool:
    """Tell whether a call still makes sense after a pause.

    A request that must not be carried out twice needs half of its time: sent in the last moment, it
    would most likely end with an unknown outcome.

    Args:
        operation: What is called.
        rest: Seconds that will be left for it.
        whole: Seconds that it was given at first.
    """
    return rest > 0 if is_repeatable(operation) else rest >= whole / 2


def may_have_happened(context: RetryContext) -> bool:
    """Tell whether the last attempt may have been carried out although it failed."""
    if context.phase is not None:
        return context.phase in (FailurePhase.AMBIGUOUS, FailurePhase.AFTER_RESPONSE)
    error = context.error_response
    return error is None or is_ambiguous(error) or _is_foreign(context)


def end_of(context: RetryContext) -> Decision:
    """Decide how a call ends that is not sent again."""
    doubtful = context.doubtful or may_have_happened(context)
    if commits(context.operation) and doubtful:
        return Decision.UNKNOWN
    if context.error_response is not None:
        return Decision.REFUSED
    if context.phase is FailurePhase.AFTER_RESPONSE:
        return Decision.MISMATCH
    return Decision.NO_RESPONSE if doubtful else Decision.NOT_SENT


def is_ambiguous(error: ErrorResponse) -> bool:
    """Tell whether the request may have been carried out in spite of this response.

    A proxy that gives up (502, 503, 504, 408, 499) does not know what the service did. A 500 is a
    clear refusal only if the service gives a known business reason.
    """
    if error.status == 500:
        return not error.is_business
    return error.status in _GIVEN_UP or error.status > 500


def _is_rate_limited(context: RetryContext) -> bool:
    """Tell whether the request was refused by a rate limit: it was never carried out."""
    return context.error_response is not None and context.error_response.status == 429


def _may_retry(context: RetryContext) -> bool:
    """Tell whether the same request may be sent again, if time and quota allow."""
    if context.attempt >= context.max_attempts:
        return False
    if _is_rate_limited(context) or context.phase is FailurePhase.BEFORE_SENDING:
        return True
    if context.phase in (FailurePhase.UNSENDABLE, FailurePhase.AFTER_RESPONSE):
        return False
    # A 500 with a known reason is a conflict, which no retry solves.
    error = context.error_response
    passing = error is None or is_ambiguous(error)
    return passing and is_repeatable(context.operation)


def _pause(context: RetryContext) -> float:
    """Return the seconds to wait: the service's value, or up to a bound that doubles."""
    requested = context.error_response.retry_after if context.error_response else None
    if requested:
        return requested + context.random * _JITTER
    return context.random * min(LONGEST_PAUSE, 2.0 ** (context.attempt - 1))


def _is_foreign(context: RetryContext) -> bool:
    """Return whether neither service nor gateway decided about an order or another write.

    They respond in JSON of their own form, and never with a redirect; another proxy or a sign-in
    page can come before or after the request was carried out. A 429 always comes before.
    """
    error = context.error_response
    if error is None or error.status == 429 or not commits(context.operation):
        return False
    return error.layer not in _OWN or error.status < 400


def _is_stale_token(context: RetryContext) -> bool:
    """Tell whether a 401 is about the token; a 401 of the gateway is about the key."""
    error = context.error_response
    return (
        error is not None
        and error.status == 401
        and error.layer is not Layer.GATEWAY
        and (is_repeatable(context.operation) or not _is_foreign(context))
        and context.operation.security == "bearer"
        and not context.renewed
        and context.left > 0
    )


__all__ = [
    "LONGEST_PAUSE",
    "MAX_ATTEMPTS",
    "Decision",
    "FailurePhase",
    "Policy",
    "Retry",
    "RetryContext",
    "commits",
    "decide",
    "end_of",
    "is_ambiguous",
    "is_repeatable",
    "is_worth_waiting",
    "may_have_happened",
    "phase_of",
]
