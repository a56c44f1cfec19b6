"""What to do next, decided without doing it: one pure function over one situation.

This is the one place that knows when a failure is harmless, when a request may be sent again, and
when nobody can tell what has happened. Sending again, waiting and their limits belong here too;
today only a refused token leads to a second sending.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Final

from cloud_marketplace_api.operations import Operation

from cloud_marketplace.messages import WireFailure
from cloud_marketplace.problem import Layer, Problem


class Phase(Enum):
    """Where an exchange without an answer broke off."""

    BEFORE = "nothing had left"
    AMBIGUOUS = "the request may have arrived"
    AFTER = "the answer came, and can't be unpacked"


class Verdict(Enum):
    """What a reply leads to."""

    READ = "the answer is good"
    RENEW = "a new token, and once more"
    NOT_SENT = "raise NotSent"
    NO_ANSWER = "raise NoAnswer"
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
    """

    operation: Operation
    attempt: int = 1
    elapsed: float = 0.0
    phase: Phase | None = None
    problem: Problem | None = None
    renewed: bool = False


Policy = Callable[[Situation], Verdict | Resend]

_PHASES: Final = {
    "ConnectError": Phase.BEFORE,
    "ConnectTimeout": Phase.BEFORE,
    "PoolTimeout": Phase.BEFORE,
    "ProxyError": Phase.BEFORE,
    "UnsupportedProtocol": Phase.BEFORE,
    "InvalidURL": Phase.BEFORE,
    "Closed": Phase.BEFORE,
    "ConnectionRefusedError": Phase.BEFORE,
    "gaierror": Phase.BEFORE,
    "DecodingError": Phase.AFTER,
}


def phase_of(failure: WireFailure) -> Phase:
    """Tell where an exchange broke off, by the names of its exception; unknown is ambiguous."""
    known = (_PHASES[kind] for kind in failure.kinds if kind in _PHASES)
    return next(known, Phase.AMBIGUOUS)


def commits(operation: Operation) -> bool:
    """Tell whether a call changes something over there."""
    return operation.effect in ("order", "write")


def decide(situation: Situation) -> Verdict | Resend:
    """Decide what a reply leads to (facts B7, B9, C7, C15)."""
    if situation.phase is not None:
        return _without_answer(situation.phase, commits(situation.operation))
    problem = situation.problem
    if problem is None:
        return Verdict.READ
    if _is_stale_token(situation, problem):
        return Verdict.RENEW
    if commits(situation.operation) and is_ambiguous(problem):
        return Verdict.UNKNOWN
    return Verdict.REFUSED


def is_ambiguous(problem: Problem) -> bool:
    """Tell whether the request may have been carried out in spite of this answer.

    A front end that gives up (502, 503, 504, 408) does not know what the service went on to do
    (facts B7, B9). A 500 is a clear no only where the service gives a reason in words (facts C7).
    """
    if problem.status == 500:
        return not problem.is_business
    return problem.status == 408 or problem.status > 500


def _without_answer(phase: Phase, committing: bool) -> Verdict:
    if phase is Phase.BEFORE:
        return Verdict.NOT_SENT
    if committing:
        return Verdict.UNKNOWN
    return Verdict.MISMATCH if phase is Phase.AFTER else Verdict.NO_ANSWER


def _is_stale_token(situation: Situation, problem: Problem) -> bool:
    """Tell whether a 401 is about the token; the gateway's is about the key (facts C5)."""
    return (
        problem.status == 401
        and problem.layer is not Layer.GATEWAY
        and situation.operation.security == "bearer"
        and not situation.renewed
    )


__all__ = [
    "Phase",
    "Policy",
    "Resend",
    "Situation",
    "Verdict",
    "commits",
    "decide",
    "is_ambiguous",
    "phase_of",
]
