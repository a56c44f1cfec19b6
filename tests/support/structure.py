"""What the house rules about modules find in the source, and what does not keep them yet.

The lists of exceptions only shrink: `test_exceptions.py` fails for an entry that is not needed.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

from support.imports import circles, import_graph

ROOT = Path(__file__).parents[2]
CLIENT = ROOT / "client/cloud_marketplace"
CONTRACTS = ROOT / "contracts/marketplace_contracts"
GENERATED = ROOT / "generated/cloud_marketplace_api"
RUNTIME = CONTRACTS / "codegen/runtime"  # belongs to the generated package
TESTS = ROOT / "tests"
TEMPLATES = ROOT / "spec/templates"

CIRCLES: set[str] = set()
"""Circles of imports that are still there, without the name of their package."""

UPWARD: set[str] = set()
"""Imports between rooms that still go up the page of ARCHITECTURE.md."""

FOLDERS: set[str] = set()
"""Folders that still have more than 15 modules."""

SAME_NAMES: set[str] = set()
"""Class names that are still used twice in one package."""

EXECUTING: set[str] = set()
"""Modules that still execute text or change byte code."""

MARKED_HELP: set[str] = set()
"""Rooms of the client whose help refers to facts by number instead of stating them."""


def modules(*folders: Path) -> dict[Path, ast.Module]:
    """Parse every Python module below the folders."""
    paths = sorted(path for folder in folders for path in folder.rglob("*.py"))
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}


OURS = modules(CLIENT, CONTRACTS)


def found_circles() -> set[str]:
    """Return the circles of imports, late imports and those for type checkers included."""
    return {
        " → ".join(module.partition(".")[2] or module for module in circle)
        for folder in (CLIENT, CONTRACTS, GENERATED)
        for circle in circles(import_graph(folder.parent))
    }


def layers(package: str) -> dict[str, int]:
    """Read the rows of a package's table in ARCHITECTURE.md: module or room, and its height."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    section = text.split(f"### Layers of `{package}`\n")[1].split("\n#")[0]
    rows = re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
    return {
        f"{package}.{name}".removesuffix(".__init__"): -row
        for row, cell in enumerate(rows)
        for name in re.findall(r"`(.*?)`", cell)
    }


def room(module: str, known: Mapping[str, int]) -> str:
    """Return the longest name in the table that a module is or belongs to, or else its own."""
    parts = module.split(".")
    names = (".".join(parts[:end]) for end in range(len(parts), 0, -1))
    return next((name for name in names if name in known), module)


def upward_imports() -> set[str]:
    """Return the imports from a room to a row above its own; an unknown room is one by itself."""
    found = set()
    for folder in (CLIENT, CONTRACTS):
        package, known = folder.name, layers(folder.name)
        for module, targets in import_graph(folder.parent).items():
            here = room(module, known)
            if here not in known and module != package:
                found.add(f"{module} has no row")
            for there in {room(target, known) for target in targets}:
                if known.get(there, 0) > known.get(here, 0):
                    found.add(f"{here} imports {there}".replace(f"{package}.", ""))
    return found


def large_folders() -> set[str]:
    """Return the folders of hand-written Python with more than 15 modules beside `__init__`."""
    paths = modules(CLIENT, CONTRACTS, TESTS, ROOT / "bench", ROOT / "examples")
    counted = Counter(path.parent for path in paths if path.name != "__init__.py")
    return {str(folder.relative_to(ROOT)) for folder, count in counted.items() if count > 15}


def names_used_twice() -> set[str]:
    """Return the names that two public classes of one package have."""
    return {name for folder in (CLIENT, CONTRACTS) for name, n in _classes(folder).items() if n > 1}


def _classes(folder: Path) -> Counter[str]:
    return Counter(
        node.name
        for path, tree in OURS.items()
        if folder in path.parents and RUNTIME not in path.parents
        for node in tree.body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )


def executing() -> set[str]:
    """Return the modules that execute text or reach into the interpreter."""
    trees = modules(CLIENT, CONTRACTS, GENERATED)
    return {"/".join(path.parts[-2:]) for path, tree in trees.items() if _executes(tree)}


def _executes(tree: ast.Module) -> bool:
    nodes = list(ast.walk(tree))
    called = {n.func.id for n in nodes if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
    reached = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    inside = {"__code__", "__globals__", "__closure__", "__builtins__", "_getframe", "f_locals"}
    return bool(called & {"exec", "eval", "compile"} or reached & inside)


def marked_help() -> set[str]:
    """Return the rooms of the client with marks such as "(facts C7)"."""
    mark = re.compile(r"\bfacts?[\s#]+[A-H]\d")
    return {
        path.relative_to(CLIENT).parts[0]
        for path in CLIENT.rglob("*.py")
        if mark.search(path.read_text(encoding="utf-8"))
    }


RULES: dict[str, tuple[Callable[[], set[str]], set[str]]] = {
    "no circle of imports": (found_circles, CIRCLES),
    "imports go down the page of ARCHITECTURE.md": (upward_imports, UPWARD),
    "at most 15 modules in a folder": (large_folders, FOLDERS),
    "one class name, one thing": (names_used_twice, SAME_NAMES),
    "the client's help states facts without marks": (marked_help, MARKED_HELP),
    "no exec, eval or byte code in what people install": (executing, EXECUTING),
}
"""Each rule, how to find what breaks it, and what may break it for the time being."""
