"""Amounts that are the sum of others."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from marketplace_contracts.checks.registry import interaction_check
from marketplace_contracts.checks.support.concerns import has_described_json
from marketplace_contracts.checks.support.money import amount_of
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Violation
from marketplace_contracts.traffic.interaction import Interaction


@interaction_check("body", when=has_described_json)
def sums_agree(interaction: Interaction, contract: Contract) -> Iterator[Violation]:
    """An amount with `x-sum` is the sum of the amounts listed there.

    Example: `total: products.extendedPrice` promises that the total of an order is the sum of
    the extended prices of its lines.
    """
    for visit in contract.schemas.visit(interaction.schema_pointer or "#", interaction.json):
        for pointer, rules in visit.shape.sums:
            for name, path in rules.items():
                rows, _, field = path.partition(".")
                total = amount_of(visit.value.get(name))
                terms = _terms(visit.value.get(rows), field)
                if total is not None and terms is not None and sum(terms, Decimal(0)) != total:
                    shown = [f"{term:f}" for term in terms]
                    observed = f"{name} {total:f}, {path} {contract.show(shown)}"
                    yield Violation(f"{name} is the sum of {path}", observed, pointer)


def _terms(rows: Any, field: str) -> list[Decimal] | None:
    """Return the amounts to add; None if there are no rows or an amount is missing."""
    if not isinstance(rows, list) or not rows:
        return None
    found = [amount_of(row.get(field)) if isinstance(row, dict) else None for row in rows]
    return None if None in found else [one for one in found if one is not None]
