"""`record` and `replay`: make cassettes, and check them."""

from __future__ import annotations

import time
from pathlib import Path

import click

from marketplace_contracts.commands.parameters import FORMAT, NUMBER, PATH, RATE, TEXT
from marketplace_contracts.errors import CannotRun

_cassettes = click.option(
    "--cassettes", type=PATH, metavar="DIR", help="Their folder.  [default: the project's own]"
)


@click.command()
@_cassettes
@click.option("--spec", type=PATH, metavar="FILE", help="Check against another description.")
@click.option(
    "--format", "form", type=FORMAT, default="text", show_default=True, help="Of the output."
)
def replay(cassettes: Path | None, spec: Path | None, form: str) -> int:
    """Check the recorded cassettes. Needs no key and no network."""
    from marketplace_contracts.description.spec import load
    from marketplace_contracts.recording import replay as recorded
    from marketplace_contracts.report.show import show_replay
    from marketplace_contracts.run.results import Results
    from marketplace_contracts.run.usable_spec import see_usable
    from marketplace_contracts.traffic.contract import Contract

    began, description = time.monotonic(), load(spec)
    see_usable(description)
    results = Results(Contract(description))
    recorded.run(cassettes, results)
    show_replay(results, time.monotonic() - began, form)
    return 1 if results.findings.failures else 0


@click.command()
@click.option(
    "--target",
    type=TEXT,
    metavar="URL",
    help="A service, read only; credentials from MARKETPLACE_*.",
)
@click.option("--rate", type=RATE, help="Calls a minute to that service.  [default: 30/min]")
@click.option(
    "--seed", type=NUMBER, default=1, show_default=True, help="Same seed, same cassettes."
)
@_cassettes
@click.option("--scenario", multiple=True, metavar="NAME", help="Only this one; may be repeated.")
def record(
    target: str | None,
    rate: int | None,
    seed: int,
    cassettes: Path | None,
    scenario: tuple[str, ...],
) -> int:
    """Record cassettes from the simulator, or from a service."""
    from marketplace_contracts.recording import record as recording

    if target is None and rate is not None:
        raise CannotRun("--rate is for a service that --target names.")
    return recording.run(target, cassettes, seed=seed, rate=rate, only=scenario)
