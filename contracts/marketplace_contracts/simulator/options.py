"""Options of a simulator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from marketplace_contracts.errors import CannotRun

MARKETPLACES = frozenset({"us", "ca", "br", "au", "nl", "de", "se", "uk", "eu", "stg"})
"""Marketplace codes that /token knows (facts A18)."""


class SimulatorError(CannotRun):
    """The simulator cannot be built or started; the text says why, without a full stop."""


@dataclass(frozen=True, slots=True)
class Size:
    """Number of objects of each kind in a new world."""

    resellers: int
    customers: int
    plans: int
    products: int
    subscriptions: int
    orders: int


SIZES: Mapping[str, Size] = MappingProxyType(
    {
        "small": Size(5, 60, 20, 120, 150, 400),
        "large": Size(12, 950, 125, 2_000, 3_000, 20_600),
    }
)


@dataclass(frozen=True, slots=True)
class Options:
    """Options with the values of the real service, as far as they are known.

    Attributes:
        seed: The same seed gives the same world and the same responses.
        size: A name in `SIZES`.
        rate_limit: Calls per minute for the key, token calls included (facts B1, B10); None
            removes the limit.
        quota: Calls per day for the key (facts B1); None removes the limit.
        token_ttl: Seconds a token lives (facts A9).
        latency_ms: Real milliseconds added to each response.
        realtime: Whether the clock moves in real time.
        control: Whether `/_simulator/clock` and `/_simulator/faults` are served.
        accept_expired_tokens: A fault: tokens never expire.
    """

    seed: int = 1
    size: str = "small"
    rate_limit: int | None = None
    quota: int | None = None
    token_ttl: int = 1500
    latency_ms: float = 0
    realtime: bool = False
    control: bool = False
    accept_expired_tokens: bool = False

    def __post_init__(self) -> None:
        """Reject invalid options early.

        Raises:
            SimulatorError: Names the option and its value.
        """
        if self.size not in SIZES:
            raise SimulatorError(f"size must be one of {', '.join(SIZES)}, not {self.size!r}")
        for name in ("rate_limit", "quota", "token_ttl"):
            value = getattr(self, name)
            if value is not None and value < 1:
                raise SimulatorError(f"{name} must be at least 1, not {value}")
        if self.latency_ms < 0:
            raise SimulatorError(f"latency_ms must not be negative, not {self.latency_ms}")
