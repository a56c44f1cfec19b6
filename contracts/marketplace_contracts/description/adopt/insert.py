"""Insert a value into YAML text without changing any other byte.

A round trip through a YAML library would rewrap lines and quotes; a description is read by
people, so a diff may show only what is new. ruamel.yaml was weighed: it keeps comments, and
still changed 120 lines of this description.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml

Keys = Sequence[str | int]


class _Dumper(yaml.SafeDumper):
    """Writes each value in full: no anchors."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the name is PyYAML's
        """Never write an alias."""
        return True


def insert(text: str, parent: Keys, key: str | None, value: Any) -> str:
    """Add a member to a mapping, or an item to a sequence.

    Args:
        text: The YAML document.
        parent: The keys that lead to the mapping or sequence.
        key: The name of the new member; None to append to a sequence.
        value: Its value.

    Raises:
        KeyError: There is no such parent, or it has the key already.
    """
    node = _find(text, parent)
    if isinstance(node, yaml.MappingNode):
        if key is None or any(name.value == key for name, _ in node.value):
            raise KeyError(key)
        return _into(text, node, {key: value})
    if isinstance(node, yaml.SequenceNode) and key is None:
        return _into(text, node, [value])
    raise KeyError(key)


def _find(text: str, keys: Keys) -> yaml.Node:
    node: yaml.Node | None = yaml.compose(
        text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    )
    for key in keys:
        if isinstance(node, yaml.MappingNode):
            node = next((value for name, value in node.value if name.value == str(key)), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
            node = node.value[key]
        else:
            node = None
        if node is None:
            raise KeyError(key)
    if node is None:
        raise KeyError(keys)
    return node


def _into(text: str, node: yaml.CollectionNode, addition: Any) -> str:
    if node.flow_style:
        return _into_flow(text, node, addition)
    lines = text.split("\n")
    last = _last_line(lines, node)
    indent = " " * node.start_mark.column
    written = yaml.dump(
        addition, Dumper=_Dumper, sort_keys=False, default_flow_style=None, width=98
    )
    # A single member with a plain value is written as `key: value`, not as `{key: value}`.
    if written.startswith(("{", "[")):
        written = yaml.dump(addition, Dumper=_Dumper, sort_keys=False, default_flow_style=False)
    added = [indent + line if line else line for line in written.rstrip("\n").split("\n")]
    return "\n".join([*lines[: last + 1], *added, *lines[last + 1 :]])


def _into_flow(text: str, node: yaml.CollectionNode, addition: Any) -> str:
    end = _offset(text, node.end_mark) - 1
    written = yaml.dump(
        addition, Dumper=_Dumper, sort_keys=False, default_flow_style=True, width=10_000
    ).strip()[1:-1]
    head = text[:end].rstrip()
    joint = "" if head.endswith(("{", "[", ",")) else ", "
    return head + joint + written + text[end:]


def _offset(text: str, mark: yaml.Mark) -> int:
    start = 0
    for _ in range(mark.line):
        start = text.index("\n", start) + 1
    return start + mark.column


def _last_line(lines: list[str], node: yaml.Node) -> int:
    """Return the last line of a block, without comments and blank lines after it."""
    mark = node.end_mark
    last = min(mark.line if mark.column else mark.line - 1, len(lines) - 1)
    if mark.column and not node_ends_on(lines, mark):
        last = mark.line - 1
    while last > node.start_mark.line and (
        not lines[last].strip() or lines[last].lstrip().startswith("#")
    ):
        last -= 1
    return last


def node_ends_on(lines: list[str], mark: yaml.Mark) -> bool:
    """Tell whether a block ends on the line of its mark, which may be the line of the next key."""
    return mark.line < len(lines) and bool(lines[mark.line][: mark.column].strip())
