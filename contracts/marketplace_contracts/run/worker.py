"""One process of a check: settings come in on standard input, the ledger goes out to a file.

python -m marketplace_contracts.run.worker LEDGER [JUNIT] < settings.json
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from marketplace_contracts.errors import CannotRun
from marketplace_contracts.run.runner import INTERRUPTED, run_here
from marketplace_contracts.settings import CheckSettings


def main(arguments: list[str]) -> int:
    """Run the settings' parts; gives the exit code of the process."""
    out, junit = Path(arguments[0]), arguments[1] if len(arguments) > 1 else ""
    try:
        told = sys.stdin.read()
        if not told:  # whoever wanted the check was stopped before it could say what
            return INTERRUPTED
        settings = CheckSettings.from_json(told)
        results = run_here(settings, Path(junit) if junit else None)
    except CannotRun as reason:
        print(reason)  # noqa: T201 - the parent reads it
        return 2
    except KeyboardInterrupt:
        return INTERRUPTED
    try:
        out.write_text(json.dumps(results.as_dict()), encoding="utf-8")
    except FileNotFoundError:  # the folder is gone: nobody waits for the result any more
        return INTERRUPTED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
