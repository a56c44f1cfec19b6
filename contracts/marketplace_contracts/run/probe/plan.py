"""The plan of a probe: its steps, their order, and the number of calls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from marketplace_contracts.checks.registry import (
    SequenceCheck,
    interaction_checks,
    sequence_checks,
)
from marketplace_contracts.description.operations import READ_ONLY, Operation
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.service.request_factory import body_for, ids_for
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Violation

Promise: TypeAlias = tuple[str, str]
"""A check and an operation that it concerns, by their names."""
LOOK = "first_look"
CALLS: Mapping[str, float] = MappingProxyType(
    {
        LOOK: 1,
        "auth_enforced": 5,
        "catalogue_prices": 60,
        "correlation_unique": 4,
        "filters_cover": 5,
        "filters_narrow": 31,
        "filters_paged": 9,
        "invalid_bodies_refused": 28,
        "invalid_queries_refused": 17,
        "links_resolve": 6,
        "list_and_detail": 8,
        "lists_apart": 4,
        "paging_walk": 15,
        "product_named": 24,
        "repeatable": 2,
        "subscription_named": 7,
        "token_beside": 4,
        "usual_shown": 6,
        "validation_results": 4,
    }
)
"""Calls that a check sends for an operation, as a rule, when pages and details are shared; measured
with the simulator. A check that is not listed sends one or two."""
FEW_CALLS = 1.5


@dataclass(frozen=True, slots=True)
class ProbeStep:
    """A check of one operation.

    Attributes:
        check: The sequence check, or `first_look` for a single call.
        operation: The operation that it checks.
    """

    check: SequenceCheck
    operation: Operation

    @property
    def promise(self) -> Promise:
        """The promise that the step decides."""
        return self.check.name, self.operation.id

    @property
    def name(self) -> str:
        """The step in words."""
        return f"{self.check.name} of {self.operation.id}"

    @property
    def calls(self) -> float:
        """Calls that it sends, as a rule."""
        return CALLS.get(self.check.name, FEW_CALLS)


@dataclass(frozen=True, slots=True)
class ProbePlan:
    """The steps of a probe, ordered by what they decide per call.

    Attributes:
        steps: All of them.
        promises: Everything that read-only calls can decide.
    """

    steps: tuple[ProbeStep, ...]
    promises: frozenset[Promise]

    def left(self, done: Collection[Promise]) -> list[ProbeStep]:
        """Return the remaining steps."""
        return [step for step in self.steps if step.promise not in done]

    def calls(self, done: Collection[Promise] = ()) -> int:
        """Return the approximate number of calls of the remaining steps, a token included."""
        return round(sum(step.calls for step in self.left(done))) + 1


def plan_of(contract: Contract, only: Collection[str] = ()) -> ProbePlan:
    """Plan every promise that calls with the effects `token` and `read` can decide.

    Args:
        contract: The description.
        only: Ids of the operations to look at; empty looks at all.
    """
    operations = [
        one
        for one in contract.spec.operations.values()
        if not one.changes_something and (not only or one.id in only)
    ]
    looks = [ProbeStep(_LOOK, one) for one in sorted(operations, key=_lists_first)]
    steps = [
        ProbeStep(check, one)
        for check in sequence_checks().values()
        if not check.clock and check.effects <= READ_ONLY
        for one in operations
        if check.concerns(one, contract)
    ]
    about = {
        (check.name, one.id)
        for check in interaction_checks().values()
        for one in operations
        if check.concerns(one, contract)
    }
    stated = frozenset({step.promise for step in steps} | about)
    return ProbePlan((*looks, *_by_worth(steps)), stated)


def _by_worth(steps: Iterable[ProbeStep]) -> Iterator[ProbeStep]:
    """Yield steps by what they decide per call.

    The first operation of a check decides most, since services often have one code for all lists.
    """
    left, seen = list(steps), Counter[str]()
    while left:
        best = max(left, key=lambda step: 1 / step.calls / (1 + seen[step.check.name]))
        left.remove(best)
        seen[best.check.name] += 1
        yield best


def _lists_first(operation: Operation) -> tuple[bool, bool, bool]:
    """Sort the token first, then lists, then details, then what takes a body."""
    return operation.effect != "token", operation.takes_body, bool(operation.path_parameters)


def _look(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """A valid call returns 200 with JSON."""
    if operation.takes_body:
        api.json(operation, ids_for(api, operation), body=body_for(api, operation))
    elif api.contract.is_list(operation) and not operation.path_parameters:
        api.newest(operation)
    else:
        api.json(operation, api.ids(operation))
    yield from ()


_LOOK = SequenceCheck(
    LOOK, "status", _look.__doc__ or "", lambda *_: True, READ_ONLY, clock=False, drive=_look
)
