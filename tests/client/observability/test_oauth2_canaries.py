"""The secrets of OAuth 2 never come out again, in clear or as a form has them."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import quote_plus

import httpx
import pytest
from cloud_marketplace import ConfigurationError, Marketplace, MarketplaceError, ResponseMismatch
from support.client import CANARIES, GIVEN, Service
from support.secrets.canaries import clean

CLIENT_SECRET, PASSWORD = "canary/client+secret ä", "canary/pass & word"
SECRETS = (
    *CANARIES,
    CLIENT_SECRET,
    PASSWORD,
    quote_plus(CLIENT_SECRET),
    quote_plus(PASSWORD),
    "canary-refresh",
)
OAUTH2: dict[str, Any] = {
    "auth": "oauth2",
    "token_url": "https://identity.example/realms/x/token",
    "client_id": "program",
    "client_secret": CLIENT_SECRET,
    "password": PASSWORD,
}
GOOD = httpx.Response(200, json={"id": "7"})


def fault(request: httpx.Request) -> httpx.Response:
    """A failure that quotes the form."""
    raise httpx.LocalProtocolError(request.content.decode(), request=request)


def refusal(request: httpx.Request) -> httpx.Response:
    """A refusal that quotes the form, in clear and encoded."""
    text = f"you sent {request.content.decode()}, that is {CLIENT_SECRET} and {PASSWORD}"
    return httpx.Response(400, json={"error": "invalid_grant", "error_description": text})


def page(request: httpx.Request) -> httpx.Response:
    """A page that quotes the form."""
    return httpx.Response(403, html=f"<title>{request.content.decode()}</title>")


def no_token(request: httpx.Request) -> httpx.Response:
    """A good status without a token that can be used."""
    body = {
        "access_token": f"{CANARIES[2]} x",
        "refresh_token": "canary-refresh",
        "x": str(request),
    }
    return httpx.Response(200, json=body)


BAD: dict[str, Callable[[httpx.Request], httpx.Response]] = {
    "fault": fault,
    "refusal": refusal,
    "page": page,
    "no token": no_token,
}


@pytest.mark.parametrize("name", BAD)
def test_no_error_about_the_token_shows_a_secret(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Client secret, password and tokens are in nothing that an error or a log shows."""
    caplog.set_level(logging.DEBUG)
    with Service([GOOD], [BAD[name]]).client(**OAUTH2, max_attempts=1) as mp:
        with pytest.raises(MarketplaceError) as caught:
            mp.orders.get(7)
        clean(caught.value, SECRETS)
        for secret in SECRETS:
            assert secret not in caplog.text
            assert secret not in repr(mp)


@pytest.mark.parametrize("name", BAD)
def test_no_error_of_the_async_client_shows_a_secret(name: str) -> None:
    """The same holds for the asynchronous client."""

    async def main() -> None:
        async with Service([GOOD], [BAD[name]]).async_client(**OAUTH2, max_attempts=1) as mp:
            await mp.orders.get(7)

    with pytest.raises(MarketplaceError) as caught:
        asyncio.run(main())
    clean(caught.value, SECRETS)


def test_an_echo_of_the_service_is_masked_by_the_names_of_its_fields() -> None:
    """Values that a body names as secrets are masked, although this client never knew them."""
    body = '{"id": 7, "access_token": "canary-refresh", "note": "client_secret=canary-refresh&x=1"'
    with Service([httpx.Response(200, text=body)]).client(**OAUTH2) as mp:
        with pytest.raises(ResponseMismatch) as caught:
            mp.orders.get(7)
        clean(caught.value, SECRETS)
        assert caught.value.response is not None
        assert b"x=1" in (caught.value.response.body or b"")


def test_no_interruption_shows_the_form() -> None:
    """Ctrl-C during a request for a token leaves no frame that knows the form."""

    def interrupt(request: httpx.Request) -> httpx.Response:
        raise KeyboardInterrupt(len(request.content))

    with Service([GOOD], [interrupt]).client(**OAUTH2) as mp:
        with pytest.raises(KeyboardInterrupt) as caught:
            mp.orders.get(7)
        clean(caught.value, SECRETS)


@pytest.mark.parametrize(
    "change",
    [
        {"client_secret": f"{CLIENT_SECRET}\ud800"},
        {"client_id": ""},
        {"token_url": f"https://user:{CLIENT_SECRET}@identity.example/"},
        {"scope": f'"{CLIENT_SECRET}"'},
    ],
)
def test_no_configuration_error_shows_a_secret(change: dict[str, str]) -> None:
    """A bad setting is named without any secret, in tracebacks that show locals too."""
    with pytest.raises(ConfigurationError) as caught:
        Marketplace(**GIVEN | OAUTH2 | change)
    assert next(iter(change)) in str(caught.value)
    assert "canary" not in str(caught.value)
    if (
        "client_secret" in change or "client_id" in change
    ):  # a secret in the wrong place is no secret
        clean(caught.value, SECRETS)
