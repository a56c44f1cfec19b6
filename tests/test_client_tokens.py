"""When a token is due, and which one is in use."""

import math

import pytest
from cloud_marketplace.secret import Secret
from cloud_marketplace.tokens import Lease, TokenBox, lease_of


def lease(life: float = 1500.0, born: float = 0.0) -> Lease:
    """A lease."""
    return Lease(Secret("t"), born, life)


@pytest.mark.parametrize(
    ("life", "due"), [(1500.0, 1440.0), (600.0, 540.0), (100.0, 80.0), (2.0, 1.6), (0.0, 0.0)]
)
def test_a_token_is_due_before_it_runs_out(life: float, due: float) -> None:
    """A token is renewed a minute early, one of a short life at four fifths of it (facts A9)."""
    token = lease(life, born=50.0)
    assert token.is_due(50.0 + due)
    assert due == 0.0 or not token.is_due(50.0 + due - 0.01)


def test_an_endless_token_is_never_due() -> None:
    """A token whose life is not told is used until it is refused."""
    assert not lease(math.inf).is_due(1e12)


def test_the_box_gives_the_token_until_it_is_due_or_refused() -> None:
    """The token in use is given until it is due; a refused one is not given to its caller."""
    box = TokenBox()
    assert box.current(0.0) is None
    old, new = lease(), lease(born=10.0)
    box.keep(old)
    assert box.current(0.0) is old
    assert box.current(0.0, rejected=old) is None
    assert box.current(1440.0) is None
    box.keep(new)
    assert box.current(20.0, rejected=old) is new


@pytest.mark.parametrize(
    ("expires", "life"),
    [
        (1500, 1500.0),
        (2, 2.0),
        (0.5, 0.5),
        ("1500", 1500.0),
        (0, 0.0),
        (-5, 0.0),
        (None, math.inf),
        ("soon", math.inf),
        (True, math.inf),
        ([], math.inf),
        ("nan", math.inf),
    ],
)
def test_any_number_of_seconds_counts(expires: object, life: float) -> None:
    """The returned life counts whatever it is; one that can't be read counts as endless (A9)."""
    made = lease_of("opaque", expires, 0.0)
    assert made is not None
    assert made.life == life


@pytest.mark.parametrize("token", [None, 5, "", "two words", "line\r\nX-Evil: 1", "\u00e9"])
def test_what_fits_no_header_is_no_token(token: object) -> None:
    """A token that is no text, or would not fit into a header, is not used."""
    assert lease_of(token, 1500, 0.0) is None


def test_a_lease_hides_its_token() -> None:
    """The repr of a lease does not show the token."""
    assert "canary" not in repr(lease_of("canary", 1500, 0.0))
