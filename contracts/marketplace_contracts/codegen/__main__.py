"""`python -m marketplace_contracts.codegen generate|check`.

Exit codes: 0 done or current, 1 the committed package is stale, 2 the build cannot be done.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from marketplace_contracts.codegen.errors import BuildError
from marketplace_contracts.codegen.generator import check, generate


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code.

    Args:
        arguments: The command line without the program's name; that of the process when None.
    """
    parser = argparse.ArgumentParser(prog="python -m marketplace_contracts.codegen")
    parser.add_argument("command", choices=("generate", "check"))
    parser.add_argument("--root", type=Path, default=None, help="folder with spec/ and generated/")
    options = parser.parse_args(arguments)
    try:
        root = options.root or find_root(Path.cwd())
        if options.command == "generate":
            print(f"wrote generated/{generate(root).name}")  # noqa: T201 - the command's answer
            return 0
        return _say_stale(check(root))
    except BuildError as error:
        print(f"error: {error}", file=sys.stderr)  # noqa: T201 - the command's answer
        return 2


def find_root(start: Path) -> Path:
    """Find the folder that holds the spec: `start`, or the nearest one above it.

    Raises:
        BuildError: If there is none.
    """
    for folder in (start, *start.parents):
        if (folder / "spec" / "openapi.yaml").is_file():
            return folder
    raise BuildError("no spec/openapi.yaml here or above; name the folder with --root")


def _say_stale(differing: list[str]) -> int:
    if not differing:
        print("generated/ is current")  # noqa: T201 - the command's answer
        return 0
    print("generated/ is stale: run make generate", *differing, sep="\n  ", file=sys.stderr)  # noqa: T201 - the command's answer
    return 1


if __name__ == "__main__":
    sys.exit(main())
