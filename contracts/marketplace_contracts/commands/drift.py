"""`drift`: try each drift of the catalogue and show which ones the check catches."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from marketplace_contracts.commands.parameters import COUNT, DRIFT, NUMBER, PATH
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.report.output import write
from marketplace_contracts.report.progress import ProgressLines

if TYPE_CHECKING:
    from marketplace_contracts.drift.campaign import CampaignPlan
    from marketplace_contracts.drift.model import Drift
    from marketplace_contracts.drift.trial import Outcome


@click.command()
@click.option("--only", type=DRIFT, multiple=True, help="This drift or group; may be repeated.")
@click.option("--sample", type=COUNT, default=1, show_default=True, help="Each N-th drift alone.")
@click.option(
    "--seed", type=NUMBER, default=1, show_default=True, help="Same seed, same world and requests."
)
@click.option(
    "--examples",
    type=COUNT,
    default=5,
    show_default=True,
    help="Requests drawn for each operation.",
)
@click.option(
    "--clean", type=NUMBER, default=20, show_default=True, help="Seeds without any drift."
)
@click.option("--processes", type=COUNT, default=2, show_default=True, help="Trials at once.")
@click.option("--every-check", is_flag=True, help="Name all checks that catch a drift; slower.")
@click.option(
    "--baseline", type=click.Choice(["schemathesis"]), help="Run it plain beside our check."
)
@click.option("--report", type=PATH, metavar="DIR", help="Add the outcome to the report there.")
@click.option("--list", "listed", is_flag=True, help="Print the catalogue and run nothing.")
def drift(
    *,
    only: tuple[str, ...],
    sample: int,
    seed: int,
    examples: int,
    clean: int,
    processes: int,
    every_check: bool,
    baseline: str | None,
    report: Path | None,
    listed: bool,
) -> int:
    """Try which drifts of the service the check catches.

    Exits with 0 if every promised drift was caught without a false alarm, else with 1.
    """
    from marketplace_contracts.drift import campaign_report
    from marketplace_contracts.drift.campaign import CampaignPlan, carry_out
    from marketplace_contracts.report import campaigns

    drifts = chosen(only)[::sample]
    if listed:
        write(listing(drifts) + "\n")
        return 0
    plan = CampaignPlan(
        drifts,
        clean=_clean(clean),
        seed=seed,
        examples=examples,
        processes=processes,
        every_check=every_check,
        baseline=baseline == "schemathesis",
    )
    results = carry_out(plan, _Progress(plan))
    if report:
        campaigns.keep(report, campaigns.DRIFTS, campaign_report.campaign(results))
    write("\n\n".join(filter(None, campaign_report.sections(results))) + "\n")
    return 1 if results.missed or results.false_alarms else 0


def chosen(names: Sequence[str]) -> list[Drift]:
    """Return the drifts of these ids and groups; all of them if no name is given.

    Raises:
        CannotRun: Nothing has the name.
    """
    from marketplace_contracts.drift import CATALOGUE
    from marketplace_contracts.drift.model import GROUPS

    for name in names:
        if name not in CATALOGUE and name not in GROUPS:
            raise CannotRun(f"--only: no drift and no group is called {name!r}.")
    return [d for d in CATALOGUE.values() if not names or d.id in names or d.group in names]


def listing(drifts: Sequence[Drift]) -> str:
    """Return the catalogue as text, one drift a line."""
    return "\n".join(
        f"{drift.id}: {drift.what} ({drift.where}). Why: {drift.why}."
        + (f" Not promised: {drift.unpromised}." if drift.unpromised else "")
        for drift in drifts
    )


def _clean(number: int) -> list[tuple[int, str]]:
    """Return seeds and sizes of the runs without a drift."""
    seeds = [(seed, "small") for seed in range(1, number + 1)]
    # One large world is enough: it differs in size, not in kind.
    return [*seeds, (1, "large")] if number > 1 else seeds


class _Progress:
    """Prints the number of outcomes so far and the remaining time."""

    def __init__(self, plan: CampaignPlan) -> None:
        self._total = len(plan.drifts) + len(plan.clean)
        self._done = 0
        self._lines = ProgressLines()

    def __call__(self, outcome: Outcome) -> None:
        self._done += 1
        verdict = ", ".join(outcome.caught_by) or outcome.stopped or "nothing found"
        self._lines.show(f"{outcome.id} ({verdict})", self._done, self._total, "trials")
