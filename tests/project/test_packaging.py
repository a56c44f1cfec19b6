"""The built wheel works in an environment with only its requirements."""

import json
import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
from extras.__main__ import ALONE, USES
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
NAME = "cloud-marketplace"


def requirements(name: str, extras: frozenset[str]) -> list[Requirement]:
    """Return what a distribution requires in this environment, with the extras."""
    asked = [Requirement(text) for text in metadata.requires(name) or []]
    choices: list[dict[str, str]] = [{"extra": extra} for extra in extras or {""}]
    return [r for r in asked if r.marker is None or any(r.marker.evaluate(c) for c in choices)]


def closure(extras: frozenset[str]) -> set[str]:
    """Return the names of all distributions that the wheel needs, directly or not."""
    found: set[str] = set()
    todo = [(NAME, extras)]
    while todo:
        for requirement in requirements(*todo.pop()):
            name = canonicalize_name(requirement.name)
            if name not in found:
                found.add(name)
                todo.append((name, frozenset(requirement.extras)))
    return found


def link(distribution: str, site: Path) -> None:
    """Make an installed distribution visible in another environment."""
    tops = {file.parts[0] for file in metadata.files(distribution) or [] if ".." not in file.parts}
    for top in tops - {"__pycache__"}:
        source = Path(str(metadata.distribution(distribution).locate_file(top)))
        if not (site / top).exists():
            (site / top).symlink_to(source)


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the source distribution and the wheel from the working tree, once."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--sdist", "--wheel", "--no-isolation"]
    subprocess.run([*command, "--outdir", str(out), str(ROOT)], check=True, capture_output=True)
    return out


@pytest.fixture(scope="module")
def wheel(distributions: Path) -> Path:
    """Return the built wheel."""
    return next(distributions.glob("*.whl"))


def environment(folder: Path, wheel: Path, extras: frozenset[str]) -> Path:
    """Make an environment with the wheel and its requirements; return its bin folder."""
    venv.create(folder, with_pip=False)
    python = folder / "bin/python"
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    options = ["--no-index", "--no-deps", "--disable-pip-version-check"]
    subprocess.run([*command, *options, str(wheel)], check=True, capture_output=True)
    site = next((folder / "lib").glob("python*/site-packages"))
    for distribution in closure(extras) - {NAME}:
        link(distribution, site)
    return folder / "bin"


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command outside the repository and without its settings."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "MARKETPLACE"))}
    return subprocess.run(
        command, cwd=folder, env=kept, capture_output=True, text=True, check=False, timeout=300
    )


def test_the_wheel_holds_what_the_packages_need(wheel: Path) -> None:
    """The wheel has the three packages, type markers, spec, facts and cassettes."""
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        "cloud_marketplace/py.typed",
        "cloud_marketplace_api/py.typed",
        "marketplace_contracts/py.typed",
        "cloud_marketplace_api/operations.py",
        "marketplace_contracts/data/openapi.yaml",
        "marketplace_contracts/fuzzing/schemathesis.toml",
        "marketplace_contracts/data/facts.md",
    }
    assert wanted <= names
    cassettes = [n for n in names if n.startswith("marketplace_contracts/cassettes/")]
    assert len([name for name in cassettes if name.endswith(".yaml")]) >= 15
    assert not [name for name in names if name.startswith(("tests/", "spec/", "contracts/"))]


def test_the_source_distribution_holds_the_documentation(distributions: Path) -> None:
    """The source distribution has the pages that people read, the register of facts among them."""
    with tarfile.open(next(distributions.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"docs/facts.md", "README.md", "ARCHITECTURE.md", "spec/openapi.yaml"} <= names


def test_the_client_needs_three_libraries_and_what_they_need(wheel: Path, tmp_path: Path) -> None:
    """Without the extra the client works, and the harness says what is missing."""
    bin_folder = environment(tmp_path / "plain", wheel, frozenset())
    program = (
        "import json, sys, cloud_marketplace as c\n"
        "mp = c.Marketplace(base_url='https://api.example/marketplace/na', username='u',\n"
        "    password='p', subscription_key='k', marketplace='us')\n"
        "mp.orders.list\n"
        "print(json.dumps(sorted(m.split('.')[0] for m in sys.modules)))\n"
    )
    done = run(tmp_path, str(bin_folder / "python"), "-c", program)
    assert done.returncode == 0, done.stderr
    unneeded = {"schemathesis", "starlette", "yaml", "pytest", "msgspec"}  # the last not yet
    assert not unneeded & set(json.loads(done.stdout))
    harness = run(tmp_path, str(bin_folder / "marketplace-contracts"), "check")
    assert harness.returncode == 2
    assert "pip install '.[contracts]'" in harness.stderr
    assert "Traceback" not in harness.stderr
    program = run(tmp_path, str(bin_folder / "cloud-marketplace"), "doctor")
    assert program.returncode == 2
    assert "pip install '.[cli]'" in program.stderr
    assert "Traceback" not in program.stderr


def test_each_extra_is_tried_as_a_wheel() -> None:
    """`make extras` has something to do with each extra that people install."""
    extras = set(metadata.metadata(NAME).get_all("Provides-Extra") or [])
    assert extras - {"dev"} == set(USES) - {ALONE}


USERS_TEST = """
def test_a_price(marketplace, world, clock, faults):
    world.set_price("CFQ7TTC0ZZ01:0004", "12.50")
    faults.rate_limited("products.list", retry_after=30)
    rows = {row.mpn: row for row in marketplace.products.list(limit=500)}
    assert rows["CFQ7TTC0ZZ01:0004"].name
    assert (clock.now() - clock.start).total_seconds() >= 30
"""


def test_the_testing_extra_brings_simulator_and_fixtures(wheel: Path, tmp_path: Path) -> None:
    """`[testing]` is enough for tests of one's own and for `simulate`, without the fuzzer."""
    brought = closure(frozenset({"testing"}))
    unneeded = {"schemathesis", "hypothesis", "vcrpy", "rich", "pytest-xdist"}
    assert not unneeded & brought
    assert unneeded | brought <= closure(frozenset({"contracts"}))
    bin_folder = environment(tmp_path / "testing", wheel, frozenset({"testing"}))
    (tmp_path / "test_mine.py").write_text(USERS_TEST)
    done = run(tmp_path, str(bin_folder / "python"), "-m", "pytest", "-q", "test_mine.py")
    assert done.returncode == 0, done.stdout + done.stderr
    wrong = run(tmp_path, str(bin_folder / "marketplace-contracts"), "simulate", "--port", "99999")
    assert wrong.returncode == 2
    assert wrong.stderr.startswith("The simulator cannot be started: port 99999")


def test_the_check_runs_from_the_wheel(wheel: Path, tmp_path: Path) -> None:
    """With the extra the check runs anywhere, from what the wheel carries."""
    bin_folder = environment(tmp_path / "full", wheel, frozenset({"contracts"}))
    only = ("--phases", "examples,replay", "--shard", "1/6")
    done = run(tmp_path, str(bin_folder / "marketplace-contracts"), "check", *only)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 findings in " in done.stdout.splitlines()[-1]
