"""Calls of the service, token and key included, each entered in the ledger."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import httpx

from marketplace_contracts.traffic.finding import CheckAborted, Violation
from marketplace_contracts.description.description import Operation
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.run.results import Results
from marketplace_contracts.service.target import Target
from marketplace_contracts.traffic.interaction import Headers, Interaction, interaction, relative_to

PATIENCE = 190.0  # seconds; placing an order was seen to need more than a minute (facts B7)
LONGEST_PAUSE = 90.0  # seconds that we are ready to wait for a spent budget to refill
RENEWED_AT = 0.8  # part of its life after which a token is not used any more
NO_BODY: Any = object()
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Auth:
    """The credentials that a call carries: `good`, `none` or `wrong`, or a token of its own.

    The proof can be `other` too: good credentials of the scheme that the operation does not use.

    Attributes:
        key: The subscription key.
        proof: Basic for `auth.token`, the bearer token for all others.
        token: A token to send in place of the caller's own.
    """

    key: str = "good"
    proof: str = "good"
    token: str | None = None


GOOD = Auth()
WRONG_KEY = "00000000-0000-4000-8000-00000000dead"
WRONG_TOKEN = "bm90LWEtdG9rZW4"  # noqa: S105 - this is what it says: not a token
WRONG_PASSWORD = "not-the-password"  # noqa: S105 - as above


class Caller:
    """Sends calls to a target and enters them in a ledger.

    Attributes:
        target: The service.
        results: Gets every exchange.
        source: Name under which exchanges are entered; whoever drives may set it.
        last: The latest exchange.
    """

    def __init__(
        self,
        target: Target,
        results: Results,
        source: str = "suite",
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self.target, self.results, self.source = target, results, source
        self.last: Interaction | None = None
        self._spec = results.contract.spec
        self._http = httpx.Client(timeout=PATIENCE, follow_redirects=False)
        self._sleep = sleep
        self._token: str | None = None
        self._token_until = 0.0
        self._reached = False
        target.teach(results.contract.redactor)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def call(
        self,
        operation: Operation,
        *,
        ids: Mapping[str, str] | None = None,
        query: Mapping[str, Any] | None = None,
        body: Any = NO_BODY,
        auth: Auth = GOOD,
        media: str = JSON,
    ) -> Interaction:
        """Call an operation.

        Args:
            operation: Its effect has to be allowed on the target.
            ids: Values of the path parameters.
            query: Query parameters; None values are left out.
            body: JSON value of the request.
            auth: Credentials; a good token that has run out is renewed once.
            media: What the body is called.

        Raises:
            CannotRun: The effect is not allowed, or the service cannot be reached.
        """
        if operation.effect not in self.target.effects:
            raise CannotRun(f"{operation.id} would change something and writes are not allowed.")
        url, payload = self._address(operation, ids or {}, query or {}), _payload(body)
        found = self._attempt(operation, url, payload, auth, media)
        if found.status == 401 and auth == GOOD and operation.effect != "token":
            self._token = None
            found = self._attempt(operation, url, payload, auth, media)
        return found

    def once(
        self, operation: Operation, *, ids: Mapping[str, str] | None = None, body: Any = NO_BODY
    ) -> Interaction:
        """Call an operation without waiting for a spent budget; arguments as for `call`."""
        payload = _payload(body)
        headers = self._headers(operation, payload, GOOD)
        url = self._address(operation, ids or {}, {})
        self.last = self._send(operation.method, url, headers, payload)
        self.results.record(self.last)
        return self.last

    def _address(
        self, operation: Operation, ids: Mapping[str, str], query: Mapping[str, Any]
    ) -> str:
        relative = operation.path
        for name, value in ids.items():
            relative = relative.replace(f"{{{name}}}", quote(str(value), safe=""))
        pairs = {name: _text(value) for name, value in query.items() if value is not None}
        return f"{self.target.base_url}{relative}" + (f"?{urlencode(pairs)}" if pairs else "")

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> httpx.Response:
        """GET an address that is none of the API's, such as that of a report file.

        Raises:
            CheckAborted: Nobody answers there.
        """
        try:
            return self._http.get(url, headers=dict(headers or {}))
        except httpx.HTTPError as error:
            promise = "what an address names can be fetched"
            raise CheckAborted(
                Violation(promise, _reason(error), "#/components/schemas/Report")
            ) from None

    def token(self) -> str:
        """The bearer token, asked for when there is none.

        Raises:
            CannotRun: The service gives none.
        """
        if self._token is None or time.monotonic() > self._token_until:
            operation = next(o for o in self._spec.operations.values() if o.effect == "token")
            found = self.call(operation, body={"marketplace": self.target.marketplace})
            self._token = self._token_in(found)
        return self._token

    def credentials(self, operation: Operation) -> dict[str, str]:
        """The headers that authenticate a call of an operation."""
        return {
            name: value
            for name, value in self._headers(operation, b"", GOOD).items()
            if name != "Accept"
        }

    def forget_token(self) -> None:
        """Ask for a new token next time."""
        self._token = None

    def _token_in(self, found: Interaction) -> str:
        value = found.json.get("token") if isinstance(found.json, dict) else None
        if found.status != 200 or not isinstance(value, str) or not value:
            raise CannotRun(f"The service at {self.target.base_url} {_tokenless(found.status)}.")
        life = found.json.get("expiresInSeconds")
        self._token_until = time.monotonic() + RENEWED_AT * (life if isinstance(life, int) else 60)
        self.results.contract.redactor.learn("MARKETPLACE_TOKEN", value)
        return value

    def _attempt(
        self, operation: Operation, url: str, payload: bytes, auth: Auth, media: str
    ) -> Interaction:
        headers = self._headers(operation, payload, auth, media)
        for attempt in range(4):
            found = self._send(operation.method, url, headers, payload)
            self.results.record(found)
            pause = _pause(found, attempt)
            if pause is None or operation.effect not in {"token", "read"}:
                break
            self._sleep(pause)
        self.last = found
        return found

    def _send(self, method: str, url: str, headers: dict[str, str], payload: bytes) -> Interaction:
        self.target.limiter.wait()
        try:
            response = self._http.request(method, url, headers=headers, content=payload or None)
        except httpx.HTTPError as error:
            raise self._silence(error, method, url) from None
        self._reached = True
        request = (method, url, Headers(headers.items()), payload)
        got = (response.status_code, Headers(response.headers.multi_items()), response.content)
        return interaction(self._spec, self.target.base_url, request, got, self.source)

    def _silence(self, error: httpx.HTTPError, method: str, url: str) -> Exception:
        """No answer: a service that never gave one cannot be checked, another one broke off."""
        reason = _reason(error)
        if not self._reached:
            return CannotRun(f"The service at {self.target.base_url} cannot be reached: {reason}.")
        relative = relative_to(self.target.base_url, url)
        found = self._spec.match(method, relative)
        pointer = f"{found[0].pointer}/responses" if found else "#/paths"
        return CheckAborted(
            Violation("a call is answered", f"{method} {relative}: {reason}", pointer)
        )

    def _headers(
        self, operation: Operation, payload: bytes, auth: Auth, media: str = JSON
    ) -> dict[str, str]:
        headers = {"Accept": JSON}
        if payload:
            headers["Content-Type"] = media
        if auth.key != "none":
            good = auth.key == "good"
            headers["X-Subscription-Key"] = self.target.subscription_key if good else WRONG_KEY
        if auth.proof != "none":
            headers["Authorization"] = self._proof(operation, auth)
        return headers

    def _proof(self, operation: Operation, auth: Auth) -> str:
        good = auth.proof in {"good", "other"}
        if (operation.effect == "token") != (auth.proof == "other"):
            password = self.target.password if good else WRONG_PASSWORD
            pair = f"{self.target.username}:{password}".encode()
            return f"Basic {base64.b64encode(pair).decode()}"
        return f"Bearer {auth.token or (self.token() if good else WRONG_TOKEN)}"


def _tokenless(status: int) -> str:
    """What it means that no token came with this status."""
    if status in {400, 401, 403}:
        return (
            f"gives no token for these credentials (status {status}): check MARKETPLACE_USERNAME, "
            "MARKETPLACE_PASSWORD, MARKETPLACE_SUBSCRIPTION_KEY and MARKETPLACE_CODE"
        )
    if status == 429 or (status >= 500 and status != 501):
        return f"gives no token now (status {status}): try again later"
    return (
        f"does not answer as a Marketplace does (status {status} and no token from POST /token): "
        "check the address"
    )


def _payload(body: Any) -> bytes:
    return b"" if body is NO_BODY else json.dumps(body).encode()


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _pause(found: Interaction, attempt: int) -> float | None:
    """Seconds to wait before the same call again; None where there is nothing to wait for."""
    if found.status != 429:
        return None
    told = found.headers.get("retry-after", "")
    pause = float(told) if told.isascii() and told.isdigit() else 15.0 * 2**attempt
    return pause if pause <= LONGEST_PAUSE else None


def _reason(error: httpx.HTTPError) -> str:
    """Why, without the address, which could carry something secret."""
    text = str(error).strip().rstrip(".") or type(error).__name__
    return text if "http" not in text else type(error).__name__
