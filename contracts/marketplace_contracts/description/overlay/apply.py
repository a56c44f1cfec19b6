"""Apply an overlay, and report for each action whether it still fits.

`oas-patch` was weighed: it applies overlays, but an action whose target is gone passes
silently, and its JSONPath is not that of RFC 9535. So only the JSONPath is a library's.
"""

from __future__ import annotations

import copy
import enum
from collections.abc import Iterable
from typing import Any

from marketplace_contracts.description.overlay.document import Correction
from marketplace_contracts.errors import CannotRun


class CorrectionOutcome(enum.Enum):
    """The result of one action."""

    APPLIED = "applied"
    NEEDLESS = "needless: the document already says so"
    NO_TARGET = "no longer fits: its target is not in the document"


def apply(
    document: dict[str, Any], actions: Iterable[Correction]
) -> tuple[dict[str, Any], list[tuple[Correction, CorrectionOutcome]]]:
    """Apply actions in their order to a copy of a document.

    Returns:
        The changed copy, and each action with its outcome.
    """
    changed = copy.deepcopy(document)
    outcomes = [(action, _apply(changed, action)) for action in actions]
    return changed, outcomes


def _apply(document: dict[str, Any], action: Correction) -> CorrectionOutcome:
    places = _find(document, action)
    if not places:
        return CorrectionOutcome.NO_TARGET if not action.remove else CorrectionOutcome.NEEDLESS
    if action.remove:
        for *way, last in sorted(places, key=_last_first, reverse=True):
            del _at(document, way)[last]
        return CorrectionOutcome.APPLIED
    different = False
    for place in places:
        before = copy.deepcopy(_at(document, place))
        _merge(document, place, action.update)
        different = different or before != _at(document, place)
    return CorrectionOutcome.APPLIED if different else CorrectionOutcome.NEEDLESS


def _find(document: dict[str, Any], action: Correction) -> list[tuple[str | int, ...]]:
    import jsonpath_rfc9535

    try:
        nodes = jsonpath_rfc9535.find(action.target, document)
    except jsonpath_rfc9535.JSONPathError as error:
        where = f"corrections, line {action.line}"
        raise CannotRun(f"{where}: {action.target!r} is not JSONPath: {error}.") from None
    return [node.location for node in nodes]


def _last_first(place: tuple[str | int, ...]) -> tuple[tuple[str, int], ...]:
    return tuple(("", part) if isinstance(part, int) else (part, 0) for part in place)


def _at(document: Any, way: Iterable[str | int]) -> Any:
    for key in way:
        document = document[key]
    return document


def _merge(document: dict[str, Any], place: tuple[str | int, ...], update: Any) -> None:
    """Merge as the Overlay specification says: objects merge, arrays grow, the rest is replaced."""
    target = _at(document, place)
    if isinstance(target, list):
        target.append(copy.deepcopy(update))
    elif isinstance(target, dict) and isinstance(update, dict):
        _merge_objects(target, update)
    elif place:
        _at(document, place[:-1])[place[-1]] = copy.deepcopy(update)


def _merge_objects(target: dict[str, Any], update: dict[str, Any]) -> None:
    for key, value in update.items():
        known = target.get(key)
        if isinstance(known, dict) and isinstance(value, dict):
            _merge_objects(known, value)
        elif isinstance(known, list) and isinstance(value, list):
            known.extend(copy.deepcopy(value))
        else:
            target[key] = copy.deepcopy(value)
