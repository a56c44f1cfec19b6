"""Calls that were refused before they reached the service's logic.

Exists because a check whose calls are all answered 401 or 429 finds nothing: both are declared.
Such a run must not look like a contract that is kept.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from marketplace_contracts.traffic.interaction import Interaction

STATUSES = frozenset({401, 403, 429, 502, 503, 504})
"""Statuses of the gateway, before the service's own logic."""
PROVOKING = frozenset({"auth_enforced", "correlation_unique", "expired_token", "rate_told"})
"""Checks that send bad credentials or too many calls on purpose."""
FEWEST, LARGEST_PART, LARGEST_SHARE = 5, 0.2, 0.02
"""From how many refused calls on, and from which share of one check or phase of an operation, or
of the whole run, nothing can be said about what was not reached."""
SHOWN = 3


class Refusals:
    """Counts calls and refused calls by source (check or phase), operation and status."""

    def __init__(self) -> None:
        self._calls: Counter[tuple[str, str]] = Counter()
        self._refused: Counter[tuple[str, str, int]] = Counter()

    def record(self, interaction: Interaction) -> None:
        """Count a call, unless its check provokes refusals or it was played from a cassette."""
        source, operation = interaction.source, interaction.operation
        if operation is None or source in PROVOKING or source.startswith("cassette "):
            return
        self._calls[source, operation.id] += 1
        # Who gets a token is the logic of that operation: a wrong marketplace is a 401 or a 403.
        own = {401, 403} if operation.effect == "token" else set()
        if interaction.status in STATUSES - own:
            self._refused[source, operation.id, interaction.status] += 1

    def verdict(self) -> str:
        """Say that too many calls were refused to call anything kept; empty where not so."""
        refused, calls = self._refused.total(), self._calls.total()
        parts = self._parts()
        worst = [
            (source, operation, number, self._calls[source, operation])
            for (source, operation), number in parts.most_common()
            if number >= FEWEST and number > LARGEST_PART * self._calls[source, operation]
        ]
        if refused < FEWEST or not (worst or refused > LARGEST_SHARE * calls):
            return ""
        statuses = Counter[int]()
        for (_, _, status), number in self._refused.items():
            statuses[status] += number
        told = ", ".join(f"{number} with {status}" for status, number in statuses.most_common())
        where = "; ".join(
            f"{number} of {of} in {source} of {operation}"
            for source, operation, number, of in worst[:SHOWN]
        )
        more = f" and {len(worst) - SHOWN} more" if len(worst) > SHOWN else ""
        return (
            f"Too little was reached to call the contract kept: {refused} of {calls} calls were "
            f"refused ({told})" + (f", above all {where}{more}." if where else ".")
        )

    def _parts(self) -> Counter[tuple[str, str]]:
        parts: Counter[tuple[str, str]] = Counter()
        for (source, operation, _), number in self._refused.items():
            parts[source, operation] += number
        return parts

    def as_dict(self) -> dict[str, Any]:
        """Return plain values, for another process to add up."""
        return {
            "calls": [[*key, number] for key, number in sorted(self._calls.items())],
            "refused": [[*key, number] for key, number in sorted(self._refused.items())],
        }

    def add(self, other: dict[str, Any]) -> None:
        """Add what `as_dict` returned."""
        for source, operation, number in other["calls"]:
            self._calls[source, operation] += number
        for source, operation, status, number in other["refused"]:
            self._refused[source, operation, status] += number
