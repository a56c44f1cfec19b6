"""Calls that were refused before they reached the service's logic.

A check whose calls all return 401 or 429 finds nothing, because both statuses are declared. Such a
run must not look like a contract that is kept.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from marketplace_contracts.traffic.interaction import Interaction

STATUSES = frozenset({401, 403, 429, 502, 503, 504})
"""Statuses of the gateway; the service's logic was not reached."""
PROVOKING = frozenset({"auth_enforced", "correlation_unique", "expired_token", "rate_told"})
"""Checks that send bad credentials or too many calls on purpose."""
FEWEST, LARGEST_PART, LARGEST_SHARE = 5, 0.2, 0.02
"""Number of refused calls, and their share of a check or phase of an operation, or of the whole
run, from which on the run does not count as complete."""
SHOWN = 3


class Refusals:
    """Counts calls and refused calls by source (check or phase), operation and status."""

    def __init__(self) -> None:
        self._calls: Counter[tuple[str, str]] = Counter()
        self._refused: Counter[tuple[str, str, int]] = Counter()

    def record(self, interaction: Interaction) -> None:
        """Count a call, unless its check provokes refusals or it is from a cassette."""
        source, operation = interaction.source, interaction.operation
        if operation is None or source in PROVOKING or source.startswith("cassette "):
            return
        self._calls[source, operation.id] += 1
        # Refusals of the token operation are its own logic: a wrong marketplace is a 401 or a 403.
        own = {401, 403} if operation.effect == "token" else set()
        if interaction.status in STATUSES - own:
            self._refused[source, operation.id, interaction.status] += 1

    def verdict(self) -> str:
        """Describe why too many calls were refused; empty if few were."""
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
        counts = ", ".join(f"{number} with {status}" for status, number in statuses.most_common())
        where = "; ".join(
            f"{number} of {of} in {source} of {operation}"
            for source, operation, number, of in worst[:SHOWN]
        )
        more = f" and {len(worst) - SHOWN} more" if len(worst) > SHOWN else ""
        return (
            f"Too few calls were accepted to call the contract kept: {refused} of {calls} were "
            f"refused ({counts})" + (f", above all {where}{more}." if where else ".")
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
