"""Compare where operations are called: paths that were renamed, servers that were replaced."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from typing import Any

from marketplace_contracts.description.diff.change import ApiChange
from marketplace_contracts.description.diff.names import method_of
from marketplace_contracts.description.diff.normalise import Normaliser
from marketplace_contracts.description.diff.operation import Endpoint, Key, mapping

MOST = 64
"""Addresses that the variables of one server are expanded to."""
Pair = tuple[Endpoint, Endpoint]
Servers = frozenset[str]


def paired(old: Mapping[Key, Endpoint], new: Mapping[Key, Endpoint]) -> dict[Key, Key]:
    """Return the key after for each operation that is in both descriptions.

    An operation is known by its method and path, else by its id. Those without ids are known by
    a change of the path that explains all operations below it.
    """
    found = {key: key for key in old if key in new}
    by_id = {one.id: key for key, one in new.items() if one.id and key not in old}
    for key, operation in old.items():
        if key not in found and operation.id in by_id:
            found[key] = by_id[operation.id]
    left = [key for key in old if key not in found]
    come = [key for key in new if key not in found.values()]
    renamed = _renamed(left, come)
    both = any(old[key].id and new[twin].id for key, twin in renamed.items())
    return found if both else found | renamed


def _renamed(old: list[Key], new: list[Key]) -> dict[Key, Key]:
    """Pair operations that one renamed part of the path explains, at least two together."""
    for first, second in itertools.product(old, new):
        before, after = replaced(first[1], second[1])
        below = [key for key in old if _starts(key[1], before)]
        made = {key: (key[0], after + key[1][len(before) :]) for key in below}
        if len(made) > 1 and before and set(made.values()) == set(new):
            return made
    return {}


def address_changes(pairs: list[Pair], old: Normaliser, new: Normaliser) -> Iterator[ApiChange]:
    """Yield each renamed part of a path and each change of the servers once."""
    moved: dict[tuple[str, str], list[Pair]] = {}
    served: dict[tuple[Servers, Servers], list[Pair]] = {}
    for pair in pairs:
        before, after = (
            servers_of(document, one) for document, one in zip((old, new), pair, strict=True)
        )
        paths = pair[0].address, pair[1].address
        if {one + paths[0] for one in before} == {one + paths[1] for one in after}:
            if pair[0].method != pair[1].method:
                moved.setdefault(_labels(pair), []).append(pair)
            continue  # for instance, a base path went from the servers into the paths
        if paths[0] != paths[1] or pair[0].method != pair[1].method:
            same = pair[0].method == pair[1].method
            moved.setdefault(replaced(*paths) if same else _labels(pair), []).append(pair)
        if before != after:
            served.setdefault((before, after), []).append(pair)
    for part, those in moved.items():
        yield _moved(part, those)
    if not pairs and servers_of(old, None) != servers_of(new, None):
        served[servers_of(old, None), servers_of(new, None)] = []
    for (before, after), those in served.items():
        yield from _served(before, after, those if len(those) < len(pairs) else [])


def replaced(old: str, new: str) -> tuple[str, str]:
    """Return the beginnings of two paths up to the last segment that differs.

    Example: `/v1/orders/{}` and `/v2/orders/{}` give `/v1` and `/v2`.
    """
    before, after = old.split("/"), new.split("/")
    while len(before) > 1 and len(after) > 1 and before[-1] == after[-1]:
        before.pop()
        after.pop()
    return "/".join(before), "/".join(after)


def _starts(path: str, beginning: str) -> bool:
    return path == beginning or path.startswith(f"{beginning}/")


def _labels(pair: Pair) -> tuple[str, str]:
    return f"{pair[0].method.upper()} {pair[0].path}", f"{pair[1].method.upper()} {pair[1].path}"


def _moved(part: tuple[str, str], pairs: list[Pair]) -> ApiChange:
    values, subject = part, "address"
    if len(pairs) == 1:
        values = _labels(pairs[0])
    else:
        more = "/…" if len({old.path for old, _ in pairs}) > 1 else ""
        values = (f"{part[0]}{more}", f"{part[1]}{more}")
        subject = f"addresses of {len(pairs)} operations"
    first = pairs[0]
    return ApiChange(
        "operation-moved",
        "",
        subject,
        first[0].node.pointer,
        first[1].node.pointer,
        *values,
        operations=tuple(old.label for old, _ in pairs),
        names=tuple(method_of(old.node.value, old.label) for old, _ in pairs),
    )


def _served(before: Servers, after: Servers, pairs: list[Pair]) -> Iterator[ApiChange]:
    """Yield a change of servers; without operations it concerns all of them."""
    labels = tuple(old.label for old, _ in pairs)
    names = tuple(method_of(old.node.value, old.label) for old, _ in pairs)
    place = "#/servers"
    gone, come = sorted(before - after - {""}), sorted(after - before - {""})
    if gone and come and not before & after:
        values = ", ".join(gone), ", ".join(come)
        rows = [("servers-replaced", "server", *values)]
    else:
        rows = [("server-removed", f"server {one}", one, "") for one in gone]
        rows += [("server-added", f"server {one}", "", one) for one in come]
    for rule, subject, was, now in rows:
        first = place if was else ""
        yield ApiChange(rule, "", subject, first, place, was, now, labels, names)


def servers_of(document: Normaliser, operation: Endpoint | None) -> Servers:
    """Return the base addresses of an operation, its variables filled in.

    Without a server it is the empty text.
    """
    listed: Any = None
    for node in (operation.node, operation.item) if operation else ():
        listed = listed or node.value.get("servers")
    listed = listed or document.root.value.get("servers")
    return frozenset(
        address
        for one in (listed if isinstance(listed, list) else [])
        if isinstance(one, dict) and one.get("url")
        for address in _expanded(str(one["url"]), mapping(one.get("variables")))
    ) or frozenset({""})


def _expanded(url: str, variables: Mapping[str, Any]) -> Iterator[str]:
    names = [name for name in dict.fromkeys(re.findall(r"\{([^}]*)\}", url)) if name in variables]
    choices = [_values(mapping(variables[name])) for name in names]
    for values in itertools.islice(itertools.product(*choices), MOST):
        made = url
        for name, value in zip(names, values, strict=True):
            made = made.replace(f"{{{name}}}", value)
        yield made.rstrip("/")


def _values(variable: Mapping[str, Any]) -> list[str]:
    listed = variable.get("enum")
    values = listed if isinstance(listed, list) and listed else [variable.get("default", "")]
    return [str(value) for value in values]
