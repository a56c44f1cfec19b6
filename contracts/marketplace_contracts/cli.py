"""The command line: `marketplace-contracts simulate | check | replay | record`.

Exit codes: 0 all is well, 1 the contract is broken, 2 nothing could be done (one sentence says
why), 130 somebody interrupted.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from marketplace_contracts.errors import CannotRun

if TYPE_CHECKING:
    from marketplace_contracts.settings import CheckSettings

BROKEN, CANNOT, INTERRUPTED = 1, 2, 130
EXTRA = "Something is missing ({name}): run pip install 'cloud-marketplace[contracts]'.\n"
PLAIN = (("✓", "y"), ("✗", "x"), ("·", "."), ("\N{EN DASH}", "-"), ("…", "..."), ("→", "->"))
OURS = ("cloud_marketplace", "cloud_marketplace_api", "marketplace_contracts")


class _Parser(argparse.ArgumentParser):
    """Says in one sentence what is wrong, without a page of usage before it."""

    def error(self, message: str) -> NoReturn:
        self.exit(CANNOT, f"{self.prog}: {message.removeprefix('argument ')}.\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; gives the exit code."""
    try:
        options = parser().parse_args(arguments)
        run: Callable[[argparse.Namespace], int] = options.run
        with _terminable():
            return run(options)
    except CannotRun as reason:
        sys.stderr.write(f"{reason}\n")
        return CANNOT
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in OURS:
            raise
        sys.stderr.write(EXTRA.format(name=error.name))
        return CANNOT
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted.\n")
        return INTERRUPTED


@contextmanager
def _terminable() -> Iterator[None]:
    """Let SIGTERM end us as Ctrl-C does, so that workers and half-made folders go too."""

    def stop(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    former = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, former)


def _simulate(options: argparse.Namespace) -> int:
    from marketplace_contracts.simulator import SimulatorError, serve

    try:
        serve(
            port=options.port,
            seed=options.seed,
            size=options.size,
            rate_limit=options.rate_limit,
            token_ttl=options.token_ttl,
            latency_ms=options.latency,
        )
    except SimulatorError as error:
        raise CannotRun(f"The simulator cannot be started: {error}.") from None
    return 0


def _check(options: argparse.Namespace) -> int:
    from marketplace_contracts.report import text
    from marketplace_contracts.report.table import table
    from marketplace_contracts.run.runner import check

    settings = _check_settings(options)
    results, seconds = check(settings)
    _show(
        text.findings_text(results, settings),
        text.notices_text(results),
        text.skipped_text(results),
        table(results),
        text.summary(results, seconds),
    )
    return BROKEN if results.findings.failures else 0


def _replay(options: argparse.Namespace) -> int:
    from marketplace_contracts.description.schemas import see_well_formed
    from marketplace_contracts.description.spec import load
    from marketplace_contracts.recording import replay
    from marketplace_contracts.report import text
    from marketplace_contracts.run.results import Results
    from marketplace_contracts.traffic.contract import Contract

    began, spec = time.monotonic(), load(options.spec)
    see_well_formed(spec)
    results = Results(Contract(spec))
    replay.run(options.cassettes, results)
    found = "\n\n".join(
        text.finding_text(finding, results.contract.spec.name)
        for finding in results.findings.failures
    )
    seconds = time.monotonic() - began
    _show(found, text.notices_text(results), text.summary(results, seconds))
    return BROKEN if results.findings.failures else 0


def _record(options: argparse.Namespace) -> int:
    from marketplace_contracts.recording import record

    if options.target is None and options.rate is not None:
        raise CannotRun("--rate is for a service that --target names.")
    return record.run(
        options.target,
        options.cassettes,
        seed=options.seed,
        rate=options.rate,
        only=options.scenario or (),
    )


def _check_settings(options: argparse.Namespace) -> CheckSettings:
    from marketplace_contracts.run.baseline import default_path
    from marketplace_contracts.settings import DEPTHS, PARTS, CheckSettings

    if options.target is None and options.allow_writes:
        raise CannotRun("--allow-writes is for a service that --target names.")
    if options.target is not None and options.breaks:
        raise CannotRun("--break is for the embedded simulator, not for --target.")
    depth, examples = DEPTHS[options.depth]
    parts = tuple(options.phases.split(",")) if options.phases else depth
    if unknown := [part for part in parts if part not in PARTS]:
        raise CannotRun(f"--phases: there is no {unknown[0]!r}, only {', '.join(PARTS)}.")
    return CheckSettings(
        target=options.target,
        allow_writes=options.allow_writes,
        rate=options.rate,
        seed=options.seed,
        size=options.size,
        examples=options.examples or examples,
        parts=parts,
        report=options.report,
        spec=options.spec,
        breaks=tuple(options.breaks or ()),
        processes=options.processes or min(2, os.cpu_count() or 1),
        progress=sys.stderr.isatty(),
        strict=options.strict,
        accepted=options.accepted or default_path(),
        shard=options.shard,
        database=options.database,
    )


def _show(*parts: str) -> None:
    """Print what there is; a terminal that cannot show a mark gets another one."""
    text = "\n\n".join(part for part in parts if part) + "\n"
    encoding = sys.stdout.encoding or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        plain = text.translate({ord(mark): word for mark, word in PLAIN})
        text = plain.encode(encoding, "backslashreplace").decode(encoding)
    sys.stdout.write(text)
    sys.stdout.flush()


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"expected a whole number from 1 on, not {text!r}")
    return int(text)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f"expected a whole number, not {text!r}")
    return int(text)


def _rate(text: str) -> int:
    found = re.fullmatch(r"([1-9][0-9]{0,6})/min", text)
    if not found:
        raise argparse.ArgumentTypeError(f"expected calls a minute such as 60/min, not {text!r}")
    return int(found[1])


def _path(text: str) -> Path:
    if not text:  # an unset variable of a shell would otherwise mean the folder we are in
        raise argparse.ArgumentTypeError("expected a path, not nothing")
    return Path(text)


def _shard(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"([0-9]{1,4})/([0-9]{1,4})", text)
    if not found or not 1 <= int(found[1]) <= int(found[2]):
        raise argparse.ArgumentTypeError(f"expected a share such as 2/5, not {text!r}")
    return int(found[1]), int(found[2])


def parser() -> argparse.ArgumentParser:
    """The parser of the command line."""
    whole = _Parser(
        prog="marketplace-contracts", description="The contract of the Marketplace API, checked."
    )
    commands = whole.add_subparsers(required=True, metavar="COMMAND")
    _add_simulate(commands)
    _add_check(commands)
    _add_replay(commands)
    _add_record(commands)
    return whole


def _add_world(command: argparse.ArgumentParser) -> None:
    command.add_argument("--seed", type=_number, default=1, help="same seed, same world")
    command.add_argument("--size", choices=("small", "large"), default="small")


def _add_simulate(commands: argparse._SubParsersAction[_Parser]) -> None:
    command = commands.add_parser("simulate", help="serve a simulated marketplace")
    command.set_defaults(run=_simulate)
    _add_world(command)
    command.add_argument("--port", type=_number, default=8080, help="0 picks a free one")
    command.add_argument("--rate-limit", type=_rate, metavar="N/min", help="answer 429 above it")
    command.add_argument("--token-ttl", type=_count, default=1500, metavar="S")
    command.add_argument("--latency", type=_number, default=0, metavar="MS")


def _add_check(commands: argparse._SubParsersAction[_Parser]) -> None:
    command = commands.add_parser("check", help="check a service, or the embedded simulator")
    command.set_defaults(run=_check)
    _add_world(command)
    add = command.add_argument
    add("--target", metavar="URL", help="a service; credentials come from MARKETPLACE_*")
    add("--allow-writes", action="store_true", help="call more than what reads")
    add("--rate", type=_rate, metavar="N/min", help="keep our own calls below it")
    add("--depth", choices=("quick", "ci", "deep"), default="ci", help="how much is tried")
    add("--strict", action="store_true", help="what is only worth a notice counts too")
    add("--accepted", type=_path, metavar="FILE", help="findings that are accepted for a while")
    add("--shard", type=_shard, default=(1, 1), metavar="K/N", help="this machine's share")
    add("--database", metavar="DIR|URL", help="keep failing examples and try them first")
    add("--examples", type=_count, metavar="N", help="for each operation and drawing phase")
    add("--phases", metavar="A,B", help="only these: sequences, replay, examples, coverage, …")
    add("--report", type=_path, metavar="DIR", help="write JUnit, JSON and a summary there")
    add("--spec", type=_path, metavar="FILE", help="check against another description")
    add("--break", dest="breaks", action="append", metavar="NAME", help="break the simulator")
    add("--processes", type=_count, metavar="N", help="share the work; 2 unless told otherwise")


def _add_replay(commands: argparse._SubParsersAction[_Parser]) -> None:
    parser = commands.add_parser("replay", help="check what was recorded; needs no key, no network")
    parser.set_defaults(run=_replay)
    add = parser.add_argument
    add("--cassettes", type=_path, metavar="DIR", help="the folder; the project's own otherwise")
    add("--spec", type=_path, metavar="FILE", help="check against another description")


def _add_record(commands: argparse._SubParsersAction[_Parser]) -> None:
    parser = commands.add_parser("record", help="record cassettes from the simulator or a service")
    parser.set_defaults(run=_record)
    add = parser.add_argument
    add("--target", metavar="URL", help="a service, read only; credentials from MARKETPLACE_*")
    add("--rate", type=_rate, metavar="N/min", help="keep calls to the service below it")
    add("--seed", type=_number, default=1, help="of the simulator: same seed, same cassettes")
    add("--cassettes", type=_path, metavar="DIR", help="the folder; the project's own otherwise")
    add("--scenario", action="append", metavar="NAME", help="only this one; may be repeated")
