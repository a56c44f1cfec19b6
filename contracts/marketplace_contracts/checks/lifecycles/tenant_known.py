"""The tenant of a customer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.concerns import places_orders
from marketplace_contracts.checks.support.ordering import bought
from marketplace_contracts.description.operations import EVERYTHING, Operation
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.traffic.finding import Violation

NAMES = {"orderParameters": "microsoft_tenant_id", "fulfillmentParameters": "ms_customer_id"}
"""The lists of parameters, and the parameter of each that holds the tenant (facts E11)."""
_TENANT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


@sequence_check("life", concerns=places_orders, effects=EVERYTHING, clock=True)
def tenant_known(api: ApiClient, _: Operation) -> Iterator[Violation]:
    """New subscriptions of a customer name its tenant, the same in both lists (facts E11, E14)."""
    tenants: set[str] = set()
    for _number in range(2):
        subscription = bought(api)[1]
        for where, name in NAMES.items():
            values = [
                one.get("value") for one in subscription.get(where) or [] if one["name"] == name
            ]
            pointer = api.contract.pointer_to("Subscription", where)
            if len(values) != 1 or not _TENANT.fullmatch(str(values[0])):
                observed = f"{api.contract.show(values)} in {where}"
                yield Violation(f"{name} is a tenant's identifier", observed, pointer)
            tenants |= set(map(str, values))
    if len(tenants) > 1:
        pointer = api.contract.pointer_to("Subscription", "fulfillmentParameters")
        observed = api.contract.show(sorted(tenants))
        yield Violation("a customer's subscriptions have one tenant", observed, pointer)
