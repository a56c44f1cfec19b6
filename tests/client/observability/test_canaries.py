"""Planted secrets are in no view of an error."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from cloud_marketplace import ConfigurationError, Marketplace, MarketplaceError
from support.client import CANARIES, ENVIRON, GIVEN, TOKEN, Service, gateway, said
from support.secrets.canaries import BASIC, chain, clean

KNOWN = (GIVEN["password"], GIVEN["subscription_key"], f"{TOKEN}-1", BASIC)
QUOTE = f"you sent {' and '.join(KNOWN)}, see https://files.example/r?sig=canary-contact"
GOOD = httpx.Response(200, json={"id": "7"})
CONTACT = {"name": "x", "contactPersons": [{"login": "jo", "password": "canary-contact"}]}


def fault(kind: type[httpx.TransportError]) -> Callable[[httpx.Request], httpx.Response]:
    """A failure that quotes all headers and holds the request, as httpx's do."""

    def handler(request: httpx.Request) -> httpx.Response:
        raise kind(f"{list(request.headers.items())} {QUOTE}", request=request)

    return handler


def echo(status: int) -> Callable[[httpx.Request], httpx.Response]:
    """A response that quotes all headers and the body."""

    def handler(request: httpx.Request) -> httpx.Response:
        text = f"{dict(request.headers)} {request.content.decode()} {QUOTE}"
        return httpx.Response(
            status, text=text, headers={"X-Correlation-ID": request.headers["x-subscription-key"]}
        )

    return handler


BAD = {
    "timeout": fault(httpx.ReadTimeout),
    "connection": fault(httpx.ConnectError),
    "protocol": fault(httpx.LocalProtocolError),
    "service error": said(500, QUOTE),
    "service no": said(400, QUOTE, **{"X-Correlation-ID": CANARIES[0]}),
    "gateway no": gateway(403, QUOTE),
    "page": httpx.Response(504, html=f"<html><title>{QUOTE}</title></html>"),
    "unreadable": echo(200),
    "echo": echo(404),
    "redirect": httpx.Response(302, headers={"Location": f"https://evil.example/?k={CANARIES[1]}"}),
}


def calls(mp: Any) -> Iterator[Callable[[], Any]]:
    """A read, a page, a write with a contact's password, and the token call."""
    yield lambda: mp.orders.get(7)
    yield lambda: mp.orders.list(limit=1)
    yield lambda: mp.customers.create(CONTACT)
    yield lambda: mp.auth.token({"marketplace": "us"})


@pytest.mark.parametrize("name", BAD)
def test_no_error_shows_a_secret(name: str) -> None:
    """Key, password, token, Basic header and contact passwords are in nothing an error shows."""
    for number in range(4):
        service = Service([GOOD, BAD[name]])
        with service.client(max_attempts=1) as mp:
            mp.orders.get(7)
            service.tokens = [BAD[name]]
            with pytest.raises(MarketplaceError) as caught:
                list(calls(mp))[number]()
        clean(caught.value)
        assert [type(one) for one in chain(caught.value)] == [type(caught.value)]


@pytest.mark.parametrize("name", BAD)
def test_no_error_of_the_async_client_shows_a_secret(name: str) -> None:
    """The same holds for the asynchronous client."""

    async def main(number: int) -> None:
        service = Service([GOOD, BAD[name]])
        async with service.async_client(max_attempts=1) as mp:
            await mp.orders.get(7)
            service.tokens = [BAD[name]]
            await list(calls(mp))[number]()

    for number in range(4):
        with pytest.raises(MarketplaceError) as caught:
            asyncio.run(main(number))
        clean(caught.value)


@pytest.mark.parametrize("name", BAD)
def test_no_error_of_the_hidden_token_call_shows_a_secret(name: str) -> None:
    """When the token call inside another call fails, that error is clean too."""
    service = Service([GOOD], life=0)
    with service.client(max_attempts=1) as mp:
        mp.orders.get(7)
        service.tokens = [BAD[name]]
        with pytest.raises(MarketplaceError) as caught:
            mp.customers.create(CONTACT)
    clean(caught.value)


@pytest.mark.parametrize(
    "change",
    [
        {"MARKETPLACE_CODE": ""},
        {"MARKETPLACE_BASE_URL": "ftp://x"},
        {"MARKETPLACE_USERNAME": "a:b"},
        {"MARKETPLACE_SUBSCRIPTION_KEY": f"{CANARIES[1]} and blanks"},
    ],
)
def test_no_configuration_error_shows_a_secret(change: dict[str, str]) -> None:
    """An invalid setting is reported without a secret, in tracebacks that show locals too."""
    with pytest.raises(ConfigurationError) as caught:
        Marketplace.from_env(ENVIRON | change)
    clean(caught.value)
    name = {"CODE": "marketplace", "BASE_URL": "base_url", "USERNAME": "username"}
    given = dict(GIVEN)
    for variable, value in change.items():
        short = variable.removeprefix("MARKETPLACE_")
        given[name.get(short, "subscription_key")] = value
    with pytest.raises(ConfigurationError) as caught:
        Marketplace(**given)
    clean(caught.value)


def test_a_body_that_can_not_be_sent_shows_no_secret() -> None:
    """The error about a body that JSON can't carry does not show the body."""
    service = Service([httpx.Response(200, json={})])
    with service.client() as mp, pytest.raises(TypeError) as caught:
        mp.customers.create(CONTACT | {"attributes": {"a": object()}})
    clean(caught.value)


def test_an_interruption_shows_no_secret() -> None:
    """Ctrl-C in the middle of a call leaves no frame that holds the headers."""

    def handler(request: httpx.Request) -> httpx.Response:
        raise KeyboardInterrupt(len(dict(request.headers)))

    with Service([handler]).client() as mp, pytest.raises(KeyboardInterrupt) as caught:
        mp.orders.get(7)
    clean(caught.value)


def test_the_canaries_would_be_found() -> None:
    """The looking itself finds a canary in text, attribute, local variable and chain."""

    def leak(text: str) -> None:
        raise MarketplaceError("clean") from ValueError(text)

    with pytest.raises(MarketplaceError) as caught:
        leak(CANARIES[0])
    with pytest.raises(AssertionError):
        clean(caught.value)
    held = MarketplaceError("clean")
    held.advice = CANARIES[0]
    with pytest.raises(AssertionError):
        clean(held)
