"""Run plain schemathesis against the same drifts: default phases, default checks.

A baseline file in its own format holds its findings for a service that does not drift, so that
only new findings count.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from marketplace_contracts.errors import CannotRun
from marketplace_contracts.paths import spec_path
from marketplace_contracts.simulator import Fault, Simulator

HOOKS = "marketplace_contracts.drift.schemathesis_hooks"
LONG = 1200
"""Seconds after which a run is stopped."""
CLEAN_SEEDS = 2
"""Number of runs against a service that does not drift, for the baseline file."""
FOUND_NOTHING, FOUND = 0, 1


@dataclass(frozen=True, slots=True)
class Plain:
    """A way to run plain schemathesis, as a yardstick for our checks.

    Attributes:
        seed: Seed of the simulator and of the requests.
        examples: Examples for each operation.
        known: Baseline file of its findings for a service that does not drift.
    """

    seed: int
    examples: int
    known: Path

    def learn(self) -> None:
        """Write the baseline file."""
        for seed in range(self.seed, self.seed + CLEAN_SEEDS):
            self._run((), seed, "--baseline", str(self.known), "--baseline-update")

    def catches(self, fault: Fault) -> bool:
        """Return whether it reports anything new for a service with a fault.

        Raises:
            CannotRun: It could not be run.
        """
        code = self._run((fault,), self.seed, "--baseline", str(self.known), "--max-failures", "1")
        return code == FOUND

    def _run(self, breaks: Sequence[Fault], seed: int, *more: str) -> int:
        """Run it in a new folder, so that runs do not affect each other."""
        with (
            Simulator(seed=self.seed, breaks=breaks) as simulator,
            tempfile.TemporaryDirectory(prefix="plain-schemathesis-") as folder,
        ):
            command = self._command(simulator.base_url, seed)
            environment = {**os.environ, **simulator.environment, "SCHEMATHESIS_HOOKS": HOOKS}
            try:
                done = subprocess.run(
                    [*command, *more],
                    cwd=folder,
                    env=environment,
                    capture_output=True,
                    text=True,
                    timeout=LONG,
                    check=False,
                )
            except (OSError, subprocess.TimeoutExpired) as error:
                raise CannotRun(f"Plain schemathesis could not be run: {error}.") from None
        if done.returncode not in {FOUND_NOTHING, FOUND}:
            last = (done.stderr or done.stdout).strip().splitlines()[-1:]
            raise CannotRun(f"Plain schemathesis could not be run: {' '.join(last)}.")
        return done.returncode

    def _command(self, url: str, seed: int) -> list[str]:
        beside = Path(sys.executable).with_name("schemathesis")
        program = str(beside) if beside.exists() else shutil.which("schemathesis")
        if program is None:
            raise CannotRun("Plain schemathesis could not be run: it is not installed.")
        return [
            *(program, "run", str(spec_path()), "--url", url, "--no-color"),
            *("--seed", str(seed), "--max-examples", str(self.examples), "--warnings", "off"),
        ]
