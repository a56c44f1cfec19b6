"""What the client's tests share: settings with canaries, a scripted service, a clock."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import httpx
from cloud_marketplace import AsyncMarketplace, Marketplace
from cloud_marketplace._config.settings import Settings
from cloud_marketplace.testing import FakeClock, FakeResponse, FakeTransport

BASE = "https://api.example/marketplace/na"
PASSWORD = "canary-password"
KEY = "canary-key-0a1b2c3d"
TOKEN = "canary-token"
CANARIES = (PASSWORD, KEY, TOKEN, "canary-contact")
GIVEN: dict[str, Any] = {
    "base_url": BASE,
    "username": "cmpapi.API",
    "password": PASSWORD,
    "subscription_key": KEY,
    "marketplace": "us",
}
ENVIRON = {
    "MARKETPLACE_BASE_URL": BASE,
    "MARKETPLACE_USERNAME": "cmpapi.API",
    "MARKETPLACE_PASSWORD": PASSWORD,
    "MARKETPLACE_SUBSCRIPTION_KEY": KEY,
    "MARKETPLACE_CODE": "us",
}
SERVICE_ERROR = {
    "timeStamp": "2026-02-22T07:45:08.223+00:00",
    "status": 500,
    "message": "there is already an Upgrade/Downgrade Order #CH009990",
    "path": "/orders",
    "correlationId": "a8n-11111111-2222-4333-8444-555555555555",
}
HTML_504 = "<html><head><title>504 Gateway Time-out</title></head><body>nginx</body></html>"


def settings(**changes: Any) -> Settings:
    """Checked settings."""
    options = {n: changes.pop(n) for n in ("timeout", "rate", "max_attempts") if n in changes}
    return Settings.of(GIVEN | changes, **options)


def page(rows: list[Any], offset: int = 0, limit: int = 10, total: int | None = None) -> Any:
    """JSON of a page."""
    whole = len(rows) if total is None else total
    return {"data": rows, "pagination": {"offset": offset, "limit": limit, "total": whole}}


class Clock(FakeClock):
    """A clock that moves on request only."""

    asleep = FakeClock.async_sleep


class Service(FakeTransport):
    """A scripted service with canaries: its token, and the settings of its clients."""

    def __init__(
        self,
        responses: Iterable[FakeResponse] = (),
        tokens: Iterable[FakeResponse] = (),
        life: Any = 1500,
    ) -> None:
        super().__init__(*responses, tokens=tokens, token_lifetime=life)
        self.prefix = TOKEN

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Respond to a request."""
        return self.respond(request)

    def client(self, **keywords: Any) -> Marketplace:
        """A client of this service."""
        clock = keywords.get("clock") or Clock()
        own = {"transport": self, "clock": clock, "sleep": clock.sleep}
        return Marketplace(**GIVEN | own | keywords)

    def async_client(self, **keywords: Any) -> AsyncMarketplace:
        """An asynchronous client of this service."""
        clock = keywords.get("clock") or Clock()
        own = {"transport": self, "clock": clock, "sleep": clock.asleep}
        return AsyncMarketplace(**GIVEN | own | keywords)


def said(status: int, message: str, **headers: str) -> httpx.Response:
    """An error of the service itself (facts C3)."""
    body = SERVICE_ERROR | {"status": status, "message": message}
    return httpx.Response(status, json=body, headers=headers)


def gateway(status: int, message: str, **headers: str) -> httpx.Response:
    """An error of the gateway (facts C5)."""
    return httpx.Response(status, json={"statusCode": status, "message": message}, headers=headers)


def sent(request: httpx.Request) -> Any:
    """JSON that a request carried."""
    return json.loads(request.content)
