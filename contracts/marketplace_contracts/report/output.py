"""Standard output: marks that its encoding lacks, and an output that is closed or full."""

from __future__ import annotations

import os
import sys

from marketplace_contracts.errors import CannotRun

PLAIN = (("✓", "y"), ("✗", "x"), ("·", "."), ("\N{EN DASH}", "-"), ("…", "..."), ("→", "->"))
"""What an output gets whose encoding lacks a mark."""


def write(text: str) -> None:
    """Write to standard output; marks that its encoding lacks become plain letters.

    Raises:
        CannotRun: The output is closed or full.
    """
    encoding = sys.stdout.encoding or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        plain = text.translate({ord(mark): word for mark, word in PLAIN})
        text = plain.encode(encoding, "backslashreplace").decode(encoding)
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except (OSError, ValueError) as error:
        discard_output()
        reason = getattr(error, "strerror", None) or "it is closed"
        raise CannotRun(f"The output cannot be written: {reason}.") from None


def discard_output() -> None:
    """Let the interpreter flush into nothing at its end, instead of failing once more."""
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
    except (OSError, ValueError):  # no file below it, as in tests
        return
