"""Refuse YAML that would exhaust memory, time or the stack of its reader, before it is read.

A line of brackets is nested thousands of levels deep, ten lines of aliases within aliases describe
billions of values (as merge keys even while YAML is loaded), and a number of a million digits takes
minutes. So a text is measured event by event first, which needs neither recursion nor copies.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

DEEPEST = 200
"""Levels of the deepest document once its aliases are followed."""
MOST = 500_000
"""Values of the largest document once its aliases are followed."""
LONGEST = 400
"""Characters of the longest number."""
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NUMBER = re.compile(r"[-+]?(0x[\da-fA-F_]+|\d[\d_:.]*)")


class BoundsError(ValueError):
    """The text is beyond what any description, cassette or settings file needs; says how."""


@dataclass(slots=True)
class _Extent:
    """How many values a node has, itself included, and how many levels are below it."""

    anchor: str | None = None
    size: int = 1
    height: int = 0


def refuse_unbounded(text: str, *, deepest: int = DEEPEST, aliases: bool = True) -> None:
    """Measure a YAML text.

    Args:
        text: The text.
        deepest: How many levels of nesting are allowed.
        aliases: Whether aliases are allowed at all.

    Raises:
        BoundsError: It is nested too deeply, too large, contains itself, has a number that is too
            long, or an alias where none is allowed.
        yaml.YAMLError: It is not YAML.
    """
    measure = _Measure(deepest)
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent):
            if not aliases:
                raise BoundsError("it has an alias")
            measure.alias(event.anchor)
        elif isinstance(event, yaml.ScalarEvent):
            _refuse_long_number(event)
            measure.add(_Extent(event.anchor))
        elif isinstance(event, yaml.CollectionStartEvent):
            measure.open(event.anchor)
        elif isinstance(event, yaml.CollectionEndEvent):
            measure.close()


class _Measure:
    """Adds up what has been seen of each collection that is still open."""

    def __init__(self, deepest: int) -> None:
        self._deepest = deepest
        self._open: list[_Extent] = []
        self._known: dict[str, _Extent] = {}

    def open(self, anchor: str | None) -> None:
        """Begin a collection."""
        self._open.append(_Extent(anchor))
        if len(self._open) > self._deepest:
            raise BoundsError("it is nested too deeply")

    def close(self) -> None:
        """End the innermost collection, which is a value of the one around it."""
        self.add(self._open.pop())

    def add(self, extent: _Extent) -> None:
        """Add a value to the innermost collection, and note its anchor."""
        if extent.anchor:
            self._known[extent.anchor] = extent
        if not self._open:
            return
        around = self._open[-1]
        around.size += extent.size
        around.height = max(around.height, extent.height + 1)
        if around.size > MOST:
            raise BoundsError("it is too large")
        if len(self._open) + extent.height > self._deepest:
            raise BoundsError("it is nested too deeply")

    def alias(self, anchor: str | None) -> None:
        """Add what an alias stands for; an unknown one is for the loader to report."""
        if any(each.anchor == anchor for each in self._open):
            raise BoundsError("it contains itself")
        if known := self._known.get(anchor or ""):
            self.add(_Extent(None, known.size, known.height))


def _refuse_long_number(event: yaml.ScalarEvent) -> None:
    """Refuse one in `1:59:59` notation in particular, whose reader takes quadratic time."""
    is_text = event.style and not event.tag
    if len(event.value) > LONGEST and not is_text and _NUMBER.fullmatch(event.value):
        raise BoundsError(f"it has a number of more than {LONGEST} characters")
