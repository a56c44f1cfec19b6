"""The check run of a probe: its calls are counted, its findings reported at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from marketplace_contracts.checks.registry import InteractionCheck
from marketplace_contracts.run.check_run import CheckRun
from marketplace_contracts.run.probe.plan import Promise
from marketplace_contracts.run.results import Results
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.service.probe_connection import CallBudget, ProbeConnection
from marketplace_contracts.service.rate import Limiter
from marketplace_contracts.service.target import Target
from marketplace_contracts.settings import CheckSettings
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Finding, Violation
from marketplace_contracts.traffic.interaction import Interaction


@dataclass(frozen=True, slots=True)
class ProbeTime:
    """The clock of a probe, which tests replace.

    Attributes:
        now: Monotonic seconds.
        sleep: Waits for seconds.
    """

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], object] = time.sleep


@dataclass(slots=True)
class Progress:
    """The state of a probe.

    Attributes:
        done: Completed steps, by their promise.
        judged: Promises about single responses that were decided.
        unrecorded: Steps without a recording, with the reason.
        spent: Calls of all runs of the probe before this one.
    """

    done: set[Promise] = field(default_factory=set)
    judged: set[Promise] = field(default_factory=set)
    unrecorded: dict[str, str] = field(default_factory=dict)
    spent: int = 0


class ProbeResults(Results):
    """Results that note which promises were judged, and report each finding at once.

    Args:
        contract: What is checked against.
        progress: Gets the promises.
        tell: Called with each new finding.
    """

    def __init__(
        self, contract: Contract, progress: Progress, tell: Callable[[list[Finding]], object]
    ) -> None:
        self._progress, self._tell = progress, tell
        self.reported: set[tuple[str, str, str, str]] = set()
        super().__init__(contract)

    def apply(self, check: InteractionCheck, interaction: Interaction) -> list[Violation]:
        """Run one check on an interaction and note that its promise was judged."""
        if interaction.operation and check.when(interaction):
            self._progress.judged.add((check.name, interaction.operation.id))
        return super().apply(check, interaction)

    def report(self, *arguments: Any, **named: Any) -> None:
        """Keep violations as findings and report the new ones."""
        super().report(*arguments, **named)
        new = [one for one in self.findings.failures if one.key not in self.reported]
        self.reported |= {one.key for one in new}
        self._tell(new)


class ProbeRun(CheckRun):
    """A check run whose calls are counted, and whose reads are shared between checks."""

    shares_responses = True

    def __init__(
        self,
        settings: CheckSettings,
        results: ProbeResults,
        budget: CallBudget,
        clock: ProbeTime,
    ) -> None:
        self._budget, self._clock = budget, clock
        self._connections: list[ProbeConnection] = []
        super().__init__(settings)
        self.contract, self.results = results.contract, results

    def make_limiter(self) -> Limiter:
        """Return what paces all calls, by the clock of the probe."""
        return Limiter(self.settings.rate, self._clock.now, self._clock.sleep)

    def make_client(self, target: Target) -> ApiClient:
        """Return a client that keeps to the budget."""
        connection = ProbeConnection(target, self.contract.spec, self._budget)
        self._connections.append(connection)
        record, sleep = self.results.record, self._clock.sleep
        api = ApiClient(target, self.contract, record, sleep, connection)
        api.shares = True
        return api

    def take_calls(self) -> list[Interaction]:
        """Return the calls that were sent since the last time."""
        taken = [call for connection in self._connections for call in connection.kept]
        for connection in self._connections:
            connection.kept.clear()
        return taken
