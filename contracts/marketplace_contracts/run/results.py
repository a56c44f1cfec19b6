"""The results of a run: every interaction and every finding is recorded here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from marketplace_contracts.checks.registry import InteractionCheck, interaction_checks
from marketplace_contracts.checks.support.usual import Usual
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.run.coverage import Coverage
from marketplace_contracts.run.latencies import Latencies
from marketplace_contracts.run.refusals import Refusals
from marketplace_contracts.simulator.from_schema.responder import HEADER
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.curl import curl
from marketplace_contracts.traffic.finding import MALFORMED, Finding, Findings, Violation
from marketplace_contracts.traffic.interaction import Interaction
from marketplace_contracts.traffic.python_program import python_program
from marketplace_contracts.traffic.redaction import SIGNED_PROPERTIES

INTERRUPTED = "Interrupted: these findings are incomplete; not everything was checked."


class Results:
    """Counts interactions, runs the response checks on them and groups the findings.

    Attributes:
        contract: The description to check against.
        interactions: Number of interactions so far.
        findings: Findings so far.
        passed: Number of times that a check was run, by operation and column.
        good: Operations with at least one response 200.
        skipped: What was skipped, with the reason, in order.
        coverage: Which parts of the description were exercised, and by what.
        latencies: How long the calls of each operation took.
        refusals: Calls that did not reach the logic of the service.
        interrupted: Whether the user stopped the run.
    """

    def __init__(
        self, contract: Contract, checks: Iterable[InteractionCheck] | None = None
    ) -> None:
        self.contract = contract
        self._checks = tuple(interaction_checks().values() if checks is None else checks)
        self.clear()

    def clear(self) -> None:
        """Discard everything."""
        self.interactions = 0
        self.findings = Findings()
        self.passed: Counter[tuple[str, str]] = Counter()
        self.good: set[str] = set()
        self.skipped: dict[str, None] = {}
        self.usual = Usual()
        self.coverage = Coverage(self.contract)
        self.latencies = Latencies()
        self.refusals = Refusals()
        self.interrupted = False

    @property
    def incomplete(self) -> list[str]:
        """Return the reasons why the run is incomplete, although nothing was found."""
        reasons = [INTERRUPTED] if self.interrupted else []
        return [*reasons, *filter(None, [self.refusals.verdict()])]

    def record(self, interaction: Interaction) -> list[Violation]:
        """Count and check an interaction, keep the findings, and return the failures."""
        self.count(interaction)
        failures = []
        for check in self._checks:
            failures += self.apply(check, interaction)
        return failures

    def count(self, interaction: Interaction) -> None:
        """Count an interaction without checking it."""
        self.interactions += 1
        self.refusals.record(interaction)
        self.coverage.record(interaction)
        self.latencies.record(interaction)
        self.usual.record(interaction, self.contract)
        if HEADER in interaction.headers:
            self.note_generated(interaction.operation)
        if any(name.encode() in interaction.body for name in SIGNED_PROPERTIES):
            self.contract.redactor.learn_from(interaction.json)
        if interaction.ok and interaction.operation:
            self.good.add(interaction.operation.id)

    def note_generated(self, operation: Operation | None) -> None:
        """Note that a simulator generates responses of an operation from its schema."""
        if operation is not None:
            promise = f"generated from its schema, not simulated: {operation.id}"
            note = Violation(promise, "valid values, no behaviour", operation.pointer, notice=True)
            self.report("simulated", [note], operation=operation.id)

    def apply(self, check: InteractionCheck, interaction: Interaction) -> list[Violation]:
        """Run one check on an interaction, keep its findings, and return the failures."""
        operation = interaction.operation
        if operation is None or not check.when(interaction):
            return []
        self.tick(operation.id, check.column)
        violations = self._looked(check, interaction, operation)
        self.report(check.name, violations, interaction)
        return [violation for violation in violations if not violation.notice]

    def _looked(
        self, check: InteractionCheck, interaction: Interaction, operation: Operation
    ) -> list[Violation]:
        """Run a check; a response that it cannot process is a violation, and the run goes on."""
        found: list[Violation] = []
        try:
            found.extend(check.look(interaction, self.contract))
        except MALFORMED as error:
            pointer = f"{operation.pointer}/responses"
            found.append(Violation("a response can be processed", type(error).__name__, pointer))
        return found

    def tick(self, operation: str, column: str) -> None:
        """Note that a check of this column ran for an operation."""
        self.passed[operation, column] += 1

    def report(
        self,
        check: str,
        violations: Iterable[Violation],
        interaction: Interaction | None = None,
        *,
        operation: str = "",
    ) -> None:
        """Keep violations as findings.

        Args:
            check: Name of the check.
            violations: What it found.
            interaction: The call that shows it, if there is one.
            operation: The operation, if neither violation nor interaction names it.
        """
        redactor = self.contract.redactor
        of_interaction = interaction.operation.id if interaction and interaction.operation else ""
        for violation in violations:
            call = violation.shown_by or interaction
            self.findings.add(
                Finding(
                    operation=violation.operation or operation or of_interaction,
                    check=check,
                    promise=redactor.mask(violation.promise, prose=True),
                    pointer=violation.pointer,
                    line=self.contract.spec.line(violation.pointer),
                    observed=redactor.mask(violation.observed),
                    curl=curl(call, redactor) if call else "",
                    source=call.source if call else "",
                    notice=violation.notice,
                    python=python_program(call, redactor) if call else "",
                )
            )

    def skip(self, what: str) -> None:
        """Note something that was skipped, as `what: why`."""
        self.skipped.setdefault(what)

    def close(self, *, all_must_succeed: bool = False) -> None:
        """Check what only a whole run can show.

        Args:
            all_must_succeed: Whether each operation had to return 200 at least once.
        """
        self.report("usual", self.usual.violations())
        for operation in self.contract.spec.operations.values():
            if all_must_succeed and operation.success_pointer and operation.id not in self.good:
                pointer = f"{operation.pointer}/responses/200"
                violation = Violation("a call returns 200", "none was", pointer)
                self.report("exercised", [violation], operation=operation.id)

    def take(self) -> dict[str, Any]:
        """Return everything as plain values, as `add` accepts them, and begin anew."""
        taken = self.as_dict()
        self.clear()
        return taken

    def as_dict(self) -> dict[str, Any]:
        """Return plain values, for another process to add up."""
        return {
            "exchanges": self.interactions,
            "findings": [finding.as_dict() for finding in self.findings],
            "passed": [[*key, number] for key, number in sorted(self.passed.items())],
            "good": sorted(self.good),
            "skipped": list(self.skipped),
            "usual": self.usual.as_dict(),
            "coverage": self.coverage.as_list(),
            "latencies": self.latencies.as_dict(),
            "refusals": self.refusals.as_dict(),
        }

    def add(self, other: dict[str, Any]) -> None:
        """Add what `as_dict` returned."""
        self.interactions += other["exchanges"]
        for finding in other["findings"]:
            self.findings.add(Finding.from_dict(finding))
        for operation, column, number in other["passed"]:
            self.passed[operation, column] += number
        self.good |= set(other["good"])
        for what in other["skipped"]:
            self.skip(what)
        self.usual.add(other["usual"])
        self.coverage.add(other["coverage"])
        self.latencies.add(other["latencies"])
        self.refusals.add(other["refusals"])
