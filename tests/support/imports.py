"""The imports between the modules of a source tree, read from the syntax without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

Graph = Mapping[str, frozenset[str]]
"""Module names with the names of the modules of the same tree that each imports."""


def module_name(path: Path, root: Path) -> str:
    """Return the dotted name of a module file below the folder of its top package.

    Example: `client/cloud_marketplace/_engine/__init__.py` is `cloud_marketplace._engine`.
    """
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_names(tree: ast.Module, module: str, *, package: bool) -> Iterator[str]:
    """Yield the dotted names that a module imports, wherever in it.

    Imports inside functions and under `TYPE_CHECKING` are included: a late import hides a circle
    from Python, not from the reader.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _base(node, module, package=package)
            yield from (f"{base}.{alias.name}" for alias in node.names)


def _base(node: ast.ImportFrom, module: str, *, package: bool) -> str:
    """Resolve the module part of `from … import`, relative ones included."""
    if not node.level:
        return node.module or ""
    parts = module.split(".")
    keep = len(parts) - node.level + (1 if package else 0)
    return ".".join([*parts[:keep], *([node.module] if node.module else [])])


def import_graph(*roots: Path) -> Graph:
    """Read which modules below the folders import which.

    Args:
        *roots: Folders that hold top packages, such as `client`.
    """
    files = {module_name(path, root): path for root in roots for path in root.rglob("*.py")}
    return {name: frozenset(_targets(name, path, files) - {name}) for name, path in files.items()}


def _targets(name: str, path: Path, files: Mapping[str, Path]) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = imported_names(tree, name, package=path.name == "__init__.py")
    return {target for each in names if (target := _known(each, files))}


def _known(name: str, files: Mapping[str, Path]) -> str:
    """Return the module that an imported name is or belongs to; empty for a foreign one."""
    while name and name not in files:
        name = name.rpartition(".")[0]
    return name


def circles(graph: Graph) -> list[list[str]]:
    """Return one shortest circle for each group of modules that import each other."""
    found: list[list[str]] = []
    seen: set[str] = set()
    for start in sorted(graph):
        if start not in seen and (circle := _circle(graph, start)):
            found.append(circle)
            seen.update(circle)
    return found


def _circle(graph: Graph, start: str) -> list[str]:
    """Return the shortest way from a module back to itself, breadth first."""
    ways = [[start]]
    visited: set[str] = set()
    for way in ways:
        for target in sorted(graph[way[-1]]):
            if target == start:
                return [*way, start]
            if target not in visited:
                visited.add(target)
                ways.append([*way, target])
    return []
