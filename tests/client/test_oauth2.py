"""A client that gets its tokens from an identity provider, against a simulator over real HTTP."""

import asyncio
import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from cloud_marketplace import AsyncMarketplace, Marketplace, errors
from marketplace_contracts.simulator import Simulator
from marketplace_contracts.simulator.api.provider_token import PROVIDER_PATH
from support.client import GIVEN, Clock, Service, said

GRANTS: dict[str, dict[str, str]] = {
    "password": {},
    "client_credentials": {"username": "", "password": ""},
}
OAUTH2: dict[str, Any] = {
    "auth": "oauth2",
    "token_url": "https://identity.example/realms/x/token",
    "client_id": "program",
    "client_secret": "a/b+c d",
}
GOOD = httpx.Response(200, json={"id": "7"})


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    """A small world that the tests of this module share."""
    with Simulator(seed=3) as running:
        yield running


def client_of(simulator: Simulator, **keywords: Any) -> Marketplace:
    """A client whose tokens age by the simulator's clock."""

    def clock() -> float:
        return simulator.clock.now().timestamp()

    own: Any = {"clock": clock, "sleep": simulator.clock.advance, **keywords}
    return Marketplace.from_env(simulator.oauth2_environment, **own)


@pytest.mark.parametrize("grant", GRANTS)
def test_a_client_reads_and_orders_with_either_grant(
    simulator: Simulator, grant: str, tmp_path: Path
) -> None:
    """One token of the provider serves reads, pages and an order."""
    before = len(simulator.world.tokens)
    with client_of(simulator, **GRANTS[grant]) as mp:
        customer = next(row.id for row in mp.customers.list() if row.status == "active")
        product = next(row for row in mp.products.list(limit=100) if not row.depends_on)
        line = {"mpn": product.mpn, "id": product.id, "quantity": 2}
        body = {"type": "sales", "customerId": customer, "products": [line]}
        order = mp.orders.place(body, reference=f"oauth2-{grant}", intents=tmp_path / "intents")
        assert mp.orders.get(order.id).customer_id == customer
    assert len(simulator.world.tokens) == before + 1


@pytest.mark.parametrize("grant", GRANTS)
def test_the_async_client_shares_one_token_among_its_calls(
    simulator: Simulator, grant: str
) -> None:
    """Calls that start together wait for the one token that the first of them requests."""
    before = len(simulator.world.tokens)

    async def main() -> None:
        own: Any = GRANTS[grant]
        async with AsyncMarketplace.from_env(simulator.oauth2_environment, **own) as mp:
            await asyncio.gather(*(mp.orders.list(limit=1) for _ in range(8)))

    asyncio.run(main())
    assert len(simulator.world.tokens) == before + 1


def test_threads_share_one_token(simulator: Simulator) -> None:
    """Threads that start together request one token."""
    before = len(simulator.world.tokens)
    with client_of(simulator) as mp:
        threads = [
            threading.Thread(target=lambda: mp.orders.list(limit=1).pagination) for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(simulator.world.tokens) == before + 1


def test_an_old_or_refused_token_is_replaced(simulator: Simulator) -> None:
    """After the token's end, or after a 401, the next call gets another one by itself."""
    with client_of(simulator) as mp:
        mp.orders.list(limit=1)
        before = len(simulator.world.tokens)
        simulator.clock.advance(1500)
        mp.orders.list(limit=1)
        assert len(simulator.world.tokens) == before + 1
        simulator.world.tokens.clear()
        mp.orders.list(limit=1)
        assert len(simulator.world.tokens) == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_forked_process_gets_tokens_too(simulator: Simulator) -> None:
    """A child of fork requests its own token when the inherited one has ended."""
    with client_of(simulator) as mp:
        mp.orders.list(limit=1)
        simulator.clock.advance(1500)
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                os.write(writing, json.dumps(mp.orders.list(limit=1).pagination.limit).encode())
            finally:
                os._exit(0)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            assert json.loads(pipe.read()) == 1
        os.waitpid(pid, 0)
        mp.orders.list(limit=1)


def test_the_provider_may_be_on_another_host(simulator: Simulator) -> None:
    """An origin beside that of the service gives tokens as well, without being shown the key."""
    with client_of(simulator, token_url=simulator.world.files_origin + PROVIDER_PATH) as mp:
        assert mp.orders.list(limit=1).pagination.limit == 1


@pytest.mark.parametrize(
    ("change", "kind", "status", "code"),
    [
        ({"client_secret": "canary-wrong"}, errors.Unauthorized, 401, "invalid_client"),
        ({"client_id": "other"}, errors.Unauthorized, 401, "invalid_client"),
        ({"password": "canary-wrong"}, errors.Unauthorized, 400, "invalid_grant"),
        ({"scope": "billing"}, errors.BadRequest, 400, "invalid_scope"),
    ],
)
def test_a_refusal_of_the_provider_is_an_error_of_the_tree(
    simulator: Simulator, change: dict[str, str], kind: type[errors.Refused], status: int, code: str
) -> None:
    """The error has the provider's code and description, and names the settings to check."""
    with client_of(simulator, **change) as mp, pytest.raises(kind, match=code) as caught:
        mp.orders.get(7)
    assert (caught.value.status, caught.value.written_by) == (status, "provider")
    assert caught.value.operation == "auth.oauth2_token"
    assert "MARKETPLACE_CLIENT_SECRET" in caught.value.advice
    assert "canary" not in str(caught.value)


def test_the_key_goes_to_the_service_alone() -> None:
    """A provider on another host gets the form and nothing else; the service gets key and token."""
    service = Service([GOOD])
    with service.client(**OAUTH2, username="jo ä") as mp:
        mp.orders.get(7)
    (asked,), (called,) = service.token_requests, service.requests
    assert str(asked.url) == OAUTH2["token_url"]
    assert asked.headers["content-type"] == "application/x-www-form-urlencoded"
    assert not {"x-subscription-key", "authorization"} & set(asked.headers)
    form = dict(httpx.QueryParams(asked.content.decode()))
    assert form == {
        "grant_type": "password",
        "client_id": "program",
        "client_secret": "a/b+c d",
        "username": "jo ä",
        "password": GIVEN["password"],
        "scope": "openid",
    }
    assert called.headers["authorization"] == "Bearer canary-token-1"
    assert called.headers["x-subscription-key"] == GIVEN["subscription_key"]


def test_a_provider_at_the_origin_of_the_service_gets_the_key() -> None:
    """Every request to the service's own host carries the key, token requests too (facts A6)."""
    service = Service([GOOD])
    url = "https://api.example/auth/realms/x/token"
    with service.client(**OAUTH2 | GRANTS["client_credentials"] | {"token_url": url}) as mp:
        mp.orders.get(7)
    (asked,) = service.token_requests
    assert asked.headers["x-subscription-key"] == GIVEN["subscription_key"]
    assert dict(httpx.QueryParams(asked.content.decode())) == {
        "grant_type": "client_credentials",
        "client_id": "program",
        "client_secret": "a/b+c d",
        "scope": "openid",
    }


@pytest.mark.parametrize(
    "response",
    [
        httpx.Response(200, json={"error": "invalid_grant"}),
        httpx.Response(200, json=["token"]),
        httpx.Response(200, json={"token": "t", "expiresInSeconds": 60}),
        httpx.Response(200, json={"access_token": "t", "token_type": "mac"}),
        httpx.Response(200, json={"access_token": "two words"}),
        httpx.Response(200, html="<html>Sign in</html>"),
        httpx.ConnectError("no route"),
    ],
)
def test_without_a_usable_token_nothing_is_sent(response: Any) -> None:
    """If the provider gives no bearer token, the call is not sent, and the error says so."""
    service = Service([GOOD], [response] * 9)
    with service.client(**OAUTH2) as mp, pytest.raises(errors.NotSent, match="no token"):
        mp.orders.create({"type": "sales", "customerId": "1", "products": []})
    assert not service.requests


def test_a_redirect_of_the_provider_is_not_followed() -> None:
    """The form with the secrets goes to the configured address only."""
    moved = httpx.Response(307, headers={"Location": "https://evil.example/token"})
    service = Service([GOOD], [moved])
    with service.client(**OAUTH2) as mp, pytest.raises(errors.Refused, match="TOKEN_URL"):
        mp.orders.get(7)
    assert len(service.token_requests) == 1


@pytest.mark.parametrize(("life", "asked"), [(60, 2), ("60", 2), (None, 1), ("soon", 1)])
def test_expires_in_is_believed(life: Any, asked: int) -> None:
    """A token is replaced before its stated end; one without an end is used until it is refused."""
    clock, service = Clock(), Service([GOOD], life=life)
    with service.client(**OAUTH2, clock=clock) as mp:
        mp.orders.get(7)
        clock.sleep(60)
        mp.orders.get(7)
    assert len(service.token_requests) == asked


def test_requests_to_a_provider_elsewhere_spend_nothing_of_the_rate() -> None:
    """The rate is that of the key; a provider on another host has limits of its own."""
    clock = Clock()
    with Service([GOOD]).client(**OAUTH2, clock=clock, rate="1/min") as mp:
        began = clock()
        mp.orders.get(7)
        assert clock() == began
    busy = httpx.Response(429, headers={"Retry-After": "7"}, json={"error": "slow down"})
    service = Service([GOOD], [busy])
    with service.client(**OAUTH2, clock=clock) as mp:
        began = clock()
        mp.orders.get(7)
        assert 7 <= clock() - began < 8
    assert len(service.token_requests) == 2


def test_a_refused_token_is_renewed_once() -> None:
    """A 401 of the service renews the token once; a second one is the caller's."""
    service = Service([said(401, "Unauthorized")])
    with service.client(**OAUTH2) as mp, pytest.raises(errors.Unauthorized) as caught:
        mp.orders.get(7)
    assert len(service.token_requests) == len(service.requests) == 2
    assert caught.value.operation == "orders.get"


def test_the_call_for_a_token_of_the_service_is_refused() -> None:
    """`auth.token` needs a password of the service; this client has one of the provider at most."""
    service = Service([GOOD])
    with service.client(**OAUTH2) as mp, pytest.raises(errors.NotSent, match="identity provider"):
        mp.auth.token({"marketplace": "us"})
    assert not service.token_requests
