"""What the client's tests share: settings with canaries, a scripted service, a clock."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
from cloud_marketplace import AsyncMarketplace, Marketplace
from cloud_marketplace._config.settings import Settings

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

Reply = httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]


def settings(**changes: Any) -> Settings:
    """Checked settings."""
    options = {n: changes.pop(n) for n in ("timeout", "rate", "max_attempts") if n in changes}
    return Settings.of(GIVEN | changes, **options)


def page(rows: list[Any], offset: int = 0, limit: int = 10, total: int | None = None) -> Any:
    """JSON of a page."""
    whole = len(rows) if total is None else total
    return {"data": rows, "pagination": {"offset": offset, "limit": limit, "total": whole}}


class Clock:
    """A clock that moves when told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """The present reading."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let time pass at once."""
        self.now += seconds

    async def asleep(self, seconds: float) -> None:
        """Let time pass for tasks."""
        self.now += seconds
        await asyncio.sleep(0)


@dataclass
class Service:
    """A scripted service: gives tokens, and answers other calls in turn (the last one for ever)."""

    responses: list[Reply] = field(default_factory=list)
    tokens: list[Reply] = field(default_factory=list)
    life: Any = 1500
    requests: list[httpx.Request] = field(default_factory=list)
    token_requests: list[httpx.Request] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Reply a request."""
        if request.url.path.endswith("/token"):
            self.token_requests.append(request)
            if self.tokens:
                return self._give(self.tokens.pop(0), request)
            token = f"{TOKEN}-{len(self.token_requests)}"
            return httpx.Response(200, json={"token": token, "expiresInSeconds": self.life})
        self.requests.append(request)
        response = self.responses.pop(0) if len(self.responses) > 1 else self.responses[0]
        return self._give(response, request)

    def client(self, **keywords: Any) -> Marketplace:
        """A client of this service."""
        clock = keywords.get("clock") or Clock()
        own = {"transport": httpx.MockTransport(self), "clock": clock, "sleep": clock.sleep}
        return Marketplace(**GIVEN | own | keywords)

    def async_client(self, **keywords: Any) -> AsyncMarketplace:
        """An asynchronous client of this service."""
        clock = keywords.get("clock") or Clock()
        own = {"transport": httpx.MockTransport(self), "clock": clock, "sleep": clock.asleep}
        return AsyncMarketplace(**GIVEN | own | keywords)

    @staticmethod
    def _give(response: Reply, request: httpx.Request) -> httpx.Response:
        if isinstance(response, Exception):
            raise response
        if isinstance(response, httpx.Response):
            # Fresh each time: an answer can be read once only.
            return httpx.Response(
                response.status_code, headers=response.headers, content=response.content
            )
        return response(request)


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
