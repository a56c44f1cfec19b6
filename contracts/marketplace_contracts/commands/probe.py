"""`probe`: look at a live service, read only and within a budget."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from marketplace_contracts.commands.parameters import COUNT, FORMAT, OPERATION, PATH, RATE, TEXT
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.report.output import write

if TYPE_CHECKING:
    from marketplace_contracts.run.probe.probe import Probe

RATE_OF_A_PROBE = 30
"""Calls a minute: half of the service's recommended limit (facts B1)."""
NOBODY = "A probe must be confirmed, and the input is not a terminal: add --yes to start."


@click.command()
@click.option(
    "--target",
    type=TEXT,
    metavar="URL",
    help="The service; credentials from MARKETPLACE_*.  [default: MARKETPLACE_BASE_URL]",
)
@click.option("--calls", type=COUNT, default=300, show_default=True, help="Calls that may be sent.")
@click.option("--minutes", type=COUNT, help="Minutes that it may take.  [default: no limit]")
@click.option("--rate", type=RATE, help="Calls a minute.  [default: 30/min]")
@click.option("--yes", is_flag=True, help="Start without asking.")
@click.option("--resume", is_flag=True, help="Go on with the probe in the folder of --report.")
@click.option("--only", type=OPERATION, multiple=True, help="Only this one; may be repeated.")
@click.option("--spec", type=PATH, metavar="FILE", help="Check against another description.")
@click.option(
    "--accepted",
    type=PATH,
    metavar="FILE",
    help="Findings that are accepted for a while.  [default: contracts/accepted.yaml]",
)
@click.option(
    "--report",
    type=PATH,
    default="probe",
    show_default=True,
    metavar="DIR",
    help="Findings as they are found, scrubbed recordings, and where the probe stands.",
)
@click.option(
    "--format", "form", type=FORMAT, default="text", show_default=True, help="Of the output."
)
def probe(
    *,
    target: str | None,
    calls: int,
    minutes: int | None,
    rate: int | None,
    yes: bool,
    resume: bool,
    only: tuple[str, ...],
    spec: Path | None,
    accepted: Path | None,
    report: Path,
    form: str,
) -> int:
    """Look at a live service: the read-only checks, within a budget of calls.

    Only operations whose effect is `token` or `read` are called. What decides most promises comes
    first, and responses are shared between checks. It can be interrupted, and resumed.
    """
    from marketplace_contracts.report.probe import probe_text
    from marketplace_contracts.report.progress import ProgressLines
    from marketplace_contracts.run.baseline import default_path
    from marketplace_contracts.run.probe.probe import Probe, ProbeSettings
    from marketplace_contracts.settings import CheckSettings

    settings = CheckSettings(
        target=target,
        rate=rate or RATE_OF_A_PROBE,
        parts=("sequences",),
        only=only,
        report=report,
        spec=spec,
        accepted=accepted or default_path(),
    )
    planned = Probe(ProbeSettings(settings, calls, minutes, resume))
    _confirm(planned, yes=yes)
    outcome = planned.run(ProgressLines().show)
    text = json.dumps(outcome.as_dict(), indent=2) + "\n"
    write(text if form == "json" else probe_text(outcome, str(report)))
    if outcome.results.interrupted:
        raise KeyboardInterrupt
    return outcome.exit_code


def _confirm(planned: Probe, *, yes: bool) -> None:
    """Print the plan and ask whether to start.

    Raises:
        CannotRun: Nobody can answer.
        Abort: The answer is no.
    """
    calls, minutes = planned.planned
    everything = planned.plan.calls(planned.progress.done)
    click.echo(
        f"About {calls} of {everything} calls to {planned.base_url}, read only: "
        f"about {max(round(minutes), 1)} minutes.",
        err=True,
    )
    if yes:
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise CannotRun(NOBODY)
    click.confirm("Start?", abort=True, err=True)
