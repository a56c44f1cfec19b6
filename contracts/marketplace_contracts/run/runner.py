"""Run the suite with pytest, in one or several processes, and add up its reports."""

from __future__ import annotations

import contextlib
import difflib
import io
import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from marketplace_contracts.description.spec import Spec, load
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.fuzzing.example_databases import open_database
from marketplace_contracts.paths import suite_path
from marketplace_contracts.report import files
from marketplace_contracts.run.baseline import judge, load_entries
from marketplace_contracts.run.check_run import CheckRun
from marketplace_contracts.run.collector import Collector
from marketplace_contracts.run.results import Results
from marketplace_contracts.run.usable_spec import see_usable
from marketplace_contracts.settings import PHASES, CheckSettings
from marketplace_contracts.traffic.contract import Contract

OPTIONS = ("-p", "no:cacheprovider", "--import-mode=importlib", "-q", "--tb=line")
VARIABLES = (
    *("PYTEST_ADDOPTS", "PYTEST_PLUGINS", "PYTEST_DISABLE_PLUGIN_AUTOLOAD"),
    "HYPOTHESIS_STORAGE_DIRECTORY",
)
"""Environment variables that are set for the suite."""
ORDER = tuple(
    f"test_suite_{name}.py" for name in ("sequences", "client", "cassettes", "properties")
)


def check(settings: CheckSettings) -> tuple[Results, float]:
    """Check a service; return what was found and the seconds it took.

    An interrupted check returns what it found so far, and sets `Results.interrupted`.

    Raises:
        CannotRun: The service could not be checked.
    """
    began = time.monotonic()
    spec = load(settings.spec)
    if settings.spec:
        see_usable(spec)
    see_known(settings.only, spec)
    load_entries(settings.accepted)
    if settings.database is not None and settings.phases:
        open_database(settings.database)
    previous = files.prepare(settings.report) if settings.report else None
    results = Results(Contract(spec))
    run(settings, results)
    if not results.interrupted:
        whole = settings.shard[1] == 1 and not settings.only and set(PHASES) <= set(settings.parts)
        results.close(all_must_succeed=whole and settings.target is None)
    judge(results, settings, datetime.now(UTC).date())
    seconds = time.monotonic() - began
    if settings.report:
        files.write(settings.report, results, settings, seconds, previous=previous)
    return results, seconds


def see_known(names: Iterable[str], spec: Spec) -> None:
    """Refuse the id of an operation that the description does not have.

    Raises:
        CannotRun: The description has no such operation.
    """
    for name in names:
        if name not in spec.operations:
            near = difflib.get_close_matches(name, spec.operations, n=1)
            advice = f" Did you mean {near[0]}?" if near else ""
            raise CannotRun(f"--only: no operation is called {name}.{advice}")


def run(settings: CheckSettings, results: Results) -> None:
    """Run the suite and add what its tests report to the results.

    A service that is not embedded has one rate limit, so one process calls it; a fault that the
    simulator does not know by name stays in this process too.

    Raises:
        CannotRun: The suite did not run to its end.
    """
    collector = Collector(results, progress=settings.progress)
    if settings.processes > 1 and settings.can_be_passed:
        passed = replace(settings, processes=1, progress=False).to_json()
        parallel = ("-p", "xdist.plugin", "-n", str(settings.processes), "--max-worker-restart=0")
        _pytest((*parallel, f"--check-settings={passed}"), [collector])
        return
    check_run = CheckRun(settings)
    try:
        _pytest((), [collector, check_run])
    finally:
        results.add(check_run.results.take())  # the response of an interrupted test
        check_run.close()


def _pytest(arguments: tuple[str, ...], plugins: list[object]) -> None:
    folder = suite_path()
    command = [
        *OPTIONS,
        *arguments,
        f"--rootdir={folder}",
        f"--config-file={folder / 'pytest.ini'}",
        *(str(folder / name) for name in ORDER),
    ]
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), _shielded():
        code = pytest.main(command, plugins=plugins)
    collector = next(plugin for plugin in plugins if isinstance(plugin, Collector))
    collector.see_complete(code, printed.getvalue())


@contextlib.contextmanager
def _shielded() -> Iterator[None]:
    """Keep the user's pytest settings out, and hypothesis' files out of the working folder.

    Uses environment variables, since workers inherit them.
    """
    former = {name: os.environ.pop(name, None) for name in VARIABLES}
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    with tempfile.TemporaryDirectory(prefix="marketplace-contracts-") as folder:
        os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = folder
        try:
            yield
        finally:
            for name, value in former.items():
                os.environ.pop(name, None)
                if value is not None:
                    os.environ[name] = value
