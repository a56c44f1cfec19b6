"""When a token is due, which one is in use, and who fetches the next one."""

import math

import pytest
from cloud_marketplace._engine.token_cache import Follow, Lead, Lease, TokenBox, lease_of
from cloud_marketplace._observability.redaction import Secret
from cloud_marketplace.errors import NotSent


def lease(life: float = 1500.0, born: float = 0.0) -> Lease:
    """A lease."""
    return Lease(Secret("t"), born, life)


def filled(life: float = 1500.0) -> tuple[TokenBox, Lease]:
    """A box with a token born at 0."""
    box, token = TokenBox(), lease(life)
    flight = lead(box, 0.0)
    box.land(flight.flight, token, 0.0)
    return box, token


def lead(box: TokenBox, now: float) -> Lead:
    """The box's order to fetch a token."""
    found = box.seek(now)
    assert isinstance(found, Lead)
    return found


@pytest.mark.parametrize(
    ("life", "ages", "ends"),
    [(1500.0, 1200.0, 1470.0), (100.0, 80.0, 95.0), (2.0, 1.6, 1.9), (0.0, 0.0, 0.0)],
)
def test_a_token_has_two_windows(life: float, ages: float, ends: float) -> None:
    """A new token is fetched 5 minutes early, and the old one not used for its last half minute."""
    token = lease(life, born=50.0)
    assert token.ages == pytest.approx(50.0 + ages)
    assert token.ends == pytest.approx(50.0 + ends)


def test_an_endless_token_is_never_due() -> None:
    """A token whose life is not told is used until it is refused."""
    box, token = filled(math.inf)
    assert box.seek(1e12) is token


def test_one_call_fetches_while_all_others_wait() -> None:
    """Without a good token the first who asks fetches one, and all others wait for that."""
    box = TokenBox()
    first = lead(box, 0.0)
    follower = box.seek(0.0)
    assert isinstance(follower, Follow)
    assert follower.flight is first.flight
    token = lease()
    box.land(first.flight, token, 1.0)
    assert follower.flight.landed.result() is token
    assert box.seek(1.0) is token


def test_in_the_first_window_others_go_on_with_the_old_token() -> None:
    """While one call fetches a new token early, the others use the old one."""
    box, old = filled()
    assert box.seek(1199.0) is old
    first = lead(box, 1200.0)
    assert first.flight.spare is old
    assert box.seek(1201.0) is old
    new = lease(born=1200.0)
    box.land(first.flight, new, 1202.0)
    assert box.seek(1202.0) is new


def test_in_the_second_window_all_wait() -> None:
    """Near its end the old token is not used any more, even while a new one is being fetched."""
    box, old = filled()
    first = lead(box, 1200.0)
    assert box.seek(1469.0) is old
    assert isinstance(box.seek(1470.0), Follow)
    box.land(first.flight, None, 1471.0)
    assert lead(box, 1471.0).flight.spare is None


def test_after_an_early_fetch_that_failed_the_old_token_serves_a_while() -> None:
    """A failed early fetch is not tried again at once; all use the old token meanwhile."""
    box, old = filled()
    box.land(lead(box, 1200.0).flight, NotSent("x"), 1200.0)
    assert box.seek(1226.0) is old
    assert lead(box, 1227.0).flight.spare is old


def test_only_the_token_that_failed_is_dropped() -> None:
    """Dropping a token drops nothing when another one has come meanwhile."""
    box, old = filled()
    box.drop(old)
    first = lead(box, 1.0)
    new = lease(born=1.0)
    box.land(first.flight, new, 1.0)
    box.drop(old)
    assert box.seek(1.0) is new
    assert box.held() is new


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
