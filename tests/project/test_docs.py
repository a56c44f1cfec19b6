"""The documentation is true: its programs run, its commands exist."""

import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from marketplace_contracts.commands.program import parse

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(ROOT.glob("*.md")) + sorted((ROOT / "docs").rglob("*.md"))
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))
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
    """Return every line of every shell block with its place."""
    return [(place, line) for place, block in blocks("sh") for line in block.splitlines() if line]


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
def test_programs_in_documents_run(place: str, program: str, settings: dict[str, str]) -> None:
    """Each Python block runs against the simulator as written."""
    # A stated rate makes a program wait in real time, so the tests state a higher one.
    done = run(settings, "-c", program.replace('rate="60/min"', 'rate="6000/min"'))
    assert done.returncode == 0, (place, done.stderr)


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
