"""Access to the store of intents for one order; any fault of it becomes an error of the tree."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial
from typing import Final, TypeVar

from cloud_marketplace._engine.steps import Flow, run_in_thread
from cloud_marketplace._workflows.intent_store import IntentStore
from cloud_marketplace._workflows.intents.intent import Intent, State
from cloud_marketplace._workflows.search.search_deadline import SearchDeadline
from cloud_marketplace.errors import MarketplaceError, NotSent, OutcomeUnknown

T = TypeVar("T")
_AFTER_SENDING: Final = 5.0
"""Seconds to wait for the store at least when an order was sent, even if time is up."""


class IntentAccess:
    """Reads and writes one intent, and creates the right error for a fault of the store.

    A full disk before the order is sent is harmless; after it, the caller must know that the
    order exists. So the same fault ends in different errors.

    Args:
        store: The store.
        scope: The service.
        reference: The caller's name for the order.
        deadline: Limits how long to wait while another process writes.
    """

    def __init__(
        self, store: IntentStore, scope: str, reference: str, deadline: SearchDeadline
    ) -> None:
        self._store = store
        self._scope = scope
        self._reference = reference
        self._deadline = deadline
        self._sent = False
        self._order_id: str | None = None

    def begin(self, plan: Intent) -> Flow[Intent]:
        """Record an intent unless its reference is known; return what is recorded then."""
        return self._noting((yield from self._do(lambda store: store.begin(plan))))

    def read(self) -> Flow[Intent | None]:
        """Return the intent; None if there is none."""
        found = yield from self._do(lambda store: store.read(self._scope, self._reference))
        return found and self._noting(found)

    def swap(
        self, before: Intent, after: Intent, unless: Callable[[Intent], bool] | None = None
    ) -> Flow[Intent | None]:
        """Replace an intent, see `IntentStore.swap`."""
        obstacle = yield from self._do(lambda store: store.swap(before, after, unless))
        if obstacle is None:
            self._noting(after)
        return obstacle

    def finish(self, intent: Intent, order_id: str) -> Flow[Intent | None]:
        """Record that the order exists, whatever was recorded meanwhile.

        Returns:
            Another intent that has this order, or this one with another order; None when done.
        """
        self._order_id = order_id
        done = intent.moved(state=State.DONE, order_id=order_id, mark=None, candidates=())
        for _ in range(10):
            obstacle = yield from self.swap(intent, done)
            if obstacle is None or obstacle.order_id is not None:
                is_done = obstacle is None or _is_same(obstacle, done)
                return None if is_done else obstacle
            intent, done = obstacle, replace(done, version=obstacle.version + 1)
        return None

    def taken(self, intent: Intent, orders: Collection[str]) -> Flow[set[str]]:
        """Return those of these orders that belong to other intents."""
        if not orders:
            return set()
        return (yield from self._do(lambda store: store.taken(intent, orders)))

    def _noting(self, intent: Intent) -> Intent:
        self._sent = self._sent or intent.state is State.SENT
        self._order_id = intent.order_id or self._order_id
        return intent

    def _do(self, work: Callable[[IntentStore], T]) -> Flow[T]:
        left = self._deadline.left()
        seconds = max(left, _AFTER_SENDING) if self._sent else left
        try:
            store = self._store.within(seconds)
            return (yield from run_in_thread(partial(work, store)))
        except MarketplaceError:
            raise
        except Exception as error:  # noqa: BLE001 - a store is whatever the caller gives
            failure = self._failure(f"{type(error).__name__}: {error}")
        raise failure

    def _failure(self, why: str) -> MarketplaceError:
        """Create the error for a fault of the store, depending on what is known of the order."""
        what = f"the store of intents failed ({why})"
        if self._order_id is None and not self._sent:
            return NotSent(
                f"{what}; nothing was sent",
                advice="Repair the store, then call again with the same reference.",
                operation="orders.create",
            )
        known = "the order may have been placed"
        if self._order_id is not None:
            known = f"the order exists, id {self._order_id}"
        error = OutcomeUnknown(
            f"{known}, but {what}",
            advice="Repair the store, then call again with the same reference.",
            operation="orders.create",
            elapsed=self._deadline.elapsed(),
        )
        error.reference = self._reference
        error.candidates = (self._order_id,) if self._order_id else ()
        return error


def _is_same(one: Intent, other: Intent) -> bool:
    """Tell whether two intents are of one reference and one order."""
    return (one.reference, one.order_id) == (other.reference, other.order_id)
