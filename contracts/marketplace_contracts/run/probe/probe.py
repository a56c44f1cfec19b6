"""Probe a live service: read-only checks within a budget, which can be interrupted and resumed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from marketplace_contracts.description.spec import Spec, load
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.recording.imported.probed import ProbeRecorder
from marketplace_contracts.report import files
from marketplace_contracts.report.probe import ProbeOutcome
from marketplace_contracts.run.baseline import judge, load_entries
from marketplace_contracts.run.probe.folder import ProbeFolder
from marketplace_contracts.run.probe.plan import ProbePlan, ProbeStep, plan_of
from marketplace_contracts.run.probe.probe_run import ProbeResults, ProbeRun, ProbeTime, Progress
from marketplace_contracts.run.results import Results
from marketplace_contracts.run.runner import see_known
from marketplace_contracts.run.usable_spec import see_usable
from marketplace_contracts.service.probe_connection import (
    CallBudget,
    ProbeStopped,
)
from marketplace_contracts.service.target import from_settings
from marketplace_contracts.settings import CheckSettings
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.interaction import Interaction


@dataclass(frozen=True, slots=True)
class ProbeSettings:
    """The settings of a probe.

    Attributes:
        check: Target, rate, description and accepted findings; `report` is the folder.
        calls: Calls that may be sent.
        minutes: Minutes that it may take; None is no limit.
        resume: Whether to continue the probe in the folder.
    """

    check: CheckSettings
    calls: int
    minutes: float | None = None
    resume: bool = False

    @property
    def folder(self) -> Path:
        """The folder of findings, recordings and state."""
        assert self.check.report is not None
        return self.check.report


class Probe:
    """One probe, from its plan to its outcome.

    Args:
        settings: What to do.
        clock: Time.

    Attributes:
        plan: All steps, those of earlier runs included.
        progress: The state.

    Raises:
        CannotRun: A setting is wrong, there is nothing to resume, or the folder holds an
            unfinished probe that this one would replace.
    """

    def __init__(self, settings: ProbeSettings, clock: ProbeTime | None = None) -> None:
        self._settings, self._clock = settings, clock or ProbeTime()
        spec = _spec(settings.check)
        self._target = from_settings(settings.check.target)
        self._check = replace(settings.check, target=self._target.base_url)
        load_entries(self._check.accepted)
        self._contract = Contract(spec)
        self.plan: ProbePlan = plan_of(self._contract, settings.check.only)
        self.progress = Progress()
        self._former: dict[str, Any] = {}
        if settings.resume:
            self._take_up(ProbeFolder(settings.folder).state())
        else:
            ProbeFolder.see_free(settings.folder)

    @property
    def planned(self) -> tuple[int, float]:
        """The approximate number of calls that will be sent, and the minutes that they take."""
        rate = self._settings.check.rate
        assert rate is not None
        calls = min(self.plan.calls(self.progress.done), self._settings.calls)
        if self._settings.minutes is not None:
            calls = min(calls, int(self._settings.minutes * rate))
        return calls, calls / rate

    @property
    def base_url(self) -> str:
        """The address that will be called."""
        return self._target.base_url

    def run(self, show: Callable[[str, int, int, str], object] = lambda *_: None) -> ProbeOutcome:
        """Run the steps until all are done or the probe must stop.

        Args:
            show: Called before each step, with its name, the calls so far and in all, and "calls".

        Raises:
            CannotRun: Nothing could be checked, or the folder cannot be written.
        """
        folder = ProbeFolder(self._settings.folder)
        if not self._settings.resume:
            folder.clear()
        budget = CallBudget(self._settings.calls, self._settings.minutes, self._clock.now)
        results = ProbeResults(self._contract, self.progress, folder.add)
        if self._former:
            self._restore(results, folder)
        run = ProbeRun(self._check, results, budget, self._clock)
        stopped = ""
        try:
            stopped = self._drive(run, folder, budget, show)
        except KeyboardInterrupt:
            results.interrupted = True
        finally:
            self._save(folder, results, budget)
            run.close()
        return self._outcome(results, budget, stopped)

    def _restore(self, results: ProbeResults, folder: ProbeFolder) -> None:
        """Take over what was found before; a killed probe reported more than its state has."""
        results.add(self._former)
        known = {one.key for one in results.findings}
        for one in folder.findings():
            results.reported.add(one.key)
            if one.key not in known:
                results.findings.add(one)

    def _drive(
        self,
        run: ProbeRun,
        folder: ProbeFolder,
        budget: CallBudget,
        show: Callable[[str, int, int, str], object],
    ) -> str:
        """Run the steps; return why the service ended the probe, or an empty text."""
        recorder = ProbeRecorder(self._target, self._contract.spec)
        planned = self.planned[0]
        try:
            run.ready()
            for step in self.plan.left(self.progress.done):
                show(step.name, budget.spent, planned, "calls")
                run.drive(step.check, step.operation)
                self.progress.done.add(step.promise)
                self._record(step, run.take_calls(), recorder, folder)
                self._save(folder, run.results, budget)
        except ProbeStopped as stop:
            return str(stop) if stop.by_service else ""
        except CannotRun as reason:
            if not run.results.good:
                raise
            return str(reason).rstrip(".")
        return ""

    def _record(
        self,
        step: ProbeStep,
        calls: Sequence[Interaction],
        recorder: ProbeRecorder,
        folder: ProbeFolder,
    ) -> None:
        if not calls:
            return
        name = f"{step.check.name}-{step.operation.id}".replace("_", "-").replace(".", "-")
        try:
            text = recorder.cassette(name, step.check.summary, calls)
        except CannotRun as reason:
            self.progress.unrecorded[step.name] = str(reason)
        else:
            folder.record(name, text)

    def _about(self) -> dict[str, Any]:
        return {"target": self.base_url, "spec": self._contract.spec.version}

    def _save(self, folder: ProbeFolder, results: Results, budget: CallBudget) -> None:
        folder.save(
            {
                **self._about(),
                "calls": self.progress.spent + budget.spent,
                "done": sorted(self.progress.done),
                "judged": sorted(self.progress.judged),
                "finished": not self.plan.left(self.progress.done),
                "results": results.as_dict(),
            }
        )

    def _take_up(self, state: dict[str, Any]) -> None:
        for key, value in self._about().items():
            if state.get(key) != value:
                raise CannotRun(
                    f"--resume: the probe in {self._settings.folder} has another {key}: "
                    f"{state.get(key)}, not {value}."
                )
        try:
            self.progress.done = {(check, name) for check, name in state["done"]}
            self.progress.judged = {(check, name) for check, name in state["judged"]}
            self.progress.spent = int(state["calls"])
            self._former = dict(state["results"])
            Results(self._contract).add(self._former)
        except (KeyError, TypeError, ValueError):
            folder = self._settings.folder
            raise CannotRun(f"--resume: the state in {folder} is damaged.") from None

    def _outcome(self, results: ProbeResults, budget: CallBudget, stopped: str) -> ProbeOutcome:
        if not results.interrupted:
            results.close()
        judge(results, self._check, datetime.now(UTC).date())
        files.write(self._settings.folder, results, self._check, budget.seconds)
        omitted = {line.partition(": ")[0] for line in results.skipped}
        steps = [step for step in self.plan.steps if step.promise in self.progress.done]
        kept = {step.promise for step in steps if step.name not in omitted}
        return ProbeOutcome(
            results=results,
            promises=self.plan.promises,
            judged=frozenset((kept | self.progress.judged) & self.plan.promises),
            left=tuple((*s.promise, s.calls) for s in self.plan.left(self.progress.done)),
            calls=budget.spent,
            former_calls=self.progress.spent,
            seconds=budget.seconds,
            stopped=stopped,
            unrecorded=dict(self.progress.unrecorded),
        )


def _spec(settings: CheckSettings) -> Spec:
    spec = load(settings.spec)
    if settings.spec:
        see_usable(spec)
    see_known(settings.only, spec)
    return spec
