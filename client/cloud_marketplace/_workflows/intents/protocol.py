"""What a store of intents does, and what a setting may give for one.

It is apart from the stores, since the engine hands the setting on to workflows and is below them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from typing import Protocol, TypeAlias

from cloud_marketplace._workflows.intents.intent import Intent


class IntentStore(Protocol):
    """Records intents. Each method is one transaction, and safe on disk when it returns."""

    def begin(self, intent: Intent) -> Intent:
        """Record an intent unless its reference is known; return what is recorded then."""

    def read(self, scope: str, reference: str) -> Intent | None:
        """Return an intent; None if there is none."""

    def swap(
        self, before: Intent, after: Intent, unless: Callable[[Intent], bool] | None = None
    ) -> Intent | None:
        """Replace an intent; return the one that is in the way, or None when it is done.

        In the way are another version of the intent, another intent that has the same order, and
        an intent like it (`Intent.is_like`) that is sent and for which `unless` returns True. A
        record that has been lost is written anew.
        """

    def taken(self, intent: Intent, orders: Collection[str]) -> set[str]:
        """Return those of these orders that belong to other intents."""

    def within(self, seconds: float) -> IntentStore:
        """Return the same store, which waits at most so long while somebody else writes."""


Intents: TypeAlias = IntentStore | str | os.PathLike[str]
"""A store, or the path of an SQLite file."""


__all__ = ["IntentStore", "Intents"]
