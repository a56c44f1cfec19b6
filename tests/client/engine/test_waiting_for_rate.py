"""Calls of a client while the rate limit allows none."""

import httpx
import pytest
from cloud_marketplace import NotSent, RateLimited
from support.client import Clock, Service, gateway

FINE = httpx.Response(200, json={"id": "7"})
WALL = "Rate limit is exceeded"


def test_the_token_call_takes_a_place_too() -> None:
    """The request for a token counts towards the same rate (facts B10)."""
    clock = Clock()
    service = Service([FINE])
    with service.client(rate="2/min", clock=clock) as mp:
        mp.orders.get(7)
        mp.orders.get(7)
    assert clock.now >= 1060.0


def test_no_time_for_the_rate_is_reported_at_once() -> None:
    """A call that can't be allowed before its deadline is NotSent at once, with the seconds."""
    clock = Clock()
    service = Service([FINE])
    with service.client(rate="2/min", clock=clock) as mp:
        mp.orders.get(7)
        with pytest.raises(NotSent, match="the rate allows no call for") as caught:
            mp.orders.get(7, timeout=20)
    assert clock.now == 1000.0
    assert caught.value.attempts == 0
    assert caught.value.retry_after == pytest.approx(60.0, abs=1.3)


def test_without_a_timeout_waiting_for_the_rate_does_not_count() -> None:
    """Many calls at a low rate take their time, and none is lost."""
    clock = Clock()
    service = Service([FINE])
    with service.client(rate="1/1000s", clock=clock) as mp:
        assert [mp.orders.get(7).id for n in range(3)] == ["7"] * 3
        mp.orders.create({})


def test_a_rejected_call_waits_as_long_as_asked() -> None:
    """A 429 with Retry-After is waited for by every call of the client, then sent again."""
    clock = Clock()
    service = Service([gateway(429, WALL, **{"Retry-After": "37"}), FINE])
    with service.client(clock=clock) as mp:
        assert mp.orders.create({}).id == "7"
    assert 1037.0 <= clock.now < 1038.0


@pytest.mark.parametrize(
    "header",
    [
        "86400",
        "978307200",
        "99999999999999999999999",
        "1e308",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Fri, 31 Dec 2100 23:59:59 -1200",
    ],
)
def test_a_far_retry_after_is_reported_at_once(header: str) -> None:
    """A wait of a day or more is not waited for: every call raises at once, with the seconds."""
    clock = Clock()
    service = Service([gateway(429, WALL, **{"Retry-After": header}), FINE])
    with service.client(clock=clock) as mp:
        with pytest.raises(RateLimited) as caught:
            mp.orders.get(7)
        assert (caught.value.retry_after or 0) >= 86_400
        assert len(str(caught.value)) < 300
        with pytest.raises(NotSent, match="the rate allows no call") as unsent:
            mp.orders.get(7)
        assert (unsent.value.retry_after or 0) >= 86_400
        assert len(str(unsent.value)) < 300
        assert clock.now == 1000.0
        clock.now += 301.0
        assert mp.orders.get(7).id == "7"


@pytest.mark.parametrize(
    "header", ["soon", "", "-5", "nan", "inf", "1e999", "0", "Thu, 99 Foo", "\t"]
)
def test_an_unusable_retry_after_is_the_window(header: str) -> None:
    """An unusable `Retry-After` counts as none: the call waits for the window."""
    clock = Clock()
    service = Service([gateway(429, WALL, **{"Retry-After": header}), FINE])
    with service.client(clock=clock, rate="60/min", random=lambda: 0.0) as mp:
        assert mp.orders.get(7).id == "7"
    assert clock.now == pytest.approx(1061.2)
