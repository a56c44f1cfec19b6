"""Report attempts and waits to log and hooks, without disturbing the call."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from cloud_marketplace._observability import logs
from cloud_marketplace._observability.hooks import Attempt, Hook, Waiting

Event = TypeVar("Event")


def report_attempt(attempt: Attempt, hooks: Iterable[Hook]) -> None:
    """Log an attempt and call the hooks; a hook that fails must not lose the response."""
    logs.attempt(attempt)
    for hook in hooks:
        _call(hook, attempt)


def report_wait(waiting: Waiting, hooks: Iterable[Hook]) -> None:
    """Log a wait, and call the hooks that have a method `on_wait`."""
    logs.waiting(waiting)
    for hook in hooks:
        on_wait = getattr(hook, "on_wait", None)
        if on_wait is not None:
            _call(on_wait, waiting)


def _call(hook: Callable[[Event], object], event: Event) -> None:
    try:
        hook(event)
    except Exception as error:  # noqa: BLE001 - whatever a caller's function raises
        logs.hook_failed(type(error).__name__)
