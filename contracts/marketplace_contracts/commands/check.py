"""`check`: check a service, or the embedded simulator, against the contract."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from marketplace_contracts.commands.breaks import breaks_option, faults_called
from marketplace_contracts.commands.parameters import (
    COUNT,
    FORMAT,
    NUMBER,
    OPERATION,
    PARTS,
    PATH,
    RATE,
    SHARE,
    SIZE,
    TEXT,
)
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.settings import DEPTHS, CheckSettings
from marketplace_contracts.settings import PARTS as ALL_PARTS


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOptions:
    """The options of one `check`, as given."""

    target: str | None
    allow_writes: bool
    rate: int | None
    seed: int
    size: str
    depth: str
    only: tuple[str, ...]
    phases: tuple[str, ...] | None
    examples: int | None
    strict: bool
    accepted: Path | None
    spec: Path | None
    report: Path | None
    form: str
    shard: tuple[int, int]
    database: str | None
    breaks: tuple[str, ...]
    processes: int | None

    def settings(self) -> CheckSettings:
        """Return the settings of the check.

        Raises:
            CannotRun: Two options contradict each other.
        """
        from marketplace_contracts.run.baseline import default_path

        if self.target is None and self.allow_writes:
            raise CannotRun("--allow-writes is for a service that --target names.")
        if self.target is not None and self.breaks:
            raise CannotRun("--break is for the embedded simulator, not for --target.")
        parts, examples = DEPTHS[self.depth]
        return CheckSettings(
            target=self.target,
            allow_writes=self.allow_writes,
            rate=self.rate,
            seed=self.seed,
            size=self.size,
            examples=self.examples or examples,
            parts=self.phases or parts,
            only=self.only,
            report=self.report,
            spec=self.spec,
            breaks=faults_called(self.breaks),
            processes=self.processes or min(2, os.cpu_count() or 1),
            progress=sys.stderr.isatty(),
            strict=self.strict,
            accepted=self.accepted or default_path(),
            shard=self.shard,
            database=self.database,
        )


@click.command()
@click.option(
    "--target",
    type=TEXT,
    metavar="URL",
    help="A service; credentials from MARKETPLACE_*.  [default: the embedded simulator]",
)
@click.option("--allow-writes", is_flag=True, help="Also call operations that change the service.")
@click.option("--rate", type=RATE, help="Keep our own calls below it.  [default: no limit]")
@click.option("--seed", type=NUMBER, default=1, show_default=True, help="Same seed, same requests.")
@click.option("--size", type=SIZE, default="small", show_default=True, help="Of the simulator.")
@click.option(
    "--depth",
    type=click.Choice(list(DEPTHS)),
    default="ci",
    show_default=True,
    help="Number of requests.",
)
@click.option("--only", type=OPERATION, multiple=True, help="Only this one; may be repeated.")
@click.option("--phases", type=PARTS, help=f"Only these of {', '.join(ALL_PARTS)}.")
@click.option(
    "--examples", type=COUNT, help="Requests drawn for each operation.  [default: by --depth]"
)
@click.option("--strict", is_flag=True, help="Count notices as findings.")
@click.option(
    "--accepted",
    type=PATH,
    metavar="FILE",
    help="Findings that are accepted for a while.  [default: contracts/accepted.yaml]",
)
@click.option("--spec", type=PATH, metavar="FILE", help="Check against another description.")
@click.option("--report", type=PATH, metavar="DIR", help="Write JUnit, JSON and a summary there.")
@click.option(
    "--format", "form", type=FORMAT, default="text", show_default=True, help="Of the output."
)
@click.option(
    "--shard", type=SHARE, default="1/1", show_default=True, help="The share of this machine."
)
@click.option(
    "--database", type=TEXT, metavar="DIR|URL", help="Keep failing examples and try them first."
)
@breaks_option("Break the simulator, to test the check.")
@click.option("--processes", type=COUNT, help="Share the work.  [default: 2]")
def check(**given: Any) -> int:
    """Check a service, or the embedded simulator, against the description."""
    from marketplace_contracts.report.show import show_check
    from marketplace_contracts.run.runner import check as run_check

    options = CheckOptions(**given)
    settings = options.settings()
    results, seconds = run_check(settings)
    show_check(results, settings, seconds, options.form)
    if results.interrupted:
        raise KeyboardInterrupt
    if results.findings.failures:
        return 1
    return 2 if results.incomplete else 0
