"""Report an unexpected error to the user: one sentence, and a file to attach.

The file is in the system's folder for temporary files, never in the working folder. Values of
the MARKETPLACE_* variables are masked in it, and it holds no local variables.
"""

from __future__ import annotations

import os
import platform
import tempfile
import traceback
from pathlib import Path

SECRETS = ("PASSWORD", "SUBSCRIPTION_KEY", "USERNAME", "TOKEN")


def report_crash(error: BaseException) -> str:
    """Write the report and return the sentence that names it."""
    kind = type(error).__name__
    last = traceback.extract_tb(error.__traceback__)[-1:]
    where = f" in {Path(last[0].filename).name}:{last[0].lineno}" if last else ""
    sentence = f"Unexpected error: {kind}{where}. This is a fault of the program."
    path = _write(error)
    advice = f"Please report it with the file {path}" if path else "Please report it"
    return f"{sentence} {advice}."


def _write(error: BaseException) -> str | None:
    lines = traceback.format_exception(error, limit=-40)
    text = f"Python {platform.python_version()} on {platform.system()}\n{''.join(lines)}"
    try:
        handle, path = tempfile.mkstemp(prefix="marketplace-contracts-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(_masked(text))
    except OSError:  # a full disk, for instance; the sentence is still printed
        return None
    return path


def _masked(text: str) -> str:
    for name in SECRETS:
        value = os.environ.get(f"MARKETPLACE_{name}", "").strip()
        if len(value) >= 4:
            text = text.replace(value, f"$MARKETPLACE_{name}")
    return text
