"""The report as a page: one HTML file without scripts, which needs no network."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from marketplace_contracts.run.coverage import KINDS, WAYS

_WIDTH = 100.0
_NOT_IN_IDS = re.compile(r"[^a-z0-9]+")


def page(report: Mapping[str, Any]) -> str:
    """Render a report, as `model.whole_document` returns it."""
    environment = Environment(
        loader=PackageLoader("marketplace_contracts.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["slug"] = _slug
    template = environment.get_template("page.html.j2")
    return template.render(
        r={**report, "causes": _with_anchors(report["causes"])},
        kinds=KINDS,
        ways=WAYS,
        totals=_totals(report["coverage"]),
        plot=_plot(report["latencies"]),
    )


def _slug(text: str) -> str:
    """Return a text that can be an id of the page."""
    return _NOT_IN_IDS.sub("-", text.lower()).strip("-")


def _with_anchors(causes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give each finding an id; the first of an operation and column has the one of its mark."""
    numbers: Counter[str] = Counter()
    made = []
    for cause in causes:
        findings = []
        for finding in cause["findings"]:
            anchor = f"f-{_slug(finding['operation'])}-{finding['column']}"
            numbers[anchor] += 1
            number = f"-{numbers[anchor]}" if numbers[anchor] > 1 else ""
            findings.append({**finding, "anchor": anchor + number})
        made.append({**cause, "findings": findings})
    return made


def _totals(coverage: list[dict[str, Any]]) -> dict[str, dict[str, int]]:
    """Return for each kind of part how many there are, and how many were exercised."""
    return {
        kind: {
            "all": sum(each["kinds"][kind]["all"] for each in coverage),
            "never": sum(len(each["kinds"][kind]["never"]) for each in coverage),
        }
        | {way: sum(each["kinds"][kind][way] for each in coverage) for way in WAYS}
        for kind in KINDS
    }


def _plot(latencies: Mapping[str, Mapping[str, float]]) -> dict[str, Any]:
    """Return positions in percent on a logarithmic axis of milliseconds, with its marks."""
    if not latencies:
        return {"rows": [], "marks": []}
    low = max(0.1, min(each["p5"] for each in latencies.values()))
    high = max(each["slowest"] for each in latencies.values())
    first, last = math.floor(math.log10(low)), max(math.ceil(math.log10(max(high, low))), 1)
    span = max(last - first, 1)

    def at(milliseconds: float) -> float:
        position = (math.log10(max(milliseconds, 10.0**first)) - first) / span * _WIDTH
        return round(min(max(position, 0.0), _WIDTH), 2)

    rows = [
        {
            "operation": name,
            **each,
            "x": {key: at(each[key]) for key in ("p5", "median", "p95", "slowest")},
        }
        for name, each in latencies.items()
    ]
    marks = [
        {"x": at(10.0**power), "text": _milliseconds(power)} for power in range(first, last + 1)
    ]
    return {"rows": rows, "marks": marks}


def _milliseconds(power: int) -> str:
    return f"{10 ** (power - 3)} s" if power >= 3 else f"{10.0**power:g} ms"
