"""A whole check: what breaks the contract is named, what cannot be run is said in a sentence."""

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
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.paths import spec_path, suite_path
from marketplace_contracts.run.runner import check
from marketplace_contracts.settings import CheckSettings
from marketplace_contracts.simulator import Break, Request, Simulator
from support.harness import contract

EXPIRED = "with an expired bearer token the answer is 401"
SAME_ROWS = "pages of any size show the same rows"
BREAKS = [
    ("drop-field", "orders.list", "creationDate always comes", "paging_walk"),
    ("ignore-offset", "customers.list", SAME_ROWS, "paging_walk"),
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
    """`check` exits with 1 and names operation and promise when the simulator is broken."""
    only = ["--phases", "sequences", "--processes", "1", "--shard", share(finder, operation)]
    assert main(["check", *only, "--break", name]) == 1
    said = capsys.readouterr().out
    blocks = [block for block in said.split("\n\n") if block.startswith(f"✗ {operation}: ")]
    assert [block for block in blocks if promise in block and "openapi.yaml:" in block]
    assert said.splitlines()[-1].startswith("28 operations, ")
    assert (
        f" {len([b for b in said.split(chr(10) * 2) if b.startswith('✗ ')])} findings in " in said
    )


@pytest.mark.parametrize("watching", [True, False])
def test_progress_is_told_to_whoever_watches(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *, watching: bool
) -> None:
    """On a terminal lines of progress come while tests run; without one nothing is said."""
    monkeypatch.setattr("marketplace_contracts.run.check_run.PAUSE", 0.0)
    check(CheckSettings(parts=("sequences",), shard=(1, 300), progress=watching))
    said = capfd.readouterr().err
    assert (
        re.match(r"  sequences: \d+ interactions after \d+\.\d s\n", said) is not None
    ) is watching
    assert bool(said) is watching


def test_a_sound_simulator_keeps_the_contract(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """From whatever folder, next to whatever pytest settings, a sound service has no finding."""
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
    suites = ET.parse(report / "junit.xml").getroot()  # noqa: S314 - our own file
    assert len(suites) == 2
    assert sum(int(suite.get("tests", 0)) for suite in suites) > 20
    assert json.loads((report / "findings.json").read_text())["findings"] == []
    assert "| `orders.list` |" in (report / "summary.md").read_text()
    assert sorted(path.name for path in report.iterdir()) == [
        "findings.json",
        "junit.xml",
        "summary.md",
    ]


def colourful(folder: Path) -> Path:
    """A description that promises a colour for each plan, which no service keeps."""
    text = spec_path().read_text(encoding="utf-8")
    before, after = text.split("    PlanSummary:\n", 1)
    more = after.replace("required: [id, name]", "required: [id, name, colour]", 1)
    mine = folder / "mine.yaml"
    mine.write_text(f"{before}    PlanSummary:\n{more}", encoding="utf-8")
    return mine


def test_processes_find_what_one_finds(tmp_path: Path) -> None:
    """The same promise is found broken, shared out over two processes or not."""
    plans = list(contract().spec.operations).index("plans.list") + 1
    settings = CheckSettings(
        parts=("replay", "coverage"), spec=colourful(tmp_path), shard=(plans, 28)
    )
    alone, _ = check(settings)
    shared, _ = check(replace(settings, processes=2))
    found = {finding.key for finding in alone.findings}
    assert ("plans.list", "body_schema") in {key[:2] for key in found}
    assert {finding.key for finding in shared.findings} == found
    assert shared.interactions == alone.interactions


def test_a_live_service_is_only_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A service that is named by its address is read, its credentials come from the environment."""
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
    """Wrong credentials end the check in a sentence, before anything is called good."""
    with Simulator(seed=2) as simulator:
        for name, value in simulator.environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("MARKETPLACE_PASSWORD", "Wrong-passw0rd")
        with pytest.raises(CannotRun, match="gives no token"):
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
        with pytest.raises(CannotRun, match="does not accept it"):
            check(CheckSettings(target=simulator.base_url))


def _fields(request: Request) -> dict[str, object]:
    return {name: getattr(request, name) for name in request.__dataclass_fields__}


def test_a_service_that_answers_nothing_good_is_broken() -> None:
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
    """Another description that is none ends the check with 2."""
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
    assert f"colour always comes (mine.yaml:{line} " in said


def test_a_report_that_cannot_be_written(tmp_path: Path) -> None:
    """A folder that cannot be made is named before anything is checked."""
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotRun, match="--report"):
        check(CheckSettings(report=tmp_path / "file" / "x"))


def test_pytest_alone_can_run_the_suite() -> None:
    """The suite is a pytest suite like any other."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    command += ["-c", str(suite_path() / "pytest.ini"), str(suite_path())]
    done = subprocess.run(
        [*command, "-k", "unknown_ids and plans.get"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert "passed" in done.stdout
