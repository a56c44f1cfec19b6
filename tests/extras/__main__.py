"""Install each extra from the built wheel in an environment of its own, and use it.

`make extras` runs this for one Python. With `--lowest` every library that pyproject.toml names has
the lowest version that is allowed there. The simulator runs in this process, so what is tried needs
no more than its own extra.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Mapping
from pathlib import Path

from marketplace_contracts.simulator import Simulator
from packaging.requirements import Requirement
from packaging.version import Version

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NAME: str = PROJECT["name"]
ALONE = "none"
OUR_WARNING = re.compile(r".*\b(?:cloud_marketplace|marketplace_contracts)\w*/.*Warning: .*")

USES: dict[str, list[str]] = {
    ALONE: [
        "python examples/first_steps.py",
        "python examples/place_order.py TICKET-EXTRAS",
        "python tests/extras/help_lists_calls.py",
    ],
    "testing": ["python -m pytest -p no:cacheprovider examples/test_own_code.py"],
    "contracts": [
        "marketplace-contracts check --only orders.get",
        "python -m pytest -p no:cacheprovider examples/test_own_code.py",
    ],
    "cli": [
        "cloud-marketplace --help",
        "cloud-marketplace doctor",
        "cloud-marketplace subscriptions list --status active --format table",
    ],
    "keyring": ["python tests/extras/keep_settings.py"],
    "parquet": ["python tests/extras/write_parquet.py"],
    "xlsx": ["python tests/extras/read_workbook.py"],
    "otel": ["python tests/extras/trace_call.py"],
    "dlt": ["python tests/extras/load_tables.py"],
    "docs": ["python -m mkdocs build --quiet --strict --site-dir {folder}/site"],
}
"""What is done with each extra; `none` is the client alone."""


def lowest(extra: str) -> list[str]:
    """Return a pin of each library of an extra: the lowest version that pyproject.toml allows."""
    found: dict[str, Version] = {}
    todo = [extra, ALONE]
    while todo:
        name = todo.pop()
        texts = PROJECT["optional-dependencies"].get(name, PROJECT["dependencies"])
        for required in map(Requirement, texts):
            if required.name == NAME:
                todo += required.extras
                continue
            bounds = [Version(s.version) for s in required.specifier if s.operator in {">=", "=="}]
            found[required.name] = max([*bounds, found.get(required.name, Version("0"))])
    return [f"{name}=={version}" for name, version in sorted(found.items())]


def build(folder: Path) -> Path:
    """Build the wheel of the working tree."""
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run([*command, str(ROOT)], check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def install(folder: Path, python: str, wheel: Path, extra: str, pins: list[str]) -> Path:
    """Make an environment with the extra; return its bin folder."""
    subprocess.run([python, "-m", "venv", "--without-pip", str(folder)], check=True)
    constraints = folder / "constraints.txt"
    constraints.write_text("\n".join(pins))
    wanted = str(wheel) if extra == ALONE else f"{wheel}[{extra}]"
    command = [sys.executable, "-m", "pip", "--python", str(folder / "bin/python"), "install"]
    options = ["--quiet", "--disable-pip-version-check", "--prefer-binary", "-c", str(constraints)]
    said(subprocess.run([*command, *options, wanted], capture_output=True, text=True, check=False))
    return folder / "bin"


def use(bin_folder: Path, command: str, settings: Mapping[str, str]) -> None:
    """Run a command of an environment; a warning about our own code is a failure, too."""
    program, *arguments = command.format(folder=bin_folder.parent).split()
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "MARKETPLACE"))}
    done = subprocess.run(
        [str(bin_folder / program), *arguments],
        cwd=ROOT,
        env=kept | settings | {"PYTHONWARNINGS": "always::DeprecationWarning"},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    said(done)
    if warned := OUR_WARNING.search(done.stdout + done.stderr):
        raise Failed(f"{command}: {warned.group()}")


class Failed(Exception):
    """An installation or a use that failed, with what it printed last."""


def said(done: subprocess.CompletedProcess[str]) -> None:
    """Raise what a command printed if it failed."""
    if done.returncode:
        lines = (done.stdout + done.stderr).strip().splitlines()
        told = [line for line in lines if not line.startswith("WARNING: ")][-25:]
        raise Failed("\n".join([f"{' '.join(done.args)} exited with {done.returncode}:", *told]))


def try_extra(extra: str, python: str, wheel: Path, pins: list[str]) -> None:
    """Install one extra and use it.

    Raises:
        Failed: If it can't be installed or used.
    """
    with tempfile.TemporaryDirectory() as name, Simulator(control=True) as simulator:
        folder = Path(name)
        settings = {**simulator.environment, "MARKETPLACE_INTENTS": f"{folder}/intents.sqlite"}
        settings |= {"EXTRAS_FOLDER": name, "XDG_CACHE_HOME": f"{folder}/cache"}
        bin_folder = install(folder / "env", python, wheel, extra, pins)
        for command in USES[extra]:
            use(bin_folder, command, settings)


def main() -> int:
    """Try the extras that are named, or all, and print a line for each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--python", default=sys.executable, help="Python to install into")
    parser.add_argument("--lowest", action="store_true", help="take the lowest allowed versions")
    parser.add_argument("extras", nargs="*", metavar="EXTRA", help=f"one of {', '.join(USES)}")
    given = parser.parse_args()
    if unknown := set(given.extras) - set(USES):
        parser.error(f"no such extra: {', '.join(sorted(unknown))}")
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        wheel = build(Path(folder))
        for extra in given.extras or USES:
            pins = lowest(extra) if given.lowest else []
            began, outcome = time.monotonic(), "ok"
            try:
                try_extra(extra, given.python, wheel, pins)
            except Failed as error:
                failures += 1
                outcome = f"FAILED\n{error}"
            seconds = f"{time.monotonic() - began:.0f} s"
            print(f"{extra:<10}{seconds:>6}  {' '.join(pins)}  {outcome}", flush=True)  # noqa: T201 - a program
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
