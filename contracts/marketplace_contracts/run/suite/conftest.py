"""The fixtures of the suite; `check` hands the session over as a plugin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from marketplace_contracts.checks.registry import SequenceCheck, sequence_checks
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.recording.provenance import provenance
from marketplace_contracts.run.check_run import CheckRun
from marketplace_contracts.settings import PHASES, CheckSettings

PARTS = {
    "test_suite_sequences.py": "sequences",
    "test_suite_cassettes.py": "replay",
    "test_suite_client.py": "client",
}


def check_run_of(config: pytest.Config) -> CheckRun:
    """The session that `check` gave, or a new one of the default settings for pytest alone."""
    for plugin in config.pluginmanager.get_plugins():
        if isinstance(plugin, CheckRun):
            return plugin
    made = CheckRun(CheckSettings())
    config.pluginmanager.register(made)
    config.add_cleanup(made.close)
    return made


@pytest.fixture
def check_run(request: pytest.FixtureRequest) -> CheckRun:
    """The session of this run."""
    return check_run_of(request.config)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test for each sequence check, or promise of the client, and each operation of it."""
    if "promise" in metafunc.fixturenames:
        operations = check_run_of(metafunc.config).contract.spec.operations.values()
        metafunc.parametrize("operation", operations, ids=lambda operation: operation.id)
    elif {"check", "operation"} <= set(metafunc.fixturenames):
        pairs = list(_pairs(check_run_of(metafunc.config)))
        names = [f"{check.name}-{operation.id}" for check, operation in pairs]
        metafunc.parametrize(("check", "operation"), pairs, ids=names)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the parts that were not asked for."""
    settings = check_run_of(config).settings
    wanted = [item for item in items if _part(item) in settings.parts and _meant(item, settings)]
    # Phases share their operations out by themselves; all else is shared out test by test.
    items[:] = [
        item for number, item in enumerate(wanted) if _part(item) in PHASES or settings.does(number)
    ]


def _meant(item: pytest.Item, settings: CheckSettings) -> bool:
    """Return whether a test is about an operation that was asked for."""
    if not settings.only or _part(item) in PHASES:
        return True
    callspec = getattr(item, "callspec", None)
    params: dict[str, Any] = callspec.params if callspec else {}
    if "path" in params:
        return any(map(settings.wants, provenance(params["path"]).operations))
    return "operation" in params and settings.wants(params["operation"].id)


def _part(item: pytest.Item) -> str:
    """The part of the check that a test belongs to."""
    callspec = getattr(item, "callspec", None)
    return PARTS.get(item.path.name) or str(callspec.params["phase"] if callspec else "")


def _pairs(check_run: CheckRun) -> Iterator[tuple[SequenceCheck, Operation]]:
    contract = check_run.contract
    for check in sequence_checks().values():
        for operation in contract.spec.operations.values():
            if check.concerns(operation, contract):
                yield check, operation
