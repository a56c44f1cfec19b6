"""Money stays exact on both ways."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from cloud_marketplace import models, money


@pytest.mark.parametrize(
    ("given", "text"),
    [(Decimal("1.50"), "1.50"), ("22.10", "22.10"), (3, "3"), (Decimal("1E+3"), "1000")],
)
def test_money_goes_there_and_back(given: Decimal | int | str, text: str) -> None:
    """An amount becomes plain decimal text and the same Decimal again (facts E13)."""
    made = money.money("USD", given)
    assert isinstance(made, models.Money)
    assert made.to_dict() == {"currency": "USD", "amount": text}
    assert money.amount(made) == Decimal(given)


@pytest.mark.parametrize("amount", [1.5, True, None, "1,50", "", "NaN", Decimal("Infinity")])
def test_inexact_or_malformed_amounts_are_refused(amount: object) -> None:
    """Floats, and texts that are not decimal, are refused in both directions."""
    with pytest.raises(ValueError, match="an amount is"):
        money.money("USD", amount)  # wrong on purpose
    with pytest.raises(ValueError, match="an amount is"):
        money.amount(SimpleNamespace(amount=amount))


@pytest.mark.parametrize("currency", ["usd", "US", "EURO", ""])
def test_a_currency_is_three_capitals(currency: str) -> None:
    """A currency is given by three capital letters."""
    with pytest.raises(ValueError, match="currency"):
        money.money(currency, 1)


def test_a_missing_amount_is_reported() -> None:
    """A model without an amount is refused, not read as zero."""
    with pytest.raises(ValueError, match="Unset"):
        money.amount(models.Money.from_dict({"currency": "USD"}))


@pytest.mark.parametrize(
    "text", ["1e99999999", "1e-99999999", "9" * 41, "9" * 5000, "0." + "1" * 41]
)
def test_an_amount_of_endless_digits_is_refused(text: str) -> None:
    """`1e99999999` is not an amount, read or made: computing with it would freeze the process."""
    with pytest.raises(ValueError, match="an amount is decimal text"):
        money.amount(models.Money(currency="USD", amount=text))
    with pytest.raises(ValueError, match="an amount is decimal text"):
        money.money("USD", text)
