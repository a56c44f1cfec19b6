"""Money without floats: decimal text in JSON, `Decimal` in your code.

amount(money("USD", Decimal("22.10"))) == Decimal("22.10")
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Protocol

from cloud_marketplace._decoding.json_codec import is_bounded, plain

if TYPE_CHECKING:
    from cloud_marketplace_api.models import Money

_CURRENCY = re.compile(r"[A-Z]{3}")


class HasAmount(Protocol):
    """Anything with an amount as decimal text: `Money`, `TieredMoney`, `PriceTier`."""

    @property
    def amount(self) -> Any:
        """Decimal text."""


def amount(money: HasAmount) -> Decimal:
    """Return the exact amount of a money model.

    Raises:
        ValueError: If there is no amount, or it is not decimal text. A float is refused: it is not
            exact.
    """
    return _exact(money.amount)


def money(currency: str, amount: Decimal | int | str) -> Money:
    """Make a `Money`, with the amount as plain text: no exponent, no rounding.

    Args:
        currency: Currency code of three capital letters (ISO 4217).
        amount: Exact amount; decimal text keeps its digits.

    Raises:
        ValueError: If the currency or the amount is malformed, or the amount is a float.
    """
    from cloud_marketplace_api.models import Money

    if not _CURRENCY.fullmatch(currency):
        raise ValueError("a currency is three capital letters, such as USD")
    return Money(currency=currency, amount=plain(_exact(amount)))


def _exact(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, Decimal | int | str):
        raise ValueError(  # noqa: TRY004 - for the caller the value is wrong, whatever its type
            f"an amount is decimal text, a Decimal or an int, not {type(value).__name__}"
        )
    try:
        number = Decimal(value)
    except (InvalidOperation, ValueError):
        number = Decimal("NaN")
    if not is_bounded(number):
        raise ValueError("an amount is decimal text such as 22.10, of at most 40 digits a side")
    return number
