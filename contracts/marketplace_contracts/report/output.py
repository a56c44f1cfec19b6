"""Standard output, also if its encoding lacks characters, or if it is closed or full."""

from __future__ import annotations

import os
import sys

from marketplace_contracts.errors import CannotRun

PLAIN = (("✓", "y"), ("✗", "x"), ("·", "."), ("\N{EN DASH}", "-"), ("…", "..."), ("→", "->"))
"""Replacements for marks that an encoding lacks."""


def write(text: str) -> None:
    """Write to standard output; replace marks that its encoding lacks.

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
    """Redirect the output, so that the interpreter does not fail again when it flushes at exit."""
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
    except (OSError, ValueError):  # there is no file descriptor, as in tests
        return
