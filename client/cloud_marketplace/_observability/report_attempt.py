"""Tell log and hooks about an attempt, without disturbing the call."""

from __future__ import annotations

from collections.abc import Iterable

from cloud_marketplace._observability import logs
from cloud_marketplace._observability.hooks import Attempt, Hook


def report_attempt(attempt: Attempt, hooks: Iterable[Hook]) -> None:
    """Log an attempt and call the hooks; a hook that fails must not lose the response."""
    logs.attempt(attempt)
    for hook in hooks:
        try:
            hook(attempt)
        except Exception as error:  # noqa: BLE001 - whatever a caller's function raises
            logs.hook_failed(type(error).__name__)
