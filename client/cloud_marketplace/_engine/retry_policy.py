"""What to do next, decided without doing it: one pure function over one situation.

This is the one place that knows when a failure is harmless, when a request may be sent again, and
when nobody can tell what has happened. What a call does over there decides, not its HTTP verb.
`docs/reliability.md` shows all of it as a table.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Final

from cloud_marketplace_api.operations import Operation

from cloud_marketplace._engine.error_response import Layer, Problem
from cloud_marketplace._engine.messages import WireFailure

MAX_ATTEMPTS: Final = 6
"""How often a request is handed to the network at most, unless set otherwise (facts B3)."""

LONGEST_PAUSE: Final = 15.0
"""Seconds to which pauses grow at most, where the service does not ask for more (facts B3)."""

_JITTER: Final = 0.5  # seconds on top of what the service asks for, lest all come at once


class Phase(Enum):
    """Where an exchange without an answer broke off."""

    BARRED = "it can't be sent at all"
    BEFORE = "nothing had left"
    AMBIGUOUS = "the request may have arrived"
    AFTER = "the answer came, and can't be unpacked"


class Verdict(Enum):
    """What a reply leads to."""

    READ = "the answer is good"
    RENEW = "a new token, and once more"
    NOT_SENT = "raise NotSent"
    NO_RESPONSE = "raise NoAnswer"
    UNKNOWN = "raise OutcomeUnknown"
    REFUSED = "raise Refused"
    MISMATCH = "raise ResponseMismatch"


@dataclass(frozen=True, slots=True)
class Resend:
    """Send the same request again.

    Attributes:
        after: Seconds to wait before.
    """

    after: float = 0.0


@dataclass(frozen=True, slots=True)
class Situation:
    """All that a decision rests on.

    Attributes:
        operation: Its effect, whether it is replayable, how it is authorised.
        attempt: How many times the request was handed to the network, 1 at first.
        elapsed: Seconds since the call began.
        phase: Where it broke off; None when there is an answer.
        problem: The answer that says no; None for a good status and where there is no answer.
        renewed: Whether this call has had a new token because of a 401 already.
        doubtful: Whether an earlier attempt of this call may have been carried out.
        left: Seconds that the call may still take.
        whole: Seconds that it was given at first.
        most: How many attempts it may take in all.
        affordable: Whether the client's reserve has a resend left.
        chance: A number of 0 up to 1, by which pauses are drawn.
    """

    operation: Operation
    attempt: int = 1
    elapsed: float = 0.0
    phase: Phase | None = None
    problem: Problem | None = None
    renewed: bool = False
    doubtful: bool = False
    left: float = math.inf
    whole: float = math.inf
    most: int = MAX_ATTEMPTS
    affordable: bool = True
    chance: float = 1.0


Policy = Callable[[Situation], Verdict | Resend]

_PHASES: Final = {
    "ConnectError": Phase.BEFORE,
    "ConnectTimeout": Phase.BEFORE,
    "PoolTimeout": Phase.BEFORE,
    "ProxyError": Phase.BEFORE,
    "ConnectionRefusedError": Phase.BEFORE,
    "gaierror": Phase.BEFORE,
    "UnsupportedProtocol": Phase.BARRED,
    "InvalidURL": Phase.BARRED,
    "Closed": Phase.BARRED,
    "TooLate": Phase.BARRED,
    "DecodingError": Phase.AFTER,
}


def phase_of(failure: WireFailure) -> Phase:
    """Tell where an exchange broke off, by the names of its exception; unknown is ambiguous."""
    known = (_PHASES[kind] for kind in failure.kinds if kind in _PHASES)
    return next(known, Phase.AMBIGUOUS)


def commits(operation: Operation) -> bool:
    """Tell whether a call changes something over there."""
    return operation.effect in ("order", "write")


def is_repeatable(operation: Operation) -> bool:
    """Tell whether it does no harm when a call is carried out twice."""
    return operation.replayable or not commits(operation)


def decide(situation: Situation) -> Verdict | Resend:
    """Decide what a reply leads to (facts B3 to B9, C7, C15)."""
    if situation.phase is None and situation.problem is None:
        return Verdict.READ
    if _is_stale_token(situation):
        return Verdict.RENEW
    if _may_go_again(situation):
        after = _pause(situation)
        if is_worth_waiting(situation.operation, situation.left - after, situation.whole):
            return Resend(after)
    return end_of(situation)


def is_worth_waiting(operation: Operation, rest: float, whole: float) -> bool:
    """Tell whether a call still makes sense after a pause.

    What must not be carried out twice needs half of its time: sent in the last moment it would
    most likely end with an unknown outcome.

    Args:
        operation: What is called.
        rest: Seconds that will be left for it.
        whole: Seconds that it was given at first.
    """
    return rest > 0 if is_repeatable(operation) else rest >= whole / 2


def may_have_happened(situation: Situation) -> bool:
    """Tell whether the latest attempt may have been carried out, though it went wrong."""
    if situation.phase is not None:
        return situation.phase in (Phase.AMBIGUOUS, Phase.AFTER)
    return situation.problem is None or is_ambiguous(situation.problem)


def end_of(situation: Situation) -> Verdict:
    """Say how a call ends that is not sent again."""
    committing = commits(situation.operation)
    doubtful = situation.doubtful or may_have_happened(situation)
    if committing and doubtful:
        return Verdict.UNKNOWN
    if situation.problem is not None:
        return Verdict.REFUSED
    if situation.phase is Phase.AFTER:
        return Verdict.MISMATCH
    return Verdict.NO_RESPONSE if doubtful else Verdict.NOT_SENT


def is_ambiguous(problem: Problem) -> bool:
    """Tell whether the request may have been carried out in spite of this answer.

    A front end that gives up (502, 503, 504, 408) does not know what the service went on to do
    (facts B7, B9). A 500 is a clear no only where the service gives a reason in words (facts C7).
    """
    if problem.status == 500:
        return not problem.is_business
    return problem.status == 408 or problem.status > 500


def _may_go_again(situation: Situation) -> bool:
    """Tell whether the same request may be sent again, time and all permitting."""
    if situation.attempt >= situation.most:
        return False
    problem = situation.problem
    if problem is not None and problem.status == 429:
        return True  # never carried out, and the service itself asks to come again
    if not situation.affordable:
        return False
    if situation.phase is Phase.BEFORE:
        return True
    if situation.phase in (Phase.BARRED, Phase.AFTER):
        return False
    # A 500 with a reason in words is a conflict, which no resend solves (facts C7).
    passing = problem is None or is_ambiguous(problem)
    return passing and is_repeatable(situation.operation)


def _pause(situation: Situation) -> float:
    """Seconds to wait: what the service asks for, or any time up to a bound that doubles."""
    asked = situation.problem.retry_after if situation.problem else None
    if asked:
        return asked + situation.chance * _JITTER
    return situation.chance * min(LONGEST_PAUSE, 2.0 ** (situation.attempt - 1))


def _is_stale_token(situation: Situation) -> bool:
    """Tell whether a 401 is about the token; the gateway's is about the key (facts C5)."""
    problem = situation.problem
    return (
        problem is not None
        and problem.status == 401
        and problem.layer is not Layer.GATEWAY
        and situation.operation.security == "bearer"
        and not situation.renewed
        and situation.left > 0
    )


__all__ = [
    "LONGEST_PAUSE",
    "MAX_ATTEMPTS",
    "Phase",
    "Policy",
    "Resend",
    "Situation",
    "Verdict",
    "commits",
    "decide",
    "end_of",
    "is_ambiguous",
    "is_repeatable",
    "is_worth_waiting",
    "may_have_happened",
    "phase_of",
]
