"""`status`: one screen about how current everything is."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from marketplace_contracts.commands.generate import find_root
from marketplace_contracts.commands.parameters import FORMAT, PATH
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.report.output import write


@click.command()
@click.option(
    "--root",
    type=PATH,
    metavar="DIR",
    help="The repository.  [default: the working folder or one above it]",
)
@click.option(
    "--format", "form", type=FORMAT, default="text", show_default=True, help="Of the output."
)
def status(root: Path | None, form: str) -> int:
    """Show how current description, generated code, cassettes, corrections and facts are."""
    from marketplace_contracts.codegen.errors import CodegenError
    from marketplace_contracts.report import status as report

    try:
        folder = root or find_root(Path.cwd())
    except CodegenError as error:
        raise CannotRun(f"error: {error}") from None
    found = report.status(folder, datetime.now(UTC).date())
    write(json.dumps(found, indent=2) + "\n" if form == "json" else report.as_text(found))
    return 0
