"""Prices with tiers, in decimals; money leaves as text (facts E13)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from marketplace_contracts.simulator.domain.errors import bad_request
from marketplace_contracts.simulator.domain.json_object import JsonObject

CURRENCY = "USD"
"""The currency of every simulated marketplace."""

_AMOUNT = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?", re.ASCII)


class Tier(NamedTuple):
    """An amount for one unit that holds from a quantity on."""

    lower: Decimal
    amount: Decimal


class PricedUnits(NamedTuple):
    """So many units at one amount."""

    quantity: int
    unit: Decimal


@dataclass(frozen=True, slots=True)
class PriceList:
    """What one unit costs, depending on how many are bought.

    Attributes:
        model: FLAT, TIERED (each unit at the price of its own tier) or VOLUME_* (all units at
            the price of the tier reached).
        tiers: By ascending lower limit; the first one begins at or below one.
    """

    model: str
    tiers: tuple[Tier, ...]

    @classmethod
    def flat(cls, amount: Decimal) -> PriceList:
        """One amount for any quantity."""
        return cls("FLAT", (Tier(Decimal(0), amount),))

    @classmethod
    def read(cls, document: JsonObject) -> PriceList:
        """The price that a request sets: an amount with optional `priceTiers`.

        Raises:
            Rejected: 400 for another currency or a number out of range.
        """
        if document["currency"] != CURRENCY:
            raise bad_request(f"currency: prices of this marketplace are in {CURRENCY}")
        tiers = [Tier(Decimal(0), amount_of(document["amount"]))]
        tiers += [
            Tier(amount_of(tier["lowerLimit"]), amount_of(tier["amount"]))
            for tier in document.get("priceTiers", ())
        ]
        model = "VOLUME_SUBSCRIPTION" if len(tiers) > 1 else "FLAT"
        return cls(model, tuple(sorted(tiers)))

    def unit(self, quantity: int) -> Decimal:
        """The amount of the tier that a quantity reaches."""
        reached = [tier.amount for tier in self.tiers if tier.lower <= quantity]
        return reached[-1] if reached else self.tiers[0].amount

    def parts(self, quantity: int) -> list[PricedUnits]:
        """A purchase cut into runs of units with one price each."""
        if self.model != "TIERED":
            return [PricedUnits(quantity, self.unit(quantity))]
        limits = [max(int(tier.lower) - 1, 0) for tier in self.tiers[1:]]
        bounds = [0, *(min(limit, quantity) for limit in limits), quantity]
        runs = zip(pairwise(bounds), self.tiers, strict=True)
        return [PricedUnits(high - low, tier.amount) for (low, high), tier in runs if high > low]

    def total(self, quantity: int) -> Decimal:
        """What a quantity costs."""
        return add_up(part.quantity * part.unit for part in self.parts(quantity))

    def document(self, quantity: int) -> JsonObject:
        """The unit price as subscriptions show it, with its tiers if there are several."""
        shown = money(self.tiers[0].amount if len(self.tiers) > 1 else self.unit(quantity))
        if len(self.tiers) > 1:
            shown["priceTiers"] = [
                {"lowerLimit": decimal_text(tier.lower), "amount": decimal_text(tier.amount)}
                for tier in self.tiers[1:]
            ]
        return shown


def amount_of(text: str) -> Decimal:
    """The number in a decimal text.

    Raises:
        Rejected: 400 where the text has more digits than money needs.
    """
    if not _AMOUNT.fullmatch(text):
        raise bad_request("amount: expected decimal text of at most 12 digits and 6 decimals")
    return Decimal(text)


def decimal_text(number: Decimal) -> str:
    """Decimal text with at least one digit after the point, such as `22.1` or `206.0`."""
    text = f"{number:f}"
    if "." not in text:
        return text + ".0"
    text = text.rstrip("0")
    return text + "0" if text.endswith(".") else text


def money(amount: Decimal) -> JsonObject:
    """An amount as answers show it."""
    return {"currency": CURRENCY, "amount": decimal_text(amount)}


def add_up(amounts: Iterable[Decimal]) -> Decimal:
    """The sum, also of nothing."""
    return sum(amounts, Decimal(0))
