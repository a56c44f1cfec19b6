"""What a `ContractObserver` at full sampling costs the caller, while it works in the background."""

import statistics
import time
from typing import Final

from cloud_marketplace import ContractObserver, Marketplace

from bench.service import simulated

ROWS: Final = 1_000
ROUNDS, CALLS = 25, 8


def _calls(mp: Marketplace) -> list[float]:
    """Times of calls in a row, in milliseconds: the next one begins while the last is judged."""
    spent = []
    for _ in range(CALLS):
        start = time.perf_counter()
        rows = mp.subscriptions.list(limit=ROWS).data
        spent.append((time.perf_counter() - start) * 1000)
        assert len(rows) == ROWS
    return spent


def _processor(mp: Marketplace, observer: ContractObserver) -> float:
    """Time of the processor for calls in a row, judging included, in milliseconds for each."""
    start = time.process_time()
    _calls(mp)
    observer.flush()
    return (time.process_time() - start) * 1000 / CALLS


def observing() -> None:
    """Print the latency of a call of a page without and with an observer, by turns."""
    with (
        simulated("--max-page", "none") as environment,
        ContractObserver(sample=1.0) as observer,
        Marketplace.from_env(environment) as plain,
    ):
        ways = {"plain": plain, "observed": plain.with_options(observe=observer)}
        times: dict[str, list[float]] = {name: [] for name in ways}
        work: dict[str, list[float]] = {name: [] for name in ways}
        for mp in ways.values():
            _calls(mp)
        for _ in range(ROUNDS):
            for name, mp in ways.items():
                times[name] += _calls(mp)
                observer.flush()
                work[name].append(_processor(mp, observer))
        counts = observer.counts
    without, watched = (statistics.median(times[name]) for name in ways)
    busy = statistics.median(work["observed"]) - statistics.median(work["plain"])
    print(
        f"\none call of {ROWS} rows: {without:.1f} ms, observed in full {watched:.1f} ms, ", end=""
    )
    print(
        f"{watched / without - 1:+.1%}; judging {busy:.1f} ms of the processor beside it; ", end=""
    )
    print(f"{counts.judged} judged, {counts.dropped} dropped")
