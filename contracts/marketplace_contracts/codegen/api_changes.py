"""What a new generation changes for callers: public names and their signatures."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import NamedTuple

Function = ast.FunctionDef | ast.AsyncFunctionDef


class NameChange(NamedTuple):
    """A public name that was added, changed or removed. Its text is one line of a report.

    Attributes:
        name: Module and name, such as `api.orders.Orders.get`.
        was: Its signature or its type before; None if it was added.
        now: Its signature or its type now; None if it was removed.
    """

    name: str
    was: str | None
    now: str | None

    def __str__(self) -> str:
        if self.was is None:
            return f"+ {self.name}{self.now}"
        if self.now is None:
            return f"- {self.name}{self.was}"
        return f"~ {self.name}{self.was} -> {self.name.rpartition('.')[2]}{self.now}"


def api_changes(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> list[NameChange]:
    """Return the public names that were added, changed or removed.

    Args:
        old: The files of the package as it was.
        new: The files of the package as it is now.
    """
    before, after = signatures(old), signatures(new)
    if not before:
        return []  # the first generation: everything is new
    return [
        NameChange(name, before.get(name), after.get(name))
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    ]


def signatures(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the signature or the type of each public name of a package."""
    found: dict[str, str] = {}
    for path, content in files.items():
        if path.endswith(".py"):
            module = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
            found.update(_names(ast.parse(content), module))
    return found


def _names(node: ast.Module | ast.ClassDef, place: str) -> Iterator[tuple[str, str]]:
    for inner in node.body:
        if isinstance(inner, ast.ClassDef) and not inner.name.startswith("_"):
            yield f"{place}.{inner.name}", ""
            yield from _names(inner, f"{place}.{inner.name}")
        elif isinstance(inner, Function) and not inner.name.startswith("_"):
            returns = f" -> {ast.unparse(inner.returns)}" if inner.returns else ""
            yield f"{place}.{inner.name}", f"({ast.unparse(inner.args)}){returns}"
        elif isinstance(node, ast.ClassDef):
            yield from _fields(inner, place)


def _fields(statement: ast.stmt, place: str) -> Iterator[tuple[str, str]]:
    """Yield the field or the member of an enumeration that a statement defines."""
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        name = statement.target.id
        if name.islower() and not name.startswith("_"):
            yield f"{place}.{name}", f": {ast.unparse(statement.annotation)}"
    elif isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
        name = statement.targets[0].id
        if not name.startswith("_"):
            yield f"{place}.{name}", f" = {ast.unparse(statement.value)}"
