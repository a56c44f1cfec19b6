"""The state of the project: description, generated code, cassettes, corrections, facts."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from marketplace_contracts.codegen.errors import CodegenError
from marketplace_contracts.codegen.generator import check as stale_files
from marketplace_contracts.description.overlay import corrections
from marketplace_contracts.description.spec import load
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.recording.provenance import provenance
from marketplace_contracts.run.baseline import load_entries

LEVELS = ("documented", "observed", "inferred")
_FACT = re.compile(r"^\| ?([A-J]\d+(?:\.\d+)?) ?\|.*\| (documented|observed|inferred)\b[^|]*\|")


def status(root: Path, today: date) -> dict[str, Any]:
    """Collect the values of the screen.

    Args:
        root: The repository.
        today: The day from which ages are counted.

    Raises:
        CannotRun: A file of the repository is damaged; the message names it.
    """
    spec = load(root / "spec/openapi.yaml")
    facts = dict(_facts(root / "docs/facts.md"))
    return {
        "description": {"version": spec.version, "operations": len(spec.operations)},
        "generated": _generated(root),
        "cassettes": cassettes_by_source(root / "contracts/cassettes", spec.version, today),
        "probe": _last_probe(root / "probe", today),
        "corrections": _corrections(root / "spec/corrections.yaml"),
        "accepted": _accepted(root / "contracts/accepted.yaml", today),
        "facts": {
            "levels": _counted(facts.values()),
            "inferred": [number for number, level in facts.items() if level == "inferred"],
        },
    }


def as_text(found: dict[str, Any]) -> str:
    """Return the screen as text."""
    described, facts = found["description"], found["facts"]
    lines = [
        f"description   version {described['version']}, {described['operations']} operations",
        f"generated     {found['generated']}",
    ]
    for source, about in found["cassettes"].items():
        age = f"{about['youngest']} to {about['oldest']} days old"
        other = f", {about['other']} of another version" if about["other"] else ""
        lines.append(f"cassettes     {about['count']} from {source}, {age}{other}")
    lines.append(f"last probe    {_probe_text(found['probe'])}")
    lines.append(f"corrections   {_levels(found['corrections'])}")
    lines += [f"accepted      {each}" for each in found["accepted"] or ["no deviation"]]
    lines.append(f"facts         {_levels(facts['levels'])}")
    if facts["inferred"]:
        lines.append(f"inferred      {', '.join(facts['inferred'])}")
    return "\n".join(lines) + "\n"


def _generated(root: Path) -> str:
    try:
        stale = stale_files(root)
    except CodegenError as error:
        return f"cannot be compared: {error}"
    return f"stale: {len(stale)} files differ; run make generate" if stale else "current"


def cassettes_by_source(folder: Path, version: str, today: date) -> dict[str, dict[str, int]]:
    """Return number and ages in days of the cassettes of each source.

    `other` says how many were recorded under another version of the description.

    Raises:
        CannotRun: A cassette is damaged; names it.
    """
    found: dict[str, list[tuple[int, bool]]] = {}
    for path in sorted(folder.glob("*.yaml")):
        origin = provenance(path)
        try:
            age = (today - date.fromisoformat(origin.date)).days
        except ValueError:
            age = 0
        found.setdefault(origin.source, []).append((age, origin.spec != version))
    return {
        source: {
            "count": len(ages),
            "youngest": min(age for age, _ in ages),
            "oldest": max(age for age, _ in ages),
            "other": sum(other for _, other in ages),
        }
        for source, ages in found.items()
    }


def _last_probe(folder: Path, today: date) -> dict[str, Any] | None:
    """Return the result of the last probe of a live service; None if none can be read."""
    try:
        report = json.loads((folder / "findings.json").read_bytes())
        day = date.fromisoformat(report["date"][:10])
        findings, target = len(report["findings"]), str(report["target"])
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None
    age = (today - day).days
    return {"date": day.isoformat(), "days": age, "target": target, "findings": findings}


def _probe_text(probe: dict[str, Any] | None) -> str:
    if probe is None:
        return "none in the folder probe"
    return "{date}, {days} days ago, of {target}: {findings} findings".format(**probe)


def _corrections(path: Path) -> dict[str, int]:
    actions = corrections(path).actions
    return _counted(action.evidence.partition(" ")[0] for action in actions)


def _accepted(path: Path, today: date) -> list[str]:
    rows = []
    for entry in load_entries(path if path.is_file() else None):
        left = (entry.expires - today).days
        until = f"for {left} more days" if left >= 0 else f"expired {-left} days ago"
        rows.append(f"{entry.operation} {entry.check} {until}: {entry.reason}")
    return rows


def _facts(path: Path) -> Iterator[tuple[str, str]]:
    """Return number and level of each fact in the register."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        raise CannotRun(f"{path} cannot be read: {reason}.") from None
    for line in text.splitlines():
        if match := _FACT.match(line):
            yield match[1], match[2]


def _counted(levels: Any) -> dict[str, int]:
    counts = Counter(levels)
    return {level: counts[level] for level in LEVELS if counts[level]}


def _levels(counts: dict[str, int]) -> str:
    levels = ", ".join(f"{count} {level}" for level, count in counts.items())
    return f"{sum(counts.values())}: {levels}" if counts else "none"
