"""Render the results of a campaign as text."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.drift.campaign import CampaignResults
from marketplace_contracts.drift.model import Drift
from marketplace_contracts.drift.trial import Outcome
from marketplace_contracts.report.campaigns import Campaign

SLIPPED = "not caught"
FALSE_ALARM = "FALSE ALARM"


def sections(results: CampaignResults) -> tuple[str, ...]:
    """Return the parts of the report from top to bottom; a part can be empty."""
    return table(results), misses(results), alarms(results), summary(results)


def table(results: CampaignResults) -> str:
    """Return a table of drifts with the checks that caught them."""
    width = max((len(drift.id) for drift in results.plan.drifts), default=0)
    baseline = results.plan.baseline
    head = f"{'drift'.ljust(width)}  {'schemathesis  ' if baseline else ''}caught by"
    lines = [
        f"{drift.id.ljust(width)}  {_plain(outcome) if baseline else ''}{_verdict(drift, outcome)}"
        for drift, outcome in _pairs(results)
    ]
    return "\n".join([head, *lines])


def _pairs(results: CampaignResults) -> Iterator[tuple[Drift, Outcome]]:
    return ((drift, results.drifts[drift.id]) for drift in results.plan.drifts)


def _plain(outcome: Outcome) -> str:
    return ("caught" if outcome.baseline else "no").ljust(14)


def _verdict(drift: Drift, outcome: Outcome) -> str:
    names = ", ".join(outcome.caught_by)
    if drift.promised:
        return names or outcome.stopped or SLIPPED
    verdict = f"{FALSE_ALARM} {names}" if names else "not promised"
    notice = ", noticed" if outcome.notices and not names else ""
    return f"{verdict}{notice}: {drift.unpromised}"


def misses(results: CampaignResults) -> str:
    """Return the promised drifts that were not caught."""
    drifts = {drift.id: drift for drift in results.plan.drifts}
    return "\n".join(
        f"not caught  {one.id}: {drifts[one.id].what} ({drifts[one.id].where})"
        for one in results.missed
    )


def alarms(results: CampaignResults) -> str:
    """Return the false alarms with their findings."""
    return "\n".join(
        f"false alarm  {one.id}: {'; '.join(one.examples)}" for one in results.false_alarms
    )


def campaign(results: CampaignResults) -> Campaign:
    """Return the results for the report of a check."""
    groups: dict[str, tuple[int, int]] = {}
    for drift, outcome in _pairs(results):
        if drift.promised:
            noticed, counted = groups.get(drift.group, (0, 0))
            groups[drift.group] = noticed + bool(outcome.caught), counted + 1
    counted, missed = len(results.counted), misses(results).splitlines()
    return Campaign(results.plan.seed, counted - len(results.missed), counted, missed, groups)


def summary(results: CampaignResults) -> str:
    """Return the last lines."""
    counted = results.counted
    caught = len(counted) - len(results.missed)
    lines = [f"{caught}/{len(counted)} caught ({_percent(caught, len(counted))})"]
    if results.plan.baseline:
        plain = sum(bool(one.baseline) for one in counted)
        lines.append(
            f"{plain}/{len(counted)} caught by plain schemathesis ({_percent(plain, len(counted))})"
        )
    apart = len(results.plan.drifts) - len(counted)
    lines.append(
        f"{len(results.false_alarms)} false alarms in {len(results.clean)} clean runs and {apart} "
        f"drifts that are not promised, {results.seconds:.0f} s"
    )
    return "\n".join(lines)


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "nothing to catch"
