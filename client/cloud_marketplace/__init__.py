"""A typed client for the Cloud Marketplace API.

    from cloud_marketplace import Marketplace

    with Marketplace.from_env() as mp:
        for order in mp.orders.list(limit=100):
            print(order.order_number, order.status)

`help("cloud_marketplace.client.Client")` explains the settings of a client, and
`help("cloud_marketplace.errors")` the errors. A mark such as (facts E7) in a docstring numbers an
observation of the service: whatever rests on it carries the same mark, as in `x-evidence` of the
description.

Names are imported when they are first asked for, so importing the package costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cloud_marketplace_api.types import UNSET, Unset

    from cloud_marketplace import models, money
    from cloud_marketplace._decoding.deviations import Drift, PromiseBroken
    from cloud_marketplace._observability.hooks import Attempt
    from cloud_marketplace._observability.redaction import Secret
    from cloud_marketplace._observability.telemetry import tracing
    from cloud_marketplace.client import AsyncMarketplace, Marketplace
    from cloud_marketplace.errors import (
        BadRequest,
        ConfigurationError,
        DownloadFailed,
        Forbidden,
        IntentConflict,
        MarketplaceError,
        NoAnswer,
        NotFound,
        NotSent,
        OrderFailed,
        OutcomeUnknown,
        RateLimited,
        Refused,
        ResponseMismatch,
        SeatChangeRefused,
        ServerError,
        Unauthorized,
        WaitTimeout,
    )

__all__ = [
    "UNSET",
    "AsyncMarketplace",
    "Attempt",
    "BadRequest",
    "ConfigurationError",
    "DownloadFailed",
    "Drift",
    "Forbidden",
    "IntentConflict",
    "Marketplace",
    "MarketplaceError",
    "NoAnswer",
    "NotFound",
    "NotSent",
    "OrderFailed",
    "OutcomeUnknown",
    "PromiseBroken",
    "RateLimited",
    "Refused",
    "ResponseMismatch",
    "SeatChangeRefused",
    "Secret",
    "ServerError",
    "Unauthorized",
    "Unset",
    "WaitTimeout",
    "models",
    "money",
    "tracing",
]

_MODULES = {
    "AsyncMarketplace": "cloud_marketplace.client",
    "Marketplace": "cloud_marketplace.client",
    "Attempt": "cloud_marketplace._observability.hooks",
    "Drift": "cloud_marketplace._decoding.deviations",
    "PromiseBroken": "cloud_marketplace._decoding.deviations",
    "Secret": "cloud_marketplace._observability.redaction",
    "UNSET": "cloud_marketplace_api.types",
    "Unset": "cloud_marketplace_api.types",
    "tracing": "cloud_marketplace._observability.telemetry",
}


def __getattr__(name: str) -> object:
    """Import a public name and keep it."""
    from importlib import import_module

    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name in ("models", "money"):
        return import_module(f"{__name__}.{name}")
    module = import_module(_MODULES.get(name, "cloud_marketplace.errors"))
    found = globals()[name] = getattr(module, name)
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
