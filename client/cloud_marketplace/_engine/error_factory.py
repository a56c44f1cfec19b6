"""Turning a verdict into an error that says what happened and what to do."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from cloud_marketplace import errors
from cloud_marketplace._decoding.deviations import Drift, PromiseBroken
from cloud_marketplace._engine.error_response import Layer, Problem, correlation_id
from cloud_marketplace._engine.messages import HttpResponse, RawResponse, WireFailure
from cloud_marketplace._engine.retry_policy import Situation, Verdict, commits
from cloud_marketplace._observability.redaction import Mask

Mismatch = TypeVar("Mismatch", bound=errors.ResponseMismatch)

_BY_STATUS: dict[int, type[errors.Refused]] = {
    400: errors.BadRequest,
    401: errors.Unauthorized,
    403: errors.Forbidden,
    404: errors.NotFound,
    429: errors.RateLimited,
}


@dataclass(frozen=True, slots=True)
class Incident:
    """A reply that ends a call badly.

    Attributes:
        situation: What the verdict rests on.
        reply: What came.
        mask: Takes secrets out of what came.
    """

    situation: Situation
    reply: HttpResponse | WireFailure
    mask: Mask

    @property
    def facts(self) -> dict[str, Any]:
        """What every error carries."""
        situation, problem = self.situation, self.situation.problem
        status = self.reply.status if isinstance(self.reply, HttpResponse) else None
        return {
            "status": status,
            "correlation_id": problem.correlation_id if problem else None,
            "operation": situation.operation.id,
            "attempts": situation.attempt,
            "elapsed": round(situation.elapsed, 3),
        }


def error_for(verdict: Verdict, incident: Incident) -> errors.MarketplaceError:
    """Make the error that a verdict asks for."""
    if verdict is Verdict.NOT_SENT:
        return not_sent(incident)
    if verdict is Verdict.NO_RESPONSE:
        return errors.NoAnswer(_broke_off(incident), **incident.facts)
    if verdict is Verdict.UNKNOWN:
        return outcome_unknown(incident)
    problem = incident.situation.problem
    if verdict is Verdict.MISMATCH or problem is None:
        return mismatch(incident, "the answer can't be unpacked")
    return refused(incident, problem)


def not_sent(incident: Incident) -> errors.NotSent:
    """The request never left."""
    closed = isinstance(incident.reply, WireFailure) and "Closed" in incident.reply.kinds
    advice = "Open a new client: this one is closed, and nothing was sent." if closed else ""
    return errors.NotSent(_broke_off(incident), advice=advice, **incident.facts)


def no_room(situation: Situation, elapsed: float, pause: float) -> errors.NotSent:
    """There is no time left for a call that was never sent.

    Args:
        situation: What is known about the call.
        elapsed: Seconds since it began.
        pause: Seconds for which the rate allows no call; 0 where it is not about the rate.
    """
    what = "time was up before it could be sent"
    if pause:
        what = f"the rate allows no call for {pause:.0f} s, which is longer than the call may take"
    return errors.NotSent(
        what,
        advice="Give the call more time, or call less often; nothing was sent.",
        operation=situation.operation.id,
        attempts=situation.attempt,
        elapsed=round(elapsed, 3),
    )


def outcome_unknown(incident: Incident) -> errors.OutcomeUnknown:
    """An order or write may have happened."""
    operation, problem = incident.situation.operation, incident.situation.problem
    advice = ""
    if operation.effect == "order":
        advice = (
            "Look for the order (customer and PO number, newest first) before sending it again."
        )
    elif operation.replayable:
        advice = "Read it back, or send the same again: doing it twice does no harm."
    message = problem.message if problem else _broke_off(incident)
    error = errors.OutcomeUnknown(message, advice=advice, **incident.facts)
    error.replayable = operation.replayable
    return error


def refused(incident: Incident, problem: Problem) -> errors.Refused:
    """The service answered no."""
    kind = _kind(problem)
    error = kind(problem.message, advice=_advice(incident.situation, problem), **incident.facts)
    error.retry_after = problem.retry_after
    error.written_by = problem.layer.name.lower()
    return error


def mismatch(incident: Incident, what: str) -> errors.ResponseMismatch:
    """The answer can't be read.

    Args:
        incident: What came.
        what: What is wrong with it, in words.
    """
    return _mismatch(errors.ResponseMismatch, incident, what)


def promise_broken(incident: Incident, drifts: Sequence[Drift]) -> PromiseBroken:
    """The answer is not what the description promises."""
    more = f"; and {len(drifts) - 1} more" if len(drifts) > 1 else ""
    first = drifts[0]
    what = f"{first.place}: promised {first.promised}, came {first.came}{more}"
    error = _mismatch(PromiseBroken, incident, what)
    error.drifts = tuple(drifts)
    return error


def _mismatch(kind: type[Mismatch], incident: Incident, what: str) -> Mismatch:
    operation, reply = incident.situation.operation, incident.reply
    advice = ""
    if commits(operation):
        advice = "Do not send it again: it has happened, but the answer is not as promised."
    error = kind(what, advice=advice, **incident.facts)
    if isinstance(reply, HttpResponse):
        error.correlation_id = correlation_id(reply, None, incident.mask.text)
        if operation.effect != "token":
            error.response = RawResponse.of(reply, incident.mask)
    return error


def _kind(problem: Problem) -> type[errors.Refused]:
    """Choose the class; an unknown id comes as 400 with a certain text too (facts C8)."""
    if problem.status == 400 and "no entity has been found" in problem.message.lower():
        return errors.NotFound
    if problem.status >= 500:
        return errors.ServerError
    return _BY_STATUS.get(problem.status, errors.Refused)


def _advice(situation: Situation, problem: Problem) -> str:
    """Say more than the class can, where the situation tells more."""
    if 300 <= problem.status < 400:
        return "Check the base URL: the service answers with a redirect, which is not followed."
    if problem.status == 401:
        return _advice_on_401(situation, problem)
    if problem.retry_after is not None and problem.status in (403, 429, 503):
        return f"Wait {math.ceil(problem.retry_after)} s before the next call."
    if problem.status >= 500 and not problem.is_business:
        return "Try again later: the service failed, and nothing was changed by this call."
    return ""


def _advice_on_401(situation: Situation, problem: Problem) -> str:
    """Tell whose fault a 401 is: the gateway checks the key, the service the rest (facts C5)."""
    if problem.layer is Layer.GATEWAY:
        return "Check the subscription key (MARKETPLACE_SUBSCRIPTION_KEY)."
    if situation.operation.security == "basic":
        return "Check MARKETPLACE_USERNAME and MARKETPLACE_PASSWORD, and activate the API user."
    return "Check whether the API user is still active: a new token is refused too."


def _broke_off(incident: Incident) -> str:
    """Say in words where the exchange broke off."""
    reply, phase = incident.reply, incident.situation.phase
    where = phase.value if phase else "there was no answer"
    if not isinstance(reply, WireFailure):
        return where
    detail = incident.mask.text(reply.detail)
    return f"{reply.kinds[0]}, {where}{f': {detail}' if detail else ''}"
