"""What the proxy adds to a call, beside the same call made directly, while it judges in full."""

import statistics
import time
from typing import Final

import httpx
from cloud_marketplace import Marketplace

from bench.service import serving, simulated

CALLS: Final = 400


def _medians(ways: dict[str, httpx.Client], path: str) -> dict[str, float]:
    """Median times of a call in milliseconds, by turns."""
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(CALLS):
        for name, client in ways.items():
            start = time.perf_counter()
            client.get(path).raise_for_status()
            spent[name].append((time.perf_counter() - start) * 1000)
    return {name: statistics.median(times) for name, times in spent.items()}


def proxying() -> None:
    """Print medians of an object and of a page, direct and through the proxy."""
    with simulated() as environment, Marketplace.from_env(environment) as mp:
        order = mp.orders.list(limit=1).data[0].id
        headers = {
            "X-Subscription-Key": environment["MARKETPLACE_SUBSCRIPTION_KEY"],
            "Authorization": f"Bearer {mp.auth.token({'marketplace': 'us'}).token}",
        }
        direct = environment["MARKETPLACE_BASE_URL"]
        with (
            serving(1, "proxy", "--target", direct) as proxied,
            httpx.Client(base_url=direct, headers=headers) as plain,
            httpx.Client(base_url=proxied["MARKETPLACE_BASE_URL"], headers=headers) as through,
        ):
            ways = {"direct": plain, "through the proxy": through}
            for what, path in (("object", f"/orders/{order}"), ("page", "/orders?limit=100")):
                direct_ms, proxy_ms = _medians(ways, path).values()
                print(f"\none {what}: direct {direct_ms:.2f} ms,", end=" ")
                print(f"through the proxy {proxy_ms:.2f} ms, {proxy_ms - direct_ms:+.2f} ms")
