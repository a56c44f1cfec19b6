"""`generate`: write the generated client, or check whether the committed one is current."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from marketplace_contracts.commands.parameters import PATH
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.report.output import write

if TYPE_CHECKING:
    from marketplace_contracts.codegen.changelog_entry import ChangelogEntry


@click.command()
@click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; exit with 1 if generated/ is stale."
)
@click.option("--force", is_flag=True, help="Discard edits by hand in generated/.")
@click.option(
    "--root",
    type=PATH,
    metavar="DIR",
    help="Folder with spec/ and generated/.  [default: the working folder or one above it]",
)
def generate(*, only_check: bool, force: bool, root: Path | None) -> int:
    """Generate the client from spec/openapi.yaml.

    Prints the public names that were added (+), changed (~) or removed (-), and drafts the entry
    about them in CHANGELOG.md.
    """
    from marketplace_contracts.codegen.errors import CodegenError
    from marketplace_contracts.codegen.generator import check as stale_files
    from marketplace_contracts.codegen.generator import generate as write_package

    try:
        folder = root or find_root(Path.cwd())
        if only_check:
            return _report(stale_files(folder))
        done = write_package(folder, force=force)
        write("\n".join([f"wrote generated/{done.package.name}", *map(str, done.changes)]) + "\n")
        if done.entries:
            write(_draft(folder / "CHANGELOG.md", done.entries) + "\n")
    except CodegenError as error:
        raise CannotRun(f"error: {error}") from None
    return 0


def find_root(start: Path) -> Path:
    """Find the folder with the spec: `start`, or the nearest one above it.

    Raises:
        CodegenError: No folder has one.
    """
    from marketplace_contracts.codegen.errors import CodegenError

    for folder in (start, *start.parents):
        if (folder / "spec" / "openapi.yaml").is_file():
            return folder
    raise CodegenError("no spec/openapi.yaml here or above; name the folder with --root")


def _draft(changelog: Path, entries: list[ChangelogEntry]) -> str:
    """Write the entry of the changelog, or return it with the reason why it is not written."""
    from marketplace_contracts.codegen.changelog import MARK, draft_of, write_draft
    from marketplace_contracts.codegen.errors import CodegenError

    try:
        write_draft(changelog, entries)
    except CodegenError as error:
        return f"{error}; the entry would be:\n{draft_of(entries)}"
    return f"drafted the entry in {changelog.name}: edit it, then remove the line {MARK}"


def _report(stale: list[str]) -> int:
    if not stale:
        write("generated/ is current\n")
        return 0
    sys.stderr.write("\n  ".join(["generated/ is stale: run make generate", *stale]) + "\n")
    return 1
