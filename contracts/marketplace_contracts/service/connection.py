"""HTTP to a service under check: one request, one interaction."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

import httpx

from marketplace_contracts.description.operations import EVERYTHING, Operation
from marketplace_contracts.description.spec import Spec
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.service.access import why_not_reached
from marketplace_contracts.service.network import http_client
from marketplace_contracts.service.target import Target
from marketplace_contracts.traffic.finding import CheckAborted, Violation
from marketplace_contracts.traffic.interaction import Headers, Interaction, interaction, relative_to

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing, by HTTP (RFC 9110, 9.2.1)."""
TIMEOUT = 190.0  # seconds; placing an order was seen to need more than a minute (facts B7)


class OutgoingRequest(NamedTuple):
    """A request to be sent."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes


class Connection:
    """The connections to a service; they distinguish an unreachable service from a failing one.

    A service that never sent a response cannot be checked; one that stops responding has broken a
    promise of the operation that was called.
    """

    def __init__(self, target: Target, spec: Spec) -> None:
        self._target, self._spec = target, spec
        # The embedded simulator is on this machine, so no proxy is used.
        self._http = http_client(
            trust_env=not target.embedded, timeout=TIMEOUT, follow_redirects=False
        )
        self._reached = False

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def send(self, request: OutgoingRequest, source: str) -> Interaction:
        """Send a request at the target's pace.

        Raises:
            CannotRun: The service was never reached, or the call would change something.
            CheckAborted: It was reached before, but this request got no response.
        """
        refuse_writes(self._target, self._spec, request.method, request.url)
        self._target.limiter.wait()
        method, url, headers, body = request
        began = time.perf_counter()
        try:
            response = self._http.request(method, url, headers=headers, content=body or None)
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise self._no_response(error, method, url) from None
        seconds = time.perf_counter() - began
        self._reached = True
        sent = (method, url, Headers(headers.items()), body)
        got = (response.status_code, Headers(response.headers.multi_items()), response.content)
        return interaction(self._spec, self._target.base_url, sent, got, source, seconds=seconds)

    def get(self, url: str, headers: Mapping[str, str]) -> httpx.Response:
        """GET a URL outside the API.

        Raises:
            CheckAborted: There is no response.
        """
        try:
            return self._http.get(url, headers=dict(headers))
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            promise = "a URL in a response can be fetched"
            violation = Violation(promise, _reason(error), "#/components/schemas/Report")
            raise CheckAborted(violation) from None

    def _no_response(self, error: Exception, method: str, url: str) -> Exception:
        reason = _reason(error)
        if not self._reached:
            where, why = self._target.base_url, why_not_reached(self._target, error)
            return CannotRun(f"The service at {where} cannot be reached: {reason}.{why}")
        relative = relative_to(self._target.base_url, url)
        found = self._spec.match(method, relative)
        pointer = f"{found[0].pointer}/responses" if found else "#/paths"
        observed = f"{method} {relative}: {reason}"
        return CheckAborted(Violation("a call gets a response", observed, pointer))


def refuse_writes(target: Target, spec: Spec, method: str, url: str) -> None:
    """Refuse a request that could change a service which may only be read.

    This is the lowest layer, so it looks at what is about to be sent: a method that nobody
    described may do anything.

    Raises:
        CannotRun: The request has an effect that is not allowed.
    """
    relative = relative_to(target.base_url, url)
    found = spec.match(method, relative)
    effect = found[0].effect if found else ("read" if method in SAFE else "unknown")
    if effect not in target.effects and not target.effects >= EVERYTHING:
        what = found[0].id if found else f"{method} {relative}"
        raise CannotRun(f"{what} would change something and writes are not allowed.")


def url_of(
    base_url: str, operation: Operation, ids: Mapping[str, str], query: Mapping[str, Any]
) -> str:
    """Return the URL of a call, without query parameters that are None."""
    relative = operation.path
    for name, value in ids.items():
        relative = relative.replace(f"{{{name}}}", quote(str(value), safe=""))
    pairs = {name: _query_text(value) for name, value in query.items() if value is not None}
    return f"{base_url}{relative}" + (f"?{urlencode(pairs)}" if pairs else "")


def encode(body: Any) -> bytes:
    """Return a JSON value as the bytes of a request; bytes stay as they are."""
    return body if isinstance(body, bytes) else json.dumps(body).encode()


def _query_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _reason(error: Exception) -> str:
    """Return the reason, without the URL, which could contain a secret."""
    text = str(error).strip().rstrip(".") or type(error).__name__
    return text if "http" not in text else type(error).__name__
