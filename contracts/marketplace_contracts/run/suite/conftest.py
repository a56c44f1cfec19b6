"""Fixtures and parameters of the suite, and the transfer of its results.

Each test report carries the results of its test. So one process and several (pytest-xdist) add up
in the same way, and an interrupted run keeps what it found so far.
"""

from __future__ import annotations

import signal
from collections.abc import Generator, Iterator
from typing import Any

import pytest
from marketplace_contracts.checks.registry import SequenceCheck, sequence_checks
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.recording.provenance import provenance
from marketplace_contracts.run.check_run import CheckRun
from marketplace_contracts.run.reports import attach
from marketplace_contracts.settings import CheckSettings

PARTS = {
    "test_suite_sequences.py": "sequences",
    "test_suite_cassettes.py": "replay",
    "test_suite_client.py": "client",
}
PROPERTIES = "test_suite_properties.py"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that passes the settings of a check to every process."""
    parser.addoption("--check-settings", default="", help="settings of the check, as JSON")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> Generator[None, Any, Any]:
    """Start the processes of pytest-xdist with Ctrl-C held back, here and, for good, in them.

    A terminal sends it to all of them. One that has not read its program yet would print a
    traceback, be it interrupted itself or find that the first process is gone. They stop when the
    first process tells them to.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        return (yield)
    if hasattr(session.config, "workerinput"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
        return (yield)
    former = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        return (yield)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, former)


def check_run_of(config: pytest.Config) -> CheckRun:
    """Return the check run that was passed as a plugin, else one from the option's settings."""
    for plugin in config.pluginmanager.get_plugins():
        if isinstance(plugin, CheckRun):
            return plugin
    text = config.getoption("--check-settings")
    made = CheckRun(CheckSettings.from_json(text) if text else CheckSettings())
    config.pluginmanager.register(made)
    config.add_cleanup(made.close)
    return made


@pytest.fixture
def check_run(request: pytest.FixtureRequest) -> CheckRun:
    """Return the check run of this process; its service is reachable."""
    found = check_run_of(request.config)
    found.ready()
    return found


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make one test for each operation, and for sequence checks for each check of it."""
    if "operation" not in metafunc.fixturenames:
        return
    check_run = check_run_of(metafunc.config)
    if "check" in metafunc.fixturenames:
        pairs = list(_pairs(check_run))
        names = [f"{check.name}-{operation.id}" for check, operation in pairs]
        metafunc.parametrize(("check", "operation"), pairs, ids=names)
    else:
        operations = check_run.contract.spec.operations.values()
        metafunc.parametrize("operation", operations, ids=lambda operation: operation.id)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect parts, operations and shards that are not wanted."""
    check_run = check_run_of(config)
    wanted = [item for item in items if _wanted(item, check_run.settings)]
    # Property tests are distributed by operation, so that all phases of one stay together.
    numbers = {name: number for number, name in enumerate(check_run.contract.spec.operations)}
    items[:] = [
        item
        for number, item in enumerate(wanted)
        if item.name == "test_links"
        or check_run.settings.does(
            numbers[_params(item)["operation"].id] if item.path.name == PROPERTIES else number
        )
    ]


def _wanted(item: pytest.Item, settings: CheckSettings) -> bool:
    if item.path.name == PROPERTIES:
        linked = item.name == "test_links"
        if not any((phase == "stateful") is linked for phase in settings.phases):
            return False
    elif PARTS[item.path.name] not in settings.parts:
        return False
    params = _params(item)
    if not settings.only or item.name == "test_links":
        return True
    if "path" in params:
        return any(map(settings.wants, provenance(params["path"]).operations))
    return "operation" in params and settings.wants(params["operation"].id)


def _params(item: pytest.Item) -> dict[str, Any]:
    callspec = getattr(item, "callspec", None)
    return callspec.params if callspec else {}


def _pairs(check_run: CheckRun) -> Iterator[tuple[SequenceCheck, Operation]]:
    contract = check_run.contract
    for check in sequence_checks().values():
        for operation in contract.spec.operations.values():
            if check.concerns(operation, contract):
                yield check, operation


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Attach the results of a test to its report, and the reason if nothing more can be checked."""
    report = yield
    error = call.excinfo.value if call.excinfo else None
    if call.when == "call" or error is not None:
        check_run = check_run_of(item.config)
        reason = _reason(error, item) or check_run.crash()
        attach(report, check_run.results.take(), reason)
    return report


def _reason(error: BaseException | None, item: pytest.Item) -> str:
    if isinstance(error, CannotRun):
        return str(error)
    if error is None or isinstance(error, pytest.fail.Exception):
        return ""
    return f"A check crashed in {item.name}: {type(error).__name__}: {error}."


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep the tests of a file together and in order, because they share a simulator.

    Property tests have a new simulator each, so any worker may run the next one.
    """
    from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]  # it has no types

    class ByFile(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            return nodeid if file.endswith(PROPERTIES) else file

    return ByFile(config, log)
