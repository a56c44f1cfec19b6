"""The program `cloud-marketplace`: its commands, and its text if no command is given."""

from __future__ import annotations

import json
from typing import Any

import click

import cloud_marketplace
from cloud_marketplace._config.diagnosis import Step
from cloud_marketplace.cli import exit_codes
from cloud_marketplace.cli.commands import resource_groups
from cloud_marketplace.cli.completion import completion
from cloud_marketplace.cli.login import login, logout
from cloud_marketplace.cli.settings import environment

NAME = "cloud-marketplace"
NEXT = f"""\
{NAME} calls the Marketplace API. The settings are the MARKETPLACE_* variables.

  {NAME} doctor                              find out whether they are right
  {NAME} subscriptions list --status active  list; --format table, json, csv or parquet
  {NAME} orders --help                       list what can be done with orders
  {NAME} --help                              list all commands
"""


@click.group(
    name=NAME,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=exit_codes.HELP,
)
@click.version_option(cloud_marketplace.__version__, message="%(prog)s %(version)s", prog_name=NAME)
@click.pass_context
def program(ctx: click.Context) -> int:
    """Call the Marketplace API."""
    if ctx.invoked_subcommand is None:
        click.echo(NEXT, nl=False, err=True)
        return exit_codes.USAGE
    return 0


@program.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Of the output.",
)
def doctor(form: str) -> int:
    """Find out whether the settings are right.

    Checks the steps of access with two calls that change nothing, and names the first step that
    fails and how to correct it. Exits with 0 if all is well, 3 if a setting is wrong, and 4 if the
    service can't be reached or fails.
    """
    from cloud_marketplace.cli import doctor as walk

    found = walk.examine(environment())
    click.echo(_as_json(found) if form == "json" else _as_text(found))
    if found.failure is None:
        return 0
    is_network = found.failure.step is Step.NETWORK
    return exit_codes.UNREACHABLE if is_network else exit_codes.SETTING


def _as_text(found: Any) -> str:
    lines = [f"ok    {step.value:<18}{remark}".rstrip() for step, remark in found.passed.items()]
    failure = found.failure
    if failure:
        lines += [f"FAIL  {failure.step.value:<18}{failure.problem}.", "", failure.mend]
    else:
        lines += ["", "All is well."]
    return "\n".join([*lines, *found.warnings])


def _as_json(found: Any) -> str:
    failure = found.failure
    fields = {
        "ok": failure is None,
        "passed": [step.value for step in found.passed],
        "failed": failure and failure.step.value,
        "problem": failure and failure.problem,
        "mend": failure and failure.mend,
        "settings": list(failure.settings) if failure else [],
        "warnings": found.warnings,
    }
    return json.dumps(fields, indent=2)


for _command in (*resource_groups(), login, logout, completion):
    program.add_command(_command)
