"""A rate as text or as a value."""

from typing import Any

import pytest
from cloud_marketplace import ConfigurationError
from cloud_marketplace._config.rate import Rate
from support.client import settings


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("60/min", Rate(60, 60)),
        ("10/s", Rate(10, 1)),
        ("5 per second", Rate(5, 1)),
        ("100/30s", Rate(100, 30)),
        (" 5000/DAY ", Rate(5000, 86_400)),
        (Rate(7, 3), Rate(7, 3)),
    ],
)
def test_a_rate_is_written_as_people_say_it(text: Any, rate: Rate) -> None:
    """A rate is a number of calls in a window, as text or as a value."""
    assert Rate.of(text) == rate
    assert settings(rate=text).rate == rate


@pytest.mark.parametrize(
    "text",
    [
        *["", "60", "x/min", "0/min", "-1/min", "60/0s", "60/year", 60],
        *["60/367days", f"60/{'9' * 400}s", f"{'9' * 5000}/min", f"60/{'9' * 5000}s"],
    ],
    ids=range(12),
)
def test_a_malformed_rate_is_named(text: Any) -> None:
    """A text that is not a rate is refused, and the setting is named."""
    with pytest.raises(ValueError, match=r"rate|digits"):
        Rate.of(text)
    with pytest.raises(ConfigurationError, match="rate"):
        settings(rate=text)
