"""Orders as JSON: sparse rows, full details, estimates (facts E8, E9)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from marketplace_contracts.simulator.domain.clock import timestamp
from marketplace_contracts.simulator.domain.json_object import JsonObject
from marketplace_contracts.simulator.domain.model import Charge, Order, OrderLine
from marketplace_contracts.simulator.domain.periods import YEAR, midnight
from marketplace_contracts.simulator.domain.pricing import CURRENCY, add_up, money

SELLER, BUYER = 1_000_003, 1_000_005
"""Seller and buyer of contract values; numbers here, text elsewhere (facts E13)."""


def order_row(order: Order) -> JsonObject:
    """Return a list row of at most eight keys; `provisioningDate` once provisioned (facts E8)."""
    row = {
        "id": order.id,
        "orderNumber": order.number,
        "type": order.type,
        "customerId": order.customer_id,
        "creationDate": timestamp(order.created),
        "status": order.status,
        "statusCode": order.code,
    }
    if order.provisioned:
        row["provisioningDate"] = timestamp(order.provisioned)
    return row


def order_document(order: Order) -> JsonObject:
    """Return an order in full; renewals and cancellations have no products (facts F6)."""
    document = {**order_row(order), **_common(order)}
    if order.lines:
        document["products"] = [_line(line) for line in order.lines]
        document["details"] = list(_details(order))
    if order.credit_check is not None:
        document["creditCheck"] = order.credit_check
    if order.subscription_id:
        document["subscriptionId"] = order.subscription_id
    return document


def estimate_document(order: Order) -> JsonObject:
    """Return the price of an order, with contract values for annual terms (facts E9)."""
    document = {"type": order.type, "customerId": order.customer_id, **_common(order)}
    document["products"] = [_estimated_line(line) for line in order.lines]
    document["details"] = list(_details(order))
    if order.subscription_id:
        document["subscriptionId"] = order.subscription_id
    if subscriptions := list(_contract_values(order)):
        document["subscriptions"] = subscriptions
    return document


def _common(order: Order) -> JsonObject:
    return {"poNumber": order.po_number, **order.terms, "total": money(order.total)}


def _line(line: OrderLine) -> JsonObject:
    shown = {
        "mpn": line.product.mpn,
        "id": line.product.id,
        "name": line.product.name,
        "quantity": float(line.quantity),
        "extendedPrice": money(line.extended),
    }
    if line.becomes:
        shown["newMPN"] = line.becomes.mpn
    if line.subscription_id:
        shown["subscriptionId"] = line.subscription_id
    return shown


def _details(order: Order) -> Iterator[JsonObject]:
    for line in order.lines:
        for charge in line.charges:
            yield _detail(line, charge)


def _detail(line: OrderLine, charge: Charge) -> JsonObject:
    plan = line.product.plan
    term = plan.billing_period
    return {
        "type": charge.kind,
        "mpn": line.product.mpn,
        "productId": line.product.id,
        "duration": {"type": term.type, "duration": float(term.duration)},
        "description": _prose(line, charge),
        "quantity": float(charge.quantity),
        "unitPrice": money(charge.unit),
        "extendedPrice": money(charge.extended),
        "discount": {"type": "percent", "value": "0.0", "amount": "0.0", "amountCode": CURRENCY},
        "taxAmount": money(Decimal(0)),
        "exclusiveTaxAmount": money(Decimal(0)),
    }


def _prose(line: OrderLine, charge: Charge) -> str:
    """Return the text that says when a pending change starts (facts E8)."""
    term = line.product.plan.billing_period
    word = "Setup" if charge.kind == "setup" else "Recurring"
    first, last = line.starts.isoformat(), term.last_day(line.starts).isoformat()
    return f"{line.product.name} {word} ({term.words} term) from {first} through {last}"


def _estimated_line(line: OrderLine) -> JsonObject:
    shown = _line(line)
    if line.product.plan.period == YEAR:
        shown["tcvs"] = [_value(_contract_value(line))]
    return shown


def _contract_value(line: OrderLine) -> Decimal:
    """Return the cost of a line over its whole term; setup fees are charged once."""
    plan = line.product.plan
    bills = plan.period.holds(plan.billing_period)
    return add_up(
        charge.extended * (1 if charge.kind == "setup" else bills) for charge in line.charges
    )


def _value(total: Decimal) -> JsonObject:
    return {**_amounts(total), "sellerId": SELLER, "buyerId": BUYER}


def _amounts(total: Decimal) -> JsonObject:
    return {
        "total": money(total),
        "discTotal": money(Decimal(0)),
        "effectiveTotal": money(total),
    }


def _contract_values(order: Order) -> Iterator[JsonObject]:
    """Yield one entry for each plan with an annual term."""
    plans = {line.product.plan.id: line.product.plan for line in order.lines}
    for plan in plans.values():
        if plan.period != YEAR:
            continue
        lines = [line for line in order.lines if line.product.plan is plan]
        ends = order.aligned or plan.period.last_day(lines[0].starts)
        yield {
            "planId": str(plan.id),
            "alignedExpirationDate": ends.isoformat(),
            "tcvs": [_detailed_value(lines, ends)],
        }


def _detailed_value(lines: list[OrderLine], ends: date) -> JsonObject:
    return {
        **_value(add_up(_contract_value(line) for line in lines)),
        "startDate": timestamp(midnight(lines[0].starts)),
        "endDate": timestamp(midnight(ends)),
        "planPeriod": _amounts(add_up(line.extended for line in lines)),
    }
