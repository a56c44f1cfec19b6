"""The printed result of a campaign of mutants."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from marketplace_contracts.mutants.campaign import Judged, Tried, path_of, source_of


def survivor_text(tried: Tried) -> str:
    """Return the diff of a surviving mutant."""
    source = source_of(tried.change)
    before, after = (one.decode().splitlines() for one in (source, tried.change.apply(source)))
    path = f"simulator/{path_of(tried.change)}"
    return "\n".join(difflib.unified_diff(before, after, path, path, n=2, lineterm=""))


def totals(tried: Sequence[Tried], known: Judged) -> tuple[str, float]:
    """Return the result as text, and the percentage of counted mutants that were noticed."""
    noticed = sum(one.noticed for one in tried)
    excused = sum(not one.noticed and known.reason(one) is not None for one in tried)
    counted = len(tried) - excused
    share = 100.0 * noticed / counted if counted else 100.0
    words = (
        f"{noticed} of {counted} mutants noticed ({share:.0f} %), "
        f"{excused} more without effect outside"
    )
    return words, share
