"""Options of a simulator."""

import pytest
from marketplace_contracts.simulator import SimulatorError
from marketplace_contracts.simulator.options import SIZES, Options


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"size": "huge"}, "size"),
        ({"rate_limit": 0}, "rate_limit"),
        ({"quota": -1}, "quota"),
        ({"token_ttl": 0}, "token_ttl"),
        ({"latency_ms": -5}, "latency_ms"),
    ],
)
def test_wrong_options_are_named(wrong: dict[str, object], named: str) -> None:
    """An option that makes no sense is refused at once, by name."""
    with pytest.raises(SimulatorError, match=named):
        Options(**wrong)  # type: ignore[arg-type]  # wrong on purpose


def test_large_is_as_large_as_the_field() -> None:
    """The large world has at least what was seen in production (facts D3, D4)."""
    large = SIZES["large"]
    assert large.customers >= 900
    assert large.products >= 2_000
    assert large.subscriptions >= 3_000
    assert large.orders >= 20_000
