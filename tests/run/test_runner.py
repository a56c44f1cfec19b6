"""A whole check: broken promises are named, and obstacles are reported in a sentence."""

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from marketplace_contracts.checks.registry import sequence_checks
from marketplace_contracts.cli import main
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.paths import spec_path, suite_path
from marketplace_contracts.report.files import NAMES
from marketplace_contracts.run.check_run import CheckRun
from marketplace_contracts.run.results import INTERRUPTED
from marketplace_contracts.run.runner import check
from marketplace_contracts.settings import CheckSettings
from marketplace_contracts.simulator import Break, Request, Simulator
from marketplace_contracts.traffic.finding import Finding, Violation
from support.harness import contract

EXPIRED = "with an expired bearer token the status is 401"
SAME_ROWS = "pages of any size show the same rows"
BREAKS = [
    ("drop-field", "orders.list", "creationDate is always present", "paging_walk"),
    ("ignore-offset", "customers.list", SAME_ROWS, "paging_walk"),
    ("paging.offset-ignored-plainly", "plans.list", SAME_ROWS, "paging_walk"),
    ("accept-expired-token", "plans.list", EXPIRED, "expired_token"),
]


def share(check_name: str, operation: str) -> str:
    """The small share of the sequence checks that one of them is in, for `--shard`."""
    made = contract()
    names = [
        (check.name, op.id)
        for check in sequence_checks().values()
        for op in made.spec.operations.values()
        if check.concerns(op, made)
    ]
    return f"{names.index((check_name, operation)) % 40 + 1}/40"


@pytest.mark.parametrize(("name", "operation", "promise", "finder"), BREAKS)
def test_a_break_of_the_simulator_is_named(
    name: str, operation: str, promise: str, finder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """`check` exits with 1 and names operation and promise if the simulator is broken."""
    only = ["--phases", "sequences", "--processes", "1", "--shard", share(finder, operation)]
    assert main(["check", *only, "--break", name]) == 1
    said = capsys.readouterr().out
    assert f" --break {name}` serves the same world" in said
    blocks = [block for block in said.split("\n\n") if block.startswith(f"✗ {operation}: ")]
    assert [block for block in blocks if promise in block and "openapi.yaml:" in block]
    assert said.splitlines()[-1].startswith("28 operations, ")
    assert (
        f" {len([b for b in said.split(chr(10) * 2) if b.startswith('✗ ')])} findings in " in said
    )


@pytest.mark.parametrize("watching", [True, False])
def test_progress_is_shown_on_a_terminal(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *, watching: bool
) -> None:
    """On a terminal progress is printed while tests run; elsewhere nothing is."""
    monkeypatch.setattr("marketplace_contracts.report.progress.PAUSE", 0.0)
    check(CheckSettings(parts=("sequences",), only=("plans.get",), progress=watching))
    said = capfd.readouterr().err
    assert (
        re.search(r"  sequences: 1 of 7 tests, \d+ interactions after \d+ s, about \d+ s", said)
        is not None
    ) is watching
    assert bool(said) is watching


def test_a_sound_simulator_keeps_the_contract(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """From any folder, with any pytest settings, a sound service has no finding."""
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    (tmp_path / "conftest.py").write_text("raise SystemExit('foreign')\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTEST_ADDOPTS", "--also-unknown")
    report = tmp_path / "out" / "report"
    code = main(["check", "--phases", "replay,examples", "--report", str(report)])
    said = capsys.readouterr().out
    assert (code, said.count("✗ ")) == (0, 1)  # the one in the legend
    assert "0 findings in" in said.splitlines()[-1]
    assert os.environ["PYTEST_ADDOPTS"] == "--also-unknown"
    suites = ET.parse(report / "junit.xml").getroot()
    assert len(suites) == 28
    assert sum(int(suite.get("tests", 0)) for suite in suites) > 20
    assert {case.tag for suite in suites for case in suite} == {"testcase"}
    assert json.loads((report / "findings.json").read_text())["findings"] == []
    assert "| `orders.list` |" in (report / "summary.md").read_text()
    assert sorted(path.name for path in report.iterdir()) == sorted(NAMES)
    assert {path.name for path in tmp_path.iterdir()} == {"conftest.py", "out", "pytest.ini"}


def colourful(folder: Path) -> Path:
    """A description that promises a colour for each plan, which no service keeps."""
    text = spec_path().read_text(encoding="utf-8")
    before, after = text.split("    PlanSummary:\n", 1)
    more = after.replace("required: [id, name]", "required: [id, name, colour]", 1)
    # Its own examples keep the promise, or the description would be refused.
    head, plans = before.split("  /plans:\n", 1)
    plans = re.sub(r"\n( +)shortDescription: ", r"\n\1colour: red\g<0>", plans)
    before = f"{head}  /plans:\n{plans}"
    mine = folder / "mine.yaml"
    mine.write_text(f"{before}    PlanSummary:\n{more}", encoding="utf-8")
    return mine


def test_processes_find_what_one_finds(tmp_path: Path) -> None:
    """The same promise is found broken in one process and in two."""
    plans = list(contract().spec.operations).index("plans.list") + 1
    settings = CheckSettings(
        parts=("replay", "coverage"), spec=colourful(tmp_path), shard=(plans, 28)
    )
    alone, _ = check(settings)
    shared, _ = check(replace(settings, processes=2))
    found = {finding.key for finding in alone.findings}
    assert ("plans.list", "body_schema") in {key[:2] for key in found}
    assert {finding.key for finding in shared.findings} == found
    trying = 2  # each process tries whether the service lets it in: a token and a list
    assert shared.interactions - alone.interactions in {0, trying}


def test_a_live_service_is_only_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A service given by its URL is read, with credentials from the environment."""
    seen: list[str | None] = []

    def watch(request: Request) -> Request:
        seen.append(request.operation)
        return request

    with Simulator(seed=2, breaks=(Break("watch", "", before=watch),)) as simulator:
        for name, value in simulator.environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("MARKETPLACE_BASE_URL", "https://unused.example")
        settings = CheckSettings(target=simulator.base_url, parts=("sequences",), shard=(1, 6))
        results, _ = check(settings)
    assert results.findings.failures == []
    assert "customers.create" not in seen
    assert "orders.create" not in seen
    assert any("writes are not allowed" in reason for reason in results.skipped)
    assert any("clock" in reason for reason in results.skipped)


def test_everything_401_is_never_green(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wrong credentials end the check in a sentence, before anything is passed."""
    with Simulator(seed=2) as simulator:
        for name, value in simulator.environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("MARKETPLACE_PASSWORD", "Wrong-passw0rd")
        with pytest.raises(CannotRun, match="issues no token"):
            check(CheckSettings(target=simulator.base_url))


def test_a_token_that_opens_nothing_is_never_green(monkeypatch: pytest.MonkeyPatch) -> None:
    """A service that gives tokens and does not honour them cannot be checked."""

    def spoil(request: Request) -> Request:
        return Request(**{**_fields(request), "headers": {"x-subscription-key": key}})

    with Simulator(seed=2) as simulator:
        key = simulator.subscription_key
        for name, value in simulator.environment.items():
            monkeypatch.setenv(name, value)
        hit = Break("deaf", "", before=lambda r: r if r.operation == "auth.token" else spoil(r))
        simulator.inject(hit)
        with pytest.raises(CannotRun, match="issues a token and rejects it"):
            check(CheckSettings(target=simulator.base_url))


def _fields(request: Request) -> dict[str, object]:
    return {name: getattr(request, name) for name in request.__dataclass_fields__}


def test_a_service_that_never_succeeds_is_broken() -> None:
    """A break that makes a check impossible is found, and does not hide behind it."""

    def empty(request: Request) -> Request:
        kept = (*request.query, ("mpn", "nothing")) if request.operation == "products.list" else ()
        return Request(**{**_fields(request), "query": kept or request.query})

    number, _, of = share("order_read_back", "orders.create").partition("/")
    bare = Break("bare", "", before=empty)
    shard = (int(number), int(of))
    results, _ = check(CheckSettings(parts=("sequences",), breaks=(bare,), shard=shard))
    promise = {finding.promise for finding in results.findings.failures}
    assert "the world has something to check this with" in promise


def test_a_broken_description_cannot_run(tmp_path: Path) -> None:
    """An invalid description ends the check with 2."""
    (tmp_path / "mine.yaml").write_text("openapi: 3.0.3\n")
    assert main(["check", "--spec", str(tmp_path / "mine.yaml")]) == 2


def test_another_description_is_checked_against(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A description that promises more than the service keeps is a finding at its line."""
    mine = colourful(tmp_path)
    assert main(["check", "--spec", str(mine), "--phases", "examples"]) == 1
    said = capsys.readouterr().out
    line = next(n for n, row in enumerate(mine.read_text().splitlines(), 1) if "colour]" in row)
    assert f"colour is always present (mine.yaml:{line} " in said


def test_a_report_that_cannot_be_written(tmp_path: Path) -> None:
    """A folder that cannot be made is named before anything is checked."""
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotRun, match="--report"):
        check(CheckSettings(report=tmp_path / "file" / "x"))


def test_a_finding_is_a_failed_case_for_people(tmp_path: Path) -> None:
    """In JUnit each finding is a failed case, with its text and without a traceback."""
    settings = CheckSettings(
        parts=("coverage",), spec=colourful(tmp_path), only=("plans.list",), report=tmp_path
    )
    results, _ = check(settings)
    suites = ET.parse(tmp_path / "junit.xml").getroot()
    failures = suites.findall("testsuite[@name='plans.list']/testcase/failure")
    assert len(failures) == len(results.findings.failures) > 0
    said = "".join(str(failure.text) for failure in failures)
    assert "colour is always present" in said
    assert "Traceback" not in said
    assert ".py" not in said


def test_an_interrupted_check_keeps_what_it_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Findings so far are printed and written, with a note that not everything was checked."""
    asked = iter(range(1000))

    def stop(check_run: CheckRun, operation: Operation) -> list[Finding]:
        if next(asked) == 1:
            raise KeyboardInterrupt
        violation = Violation("a promise", "something else", operation.pointer)
        check_run.results.report("body_schema", [violation], operation=operation.id)
        return check_run.results.findings.failures

    monkeypatch.setattr(CheckRun, "fuzz", stop)
    results, _ = check(CheckSettings(parts=("examples",), report=tmp_path))
    assert results.interrupted
    assert len(results.findings.failures) == 1
    document = json.loads((tmp_path / "findings.json").read_text())
    assert document["interrupted"] is True
    assert [finding["promised"] for finding in document["findings"]] == ["a promise"]
    for name in ("junit.xml", "summary.md"):
        assert INTERRUPTED in (tmp_path / name).read_text()


def test_a_check_that_breaks_down_is_no_result(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of ours within a test ends the check with a sentence that names the test."""

    def fail(check_run: CheckRun, operation: Operation) -> list[Finding]:
        raise KeyError(operation.id, len(check_run.settings.parts))

    monkeypatch.setattr(CheckRun, "fuzz", fail)
    with pytest.raises(CannotRun, match=r"crashed in test_operation\[plans.get\]: KeyError"):
        check(CheckSettings(parts=("examples",), only=("plans.get",)))


def test_a_worker_that_dies_is_no_result(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that ends unexpectedly ends the check, and is never taken for a kept contract."""
    monkeypatch.setenv("PYTHONFAULTHANDLER", "0")
    command = [sys.executable, "-c", DYING]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "A process of the check ended unexpectedly."


DYING = """
import multiprocessing, os, threading, time
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.run.collector import Collector
from marketplace_contracts.run.results import INTERRUPTED
from marketplace_contracts.run.check_run import CheckRun
from marketplace_contracts.run.runner import check
from marketplace_contracts.settings import CheckSettings

add = Collector.pytest_runtest_logreport
def kill(self, report):
    # All of them: one that is idle when it dies has lost nothing, and is replaced.
    for child in open(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read().split():
        os.kill(int(child), 9)
    add(self, report)
Collector.pytest_runtest_logreport = kill
try:
    check(CheckSettings(parts=("client",), examples=1, processes=2))
except CannotRun as reason:
    print(reason)
"""


def test_pytest_alone_can_run_the_suite() -> None:
    """The suite is a pytest suite like any other."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    command += ["-c", str(suite_path() / "pytest.ini"), str(suite_path())]
    done = subprocess.run(
        [*command, "-k", "unknown_ids and plans.get"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert "passed" in done.stdout


def test_there_is_one_property_test_for_each_operation() -> None:
    """`-k orders` picks the property tests of orders, one an operation."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--collect-only"]
    command += ["-c", str(suite_path() / "pytest.ini"), str(suite_path())]
    done = subprocess.run(
        [*command, "-k", "orders and test_operation"], capture_output=True, text=True, check=False
    )
    names = re.findall(r"test_operation\[(.*)\]", done.stdout)
    assert names == [name for name in contract().spec.operations if "orders" in name]
