"""Measure reading, drift, import, the cost of a call, and of watching it: `make bench`."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any, Final

import httpx
from cloud_marketplace import Marketplace
from cloud_marketplace._decoding.deviations import Watch
from marketplace_contracts.simulator import Simulator

from bench import ours, samples
from bench.observing import observing
from bench.proxying import proxying
from bench.reading import PATHS, ROWS, reading, timed

CALLS: Final = 20
WAYS: Final = ("ignore", "log", "raise")


def drifting() -> None:
    """Measure what looking for drift adds, from bytes to untouched rows."""
    print("\non_drift, bytes to untouched rows of a response that is as described")
    for name, path in PATHS.items():
        data = samples.page(path, ROWS)
        actions: dict[str, Callable[[], object]] = {
            way: partial(ours.rows, name, data, Watch.of(way)) for way in WAYS
        }
        spent = timed(actions, 61)
        more = (f"{way} {spent[way] / spent['ignore'] - 1:+.1%}" for way in WAYS[1:])
        print(f"{name:13} ignore {spent['ignore']:.2f} ms; {'; '.join(more)}")


def import_ms(*statements: str, rounds: int = 11) -> list[float]:
    """Median times of import statements in new interpreters, by turns, in milliseconds."""
    times: list[list[float]] = [[] for _ in statements]
    for _ in range(rounds):
        for number, statement in enumerate(statements):
            program = (
                f"import time; s = time.perf_counter(); {statement}; print(time.perf_counter() - s)"
            )
            output = subprocess.check_output([sys.executable, "-c", program])
            times[number].append(float(output) * 1000)
    return [statistics.median(found) for found in times]


def importing() -> None:
    """Import of the client beside the import of httpx alone."""
    bare, ours, used = import_ms(
        "import httpx",
        "import httpx, cloud_marketplace",
        "import httpx; from cloud_marketplace import Marketplace; Marketplace.orders",
    )
    print(f"\nimport httpx {bare:.0f} ms; with cloud_marketplace +{ours - bare:.0f} ms; ", end="")
    print(f"with Marketplace +{used - bare:.0f} ms")


def calling() -> None:
    """One call through the client beside the same call through httpx alone."""
    with Simulator(seed=1) as simulator, Marketplace.from_env(simulator.environment) as mp:
        order_id = mp.orders.list(limit=1).data[0].id
        headers = {
            "X-Subscription-Key": simulator.subscription_key,
            "Authorization": f"Bearer {mp.auth.token({'marketplace': 'us'}).token}",
        }
        with httpx.Client(headers=headers) as bare:
            url = f"{simulator.base_url}/orders/{order_id}"
            actions: dict[str, Callable[[], Any]] = {
                "httpx": lambda: [bare.get(url).json() for _ in range(CALLS)],
                "client": lambda: [mp.orders.get(order_id) for _ in range(CALLS)],
            }
            timed(actions, 2)  # warm up both
            spent = timed(actions, 41, time.perf_counter)
    alone, whole = spent["httpx"] / CALLS, spent["client"] / CALLS
    print(f"\none call: httpx {alone:.2f} ms, client {whole:.2f} ms, ratio {whole / alone:.2f}")


if __name__ == "__main__":
    reading()
    drifting()
    importing()
    calling()
    observing()
    proxying()
