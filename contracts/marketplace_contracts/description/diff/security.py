"""Compare the credentials that two descriptions require, and where tokens are issued."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from marketplace_contracts.description.diff.change import ApiChange
from marketplace_contracts.description.diff.normalise import Node, Normaliser
from marketplace_contracts.description.diff.operation import Endpoint, mapping

Way = frozenset[str]
"""One way to authenticate: its schemes, and the scopes that they need."""
Difference = tuple[str, str]
"""Rule, and what it is about."""


def security_differences(old: frozenset[Way], new: frozenset[Way]) -> Iterator[Difference]:
    """Yield what callers must change to be authenticated."""
    for gone in sorted(old - new, key=_joined):
        # An alternative that was replaced by a stricter one shows as what was added to it.
        stricter = [one for one in new if one > gone]
        looser = [one for one in new if one < gone]
        if stricter:
            yield "security-added", _joined(min(stricter, key=len) - gone)
        elif looser or frozenset() in new:
            yield "security-removed", _joined(gone - max(looser, key=len, default=gone))
        elif len(old) == 1 and len(new) == 1:
            yield "security-added", _joined(next(iter(new)) - gone)
        else:
            yield "security-alternative-removed", _joined(gone)
    if old <= new or not old:
        for come in sorted(new - old, key=_joined):
            added = not old or old == {frozenset()}
            if come or not added:
                yield ("security-added" if added else "security-alternative-added"), _joined(come)


def schemes_of(document: Normaliser, operation: Endpoint) -> frozenset[Way]:
    """Return the alternatives of authentication, each as a set without names of schemes."""
    needed = operation.node.value.get("security")
    if needed is None:
        needed = document.root.value.get("security")
    known = document.root.at("components", "securitySchemes")
    extra = frozenset(operation.keys)
    ways = [
        frozenset(
            part
            for name, scopes in mapping(way).items()
            for part in _scheme(document, known, name, scopes)
        )
        for way in (needed if isinstance(needed, list) else [])
    ]
    return frozenset(way | extra for way in ways or [frozenset()])


def _scheme(document: Normaliser, known: Node, name: str, scopes: Any) -> Iterator[str]:
    """Yield a scheme without its name, then each scope that is needed."""
    value = mapping(document.resolve(known.at(name)).value)
    parts = [value.get("type") or name, value.get("scheme"), value.get("in"), value.get("name")]
    text = " ".join(str(part).lower() for part in parts if part)
    yield text
    for scope in scopes if isinstance(scopes, list) else []:
        yield f"{text} scope {scope}"


def flow_changes(old: Normaliser, new: Normaliser) -> Iterator[ApiChange]:
    """Yield changes of the addresses that issue tokens."""
    before, after = _flows(old), _flows(new)
    if not before or not after:
        return  # the scheme itself was added or removed, which each operation reports
    for name in before | after:
        was, now = before.get(name, ""), after.get(name, "")
        if was != now:
            kind = "added" if not was else "removed" if not now else "changed"
            place = "#/components/securitySchemes"
            yield ApiChange(
                f"security-flow-{kind}", "", f"{name} of the security", place, place, was, now
            )


def _flows(document: Normaliser) -> dict[str, str]:
    """Return the addresses that give tokens, by the kind of flow."""
    known = document.root.at("components", "securitySchemes")
    found: dict[str, str] = {}
    for name in mapping(known.value):
        scheme = mapping(document.resolve(known.at(name)).value)
        for kind, flow in mapping(scheme.get("flows")).items():
            urls = (mapping(flow).get(key) for key in ("authorizationUrl", "tokenUrl"))
            found[f"flow {kind}"] = " ".join(str(url) for url in urls if url)
        if scheme.get("openIdConnectUrl"):
            found["OpenID Connect"] = str(scheme["openIdConnectUrl"])
    return found


def _joined(schemes: Way) -> str:
    return " and ".join(sorted(schemes)) or "none"
