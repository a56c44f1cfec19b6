"""The command line `marketplace-contracts`: starts a command and turns its end into an exit code.

Exit codes: 0 the contract is kept, 1 it is broken, 2 nothing could be checked (one sentence says
why), 130 interrupted. No traceback reaches the user: see `crash_report` for unexpected errors.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

from marketplace_contracts.crash_report import report_crash
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.report.output import discard_output

if TYPE_CHECKING:
    import click

CANNOT, INTERRUPTED = 2, 130
EXTRA = "The module {name} is missing. Run pip install '.[contracts]' in the clone."
UNWRITABLE = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EPIPE, errno.EACCES, errno.EPERM}
"""Errors of the user's disk or terminal, not of this program."""
COMPLETING = "_MARKETPLACE_CONTRACTS_COMPLETE"
"""Variable that a shell sets when it asks click for completions."""
OURS = ("cloud_marketplace", "cloud_marketplace_api", "marketplace_contracts")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return the exit code."""
    try:
        with _terminable():
            return _run(arguments)
    except KeyboardInterrupt:
        return _stop("Interrupted.", INTERRUPTED)
    except Exception as error:  # noqa: BLE001 - no traceback reaches the user
        return _stop(_sentence(error))


def _sentence(error: Exception) -> str:
    """Return the sentence for the user about an error."""
    if isinstance(error, CannotRun):
        return str(error)
    if isinstance(error, ModuleNotFoundError):
        if (error.name or "").partition(".")[0] not in OURS:
            return EXTRA.format(name=error.name)
    elif isinstance(error, OSError) and error.errno in UNWRITABLE:
        return f"{error.filename or 'The output'} cannot be written: {error.strerror}."
    return report_crash(error)


def _run(arguments: Sequence[str] | None) -> int:
    import click

    from marketplace_contracts.commands.program import NAME, Interrupted, program

    try:
        code = program.main(arguments, prog_name=NAME, standalone_mode=False)
    except click.UsageError as error:
        raise CannotRun(f"{_prefix(error)}: {_message(error)}") from None
    except (Interrupted, click.Abort):
        raise KeyboardInterrupt from None
    except SystemExit as end:  # how click ends when its output was closed
        if COMPLETING in os.environ:
            return end.code if isinstance(end.code, int) else 0
        discard_output()
        raise CannotRun("The output cannot be written: it is closed.") from None
    return code if isinstance(code, int) else 0


def _prefix(error: click.UsageError) -> str:
    return error.ctx.command_path if error.ctx else "marketplace-contracts"


def _message(error: click.UsageError) -> str:
    """Return what is wrong in one line, such as `--rate: expected N/min, not 'fast'.`."""
    import click

    text = error.format_message()
    if type(error) is click.BadParameter and error.param is not None:
        text = f"{error.param.opts[0]}: {error.message}"
    line = " ".join(text.split())
    return line if line.endswith(("?", "?).")) else line.rstrip(".") + "."


def _stop(sentence: str, code: int = CANNOT) -> int:
    try:
        sys.stderr.write(f"{sentence}\n")
    except (OSError, ValueError):  # its output was closed; the exit code remains
        return code
    return code


@contextmanager
def _terminable() -> Iterator[None]:
    """Let SIGTERM end the command as Ctrl-C does, so that workers and unfinished folders go too."""

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
