"""The program `marketplace-contracts`: its commands, and its text if no command is given."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import Any

import click
from cloud_marketplace.cli.completion import completion

from marketplace_contracts.commands.changes import adopt, diff
from marketplace_contracts.commands.check import check
from marketplace_contracts.commands.drift import drift
from marketplace_contracts.commands.generate import generate
from marketplace_contracts.commands.importing import import_traffic
from marketplace_contracts.commands.probe import probe
from marketplace_contracts.commands.proxy import proxy
from marketplace_contracts.commands.recordings import record, replay
from marketplace_contracts.commands.simulate import simulate
from marketplace_contracts.commands.status import status

NAME = "marketplace-contracts"
NEXT = f"""\
{NAME} checks whether a service keeps the contract of the Marketplace API.

  {NAME} check               check the embedded simulator: no key, no network
  {NAME} check --target URL  check a service, read only; credentials from MARKETPLACE_*
  {NAME} probe --target URL  look at a live service within a budget of calls
  {NAME} simulate            serve a simulated Marketplace
  {NAME} replay              check the recorded cassettes
  {NAME} --help              list all commands; COMMAND --help explains one
"""


class Interrupted(Exception):
    """The user stopped the command. click would print an empty line for a KeyboardInterrupt."""


class Program(click.Group):
    """The group of all commands. Hides interruptions from click, which rewrites them."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise Interrupted from None


def _version() -> str:
    try:
        return version("cloud-marketplace")
    except PackageNotFoundError:  # run from a source tree that is not installed
        return "unknown"


@click.group(
    cls=Program,
    name=NAME,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 the contract is kept, 1 it is broken, 2 nothing could be checked "
    "(one sentence says why), 130 interrupted.",
)
@click.version_option(_version(), message="%(prog)s %(version)s", prog_name=NAME)
@click.pass_context
def program(ctx: click.Context) -> int:
    """Check the contract of the Marketplace API."""
    if ctx.invoked_subcommand is None:
        click.echo(NEXT, nl=False, err=True)
        return 2
    return 0


for _command in (
    check,
    probe,
    simulate,
    replay,
    record,
    import_traffic,
    proxy,
    generate,
    diff,
    adopt,
    status,
    drift,
    completion,
):
    program.add_command(_command)


def parse(arguments: list[str]) -> dict[str, Any]:
    """Parse a command line without running it; return the values of its options.

    Raises:
        click.UsageError: There is no such command or option, or a value is invalid.
    """
    outer = click.Context(program, info_name=NAME)
    name, command, rest = program.resolve_command(outer, list(arguments))
    if command is None:
        raise click.UsageError(f"There is no command {name}.", outer)
    return command.make_context(name, rest, parent=outer).params
