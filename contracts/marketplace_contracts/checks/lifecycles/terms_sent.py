"""What an order is sent with beside its products."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.concerns import places_orders
from marketplace_contracts.checks.support.ordering import place_order, read
from marketplace_contracts.description.operations import EVERYTHING, Operation
from marketplace_contracts.service.api_client import ApiClient, Row
from marketplace_contracts.service.other_values import SAME, contains, other
from marketplace_contracts.service.request_factory import sale
from marketplace_contracts.traffic.finding import Violation

ELSEWHERE = {"subscriptionId", "scheduledOn", "alignExpirationDate"}
"""Terms with a meaning that needs another order; other checks send them."""
DATES = {"date": "2026-12-24", "date-time": "2026-12-24T00:00:00Z"}
UNSET = ("poNumber", "subscriptionId", "scheduledOn", "attributes")
"""Terms that real clients send as null for absent (facts E14)."""


@sequence_check("life", concerns=places_orders, effects=EVERYTHING)
def terms_sent(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """The terms of an order are read back as sent; null is the same as absent (facts E7, E14)."""
    body = sale(api)
    terms = dict(_terms(api))
    order = place_order(api, {**body, **terms})
    for found, words in ((order, "answered"), (read(api, order), "read")):
        for name, value in terms.items():
            if not contains(found.get(name), value):
                shown = api.contract.show({"sent": value, "came": found.get(name)})
                pointer = api.contract.pointer_to("OrderTerms")
                yield Violation(f"{name} of an order is {words} as it was sent", shown, pointer)
    yield from _lower_case(api, body)
    yield from _nulls(api, operation, body)


def _terms(api: ApiClient) -> Iterator[tuple[str, Any]]:
    """Yield each term with a value to send."""
    schemas = api.contract.schemas
    shape = schemas.shape(api.contract.pointer_to("OrderTerms"))
    for name, pointer in shape.properties.items():
        node, _ = schemas.spec.follow(pointer)
        value = DATES.get(str(node.get("format")), other(schemas, pointer, None))
        if name not in ELSEWHERE and value is not SAME:
            yield name, value


def _lower_case(api: ApiClient, body: Row) -> Iterator[Violation]:
    """One published example has the PO number in lower case (facts E7)."""
    sent = {name: value for name, value in body.items() if name != "poNumber"}
    order = place_order(api, {**sent, "ponumber": "CC-1002"})
    if order.get("poNumber") != "CC-1002":
        pointer = api.contract.pointer_to("OrderTerms")
        shown = api.contract.show(order.get("poNumber"))
        yield Violation("ponumber is taken for poNumber", shown, pointer)


def _nulls(api: ApiClient, operation: Operation, body: Row) -> Iterator[Violation]:
    nulls = dict.fromkeys(UNSET)
    lines = [{**line, "name": None, "parameters": None} for line in body["products"]]
    found = api.call(operation, body={**body, **nulls, "products": lines})
    order = found.json if isinstance(found.json, dict) else {}
    kept = [name for name in nulls if order.get(name) is not None and name != "subscriptionId"]
    if not found.ok or kept:
        observed = f"status {found.status}, {api.contract.show(found.json)}"
        pointer = api.contract.pointer_to("OrderTermsInput")
        yield Violation("null is the same as absent", observed, pointer)
