"""Log messages of the client: an allow-list, so that they hold no secrets."""

from __future__ import annotations

import logging

from cloud_marketplace._observability.hooks import Attempt, Waiting

LOGGER = logging.getLogger("cloud_marketplace")
LOGGER.addHandler(logging.NullHandler())

_REASONS = {"rate": "the rate limit", "token": "a token", "retry": "the next attempt"}


def is_wanted() -> bool:
    """Tell whether attempts are logged, so that nothing is computed without need."""
    return LOGGER.isEnabledFor(logging.DEBUG)


def attempt(done: Attempt) -> None:
    """Log one attempt, at level DEBUG, with its route template and never the path as filled."""
    LOGGER.debug(
        "%s %s %s -> %s in %.0f ms, attempt %d, correlation id %s",
        done.operation,
        done.method,
        done.route,
        done.status or done.failure,
        done.seconds * 1000,
        done.number,
        done.correlation_id or "-",
    )


def waiting(begun: Waiting) -> None:
    """Log that a call waits, at level INFO."""
    LOGGER.info(
        "%s waits %.3g s at most for %s, after %d attempts",
        begun.operation,
        begun.seconds,
        _REASONS[begun.reason],
        begun.attempts,
    )


def hook_failed(kind: str) -> None:
    """Log that a hook raised, at level WARNING; the text of its exception could hold anything."""
    LOGGER.warning("a hook raised %s; the call goes on", kind)


def beside_failed(kind: str) -> None:
    """Log a failure outside of a call, at level WARNING; its text is left out."""
    LOGGER.warning("a new token could not be fetched ahead of time: %s", kind)


def observer_failed(kind: str) -> None:
    """Log that a contract observer could not judge or report, at level WARNING."""
    LOGGER.warning("the contract observer failed: %s; the calls go on", kind)


def drift(found: object) -> None:
    """Log a deviation from the description, at level WARNING; it contains no secret."""
    LOGGER.warning("drift: %s", found)
