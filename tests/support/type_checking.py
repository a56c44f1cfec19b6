"""Running mypy as a user of the packages would."""

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import cloud_marketplace
import cloud_marketplace_api
import marketplace_contracts

PACKAGES = (cloud_marketplace, cloud_marketplace_api, marketplace_contracts)
ROOTS = [str(Path(str(package.__file__)).parents[1]) for package in PACKAGES]
CACHE = Path(__file__).parents[2] / ".mypy_cache/users"
"""Shared by all programs, since most of the work is in the libraries."""
OPTIONS = ("--strict", "--config-file=", f"--cache-dir={CACHE}", "--no-error-summary")
ERROR = re.compile(r"^([^:\n]+):(\d+): error:", re.MULTILINE)


def complaints(
    folder: Path, *arguments: str, roots: Sequence[str] = ROOTS
) -> list[tuple[str, int]]:
    """Files and lines that mypy complains about, strictly and without anybody's settings."""
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *OPTIONS, *arguments],
        cwd=folder,
        env={**os.environ, "MYPYPATH": os.pathsep.join(roots)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return [(name, int(line)) for name, line in ERROR.findall(done.stdout)]


def wrong_lines(folder: Path, program: str) -> list[int]:
    """Lines of a program that mypy complains about."""
    (folder / "program.py").write_text(program)
    return sorted({line for name, line in complaints(folder, "program.py") if name == "program.py"})
