"""Latencies of operations: measured where a real call was made, and added up exactly."""

import json
from dataclasses import replace

from marketplace_contracts.run.latencies import Latencies, Spread
from support.harness import client_of, made


def latencies(*seconds: float | None) -> Latencies:
    """Return the latencies of calls that took so long."""
    found = Latencies()
    for each in seconds:
        found.record(replace(made("orders.list", {}), seconds=each))
    return found


def test_a_spread_has_median_and_tails() -> None:
    """The median, the 5th and 95th percentiles, and the slowest of a hundred calls are reported."""
    spread = latencies(*(number / 1000 for number in range(101))).spreads()["orders.list"]
    assert spread == Spread(101, 5.0, 50.0, 95.0, 100.0)


def test_calls_that_were_not_measured_do_not_count() -> None:
    """A cassette has no latency."""
    assert latencies(None).spreads() == {}
    assert latencies(None, 0.5).spreads()["orders.list"].calls == 1


def test_processes_add_up() -> None:
    """The latencies of several processes give the same spread as those of one."""
    both = Latencies()
    for each in (latencies(0.001, 0.002), latencies(0.002, 0.009)):
        both.add(json.loads(json.dumps(each.as_dict())))
    assert both.spreads() == latencies(0.001, 0.002, 0.002, 0.009).spreads()


def test_real_calls_are_measured() -> None:
    """Each call of a service knows how long it took."""
    with client_of() as api:
        assert (api.call("customers.list").seconds or 0) > 0
