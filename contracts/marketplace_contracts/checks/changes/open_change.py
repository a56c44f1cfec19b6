"""Two changes at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.concerns import places_orders
from marketplace_contracts.checks.support.ordering import (
    bought,
    change,
    change_body,
    read,
    seats,
    settle,
)
from marketplace_contracts.description.operations import EVERYTHING, Operation
from marketplace_contracts.service.api_client import ApiClient, Row
from marketplace_contracts.traffic.finding import Violation

POINTER = "#/components/responses/ServerError"
RULE = f"{POINTER}/x-conflict"


@sequence_check("life", concerns=places_orders, effects=EVERYTHING, clock=True)
def open_change(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """A second change while one is open is refused with 500 and names the first (facts C7)."""
    _sale, subscription = bought(api)
    total = (seats(subscription) or 1) + 2
    first = change(api, subscription, total)
    body = change_body(api, subscription, total + 1)
    for _ in range(2):  # as submitted, and while it is provisioned
        yield from _refused(api, operation, body, first)
        api.advance(6)
    done = settle(api, first)[-1]
    found = api.call(operation, body=body)
    if done.get("status") == "completed" and not found.ok:
        observed = f"status {found.status}, {api.contract.show(found.json)}"
        yield Violation("a completed change blocks no other change", observed, POINTER)


def _refused(api: ApiClient, operation: Operation, body: Row, first: Row) -> Iterator[Violation]:
    found = api.call(operation, body=body)
    stated = str(found.json.get("message", "")) if isinstance(found.json, dict) else ""
    observed = f"status {found.status}, {api.contract.show(found.json)}"
    number = str(first.get("orderNumber"))
    if found.status != 500 or number not in stated or body["subscriptionId"] not in stated:
        promise = "a second change on a subscription is refused with 500, which names the open one"
        yield Violation(promise, observed, POINTER)
        return
    now = read(api, first)
    if (code := now.get("statusCode")) in _states(api) and f"({code})" not in stated:
        promise = "the refusal of a second change contains the code of the open order"
        yield Violation(promise, f"{observed}; the order has {code}", POINTER)
    yield from _worded(api, {**now, "subscriptionId": body["subscriptionId"]}, stated)


def _worded(api: ApiClient, first: Row, stated: str) -> Iterator[Violation]:
    """Check the words that clients read a conflict by, as `x-conflict` has them."""
    rule = _rule(api)
    if not rule:
        return
    state = _states(api).get(first.get("statusCode"))
    known = {"state": re.escape(state) if state else r"[^()#]+", "statusCode": "[A-Z]{2}"}
    known |= {name: re.escape(str(first[name])) for name in ("subscriptionId", "orderNumber")}
    pattern = re.sub(r"\\{(\w+)\\}", lambda name: known[name[1]], re.escape(rule["message"]))
    advice = stated[match.end() :] if (match := re.match(pattern, stated)) else ""
    if not all(re.search(rf"\b{re.escape(word)}\b", advice) for word in rule["advice"]):
        observed = api.contract.show(stated)
        promise = "the refusal of a second change has the known words, and says what can be done"
        yield Violation(promise, observed, RULE)


def _rule(api: ApiClient) -> dict[str, Any]:
    found: dict[str, Any] = api.contract.spec.follow(POINTER)[0].get("x-conflict", {})
    return found


def _states(api: ApiClient) -> dict[Any, str]:
    """Return the codes whose words are known; other codes are free text (facts E6)."""
    found: dict[Any, str] = _rule(api).get("states", {})
    return found
