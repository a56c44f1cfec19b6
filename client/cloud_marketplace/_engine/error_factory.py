"""Create the error of a failed call: what happened, and what the caller can do."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from cloud_marketplace import errors
from cloud_marketplace._config.diagnosis import diagnose, network_trouble
from cloud_marketplace._config.settings import Settings
from cloud_marketplace._decoding.deviations import Drift, PromiseBroken
from cloud_marketplace._engine.error_response import (
    ErrorResponse,
    Layer,
    find_correlation_id,
    token_failure,
)
from cloud_marketplace._engine.messages import (
    HttpResponse,
    RawResponse,
    Reply,
    TransportFailure,
)
from cloud_marketplace._engine.retry_policy import Decision, RetryContext, commits
from cloud_marketplace._observability.redaction import Redactor

Mismatch = TypeVar("Mismatch", bound=errors.ResponseMismatch)

_BY_STATUS: dict[int, type[errors.Refused]] = {
    400: errors.BadRequest,
    401: errors.Unauthorized,
    403: errors.Forbidden,
    404: errors.NotFound,
    429: errors.RateLimited,
}
_BY_CODE: dict[str, type[errors.Refused]] = {
    "invalid_client": errors.Unauthorized,
    "invalid_grant": errors.Unauthorized,
    "unauthorized_client": errors.Forbidden,
    "access_denied": errors.Forbidden,
}
"""Refusals of an identity provider, most of which have status 400 (RFC 6749, section 5.2)."""

_ADVICE_OF_FAILURE = {
    "Closed": "Open a new client: this one is closed, and nothing was sent.",
    "Forked": "Make a client in each process: the connections of the http_client or transport that "
    "was given belong to the process that forked; nothing was sent.",
}
_ADVICE_OF_PROVIDER = (
    "Check MARKETPLACE_TOKEN_URL, MARKETPLACE_CLIENT_ID and MARKETPLACE_CLIENT_SECRET, and the "
    "user name and password if the provider expects them."
)


@dataclass(frozen=True, slots=True)
class CallFailure:
    """The facts from which the error of a call is made.

    Attributes:
        context: What the decision depends on.
        reply: The last reply.
        redactor: Removes secrets from the reply.
        settings: Settings of the client; they may be the reason.
    """

    context: RetryContext
    reply: Reply
    redactor: Redactor
    settings: Settings

    @property
    def facts(self) -> dict[str, Any]:
        """Return the attributes that every error has."""
        error = self.context.error_response
        return {
            "status": self.reply.status if isinstance(self.reply, HttpResponse) else None,
            "correlation_id": error.correlation_id if error else None,
            "operation": self.context.operation.id,
            "attempts": self.context.attempt,
            "elapsed": round(self.context.elapsed, 3),
        }


def error_for(decision: Decision, failure: CallFailure) -> errors.MarketplaceError:
    """Create the error for a decision."""
    if decision is Decision.NOT_SENT:
        return _not_sent(failure)
    if decision is Decision.NO_RESPONSE:
        return errors.NoAnswer(_failure_text(failure), **failure.facts)
    if decision is Decision.UNKNOWN:
        return _outcome_unknown(failure, _what_happened(failure))
    error = failure.context.error_response
    if decision is Decision.MISMATCH or error is None:
        return _mismatch(errors.ResponseMismatch, failure, _failure_text(failure))
    return _refused(failure, error)


def no_time(context: RetryContext, elapsed: float, pause: float) -> errors.NotSent:
    """Create the error of a call that was never sent because its time does not suffice.

    Args:
        context: What is known about the call.
        elapsed: Seconds since it began.
        pause: Seconds for which the rate limit allows no call; 0 if it is not the reason.
    """
    what = "time was up before it could be sent"
    if pause:
        wait = _seconds(pause)
        what = f"the rate allows no call for {wait} s, which is longer than the call may take"
    error = errors.NotSent(
        what,
        advice="Give the call more time, or call less often; nothing was sent.",
        operation=context.operation.id,
        attempts=context.attempt,
        elapsed=round(elapsed, 3),
    )
    error.retry_after = pause or None
    return error


def no_token(
    context: RetryContext, elapsed: float, error: errors.MarketplaceError
) -> errors.MarketplaceError:
    """Create the error of a call for which no token could be fetched.

    Args:
        context: What is known about the call.
        elapsed: Seconds since it began.
        error: Why there is no token; a refusal is raised unchanged.
    """
    if not isinstance(error, errors.NotSent | errors.NoAnswer | errors.ResponseMismatch):
        return error
    found = errors.NotSent(
        f"no token could be fetched: {error.message}",
        advice="" if isinstance(error, errors.NoAnswer) else error.advice,
        operation=context.operation.id,
        attempts=context.attempt,
        elapsed=round(elapsed, 3),
    )
    found.retry_after = getattr(error, "retry_after", None)
    return found


def not_for_provider(operation: str) -> errors.NotSent:
    """Make the error of a call that needs credentials of the service, which the client has not."""
    return errors.NotSent(
        "this client gets its tokens from an identity provider",
        advice="Make no call for a token: every other call gets one by itself.",
        operation=operation,
    )


def unreadable(failure: CallFailure, what: str) -> errors.MarketplaceError:
    """Create the error for a response that can't be read, or that belongs to another call.

    A status of success does not prove that an order or write happened: a proxy's page has one too.

    Args:
        failure: What was received.
        what: What is wrong with it.
    """
    if not commits(failure.context.operation):
        return _mismatch(errors.ResponseMismatch, failure, what)
    error = _outcome_unknown(failure, what)
    if isinstance(failure.reply, HttpResponse):
        error.response = RawResponse.of(failure.reply, failure.redactor)
    return error


def promise_broken(failure: CallFailure, drifts: Sequence[Drift]) -> PromiseBroken:
    """Create the error for a response that deviates from the description."""
    more = f"; and {len(drifts) - 1} more" if len(drifts) > 1 else ""
    first = drifts[0]
    what = f"{first.place}: expected {first.promised}, received {first.came}{more}"
    error = _mismatch(PromiseBroken, failure, what)
    error.drifts = tuple(drifts)
    return error


def _not_sent(failure: CallFailure) -> errors.NotSent:
    kinds = failure.reply.kinds if isinstance(failure.reply, TransportFailure) else ()
    advice = next((_ADVICE_OF_FAILURE[each] for each in kinds if each in _ADVICE_OF_FAILURE), "")
    if isinstance(failure.reply, TransportFailure) and not advice:
        url, detail = failure.settings.address.url, failure.redactor.text(failure.reply.detail)
        trouble = network_trouble(url, kinds, detail)
        advice = trouble.text if trouble else ""
    return errors.NotSent(_failure_text(failure), advice=advice, **failure.facts)


def _outcome_unknown(failure: CallFailure, message: str) -> errors.OutcomeUnknown:
    operation = failure.context.operation
    advice = ""
    if operation.effect == "order":
        advice = (
            "Look for the order (customer and PO number, newest first) before sending it again."
        )
    elif operation.replayable:
        advice = "Read it back, or send the same again: doing it twice does no harm."
    error = errors.OutcomeUnknown(message, advice=advice, **failure.facts)
    error.replayable = operation.replayable
    if error.correlation_id is None and isinstance(failure.reply, HttpResponse):
        redact = failure.redactor.text
        error.correlation_id = find_correlation_id(failure.reply, None, redact)
    return error


def _refused(failure: CallFailure, response: ErrorResponse) -> errors.Refused:
    kind = _kind(response)
    error = kind(response.message, advice=_advice(failure, response), **failure.facts)
    error.retry_after = response.retry_after
    error.written_by = response.layer.name.lower()
    return error


def _mismatch(kind: type[Mismatch], failure: CallFailure, what: str) -> Mismatch:
    operation, reply = failure.context.operation, failure.reply
    advice = ""
    if commits(operation):
        advice = "Do not send it again: it has happened, but the response is not as described."
    elif operation.security == "basic" and isinstance(reply, HttpResponse):
        advice = _diagnosed(failure)
    error = kind(what, advice=advice, **failure.facts)
    if isinstance(reply, HttpResponse):
        error.correlation_id = find_correlation_id(reply, None, failure.redactor.text)
        if operation.effect != "token":
            error.response = RawResponse.of(reply, failure.redactor)
    return error


def _kind(response: ErrorResponse) -> type[errors.Refused]:
    """Choose the class; an unknown id is a 404, or a 400 with a certain text.

    Identity providers send most refusals with 400, and tell them apart by a code.
    """
    if response.status == 400 and "no entity has been found" in response.message.lower():
        return errors.NotFound
    if response.status >= 500:
        return errors.ServerError
    if response.code in _BY_CODE:
        return _BY_CODE[response.code]
    return _BY_STATUS.get(response.status, errors.Refused)


def _advice(failure: CallFailure, response: ErrorResponse) -> str:
    """Return advice that is more precise than that of the class, if there is any."""
    context = failure.context
    if context.operation.security == "oauth2" and response.status not in (429, *range(500, 600)):
        return _ADVICE_OF_PROVIDER
    if 300 <= response.status < 400:
        return "Check the base URL: the service responds with a redirect, which is not followed."
    if _is_about_access(failure, response):
        return _diagnosed(failure)
    return _advice_on_status(response)


def _advice_on_status(response: ErrorResponse) -> str:
    if response.status == 401:
        return "Check whether the API user is still active: a new token is refused too."
    if response.retry_after is not None and response.status in (403, 429, 503):
        return f"Wait {_seconds(response.retry_after)} s before the next call."
    if response.status >= 500 and not response.is_business:
        return "Try again later: the service failed, and nothing was changed by this call."
    return ""


def _is_about_access(failure: CallFailure, response: ErrorResponse) -> bool:
    """Return whether the settings decide: at each request for a token, and if the key is wrong."""
    if response.status == 401 and response.layer is Layer.GATEWAY:
        return True
    waits = response.retry_after is not None or response.status >= 500 or response.status == 429
    return failure.context.operation.security == "basic" and not waits


def _diagnosed(failure: CallFailure) -> str:
    """Say which setting is wrong, as the doctor does."""
    found = token_failure(failure.reply, failure.redactor.text)
    return diagnose(failure.settings, found).text


def _what_happened(failure: CallFailure) -> str:
    response = failure.context.error_response
    return response.message if response else _failure_text(failure)


def _failure_text(failure: CallFailure) -> str:
    """Describe how an exchange without a response failed."""
    reply, phase = failure.reply, failure.context.phase
    where = phase.value if phase else "there was no response"
    if not isinstance(reply, TransportFailure):
        return where
    detail = failure.redactor.text(reply.detail)
    return f"{reply.kinds[0]}, {where}{f': {detail}' if detail else ''}"


def _seconds(number: float) -> str:
    """Return seconds as a whole number, or with an exponent if the number is huge."""
    return str(math.ceil(number)) if number < 1e10 else f"{number:.2g}"
