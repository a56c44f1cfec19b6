"""`simulate`: serve a simulated Marketplace."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, Unpack

import click

from marketplace_contracts.commands.breaks import breaks_option, faults_called
from marketplace_contracts.commands.parameters import (
    COUNT,
    NUMBER,
    PAGE,
    PATH,
    RATE,
    SIZE,
    START,
    TEXT,
)
from marketplace_contracts.errors import CannotRun

if TYPE_CHECKING:
    from marketplace_contracts.description.spec import Spec
    from marketplace_contracts.simulator.options import UnknownBehaviour

Command = TypeVar("Command", bound=Callable[..., object])


def _choice(name: str, text: str, *choices: str) -> Callable[[Command], Command]:
    """Return an option with some choices; the first one is the default."""
    return click.option(
        f"--{name}", type=click.Choice(choices), default=choices[0], show_default=True, help=text
    )


@click.command()
@click.option("--port", type=NUMBER, default=8080, show_default=True, help="0 picks a free one.")
@click.option(
    "--host",
    type=TEXT,
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help="Address to listen on; 0.0.0.0 in a container.",
)
@click.option(
    "--files-port",
    type=NUMBER,
    default=0,
    metavar="N",
    help="Port for the downloads of reports.  [default: a free one]",
)
@click.option("--seed", type=NUMBER, default=1, show_default=True, help="Same seed, same world.")
@click.option(
    "--start",
    type=START,
    default="today",
    show_default=True,
    help="Day on which the world begins; its orders and renewals lie around it.",
)
@click.option("--size", type=SIZE, default="small", show_default=True, help="Size of the world.")
@click.option("--rate-limit", type=RATE, help="Return 429 above this rate.  [default: no limit]")
@click.option(
    "--token-ttl", type=COUNT, default=1500, show_default=True, help="Seconds a token lives."
)
@click.option(
    "--latency",
    type=NUMBER,
    default=0,
    show_default=True,
    metavar="MS",
    help="Milliseconds added to each response.",
)
@breaks_option("Let the service drift from its contract.")
@click.option(
    "--log", is_flag=True, help="Write one line for each request to stderr, without secrets."
)
@_choice("auth", "Settings to print: for name and password, or for OAuth 2.", "basic", "oauth2")
@_choice("conflicts", "Orders that an open order of a subscription blocks.", "same-type", "any")
@_choice("unauthorized", "Shape of the service's 401.", "by-seed", "service", "framework")
@_choice("zero-limit", "Refuse limit=0, or return no rows but the total.", "refuse", "count")
@_choice("empty-filters", "Treatment of an empty text filter.", "ignore", "match", "refuse")
@_choice("number-ids", "Treatment of JSON numbers for ids in requests.", "refuse", "accept")
@click.option(
    "--max-page",
    type=PAGE,
    default="500",
    show_default=True,
    help="Cut larger limits to this number of rows; none removes the maximum.",
)
@click.option(
    "--marketplace",
    "marketplaces",
    type=TEXT,
    multiple=True,
    metavar="CODE",
    help="Accept this marketplace code too; can be repeated.",
)
@click.option(
    "--spec",
    type=PATH,
    metavar="FILE",
    help="Serve the operations that this description adds, from their schemas.",
)
def simulate(
    *,
    port: int,
    host: str,
    files_port: int,
    seed: int,
    size: str,
    rate_limit: int | None,
    token_ttl: int,
    latency: int,
    start: datetime,
    breaks: tuple[str, ...],
    log: bool,
    spec: Path | None,
    auth: str,
    **unknown: Unpack[UnknownBehaviour],
) -> int:
    """Serve a simulated Marketplace until interrupted.

    Prints the MARKETPLACE_* settings that a client needs, one a line. The last options choose
    between behaviours where the real service's is not known. Responses of an operation that the
    simulator does not know are generated from its schema, and marked by a header and a log line.
    """
    from marketplace_contracts.simulator import SimulatorError, serve

    try:
        serve(
            port=port,
            host=host,
            files_port=files_port,
            seed=seed,
            size=size,
            rate_limit=rate_limit,
            token_ttl=token_ttl,
            latency_ms=latency,
            start=start,
            breaks=faults_called(breaks),
            request_log=_write_line if log else None,
            spec=_usable(spec),
            auth=auth,
            **unknown,
        )
    except SimulatorError as error:
        raise CannotRun(f"The simulator cannot be started: {error}.") from None
    return 0


def _usable(path: Path | None) -> Spec | None:
    from marketplace_contracts.description.spec import load
    from marketplace_contracts.run.usable_spec import see_usable

    if path is None:
        return None
    spec = load(path)
    see_usable(spec)
    return spec


def _write_line(line: str) -> None:
    with suppress(OSError, ValueError):  # the reader has closed the stream
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()
