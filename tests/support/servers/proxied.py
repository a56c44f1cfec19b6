"""A proxy for tests: it judges in the same process, and nothing waits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from marketplace_contracts.proxy.exchange import Exchange
from marketplace_contracts.proxy.judging import Judging
from marketplace_contracts.proxy.server import Proxy, ProxySettings
from marketplace_contracts.run.results import Results
from marketplace_contracts.traffic.finding import Finding


class InlineJudge:
    """Keeps what passes and judges it at the end."""

    def __init__(self, target: str, record: Path | None = None) -> None:
        self.dropped = 0
        self.exchanges: list[Exchange] = []
        self.told: list[Finding] = []
        self._judging = Judging(target, self.told.append, record)

    def begin(self) -> None:
        """Be ready."""

    def offer(self, exchange: Exchange) -> None:
        """Keep an exchange."""
        self.exchanges.append(exchange)

    def end(self) -> dict[str, Any]:
        """Judge everything."""
        for exchange in self.exchanges:
            self._judging.judge(exchange)
        return self._judging.finish()

    def stop(self) -> None:
        """Nothing is running."""


class Passing:
    """A proxy at work, and what it found once the block has ended."""

    def __init__(self, target: str, record: Path | None = None) -> None:
        self.judge = InlineJudge(target, record)
        self.proxy = Proxy(ProxySettings(target, record=record), self.judge)
        self.results: Results = self.proxy.results

    @property
    def url(self) -> str:
        """The base address of the proxy."""
        return self.proxy.base_url

    @property
    def found(self) -> list[tuple[str, str]]:
        """Check and promise of each failure."""
        return [(each.check, each.promise) for each in self.results.findings.failures]


@contextmanager
def passing(target: str, record: Path | None = None) -> Iterator[Passing]:
    """Pass calls on to a target."""
    running = Passing(target, record)
    running.proxy.start()
    try:
        yield running
    finally:
        running.proxy.stop()
