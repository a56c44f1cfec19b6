"""Which operation of a new published file is which of the known one, whatever it is called now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from marketplace_contracts.description.diff.addresses import paired
from marketplace_contracts.description.diff.document import Document
from marketplace_contracts.description.diff.normalise import Normaliser
from marketplace_contracts.description.diff.operation import Endpoint, Key, operations_of
from marketplace_contracts.description.overlay import Correction


@dataclass(frozen=True, slots=True)
class Pairing:
    """The operations of two published files.

    Our description has the paths of the known file, so an operation whose path or id the vendor
    changed is found in ours by what it was.

    Attributes:
        new: Operations of the new file.
        new_keys: Key in the new file by the key in the known one.
        old_keys: Key in the known file by the label in changes.
        added: Operations that only the new file has, by label.
        renamed: Path in the known file by the path in the new one, where they differ.
    """

    new: dict[Key, Endpoint]
    new_keys: dict[Key, Key]
    old_keys: dict[str, Key]
    added: dict[str, Endpoint]
    renamed: dict[str, str]

    def aligned(self, document: dict[str, Any]) -> dict[str, Any]:
        """Return the new file with the paths of the known one, so that corrections find them."""
        paths = document.get("paths")
        if not self.renamed or not isinstance(paths, dict):
            return document
        return {
            **document,
            "paths": {self.renamed.get(path, path): item for path, item in paths.items()},
        }

    def misnamed(self, actions: list[Correction]) -> list[Correction]:
        """Return the corrections whose target has a path of before."""
        parts = [f"['{path}']" for path in self.renamed.values()]
        return [one for one in actions if any(part in one.target for part in parts)]


def pair(before: Document, after: Document) -> Pairing:
    """Pair the operations of the known published file with those of a new one."""
    old = operations_of(Normaliser(before.data), set())
    new = operations_of(Normaliser(after.data), set())
    keys = paired(old, new)
    come = set(new) - set(keys.values())
    return Pairing(
        new,
        keys,
        {one.label: key for key, one in old.items()},
        {new[key].label: new[key] for key in come},
        _renamed(old, new, keys),
    )


def _renamed(
    old: dict[Key, Endpoint], new: dict[Key, Endpoint], keys: dict[Key, Key]
) -> dict[str, str]:
    """Return paths all of whose operations were below one other path."""
    found: dict[str, set[str]] = {}
    for key, twin in keys.items():
        found.setdefault(new[twin].path, set()).add(old[key].path)
    return {
        path: min(before)
        for path, before in found.items()
        if len(before) == 1 and path not in before
    }
