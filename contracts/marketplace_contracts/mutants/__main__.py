"""`python -m marketplace_contracts.mutants --seed 1 --count 40`: draw mutants and try them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from marketplace_contracts.mutants.campaign import Tried, draw, judged, try_all, try_unchanged
from marketplace_contracts.mutants.report import survivor_text, totals
from marketplace_contracts.report.campaigns import MUTANTS, Campaign, keep


def main() -> int:
    """Return 0 if at least `--least` percent were noticed, 1 if not, 2 if nothing can be said."""
    parser = argparse.ArgumentParser(prog="marketplace_contracts.mutants", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--least", type=float, default=85.0, help="percent that must be noticed")
    parser.add_argument("--report", type=Path, help="folder of a report to add the outcome to")
    chosen = parser.parse_args()
    unchanged = try_unchanged(chosen.seed)
    if unchanged.noticed:
        names = ", ".join(unchanged.found)
        print(f"With this seed the check fails without any mutant: {names}.", file=sys.stderr)
        return 2
    tried: list[Tried] = []
    for one in try_all(draw(chosen.seed, chosen.count), chosen.seed, chosen.processes):
        tried.append(one)
        print(f"{len(tried):3} {one.line}", flush=True)
    known = judged()
    survivors = [one for one in tried if not one.noticed and known.reason(one) is None]
    for one in survivors:
        print(f"\n{survivor_text(one)}")
    if chosen.report:
        noticed = sum(one.noticed for one in tried)
        missed = [one.line for one in survivors]
        outcome = Campaign(chosen.seed, noticed, noticed + len(survivors), missed)
        keep(chosen.report, MUTANTS, outcome)
    words, share = totals(tried, known)
    print(f"\n{words}")
    return 0 if share >= chosen.least else 1


if __name__ == "__main__":
    sys.exit(main())
