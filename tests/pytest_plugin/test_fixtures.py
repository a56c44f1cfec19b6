"""The fixtures of the pytest plugin, used as its users do: pytest loads the plugin by itself."""

import asyncio
import threading
import time

import pytest
from cloud_marketplace import AsyncMarketplace, Marketplace, NotFound, ServerError
from cloud_marketplace.models import OrderLineRequest, OrderRequest, OrderRequestType
from marketplace_contracts.simulator import (
    AdjustableWorld,
    Clock,
    Faults,
    Simulator,
    SimulatorError,
)

CUSTOMER, SUBSCRIPTION, MPN = "1000611", "1300501", "CFQ7TTC0ZZ01:0004"
SALE = OrderRequest(
    type=OrderRequestType.SALES,
    customer_id=CUSTOMER,
    products=[OrderLineRequest(mpn=MPN, quantity=5)],
)
simulator_with = pytest.mark.marketplace_simulator


def passed(clock: Clock) -> float:
    """Return the simulated seconds since the world began."""
    return (clock.now() - clock.start).total_seconds()


def orders(marketplace: Marketplace) -> int:
    """Return the number of orders."""
    return marketplace.orders.list(limit=1).pagination.total


@simulator_with(rate_limit=5)
def test_a_stated_rate_moves_the_clock(
    marketplace: Marketplace, clock: Clock, faults: Faults
) -> None:
    """Calls beyond the rate and after 429 take simulated time only, and no more than needed."""
    began = time.process_time()
    twin = marketplace.with_options(rate="5/min")
    faults.rate_limited("plans.list", times=3, retry_after=20)
    for _ in range(20):
        twin.plans.list(limit=1)
    assert 180 <= passed(clock) <= 600
    assert time.process_time() - began < 5


@simulator_with(rate_limit=30)
def test_a_learned_rate_moves_the_clock(marketplace: Marketplace, clock: Clock) -> None:
    """Without a stated rate the client learns it in simulated time."""
    for _ in range(100):
        marketplace.plans.list(limit=1)
    assert 120 <= passed(clock) <= 600


def test_waiting_for_an_order_moves_the_clock(marketplace: Marketplace, clock: Clock) -> None:
    """The client's pauses are the time in which the simulator completes the order."""
    order = marketplace.orders.place(SALE, reference="A")
    assert marketplace.orders.wait(order.id).status == "completed"
    assert 30 <= passed(clock) <= 120


@simulator_with(rate_limit=10)
def test_the_asynchronous_client_shares_the_clock(
    async_marketplace: AsyncMarketplace, clock: Clock, faults: Faults
) -> None:
    """Tasks that wait at the same time move the clock once; each event loop can use the client."""

    async def calls() -> int:
        found = await asyncio.gather(
            *(async_marketplace.plans.get("10005") for _ in range(50))
        )  # fmt: skip
        return len(found)

    faults.rate_limited("plans.get", retry_after=7)
    assert [asyncio.run(calls()), asyncio.run(calls())] == [50, 50]
    assert 540 <= passed(clock) <= 1200


def test_faults_act_one_after_the_other(
    marketplace: Marketplace, faults: Faults, clock: Clock
) -> None:
    """Each of the next calls fails in its way, and a lost response is no second order."""
    before = orders(marketplace)
    injected = [
        faults.rate_limited("orders.create", retry_after=30),
        faults.unauthorized("orders.create"),
        faults.timeout_page("orders.create"),
        faults.drop("orders.list", processed=False),
        faults.delay(0.01, "orders.create", times=2),
    ]
    twin = marketplace.with_options(max_attempts=8)
    order = twin.orders.place(SALE, reference="TICKET-1")
    assert twin.orders.wait(order.id).status == "completed"
    assert [each.hits > 0 for each in injected] == [True] * 5
    assert injected[-1].hits == 2
    assert orders(marketplace) == before + 1
    assert passed(clock) >= 30


def test_a_fault_can_be_any_error_of_the_service(marketplace: Marketplace, faults: Faults) -> None:
    """Patterns name several operations, and others are left alone."""
    faults.error("plans.*", message="there is already an open order")
    marketplace.customers.list(limit=1)
    with pytest.raises(ServerError, match="already an open order"):
        marketplace.with_options(max_attempts=1).plans.list(limit=1)
    marketplace.plans.list(limit=1)


def test_mistakes_are_reported_in_one_sentence(faults: Faults, world: AdjustableWorld) -> None:
    """A lever with a wrong value names it in the error, and what exists instead."""
    for lever, message in (
        (lambda: faults.drop("orders.creat"), "did you mean orders.create?"),
        (lambda: faults.inject("drop-filed"), "did you mean drop-field?"),
        (lambda: faults.drop(times=0), "times must be a whole number from 1 on"),
        (lambda: faults.error(status=200), "status must be from 400 to 599"),
        (lambda: world.set_price("NO-SUCH", "1"), "there is no product 'NO-SUCH'"),
        (lambda: world.set_price("CFQ7TTC0ZZ02:0001", "1"), "name one by id: PRD"),
        (lambda: world.set_price(MPN, "dear"), "the amount must be decimal text"),
        (lambda: world.retire_product("NO-SUCH"), "there is no product 'NO-SUCH'"),
        (lambda: world.end_subscription("1"), "there is no subscription '1'"),
        (lambda: world.add_customer("A", reseller="1"), "there is no reseller '1'"),
    ):
        with pytest.raises(SimulatorError) as error:
            lever()
        assert message in str(error.value)
    assert not faults.unhit


def test_a_price_can_change(marketplace: Marketplace, world: AdjustableWorld) -> None:
    """New orders cost the new price; a subscription keeps its own."""
    before = marketplace.subscriptions.get(SUBSCRIPTION).to_dict()["products"]
    world.set_price(MPN, "99.90")
    assert marketplace.orders.estimate(SALE).to_dict()["total"]["amount"] == "499.5"
    assert marketplace.subscriptions.get(SUBSCRIPTION).to_dict()["products"] == before


def test_a_product_can_be_retired(marketplace: Marketplace, world: AdjustableWorld) -> None:
    """It is not listed and cannot be bought; who has it can still change the seats."""
    world.retire_product(MPN)
    assert MPN not in [row.mpn for row in marketplace.products.list(limit=500)]
    with pytest.raises(NotFound):
        marketplace.orders.estimate(SALE)
    change = marketplace.subscriptions.change_seats(SUBSCRIPTION, to=20, wait=True)
    assert change.status == "completed"


def test_a_subscription_can_end(
    marketplace: Marketplace, world: AdjustableWorld, clock: Clock
) -> None:
    """It is terminated at once, and removed later, without an order."""
    before = orders(marketplace)
    world.end_subscription(SUBSCRIPTION)
    assert marketplace.subscriptions.get(SUBSCRIPTION).status == "terminated"
    assert orders(marketplace) == before
    clock.advance(31 * 86400)
    assert marketplace.subscriptions.get(SUBSCRIPTION).status == "removed"
    with pytest.raises(SimulatorError, match="is removed already"):
        world.end_subscription(SUBSCRIPTION)


def test_tokens_can_be_revoked(marketplace: Marketplace, world: AdjustableWorld) -> None:
    """The client gets a 401 and a new token, and the call succeeds."""
    marketplace.plans.list(limit=1)
    issued = len(world.tokens)
    marketplace.plans.list(limit=1)
    assert len(world.tokens) == issued
    world.revoke_tokens()
    marketplace.plans.list(limit=1)
    assert len(world.tokens) == issued + 1


def test_a_customer_can_be_added(marketplace: Marketplace, world: AdjustableWorld) -> None:
    """It is found by what it was given, and can buy."""
    made = world.add_customer("Fjord AS", email="ida@fjord.example", external_id="CRM-1")
    found = marketplace.customers.get(made.id)
    assert (found.name, found.status, found.external_id) == ("Fjord AS", "active", "CRM-1")
    assert [row.id for row in marketplace.customers.list(email="ida@fjord.example")] == [made.id]
    request = OrderRequest(
        type=OrderRequestType.SALES,
        customer_id=made.id,
        products=[OrderLineRequest(mpn=MPN, quantity=1)],
    )
    assert marketplace.orders.place(request, reference="B").customer_id == made.id


@simulator_with(seed=7, token_ttl=60)
class TestMarkers:
    """The marker nearest to a test wins, option by option."""

    @simulator_with(token_ttl=90)
    def test_nearest(
        self, marketplace_simulator: Simulator, world: AdjustableWorld, clock: Clock, faults: Faults
    ) -> None:
        """The fixtures are parts of one simulator, with the options of all markers."""
        assert world is marketplace_simulator.world
        assert clock is marketplace_simulator.clock
        assert faults is marketplace_simulator.faults
        assert (world.options.seed, world.options.token_ttl) == (7, 90)
        world.customers.clear()

    def test_outer(self, world: AdjustableWorld) -> None:
        """Each test has a world of its own."""
        assert world.options.token_ttl == 60
        assert len(world.customers) == 60


def test_reset_keeps_what_tests_hold(
    marketplace_simulator: Simulator,
    marketplace: Marketplace,
    world: AdjustableWorld,
    clock: Clock,
    faults: Faults,
) -> None:
    """After a reset time, world and faults are as at first, in the objects of the fixtures."""
    world.add_customer("Fjord AS")
    clock.advance(3600)
    faults.drop()
    marketplace_simulator.reset()
    assert (len(world.customers), clock.now()) == (60, clock.start)
    assert not faults.unhit
    world.add_customer("Fjord AS")
    assert marketplace.customers.list(limit=1).pagination.total == 61


def test_threads_that_sleep_together_stay_plausible(clock: Clock) -> None:
    """Sleeping threads move the clock at least by the longest sleep, at most by their sum."""
    threads = [threading.Thread(target=clock.sleep, args=(30,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 30 <= passed(clock) <= 120


def test_nobody_moves_the_clock_while_a_request_is_on_its_way(clock: Clock) -> None:
    """A sleeper waits for the request of another thread or task, which arrives when it was sent."""

    def slow_request(stopped: threading.Event, end: threading.Event) -> None:
        with clock.stopped():
            stopped.set()
            end.wait(10)

    for sleep in (lambda: clock.sleep(30), lambda: asyncio.run(clock.async_sleep(30))):
        before = passed(clock)
        stopped, end = threading.Event(), threading.Event()
        sender = threading.Thread(target=slow_request, args=(stopped, end))
        sleeper = threading.Thread(target=sleep)
        sender.start()
        assert stopped.wait(10)
        sleeper.start()
        sleeper.join(0.05)
        assert passed(clock) == before
        end.set()
        sleeper.join(10)
        sender.join(10)
        assert passed(clock) == before + 30


def test_shorter_sleeps_end_first() -> None:
    """Tasks wake in the order of their times, as they would in real time."""
    clock, woken = Clock(), list[float]()

    async def sleep(seconds: float) -> None:
        await clock.async_sleep(seconds)
        woken.append(passed(clock))

    async def main() -> None:
        await asyncio.gather(*(sleep(seconds) for seconds in (30, 5, 30, 0.0000004)))

    asyncio.run(main())
    assert woken == [0.000001, 5, 30, 30]
