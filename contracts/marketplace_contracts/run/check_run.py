"""The state of a run: its results, its services, and how each kind of test runs.

The suite's tests get it as a fixture. In an embedded check, the checks that read and those that
write have a simulator each, and every property test has a new one, so that none affects the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from marketplace_contracts.checks.registry import SequenceCheck
from marketplace_contracts.description.operations import EVERYTHING, READ_ONLY, Operation
from marketplace_contracts.description.spec import load
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.run.results import Results
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.service.rate import Limiter
from marketplace_contracts.service.target import Embedded, Target, from_settings
from marketplace_contracts.settings import CheckSettings
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import (
    MALFORMED,
    CheckAborted,
    Finding,
    Skipped,
    Violation,
)

if TYPE_CHECKING:
    from marketplace_contracts.simulator import Simulator

READING, WRITING = "reading", "writing"
AGAIN = 2
"""Number of times that a violation on a live service must be seen."""


class CheckRun:
    """The state of one run in one process.

    Attributes:
        settings: The options of the run.
        contract: The description to check against.
        results: Receives every interaction and finding.
    """

    shares_responses = False
    """Whether checks share the responses of proper reads."""

    def __init__(self, settings: CheckSettings) -> None:
        self.settings = settings
        self.contract = Contract(load(settings.spec))
        self.results = Results(self.contract)
        self._limiter = self.make_limiter()
        self._clients: dict[str, ApiClient] = {}
        self._simulators: list[Simulator] = []
        self._open = ExitStack()
        self._ready = False

    @property
    def effects(self) -> frozenset[str]:
        """Return the effects of the operations that may be called."""
        wide = self.settings.target is None or self.settings.allow_writes
        return EVERYTHING if wide else READ_ONLY

    @property
    def has_clock(self) -> bool:
        """Tell whether the service's clock can be moved."""
        return self.settings.target is None

    def ready(self) -> None:
        """Fail early if the service is unreachable or rejects the credentials; try it once.

        Raises:
            CannotRun: The service cannot be checked.
        """
        if self._ready or not set(self.settings.parts) - {"replay"}:
            return
        api = self.client(READING)
        operation = self.contract.spec.plain_list
        try:
            api.token()
            found = api.call(operation)
        except CheckAborted as aborted:
            observed = self.contract.redactor.mask(aborted.violation.observed)
            raise CannotRun(f"The service issues a token and then fails: {observed}.") from None
        if found.status in {401, 403}:
            raise CannotRun(
                f"The service issues a token and rejects it: {operation.id} returns {found.status}."
            )
        self._ready = True

    def client(self, world: str) -> ApiClient:
        """Return the client of a simulator; a service that is not embedded has only one."""
        name = world if self.settings.target is None else READING
        if name not in self._clients:
            self._clients[name] = self._open.enter_context(self._new_client())
        return self._clients[name]

    @contextmanager
    def _fresh_client(self) -> Iterator[ApiClient]:
        """Yield a client of a new simulator; a service that is not embedded has only one."""
        if self.settings.target is not None:
            yield self.client(READING)
            return
        with self._new_client() as api:
            yield api

    @contextmanager
    def _new_client(self) -> Iterator[ApiClient]:
        with ExitStack() as stack:
            api = self.make_client(self._target(stack))
            stack.callback(api.close)
            yield api

    def make_limiter(self) -> Limiter:
        """Return what paces all calls."""
        return Limiter(self.settings.rate)

    def make_client(self, target: Target) -> ApiClient:
        """Return a client of a service."""
        return ApiClient(target, self.contract, self.results.record)

    def _target(self, stack: ExitStack) -> Target:
        settings = self.settings
        if settings.target is not None:
            return from_settings(
                settings.target, allow_writes=settings.allow_writes, limiter=self._limiter
            )
        embedded = Embedded(
            settings.seed,
            settings.size,
            breaks=settings.breaks,
            limiter=self._limiter,
            spec=self.contract.spec if settings.spec else None,
        )
        target = stack.enter_context(embedded)
        if target.simulator:
            if not self._simulators:
                self._note_generated(target.simulator)
            self._simulators.append(target.simulator)
        return target

    def _note_generated(self, simulator: Simulator) -> None:
        for name, operation in self.contract.spec.operations.items():
            if name in simulator.service.generated and self.settings.wants(name):
                self.results.note_generated(operation)

    def drive(self, check: SequenceCheck, operation: Operation) -> list[Finding]:
        """Run a sequence check for an operation; return the new findings."""
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
        api.shares = self.shares_responses and not check.repeats
        known = self._failures()
        violations = list(self._problems(check, operation, api))
        if reads and self.settings.target is not None:
            violations = self._lasting(violations, check, operation, api)
        if not api.target.simulates(operation.id):
            # Generated responses are independent of each other, so this is no finding.
            violations = [replace(violation, notice=True) for violation in violations]
        self.results.report(check.name, violations, operation=operation.id)
        return self._since(known)

    def _lasting(
        self,
        violations: list[Violation],
        check: SequenceCheck,
        operation: Operation,
        api: ApiClient,
    ) -> list[Violation]:
        """Return repeated violations: a live service has other users at the same time."""
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
        """Yield what a check finds; a response that it cannot process is a violation, too."""
        try:
            for violation in check.drive(api, operation):
                yield replace(violation, shown_by=violation.shown_by or api.latest)
            self.results.tick(operation.id, check.column)
        except Skipped as reason:
            if api.target.simulator and api.target.simulates(
                operation.id
            ):  # our own world has something for every check
                pointer = f"{operation.pointer}/responses"
                yield Violation("the world has something to check this with", str(reason), pointer)
            self.results.skip(f"{check.name} of {operation.id}: {reason}")
        except CheckAborted as aborted:
            yield replace(aborted.violation, shown_by=aborted.violation.shown_by or api.latest)
        except MALFORMED as error:
            observed = f"{type(error).__name__}: {error}"
            pointer = f"{operation.pointer}/responses"
            violation = Violation("the responses can be processed", observed, pointer)
            yield replace(violation, shown_by=api.latest)

    def conform(self, promise: str, operation: Operation) -> list[Finding]:
        """Check the client against a promise of an operation; return the new findings."""
        from marketplace_contracts.client_conformance import PROMISES, Trial

        trial = Trial(self.contract, operation, self.settings.seed, self.settings.examples)
        known = self._failures()
        self.results.report(promise, PROMISES[promise](trial), operation=operation.id)
        self.results.tick(operation.id, "client")
        return self._since(known)

    def fuzz(self, operation: Operation) -> list[Finding]:
        """Send what schemathesis generates to an operation; return the new findings."""
        from marketplace_contracts.fuzzing.schemathesis_run import SchemathesisRun

        known = self._failures()
        with self._fresh_client() as api:
            SchemathesisRun(api, self.results, self.settings).operation(operation)
        return self._since(known)

    def follow_links(self) -> list[Finding]:
        """Let schemathesis follow the links between operations; return the new findings."""
        from marketplace_contracts.fuzzing.schemathesis_run import SchemathesisRun

        known = self._failures()
        numbered = enumerate(self.contract.spec.operations.values())
        ours = [op for n, op in numbered if self.settings.does(n) and self.settings.wants(op.id)]
        with self._fresh_client() as api:
            SchemathesisRun(api, self.results, self.settings).links(ours)
        return self._since(known)

    def _failures(self) -> set[tuple[str, str, str, str]]:
        return {finding.key for finding in self.results.findings.failures}

    def _since(self, known: set[tuple[str, str, str, str]]) -> list[Finding]:
        return [finding for finding in self.results.findings.failures if finding.key not in known]

    def crash(self) -> str:
        """Return how an embedded simulator crashed; empty if none did."""
        for simulator in self._simulators:
            for crash in simulator.crashes:
                return f"The simulator crashed: {crash.strip().splitlines()[-1]}."
        return ""

    def close(self) -> None:
        """Stop the services.

        Raises:
            CannotRun: An embedded simulator crashed.
        """
        self._open.close()
        if crash := self.crash():
            raise CannotRun(crash)
