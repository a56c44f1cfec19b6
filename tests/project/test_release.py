"""The files of releases, containers and pull requests exist and work."""

import fnmatch
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from marketplace_contracts.commands.program import program

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))
COMMITTED = subprocess.run(
    ["git", "-C", str(ROOT), "ls-files"], check=True, capture_output=True, text=True
).stdout.splitlines()


def steps(workflow: Path) -> list[dict[str, Any]]:
    """Return the steps of all jobs of a workflow."""
    jobs = yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"]
    return [step for job in jobs.values() for step in job["steps"]]


def commands(workflow: Path) -> str:
    """Return what the steps of a workflow run, as one text."""
    return "\n".join(step.get("run", "") for step in steps(workflow))


def build(source: Path, out: Path, umask: int = 0o022) -> Path:
    """Build the wheel of a source tree; return its path."""
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out)]
    environment = os.environ | {"SOURCE_DATE_EPOCH": "1700000000"}
    subprocess.run(
        [*command, str(source)], check=True, capture_output=True, env=environment, umask=umask
    )
    return next(out.glob("*.whl"))


def copy(files: list[str], folder: Path) -> Path:
    """Copy files of the repository into a folder."""
    for name in files:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, target)
    return folder


def in_image() -> list[str]:
    """Return the committed files that `.dockerignore` lets into the build of the image."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    kept = [line.removeprefix("!").rstrip("/") for line in lines if line.startswith("!")]
    return [
        name
        for name in COMMITTED
        if any(name == each or fnmatch.fnmatch(name, f"{each}/*") for each in kept)
    ]


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: str(path.stem))
def test_workflows_run_only_what_exists(workflow: Path) -> None:
    """Each make target and each command of the harness that a workflow runs exists."""
    text = commands(workflow)
    made = {each for line in re.findall(r"\bmake ([a-z ]+)", text) for each in line.split()}
    assert made <= TARGETS
    used = set(re.findall(r"marketplace-contracts ([a-z]+)", text))
    with click.Context(program) as context:
        assert used <= set(program.list_commands(context))


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: str(path.stem))
def test_workflows_take_no_text_of_strangers_into_a_shell(workflow: Path) -> None:
    """A title or branch of a pull request reaches a command as a variable, never as its text."""
    assert "${{ github.event" not in commands(workflow)
    assert "${{ github.head_ref" not in commands(workflow)
    assert "pull_request_target" not in workflow.read_text(encoding="utf-8")


@pytest.fixture
def gh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """Run `.ci/drift-issue` with a `gh` that knows one open issue or none; returns its calls."""

    def run(number: str) -> str:
        fake = tmp_path / "gh"
        fake.write_text(
            f'#!/bin/sh\necho "$@" >> "{tmp_path}/calls"\n'
            f'case "$*" in *--body-file*) for last; do :; done; cat "$last" >> "{tmp_path}/calls";;'
            f' "issue list"*) echo "{number}";; esac\n'
        )
        fake.chmod(0o755)
        (tmp_path / "summary.md").write_text("orders.list: 1 finding\n" + "x" * 70_000)
        monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
        monkeypatch.setenv("RUN", "https://github.example/run/7")
        script = ["bash", str(ROOT / ".ci/drift-issue"), "summary.md"]
        subprocess.run(script, check=True, cwd=tmp_path, capture_output=True)
        return (tmp_path / "calls").read_text()

    return run


@pytest.mark.parametrize(
    ("number", "call"), [("", "issue create --title"), ("12", "issue edit 12")]
)
def test_drift_is_one_issue(number: str, call: str, gh: Callable[[str], str]) -> None:
    """The first drift opens an issue, and a later one replaces its text: no second issue."""
    calls = gh(number)
    assert call in calls
    assert calls.count("--body-file") == 1
    assert "orders.list: 1 finding" in calls
    assert "artifact `live-report` of https://github.example/run/7" in calls
    assert len(calls) < 65_000


@pytest.mark.parametrize(
    ("printed", "logged", "code", "says"),
    [
        ("", "No known vulnerabilities found", 0, "No known vulnerabilities in "),
        ("Name Version ID\nhttpx 0.1 PYSEC-1", "Found 1", 1, "httpx 0.1 PYSEC-1"),
        ("", "ERROR:pip_audit._cli:six: Dependency not found on PyPI", 2, "six: Dependency not"),
        ("", "Traceback (most …\n  File\nrequests.ProxyError: host (url …)", 2, "ProxyError: host"),
    ],
)
def test_an_audit_that_asked_nobody_is_no_success(
    printed: str, logged: str, code: int, says: str, tmp_path: Path
) -> None:
    """Vulnerabilities end with 1; dependencies that could not be looked up with 2, in one line."""
    fake = tmp_path / "pip-audit"
    fake.write_text(
        f"#!/bin/sh\nprintf '%s' '{printed}'\necho '{logged}' >&2\n"
        f'case " $* " in *" --strict "*) exit {int(code > 0)};; esac\n'
    )
    fake.chmod(0o755)
    done = subprocess.run(
        ["bash", ".ci/audit", str(fake)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == code
    assert says in done.stdout + done.stderr
    assert (done.stdout + done.stderr).count("\n") == 1 + printed.count("\n")


def test_only_the_live_job_may_write_issues() -> None:
    """Findings of the live probe (exit code 1) become an issue; no other job may write any."""
    jobs = {
        (path.name, name): job
        for path in WORKFLOWS
        for name, job in yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].items()
    }
    writing = [name for name, job in jobs.items() if "issues" in job.get("permissions", {})]
    assert writing == [("contract.yml", "live")]
    *_, last = jobs["contract.yml", "live"]["steps"]
    assert "steps.probe.outputs.code == '1'" in last["if"]
    assert ".ci/drift-issue" in last["run"]


def test_hooks_run_what_the_environment_has() -> None:
    """Each hook for commits is a program of `.venv` or a make target."""
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    for hook in hooks["repos"][0]["hooks"]:
        program_, *rest = hook["entry"].split()
        if program_ == "make":
            assert set(rest) <= TARGETS
        else:
            assert (Path(sys.executable).parent / Path(program_).name).exists()


def test_the_same_source_gives_the_same_wheel(tmp_path: Path) -> None:
    """Two builds of one commit are equal, byte by byte, with any umask and file times."""
    first = copy(in_image(), tmp_path / "one")
    second = copy(in_image(), tmp_path / "two")
    for file in second.rglob("*"):
        os.utime(file, (1, 1))
    wheels = build(first, tmp_path / "a"), build(second, tmp_path / "b", umask=0o077)
    assert len({hashlib.sha256(wheel.read_bytes()).hexdigest() for wheel in wheels}) == 1


def test_image_has_all_that_its_build_needs(tmp_path: Path) -> None:
    """The files that `.dockerignore` admits hold the lock and make a wheel with all its data."""
    assert "requirements.lock" in in_image()
    assert not [name for name in in_image() if name.startswith(("tests/", "."))]
    wheel = build(copy(in_image(), tmp_path / "image"), tmp_path / "out")
    full = build(copy(COMMITTED, tmp_path / "full"), tmp_path / "whole")
    assert hashlib.sha256(wheel.read_bytes()).digest() == hashlib.sha256(full.read_bytes()).digest()


def test_image_starts_a_command_that_exists() -> None:
    """The options in the Dockerfile's entry point are options of `simulate`."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    with click.Context(program) as context:
        simulate = program.get_command(context, "simulate")
    assert simulate is not None
    known = {name for option in simulate.params for name in option.opts}
    used = set(re.findall(r'"(--[a-z-]+)"', text))
    assert {"--host", "--port"} <= used <= known


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-tools.lock"])
def test_locks_are_plain_pins(lock: str) -> None:
    """A lock names exact versions and no address of an index."""
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert pins
    assert not [pin for pin in pins if not re.fullmatch(r"[a-z0-9-]+==[^\s:/]+", pin)]
