"""The state of one call: its request, its attempts so far, and the last reply.

::

    new ── begin ──▶ attempt n under way ── received ──▶ replied
                          ▲                                │
                          └── begin (retry, new token) ────┴──▶ returned or raised

The engine moves a call through these states; `RequestState` only remembers.
"""

from __future__ import annotations

from typing import Generic, TypeVar

from cloud_marketplace_api.call import Call

from cloud_marketplace._engine.deadline import Deadline
from cloud_marketplace._engine.error_response import ErrorResponse
from cloud_marketplace._engine.messages import HttpRequest, Reply, TransportFailure
from cloud_marketplace._engine.retry_policy import RetryContext, may_have_happened, phase_of
from cloud_marketplace._observability.redaction import Secret

T = TypeVar("T")


class RequestState(Generic[T]):
    """Remembers what the attempts of one call have shown.

    It exists so that the retry policy can be a pure function: all that it needs to know is in
    `context`.

    Args:
        call: The call.
        request: Its request, without credentials.
        deadline: When it must end.
        max_attempts: How often it may be sent.

    Attributes:
        attempts: How often the request was passed to the network.
        renewed: Whether a new token was fetched after a 401.
        doubtful: Whether an earlier attempt may have been carried out by the service.
        token: The token that was sent last.
        reply: The last reply; None before the first one.
        context: What the retry policy needs to know of the last reply.
    """

    def __init__(
        self, call: Call[T], request: HttpRequest, deadline: Deadline, max_attempts: int
    ) -> None:
        self.call = call
        self.request = request
        self.deadline = deadline
        self.attempts = 0
        self.renewed = False
        self.doubtful = False
        self.is_queued = False
        self.token: Secret | None = None
        self.reply: Reply | None = None
        self.context = RetryContext(call.operation, attempt=0)
        self._max_attempts = max_attempts

    def begin(self, token: Secret | None) -> None:
        """Record that the request is sent now, with this token."""
        self.attempts += 1
        self.token = token

    def received(self, reply: Reply, error_response: ErrorResponse | None, random: float) -> None:
        """Record the reply to an attempt.

        Args:
            reply: What was received.
            error_response: The same, parsed, if its status is not one of success.
            random: Number from 0 up to 1; the policy draws the pause with it.
        """
        self.reply = reply
        self.context = RetryContext(
            operation=self.call.operation,
            attempt=self.attempts,
            elapsed=self.deadline.elapsed(),
            phase=phase_of(reply) if isinstance(reply, TransportFailure) else None,
            error_response=error_response,
            renewed=self.renewed,
            doubtful=self.doubtful,
            left=self.deadline.left(),
            whole=self.deadline.whole,
            max_attempts=self._max_attempts,
            random=random,
        )

    def retry(self) -> None:
        """Record that the request is sent again although the last attempt may have succeeded."""
        self.doubtful = self.doubtful or may_have_happened(self.context)
