"""Options of a simulator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import TypedDict

from marketplace_contracts.description.spec import Spec
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.simulator.domain.clock import END, START

MARKETPLACES = frozenset({"us", "ca", "br", "au", "nl", "de", "se", "uk", "eu", "stg"})
"""Marketplace codes that /token knows (facts A18)."""


EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""The earliest time at which a world can begin."""
LIFE = timedelta(days=3660)
"""The time that a world has before the clock ends."""

CHOICES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "conflicts": ("same-type", "any"),
        "unauthorized": ("by-seed", "service", "framework"),
        "zero_limit": ("refuse", "count"),
        "empty_filters": ("ignore", "match", "refuse"),
        "number_ids": ("refuse", "accept"),
    }
)
"""Values of options about behaviour that is not known of the real service."""


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
        "small": Size(5, 60, 21, 121, 150, 400),
        "large": Size(12, 950, 126, 2_001, 3_000, 20_600),
    }
)


class UnknownBehaviour(TypedDict, total=False):
    """Options for behaviour of the real service that is not known, so that both can be tested."""

    conflicts: str
    unauthorized: str
    max_page: int | None
    zero_limit: str
    empty_filters: str
    number_ids: str
    marketplaces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Options:
    """Options; the defaults are the values of the real service, as far as known.

    Attributes:
        seed: The same seed gives the same world and the same responses.
        size: A name in `SIZES`.
        rate_limit: Calls per minute for the key, token calls included (facts B1, B10); None
            removes the limit.
        quota: Calls per day for the key (facts B1); None removes the limit.
        token_ttl: Seconds a token lives (facts A9).
        latency_ms: Real milliseconds added to each response.
        realtime: Whether the clock moves in real time.
        control: Whether the paths below `/_simulator/` are served.
        conflicts: Whether an open order of a subscription blocks orders of the same type, or any
            order; the reach of the block is not known (facts C7).
        unauthorized: Shape of the service's 401: `service` or `framework`; some deployments use
            the second one (facts E14). By default the seed decides.
        max_page: Larger limits are cut to this number; None removes the maximum, which is not
            known (facts D3, E14).
        zero_limit: Whether `limit=0` is refused, or returns an empty page with the total.
        empty_filters: Whether an empty filter such as `name=` is ignored, matched literally, or
            refused; the service's behaviour is not known.
        number_ids: Whether JSON numbers for identifiers are accepted in requests (facts E14).
        marketplaces: Codes that `/token` accepts beside `MARKETPLACES`.
        accept_expired_tokens: A fault: tokens never expire.
        start: The time at which the world begins, with its time zone.
        spec: Another description; responses of operations that only it has are generated.
    """

    seed: int = 1
    size: str = "small"
    rate_limit: int | None = None
    quota: int | None = None
    token_ttl: int = 1500
    latency_ms: float = 0
    realtime: bool = False
    control: bool = False
    conflicts: str = "same-type"
    unauthorized: str = "by-seed"
    max_page: int | None = 500
    zero_limit: str = "refuse"
    empty_filters: str = "ignore"
    number_ids: str = "refuse"
    marketplaces: tuple[str, ...] = ()
    accept_expired_tokens: bool = False
    start: datetime = START
    spec: Spec | None = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Reject invalid options early.

        Raises:
            SimulatorError: Names the option and its value.
        """
        if self.size not in SIZES:
            raise SimulatorError(f"size must be one of {', '.join(SIZES)}, not {self.size!r}")
        for name in ("rate_limit", "quota", "token_ttl", "max_page"):
            value = getattr(self, name)
            if value is not None and value < 1:
                raise SimulatorError(f"{name} must be at least 1, not {value}")
        for name, choices in CHOICES.items():
            if getattr(self, name) not in choices:
                words = ", ".join(choices)
                raise SimulatorError(f"{name} must be one of {words}, not {getattr(self, name)!r}")
        if self.start.tzinfo is None or not EARLIEST <= self.start < END - LIFE:
            first, last = f"{EARLIEST:%Y-%m-%d}", f"{END - LIFE:%Y-%m-%d}"
            raise SimulatorError(
                f"start must be a time with its zone from {first} to {last}, not {self.start}"
            )
        if self.latency_ms < 0:
            raise SimulatorError(f"latency_ms must not be negative, not {self.latency_ms}")
