"""Runs the suite: here, or shared out over processes whose ledgers are added up."""

from __future__ import annotations

import contextlib
import difflib
import io
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from marketplace_contracts.description.schemas import see_well_formed
from marketplace_contracts.description.spec import Spec, load
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.paths import suite_path
from marketplace_contracts.report import files
from marketplace_contracts.run.baseline import judge, load_entries
from marketplace_contracts.run.check_run import CheckRun
from marketplace_contracts.run.results import Results
from marketplace_contracts.settings import PHASES, SHARDS, CheckSettings
from marketplace_contracts.traffic.contract import Contract

QUIET = ("-p", "no:cacheprovider", "--import-mode=importlib", "-q")
INTERRUPTED = 130
"""What a process exits with that somebody stopped."""
ORDER = tuple(
    f"test_suite_{name}.py" for name in ("sequences", "cassettes", "client", "properties")
)


def check(settings: CheckSettings) -> tuple[Results, float]:
    """Check a service; gives what was found and the seconds it took.

    Raises:
        CannotRun: It could not be checked.
        KeyboardInterrupt: Somebody stopped it.
    """
    began = time.monotonic()
    spec = load(settings.spec)
    if settings.spec:
        see_well_formed(spec)
    see_known(settings.only, spec)
    load_entries(settings.accepted)
    if settings.report:
        files.prepare(settings.report)
    shards = _shards(settings)
    if len(shards) > 1:
        results = _shared(settings, shards)
    else:
        results = run_here(settings, _junit(settings, 0))
    whole = settings.shard[1] == 1 and not settings.only and set(PHASES) <= set(settings.parts)
    results.close(everything_answers=whole and settings.target is None)
    judge(results, settings, datetime.now(UTC).date())
    seconds = time.monotonic() - began
    if settings.report:
        sources = [_junit(settings, index) for index in range(len(shards))]
        files.merge_junit([path for path in sources if path], settings.report / "junit.xml")
        for path in sources:
            if path:
                path.unlink(missing_ok=True)
        files.write(settings.report, results, settings, seconds)
    return results, seconds


def see_known(names: Iterable[str], spec: Spec) -> None:
    """Refuse the id of an operation that the description does not have.

    Raises:
        CannotRun: It has no such operation.
    """
    for name in names:
        if name not in spec.operations:
            near = difflib.get_close_matches(name, spec.operations, n=1)
            advice = f" Did you mean {near[0]}?" if near else ""
            raise CannotRun(f"--only: no operation is called {name}.{advice}")


def _shards(settings: CheckSettings) -> list[tuple[str, ...]]:
    """The parts that were asked for, shared out; a service that is not embedded has one budget."""
    if settings.processes < 2 or settings.target is not None:
        return [settings.parts]
    shared = [tuple(part for part in shard if part in settings.parts) for shard in SHARDS]
    return [shard for shard in shared if shard]


def _junit(settings: CheckSettings, index: int) -> Path | None:
    return settings.report / f"junit-{index}.xml" if settings.report else None


def run_here(settings: CheckSettings, junit: Path | None = None) -> Results:
    """Run the suite in this process.

    Raises:
        CannotRun: It could not be run.
        KeyboardInterrupt: Somebody stopped it.
    """
    check_run = CheckRun(settings)
    try:
        if set(settings.parts) - {"replay"}:
            check_run.knock()
        _pytest(check_run, junit)
    finally:
        check_run.close()
    return check_run.results


def _pytest(check_run: CheckRun, junit: Path | None) -> None:
    folder = suite_path()
    arguments = [
        *QUIET,
        f"--rootdir={folder}",
        f"--config-file={folder / 'pytest.ini'}",
        *([f"--junitxml={junit}"] if junit else []),
        *(str(folder / name) for name in ORDER if (folder / name).exists()),
    ]
    said = io.StringIO()
    watch = _Watch()
    with contextlib.redirect_stdout(said), _alone():
        code = pytest.main(arguments, plugins=[check_run, watch])
    if code == pytest.ExitCode.INTERRUPTED:
        raise KeyboardInterrupt
    if watch.stopped is not None:
        raise watch.stopped
    # A run in which nothing was tried is never a contract that holds.
    fine = {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}
    if code not in fine:
        last = next((line for line in reversed(said.getvalue().splitlines()) if line.strip()), "")
        raise CannotRun(f"The suite could not be run: {last.strip()}.")


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Keep whatever the surroundings tell pytest away from the suite."""
    names = ("PYTEST_ADDOPTS", "PYTEST_PLUGINS", "PYTEST_DISABLE_PLUGIN_AUTOLOAD")
    former = {name: os.environ.pop(name, None) for name in names}
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        yield
    finally:
        for name, value in former.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


class _Watch:
    """Sees tests that stop the run, and those that break down by themselves."""

    def __init__(self) -> None:
        self.stopped: CannotRun | None = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_exception_interact(self, node: pytest.Item, call: pytest.CallInfo[object]) -> None:
        """An error that is no assertion is ours, or says that nothing more can be checked."""
        error = call.excinfo.value if call.excinfo else None
        if error is None or isinstance(error, AssertionError):
            return
        words = f"A check broke down in {node.name}: {type(error).__name__}: {error}."
        self.stopped = error if isinstance(error, CannotRun) else CannotRun(words)
        pytest.exit(str(self.stopped), returncode=0)


def _shared(settings: CheckSettings, shards: list[tuple[str, ...]]) -> Results:
    """Run each shard in a process of its own, and add up their ledgers."""
    with tempfile.TemporaryDirectory(prefix="marketplace-contracts-") as folder:
        outs = [Path(folder) / f"{index}.json" for index in range(len(shards))]
        workers: list[subprocess.Popen[str]] = []
        try:
            for index, (shard, out) in enumerate(zip(shards, outs, strict=True)):
                workers.append(_open(out, _junit(settings, index)))
                _tell(workers[-1], replace(settings, parts=shard))
            for worker in workers:
                _await(worker)
        finally:
            for worker in workers:
                worker.kill()
                worker.wait()
        results = Results(Contract(load(settings.spec)))
        for out in outs:
            results.add(json.loads(out.read_text(encoding="utf-8")))
    return results


def _open(out: Path, junit: Path | None) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "marketplace_contracts.run.worker", str(out), str(junit or "")]
    return subprocess.Popen(  # noqa: S603 - ourselves
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # an interruption comes to us; we end the workers
    )


def _tell(worker: subprocess.Popen[str], settings: CheckSettings) -> None:
    assert worker.stdin is not None
    worker.stdin.write(settings.to_json())
    worker.stdin.close()
    worker.stdin = None


def _await(worker: subprocess.Popen[str]) -> None:
    said, _ = worker.communicate()
    if worker.returncode == INTERRUPTED:
        raise KeyboardInterrupt
    if worker.returncode:
        raise CannotRun(said.strip() or "A process of the check died.")
