"""Prices with tiers, and money as text."""

from decimal import Decimal

import pytest
from marketplace_contracts.simulator.domain.errors import Rejected
from marketplace_contracts.simulator.domain.pricing import (
    PricedUnits,
    PriceList,
    Tier,
    amount_of,
    decimal_text,
    money,
)

TIERS = (
    Tier(Decimal(0), Decimal(10)),
    Tier(Decimal(11), Decimal(9)),
    Tier(Decimal(51), Decimal(8)),
)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("22.10", "22.1"),
        ("206", "206.0"),
        ("206.00", "206.0"),
        ("11.05", "11.05"),
        ("0", "0.0"),
        ("1E+3", "1000.0"),
        ("-5.40", "-5.4"),
    ],
)
def test_money_is_short_decimal_text(number: str, text: str) -> None:
    """Amounts have at least one digit after the point, and no needless ones (facts E13)."""
    assert decimal_text(Decimal(number)) == text
    assert money(Decimal(number)) == {"currency": "USD", "amount": text}


def test_volume_prices_hold_for_all_units() -> None:
    """With a volume price every unit has the price of the tier reached (facts E4)."""
    price = PriceList("VOLUME_ORDER", TIERS)
    assert [price.total(quantity) for quantity in (10, 11, 51)] == [100, 99, 408]


def test_tiered_prices_hold_for_the_units_of_the_tier() -> None:
    """With tiers each unit has the price of its own tier (facts E4)."""
    price = PriceList("TIERED", TIERS)
    assert price.parts(60) == [
        PricedUnits(10, Decimal(10)),
        PricedUnits(40, Decimal(9)),
        PricedUnits(10, Decimal(8)),
    ]
    assert price.total(60) == 100 + 360 + 80
    assert price.parts(10) == [PricedUnits(10, Decimal(10))]
    assert price.total(11) == 109


def test_prices_of_requests_keep_their_tiers() -> None:
    """A special price with tiers is shown as it was sent (facts E11)."""
    sent = {
        "currency": "USD",
        "amount": "18.5",
        "priceTiers": [{"lowerLimit": "10.0", "amount": "17.9"}],
    }
    price = PriceList.read(sent)
    assert price.document(5) == sent
    assert price.unit(9) == Decimal("18.5")
    assert price.unit(10) == Decimal("17.9")


@pytest.mark.parametrize("text", ["", "1e5", "NaN", "1.", ".5", "1" * 13, "0.1234567", "٣"])
def test_amounts_out_of_range_are_refused(text: str) -> None:
    """An amount out of range is a 400, in any notation."""
    with pytest.raises(Rejected):
        amount_of(text)


def test_other_currencies_are_refused() -> None:
    """A marketplace has one currency."""
    with pytest.raises(Rejected, match="USD"):
        PriceList.read({"currency": "EUR", "amount": "1"})
