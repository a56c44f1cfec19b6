"""The documentation is true: its programs run, its commands exist."""

import io
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import httpx
import pytest
from cloud_marketplace.cli.program import program as client_program
from marketplace_contracts.commands.program import parse
from marketplace_contracts.simulator import Simulator
from support.simulator_api import fetch
from support.type_checking import ROOTS, complaints

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(ROOT.glob("*.md")) + sorted((ROOT / "docs").rglob("*.md"))
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))
CLIENT_PROGRAM = "cloud-marketplace"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMMAND = Path(sys.executable).parent / "marketplace-contracts"


def blocks(language: str) -> list[tuple[str, str]]:
    """Return every code block of a language with the name of its document."""
    return [
        (f"{path.name}:{text.count(chr(10), 0, found.start()) + 1}", found.group(2))
        for path in DOCUMENTS
        for text in [path.read_text(encoding="utf-8")]
        for found in BLOCK.finditer(text)
        if found.group(1) == language
    ]


def shell_lines() -> list[tuple[str, str]]:
    """Return every line of every shell block, with those that a backslash joins to it."""
    joined = [(place, block.replace("\\\n", "")) for place, block in blocks("sh")]
    return [(place, line) for place, block in joined for line in block.splitlines() if line]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Start `marketplace-contracts simulate` and yield the settings that it prints."""
    intents = tmp_path_factory.mktemp("intents") / "intents.sqlite"
    command = [str(COMMAND), "simulate", "--port", "0", "--seed", "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline().rstrip("\n") for _ in range(5)]
        try:
            yield dict(line.split("=", 1) for line in lines) | {"MARKETPLACE_INTENTS": str(intents)}
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=20)


def run(settings: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a Python program with the settings in its environment."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("MARKETPLACE_")}
    return subprocess.run(
        [sys.executable, *arguments],
        env=kept | settings,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(("place", "program"), blocks("python"))
def test_programs_in_documents_run(
    place: str, program: str, settings: dict[str, str], tmp_path: Path
) -> None:
    """Each Python block runs against the simulator as written, and shows something."""
    # A stated rate makes a program wait in real time, so the tests state a higher one.
    program = program.replace('rate="60/min"', 'rate="6000/min"')
    file = tmp_path / "test_block.py"
    file.write_text(program, encoding="utf-8")
    is_suite = "\ndef test_" in program
    done = run(settings, *(("-m", "pytest", "-q", str(file)) if is_suite else ("-c", program)))
    assert done.returncode == 0, (place, done.stdout + done.stderr)
    # A program that finds nothing to print shows nothing, and may be wrong unseen.
    assert done.stdout or "print(" not in program, place


def test_levers_in_documents_work() -> None:
    """Each curl command for the simulator is accepted by one."""
    levers = [(place, line) for place, line in shell_lines() if "/_simulator/" in line]
    assert len(levers) > 10
    with Simulator(control=True) as simulator:
        for place, line in levers:
            words = shlex.split(line)
            path = "/_simulator/" + next(word for word in words if "http" in word).split("/")[-1]
            data = words[words.index("-d") + 1] if "-d" in words else None
            method = words[words.index("-X") + 1] if "-X" in words else "POST" if data else "GET"
            response = fetch(httpx.URL(simulator.base_url).join(path), method, content=data)
            assert response.status_code == 200, (place, line, response.text)


def test_commands_of_the_client_exist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each line with `cloud-marketplace` names a command, options and arguments that exist."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "order.json").write_text("{}")
    monkeypatch.setattr(sys, "stdin", io.StringIO("{}"))
    lines = [(place, line) for place, line in shell_lines() if line.startswith(CLIENT_PROGRAM)]
    assert len(lines) > 10
    for place, line in lines:
        command: click.Command = client_program
        words = shlex.split(line.partition(" < ")[0])[1:]
        while isinstance(command, click.Group):
            context = click.Context(command)
            _, found, words = command.resolve_command(context, words)
            assert found is not None, (place, line)
            command = found
        command.make_context(command.name, words)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_examples_run(path: Path, settings: dict[str, str]) -> None:
    """Each example runs against the simulator and prints something."""
    done = run(settings, str(path))
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_the_readme_shows_its_example_as_it_is() -> None:
    """The first program of the README is examples/first_steps.py, word for word."""
    shown = next(block for place, block in blocks("python") if place.startswith("README.md"))
    assert shown in (ROOT / "examples/first_steps.py").read_text(encoding="utf-8")


def test_commands_in_documents_exist() -> None:
    """Each make target and each command line of the harness in a shell block is a real one."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    seen = 0
    for place, line in shell_lines():
        words = shlex.split(line.split(" > ")[0])
        if words[0] == "make":
            seen += 1
            assert words[1] in targets, place
        elif words[0].endswith("marketplace-contracts"):
            seen += 1
            parse(words[1:])
    assert seen > 5


def test_files_named_in_documents_exist() -> None:
    """Each file or folder of the repository that a document names in code type is there."""
    pattern = re.compile(
        r"`((?:spec|client|generated|contracts|tests|examples|bench|docs)/[^`*]*)`"
    )
    for path in DOCUMENTS:
        for name in pattern.findall(path.read_text(encoding="utf-8")):
            assert (ROOT / name).exists(), (path.name, name)


def test_advice_names_no_package_that_nobody_published() -> None:
    """What users are told to install is in the clone; only the README says why."""
    command = ["git", "-C", str(ROOT), "ls-files", "*.md", "*.py", "*.yml", "*.jinja"]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = set(project["optional-dependencies"])
    for name in (each for each in listed if not each.startswith("tests/")):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not re.search(
            r"\binstall (?:-\S+ )*[\'\"]?cloud-marketplace\b", text, re.IGNORECASE
        ), name
        assert set(re.findall(r"install [\'\"]?\.\[(\w+)\]", text)) <= extras, name
    unpublished = re.compile(r"no published package|not (?:yet )?published yet", re.IGNORECASE)
    saying = [path.name for path in DOCUMENTS if unpublished.search(path.read_text("utf-8"))]
    assert saying == ["README.md"]


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """Return a folder outside of the repository with each Python block and example in a file."""
    for number, (place, program) in enumerate(blocks("python")):
        name = re.sub(r"\W", "_", place)
        (tmp_path / f"block_{number}_{name}.py").write_text(program, encoding="utf-8")
    for path in EXAMPLES:
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path


def test_mypy_accepts_programs_and_examples(programs: Path) -> None:
    """Users who copy a program can check it strictly, as code outside of the repository."""
    assert complaints(programs, *sorted(path.name for path in programs.iterdir())) == []


@pytest.mark.skipif(not shutil.which("pyright"), reason="pyright is not installed")
def test_pyright_accepts_programs_and_examples(programs: Path) -> None:
    """The other type checker that users have accepts the same files."""
    config = json.dumps({"extraPaths": ROOTS, "pythonVersion": "3.11"})
    (programs / "pyrightconfig.json").write_text(config)
    command = ["pyright", "--pythonpath", sys.executable, "."]
    done = subprocess.run(command, cwd=programs, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
