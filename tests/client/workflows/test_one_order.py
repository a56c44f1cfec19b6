"""One call of a caller makes one order, under all conditions."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cloud_marketplace import errors
from support.orders.one_order import (
    NETWORK,
    NUMBERS,
    PROCESSES,
    AsyncFrozen,
    Caller,
    Frozen,
    World,
    a_world,
    case_of,
    lost,
    on_order,
    renumbered,
)

WAYS = ("create", "place", "change_seats")
LATER = 86_400.0


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """One world for all tests."""
    with a_world() as running:
        yield running


@pytest.fixture(params=[f"{kind}-{way}" for kind in ("sync", "async") for way in WAYS])
def caller(request: Any, world: World, tmp_path: Path) -> Caller:
    """A caller of each way, with each client, two days after the one before."""
    kind, _, way = request.param.partition("-")
    world.simulator.clock.advance(LATER * 2)
    return Caller(
        simulator=world.simulator,
        way=way,
        is_async=kind == "async",
        store=tmp_path / "intents.sqlite3",
        reference=f"TICKET-{len(world.simulator.world.orders)}",
        sale=world.sale,
        subscription=world.subscription(),
    )


def check(caller: Caller, result: Any, *, known: bool = True) -> None:
    """There is one order, and it is the one that was returned, if one was."""
    (order,) = caller.orders
    if not isinstance(result, errors.MarketplaceError):
        assert result.id == order.id
    elif known and caller.way != "create":
        raise AssertionError(f"the order exists, but: {result}")


@pytest.mark.parametrize("name", NETWORK)
def test_whatever_the_network_does(caller: Caller, name: str) -> None:
    """A lost, wrong or foreign response makes no second order, and the order is found."""
    change, processed = NETWORK[name]
    caller.simulator.inject(on_order(change, processed=processed))
    result = caller.repeat()
    if caller.way == "create" and not processed and not caller.orders:
        return  # no caller repeats it, and nothing was placed
    check(caller, result)


@pytest.mark.parametrize("name", NUMBERS)
def test_whatever_the_service_makes_of_a_number(caller: Caller, name: str) -> None:
    """A PO number that the service changes makes no second order, in any state."""
    caller.simulator.inject(renumbered(caller.simulator, NUMBERS[name]))
    check(caller, caller.repeat(), known=False)


@pytest.mark.parametrize("wrong", [7200.0, -LATER, 0.0])
@pytest.mark.parametrize("processed", [True, False])
def test_whatever_is_done_to_the_clock(caller: Caller, wrong: float, processed: bool) -> None:
    """A clock that is set between two calls makes no second order, and no call waits a day."""
    if caller.way == "create":
        pytest.skip("it does not look at a clock")
    caller.simulator.inject(on_order(lost, processed=processed))
    caller.once(timeout=5)
    caller.wall = wrong
    began = caller.simulator.clock.now()
    result = caller.repeat()
    check(caller, result)
    assert (caller.simulator.clock.now() - began).total_seconds() < 900


def test_a_deleted_store_makes_no_second_order(caller: Caller) -> None:
    """The store is deleted while the outcome of an order is unknown: it is found again."""
    caller.simulator.inject(on_order(lost))
    if caller.way == "create":
        check(caller, caller.once())
        return
    caller.once(timeout=0.5)
    caller.store.unlink()
    result = caller.repeat()
    assert len(caller.orders) == 1
    assert isinstance(result, errors.SeatChangeRefused) or result.id == caller.orders[0].id


@pytest.mark.parametrize("decided", [True, False])
def test_a_frozen_process_makes_no_second_order(caller: Caller, decided: bool) -> None:
    """A process that is frozen before it sends does not send once others may have decided."""
    other = replace(caller, is_async=False)
    found: list[Any] = []

    def meanwhile() -> None:
        caller.simulator.clock.advance(600)
        if decided and caller.way != "create":
            found.append(other.once())

    frozen = AsyncFrozen(meanwhile) if caller.is_async else Frozen(meanwhile)
    result = caller.once(transport=frozen)
    check(caller, result)
    assert [each.id for each in found] == [result.id] * len(found)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.parametrize("how", ["fork", "kill"])
def test_whatever_happens_to_processes(caller: Caller, how: str) -> None:
    """A forked client that orders in both processes, or dies after sending, makes one order."""
    command = [sys.executable, "-c", PROCESSES, case_of(caller, how)]
    environ = {**os.environ, **caller.simulator.environment}
    done = subprocess.run(
        command, env=environ, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    (order,) = caller.orders
    if caller.way != "create":
        assert done.stdout.strip() in (order.id, "")
