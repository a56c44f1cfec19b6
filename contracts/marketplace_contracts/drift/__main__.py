"""`python -m marketplace_contracts.drift`: an alias of the command `drift`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from marketplace_contracts.cli import main as run_command


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    return run_command(["drift", *(sys.argv[1:] if arguments is None else arguments)])


if __name__ == "__main__":
    sys.exit(main())
