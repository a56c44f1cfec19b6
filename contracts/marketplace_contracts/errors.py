"""The error that ends a run of the harness."""

from __future__ import annotations


class CannotRun(Exception):
    """The check did not take place: bad settings, no service, no description.

    The text is one sentence that names the flag, variable, address or place to correct. The command
    line prints it and exits with 2.
    """
