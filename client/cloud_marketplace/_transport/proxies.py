"""Proxies and certificates of the environment.

httpx reads the same variables, but fails on IPv6 addresses in `NO_PROXY`, ignores networks in it,
and reports a missing certificate file as a network error.
"""

from __future__ import annotations

import ipaddress
import os
import ssl
from collections.abc import Mapping
from urllib.parse import SplitResult, urlsplit
from urllib.request import getproxies

from cloud_marketplace.errors import ConfigurationError

_SCHEMES = ("http", "https", "socks5", "socks5h")


def proxy_for(scheme: str, host: str, port: int, proxies: Mapping[str, str]) -> str | None:
    """Return the proxy for an address; None connects directly.

    Args:
        scheme: `http` or `https`.
        host: Host without brackets.
        port: Port.
        proxies: What `environment_proxies` returned.

    Raises:
        ConfigurationError: If the proxy is malformed; the message names the variable.
    """
    variable = scheme if proxies.get(scheme) else "all"
    proxy = proxies.get(variable, "")
    if not proxy or bypasses(proxies.get("no", ""), host, port):
        return None
    proxy = proxy if "://" in proxy else f"http://{proxy}"
    name = f"{variable.upper()}_PROXY"
    if not _is_proxy(proxy):
        raise ConfigurationError(
            f"{name} is malformed: expected an address such as http://proxy.example:3128",
            settings=(name,),
        )
    return proxy


def environment_proxies() -> Mapping[str, str]:
    """Return the proxies of the environment by scheme (`http`, `https`, `all`), and `no`."""
    return getproxies()


def bypasses(no_proxy: str, host: str, port: int) -> bool:
    """Tell whether a host is reached directly.

    Args:
        no_proxy: Value of `NO_PROXY`, such as `localhost,.example.com,10.0.0.0/8,[::1]:8080`.
        host: Host without brackets.
        port: Port; an entry with a port is for that port only.
    """
    entries = (entry.strip().lower() for entry in no_proxy.split(","))
    return any(_matches(entry, host.lower(), port) for entry in entries if entry)


def ssl_context(environ: Mapping[str, str] | None = None) -> ssl.SSLContext | None:
    """Return a context with the certificates of the environment; None uses the default.

    Raises:
        ConfigurationError: If they can't be read; the message names the variable and the path.
    """
    source = os.environ if environ is None else environ
    file, folder = source.get("SSL_CERT_FILE", ""), source.get("SSL_CERT_DIR", "")
    if not file and not folder:
        return None
    name, path = ("SSL_CERT_FILE", file) if file else ("SSL_CERT_DIR", folder)
    try:
        if not file and not os.path.isdir(folder):  # noqa: PTH112 - as OpenSSL reads it
            raise NotADirectoryError(20, "it is not a directory")
        return ssl.create_default_context(cafile=file or None, capath=None if file else folder)
    except (OSError, ValueError) as error:
        problem = getattr(error, "strerror", None) or type(error).__name__
    raise ConfigurationError(
        f"{name} names certificates that can't be read: {path}: {problem}", settings=(name,)
    )


def _is_proxy(proxy: str) -> bool:
    try:
        parts = urlsplit(proxy)
        return bool(parts.hostname) and parts.scheme in _SCHEMES and parts.port != 0
    except ValueError:
        return False


def _matches(entry: str, host: str, port: int) -> bool:
    if entry == "*":
        return True
    address = _address(host)
    network = _network(entry)
    if network is not None:
        return address is not None and address in network
    parts = _split(entry)
    if parts is None or not parts.hostname or _port(parts) not in (None, port):
        return False
    name = parts.hostname
    if address is not None:
        return _address(name) == address
    name = name.removeprefix("*").removeprefix(".")
    return host == name or host.endswith(f".{name}")


def _split(entry: str) -> SplitResult | None:
    text = entry.rpartition("://")[2]
    bare = f"[{text}]" if text.count(":") > 1 and not text.startswith("[") else text
    try:
        return urlsplit(f"//{bare}")
    except ValueError:
        return None


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError:
        return -1


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _network(entry: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    if "/" not in entry or "://" in entry:
        return None
    try:
        return ipaddress.ip_network(entry.replace("[", "").replace("]", ""), strict=False)
    except ValueError:
        return None
