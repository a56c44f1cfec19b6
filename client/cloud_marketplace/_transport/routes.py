"""Transports that choose a proxy for each host, and keep connections per proxy."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

import httpx

from cloud_marketplace._transport.proxies import environment_proxies, proxy_for, ssl_context
from cloud_marketplace._transport.total_deadline import bound
from cloud_marketplace.errors import ConfigurationError

Transport = TypeVar("Transport", bound=httpx.HTTPTransport | httpx.AsyncHTTPTransport)
_PORTS = {"https": 443, "http": 80}


class _Routes(Generic[Transport]):
    """The transports to the network, one for each proxy.

    Args:
        make: Creates a transport that verifies servers with a context, through a proxy.
        trust_env: Whether proxies and certificates of the environment are used.
    """

    def __init__(
        self,
        make: Callable[[ssl.SSLContext | bool, str | None], Transport],
        *,
        trust_env: bool,
    ) -> None:
        self._make_transport = make
        self._trust_env = trust_env
        self._known: dict[str | None, Transport] = {}
        self._lock = threading.Lock()

    def to(self, url: httpx.URL) -> Transport:
        """Return the transport to an address.

        Raises:
            ConfigurationError: If the environment has an invalid proxy or certificate.
        """
        proxies = environment_proxies() if self._trust_env else {}
        port = url.port or _PORTS.get(url.scheme, 0)
        proxy = proxy_for(url.scheme, url.host, port, proxies)
        with self._lock:
            if proxy not in self._known:
                self._known[proxy] = self._make(proxy)
            return self._known[proxy]

    def close(self) -> list[Transport]:
        """Drop the transports, and return them to be closed."""
        with self._lock:
            known = list(self._known.values())
            self._known.clear()
            return known

    def _make(self, proxy: str | None) -> Transport:
        context = ssl_context() if self._trust_env else None
        try:
            return self._make_transport(context or True, proxy)
        except ImportError:
            problem = "names a SOCKS proxy, for which httpx[socks] must be installed"
        except (httpx.InvalidURL, ValueError):
            problem = "is malformed"
        variables = tuple(f"{name.upper()}_PROXY" for name in ("http", "https", "all"))
        raise ConfigurationError(
            f"a proxy of the environment ({', '.join(variables)}) {problem}", settings=variables
        )


class SyncNetwork(httpx.BaseTransport):
    """The network, for threads; each exchange keeps its total deadline."""

    def __init__(self, *, trust_env: bool) -> None:
        self._routes = _Routes(_sync_transport, trust_env=trust_env)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request by way of the proxy for its host, or directly."""
        return self._routes.to(request.url).handle_request(request)

    def close(self) -> None:
        """Close all connections."""
        for transport in self._routes.close():
            transport.close()


class AsyncNetwork(httpx.AsyncBaseTransport):
    """The network, for tasks of one event loop."""

    def __init__(self, *, trust_env: bool) -> None:
        self._routes = _Routes(_async_transport, trust_env=trust_env)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request by way of the proxy for its host, or directly."""
        return await self._routes.to(request.url).handle_async_request(request)

    async def aclose(self) -> None:
        """Close all connections."""
        for transport in self._routes.close():
            await transport.aclose()


def _sync_transport(verify: ssl.SSLContext | bool, proxy: str | None) -> httpx.HTTPTransport:
    return bound(httpx.HTTPTransport(verify=verify, trust_env=False, proxy=proxy))


def _async_transport(verify: ssl.SSLContext | bool, proxy: str | None) -> httpx.AsyncHTTPTransport:
    return httpx.AsyncHTTPTransport(verify=verify, trust_env=False, proxy=proxy)
