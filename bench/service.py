"""A simulator in a process of its own, so that its work is not measured as the client's."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def simulated(*options: str) -> Iterator[dict[str, str]]:
    """Serve a large world and yield the settings of a client."""
    command = [sys.executable, "-m", "marketplace_contracts", "simulate", "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - ours
        assert process.stdout is not None
        lines = [process.stdout.readline().rstrip("\n") for _ in range(5)]
        try:
            yield dict(line.split("=", 1) for line in lines)
        finally:
            process.send_signal(signal.SIGINT)
