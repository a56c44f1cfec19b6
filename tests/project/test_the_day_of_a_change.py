"""The page about a changed API, walked from its first command to its last in a copy."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "when-the-api-changes.md"
FOLDERS = ("client", "contracts", "docs", "generated", "spec")
FILES = ("CHANGELOG.md", "Makefile", "pyproject.toml", "requirements.lock")
ELSEWHERE = ("marketplace-contracts import", "marketplace-contracts proxy")
"""Commands that need a capture or another program; they have tests of their own."""
FEW = "--only teams.get --only plans.get --depth quick --phases sequences,replay --processes 1"
ARGUMENTS = {
    "marketplace-contracts check": FEW,
    "marketplace-contracts simulate": "--port 0",
    "marketplace-contracts probe": "--rate 60000/min --only plans.list --yes",
}
"""What is added to a command, so that it asks nobody and takes seconds in place of minutes."""
WRAPPER = """#!/bin/sh
export PYTHONPATH={house}/client:{house}/contracts:{house}/generated
exec {python} {more} "$@"
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Copy what the commands need, as a repository with a release, and with an environment."""
    for name in FOLDERS:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy(ROOT / name, tmp_path)
    scripts = tmp_path / ".venv" / "bin"
    scripts.mkdir(parents=True)
    for name, more in (("python", ""), ("marketplace-contracts", "-m marketplace_contracts")):
        text = WRAPPER.format(house=tmp_path, python=sys.executable, more=more)
        (scripts / name).write_text(text)
        (scripts / name).chmod(0o755)
    (tmp_path / ".gitignore").write_text(".venv/\n__pycache__/\n")
    me = ("-c", "user.name=Test", "-c", "user.email=test@example.com")
    for words in (["init", "-q"], ["add", "-A"], [*me, "commit", "-qm", "x"], ["tag", "v0.1.0"]):
        subprocess.run(["git", *words], cwd=tmp_path, check=True, capture_output=True)
    (scripts.parent / ".ready.stamp").touch()
    return tmp_path


def vendor_file(house: Path) -> None:
    """Write a new file of the vendor: one operation and one property more."""
    published = max((house / "spec" / "published").glob("*.yaml"))
    document: dict[str, Any] = yaml.safe_load(published.read_text(encoding="utf-8"))
    document["info"]["version"] = "1.16"
    document["paths"]["/teams/{id}"] = yaml.safe_load(
        yaml.safe_dump(document["paths"]["/plans/{id}"])
    )
    read = document["paths"]["/teams/{id}"]["get"] | {"operationId": "getTeam", "tags": ["Teams"]}
    document["paths"]["/teams/{id}"]["get"] = read
    team = {"$ref": "#/components/schemas/Team"}
    read["responses"]["default"]["content"]["application/json"]["schema"] = team
    schemas = document["components"]["schemas"]
    text = {"type": "string"}
    schemas["Team"] = {"type": "object", "properties": {"id": text, "name": text}}
    schemas["ServicePlanDetailed"]["properties"]["salesChannel"] = text
    path = house / "new.yaml"
    path.write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")


def commands() -> list[str]:
    """Return the commands of the page in their order."""
    found = re.findall(
        r"^```sh\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    return [line for block in found for line in block.splitlines() if line]


def environment(house: Path, **more: str) -> dict[str, str]:
    """Return an environment in which the commands are those of the copy."""
    kept = {name: text for name, text in os.environ.items() if name in ("HOME", "LANG", "TMPDIR")}
    return {**kept, "PATH": f"{house / '.venv' / 'bin'}:{os.environ['PATH']}", **more}


def run(house: Path, line: str, settings: dict[str, str]) -> str:
    """Run one command of the page as it stands there, and return what it prints."""
    added = next((each for name, each in ARGUMENTS.items() if line.startswith(name)), "")
    more = {"ARGS": FEW} if line == "make contract" else {}
    done = subprocess.run(
        ["sh", "-c", f"{line} {added}"],
        cwd=house,
        env=environment(house, **settings, **more),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{line}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
    return done.stdout


@contextmanager
def simulated(house: Path, line: str) -> Iterator[dict[str, str]]:
    """Run `simulate` of the page, and yield the settings that it prints."""
    words = [*shlex.split(line), *shlex.split(ARGUMENTS["marketplace-contracts simulate"])]
    with subprocess.Popen(
        words, cwd=house, env=environment(house), stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            lines = [process.stdout.readline().strip() for _ in range(5)]
            yield dict(each.split("=", 1) for each in lines)
        finally:
            process.send_signal(signal.SIGINT)


def test_the_commands_of_the_page_run_one_after_the_other(house: Path) -> None:
    """From the vendor's file to the probe: each command works on what the one before it left.

    The service of the probe is the simulator of the page, which serves the new operation too.
    """
    vendor_file(house)
    printed: dict[str, str] = {}
    lines = [line for line in commands() if not line.startswith(ELSEWHERE)]
    (serve,) = [line for line in lines if line.startswith("marketplace-contracts simulate")]
    first, last = lines[: lines.index(serve)], lines[lines.index(serve) + 1 :]
    for line in first:
        printed[line] = run(house, line, {})
        if line == "make generate":  # the page calls a description of ours that is tried a draft
            shutil.copy(house / "spec" / "openapi.yaml", house / "draft.yaml")
    with simulated(house, serve) as settings:
        for line in last:
            printed[line] = run(house, line, settings)
    for line, words in {
        "make adopt PUBLISHED=new.yaml": "Nothing was written",
        "make adopt PUBLISHED=new.yaml WRITE=1": "GET /teams/{id} as teams.get",
        "make diff": "2 compatible; version bump: minor",
        "make generate": "+ api.teams.Teams.get(",
        "make contract": "29 operations, ",
    }.items():
        assert words in printed[line]
    first_probe, second_probe = [printed[line] for line in lines if " probe " in line]
    assert "Continue with --resume --report probe." in first_probe
    assert "after 20 before" in second_probe
    assert (house / "spec" / "published" / "1.16.structure.yaml").exists()
    assert "teams" in (house / "CHANGELOG.md").read_text(encoding="utf-8").partition("## 0")[2]
