"""Find edits by hand in the generated package, so that generating does not discard them.

A file is as generated if its content is the fresh one, the one that was written here the last time
(noted in a file that git ignores), or the committed one, which `make contract` holds to be current.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

NOTE = ".written.json"
CONFLICT = b"\n<<<<<<< "


def hand_edits(target: Path, present: Mapping[str, bytes], fresh: Mapping[str, bytes]) -> list[str]:
    """Return the files with edits by hand that generating would change.

    Args:
        target: The folder of the package.
        present: The files in it.
        fresh: The files that are about to replace them.
    """
    changed = {name for name, content in present.items() if fresh.get(name) != content}
    if not changed:
        return []
    known = (_written(target), _committed(target, "HEAD"), _merged(target))
    return sorted(
        name
        for name in changed
        if CONFLICT not in present[name]
        and not any(states.get(name) == blob(present[name]) for states in known)
    )


def note(target: Path, fresh: Mapping[str, bytes]) -> None:
    """Note what was written."""
    states = {name: blob(content) for name, content in sorted(fresh.items())}
    (target.parent / NOTE).write_text(json.dumps(states), encoding="utf-8")


def blob(content: bytes) -> str:
    """Return the name that git has for a content."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def _written(target: Path) -> Mapping[str, str]:
    try:
        states: dict[str, str] = json.loads((target.parent / NOTE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return states if isinstance(states, dict) else {}


def _committed(target: Path, revision: str) -> Mapping[str, str]:
    """Return the files of a commit; empty without git or without the commit."""
    lines = _git(target, "ls-tree", "-r", "-z", revision, ".").split("\0")
    return {line.partition("\t")[2]: line.split()[2] for line in lines if "\t" in line}


def _merged(target: Path) -> Mapping[str, str]:
    """Return what git merged by itself, while a merge or a rebase is going on."""
    marks = ("MERGE_HEAD", "REBASE_HEAD")
    if not any(_git(target, "rev-parse", "--verify", "--quiet", mark) for mark in marks):
        return {}
    lines = _git(target, "ls-files", "--stage", "-z", ".").split("\0")
    return {line.partition("\t")[2]: line.split()[1] for line in lines if "\t" in line}


def _git(target: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", *arguments],  # noqa: S607 - the git of the caller
            cwd=target,
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return ""
    return done.stdout if done.returncode == 0 else ""
