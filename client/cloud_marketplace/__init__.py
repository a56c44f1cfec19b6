"""A typed client for the Cloud Marketplace API.

    from cloud_marketplace import Marketplace

    with Marketplace.from_env() as mp:
        for order in mp.orders.list(limit=100):
            print(order.order_number, order.status)

`help("cloud_marketplace.client.Client")` explains the settings of a client, and
`help("cloud_marketplace.errors")` the errors.

Names are imported when they are first used, so importing the package costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cloud_marketplace_api.protocols import AsyncPage, Page
    from cloud_marketplace_api.types import UNSET, Unset

    from cloud_marketplace import models, money, quantities
    from cloud_marketplace._config.rate import Rate
    from cloud_marketplace._contract.observer import ContractObserver
    from cloud_marketplace._decoding.deviations import Drift, PromiseBroken
    from cloud_marketplace._observability.hooks import Attempt, Waiting
    from cloud_marketplace._observability.redaction import Secret
    from cloud_marketplace._observability.telemetry import tracing
    from cloud_marketplace._workflows.orders_checkpoint import OrdersCheckpoint
    from cloud_marketplace._workflows.renewals import Renewal
    from cloud_marketplace.client import AsyncMarketplace, Marketplace
    from cloud_marketplace.errors import (
        BadRequest,
        ConfigurationError,
        DownloadFailed,
        FieldProblem,
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

    __version__: str

__all__ = [
    "UNSET",
    "AsyncMarketplace",
    "AsyncPage",
    "Attempt",
    "BadRequest",
    "ConfigurationError",
    "ContractObserver",
    "DownloadFailed",
    "Drift",
    "FieldProblem",
    "Forbidden",
    "IntentConflict",
    "Marketplace",
    "MarketplaceError",
    "NoAnswer",
    "NotFound",
    "NotSent",
    "OrderFailed",
    "OrdersCheckpoint",
    "OutcomeUnknown",
    "Page",
    "PromiseBroken",
    "Rate",
    "RateLimited",
    "Refused",
    "Renewal",
    "ResponseMismatch",
    "SeatChangeRefused",
    "Secret",
    "ServerError",
    "Unauthorized",
    "Unset",
    "WaitTimeout",
    "Waiting",
    "__version__",
    "models",
    "money",
    "quantities",
    "tracing",
]

_MODULES = {
    "AsyncMarketplace": "cloud_marketplace.client",
    "Marketplace": "cloud_marketplace.client",
    "AsyncPage": "cloud_marketplace_api.protocols",
    "Page": "cloud_marketplace_api.protocols",
    "Attempt": "cloud_marketplace._observability.hooks",
    "Waiting": "cloud_marketplace._observability.hooks",
    "Drift": "cloud_marketplace._decoding.deviations",
    "PromiseBroken": "cloud_marketplace._decoding.deviations",
    "ContractObserver": "cloud_marketplace._contract.observer",
    "OrdersCheckpoint": "cloud_marketplace._workflows.orders_checkpoint",
    "Rate": "cloud_marketplace._config.rate",
    "Renewal": "cloud_marketplace._workflows.renewals",
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
    if name in ("models", "money", "quantities"):
        return import_module(f"{__name__}.{name}")
    if name == "__version__":
        return _version()
    module = import_module(_MODULES.get(name, "cloud_marketplace.errors"))
    found = globals()[name] = getattr(module, name)
    return found


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("cloud-marketplace")
    except PackageNotFoundError:  # a source tree that is not installed
        return "0+unknown"


def __dir__() -> list[str]:
    return sorted(__all__)
