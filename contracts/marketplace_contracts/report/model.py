"""The one model of a report: plain values, of which `findings.json` and the page are two forms."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from marketplace_contracts.checks.registry import COLUMNS
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.paths import cassettes_path
from marketplace_contracts.report.causes import causes
from marketplace_contracts.report.status import cassettes_by_source
from marketplace_contracts.report.table import cells, column_of, summaries
from marketplace_contracts.report.text import PREPARATION, how_to_repeat, summary
from marketplace_contracts.run.coverage import KINDS, WAYS, Coverage
from marketplace_contracts.run.results import Results
from marketplace_contracts.settings import CheckSettings

KEPT, BROKEN, INCOMPLETE = "kept", "broken", "incomplete"
MEANINGS = {
    "status": "statuses are declared",
    "body": "bodies fit their schemas",
    "headers": "headers are as described",
    "errors": "errors have a known shape",
    "secrets": "no secret is sent back",
    "client": "our client sends and reads it",
    "auth": "credentials are required",
    "paging": "pages add up",
    "sort": "rows are in order",
    "filter": "filters hold",
    "ids": "ids of other calls work",
    "detail": "an object equals its row",
    "repeat": "a repeated call gives the same",
    "write": "what was written is read back",
    "life": "states follow each other",
    "fuzz": "generated requests",
    "replay": "recorded traffic",
}
"""What each column of the matrix is about."""
_PACKAGES = ("cloud-marketplace", "schemathesis", "hypothesis", "vcrpy")
_KEY = ("operation", "check", "promised", "place")


def document(
    results: Results, settings: CheckSettings | None, seconds: float, target: str = "cassettes"
) -> dict[str, Any]:
    """Return the results as plain values for JSON.

    Args:
        results: What was found.
        settings: Those of a check; None for traffic that was not made by us.
        seconds: How long it took.
        target: Where the traffic was from, if it is not that of a check.
    """
    if settings is not None:
        target = settings.target or f"embedded simulator ({settings.size})"
    return {
        "summary": summary(results, seconds),
        "interrupted": results.interrupted,
        "incomplete": results.incomplete,
        "operations": len(results.contract.spec.operations),
        "exchanges": results.interactions,
        "seconds": round(seconds, 1),
        "seed": settings and settings.seed,
        "target": target,
        "findings": [finding.as_dict() for finding in results.findings.failures],
        "notices": [finding.as_dict() for finding in results.findings.notices],
        "skipped": list(results.skipped),
    }


def whole_document(
    results: Results,
    settings: CheckSettings | None,
    seconds: float,
    target: str,
    *,
    now: datetime,
    previous: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the whole report as plain values; `previous` is that of the run before, if any."""
    made = document(results, settings, seconds, target)
    broken = BROKEN if made["findings"] else KEPT
    return made | {
        "verdict": INCOMPLETE if results.incomplete and broken == KEPT else broken,
        "date": now.isoformat(timespec="seconds"),
        "versions": _versions(results),
        "spec": results.contract.spec.name,
        "columns": [{"name": name, "meaning": MEANINGS[name]} for name in COLUMNS],
        "matrix": _matrix(results),
        "causes": _causes(results),
        "repeat": how_to_repeat(settings) if settings else PREPARATION,
        "coverage": _coverage(results.coverage),
        "latencies": {name: asdict(each) for name, each in results.latencies.spreads().items()},
        "cassettes": _cassettes(results, now),
        "checks": [
            {"name": name, "column": column, "promise": promise}
            for name, (column, promise) in summaries().items()
        ],
        "changes": _changes(made, previous),
        "campaigns": {},
    }


def previous_report(path: Path) -> dict[str, Any] | None:
    """Return the report of an earlier run; None if there is none that can be compared."""
    try:
        found = json.loads(path.read_bytes())
        keys = [_key(finding) for finding in found["findings"]]
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None
    return {"keys": keys, "date": str(found.get("date", "")), "target": found.get("target")}


def _versions(results: Results) -> dict[str, str]:
    found = {"description": results.contract.spec.version, "Python": platform.python_version()}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # a source tree that is not installed
            continue
    return found


def _matrix(results: Results) -> list[dict[str, Any]]:
    operations = results.contract.spec.operations
    return [
        {
            "operation": name,
            "method": operations[name].method,
            "path": operations[name].path,
            "effect": operations[name].effect,
            "line": results.contract.spec.line(operations[name].pointer),
            "cells": marks,
            "looks": {column: results.passed[name, column] for column in marks},
        }
        for name, marks in cells(results).items()
    ]


def _causes(results: Results) -> list[dict[str, Any]]:
    return [
        {
            "subject": cause.subject,
            "operations": list(cause.operations),
            "count": sum(finding.count for finding in cause.findings),
            "findings": [
                finding.as_dict() | {"column": column_of(finding.check)}
                for finding in cause.findings
            ],
        }
        for cause in causes(results.findings.failures)
    ]


def _coverage(coverage: Coverage) -> list[dict[str, Any]]:
    """Return for each operation and kind of part how many were exercised, and which never."""
    found: dict[str, dict[str, Any]] = {}
    for part in coverage.parts():
        kinds = found.setdefault(
            part.operation,
            {kind: dict.fromkeys(WAYS, 0) | {"all": 0, "never": []} for kind in KINDS},
        )
        about, ways = kinds[part.kind], coverage.ways(part)
        about["all"] += 1
        for way in ways:
            about[way] += 1
        if not ways:
            about["never"].append(part.name)
    return [{"operation": name, "kinds": kinds} for name, kinds in found.items()]


def _cassettes(results: Results, now: datetime) -> dict[str, Any]:
    try:
        spec = results.contract.spec.version
        return dict(cassettes_by_source(cassettes_path(), spec, now.date()))
    except (CannotRun, OSError):  # the replay says what is wrong with them
        return {}


def _changes(made: dict[str, Any], previous: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return what is new and what is gone since the previous report of the same target."""
    if previous is None or previous["target"] != made["target"]:
        return None
    now = {_key(finding): None for finding in made["findings"]}
    before = dict.fromkeys(previous["keys"])
    return {
        "since": previous["date"],
        "new": [list(key) for key in now if key not in before],
        "gone": [list(key) for key in before if key not in now],
        "still": sum(key in before for key in now),
    }


def _key(finding: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(finding[name]) for name in _KEY)
