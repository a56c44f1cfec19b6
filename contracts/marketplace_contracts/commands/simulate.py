"""`simulate`: serve a simulated Marketplace."""

from __future__ import annotations

import click

from marketplace_contracts.commands.parameters import COUNT, NUMBER, RATE, SIZE
from marketplace_contracts.errors import CannotRun


@click.command()
@click.option("--port", type=NUMBER, default=8080, show_default=True, help="0 picks a free one.")
@click.option("--seed", type=NUMBER, default=1, show_default=True, help="Same seed, same world.")
@click.option("--size", type=SIZE, default="small", show_default=True, help="Size of the world.")
@click.option("--rate-limit", type=RATE, help="Answer 429 above this rate.  [default: no limit]")
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
def simulate(
    *, port: int, seed: int, size: str, rate_limit: int | None, token_ttl: int, latency: int
) -> int:
    """Serve a simulated Marketplace until interrupted.

    Prints the five MARKETPLACE_* settings that a client needs, one a line.
    """
    from marketplace_contracts.simulator import SimulatorError, serve

    try:
        serve(
            port=port,
            seed=seed,
            size=size,
            rate_limit=rate_limit,
            token_ttl=token_ttl,
            latency_ms=latency,
        )
    except SimulatorError as error:
        raise CannotRun(f"The simulator cannot be started: {error}.") from None
    return 0
