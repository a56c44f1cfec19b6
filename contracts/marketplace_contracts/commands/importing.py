"""`import`: turn a HAR capture of another program's traffic into a cassette, and check it."""

from __future__ import annotations

import time
from pathlib import Path

import click

from marketplace_contracts.commands.parameters import FORMAT, PATH, TEXT
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.report.output import write


@click.command("import")
@click.argument("capture", type=PATH)
@click.option(
    "--base", type=TEXT, metavar="URL", help="Base address of the API.  [default: found in it]"
)
@click.option(
    "--cassettes",
    type=PATH,
    metavar="DIR",
    help="Keep the scrubbed traffic there.  [default: only check it]",
)
@click.option(
    "--format", "form", type=FORMAT, default="text", show_default=True, help="Of the output."
)
def import_traffic(capture: Path, base: str | None, cassettes: Path | None, form: str) -> int:
    """Check CAPTURE, a HAR file of a browser or proxy, and keep it as a cassette."""
    from marketplace_contracts.description.spec import load
    from marketplace_contracts.recording.imported.import_har import import_har
    from marketplace_contracts.report.show import show_replay
    from marketplace_contracts.run.results import Results
    from marketplace_contracts.traffic.contract import Contract

    began, results = time.monotonic(), Results(Contract(load()))
    found = import_har(capture, results, base)
    if cassettes is not None:
        _keep(cassettes / f"imported-{capture.stem}.yaml", found.text)
    if form == "text":
        write(f"{found.taken} calls below {found.base_url}\n")
        for reason, count in sorted(found.others.items()):
            write(f"  left out: {count} {reason}\n")
    show_replay(results, time.monotonic() - began, form)
    return 1 if results.findings.failures else 0


def _keep(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CannotRun(f"{path} cannot be written: {error.strerror}.") from None
