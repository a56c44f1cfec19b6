"""Find the operation and the handler of a method and a path."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from marketplace_contracts.description.operations import Operation
from marketplace_contracts.simulator.api import (
    catalog,
    customers,
    orders,
    reports,
    subscriptions,
    token,
    validation,
)
from marketplace_contracts.simulator.api.call import Call
from marketplace_contracts.simulator.domain.json_object import JsonObject

Handler = Callable[[Call], JsonObject]

HANDLERS: Mapping[str, Handler] = MappingProxyType(
    {
        "auth.token": token.create_token,
        "customers.list": customers.list_customers,
        "customers.create": customers.create_customer,
        "customers.get": customers.get_customer,
        "customers.update": customers.update_customer,
        "resellers.list": customers.list_resellers,
        "resellers.create": customers.create_reseller,
        "resellers.get": customers.get_reseller,
        "resellers.update": customers.update_reseller,
        "resellers.list_customers": customers.list_reseller_customers,
        "resellers.create_customer": customers.create_reseller_customer,
        "resellers.list_orders": orders.list_reseller_orders,
        "products.list": catalog.list_products,
        "plans.list": catalog.list_plans,
        "plans.get": catalog.get_plan,
        "orders.list": orders.list_orders,
        "orders.create": orders.create_order,
        "orders.get": orders.get_order,
        "orders.update": orders.update_order,
        "orders.estimate": orders.estimate_order,
        "subscriptions.list": subscriptions.list_subscriptions,
        "subscriptions.get": subscriptions.get_subscription,
        "subscriptions.update": subscriptions.update_subscription,
        "subscriptions.set_special_pricing": subscriptions.set_special_pricing,
        "validation.validate_parameters": validation.validate_parameters,
        "reports.list": reports.list_reports,
        "reports.create": reports.create_report,
        "reports.get": reports.get_report,
    }
)
"""All simulated operations; responses of others are generated from their schemas."""


BASE_PATHS = ("/marketplace/na", "/marketplace/eu", "/marketplace/dev", "/marketplace")
"""Base paths of the API; all of them serve the same world (facts A16, E14)."""


class Route:
    """One path template with the operation of each method.

    Templates that differ in the names of their parameters alone are one route.

    Attributes:
        steps: Parts of the template between slashes.
        operations: Operation id by method.
    """

    def __init__(self, template: str) -> None:
        self.steps = tuple(template.strip("/").split("/"))
        self.operations: dict[str, str] = {}
        self._names: list[tuple[str, ...]] = []

    def add(self, operation: Operation) -> None:
        """Add an operation of this path."""
        self.operations[operation.method] = operation.id
        self._names.append(tuple(operation.path.strip("/").split("/")))

    @property
    def wildcards(self) -> int:
        """Return the number of path parameters; fixed text takes precedence."""
        return sum(step.startswith("{") for step in self.steps)

    def match(self, segments: tuple[str, ...]) -> dict[str, str] | None:
        """Return the path parameters, or None if the path does not match."""
        found: dict[str, str] = {}
        for index, segment in enumerate(segments):
            if self.steps[index].startswith("{"):
                found |= {steps[index][1:-1]: segment for steps in self._names}
            elif self.steps[index] != segment:
                return None
        return found


class Router:
    """Finds the route of a path.

    Args:
        operations: Operations of the spec.

    Attributes:
        names: Ids of the operations.
    """

    def __init__(self, operations: Iterable[Operation]) -> None:
        routes: dict[str, Route] = {}
        self.names: set[str] = set()
        self._resources: set[str] = set()
        for operation in operations:
            self.names.add(operation.id)
            self._resources.add(operation.path.split("/")[1])
            shape = re.sub(r"{[^}]*}", "{}", operation.path)
            routes.setdefault(shape, Route(operation.path)).add(operation)
        self._routes: defaultdict[int, list[Route]] = defaultdict(list)
        for route in sorted(routes.values(), key=lambda route: route.wildcards):
            self._routes[len(route.steps)].append(route)

    def split(self, path: str) -> tuple[str | None, str]:
        """Split a path into its base path and the rest; the base is None if there is none.

        Example: `/marketplace/na/orders/7` gives `/marketplace/na` and `/orders/7`. The bare base
        `/marketplace` counts only before a known resource: `/marketplace/us/orders` has no base.
        """
        for base in BASE_PATHS:
            rest = path.removeprefix(base)
            if rest == path or not f"{rest}/".startswith("/"):
                continue
            region = base.count("/") > 1
            if region or rest.strip("/").split("/")[0] in self._resources or not rest.strip("/"):
                return base, rest
        return None, path

    def find(self, segments: tuple[str, ...]) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """Return operations by method, and path parameters; both empty for an unknown path."""
        for route in self._routes.get(len(segments), ()):
            ids = route.match(segments)
            if ids is not None:
                return route.operations, ids
        return {}, {}
