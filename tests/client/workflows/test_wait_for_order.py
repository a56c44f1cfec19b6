"""Waiting for an order: until it has ended, and within the timeout."""

import asyncio
from typing import Any

import httpx
import pytest
from cloud_marketplace import errors
from cloud_marketplace._engine.steps import SendCall, Sleep
from cloud_marketplace._workflows import wait_for_order as module
from cloud_marketplace.models import Order
from marketplace_contracts.simulator import Simulator
from support.client import Clock, Service, said
from support.working_clients import a_sale, async_client_of, client_of


def order(status: str) -> httpx.Response:
    """An order in a state."""
    return httpx.Response(200, json={"id": "7", "orderNumber": "SO000007", "status": status})


def waiting(*responses: httpx.Response, timeout: float = 600.0) -> tuple[Any, list[float]]:
    """Wait for an order that the responses show; gives it, or the error, and the pauses."""
    clock = Clock()
    with Service(list(responses)).client(clock=clock) as mp:
        try:
            return mp.orders.wait(7, timeout=timeout), clock.slept
        except errors.MarketplaceError as error:
            return error, clock.slept


def test_it_waits_until_the_order_is_completed() -> None:
    """It reads with growing pauses, ignores unknown states, and returns the completed order."""
    open_ones = [order(status) for status in ("submitted", "processing", "invented")]
    found, pauses = waiting(*open_ones, order("completed"))
    assert found.status == "completed"
    assert pauses == [2.0, 4.0, 8.0]


def test_an_order_that_is_done_is_asked_for_once() -> None:
    """An order that has ended already makes no pause."""
    assert waiting(order("completed"))[1] == []


@pytest.mark.parametrize("status", ["error", "cancelled"])
def test_a_bad_end_is_raised(status: str) -> None:
    """An order that ended in error or cancelled raises, with the last response."""
    error, _ = waiting(order("processing"), order(status))
    assert type(error) is errors.OrderFailed
    assert error.order.status == status
    assert f"SO000007) ended in {status}" in str(error)


def test_time_is_up() -> None:
    """It waits for the timeout, reads once more, and raises with the last response."""
    error, pauses = waiting(order("processing"), timeout=100)
    assert type(error) is errors.WaitTimeout
    assert error.order.status == "processing"
    assert sum(pauses) == 100
    assert pauses == [2.0, 4.0, 8.0, 16.0, 32.0, 38.0]


@pytest.mark.parametrize(("status", "looks", "seconds"), [("error", 1, 0.0), ("new", 4, 10.0)])
def test_the_error_has_the_number_of_reads(status: str, looks: int, seconds: float) -> None:
    """An order that failed, or is still open, is raised with the number of reads and seconds."""
    error, _ = waiting(order(status), timeout=10.0)
    assert (error.attempts, error.elapsed) == (looks, seconds)


def test_a_look_that_fails_is_no_end() -> None:
    """Failed looks are passed over while there is time; an unknown order is not."""
    bad = said(400, "No entity has been found")
    error, _ = waiting(bad)
    assert type(error) is errors.NotFound


def test_many_failed_looks_end_it() -> None:
    """Five failed looks in a row raise the last failure."""

    def run(responses: list[Any]) -> Any:
        """Run the flow by hand."""
        clock = Clock()
        context: Any = type("Context", (), {"clock": staticmethod(clock)})
        flow = module.wait_for_order(context, 7, 600.0)
        step = flow.send(None)
        try:
            while True:
                if isinstance(step, Sleep):
                    clock.now += step.seconds
                    step = flow.send(None)
                    continue
                assert isinstance(step, SendCall)
                response = responses.pop(0)
                failed = isinstance(response, Exception)
                step = flow.throw(response) if failed else flow.send(response)
        except StopIteration as stop:
            return stop.value

    good = Order.from_dict({"id": "7", "status": "completed"})
    lost = errors.NoAnswer("no")
    assert run([lost] * 4 + [good]) is good
    with pytest.raises(errors.NoAnswer):
        run([lost] * 5 + [good])


def test_the_simulated_service_ends_orders() -> None:
    """Against the service, a sale completes, and one that fails raises, in both clients."""
    with Simulator(seed=3) as simulator, client_of(simulator) as mp:
        good = mp.orders.create(a_sale(mp))
        assert mp.orders.wait(good.id).status == "completed"
        bad = mp.orders.create(a_sale(mp, poNumber="FAIL-1"))

        async def main() -> None:
            async with async_client_of(simulator) as twin:
                await twin.orders.wait(bad.id)

        with pytest.raises(errors.OrderFailed):
            asyncio.run(main())


@pytest.mark.parametrize("timeout", [0, -1, float("nan")])
def test_a_senseless_timeout_is_a_value_error(timeout: float) -> None:
    """A time to wait is a positive number of seconds."""
    with Service([order("completed")]).client() as mp, pytest.raises(ValueError, match="timeout"):
        mp.orders.wait(7, timeout=timeout)
