"""The connection of a probe: counts its calls, and ends it when the service asks for that."""

from __future__ import annotations

import time
from collections.abc import Callable

from marketplace_contracts.description.spec import Spec
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.service.access import no_token
from marketplace_contracts.service.authentication import GOOD, auth_headers
from marketplace_contracts.service.connection import Connection, OutgoingRequest, refuse_writes
from marketplace_contracts.service.retry_after import retry_after
from marketplace_contracts.service.target import Target
from marketplace_contracts.traffic.finding import CheckAborted
from marketplace_contracts.traffic.interaction import Interaction

LONGEST_PAUSE = 90.0
"""Seconds of a `Retry-After` that are waited for; a longer one ends the probe."""
REFUSING = frozenset({429, 502, 503, 504})
"""Statuses of a service that accepts no calls at present."""
REFUSALS = 4
"""Responses with one of them, or calls without a response, in a row that end the probe."""


class ProbeStopped(Exception):
    """No more calls are to be sent now; the text says why.

    Attributes:
        by_service: Whether the service asked for it, rather than the budget.
    """

    def __init__(self, reason: str, *, by_service: bool) -> None:
        super().__init__(reason)
        self.by_service = by_service


class CallBudget:
    """The calls and minutes that a probe may use.

    Args:
        calls: Calls that may be sent.
        minutes: Minutes from now on; None is no limit.
        now: Monotonic seconds.

    Attributes:
        spent: Calls sent so far.
    """

    def __init__(
        self, calls: int, minutes: float | None = None, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._calls, self._minutes, self._now = calls, minutes, now
        self._began = now()
        self.spent = 0

    @property
    def seconds(self) -> float:
        """Seconds since the budget was made."""
        return self._now() - self._began

    @property
    def left(self) -> float:
        """The remaining seconds; infinite without a limit."""
        return float("inf") if self._minutes is None else self._minutes * 60 - self.seconds

    def spend(self) -> None:
        """Count a call that is about to be sent.

        Raises:
            ProbeStopped: The budget is spent.
        """
        if self.spent >= self._calls:
            raise ProbeStopped(f"the budget of {self._calls} calls is spent", by_service=False)
        if self.left <= 0:
            raise ProbeStopped(f"the {self._minutes:g} minutes are over", by_service=False)
        self.spent += 1


class ProbeConnection(Connection):
    """A connection that keeps to a budget.

    Attributes:
        kept: Interactions since the caller last cleared the list.
    """

    def __init__(self, target: Target, spec: Spec, budget: CallBudget) -> None:
        super().__init__(target, spec)
        self._budget, self._refused = budget, 0
        self.kept: list[Interaction] = []

    def send(self, request: OutgoingRequest, source: str) -> Interaction:
        """Send a request within the budget.

        Raises:
            ProbeStopped: The budget is spent, or the service asks for a long pause.
            CannotRun: The service was never reached, the call would change something, or the
                credentials are not accepted any more.
            CheckAborted: It was reached before, and this request has no response.
        """
        refuse_writes(self._target, self._spec, request.method, request.url)
        self._budget.spend()
        found = self._sent(request, source)
        self.kept.append(found)
        if found.status in {401, 403} and self._asks_for_token(found, request):
            raise CannotRun(no_token(self._target, found))
        self._heed(found)
        return found

    def _sent(self, request: OutgoingRequest, source: str) -> Interaction:
        try:
            return super().send(request, source)
        except CheckAborted:
            self._refused += 1
            if self._refused >= REFUSALS:
                reason = "the service does not respond any more"
                raise ProbeStopped(reason, by_service=True) from None
            raise

    def _asks_for_token(self, found: Interaction, request: OutgoingRequest) -> bool:
        """Tell whether a call requests a token with the credentials of the settings."""
        good = auth_headers(self._target, GOOD, basic=True, token="")
        asks = found.operation is not None and found.operation.effect == "token"
        return asks and good.items() <= request.headers.items()

    def _heed(self, found: Interaction) -> None:
        """End the probe if the service asks for it."""
        pause = retry_after(found) or 0.0
        self._refused = self._refused + 1 if found.status in REFUSING else 0
        if found.status not in REFUSING | {403}:
            return
        quota = found.status == 403 and b"quota" in found.body.lower()
        asked = f" and asks to wait {pause:.0f} s" if pause else ""
        if quota or (pause and found.status == 403):
            raise ProbeStopped(f"the quota of the service is spent{asked}", by_service=True)
        if pause > min(LONGEST_PAUSE, self._budget.left) or self._refused >= REFUSALS:
            reason = f"the service refuses calls (status {found.status}){asked}"
            raise ProbeStopped(reason, by_service=True)
