"""The clients against the simulator over real HTTP: every operation, tokens, faults, pages."""

import asyncio
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from cloud_marketplace import AsyncMarketplace, Attempt, Marketplace, errors, models, money
from cloud_marketplace_api.model import Model
from cloud_marketplace_api.operations import OPERATIONS
from marketplace_contracts.simulator import Simulator
from marketplace_contracts.simulator.faults import network_faults


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    """A small world that the tests of this module share."""
    with Simulator(seed=3) as running:
        yield running


def client_of(simulator: Simulator, **keywords: Any) -> Marketplace:
    """A client whose tokens age by the simulator's clock."""

    def clock() -> float:
        return simulator.clock.now().timestamp()

    own = {"clock": clock, "sleep": simulator.clock.advance}
    return Marketplace.from_env(simulator.environment, **own | keywords)


@pytest.fixture
def mp(simulator: Simulator) -> Iterator[Marketplace]:
    """A client of the shared world."""
    with client_of(simulator) as client:
        yield client


CUSTOMER = {
    "name": "Fjord Outdoor AS",
    "language": "en",
    "address": {
        "streetAddress": "Kaigata 7",
        "postalCode": "5003",
        "city": "Bergen",
        "countryCode": "NO",
    },
    "contactPersons": [
        {
            "type": "admin",
            "firstName": "Ida",
            "lastName": "Moen",
            "email": "ida.moen@fjordoutdoor.example",
            "phoneNumber": "47##55512345#",
        }
    ],
}
RESELLER = CUSTOMER | {"name": "North Pine IT", "currency": "NOK"}
REPORT = {"name": "Orders", "format": "xlsx", "startDate": "2026-07-01T00:00:00Z"}


class World:
    """Identifiers that the calls below need, looked up through the client itself."""

    def __init__(self, mp: Marketplace) -> None:
        self.customer = next(row.id for row in mp.customers.list() if row.status == "active")
        self.reseller = mp.resellers.list().data[0].id
        self.plan = mp.plans.list().data[0].id
        self.product = next(row for row in mp.products.list(limit=100) if not row.depends_on)
        details = (mp.subscriptions.get(row.id) for row in mp.subscriptions.list(status="active"))
        subscription = next(found for found in details if found.products)
        self.subscription, self.mpn = subscription.id, subscription.products[0].mpn
        self.report = next(row.id for row in mp.reports.list().data if row.id)
        line = {"mpn": self.product.mpn, "id": self.product.id, "quantity": Decimal(2)}
        self.sale = {"type": "sales", "customerId": self.customer, "products": [line]}
        self.order = mp.orders.create(self.sale).id


def special(world: World) -> dict[str, Any]:
    """A body that sets another price for a product of the subscription."""
    price = money.money("USD", Decimal("9.50")).to_dict()
    return {"products": [{"mpn": world.mpn, "unitPrice": price}]}


CALLS: dict[str, Callable[[Any, World], Any]] = {
    "auth.token": lambda mp, _: mp.auth.token({"marketplace": "us"}),
    "customers.list": lambda mp, _: mp.customers.list(limit=2),
    "customers.create": lambda mp, _: mp.customers.create(CUSTOMER),
    "customers.get": lambda mp, w: mp.customers.get(w.customer),
    "customers.update": lambda mp, w: mp.customers.update(w.customer, {"taxRegId": "1"}),
    "resellers.list": lambda mp, _: mp.resellers.list(),
    "resellers.create": lambda mp, _: mp.resellers.create(RESELLER),
    "resellers.get": lambda mp, w: mp.resellers.get(w.reseller),
    "resellers.update": lambda mp, w: mp.resellers.update(w.reseller, {"taxRegId": "1"}),
    "resellers.list_customers": lambda mp, w: mp.resellers.list_customers(w.reseller),
    "resellers.create_customer": lambda mp, w: mp.resellers.create_customer(w.reseller, CUSTOMER),
    "resellers.list_orders": lambda mp, w: mp.resellers.list_orders(w.reseller),
    "products.list": lambda mp, _: mp.products.list(limit=2),
    "plans.list": lambda mp, _: mp.plans.list(limit=2),
    "plans.get": lambda mp, w: mp.plans.get(w.plan),
    "orders.list": lambda mp, _: mp.orders.list(limit=2),
    "orders.create": lambda mp, w: mp.orders.create(w.sale),
    "orders.estimate": lambda mp, w: mp.orders.estimate(w.sale),
    "orders.get": lambda mp, w: mp.orders.get(w.order),
    "orders.update": lambda mp, w: mp.orders.update(w.order, {"creditCheck": True}),
    "subscriptions.list": lambda mp, _: mp.subscriptions.list(limit=2),
    "subscriptions.get": lambda mp, w: mp.subscriptions.get(w.subscription),
    "subscriptions.update": lambda mp, w: mp.subscriptions.update(
        w.subscription, {"attributes": {"PONumber": "PO-1"}}
    ),
    "subscriptions.set_special_pricing": lambda mp, w: mp.subscriptions.set_special_pricing(
        w.subscription, special(w)
    ),
    "validation.validate_parameters": lambda mp, w: mp.validation.validate_parameters(
        {"customerId": w.customer, "products": [{"mpn": w.product.mpn, "parameters": []}]}
    ),
    "reports.list": lambda mp, _: mp.reports.list(),
    "reports.create": lambda mp, _: mp.reports.create(REPORT),
    "reports.get": lambda mp, w: mp.reports.get(w.report),
}


@pytest.fixture(scope="module")
def world(simulator: Simulator) -> World:
    """What the calls need."""
    with client_of(simulator) as client:
        return World(client)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_operation_can_be_called(
    operation: str, mp: Marketplace, world: World, simulator: Simulator
) -> None:
    """Each operation gives a typed value from a real response, the same type in both clients."""
    found = CALLS[operation](mp, world)
    paged = operation.endswith(".list") or OPERATIONS[operation].pagination is not None
    assert isinstance(found.data[0] if paged else found, Model)

    async def main() -> Any:
        async with AsyncMarketplace.from_env(simulator.environment) as twin:
            return await CALLS[operation](twin, world)

    twin = asyncio.run(main())
    assert type(twin.data[0] if paged else twin) is type(found.data[0] if paged else found)


def test_the_calls_are_all_operations() -> None:
    """The table above calls every operation there is."""
    assert set(CALLS) == set(OPERATIONS)


def test_a_sale_keeps_its_exact_quantity_and_price(mp: Marketplace, world: World) -> None:
    """A decimal quantity arrives, and the total is the estimate's to the last digit."""
    estimate = money.amount(mp.orders.estimate(world.sale).total)
    order = mp.orders.create(world.sale)
    assert money.amount(order.total) == estimate > 0
    assert Decimal(str(order.products[0].quantity)) == 2


def test_all_rows_of_every_list_come(mp: Marketplace) -> None:
    """Iterating a list gives as many rows as the total, with any page size."""
    for resource in (mp.customers, mp.orders, mp.products, mp.subscriptions, mp.plans):
        first = resource.list(limit=7)
        assert len(list(first)) == first.pagination.total > 7
        assert len(list(resource.list())) == first.pagination.total


def test_unknown_ids_are_not_found(mp: Marketplace) -> None:
    """An unknown id is NotFound, with status 404 or 400 (facts C8)."""
    for identifier, status in (("999999999", 404), ("abc", 400)):
        with pytest.raises(errors.NotFound) as caught:
            mp.orders.get(identifier)
        assert caught.value.status == status
        assert str(caught.value.correlation_id).startswith("a8n-")


def test_a_second_change_is_a_conflict(mp: Marketplace, world: World) -> None:
    """A change while another is open is a ServerError that names the other order (facts C7)."""
    change = {
        "type": "change",
        "customerId": mp.subscriptions.get(world.subscription).customer_id,
        "subscriptionId": world.subscription,
        "products": [{"mpn": world.mpn, "quantity": 5}],
    }
    first = mp.orders.create(change)
    with pytest.raises(errors.ServerError, match=str(first.order_number)) as caught:
        mp.orders.create(change)
    assert (caught.value.status, caught.value.attempts) == (500, 1)


def test_a_malformed_filter_is_a_bad_request(mp: Marketplace) -> None:
    """Two statuses in one filter are refused (facts C9)."""
    with pytest.raises(errors.BadRequest):
        mp.subscriptions.list(status="active,hold")


def test_a_token_is_renewed_by_the_clock(simulator: Simulator) -> None:
    """A client that shares the service's clock renews in time: no call is ever refused."""
    seen: list[Attempt] = []
    with client_of(simulator, hooks=[seen.append]) as mp:
        for _ in range(6):
            mp.plans.list(limit=1)
            simulator.clock.advance(700)
    assert {each.status for each in seen} == {200}
    assert len([each for each in seen if each.operation == "auth.token"]) == 3


def test_a_token_that_expired_unnoticed_is_replaced(simulator: Simulator) -> None:
    """A client whose clock stood still meets a 401, gets a new token and its response."""
    seen: list[Attempt] = []
    settings: Any = {"clock": lambda: 0.0, "hooks": [seen.append]}
    with Marketplace.from_env(simulator.environment, **settings) as mp:
        mp.plans.list(limit=1)
        simulator.clock.advance(1501)
        assert mp.plans.list(limit=1).data
    assert [each.status for each in seen] == [200, 200, 401, 200, 200]
    assert seen[3].operation == "auth.token"


def test_a_very_short_token_works() -> None:
    """Tokens of two seconds work as well as those of 25 minutes (facts A9)."""
    with Simulator(seed=3, token_ttl=2) as short, client_of(short) as mp:
        for _ in range(5):
            assert mp.plans.list(limit=1).data
            short.clock.advance(1)


def test_a_wrong_key_names_the_key(simulator: Simulator) -> None:
    """A wrong key is Unauthorized, and the advice names the key."""
    with (
        client_of(simulator, subscription_key="wrong-key") as mp,
        pytest.raises(errors.Unauthorized, match="subscription key"),
    ):
        mp.plans.list()


def test_a_wrong_password_names_the_password(simulator: Simulator) -> None:
    """A wrong password is Unauthorized, and the advice names user name and password."""
    with (
        client_of(simulator, password="Wrong-passw0rd") as mp,
        pytest.raises(errors.Unauthorized, match="MARKETPLACE_PASSWORD"),
    ):
        mp.plans.list()


def test_the_rate_limit_has_the_seconds_to_wait() -> None:
    """Beyond the budget of the window a call is RateLimited, with the seconds to wait (B2, B4)."""
    with Simulator(seed=3, rate_limit=5) as limited, client_of(limited, max_attempts=1) as mp:
        for _ in range(4):
            mp.plans.list(limit=1)
        with pytest.raises(errors.RateLimited) as caught:
            mp.plans.list(limit=1)
        assert caught.value.retry_after == 60.0
        limited.clock.advance(60)
        assert mp.plans.list(limit=1).data


@pytest.mark.parametrize("fault", [network_faults.drop, network_faults.timeout_page])
@pytest.mark.parametrize("processed", [True, False])
def test_an_order_whose_response_is_lost_is_open(fault: Any, processed: bool) -> None:
    """A dropped connection or an HTML 504 leaves an order open; it was sent once (facts B9)."""
    with Simulator(seed=3) as shaky, client_of(shaky) as mp:
        sale = World(mp).sale
        before = mp.orders.list(limit=1).pagination.total
        shaky.inject(fault("orders.create", processed=processed))
        with pytest.raises(errors.OutcomeUnknown, match="Look for the order") as caught:
            mp.orders.create(sale)
        assert caught.value.attempts == 1
        assert mp.orders.list(limit=1).pagination.total == before + processed


def test_a_read_whose_response_is_lost_is_harmless() -> None:
    """A dropped connection on a read is NoAnswer, an HTML 504 a plain ServerError."""
    with Simulator(seed=3) as shaky, client_of(shaky, max_attempts=1) as mp:
        mp.plans.list()
        shaky.inject(network_faults.drop("plans.list"))
        with pytest.raises(errors.NoAnswer):
            mp.plans.list()
        shaky.inject(network_faults.timeout_page("plans.list"))
        with pytest.raises(errors.ServerError) as caught:
            mp.plans.list()
        assert (caught.value.status, type(caught.value)) == (504, errors.ServerError)


def test_a_call_that_takes_too_long_ends() -> None:
    """The timeout of a call ends it: an order stays open, a read has no response."""
    with Simulator(seed=3) as slow, client_of(slow, max_attempts=1) as mp:
        mp.plans.list()
        slow.inject(network_faults.delay(0.5, "plans.list"))
        with pytest.raises(errors.NoAnswer, match="ReadTimeout"):
            mp.plans.list(timeout=0.05)


def test_nobody_home_is_not_sent(simulator: Simulator) -> None:
    """A service that can't be reached at all gives NotSent for an order too."""
    with (
        client_of(simulator, base_url="http://127.0.0.1:9/marketplace/na", timeout=2) as mp,
        pytest.raises(errors.NotSent, match="ConnectError"),
    ):
        mp.orders.create({"type": "sales"})


def test_values_come_typed(mp: Marketplace, world: World) -> None:
    """Enumerations, dates and nested models are typed, and to_dict returns what was received."""
    order = mp.orders.get(world.order)
    assert order.type is models.OrderType.SALES
    assert order.creation_date.tzinfo is not None
    assert models.Order.from_dict(order.to_dict()) == order


def test_an_asynchronous_call_searches_for_no_module(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python does not search its folders at each call for what httpcore tries to import."""
    searched: list[str] = []

    class Spy:
        """A finder that finds nothing."""

        @staticmethod
        def find_spec(name: str, *_: object) -> None:
            searched.append(name)

    async def main() -> None:
        async with AsyncMarketplace.from_env(simulator.environment) as mp:
            await mp.plans.list(limit=1)  # the first call may import
            monkeypatch.setattr(sys, "meta_path", [Spy, *sys.meta_path])
            for _ in range(3):
                await mp.plans.list(limit=1)

    asyncio.run(main())
    assert searched == []
