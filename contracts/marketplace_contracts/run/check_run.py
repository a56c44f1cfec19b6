"""What one run of the suite works with: the ledger, the services, the drivers.

The suite's tests find it as a pytest plugin. An embedded check gives readers, writers and
schemathesis a simulator each, so that none of them disturbs the others.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from marketplace_contracts.checks.registry import SequenceCheck
from marketplace_contracts.description.operations import EVERYTHING, READ_ONLY, Operation
from marketplace_contracts.description.spec import load
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.run.results import Results
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.service.rate import Limiter
from marketplace_contracts.service.target import Embedded, Target, from_settings
from marketplace_contracts.settings import PHASES, CheckSettings
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import (
    MALFORMED,
    CheckAborted,
    Finding,
    Skipped,
    Violation,
)

READING, WRITING, PROPERTIES = "reading", "writing", "properties"
PAUSE = 2.0
"""Seconds between two lines of progress."""
AGAIN = 2
"""How often a problem on a live service has to come again."""


class CheckRun:
    """The state of one run.

    Attributes:
        settings: What to do.
        contract: What is checked against.
        results: Where everything is entered.
    """

    def __init__(self, settings: CheckSettings) -> None:
        self.settings = settings
        self.contract = Contract(load(settings.spec))
        self.results = Results(self.contract)
        self._limiter = Limiter(settings.rate)
        self._clients: dict[str, ApiClient] = {}
        self._open = ExitStack()
        self._phases: Iterator[str] | None = None
        self._began = self._said = time.monotonic()
        # A terminal of our own: pytest puts something else in the place of the error stream.
        self._screen = os.fdopen(os.dup(2), "w") if settings.progress else None
        if self._screen:
            self._open.callback(self._screen.close)

    @property
    def effects(self) -> frozenset[str]:
        """Effects of the operations that may be called."""
        wide = self.settings.target is None or self.settings.allow_writes
        return EVERYTHING if wide else READ_ONLY

    @property
    def has_clock(self) -> bool:
        """Whether the service's clock can be moved."""
        return self.settings.target is None

    def knock(self) -> None:
        """See that the service is there and lets us in, before anything is called good.

        Raises:
            CannotRun: It is not or does not.
        """
        api = self.client(READING)
        api.token()
        operation = self.contract.spec.plain_list
        found = api.call(operation)
        if found.status in {401, 403}:
            raise CannotRun(
                f"The service gives a token and does not accept it: {operation.id} is answered "
                f"{found.status}."
            )

    def client(self, world: str) -> ApiClient:
        """Return the client of a world; a service that is not embedded has only one."""
        name = world if self.settings.target is None else READING
        if name not in self._clients:
            api = ApiClient(self._target(), self.contract, self.results.record)
            self._open.callback(api.close)
            self._clients[name] = api
        return self._clients[name]

    def _target(self) -> Target:
        settings = self.settings
        if settings.target is not None:
            return from_settings(
                settings.target, allow_writes=settings.allow_writes, limiter=self._limiter
            )
        embedded = Embedded(
            settings.seed, settings.size, breaks=settings.breaks, limiter=self._limiter
        )
        return self._open.enter_context(embedded)

    def drive(self, check: SequenceCheck, operation: Operation) -> list[Finding]:
        """Run a sequence check for an operation; gives what is newly found."""
        needed = check.effects | {operation.effect}
        missing = needed - self.effects
        name = f"{check.name} of {operation.id}"
        if missing:
            self.results.skip(f"{name}: writes are not allowed")
            return []
        if check.clock and not self.has_clock:
            self.results.skip(f"{name}: the clock of the service cannot be moved")
            return []
        reads = not check.clock and not needed - READ_ONLY
        api = self.client(READING if reads else WRITING)
        api.source = check.name
        known = self._failures()
        violations = list(self._problems(check, operation, api))
        if reads and self.settings.target is not None:
            violations = self._lasting(violations, check, operation, api)
        self.results.report(check.name, violations, operation=operation.id)
        return self._since(known)

    def _lasting(
        self,
        violations: list[Violation],
        check: SequenceCheck,
        operation: Operation,
        api: ApiClient,
    ) -> list[Violation]:
        """Problems that come again: others work on a live service while we look at it."""
        for _ in range(AGAIN):
            if not violations:
                break
            api.forget()
            again = {(p.promise, p.pointer) for p in self._problems(check, operation, api)}
            violations = [p for p in violations if (p.promise, p.pointer) in again]
        return violations

    def _problems(
        self, check: SequenceCheck, operation: Operation, api: ApiClient
    ) -> Iterator[Violation]:
        """What a check finds, as it finds it; what it stumbles over is found too."""
        try:
            for violation in check.drive(api, operation):
                yield replace(violation, shown_by=violation.shown_by or api.latest)
            self.results.tick(operation.id, check.column)
        except Skipped as reason:
            if self.settings.target is None:  # our own world has something for every check
                pointer = f"{operation.pointer}/responses"
                yield Violation("the world has something to check this with", str(reason), pointer)
            self.results.skip(f"{check.name} of {operation.id}: {reason}")
        except CheckAborted as aborted:
            yield replace(aborted.violation, shown_by=aborted.violation.shown_by or api.latest)
        except MALFORMED as error:
            observed = f"{type(error).__name__}: {error}"
            pointer = f"{operation.pointer}/responses"
            violation = Violation("the answers can be followed", observed, pointer)
            yield replace(violation, shown_by=api.latest)

    def conform(self, promise: str, operation: Operation) -> list[Finding]:
        """Hold the client to a promise of an operation; gives what is newly found."""
        from marketplace_contracts.client_conformance import PROMISES, Trial

        trial = Trial(self.contract, operation, self.settings.seed, self.settings.examples)
        known = self._failures()
        self.results.report(promise, PROMISES[promise](trial), operation=operation.id)
        self.results.tick(operation.id, "client")
        return self._since(known)

    def phase(self, name: str) -> list[Finding]:
        """Let schemathesis go on until a phase is through; gives what is newly found."""
        from marketplace_contracts.fuzzing.schemathesis_run import Properties

        if self._phases is None:
            wanted = tuple(phase for phase in PHASES if phase in self.settings.parts)
            api = self.client(PROPERTIES)
            self._phases = Properties(api, self.results, self.settings, wanted).run()
        known = self._failures()
        for done in self._phases:
            if done == name:
                break
        return self._since(known)

    def _failures(self) -> set[tuple[str, str, str, str]]:
        return {finding.key for finding in self.results.findings.failures}

    def _since(self, known: set[tuple[str, str, str, str]]) -> list[Finding]:
        return [finding for finding in self.results.findings.failures if finding.key not in known]

    def pytest_runtest_logfinish(self, location: tuple[str, int | None, str]) -> None:
        """Tell now and then how far we are; pytest calls this after each test."""
        if time.monotonic() - self._said > PAUSE:
            self.say(Path(location[0]).stem.removeprefix("test_suite_"))

    def say(self, what: str) -> None:
        """Tell whoever is watching how far we are."""
        if self._screen:
            self._said = time.monotonic()
            seconds = self._said - self._began
            self._screen.write(
                f"  {what}: {self.results.interactions} interactions after {seconds:.1f} s\n"
            )
            self._screen.flush()

    def close(self) -> None:
        """Stop the services and see that the embedded ones did not break by themselves."""
        simulators = [c.target.simulator for c in self._clients.values() if c.target.simulator]
        self._open.close()
        for simulator in simulators:
            for crash in simulator.crashes:
                last = crash.strip().splitlines()[-1]
                raise CannotRun(f"The simulator has a bug of its own: {last}.")
