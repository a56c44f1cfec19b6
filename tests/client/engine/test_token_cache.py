"""When a token is refreshed, which one is in use, and which call fetches the next one."""

import math

import pytest
from cloud_marketplace._engine.token_cache import (
    AwaitRefresh,
    CachedToken,
    Refresh,
    StartRefresh,
    TokenCache,
    parse_token,
)
from cloud_marketplace._observability.redaction import Secret
from cloud_marketplace.errors import NotSent
from support.process_locks import ProcessLocks


def cached(lifetime: float = 1500.0, fetched_at: float = 0.0) -> CachedToken:
    """A token with a lifetime."""
    return CachedToken(Secret("t"), fetched_at, lifetime)


def filled(lifetime: float = 1500.0) -> tuple[TokenCache, CachedToken]:
    """A cache with a token that was fetched at 0."""
    cache, token = TokenCache(), cached(lifetime)
    started(cache, 0.0).complete(token, 0.0)
    return cache, token


def started(cache: TokenCache, now: float) -> Refresh:
    """The refresh that the cache tells the caller to start."""
    found = cache.get(now)
    assert isinstance(found, StartRefresh)
    return found.refresh


@pytest.mark.parametrize(
    ("lifetime", "refresh_at", "unusable_at"),
    [
        (3000.0, 2700.0, 2970.0),
        (1500.0, 1200.0, 1470.0),
        (100.0, 80.0, 95.0),
        (2.0, 1.6, 1.9),
        (0.0, 0.0, 0.0),
    ],
)
def test_a_token_is_replaced_before_its_end(
    lifetime: float, refresh_at: float, unusable_at: float
) -> None:
    """A new token is fetched 5 minutes early; the old one is not used for its last half minute."""
    token = cached(lifetime, fetched_at=50.0)
    assert token.refresh_at == pytest.approx(50.0 + refresh_at)
    assert token.unusable_at == pytest.approx(50.0 + unusable_at)


def test_a_token_without_an_end_is_never_refreshed() -> None:
    """A token of unknown lifetime is used until it is rejected."""
    cache, token = filled(math.inf)
    assert cache.get(1e12) is token


def test_one_call_fetches_while_all_others_wait() -> None:
    """Without a usable token the first call fetches one, and all others wait for that."""
    cache = TokenCache()
    refresh = started(cache, 0.0)
    other = cache.get(0.0)
    assert isinstance(other, AwaitRefresh)
    assert other.refresh is refresh
    token = cached()
    refresh.complete(token, 1.0)
    assert other.refresh.outcome.result() is token
    assert cache.get(1.0) is token


def test_an_ageing_token_is_used_while_the_next_is_fetched() -> None:
    """While one call fetches a new token early, the others use the old one."""
    cache, old = filled()
    assert cache.get(1199.0) is old
    refresh = started(cache, 1200.0)
    assert refresh.fallback is old
    assert cache.get(1201.0) is old
    new = cached(fetched_at=1200.0)
    refresh.complete(new, 1202.0)
    assert cache.get(1202.0) is new


def test_near_its_end_a_token_is_not_used() -> None:
    """Near its end the old token is no longer used, even while a new one is being fetched."""
    cache, old = filled()
    refresh = started(cache, 1200.0)
    assert cache.get(1469.0) is old
    assert isinstance(cache.get(1470.0), AwaitRefresh)
    refresh.complete(None, 1471.0)
    assert started(cache, 1471.0).fallback is None


def test_after_a_failed_early_refresh_the_old_token_is_used_for_a_while() -> None:
    """A failed early refresh is not repeated at once; all calls use the old token meanwhile."""
    cache, old = filled()
    started(cache, 1200.0).complete(NotSent("x"), 1200.0)
    assert cache.get(1226.0) is old
    assert started(cache, 1227.0).fallback is old


def test_a_refresh_completes_once() -> None:
    """Completing a refresh again, as clean-up code does, changes neither token nor outcome."""
    cache = TokenCache()
    refresh, token = started(cache, 0.0), cached()
    refresh.complete(token, 0.0)
    refresh.complete(None, 1.0)
    assert refresh.outcome.result() is token
    assert cache.get(1.0) is token


def test_only_the_rejected_token_is_discarded() -> None:
    """Discarding a token has no effect once another one has replaced it."""
    cache, old = filled()
    cache.discard(old)
    refresh = started(cache, 1.0)
    new = cached(fetched_at=1.0)
    refresh.complete(new, 1.0)
    cache.discard(old)
    assert cache.get(1.0) is new
    assert cache.peek() is new


@pytest.mark.parametrize(
    ("expires", "lifetime"),
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
        (float("nan"), math.inf),
        (10**400, math.inf),
        (-(10**400), 0.0),
        (int("7" * 400), math.inf),
        ("9" * 5000, math.inf),
        ("-1e999", 0.0),
    ],
)
def test_any_number_of_seconds_counts(expires: object, lifetime: float) -> None:
    """Any returned lifetime counts; an unreadable or huge one is endless (A9)."""
    made = parse_token("opaque", expires, 0.0)
    assert made is not None
    assert made.lifetime == lifetime


@pytest.mark.parametrize("token", [None, 5, "", "two words", "line\r\nX-Evil: 1", "\u00e9"])
def test_a_text_that_fits_no_header_is_not_a_token(token: object) -> None:
    """A token that is not a text, or would not fit into a header, is not used."""
    assert parse_token(token, 1500, 0.0) is None


def test_a_cached_token_hides_its_text() -> None:
    """The repr of a cached token does not show the token."""
    assert "canary" not in repr(parse_token("canary", 1500, 0.0))


def test_a_forked_process_fetches_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """In another process nobody waits for the refresh of the parent, nor for its lock."""
    locks = ProcessLocks(monkeypatch)
    cache = TokenCache()
    parents = started(cache, 0.0)
    assert locks.made == 1
    locks.fork()
    own = started(cache, 1.0)
    assert own is not parents
    parents.complete(cached(), 1.0)
    assert isinstance(cache.get(1.0), AwaitRefresh)
    token = cached()
    own.complete(token, 1.0)
    assert cache.get(1.0) is token
    assert locks.made == 2


def test_a_forked_process_keeps_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    """The token of the parent is used in a child, and discarded there if it is rejected."""
    locks = ProcessLocks(monkeypatch)
    cache, token = filled()
    pending = TokenCache()
    parents = started(pending, 0.0)
    locks.fork()
    assert cache.get(1.0) is token
    cache.discard(token)
    assert started(cache, 1.0).fallback is None
    parents.complete(cached(), 1.0)  # what the parent fetches is its own affair
    assert isinstance(pending.get(1.0), StartRefresh)
