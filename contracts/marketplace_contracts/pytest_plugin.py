"""Fixtures for tests of code that uses the client: a simulated Marketplace in simulated time.

pytest loads this plugin by itself where the package is installed. `marketplace_simulator` starts a
new simulator for each test that asks for it, directly or through another fixture::

    def test_a_lost_response_does_not_order_twice(marketplace, faults):
        faults.drop("orders.create")
        order = place_order(marketplace, "TICKET-1")  # your own code
        assert order.status == "completed"

The marker `marketplace_simulator` passes options to it, those of
`marketplace_contracts.simulator.Simulator`::

    @pytest.mark.marketplace_simulator(rate_limit=60, seed=3)
    def test_the_rate_is_kept(marketplace): ...

A test fails if one of its faults was never hit, because then it has not tested the failure.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from cloud_marketplace import AsyncMarketplace, Marketplace

    from marketplace_contracts.simulator import AdjustableWorld, Clock, Faults, Simulator

# Everything else is imported by the fixtures that need it: pytest loads this module in each run,
# also where the extra is not installed.

FIXTURE = "marketplace_simulator"
INSTALL = "run pip install '.[testing]' in the clone of cloud-marketplace"


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker."""
    text = f"{FIXTURE}(**options): options of the simulated Marketplace, such as rate_limit=60"
    config.addinivalue_line("markers", text)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Fail a test whose faults were not all hit, or in which the simulator itself failed."""
    result = yield
    simulator: Simulator | None = getattr(item, "funcargs", {}).get(FIXTURE)
    if simulator is not None:
        _check(simulator)
    return result


def _check(simulator: Simulator) -> None:
    if crashes := simulator.crashes:
        pytest.fail(f"the simulator itself failed:\n{crashes[0]}", pytrace=False)
    if unhit := simulator.faults.unhit:
        named = "; ".join(str(fault) for fault in unhit)
        advice = f"Faults that a test no longer needs are removed by {FIXTURE}.faults.clear()."
        pytest.fail(f"never hit: {named}. {advice}", pytrace=False)


@pytest.fixture
def marketplace_simulator(request: pytest.FixtureRequest) -> Iterator[Simulator]:
    """Start a simulated Marketplace with a world of its own, on a free port of this machine."""
    with _make(_options(request.node)) as simulator:
        yield simulator


def _options(item: pytest.Item) -> dict[str, Any]:
    """Return the options of all markers of a test; the nearest one wins."""
    options: dict[str, Any] = {"control": True}
    for marker in reversed(list(item.iter_markers(FIXTURE))):
        if marker.args:
            pytest.fail(f"{FIXTURE} takes options by name only", pytrace=False)
        options |= marker.kwargs
    return options


def _make(options: dict[str, Any]) -> Simulator:
    try:
        from marketplace_contracts.simulator import Simulator, SimulatorError
    except ModuleNotFoundError as error:
        pytest.fail(f"the module {error.name} is missing; {INSTALL}", pytrace=False)
    try:
        return Simulator(**options)
    except (SimulatorError, TypeError) as error:
        pytest.fail(f"marker {FIXTURE}: {error}", pytrace=False)


@pytest.fixture
def marketplace(marketplace_simulator: Simulator, tmp_path: Path) -> Iterator[Marketplace]:
    """Make a client of the simulator that shares its clock, so that it never waits."""
    from cloud_marketplace import Marketplace

    with Marketplace.from_env(
        marketplace_simulator.environment,
        intents=str(tmp_path / "marketplace-intents.sqlite"),
        **marketplace_simulator.client_options,
    ) as client:
        yield client


@pytest.fixture
def async_marketplace(marketplace_simulator: Simulator, tmp_path: Path) -> AsyncMarketplace:
    """Make an asynchronous client of the simulator that shares its clock; it need not be closed."""
    from cloud_marketplace import AsyncMarketplace

    return AsyncMarketplace.from_env(
        marketplace_simulator.environment,
        intents=str(tmp_path / "marketplace-intents.sqlite"),
        **marketplace_simulator.async_client_options,
    )


@pytest.fixture
def clock(marketplace_simulator: Simulator) -> Clock:
    """Return the clock that simulator and clients share; `clock.advance(60)` lets time pass."""
    return marketplace_simulator.clock


@pytest.fixture
def faults(marketplace_simulator: Simulator) -> Faults:
    """Return the levers for failures: lost responses, 429, 401, HTML pages."""
    return marketplace_simulator.faults


@pytest.fixture
def world(marketplace_simulator: Simulator) -> AdjustableWorld:
    """Return the state of the marketplace, with levers that change it."""
    return marketplace_simulator.world
