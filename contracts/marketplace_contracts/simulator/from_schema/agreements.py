"""Make the properties of one generated object agree with each other."""

from __future__ import annotations

import random
from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal, InvalidOperation
from typing import Any, Protocol, TypeGuard

from marketplace_contracts.simulator.domain.json_object import JsonObject
from marketplace_contracts.simulator.from_schema.folded import Folded


class CannotGenerate(Exception):
    """No valid value was found for a schema; the text names its place."""


class Rules(Protocol):
    """What these functions need to know of schemas; `SchemaValues` implements it."""

    def rng(self, topic: str) -> random.Random:
        """Return the random source of a topic."""

    def fold(self, pointers: Sequence[str]) -> Folded:
        """Return what must hold of a value of all these schemas."""

    def fits(self, pointers: Sequence[str], value: Any) -> bool:
        """Return whether a value is valid against all these schemas."""


def leave_out(found: JsonObject, folded: Folded, topic: str, rules: Rules) -> None:
    """Remove what `x-absent-while` forbids in the state of an object.

    A property that is required and never null stays; the object then has another state.

    Raises:
        CannotGenerate: No state allows the property.
    """
    for name, rule in folded.absent_while.items():
        ((by, states),) = rule.items()
        if found.get(name) is None or found.get(by) not in states:
            continue
        if name not in folded.required:
            del found[name]
        elif rules.fits(folded.properties[name], None):
            found[name] = None
        else:
            places = folded.properties[by]
            every = rules.fold(places).values or ()
            others = [one for one in every if one not in states and rules.fits(places, one)]
            if not others:
                raise CannotGenerate(f"{name} is required, and absent in each {by}")
            found[by] = rules.rng(f"{topic}/{by}").choice(others)


def add_up(found: JsonObject, folded: Folded, rules: Rules) -> None:
    """Let an amount of `x-sum` be the sum of those of its rows.

    The rows change, since a list may show the same amount without them. Where they cannot, the
    amount does.

    Raises:
        CannotGenerate: Neither can.
    """
    for name, path in folded.sums.items():
        place, _, field = path.partition(".")
        total, rows = _amount(found.get(name)), found.get(place)
        if not _are_objects(rows):
            continue
        terms = [_amount(row.get(field)) for row in rows]
        known = [term for term in terms if term is not None]
        if total is None or not known or len(known) < len(terms) or sum(known) == total:
            continue
        shared = _shared(rows, field, found[name], total)
        summed = found[name] | {"amount": f"{sum(known):f}"}
        items = rules.fold(rules.fold(folded.properties[place]).items)
        if field not in items.sums and rules.fits(folded.properties[place], shared):
            found[place] = shared
        elif rules.fits(folded.properties[name], summed):
            found[name] = summed
        elif name in folded.required:
            raise CannotGenerate(f"{name} cannot be the sum of {path}")
        else:
            del found[name]


def _are_objects(rows: Any) -> TypeGuard[list[JsonObject]]:
    return isinstance(rows, list) and all(isinstance(row, dict) for row in rows)


def _amount(money: Any) -> Decimal | None:
    """Return the amount of `{currency, amount}`; None for anything else."""
    try:
        found = Decimal(money["amount"])
    except (TypeError, KeyError, InvalidOperation):
        return None
    return found if found.is_finite() else None


def _shared(rows: list[JsonObject], field: str, whole: JsonObject, total: Decimal) -> list[Any]:
    """Return the rows with equal shares of a total, as precise as it is; the last has the rest."""
    step = Decimal(1).scaleb(min(int(total.as_tuple().exponent), 0))
    share = (total / len(rows)).quantize(step, ROUND_DOWN)
    shares = [share] * (len(rows) - 1) + [total - share * (len(rows) - 1)]
    alike = {"currency": whole["currency"]} if "currency" in whole else {}
    return [
        row | {field: row[field] | alike | {"amount": f"{one:f}"}}
        for row, one in zip(rows, shares, strict=True)
    ]
