"""`proxy`: check the traffic of any program that sends its requests through it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from marketplace_contracts.commands.parameters import FORMAT, NUMBER, PATH, TEXT
from marketplace_contracts.report.output import write


@click.command()
@click.option(
    "--target", type=TEXT, required=True, metavar="URL", help="Base address to pass on to."
)
@click.option("--port", type=NUMBER, default=8081, show_default=True, help="0 picks a free one.")
@click.option("--host", type=TEXT, default="127.0.0.1", show_default=True, help="To listen on.")
@click.option(
    "--record",
    type=PATH,
    metavar="DIR",
    help="Keep the traffic there as cassettes, scrubbed.  [default: judge it only]",
)
@click.option("--report", type=PATH, metavar="DIR", help="Write JUnit, JSON and a summary there.")
@click.option(
    "--format", "form", type=FORMAT, default="text", show_default=True, help="Of the output."
)
def proxy(
    *, target: str, port: int, host: str, record: Path | None, report: Path | None, form: str
) -> int:
    """Pass calls on to a service and judge both directions, until interrupted.

    Prints the base address for programs to use, then each finding as it occurs, and a report at
    the end. Calls pass unchanged, and nothing secret is kept.
    """
    from marketplace_contracts.proxy.server import ProxySettings, serve
    from marketplace_contracts.report import files
    from marketplace_contracts.report.show import show_traffic

    if report is not None:
        files.prepare(report)

    def tell(line: str) -> None:
        if form == "text":
            write(f"{line}\n")
        else:  # standard output is for the document alone
            sys.stderr.write(f"{line}\n")
            sys.stderr.flush()

    results, seconds = serve(ProxySettings(target, port, host, record, tell))
    show_traffic(results, target, seconds, form)
    if report is not None:
        files.write(report, results, None, seconds, target)
    return 1 if results.findings.failures else 0
