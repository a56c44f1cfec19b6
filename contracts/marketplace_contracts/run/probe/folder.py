"""The folder of a probe: findings, scrubbed recordings, and the state of the run."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from marketplace_contracts.errors import CannotRun
from marketplace_contracts.report import files
from marketplace_contracts.traffic.finding import Finding

STATE, FINDINGS, CASSETTES = "state.json", "findings.jsonl", "cassettes"
FORMAT = 1
"""Version of the state's form."""


class ProbeFolder:
    """The files of a probe. Each is complete at any time, so a killed probe can be resumed.

    A line of `findings.jsonl` is written at once, and other files are replaced as a whole.

    Args:
        path: The folder; created if missing.

    Raises:
        CannotRun: It cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        files.prepare(path)
        try:
            (path / CASSETTES).mkdir(exist_ok=True)
        except OSError as error:
            raise _unwritable(path, error) from None

    def clear(self) -> None:
        """Remove what an earlier probe left."""
        for name in (STATE, FINDINGS):
            (self.path / name).unlink(missing_ok=True)
        for old in (self.path / CASSETTES).glob("*.yaml"):
            old.unlink()

    @staticmethod
    def see_free(path: Path) -> None:
        """Check that the folder holds no unfinished probe; it need not exist.

        Raises:
            CannotRun: It would.
        """
        try:
            found = json.loads((path / STATE).read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError):
            return
        except (OSError, ValueError):
            found = None  # unreadable, so it may be unfinished
        if not (isinstance(found, dict) and found.get("finished") is True):
            raise CannotRun(
                f"--report: {path} holds an unfinished probe; continue it with --resume, or name "
                "another folder."
            )

    def state(self) -> dict[str, Any]:
        """Return the state of an unfinished probe.

        Raises:
            CannotRun: There is none, or it cannot be read.
        """
        try:
            found = json.loads((self.path / STATE).read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise CannotRun(f"--resume: {self.path} holds no probe to resume.") from None
        except (OSError, ValueError):
            raise CannotRun(f"--resume: {self.path / STATE} cannot be read.") from None
        if not isinstance(found, dict) or found.get("format") != FORMAT:
            raise CannotRun(f"--resume: {self.path / STATE} is of another version.")
        return found

    def save(self, state: dict[str, Any]) -> None:
        """Replace the state."""
        self._replace(self.path / STATE, json.dumps({"format": FORMAT, **state}))

    def findings(self) -> list[Finding]:
        """Return the findings on disk; a line that was cut off when a disk was full is removed."""
        path = self.path / FINDINGS
        found = []
        for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else []:
            with suppress(ValueError, TypeError):
                found.append(Finding.from_dict(json.loads(line)))
        self._replace(path, "".join(map(_line, found)))
        return found

    def add(self, findings: Iterable[Finding]) -> None:
        """Append findings, one a line."""
        text = "".join(map(_line, findings))
        if not text:
            return
        try:
            with (self.path / FINDINGS).open("ab", buffering=0) as file:
                file.write(text.encode())
                os.fsync(file.fileno())
        except OSError as error:
            raise _unwritable(self.path, error) from None

    def record(self, name: str, text: str) -> None:
        """Write a cassette."""
        self._replace(self.path / CASSETTES / f"{name}.yaml", text)

    def _replace(self, path: Path, text: str) -> None:
        beside = path.with_suffix(".tmp")
        try:
            beside.write_text(text, encoding="utf-8")
            beside.replace(path)
        except OSError as error:
            raise _unwritable(self.path, error) from None


def _line(finding: Finding) -> str:
    return json.dumps(finding.as_dict(), ensure_ascii=False) + "\n"


def _unwritable(folder: Path, error: OSError) -> CannotRun:
    return CannotRun(f"--report {folder} cannot be written: {error.strerror}.")
