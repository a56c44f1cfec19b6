"""The simulator as a live service, behind another host name and with time of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from marketplace_contracts.report.probe import ProbeOutcome
from marketplace_contracts.run.probe.folder import FINDINGS, STATE
from marketplace_contracts.run.probe.probe import Probe, ProbeSettings
from marketplace_contracts.run.probe.probe_run import ProbeTime
from marketplace_contracts.settings import CheckSettings
from marketplace_contracts.simulator import Request, Response, Simulator

FEW = ("auth.token", "customers.list", "customers.get")
Hook = Callable[[int], object]


class Live:
    """A simulator as the live service, with time that passes when somebody waits.

    Attributes:
        simulator: The service.
        seen: Requests that it got.
        before: Called with the number of each request before it is handled.
    """

    def __init__(self, simulator: Simulator, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self.simulator, self.folder = simulator, folder
        self.seconds = 0.0
        self.seen: list[Request] = []
        self.before: Hook = lambda _: None
        self._handle = simulator.service.handle
        monkeypatch.setattr(simulator.service, "handle", self._count)
        self.url = simulator.base_url.replace("127.0.0.1", "localhost")
        for name, value in simulator.environment.items():
            monkeypatch.setenv(name, value)

    def _count(self, request: Request) -> Response:
        self.seen.append(request)
        self.before(len(self.seen))
        return self._handle(request)

    def sleep(self, seconds: float) -> None:
        """Let time pass for the probe and for the service."""
        self.seconds += seconds
        self.simulator.clock.advance(seconds)

    def probe(
        self, calls: int = 1000, minutes: float | None = None, *, resume: bool = False, **rest: Any
    ) -> ProbeOutcome:
        """Run a probe."""
        return self.planned(calls, minutes, resume=resume, **rest).run()

    def planned(
        self, calls: int = 1000, minutes: float | None = None, *, resume: bool = False, **rest: Any
    ) -> Probe:
        """Plan a probe of a few operations, unless others are named."""
        settings = CheckSettings(
            target=rest.pop("target", self.url),
            rate=30,
            report=self.folder,
            only=rest.pop("only", FEW),
            **rest,
        )
        clock = ProbeTime(lambda: self.seconds, self.sleep)
        return Probe(ProbeSettings(settings, calls, minutes, resume), clock)

    def lines(self) -> list[Any]:
        """Return the findings on disk."""
        path = self.folder / FINDINGS
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def state(self) -> Any:
        """Return the state on disk."""
        return json.loads((self.folder / STATE).read_text())
