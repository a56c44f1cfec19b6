"""Test your code without a network and without waiting.

    from cloud_marketplace import Marketplace
    from cloud_marketplace.testing import SETTINGS, FakeClock, FakeTransport

    clock = FakeClock()
    transport = FakeTransport(
        {"id": "7", "status": "processing"},
        {"id": "7", "status": "completed"},
    )
    with Marketplace(**SETTINGS, transport=transport, clock=clock, sleep=clock.sleep) as mp:
        assert mp.orders.wait(7).status == "completed"
    assert clock.slept == [2.0]

For tests against a service that behaves like the real one, use the simulator of
`marketplace_contracts` instead.
"""

from __future__ import annotations

import asyncio
from typing import Final, TypedDict

from cloud_marketplace._transport.fake_transport import FakeResponse, FakeTransport


class FakeSettings(TypedDict):
    """The five settings that a client needs."""

    base_url: str
    username: str
    password: str
    subscription_key: str
    marketplace: str


SETTINGS: Final[FakeSettings] = {
    "base_url": "https://api.example/marketplace",
    "username": "api-user",
    "password": "password",  # of a service that does not exist
    "subscription_key": "subscription-key",
    "marketplace": "us",
}
"""Settings for a client whose transport is fake."""


class FakeClock:
    """A clock that is moved by hand, for the options `clock`, `wall`, and `sleep`.

    Give `sleep` to `Marketplace` and `async_sleep` to `AsyncMarketplace`: the client then never
    waits, and the clock shows how long it would have waited.

    Args:
        now: First reading in seconds.

    Attributes:
        now: Present reading in seconds; set it to let time pass.
        slept: Seconds of each sleep.
    """

    def __init__(self, now: float = 1000.0) -> None:
        self.now = now
        self.slept: list[float] = []

    def __call__(self) -> float:
        """Return the present reading."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let time pass at once."""
        self.slept.append(seconds)
        self.now += seconds

    async def async_sleep(self, seconds: float) -> None:
        """Let time pass at once, and let other tasks run."""
        self.sleep(seconds)
        await asyncio.sleep(0)


__all__ = ["SETTINGS", "FakeClock", "FakeResponse", "FakeSettings", "FakeTransport"]
