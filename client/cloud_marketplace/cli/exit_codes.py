"""Exit codes of `cloud-marketplace`: one for each reaction of a script."""

from __future__ import annotations

from typing import Final

from cloud_marketplace import errors

UNEXPECTED: Final = 1
USAGE: Final = 2
SETTING: Final = 3
UNREACHABLE: Final = 4
INTERRUPTED: Final = 130

CODES: Final[dict[type[errors.MarketplaceError], int]] = {
    errors.ConfigurationError: SETTING,
    errors.Unauthorized: SETTING,
    errors.NotSent: UNREACHABLE,
    errors.NoAnswer: UNREACHABLE,
    errors.NotFound: 5,
    errors.BadRequest: 6,
    errors.Forbidden: 7,
    errors.RateLimited: 7,
    errors.ServerError: 8,
    errors.OutcomeUnknown: 9,
    errors.MarketplaceError: UNEXPECTED,
}
"""Exit code of each class of errors; the nearest class counts."""

HELP: Final = (
    "Exit codes: 0 done, 1 other failures, 2 the command line or a file is wrong, 3 a setting is "
    "wrong, 4 the service can't be reached, 5 not found, 6 the request is wrong, 7 not allowed, or "
    "the rate or quota is used up, 8 the service failed or refused, 9 an order or write may have "
    "happened, 130 interrupted."
)


def code_of(error: errors.MarketplaceError) -> int:
    """Return the exit code of an error."""
    return next(CODES[kind] for kind in type(error).__mro__ if kind in CODES)
