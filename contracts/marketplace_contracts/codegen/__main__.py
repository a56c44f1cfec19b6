"""`python -m marketplace_contracts.codegen generate|check`: an alias of the command `generate`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from marketplace_contracts.cli import main as run_command

ALIASES = {"generate": ["generate"], "check": ["generate", "--check"]}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or given[0] not in ALIASES:
        sys.stderr.write("python -m marketplace_contracts.codegen: expected generate or check.\n")
        return 2
    return run_command([*ALIASES[given[0]], *given[1:]])


if __name__ == "__main__":
    sys.exit(main())
