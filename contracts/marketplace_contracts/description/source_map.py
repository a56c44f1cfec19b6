"""Lines of a YAML text by JSON pointer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import yaml


def lines_of(text: str) -> Mapping[str, int]:
    """Return the line, counted from 1, of each node of a YAML text.

    Args:
        text: One YAML document.

    Returns:
        Lines by pointer (`#/paths/~1orders/get`). A member of a mapping is on the line of its key.
    """
    root = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return dict(_walk(root, "#", 1)) if root is not None else {}


def _walk(node: yaml.Node, pointer: str, line: int) -> Iterator[tuple[str, int]]:
    yield pointer, line
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            name = str(key.value).replace("~", "~0").replace("/", "~1")
            yield from _walk(value, f"{pointer}/{name}", key.start_mark.line + 1)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _walk(value, f"{pointer}/{index}", value.start_mark.line + 1)


def repeated_keys(text: str) -> Iterator[str]:
    """Yield the pointer of each member of a mapping whose key was there before."""
    root = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    pairs = [(root, "#")] if root is not None else []
    while pairs:
        node, pointer = pairs.pop()
        names: set[str] = set()
        for name, value in _members(node):
            below = f"{pointer}/{name}"
            if name in names:
                yield below
            names.add(name)
            pairs.append((value, below))


def _members(node: yaml.Node) -> Iterator[tuple[str, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield str(key.value).replace("~", "~0").replace("/", "~1"), value
    elif isinstance(node, yaml.SequenceNode):
        yield from ((str(index), value) for index, value in enumerate(node.value))
