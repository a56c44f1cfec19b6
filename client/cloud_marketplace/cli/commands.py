"""Verbs as commands: their options, the question before a write, and what is shown."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from functools import partial
from itertools import islice
from typing import Any, Final

import click

from cloud_marketplace._observability.hooks import Attempt, Waiting
from cloud_marketplace.cli.output import FORMATS, emit, render, terminal_width
from cloud_marketplace.cli.rows import is_list, rows_of
from cloud_marketplace.cli.settings import environment
from cloud_marketplace.cli.values import TYPES
from cloud_marketplace.cli.verbs import Kind, Parameter, Verb, resources, summary_of, verbs_of
from cloud_marketplace.client import Marketplace

_OWN: Final = ("format", "output", "yes", "json")
_LONG_WAIT: Final = 2.0  # seconds after which a wait is shown
_EVERY: Final = 100  # rows between two lines of progress


class ResourceGroup(click.Group):
    """The verbs of one resource, made when they are first asked for."""

    def __init__(self, resource: str) -> None:
        self._resource = resource
        super().__init__(name=resource, short_help="", no_args_is_help=True)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the verbs."""
        self._fill()
        return super().list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of a verb."""
        self._fill()
        return super().get_command(ctx, cmd_name)

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the first line about the resource."""
        self.help = summary_of(resources()[self._resource])
        return super().get_short_help_str(limit)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the resource is."""
        self.help = summary_of(resources()[self._resource])
        super().format_help_text(ctx, formatter)

    def _fill(self) -> None:
        for verb in verbs_of(self._resource, resources()[self._resource]):
            self.commands.setdefault(verb.name.replace("_", "-"), command_of(verb))


class WaitNotes:
    """A hook that shows on a terminal that the client waits."""

    def __call__(self, attempt: Attempt) -> None:
        """Show nothing for an attempt."""

    def on_wait(self, waiting: Waiting) -> None:
        """Show a wait that is long enough to be noticed."""
        if waiting.seconds >= _LONG_WAIT:
            what = f"{waiting.operation}: waiting {waiting.seconds:.0f} s ({waiting.reason})"
            click.echo(what, err=True)


def resource_groups() -> Iterable[click.Group]:
    """Return a group for each resource that has verbs."""
    from cloud_marketplace_api.operations import OPERATIONS

    shown = {operation.tag for operation in OPERATIONS.values() if operation.effect != "token"}
    return [ResourceGroup(name) for name in resources() if name in shown]


def command_of(verb: Verb) -> click.Command:
    """Make the command of a verb."""
    given = [_click(verb, each) for each in verb.parameters if each.kind is not Kind.PROGRESS]
    own: list[click.Parameter] = [
        click.Option(
            ["--format", "_form"],
            type=click.Choice(FORMATS),
            default="table",
            show_default=True,
            help="Of the output.",
        ),
        click.Option(
            ["--output", "_output"],
            type=TYPES[Kind.PATH],
            help="File to write.  [default: standard output]",
        ),
    ]
    if verb.effect != "read":
        own.append(click.Option(["--yes", "_yes"], is_flag=True, help="Do not ask before."))
    return click.Command(
        verb.name.replace("_", "-"),
        params=[*given, *own],
        help=verb.help,
        callback=partial(_run, verb),
    )


def _click(verb: Verb, each: Parameter) -> click.Parameter:
    word = each.name.strip("_").replace("_", "-")
    if each.is_argument:
        is_required = each.is_required and each.kind is not Kind.PATH
        return click.Argument([each.name], type=TYPES[each.kind], required=is_required)
    if each.kind is Kind.BODY:
        text = f"{each.help} A file with a JSON object, or - for standard input."
        return click.Option(["--json", each.name], type=TYPES[Kind.BODY], required=True, help=text)
    if word in _OWN:
        word = f"{verb.resource.removesuffix('s')}-{word}"
    if each.kind is Kind.FLAG:
        return click.Option([f"--{word}", each.name], is_flag=True, help=each.help)
    text = each.help
    if each.name == "limit":
        text = "Number of rows to show at most.  [default: all]"
    return click.Option(
        [f"--{word}", each.name],
        type=TYPES[each.kind],
        required=each.is_required,
        default=each.default if each.default != () else None,
        show_default=each.default not in (None, ()),
        help=text,
        shell_complete=partial(_completions, each.words) if each.words else None,
    )


def _completions(words: tuple[str, ...], *asked: Any) -> list[str]:
    """Return the words that begin with what was typed so far, the last argument."""
    return [word for word in words if word.startswith(asked[-1])]


def _run(verb: Verb, **given: Any) -> int:
    form, output, is_sure = given.pop("_form"), given.pop("_output"), given.pop("_yes", False)
    values = {name: value for name, value in given.items() if value is not None}
    is_watched = sys.stderr.isatty()
    with Marketplace.from_env(environment(), hooks=[WaitNotes()] if is_watched else []) as mp:
        if verb.effect != "read" and not is_sure:
            _ask(verb, mp)
        if is_watched and any(each.kind is Kind.PROGRESS for each in verb.parameters):
            values["progress"] = _show_progress
        try:
            result = _call(mp, verb, values)
            rows = _collected(result, values.get("limit"), is_watched)
        except (TypeError, ValueError) as error:
            raise click.UsageError(f"{verb.id}: {error}") from None
    emit(render(rows, form, many=is_list(result), width=_width(output)), output)
    return 0


def _width(output: str | None) -> int | None:
    return None if output else terminal_width()


def _call(mp: Marketplace, verb: Verb, values: dict[str, Any]) -> Any:
    method: Callable[..., Any] = getattr(getattr(mp, verb.resource), verb.name)
    values = dict(values)
    if verb.page:
        values["limit"] = min(values.get("limit") or verb.page, verb.page)
    for each in verb.parameters:
        if each.kind is Kind.PATH and each.is_required and each.name not in values:
            values |= _named_by_report(mp, verb, values, each.name)
    return method(**values)


def _named_by_report(
    mp: Marketplace, verb: Verb, values: dict[str, Any], path: str
) -> dict[str, Any]:
    """Name the file of a download by what is downloaded, in the working folder."""
    subject = next(each.name for each in verb.parameters if each.is_argument)
    found = getattr(mp, verb.resource).get(values[subject])
    suffix = str(getattr(found, "format", "") or "bin").lower()
    kind = verb.resource.removesuffix("s")
    return {subject: found, path: f"{kind}-{values[subject]}.{suffix}"}


def _collected(result: Any, limit: int | None, is_watched: bool) -> list[dict[str, Any]]:
    rows = []
    for row in islice(rows_of(result), limit):
        rows.append(row)
        if is_watched and len(rows) % _EVERY == 0:
            click.echo(f"\r{len(rows)} rows", nl=False, err=True)
    if is_watched and len(rows) >= _EVERY:
        click.echo("\r" + " " * 20 + "\r", nl=False, err=True)
    return rows


def _ask(verb: Verb, mp: Marketplace) -> None:
    """Ask before something is changed; nobody can be asked without a terminal."""
    what = "commits money" if verb.effect == "order" else "changes the Marketplace"
    if not sys.stdin.isatty():
        raise click.UsageError(
            f"{verb.id} {what}, and there is no terminal to ask on. Give --yes to do it."
        )
    if not click.confirm(f"{verb.id} {what}: {mp!r}. Go on?", err=True):
        raise click.UsageError("Nothing was sent")


def _show_progress(done: int, total: int) -> None:
    click.echo(f"\r{done}/{total}", nl=done >= total, err=True)
