"""`diff` and `adopt`: changes of a description, and of the vendor's published file."""

from __future__ import annotations

from pathlib import Path

import click

from marketplace_contracts.commands.generate import find_root
from marketplace_contracts.commands.parameters import PATH
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.report.output import write

FORMS = ("text", "markdown", "json")
SEVERITIES = ("breaking", "risky", "compatible")


@click.command()
@click.argument("old")
@click.argument("new")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    default="text",
    show_default=True,
    help="Format of the report.",
)
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    help="Exit with 1 if there is a change of this severity or a worse one.",
)
def diff(old: str, new: str, form: str, fail_on: str | None) -> int:
    """Show what changed from OLD to NEW, and what it means for callers.

    OLD and NEW are files or git revisions: openapi.yaml, HEAD~1, v1.0:spec/openapi.yaml.
    """
    from marketplace_contracts.description import diff as report

    before, after = report.read(old), report.read(new)
    found = report.compare(before, after)
    shown = {"text": report.as_text, "markdown": report.as_markdown, "json": report.as_json}
    write(shown[form](found, before, after))
    if fail_on is None or found.worst is None:
        return 0
    return int(found.worst >= report.Severity[fail_on.upper()])


@click.command()
@click.argument("published", type=PATH)
@click.option("--write", "merge", is_flag=True, help="Merge additions into spec/openapi.yaml.")
@click.option(
    "--root",
    type=PATH,
    metavar="DIR",
    help="Folder with spec/.  [default: the working folder or one above it]",
)
def adopt(published: Path, *, merge: bool, root: Path | None) -> int:
    """Show what the vendor's new file PUBLISHED changes, and merge its additions."""
    from marketplace_contracts.codegen.errors import CodegenError
    from marketplace_contracts.description import adopt as adoption

    try:
        folder = root or find_root(Path.cwd())
    except CodegenError as error:
        raise CannotRun(f"error: {error}") from None
    found = adoption.adopt(published, folder)
    if merge:
        adoption.write(found, folder)
    write(adoption.as_text(found, written=merge))
    return 0
