"""The clients themselves: making, closing, resources, settings, timeouts."""

import asyncio
import pydoc
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from cloud_marketplace import (
    AsyncMarketplace,
    ConfigurationError,
    Marketplace,
    NotSent,
    OutcomeUnknown,
)
from cloud_marketplace_api import api
from cloud_marketplace_api.operations import OPERATIONS
from cloud_marketplace_api.resource import Resource
from support.client import CANARIES, ENVIRON, GIVEN, Clock, Service, sent

TAGS = sorted({operation.tag for operation in OPERATIONS.values()})
ORDER = httpx.Response(200, json={"id": "7"})


@pytest.mark.parametrize("kind", [Marketplace, AsyncMarketplace])
def test_every_resource_is_there(kind: Any) -> None:
    """Each tag of the description is an attribute that gives its resource, always the same one."""
    client = kind(**GIVEN)
    prefix = "Async" if kind is AsyncMarketplace else ""
    for tag in TAGS:
        resource = getattr(client, tag)
        assert isinstance(resource, getattr(api, prefix + tag.capitalize()))
        assert getattr(client, tag) is resource
        assert isinstance(getattr(kind, tag), Resource)


def test_threads_get_one_and_the_same_resource() -> None:
    """Threads that touch a resource at the same moment get the same object."""
    client = Marketplace(**GIVEN)
    with ThreadPoolExecutor(16) as pool:
        assert len({id(found) for found in pool.map(lambda _: client.orders, range(64))}) == 1


@pytest.mark.parametrize("kind", [Marketplace, AsyncMarketplace])
def test_a_client_shows_no_secret(kind: Any) -> None:
    """The repr of a client names its address, user and marketplace, and no secret."""
    client = kind.from_env(ENVIRON)
    assert repr(client) == (
        f"{kind.__name__}('https://api.example/marketplace/na', username='cmpapi.API',"
        " marketplace='us')"
    )
    assert not [canary for canary in CANARIES if canary in str(vars(client))]


def test_overrides_go_before_the_environment() -> None:
    """from_env takes any keyword of the client, which has priority over the variable."""
    client = Marketplace.from_env(ENVIRON, base_url="http://127.0.0.1:1/x/", marketplace="UK")
    assert "127.0.0.1:1/x'" in repr(client)
    assert "'uk'" in repr(client)
    with pytest.raises(ConfigurationError, match="MARKETPLACE_PASSWORD"):
        Marketplace.from_env(ENVIRON, password="")


def test_transport_and_client_exclude_each_other() -> None:
    """Giving both a transport and an HTTP client is refused."""
    with httpx.Client() as client, pytest.raises(ConfigurationError, match="either transport or"):
        Marketplace(**GIVEN, transport=httpx.HTTPTransport(), http_client=client)


def test_an_http_client_can_be_handed_in() -> None:
    """A client of the caller's is used and left open."""
    service = Service([ORDER])
    with httpx.Client(transport=httpx.MockTransport(service)) as http_client:
        with Marketplace(**GIVEN, http_client=http_client) as mp:
            assert mp.orders.get(7).id == "7"
        assert not http_client.is_closed


def test_after_closing_nothing_is_sent() -> None:
    """A closed client refuses its calls with NotSent, and says that it is closed."""
    service = Service([ORDER])
    with service.client() as mp:
        mp.orders.get(7)
    with pytest.raises(NotSent, match="Open a new client: this one is closed"):
        mp.orders.get(7)

    async def main() -> None:
        async with service.async_client() as twin:
            await twin.orders.get(7)
        with pytest.raises(NotSent, match="Open a new client: this one is closed"):
            await twin.orders.get(7)

    asyncio.run(main())


def test_the_marketplace_goes_with_the_token_call() -> None:
    """The token call names the marketplace, and no other call does (facts A7, A8)."""
    service = Service([ORDER])
    service.client(marketplace="NL").orders.get(7)
    assert sent(service.token_requests[0]) == {"marketplace": "nl"}
    assert service.requests[0].content == b""


def test_key_and_authorisation_are_on_each_call() -> None:
    """Each call carries the key; the token call Basic, others the bearer token (A6, A7, A11)."""
    service = Service([ORDER])
    service.client().orders.get(7)
    (token_request,), (request,) = service.token_requests, service.requests
    assert token_request.headers["authorization"].startswith("Basic ")
    assert request.headers["authorization"] == "Bearer canary-token-1"
    for one in (token_request, request):
        assert one.headers["x-subscription-key"] == GIVEN["subscription_key"]


def test_tokens_age_by_the_given_clock() -> None:
    """The client's clock decides when a token is due."""
    clock, service = Clock(), Service([ORDER], life=100)
    mp = service.client(clock=clock)
    mp.orders.get(7)
    clock.now += 79.9
    mp.orders.get(7)
    assert len(service.token_requests) == 1
    clock.now += 0.2
    mp.orders.get(7)
    assert len(service.token_requests) == 2


def test_the_timeout_of_a_call_reaches_the_network() -> None:
    """A call's own timeout has priority; without any, an order has 180 s (B7)."""
    service = Service([ORDER])
    service.client().orders.create({})
    service.client(timeout=30).orders.create({})
    service.client(timeout=30).orders.create({}, timeout=5)
    timeouts = [request.extensions["timeout"]["read"] for request in service.requests]
    assert timeouts == [180.0, 30.0, 5.0]
    assert {r.extensions["timeout"]["connect"] for r in service.requests} == {10.0, 5.0}


def test_bodies_may_be_models_or_mappings() -> None:
    """A mapping of JSON keys and a model of the same content send the same body."""
    from cloud_marketplace.models import OrderRequest, OrderRequestType

    service = Service([ORDER])
    mp = service.client()
    mp.orders.create({"type": "sales", "customerId": "1"})
    mp.orders.create(OrderRequest(type=OrderRequestType.SALES, customer_id="1"))
    assert sent(service.requests[0]) == sent(service.requests[1])


def test_both_clients_raise_the_same_errors() -> None:
    """The asynchronous client raises what the other one raises."""
    service = Service([httpx.ReadTimeout("slow")])
    with service.client() as mp, pytest.raises(OutcomeUnknown) as sync:
        mp.orders.create({})

    async def main() -> None:
        async with service.async_client() as twin:
            await twin.orders.create({})

    with pytest.raises(OutcomeUnknown) as twin:
        asyncio.run(main())
    facts = ({**vars(sync.value), "elapsed": 0}, {**vars(twin.value), "elapsed": 0})
    assert facts[0] == facts[1]


def test_many_calls_in_threads() -> None:
    """Threads use one client together; each gets the response to its own call."""

    def response(request: httpx.Request) -> httpx.Response:
        time.sleep(0.001)
        return httpx.Response(200, json={"id": request.url.path.rpartition("/")[2]})

    with Service([response]).client() as mp, ThreadPoolExecutor(16) as pool:
        found = list(pool.map(lambda n: mp.orders.get(n).id, range(200)))
    assert found == [str(number) for number in range(200)]


@pytest.mark.parametrize("kind", [Marketplace, AsyncMarketplace])
def test_help_lists_the_calls(kind: type) -> None:
    """`help(Marketplace)` lists each operation, and each task with several calls."""
    text = pydoc.render_doc(kind)
    calls = [f"{operation}: " for operation in OPERATIONS]
    assert [call for call in [*calls, "orders.place: ", "reports.read: "] if call not in text] == []
