"""Keep the signatures of download URLs out of the log of httpx."""

from __future__ import annotations

import logging
from weakref import WeakSet

import httpx


class _WithoutSignature(logging.Filter):
    """Removes the query from URLs that are known to be signed."""

    def __init__(self) -> None:
        super().__init__()
        self.known: WeakSet[httpx.URL] = WeakSet()

    def filter(self, record: logging.LogRecord) -> bool:
        """Pass every record, without the query of signed URLs."""
        if isinstance(record.args, tuple):
            record.args = tuple(self._plain(argument) for argument in record.args)
        return True

    def _plain(self, argument: object) -> object:
        if isinstance(argument, httpx.URL) and argument in self.known:
            return argument.copy_with(query=None)
        return argument


_FILTER = _WithoutSignature()
logging.getLogger("httpx").addFilter(_FILTER)


def signed(request: httpx.Request) -> httpx.Request:
    """Record that the URL of a request is a secret."""
    _FILTER.known.add(request.url)
    return request
