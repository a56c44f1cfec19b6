"""Let the simulator drift in each way of the catalogue and see what the check catches.

python -m marketplace_contracts.drift [--only ID|GROUP …] [--baseline schemathesis] [--list]

Exit codes: 0 all that is promised was caught and nothing was a false alarm, 1 not so, 2 it could
not be run.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from marketplace_contracts.drift import CATALOGUE, campaign_report
from marketplace_contracts.drift.campaign import CampaignPlan, carry_out
from marketplace_contracts.drift.model import GROUPS, Drift
from marketplace_contracts.drift.trial import Outcome
from marketplace_contracts.errors import CannotRun

CLEAN_SEEDS = 20
INTERRUPTED = 130


def parser() -> argparse.ArgumentParser:
    """The options."""
    made = argparse.ArgumentParser(
        prog="python -m marketplace_contracts.drift",
        description="Which drifts of the service does the check catch?",
    )
    add = made.add_argument
    add("--only", action="append", metavar="ID", help="this drift, or this group; may be repeated")
    add("--sample", type=int, default=1, metavar="N", help="each N-th drift alone")
    add("--seed", type=int, default=1, help="same seed, same world and same requests")
    add("--examples", type=int, default=5, metavar="N", help="for each operation, where drawn")
    add("--clean", type=int, default=CLEAN_SEEDS, metavar="N", help="seeds without any drift")
    add("--processes", type=int, default=2, metavar="N")
    add("--every-check", action="store_true", help="name all checks that catch a drift; slower")
    add("--baseline", choices=("", "schemathesis"), default="", help="run it plain beside ours")
    add("--list", action="store_true", help="print the catalogue and run nothing")
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run; gives the exit code."""
    options = parser().parse_args(arguments)
    try:
        drifts = chosen(options.only or [])[:: max(1, options.sample)]
        if options.list:
            _say(listing(drifts))
            return 0
        results = carry_out(_plan(options, drifts), _watcher(len(drifts) + options.clean))
    except CannotRun as reason:
        sys.stderr.write(f"{reason}\n")
        return 2
    except KeyboardInterrupt:
        return INTERRUPTED
    parts = (
        campaign_report.table(results),
        campaign_report.misses(results),
        campaign_report.alarms(results),
    )
    _say("\n\n".join(part for part in (*parts, campaign_report.summary(results)) if part))
    return 1 if results.missed or results.false_alarms else 0


def chosen(names: Sequence[str]) -> list[Drift]:
    """The drifts of these ids and groups; all of them where nothing is named.

    Raises:
        CannotRun: Nothing has the name.
    """
    for name in names:
        if name not in CATALOGUE and name not in GROUPS:
            raise CannotRun(f"--only: no drift and no group is called {name!r}.")
    return [d for d in CATALOGUE.values() if not names or d.id in names or d.group in names]


def listing(drifts: Sequence[Drift]) -> str:
    """The catalogue to read."""
    return "\n".join(
        f"{drift.id}: {drift.what} ({drift.where}). Why: {drift.why}."
        + (f" Not promised: {drift.unpromised}." if drift.unpromised else "")
        for drift in drifts
    )


def _plan(options: argparse.Namespace, drifts: Sequence[Drift]) -> CampaignPlan:
    seeds = range(1, options.clean + 1)
    # One large world is enough: it differs in numbers, not in kind.
    large = [(1, "large")] if options.clean > 1 else []
    return CampaignPlan(
        drifts,
        clean=[*((seed, "small") for seed in seeds), *large],
        seed=options.seed,
        examples=options.examples,
        processes=options.processes,
        every_check=options.every_check,
        baseline=options.baseline == "schemathesis",
    )


class _watcher:  # noqa: N801 - used like a function
    """Tells how far we are, on a terminal only."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0

    def __call__(self, outcome: Outcome) -> None:
        self._done += 1
        if sys.stderr.isatty():
            verdict = ", ".join(outcome.caught_by) or outcome.stopped or "nothing found"
            line = f"  {self._done}/{self._total} {outcome.id}: {verdict}, {outcome.seconds} s\n"
            sys.stderr.write(line)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main())
