"""Servers in processes of their own, so that their work is not measured as the client's."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def serving(lines: int, *arguments: str) -> Iterator[dict[str, str]]:
    """Run a command of the harness until the block ends; yield the settings that it prints."""
    command = [sys.executable, "-m", "marketplace_contracts", *arguments, "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = [process.stdout.readline().rstrip("\n") for _ in range(lines)]
        try:
            yield dict(line.split("=", 1) for line in told)
        finally:
            process.send_signal(signal.SIGINT)
            sys.stdout.write(process.communicate()[0])


@contextmanager
def simulated(*options: str) -> Iterator[dict[str, str]]:
    """Serve a large world and yield the settings of a client."""
    with serving(5, "simulate", "--size", "large", *options) as environment:
        yield environment
