"""What the client logs: an allow-list, so that nothing secret can slip in."""

from __future__ import annotations

import logging

from cloud_marketplace_api.operations import Operation

from cloud_marketplace.drift import Drift

LOGGER = logging.getLogger("cloud_marketplace")
LOGGER.addHandler(logging.NullHandler())


def is_wanted() -> bool:
    """Tell whether anybody listens, so that nothing is computed in vain."""
    return LOGGER.isEnabledFor(logging.DEBUG)


def attempt(
    operation: Operation,
    *,
    outcome: int | str,
    seconds: float,
    number: int,
    correlation_id: str | None,
) -> None:
    """Log one attempt, at level DEBUG.

    Args:
        operation: Gives its id, its method and its route template; never the path as filled.
        outcome: Status, or the kind of failure.
        seconds: How long it took.
        number: Number of the attempt within its call.
        correlation_id: As the answer says.
    """
    LOGGER.debug(
        "%s %s %s -> %s in %.0f ms, attempt %d, correlation id %s",
        operation.id,
        operation.method,
        operation.path,
        outcome,
        seconds * 1000,
        number,
        correlation_id or "-",
    )


def drift(found: Drift) -> None:
    """Log a deviation from the description, at level WARNING; it holds no secret by itself."""
    LOGGER.warning("drift: %s", found)
