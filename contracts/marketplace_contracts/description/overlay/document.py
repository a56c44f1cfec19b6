"""Read an overlay: each action with its reason, its evidence and the version it was written for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from marketplace_contracts.description.source_map import lines_of
from marketplace_contracts.description.yaml_file import read_yaml
from marketplace_contracts.errors import CannotRun

FACT = r"[A-J]\d+(\.\d+)?"
EVIDENCE = re.compile(rf"(documented|observed|inferred)( \({FACT}(, {FACT})*\))?")


@dataclass(frozen=True, slots=True)
class Correction:
    """One action of the overlay.

    Attributes:
        target: JSONPath (RFC 9535) of what is changed.
        reason: Why the published file is wrong or says too little here.
        evidence: How surely we know it, with fact numbers.
        version: The published version it was written for.
        line: Its line in the overlay.
        update: What is merged into the target; None for a removal.
        remove: Whether the target is removed.
    """

    target: str
    reason: str
    evidence: str
    version: str
    line: int
    update: Any = None
    remove: bool = False


@dataclass(frozen=True, slots=True)
class Corrections:
    """The overlay as a whole."""

    name: str
    actions: tuple[Correction, ...]


def corrections(path: Path) -> Corrections:
    """Read `spec/corrections.yaml`.

    Raises:
        CannotRun: It is not an overlay in which every action says its reason and its evidence.
    """
    data, text = read_yaml(path, str(path))
    if not isinstance(data, dict) or not str(data.get("overlay", "")).startswith("1."):
        raise CannotRun(f"{path} is not an OpenAPI Overlay 1.x document: `overlay` is missing.")
    lines = lines_of(text)
    listed = data.get("actions")
    actions = [
        _action(path.name, action, lines.get(f"#/actions/{number}", 1))
        for number, action in enumerate(listed if isinstance(listed, list) else [])
    ]
    return Corrections(path.name, tuple(actions))


def _action(name: str, action: Any, line: int) -> Correction:
    where = f"{name}:{line}"
    if not isinstance(action, Mapping) or not isinstance(action.get("target"), str):
        raise CannotRun(f"{where} has no target.")
    for key in ("description", "x-evidence", "x-written-for"):
        if not isinstance(action.get(key), str) or not action[key].strip():
            raise CannotRun(f"{where} has no {key}: say why, how surely, and for which version.")
    if not EVIDENCE.fullmatch(action["x-evidence"]):
        raise CannotRun(f"{where} has no level of evidence: {action['x-evidence']!r}.")
    if (action.get("remove") is True) == ("update" in action):
        raise CannotRun(f"{where} must either update or remove.")
    return Correction(
        action["target"],
        action["description"],
        action["x-evidence"],
        action["x-written-for"],
        line,
        action.get("update"),
        action.get("remove") is True,
    )
