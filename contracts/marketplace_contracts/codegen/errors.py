"""The one error of the build."""

from __future__ import annotations


class BuildError(Exception):
    """The package cannot be built; the message is one sentence that says why and where."""
