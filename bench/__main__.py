"""Measure parsing, import and the cost of a call: `make bench`."""

import gc
import json
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from typing import Any

import httpx
from cloud_marketplace import Marketplace, models
from cloud_marketplace_api.types import Model
from marketplace_contracts.simulator import Simulator

from bench import samples, stock

ROWS = 1_000
BODIES = {"Order": "/orders/{id}", "Subscription": "/subscriptions/{id}"}


def median_ms(action: Callable[[], object], rounds: int) -> float:
    """Median time of an action in milliseconds."""
    times = []
    for _ in range(rounds):
        gc.collect()
        start = time.perf_counter()
        action()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def touch(value: Any) -> None:
    """Read every field of a model, and of the models in it."""
    if isinstance(value, Model):
        for name in value.FIELDS:
            touch(getattr(value, name))
    elif isinstance(value, list):
        for item in value:
            touch(item)


def kilobytes(action: Callable[[], object]) -> float:
    """Memory that the result of an action holds."""
    gc.collect()
    tracemalloc.start()
    kept = action()
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del kept
    return size / 1024


def parsing() -> None:
    """Bytes to typed objects, ours and the generator's untuned output."""
    print(f"{'bytes to objects, 1,000 of':28}{'stock ms':>10}{'ours ms':>10}{'ratio':>8}", end="")
    print(f"{'all read ms':>13}{'ratio':>8}{'stock KiB':>11}{'ours KiB':>10}")
    with stock.models() as plain:
        for name, path in BODIES.items():
            data = samples.rows(path, ROWS)
            ours, theirs = getattr(models, name), getattr(plain, name)

            def read(kind: Any, data: bytes = data) -> list[Any]:
                return [kind.from_dict(row) for row in json.loads(data)]

            def read_all(kind: Any = ours, data: bytes = data) -> None:
                for row in json.loads(data):
                    touch(kind.from_dict(row))

            base = median_ms(lambda: read(theirs), 9)  # noqa: B023 - called at once
            lazy, full = median_ms(lambda: read(ours), 9), median_ms(read_all, 9)  # noqa: B023
            sizes = [kilobytes(lambda kind=kind: read(kind)) for kind in (theirs, ours)]
            print(f"{name:28}{base:10.1f}{lazy:10.1f}{base / lazy:8.2f}{full:13.1f}", end="")
            print(f"{base / full:8.2f}{sizes[0]:11.0f}{sizes[1]:10.0f}")


def import_ms(statement: str) -> float:
    """Median time of an import statement in a new interpreter, in milliseconds."""
    program = f"import time; s = time.perf_counter(); {statement}; print(time.perf_counter() - s)"
    times = [
        float(subprocess.check_output([sys.executable, "-c", program]))  # noqa: S603 - our own
        for _ in range(11)
    ]
    return statistics.median(times) * 1000


def importing() -> None:
    """Import of the client beside the import of httpx alone."""
    bare, ours = import_ms("import httpx"), import_ms("import httpx, cloud_marketplace")
    used = import_ms("import httpx; from cloud_marketplace import Marketplace; Marketplace.orders")
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
            for _ in range(20):  # warm up both
                bare.get(url).json()
                mp.orders.get(order_id)
            base, ours = [], []
            for _ in range(15):  # by turns, so that both meet the same machine
                base.append(median_ms(lambda: bare.get(url).json(), 20))
                ours.append(median_ms(lambda: mp.orders.get(order_id), 20))
    plain, client = statistics.median(base), statistics.median(ours)
    print(f"\none call: httpx {plain:.2f} ms, client {client:.2f} ms, ratio {client / plain:.2f}")


if __name__ == "__main__":
    parsing()
    importing()
    calling()
