"""Values of rows, as filters are compared with them."""

from datetime import UTC, datetime

import pytest
from marketplace_contracts.checks.support.row_values import moment


@pytest.mark.parametrize("text", ["2016-12-31T23:59:60Z", "2016-12-31t23:59:60z"])
def test_a_leap_second_is_a_moment(text: str) -> None:
    """A leap second, in small letters too, is read as the second before it."""
    assert moment(text) == datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2026-02-30", "soon", ""])
def test_other_text_is_no_moment(text: str) -> None:
    """Text that is no date gives None, not an error."""
    assert moment(text) is None
