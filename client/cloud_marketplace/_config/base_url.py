"""The base address of the service, and which addresses belong to it."""

from __future__ import annotations

import ipaddress
import re
from typing import NamedTuple, Self
from urllib.parse import SplitResult, urlsplit

_PORTS = {"https": 443, "http": 80}
_STRANGE = re.compile(r"[\x00-\x20\x7f\\]")


class ServerOrigin(NamedTuple):
    """Where a request is sent: credentials are for one origin only."""

    scheme: str
    host: str
    port: int


class Address(NamedTuple):
    """A checked base address.

    Attributes:
        url: The address in one spelling: lower-case host, no default port, no trailing slash.
        origin: Its origin.
    """

    url: str
    origin: ServerOrigin

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse a base address, with or without a slash at the end and the default port.

        Raises:
            ValueError: If it is not an https URL without user, query and fragment; plain http is
                for loopback only. The text says what is wrong and never contains the value.
        """
        parts = _split(text.strip())
        origin = _origin(parts)
        if parts.username is not None or parts.password is not None:
            raise ValueError("it must not carry a user name or password")
        if parts.query or parts.fragment or "?" in text or "#" in text:
            raise ValueError("it must not have a query or a fragment")
        if origin.scheme == "http" and not is_loopback(origin.host):
            raise ValueError("it must begin with https; http is for this machine alone")
        host = f"[{origin.host}]" if ":" in origin.host else origin.host
        port = "" if origin.port == _PORTS[origin.scheme] else f":{origin.port}"
        return cls(f"{origin.scheme}://{host}{port}{parts.path.rstrip('/')}", origin)

    @classmethod
    def endpoint(cls, text: str) -> Self:
        """Parse the address of one endpoint: as `parse`, but a slash at the end is part of it."""
        address = cls.parse(text)
        return address._replace(url=f"{address.url}/") if text.strip().endswith("/") else address

    def owns(self, url: str) -> bool:
        """Tell whether a URL has this origin; a malformed one has not."""
        try:
            return _origin(_split(url)) == self.origin
        except ValueError:
            return False


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _split(text: str) -> SplitResult:
    # urlsplit silently removes tabs and line ends, so refuse them first
    if _STRANGE.search(text):
        raise ValueError("it must not hold spaces or control characters")
    try:
        return urlsplit(text)
    except ValueError:
        pass
    raise ValueError("it is not an address")


def _origin(parts: SplitResult) -> ServerOrigin:
    if parts.scheme not in _PORTS:
        raise ValueError("it must begin with https://")
    if not parts.hostname:
        raise ValueError("it has no host")
    try:
        port = parts.port
    except ValueError:
        port = -1
    if port in (-1, 0):
        raise ValueError("its port is not a number from 1 to 65535")
    return ServerOrigin(parts.scheme, parts.hostname, port or _PORTS[parts.scheme])
