"""Network settings of the environment: proxies and CAs, shared by check, record and the client.

httpx decides, since the client uses it: `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`,
`SSL_CERT_FILE` and `SSL_CERT_DIR`, else the CAs of certifi. schemathesis calls through requests,
which reads other variables, so it gets the proxy and the CAs explicitly.
"""

from __future__ import annotations

import os
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import certifi
import httpx

from marketplace_contracts.errors import CannotRun

VARIABLES = "SSL_CERT_FILE, SSL_CERT_DIR, HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY"


@cache
def ssl_context() -> ssl.SSLContext:
    """Create the context once, because that takes longer than playing a whole scenario."""
    return httpx.create_ssl_context()


def http_client(*, trust_env: bool, **options: Any) -> httpx.Client:
    """Return an HTTP client; without `trust_env` it connects directly, as to a simulator.

    Raises:
        CannotRun: The environment names proxies or certificates that cannot be used.
    """
    try:
        return httpx.Client(verify=ssl_context(), trust_env=trust_env, **options)
    except (OSError, ValueError, ImportError, httpx.InvalidURL) as error:
        raise CannotRun(
            "The network settings of the environment cannot be used: "
            f"{type(error).__name__}. Look at {VARIABLES}."
        ) from None


def proxy_of(base_url: str) -> str | None:
    """Return the proxy for a service; None if there is none."""
    address, proxies = urlsplit(base_url), getproxies()
    if proxy_bypass(address.hostname or ""):
        return None
    proxy = proxies.get(address.scheme) or proxies.get("all")
    return proxy if not proxy or "://" in proxy else f"http://{proxy}"


def certificates() -> str:
    """Return the file or folder of the trusted CAs."""
    return os.environ.get("SSL_CERT_FILE") or os.environ.get("SSL_CERT_DIR") or certifi.where()


@contextmanager
def without_environment() -> Iterator[None]:
    """Hide the proxies of the environment from libraries."""
    former = {name: os.environ.get(name) for name in ("NO_PROXY", "no_proxy")}
    os.environ |= dict.fromkeys(former, "*")
    try:
        yield
    finally:
        for name, value in former.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
