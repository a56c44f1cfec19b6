"""schemathesis is configured, finds what is broken, and changes nothing without permission."""

import ast
import re
import tomllib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from marketplace_contracts import fuzzing
from marketplace_contracts.checks import interaction_checks
from marketplace_contracts.description.operations import READ_ONLY
from marketplace_contracts.fuzzing.schemathesis_config import PATH, PROMISES, configuration
from marketplace_contracts.fuzzing.schemathesis_run import SchemathesisRun
from marketplace_contracts.run.results import Results
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.service.target import Embedded, Target
from marketplace_contracts.settings import PHASES, CheckSettings
from marketplace_contracts.simulator import Break, Request, Response
from marketplace_contracts.simulator.faults.contract_faults import map_rows
from schemathesis.config import ChecksConfig
from support.harness import SPEC, contract

OPERATIONS = list(SPEC.operations.values())
SEEN: list[tuple[str, str | None, str]] = []


def watch(request: Request) -> Request:
    """Record what is received."""
    SEEN.append((request.method, request.operation, str(sorted(request.query))))
    return request


WATCH = Break("watch", "writes down what comes in", before=watch)


def run(
    phases: tuple[str, ...],
    breaks: Iterable[str | Break] = (),
    *,
    effects: frozenset[str] | None = None,
    examples: int = 2,
    shard: tuple[int, int] = (1, 1),
) -> Results:
    """Run some phases against a fresh simulator."""
    results = Results(contract())
    SEEN.clear()
    with Embedded(1, breaks=(*breaks, WATCH)) as target:
        chosen = replace(target, effects=effects, simulator=None) if effects else target
        api = ApiClient(chosen, results.contract, results.record)
        settings = CheckSettings(examples=examples, parts=phases)
        ours = [op for n, op in enumerate(OPERATIONS) if replace(settings, shard=shard).does(n)]
        schemathesis_run = SchemathesisRun(api, results, settings)
        for operation in ours:
            schemathesis_run.operation(operation)
        schemathesis_run.links(ours)
        api.close()
    return results


def settings(target: Target) -> dict[str, Any]:
    """The settings of a run against a target."""
    return configuration(target, OPERATIONS, CheckSettings(examples=2), PHASES)


def alone(name: str) -> tuple[int, int]:
    """The share of the work that is one operation."""
    return [op.id for op in OPERATIONS].index(name) + 1, len(OPERATIONS)


def test_a_share_is_drawn_for_its_operations_only() -> None:
    """Only operations of a share are called, apart from the token's."""
    run(("examples", "coverage"), shard=alone("plans.list"))
    assert {operation for _, operation, _ in SEEN} <= {"plans.list", "auth.token", None}
    assert len(SEEN) > 20


def test_a_share_without_links_has_no_stateful_phase() -> None:
    """Where no link leads from one operation to another there is nothing to follow."""
    results = run(("stateful",), effects=READ_ONLY, shard=alone("plans.list"))
    assert results.findings.failures == []
    assert {operation for _, operation, _ in SEEN} <= {"auth.token", None}


def test_our_checks_are_registered_and_enabled() -> None:
    """Each interaction check is registered with schemathesis, and none is silently off."""
    run(("examples",), shard=alone("plans.list"))
    known = set(schemathesis.checks.CHECKS.get_all_names())
    assert set(interaction_checks()) <= known
    with Embedded() as target:
        enabled = {
            n for n, c in settings(target)["checks"].items() if n != "enabled" and c["enabled"]
        }
    assert enabled == set(interaction_checks()) | set(PROMISES)


def test_every_check_of_schemathesis_runs_or_is_off_with_a_reason() -> None:
    """A check of a new version is noticed, and each omission is explained."""
    theirs = {name for name in ChecksConfig.__dataclass_fields__ if name[0] != "_"}
    reasons = " ".join(re.findall(r"^# (.*)", PATH.read_text(encoding="utf-8"), re.MULTILINE))
    assert [name for name in theirs if name not in PROMISES and name not in reasons] == []
    configured = tomllib.loads(PATH.read_text(encoding="utf-8"))["checks"]
    assert configured.pop("enabled") is False
    assert configured == {name: {"enabled": True} for name in PROMISES}


def test_each_response_has_one_judge() -> None:
    """The four conformance checks of schemathesis are not run; ours judge what they would."""
    assert not [name for name in PROMISES if name.endswith(("status", "type", "headers", "schema"))]
    off = ("status_code", "content_type", "response_headers", "response_schema")
    with Embedded() as target:
        assert not {f"{name}_conformance" for name in off} & settings(target)["checks"].keys()


def test_one_module_knows_schemathesis() -> None:
    """Of the harness one module imports schemathesis, and of it just these names."""
    folder = Path(fuzzing.__file__).parents[1]
    imported: dict[str, set[str]] = {}
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("schemathesis"):
                names = {f"{node.module}.{alias.name}" for alias in node.names}
                imported.setdefault(path.name, set()).update(names)
    assert imported == {
        "schemathesis_run.py": {
            "schemathesis.checks.CheckContext",
            "schemathesis.core.failures.Failure",
            "schemathesis.core.transport.Response",
            "schemathesis.engine.events",
            "schemathesis.engine.from_schema",
            "schemathesis.engine.recorder.Interaction",
            "schemathesis.engine.recorder.ScenarioRecorder",
            "schemathesis.schemas.BaseSchema",
        }
    }


def test_a_sound_service_has_no_finding_and_every_operation_responds() -> None:
    """The examples of the description find nothing, and reach most operations."""
    results = run(("examples",))
    assert results.findings.failures == []
    assert len(results.good) > 20


def test_our_checks_find_through_schemathesis() -> None:
    """Our check finds a field that is no longer returned, with a command to repeat the call."""

    def drop(request: Request, response: Response) -> Response:
        if request.operation != "plans.list":
            return response
        return map_rows(response, lambda row: {k: v for k, v in row.items() if k != "name"})

    drops = (Break("drop", "", after=drop),)
    results = run(("examples", "fuzzing"), drops, shard=alone("plans.list"))
    (finding,) = [f for f in results.findings.failures if f.check == "body_schema"]
    assert (finding.operation, finding.promise) == ("plans.list", "name is always present")
    assert finding.curl.startswith("curl ")
    assert not [f for f in results.findings.failures if "conformance" in f.check]


def test_its_own_checks_find_too() -> None:
    """A service that accepts invalid data is found by schemathesis' own check, with its place."""

    def tolerant(request: Request) -> Request:
        kept = tuple(pair for pair in request.query if pair[0] != "limit" or pair[1].isdigit())
        return replace(request, query=kept) if request.operation == "plans.list" else request

    results = run(
        ("coverage",), (Break("tolerant", "", before=tolerant),), shard=alone("plans.list")
    )
    found = [f for f in results.findings.failures if f.check == "negative_data_rejection"]
    assert [f.operation for f in found] == ["plans.list"]
    assert found[0].pointer == "#/paths/~1plans/get"


def test_the_same_seed_makes_the_same_requests() -> None:
    """Two runs of one seed send the same requests in the same order."""
    run(("examples", "fuzzing"), shard=(1, 5))
    first = list(SEEN)
    run(("examples", "fuzzing"), shard=(1, 5))
    assert first == SEEN


def test_a_service_is_only_read_without_leave() -> None:
    """Without permission no call is sent that could change something, in any phase."""
    results = run(
        ("examples", "coverage", "fuzzing", "stateful"), effects=READ_ONLY, examples=1, shard=(1, 2)
    )
    writing = {op.id for op in OPERATIONS if op.effect not in READ_ONLY}
    assert {operation for _, operation, _ in SEEN if operation} & writing == set()
    assert {method for method, operation, _ in SEEN if operation is None} <= {"GET"}
    assert results.interactions > 100
    assert results.findings.failures == []


def test_a_connection_that_breaks_off_is_a_finding() -> None:
    """An operation that never responds is found, and the run continues."""
    from marketplace_contracts.simulator.faults import network_faults

    gone = (network_faults.drop("plans.get", times=None),)
    results = run(("coverage",), gone, shard=alone("plans.get"))
    assert "answered" in {f.check for f in results.findings.failures if f.operation == "plans.get"}


def test_foreign_settings_do_not_disturb(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A schemathesis.toml in the working folder changes nothing."""
    (tmp_path / "schemathesis.toml").write_text("[phases]\nenabled = false\n")
    monkeypatch.chdir(tmp_path)
    assert run(("coverage",), shard=alone("plans.get")).interactions > 5
