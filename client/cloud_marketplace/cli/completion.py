"""`completion`: print what makes a shell complete commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> int:
    """Print the script that lets SHELL complete commands and options.

    For bash: eval "$(PROGRAM completion bash)", in ~/.bashrc to keep it.
    """
    root = ctx.find_root()
    name = str(root.info_name)
    variable = f"_{name.replace('-', '_')}_COMPLETE".upper()
    kind = get_completion_class(shell)
    if kind is None:  # click has the three
        raise click.UsageError(f"There is no completion for {shell}.")
    click.echo(kind(root.command, {}, name, variable).source())
    return 0
