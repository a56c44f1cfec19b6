"""Campaigns: many trials in a few processes, and their results."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from marketplace_contracts.drift.catalogue import CATALOGUE
from marketplace_contracts.drift.model import Drift
from marketplace_contracts.drift.plain_schemathesis import Plain
from marketplace_contracts.drift.trial import Outcome, try_clean, try_drift
from marketplace_contracts.errors import CannotRun

Work = Callable[[], Outcome]


@dataclass(frozen=True, slots=True)
class CampaignPlan:
    """The trials of a campaign.

    Attributes:
        drifts: In order.
        clean: Seeds and sizes of runs that must find nothing; the first of each size runs all
            parts of the check.
        seed: Seed of the runs that drift.
        examples: Examples for each operation in the phases that generate them.
        processes: Number of concurrent trials.
        every_check: Continue after the first finding, to list all checks that catch a drift.
        baseline: Whether to run plain schemathesis too.
    """

    drifts: Sequence[Drift]
    clean: Sequence[tuple[int, str]] = ()
    seed: int = 1
    examples: int = 5
    processes: int = 2
    every_check: bool = False
    baseline: bool = False


@dataclass(slots=True)
class CampaignResults:
    """The results of a campaign.

    Attributes:
        plan: The trials.
        drifts: Outcomes by drift.
        clean: Outcomes of runs that must find nothing.
        seconds: Duration.
    """

    plan: CampaignPlan
    drifts: dict[str, Outcome] = field(default_factory=dict)
    clean: list[Outcome] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def counted(self) -> list[Outcome]:
        """Return the outcomes of the drifts that the contract promises to catch."""
        return [self.drifts[drift.id] for drift in self.plan.drifts if drift.promised]

    @property
    def missed(self) -> list[Outcome]:
        """Return the promised drifts that were not caught."""
        return [outcome for outcome in self.counted if not outcome.caught]

    @property
    def false_alarms(self) -> list[Outcome]:
        """Return clean runs with findings, and compatible drifts that were reported."""
        loud = [d for d in self.plan.drifts if not d.promised and self.drifts[d.id].caught]
        return [one for one in self.clean if one.caught] + [self.drifts[d.id] for d in loud]

    @property
    def stopped(self) -> list[Outcome]:
        """Return clean runs that could not be run."""
        return [one for one in self.clean if one.stopped]


def carry_out(plan: CampaignPlan, watch: Callable[[Outcome], object]) -> CampaignResults:
    """Run all trials.

    Args:
        plan: The trials.
        watch: Called with each outcome.

    Raises:
        CannotRun: A clean run could not be run, or plain schemathesis could not.
    """
    began = time.monotonic()
    results = CampaignResults(plan)
    with tempfile.TemporaryDirectory(prefix="drift-") as folder:
        plain = Plain(plan.seed, plan.examples, Path(folder) / "known.json")
        if plan.baseline:
            plain.learn()
        for outcome in _outcomes(plan, plain, folder):
            watch(outcome)
            if outcome.id in CATALOGUE:
                results.drifts[outcome.id] = outcome
            else:
                results.clean.append(outcome)
    if results.stopped:
        raise CannotRun(results.stopped[0].stopped)
    results.seconds = time.monotonic() - began
    return results


def _outcomes(plan: CampaignPlan, plain: Plain, folder: str) -> Iterator[Outcome]:
    work = list(_work(plan, plain))
    # New processes regularly, so that leftovers of a run do not affect later ones.
    context = multiprocessing.get_context("spawn")
    processes = min(plan.processes, len(work) or 1)
    with context.Pool(processes, _aside, (folder,), maxtasksperchild=60) as pool:
        yield from pool.imap_unordered(_do, work)


def _aside(folder: str) -> None:
    """Keep the files of hypothesis out of the working folder."""
    os.chdir(tempfile.mkdtemp(dir=folder))


def _work(plan: CampaignPlan, plain: Plain) -> Iterator[Work]:
    """Yield all trials, the longest first."""
    seen: set[str] = set()
    for seed, size in sorted(plan.clean, key=lambda one: (one[1] != "large", one[0])):
        thorough = size not in seen and size == "small"
        seen.add(size)
        yield partial(try_clean, seed, size, plan.examples, thorough=thorough)
    for drift in plan.drifts:
        more = plain if plan.baseline else None
        yield partial(_try, drift.id, plan.seed, plan.examples, plan.every_check, more)


def _try(name: str, seed: int, examples: int, every_check: bool, plain: Plain | None) -> Outcome:
    """Try a drift by its name, because faults cannot be pickled."""
    drift = CATALOGUE[name]
    found = try_drift(drift, seed, examples, first=not every_check)
    return found if plain is None else replace(found, baseline=plain.catches(drift.fault()))


def _do(work: Work) -> Outcome:
    return work()
