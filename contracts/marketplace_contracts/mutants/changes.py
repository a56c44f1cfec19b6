"""All changes of a source text that make a mutant, each by the characters that it replaces."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

OPERATORS: Mapping[type[ast.AST], str] = MappingProxyType(
    {
        ast.Eq: "!=",
        ast.NotEq: "==",
        ast.Lt: "<=",
        ast.LtE: "<",
        ast.Gt: ">=",
        ast.GtE: ">",
        ast.In: "not in",
        ast.NotIn: "in",
        ast.Is: "is not",
        ast.IsNot: "is",
        ast.Add: "-",
        ast.Sub: "+",
        ast.Mult: "+",
        ast.Div: "*",
        ast.FloorDiv: "*",
        ast.Mod: "*",
        ast.And: "or",
        ast.Or: "and",
    }
)
"""The replacements of each operator."""
KINDS = ("comparison", "operator", "condition", "text", "number", "statement")
_NAMES_ONLY = ("__all__", "__slots__")
"""Lists of names that change nothing while a program runs."""
_DROPPED = (ast.Assign, ast.AugAssign, ast.Expr, ast.Raise, ast.Delete)


@dataclass(frozen=True, slots=True)
class SourceChange:
    """One change of one module.

    Attributes:
        module: Dotted name.
        line: Line of the source.
        kind: One of `KINDS`.
        start: Offset of the first replaced byte of the UTF-8 text.
        end: Offset after the last one.
        new: What is there instead.
    """

    module: str
    line: int
    kind: str
    start: int
    end: int
    new: str

    def apply(self, source: bytes) -> bytes:
        """Return the source of the mutant."""
        return source[: self.start] + self.new.encode() + source[self.end :]


Found: TypeAlias = "Iterator[tuple[str, ast.AST | tuple[int, int], str]]"


def changes(module: str, source: bytes) -> Iterator[SourceChange]:
    """Yield every change of a module."""
    offsets = _line_offsets(source)

    def offset(line: int, column: int) -> int:
        return offsets[line - 1] + column

    for node in _code(ast.parse(source)):
        for kind, where, new in _of(node, source, offset):
            start, end = where if isinstance(where, tuple) else _span(where, offset)
            line = source.count(b"\n", 0, start) + 1
            yield SourceChange(module, line, kind, start, end, new)


def _line_offsets(source: bytes) -> list[int]:
    found = [0]
    for line in source.splitlines(keepends=True):
        found.append(found[-1] + len(line))
    return found


def _span(node: ast.AST, offset: Callable[[int, int], int]) -> tuple[int, int]:
    assert isinstance(node, ast.expr | ast.stmt)
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    return offset(node.lineno, node.col_offset), offset(node.end_lineno, node.end_col_offset)


def _code(node: ast.AST) -> Iterator[ast.AST]:
    """Yield nodes that do something: no docstrings, annotations, imports or f-string parts."""
    yield node
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list", "type_comment"}:
            continue
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, ast.AST) and not _is_passive(inner):
                yield from _code(inner)


def _is_passive(node: ast.AST) -> bool:
    if isinstance(node, ast.Import | ast.ImportFrom | ast.JoinedStr | ast.Assert):
        return True
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name):
        return node.test.id == "TYPE_CHECKING"
    if isinstance(node, ast.Assign | ast.AnnAssign):
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        alias = isinstance(node, ast.AnnAssign) and "TypeAlias" in ast.dump(node.annotation)
        return alias or (isinstance(target, ast.Name) and target.id in _NAMES_ONLY)
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _of(node: ast.AST, source: bytes, offset: Callable[[int, int], int]) -> Found:
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        between = (_span(node.left, offset)[1], _span(node.comparators[0], offset)[0])
        yield from _operator("comparison", source, between, node.ops[0])
    elif isinstance(node, ast.BinOp):
        between = (_span(node.left, offset)[1], _span(node.right, offset)[0])
        yield from _operator("operator", source, between, node.op)
    elif isinstance(node, ast.BoolOp):
        between = (_span(node.values[0], offset)[1], _span(node.values[1], offset)[0])
        yield from _operator("condition", source, between, node.op)
    elif isinstance(node, ast.If | ast.IfExp):
        yield "condition", node.test, f"not ({_text(source, node.test, offset)})"
    elif isinstance(node, ast.Constant):
        yield from _constant(node)
    elif isinstance(node, _DROPPED):
        yield "statement", node, "pass"
    elif isinstance(node, ast.Return) and not _returns_none(node):
        yield "statement", node, "return None"


def _returns_none(node: ast.Return) -> bool:
    return node.value is None or (isinstance(node.value, ast.Constant) and node.value.value is None)


def _operator(kind: str, source: bytes, between: tuple[int, int], operator: ast.AST) -> Found:
    """Replace the operator between two operands; brackets around them stay."""
    new = OPERATORS.get(type(operator))
    text = source[between[0] : between[1]].decode()
    old = text.strip().strip("()").strip()
    if new and old and "\n" not in old and "#" not in old:
        start = between[0] + len(text[: text.index(old)].encode())
        yield kind, (start, start + len(old.encode())), new


def _constant(node: ast.Constant) -> Found:
    value = node.value
    if isinstance(value, bool):
        yield "number", node, str(not value)
    elif isinstance(value, int | float):
        yield "number", node, repr(value + 1)
    elif isinstance(value, str):
        yield "text", node, repr(f"{value}X" if value else "X")


def _text(source: bytes, node: ast.AST, offset: Callable[[int, int], int]) -> str:
    start, end = _span(node, offset)
    return source[start:end].decode()


def is_valid(source: bytes) -> bool:
    """Tell whether a source can be parsed."""
    try:
        ast.parse(source)
    except (SyntaxError, ValueError):
        return False
    return True
