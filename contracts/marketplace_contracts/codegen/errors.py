"""The error of code generation."""

from __future__ import annotations


class CodegenError(Exception):
    """The package cannot be generated; the message is one sentence that says why and where."""
