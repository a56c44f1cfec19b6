"""The resources of the API, each imported when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .auth import AsyncAuth, Auth
    from .customers import AsyncCustomers, Customers
    from .orders import AsyncOrders, Orders
    from .plans import AsyncPlans, Plans
    from .products import AsyncProducts, Products
    from .reports import AsyncReports, Reports
    from .resellers import AsyncResellers, Resellers
    from .subscriptions import AsyncSubscriptions, Subscriptions
    from .validation import AsyncValidation, Validation
else:
    from importlib import import_module

    _MODULES = {
        "AsyncAuth": ".auth",
        "Auth": ".auth",
        "AsyncCustomers": ".customers",
        "Customers": ".customers",
        "AsyncOrders": ".orders",
        "Orders": ".orders",
        "AsyncPlans": ".plans",
        "Plans": ".plans",
        "AsyncProducts": ".products",
        "Products": ".products",
        "AsyncReports": ".reports",
        "Reports": ".reports",
        "AsyncResellers": ".resellers",
        "Resellers": ".resellers",
        "AsyncSubscriptions": ".subscriptions",
        "Subscriptions": ".subscriptions",
        "AsyncValidation": ".validation",
        "Validation": ".validation",
    }

    def __getattr__(name: str) -> object:
        """Import a resource and keep it."""
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = globals()[name] = getattr(import_module(_MODULES[name], __name__), name)
        return found

    def __dir__() -> list[str]:
        return sorted(__all__)


__all__ = (
    "AsyncAuth",
    "AsyncCustomers",
    "AsyncOrders",
    "AsyncPlans",
    "AsyncProducts",
    "AsyncReports",
    "AsyncResellers",
    "AsyncSubscriptions",
    "AsyncValidation",
    "Auth",
    "Customers",
    "Orders",
    "Plans",
    "Products",
    "Reports",
    "Resellers",
    "Subscriptions",
    "Validation",
)
