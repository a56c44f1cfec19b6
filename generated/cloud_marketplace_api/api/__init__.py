"""The resources of the API, each imported when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..resource import Resource

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


class Resources:
    """The resources of a client; it has a sender for them in `_sender`."""

    auth: Resource[Auth] = Resource(f"{__name__}.auth", "Auth")
    customers: Resource[Customers] = Resource(f"{__name__}.customers", "Customers")
    orders: Resource[Orders] = Resource(f"{__name__}.orders", "Orders")
    plans: Resource[Plans] = Resource(f"{__name__}.plans", "Plans")
    products: Resource[Products] = Resource(f"{__name__}.products", "Products")
    reports: Resource[Reports] = Resource(f"{__name__}.reports", "Reports")
    resellers: Resource[Resellers] = Resource(f"{__name__}.resellers", "Resellers")
    subscriptions: Resource[Subscriptions] = Resource(f"{__name__}.subscriptions", "Subscriptions")
    validation: Resource[Validation] = Resource(f"{__name__}.validation", "Validation")


class AsyncResources:
    """The resources of an asynchronous client; it has a sender for them in `_sender`."""

    auth: Resource[AsyncAuth] = Resource(f"{__name__}.auth", "AsyncAuth")
    customers: Resource[AsyncCustomers] = Resource(f"{__name__}.customers", "AsyncCustomers")
    orders: Resource[AsyncOrders] = Resource(f"{__name__}.orders", "AsyncOrders")
    plans: Resource[AsyncPlans] = Resource(f"{__name__}.plans", "AsyncPlans")
    products: Resource[AsyncProducts] = Resource(f"{__name__}.products", "AsyncProducts")
    reports: Resource[AsyncReports] = Resource(f"{__name__}.reports", "AsyncReports")
    resellers: Resource[AsyncResellers] = Resource(f"{__name__}.resellers", "AsyncResellers")
    subscriptions: Resource[AsyncSubscriptions] = Resource(
        f"{__name__}.subscriptions", "AsyncSubscriptions"
    )
    validation: Resource[AsyncValidation] = Resource(f"{__name__}.validation", "AsyncValidation")


__all__ = (
    "AsyncResources",
    "Resources",
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
