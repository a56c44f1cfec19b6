"""The command line `cloud-marketplace`: starts a command and turns its end into an exit code.

Needs the extra `cli`: `pip install '.[cli]'` in the clone. No traceback reaches the user.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from cloud_marketplace.cli.exit_codes import INTERRUPTED, UNEXPECTED, USAGE, code_of
from cloud_marketplace.errors import MarketplaceError

NAME = "cloud-marketplace"
COMPLETING = "_CLOUD_MARKETPLACE_COMPLETE"
"""Variable that a shell sets when it asks click for completions."""
_OURS = ("cloud_marketplace", "cloud_marketplace_api")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return the exit code."""
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        return _stop("Interrupted.", INTERRUPTED)
    except MarketplaceError as error:
        return _stop(str(error), code_of(error))
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in _OURS:
            raise
        advice = f"Run pip install '.[cli]' in the clone of {NAME}."
        return _stop(f"The module {error.name} is missing. {advice}", USAGE)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            _discard_output()
            return UNEXPECTED
        what = error.filename or "The output"
        return _stop(f"{what} can't be read or written: {error.strerror or error}.", USAGE)


def _run(arguments: Sequence[str] | None) -> int:
    import click

    from cloud_marketplace.cli.program import program

    try:
        code = program.main(arguments, prog_name=NAME, standalone_mode=False)
    except click.UsageError as error:
        place = error.ctx.command_path if error.ctx else NAME
        return _stop(f"{place}: {_sentence(error.format_message())}", USAGE)
    except click.ClickException as error:
        return _stop(_sentence(error.format_message()), USAGE)
    except click.Abort:
        raise KeyboardInterrupt from None
    except SystemExit as end:
        if COMPLETING in os.environ:
            return end.code if isinstance(end.code, int) else 0
        _discard_output()  # how click ends when the reader has closed its output
        return UNEXPECTED
    return code if isinstance(code, int) else 0


def _sentence(text: str) -> str:
    line = " ".join(text.split())
    return line if line.endswith(("?", "?)", "?).")) else f"{line.rstrip('.')}."


def _stop(sentence: str, code: int) -> int:
    try:
        sys.stderr.write(f"{sentence}\n")
    except (OSError, ValueError):  # the stream is closed; the exit code remains
        return code
    return code


def _discard_output() -> None:
    """Redirect the output, so that the interpreter does not fail again when it flushes at exit."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):  # no file below it, as in tests
        return
