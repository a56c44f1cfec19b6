"""Examples of one promise of an operation; a failing example is shrunk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings

from marketplace_contracts.client_conformance.values import Values
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Violation
from marketplace_contracts.traffic.interaction import exact

JSON = "application/json"


class Broken(AssertionError):
    """A promise that one example breaks; the text says what was promised and observed."""

    def __init__(self, promise: str, observed: str) -> None:
        super().__init__(f"{promise}: {observed}")
        self.promise, self.observed = promise, observed


@dataclass(frozen=True, slots=True)
class Trial:
    """The examples to try.

    Attributes:
        contract: The description.
        operation: The operation whose method is called, of both clients.
        number: Seed of the drawn values.
        examples: Number of examples.
    """

    contract: Contract
    operation: Operation
    number: int
    examples: int

    def run(self, strategy: Values, try_one: Callable[[Any], None]) -> Iterator[Violation]:
        """Try examples, and yield the smallest one that breaks a promise."""
        quiet = settings(
            max_examples=self.examples,
            deadline=None,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
            print_blob=False,
            report_multiple_bugs=False,
        )

        @seed(self.number)
        @quiet
        @given(strategy)
        def run(drawn: Any) -> None:
            try_one(drawn)

        try:
            run()
        except Broken as broken:
            observed = f"{broken.observed}; again with --seed {self.number}"
            yield Violation(broken.promise, observed, self.operation.pointer)


def cut(value: Any) -> str:
    """Return the beginning of a value's JSON text."""
    return exact(value)[:300]
