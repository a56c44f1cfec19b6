"""Run the sequence checks against one mutant, in a process of its own.

Usage: `python -m marketplace_contracts.mutants.worker MODULE SOURCE_FILE SEED`. Prints one JSON
object with the checks that noticed the mutant.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import ModuleType


class ChangedSource(SourceFileLoader):
    """Loads a module from another source text than that of its file, without a cache."""

    def __init__(self, name: str, path: str, source: bytes) -> None:
        super().__init__(name, path)
        self._source = source

    def get_data(self, path: str) -> bytes:
        """Return the changed source for any path."""
        del path
        return self._source

    def path_stats(self, path: str) -> dict[str, object]:
        """Refuse, so that no cached byte code is used."""
        raise OSError(path)


class OneModule(MetaPathFinder):
    """Finds one module with a changed source; all others are found as usual."""

    def __init__(self, name: str, source: bytes) -> None:
        self.name, self.source = name, source

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return the spec of the one module, and None for others."""
        del path, target
        if fullname != self.name:
            return None
        sys.meta_path.remove(self)
        try:
            found = importlib.util.find_spec(fullname)
        finally:
            sys.meta_path.insert(0, self)
        assert found is not None
        assert found.origin is not None
        package = found.submodule_search_locations
        loader = ChangedSource(fullname, found.origin, self.source)
        return importlib.util.spec_from_file_location(
            fullname, found.origin, loader=loader, submodule_search_locations=package
        )


def main() -> None:
    """Run the checks and print those that noticed the mutant."""
    module, source, seed = sys.argv[1:]
    sys.meta_path.insert(0, OneModule(module, Path(source).read_bytes()))
    try:
        found = _noticed(int(seed))
    except Exception as error:  # noqa: BLE001 - a mutant may break anything, which is noticed too
        found = {"crash": type(error).__name__}
    print(json.dumps(found))


def _noticed(seed: int) -> dict[str, object]:
    from marketplace_contracts.drift import trial
    from marketplace_contracts.settings import CheckSettings

    chosen = CheckSettings(seed=seed, parts=("sequences",))
    outcome = trial.run("mutant", chosen, thorough=False, first=True)
    return {
        **outcome.caught_by,
        **({"stopped": outcome.stopped} if outcome.stopped else {}),
        **({"example": outcome.examples[0]} if outcome.examples else {}),
    }


if __name__ == "__main__":
    main()
