"""What all tests need."""

from __future__ import annotations

import signal


def pytest_configure() -> None:
    """Let the programs that tests start be interrupted.

    A shell starts what runs in the background with Ctrl-C ignored, and each process below it
    inherits that: tests of an interruption would wait for ever.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
